//! What is in a PDF.

use lopdf::{Dictionary, Document, Object};

use super::books::secrets;

/// What a PDF holds that runs, opens or sends something, or brings a file along; and what it says of what stands beside the
/// manuscript.
pub(super) fn faults(document: &Document) -> Vec<String> {
    let mut faults = Vec::new();
    for object in document.objects.values() {
        visit(object, &mut faults);
    }
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    for page in pages {
        let text = document.extract_text(&[page]).unwrap_or_default();
        faults.extend(secrets(text.as_bytes()).map(|fault| format!("page {page}: {fault}")));
    }
    faults
}

fn visit(object: &Object, faults: &mut Vec<String>) {
    match object {
        Object::Array(items) => items.iter().for_each(|item| visit(item, faults)),
        Object::Dictionary(dictionary) => inspect(dictionary, faults),
        Object::Stream(stream) => {
            inspect(&stream.dict, faults);
            if let Ok(content) = stream.get_plain_content() {
                faults.extend(secrets(&content));
            }
        }
        Object::String(bytes, _) => faults.extend(secrets(bytes)),
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::Reference(_) => {}
    }
}

/// Actions (ISO 32000-1 §12.6.4) that lead a reader nowhere but within the book or, chosen, to the web.
const ACTIONS: [&[u8]; 2] = [b"GoTo", b"URI"];
/// Names of keys (ISO 32000-1 §7.7.4, §7.11, §12.6.3) of what a book has not.
const KEYS: [&[u8]; 9] = [
    b"JS",
    b"JavaScript",
    b"AA",
    b"EF",
    b"EmbeddedFiles",
    b"EmbeddedFile",
    b"RichMediaContent",
    b"XFA",
    b"Launch",
];

fn inspect(dictionary: &Dictionary, faults: &mut Vec<String>) {
    let name = |key: &[u8]| dictionary.get(key).and_then(Object::as_name).ok();
    let shown = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
    for (key, value) in dictionary {
        if KEYS.contains(&key.as_slice()) {
            faults.push(format!("a key /{}", shown(key)));
        }
        visit(value, faults);
    }
    let is_action = name(b"Type") == Some(b"Action") || dictionary.has(b"URI") || dictionary.has(b"JS");
    if is_action && !name(b"S").is_some_and(|action| ACTIONS.contains(&action)) {
        faults.push(format!("an action /{}", shown(name(b"S").unwrap_or_default())));
    }
    // Attached and linked files, and media that play.
    let kind = name(b"Type").filter(|kind| [&b"Filespec"[..], b"EmbeddedFile", b"F"].contains(kind));
    let media = name(b"Subtype").filter(|kind| {
        [&b"FileAttachment"[..], b"Movie", b"Sound", b"Screen", b"RichMedia", b"3D", b"Widget"].contains(kind)
    });
    faults.extend(kind.or(media).map(|kind| format!("a /{}", shown(kind))));
    if let Some(address) = dictionary.get(b"URI").ok().and_then(|uri| uri.as_str().ok()) {
        let address = shown(address);
        let is_fine = ["http:", "https:", "mailto:", "tel:", "ftp:", "urn:", "news:"]
            .iter()
            .any(|scheme| address.starts_with(scheme));
        faults.extend((!is_fine).then(|| format!("an address `{address}`")));
    }
}

#[test]
fn whatever_a_pdf_may_not_hold_is_seen() {
    use lopdf::dictionary;
    let found = |dictionary: Dictionary| {
        let mut document = Document::new();
        document.add_object(dictionary! { "Annots" => vec![dictionary.into()] });
        faults(&document)
    };
    let action = |name: &str| dictionary! { "Type" => "Action", "S" => name };
    for bad in [
        action("JavaScript"),
        action("Launch"),
        action("SubmitForm"),
        action("GoToR"),
        action("ImportData"),
        dictionary! { "S" => "URI", "URI" => Object::string_literal("javascript:alert(1)") },
        dictionary! { "S" => "URI", "URI" => Object::string_literal("file:///etc/hostname") },
        dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("x") },
        dictionary! { "Names" => dictionary! { "EmbeddedFiles" => Object::Null } },
        dictionary! { "Type" => "Filespec", "F" => Object::string_literal("../x") },
        dictionary! { "AA" => dictionary! {} },
        dictionary! { "Subtype" => "FileAttachment" },
        dictionary! { "Title" => Object::string_literal("kryptogramm") },
    ] {
        assert!(!found(bad.clone()).is_empty(), "{bad:?}");
    }
    for good in [
        dictionary! { "Type" => "Action", "S" => "URI", "URI" => Object::string_literal("https://example.com") },
        dictionary! { "Subtype" => "Link", "Dest" => Object::Name(b"x".to_vec()) },
        dictionary! { "S" => "P", "Type" => "StructElem" },
    ] {
        assert_eq!(found(good.clone()), Vec::<String>::new(), "{good:?}");
    }
}
