//! Every page and every document of every book, read by parsers that know no mercy.

use std::collections::BTreeSet;

use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::written;

/// What documents of the EPUB are, by the end of their names: the root's name, and the namespaces that elements may be of.
const DOCUMENTS: [(&str, &str, &[&str]); 6] = [
    (
        ".xhtml",
        "html",
        &["http://www.w3.org/1999/xhtml", "http://www.w3.org/1998/Math/MathML", "http://www.w3.org/2000/svg"],
    ),
    (".opf", "package", &["http://www.idpf.org/2007/opf", "http://purl.org/dc/elements/1.1/"]),
    (".ncx", "ncx", &["http://www.daisy.org/z3986/2005/ncx/"]),
    ("container.xml", "container", &["urn:oasis:names:tc:opendocument:xmlns:container"]),
    ("display-options.xml", "display_options", &[""]),
    (".svg", "svg", &["http://www.w3.org/2000/svg"]),
];

#[test]
fn an_html_parser_has_nothing_to_mend_in_any_page() {
    let Some(books) = written("the parsing of the pages as HTML") else { return };
    for book in books {
        let pages = book.pages();
        for name in ["index.html", "print.html", "404.html"] {
            assert!(pages.iter().any(|page| page.ends_with(name)), "{} has no {name}", book.name);
        }
        for page in pages {
            let faults = html(&std::fs::read_to_string(&page).expect("a page in UTF-8"));
            assert!(faults.is_empty(), "{}: {faults:#?}", page.display());
        }
    }
}

#[test]
fn an_xml_parser_reads_every_document_of_the_epub() {
    let Some(books) = written("the parsing of the EPUB as XML") else { return };
    for book in books {
        let mut kinds = BTreeSet::new();
        for (name, bytes) in book.epub_files() {
            let Some((kind, root, namespaces)) = DOCUMENTS.into_iter().find(|(end, ..)| name.ends_with(end))
            else {
                assert!(!name.ends_with("ml"), "{}: nothing is known of {name}", book.name);
                continue;
            };
            kinds.insert(kind);
            let text = std::str::from_utf8(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
            let faults = xml(text, root, namespaces);
            assert!(faults.is_empty(), "{}: {name}: {faults:#?}", book.name);
        }
        for kind in [".xhtml", ".opf", ".ncx", "container.xml"] {
            assert!(kinds.contains(kind), "{} has no {kind}", book.name);
        }
    }
}

/// What an HTML parser has to mend in a page, and ids that are there twice.
fn html(page: &str) -> Vec<String> {
    let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(page);
    let mut faults: Vec<String> = dom.errors.borrow().iter().map(ToString::to_string).collect();
    twice(&dom.document, &mut BTreeSet::new(), &mut faults);
    faults
}

fn twice(node: &Handle, ids: &mut BTreeSet<String>, faults: &mut Vec<String>) {
    if let NodeData::Element { attrs, .. } = &node.data {
        let attributes = attrs.borrow();
        let id = attributes.iter().find(|attribute| &*attribute.name.local == "id");
        faults.extend(
            id.filter(|id| !ids.insert(id.value.to_string())).map(|id| format!("id {} twice", id.value)),
        );
    }
    node.children.borrow().iter().for_each(|child| twice(child, ids, faults));
}

/// What is wrong with an XML document whose root has that name, and whose elements are of those namespaces, the root of the first.
fn xml(text: &str, root: &str, namespaces: &[&str]) -> Vec<String> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    let document = match roxmltree::Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(error) => return vec![error.to_string()],
    };
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    let namespace =
        |node: roxmltree::Node<'_, '_>| node.tag_name().namespace().unwrap_or_default().to_owned();
    let first = document.root_element();
    if first.tag_name().name() != root || namespace(first) != namespaces[0] {
        faults.push(format!("the root is {:?}", first.tag_name()));
    }
    for element in document.descendants().filter(roxmltree::Node::is_element) {
        if !namespaces.contains(&namespace(element).as_str()) {
            faults.push(format!("{:?} is of no language that belongs there", element.tag_name()));
        }
        let id = element.attribute("id");
        faults.extend(id.filter(|&id| !ids.insert(id)).map(|id| format!("id {id} twice")));
    }
    faults
}

#[test]
fn what_is_wrong_with_a_page_is_seen() {
    let page = |body: &str| {
        let head = "<meta charset=\"utf-8\"><title>x</title>";
        html(&format!("<!DOCTYPE html>\n<html lang=\"en\"><head>{head}</head><body>{body}</body></html>\n"))
    };
    assert_eq!(page("<p id=\"a\">One &amp; two</p><ul><li>Three</li>\n</ul>"), [""; 0]);
    for wrong in [
        "<p>One</b></p>",
        "<p><div>One</div></p>",
        "<table><tr><p>One</p></tr></table>",
        "<p class=\"a\" class=\"b\">One</p>",
        "<p>One &nosuch; two</p>",
        "<section><p>One</p>",
        "<p id=\"a\">One</p><p id=\"a\">Two</p>",
    ] {
        assert!(!page(wrong).is_empty(), "{wrong}");
    }
    assert_ne!(html("<html><head><title>x</title></head><body></body></html>"), [""; 0]);
}

#[test]
fn what_is_wrong_with_a_document_is_seen() {
    let (_, root, namespaces) = DOCUMENTS[0];
    let page = |attributes: &str, body: &str| {
        xml(&format!("<!DOCTYPE html>\n<html {attributes}><body>{body}</body></html>"), root, namespaces)
    };
    const XHTML: &str = "xmlns=\"http://www.w3.org/1999/xhtml\"";
    assert_eq!(page(XHTML, "<p id=\"a\">One</p>"), [""; 0]);
    for (attributes, wrong) in [
        (XHTML, "<p>One"),
        (XHTML, "<p>One &nbsp; two</p>"),
        (XHTML, "<p epub:type=\"x\">One</p>"),
        (XHTML, "<p id=\"a\">One</p><p id=\"a\">Two</p>"),
        (XHTML, "<p xmlns=\"\">One</p>"),
        ("", "<p>One</p>"),
    ] {
        assert!(!page(attributes, wrong).is_empty(), "{wrong}");
    }
}
