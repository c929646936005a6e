//! What every PDF says of itself, read back from the file: tags, language, title, bookmarks, labels of pages, links, figures, fonts.
//!
//! What it must say is read from the EPUB of the same book, as a reader would compare the two.

mod file;

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document as Pdf, Object};
use roxmltree::{Document, Node, ParsingOptions};

use self::file::{File, roman};
use super::{book::everything, set};
use crate::books::written;
use crate::epub::Epub;

/// What the EPUB says of a book.
struct Told {
    title: String,
    language: String,
    /// Its contents: depth and words.
    contents: Vec<(usize, String)>,
    /// The labels of the printed pages that its text names.
    pages: Vec<String>,
}

impl Told {
    fn read(package: &str, navigation: &str) -> Self {
        let package = xml(package);
        let say = |name: &str| {
            let found = package.descendants().find(|node| node.tag_name().name() == name);
            found.and_then(|node| node.text()).unwrap_or_else(|| panic!("no {name}")).to_owned()
        };
        let navigation = xml(navigation);
        let list = |kind: &str| {
            let of_kind =
                |node: &Node<'_, '_>| node.attribute(("http://www.idpf.org/2007/ops", "type")) == Some(kind);
            let found = navigation.descendants().find(|node| node.has_tag_name(HTML_NAV) && of_kind(node));
            let mut entries = Vec::new();
            entries_below(found.unwrap_or_else(|| panic!("no {kind}")), 0, &mut entries);
            entries
        };
        let pages = list("page-list").into_iter().map(|(_, label)| label).collect();
        Self { title: say("title"), language: say("language"), contents: list("toc"), pages }
    }
}

const HTML_NAV: (&str, &str) = ("http://www.w3.org/1999/xhtml", "nav");

fn xml(text: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).expect("well-formed")
}

/// The entries of the lists below an element.
fn entries_below(node: Node<'_, '_>, depth: usize, entries: &mut Vec<(usize, String)>) {
    for item in
        node.children().filter(|child| child.tag_name().name() == "ol").flat_map(|list| list.children())
    {
        let words = item.children().find(|child| matches!(child.tag_name().name(), "a" | "span"));
        let words = words
            .map(|words| words.descendants().filter_map(|inner| inner.text().filter(|_| inner.is_text())));
        if let Some(words) = words {
            entries.push((depth, plain(&words.collect::<String>())));
            entries_below(item, depth + 1, entries);
        }
    }
}

/// Words with one space between them.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_pdf_says_of_itself_what_its_book_is() {
    let Some(books) = written("the facts of the PDFs") else { return };
    for book in books {
        let files = book.epub_files();
        let text = |end: &str| {
            let (_, bytes) = files.iter().find(|(name, _)| name.ends_with(end)).expect("it is there");
            std::str::from_utf8(bytes).expect("UTF-8")
        };
        let told = Told::read(text(".opf"), text("/nav.xhtml"));
        let pdf = File::of(Pdf::load(&book.pdf).expect("the PDF"));
        assert_eq!(faults(&pdf, &told), [""; 0], "{}", book.name);
        let spoken: Vec<String> = pictures(&files).into_iter().filter(|alt| !alt.is_empty()).collect();
        let tags = pdf.tags();
        let figures = tags.iter().filter(|(role, _)| role == "Figure");
        let mut figures: Vec<String> = figures.map(|(_, tag)| plain(&pdf.text(tag, "Alt"))).collect();
        figures.sort();
        assert_eq!(figures, spoken, "{}: the alternative texts of figures", book.name);
    }
}

/// The alternative texts of the pictures in the text of an EPUB, sorted.
fn pictures(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut found = Vec::new();
    for (_, bytes) in
        files.iter().filter(|(name, _)| name.ends_with(".xhtml") && !name.ends_with("/cover.xhtml"))
    {
        let text = std::str::from_utf8(bytes).expect("UTF-8");
        let document = xml(text);
        let pictures = document.descendants().filter(|node| node.tag_name().name() == "img");
        found.extend(pictures.map(|picture| plain(picture.attribute("alt").expect("each has one"))));
    }
    found.sort();
    found
}

/// What is wrong with a PDF.
fn faults(pdf: &File, told: &Told) -> Vec<String> {
    let mut faults = Vec::new();
    whole(pdf, told, &mut faults);
    contents(pdf, told, &mut faults);
    labels(pdf, told, &mut faults);
    links(pdf, &mut faults);
    spoken(pdf, &mut faults);
    fonts(pdf, &mut faults);
    faults
}

/// Tags, language and title.
fn whole(pdf: &File, told: &Told, faults: &mut Vec<String>) {
    let root = pdf.catalogue();
    let is_marked = pdf.dictionary(root, "MarkInfo").is_some_and(|info| pdf.is_true(info, "Marked"));
    if !is_marked || pdf.tags().len() < pdf.pages.len() {
        faults.push("not tagged".to_owned());
    }
    let pages = pdf.pages.iter().map(|&page| pdf.document.get_dictionary(page).expect("a page"));
    // Pages without any are left blank.
    for (page, number) in pages.zip(1..).filter(|(page, _)| page.has(b"Annots")) {
        if pdf.name(page, "Tabs") != "S" || !page.has(b"StructParents") {
            faults.push(format!("page {number} is not tagged"));
        }
    }
    if pdf.text(root, "Lang") != told.language {
        faults.push(format!("the language is {}", pdf.text(root, "Lang")));
    }
    let shows_title =
        pdf.dictionary(root, "ViewerPreferences").is_some_and(|shown| pdf.is_true(shown, "DisplayDocTitle"));
    if !shows_title {
        faults.push("readers show its file's name".to_owned());
    }
    let info = pdf.dictionary(&pdf.document.trailer, "Info");
    for title in [info.map_or_else(String::new, |info| pdf.text(info, "Title")), metadata(pdf)] {
        if title != told.title {
            faults.push(format!("the title is {title}"));
        }
    }
}

/// The title in the metadata; nothing unless they say that this is PDF/UA-1.
fn metadata(pdf: &File) -> String {
    let stream = pdf.get(pdf.catalogue(), "Metadata").and_then(|stream| stream.as_stream().ok());
    let Some(bytes) = stream.and_then(|stream| stream.get_plain_content().ok()) else { return String::new() };
    let text = String::from_utf8(bytes).expect("UTF-8");
    let document = xml(&text);
    let is_accessible = document.descendants().any(|node| {
        node.has_tag_name(("http://www.aiim.org/pdfua/ns/id/", "part")) && node.text() == Some("1")
    });
    let title =
        document.descendants().find(|node| node.has_tag_name(("http://purl.org/dc/elements/1.1/", "title")));
    let words = title
        .filter(|_| is_accessible)
        .map(|title| title.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect());
    words.unwrap_or_default()
}

/// The bookmarks are the contents, and lead into the file.
fn contents(pdf: &File, told: &Told, faults: &mut Vec<String>) {
    let bookmarks = pdf.bookmarks();
    for (_, title, _) in bookmarks.iter().filter(|(.., target)| target.is_none()) {
        faults.push(format!("the bookmark {title} leads nowhere"));
    }
    let said: Vec<(usize, String)> =
        bookmarks.into_iter().map(|(depth, title, _)| (depth, plain(&title))).collect();
    if said != told.contents {
        let differs = said.iter().zip(&told.contents).find(|(said, told)| said != told);
        faults.push(format!(
            "the bookmarks are not the contents: {} and {}, {differs:?}",
            said.len(),
            told.contents.len()
        ));
    }
}

/// What is before the text has Roman numbers, and the text Arabic ones, from an entry of the contents on.
fn labels(pdf: &File, told: &Told, faults: &mut Vec<String>) {
    let labels = pdf.labels();
    let front = labels.iter().take_while(|label| label.chars().all(char::is_alphabetic)).count();
    let expected: Vec<String> =
        (1..=front).map(roman).chain((1..=labels.len() - front).map(|number| number.to_string())).collect();
    if labels != expected || front == 0 || labels.len() == front {
        faults.push(format!("the labels of pages are {labels:?}"));
    }
    let begins = pdf
        .pages
        .get(front)
        .is_some_and(|&page| pdf.bookmarks().iter().any(|(.., target)| *target == Some(page)));
    if !begins {
        faults.push("nothing of the contents begins where pages are counted from".to_owned());
    }
    let mut rest = labels.iter();
    if let Some(lost) = told.pages.iter().find(|&page| !rest.any(|label| label == page)) {
        faults.push(format!("the EPUB names page {lost}"));
    }
}

/// Each link has a target and words for those who don't see it (PDF/UA-1 §7.18.5), and a tag.
fn links(pdf: &File, faults: &mut Vec<String>) {
    for (page, link) in pdf.links() {
        let action = pdf.dictionary(link, "A").filter(|action| pdf.name(action, "S") == "URI");
        let address = action.map(|action| pdf.text(action, "URI"));
        let is_address = address.is_some_and(|address| {
            ["https://", "http://", "mailto:"]
                .iter()
                .any(|scheme| address.len() > scheme.len() && address.starts_with(scheme))
        });
        if !is_address && pdf.target(link).is_none() {
            faults.push(format!("page {page}: a link leads nowhere: {link:?}"));
        }
        if plain(&pdf.text(link, "Contents")).is_empty() {
            faults.push(format!("page {page}: a link says nothing"));
        }
        if pdf.tag_of(link) != Some("Link") {
            faults.push(format!("page {page}: a link has no tag"));
        }
    }
}

/// Figures and formulas have words for those who don't see them (PDF/UA-1 §7.3, §7.7).
fn spoken(pdf: &File, faults: &mut Vec<String>) {
    for (role, tag) in
        pdf.tags().into_iter().filter(|(role, _)| matches!(role.as_str(), "Figure" | "Formula"))
    {
        if plain(&pdf.text(tag, "Alt")).is_empty() {
            faults.push(format!("a {role} says nothing"));
        }
    }
}

/// Fonts are in the file, no more of them than is needed, and tell which characters their glyphs are.
fn fonts(pdf: &File, faults: &mut Vec<String>) {
    let fonts = pdf.fonts();
    if fonts.is_empty() {
        faults.push("no font".to_owned());
    }
    for font in fonts {
        let name = pdf.name(font, "BaseFont");
        if !matches!(pdf.get(font, "ToUnicode"), Some(Object::Stream(_))) {
            faults.push(format!("{name} doesn't tell its characters"));
        }
        // Its glyphs are drawings of this file.
        if pdf.name(font, "Subtype") == "Type3" {
            continue;
        }
        let below = pdf.array(font, "DescendantFonts").and_then(|below| below.first());
        let below = below.and_then(|below| pdf.document.dereference(below).ok()?.1.as_dict().ok());
        let described = pdf.dictionary(below.unwrap_or(font), "FontDescriptor");
        let is_embedded = |described: &Dictionary| {
            ["FontFile2", "FontFile3"]
                .iter()
                .any(|key| matches!(pdf.get(described, key), Some(Object::Stream(_))))
        };
        if !described.is_some_and(is_embedded) {
            faults.push(format!("{name} is not embedded"));
        }
        let tag = name.split_once('+').map_or("", |(tag, _)| tag);
        if tag.len() != 6 || !tag.chars().all(|letter| letter.is_ascii_uppercase()) {
            faults.push(format!("{name} is not a subset"));
        }
    }
}

/// A fault: how it comes into a PDF, and what is said of it.
type Fault = (fn(&mut Pdf), &'static str);

const FAULTS: [Fault; 20] = [
    (|pdf| below_root(pdf, "MarkInfo").set("Marked", false), "not tagged"),
    (|pdf| drop(below_root(pdf, "StructTreeRoot").remove(b"K")), "not tagged"),
    (|pdf| first(pdf, "Annots", "").set("Tabs", "R"), "is not tagged"),
    (|pdf| root(pdf).set("Lang", words("de")), "the language is de"),
    (|pdf| drop(root(pdf).remove(b"ViewerPreferences")), "readers show its file's name"),
    (|pdf| first(pdf, "Creator", "").set("Title", words("Untitled")), "the title is Untitled"),
    (|pdf| drop(root(pdf).remove(b"Metadata")), "the title is "),
    (|pdf| bookmark(pdf).set("Title", words("Prefaces")), "the bookmarks are not the contents"),
    (|pdf| drop(bookmark(pdf).remove(b"Next")), "the bookmarks are not the contents"),
    (|pdf| drop(bookmark(pdf).remove(b"Dest")), "the bookmark Preface leads nowhere"),
    (|pdf| drop(root(pdf).remove(b"PageLabels")), "the labels of pages are"),
    (
        |pdf| drop(root(pdf).remove(b"Outlines")),
        "nothing of the contents begins where pages are counted from",
    ),
    (|pdf| first(pdf, "Type", "Annot").set("Dest", words("lost")), "a link leads nowhere"),
    (|pdf| drop(first(pdf, "Type", "Annot").remove(b"Contents")), "a link says nothing"),
    (|pdf| drop(first(pdf, "Type", "Annot").remove(b"StructParent")), "a link has no tag"),
    (|pdf| drop(first(pdf, "S", "Figure").remove(b"Alt")), "a Figure says nothing"),
    (|pdf| first(pdf, "S", "Formula").set("Alt", words(" ")), "a Formula says nothing"),
    (|pdf| drop(first(pdf, "Type", "FontDescriptor").remove(b"FontFile2")), "is not embedded"),
    (|pdf| drop(first(pdf, "Subtype", "Type0").remove(b"ToUnicode")), "doesn't tell its characters"),
    (|pdf| first(pdf, "Subtype", "Type0").set("BaseFont", "Sans"), "Sans is not a subset"),
];

fn words(text: &str) -> Object {
    Object::string_literal(text)
}

fn root(pdf: &mut Pdf) -> &mut Dictionary {
    pdf.catalog_mut().expect("a catalogue")
}

fn below_root<'a>(pdf: &'a mut Pdf, key: &str) -> &'a mut Dictionary {
    let key = key.as_bytes();
    let id = root(pdf).get(key).expect("it is there").as_reference().ok();
    match id {
        Some(id) => pdf.get_dictionary_mut(id).expect("a dictionary"),
        None => root(pdf).get_mut(key).and_then(Object::as_dict_mut).expect("a dictionary"),
    }
}

/// The first dictionary whose key is of that name, or, without one, is there.
fn first<'a>(pdf: &'a mut Pdf, key: &str, name: &str) -> &'a mut Dictionary {
    let is_it = |dictionary: &Dictionary| match dictionary.get(key.as_bytes()) {
        Ok(value) => name.is_empty() || value.as_name().is_ok_and(|value| value == name.as_bytes()),
        Err(_) => false,
    };
    let mut dictionaries = pdf.objects.values_mut().filter_map(|object| object.as_dict_mut().ok());
    dictionaries.find(|dictionary| is_it(dictionary)).expect("there is one")
}

fn bookmark(pdf: &mut Pdf) -> &mut Dictionary {
    let first = below_root(pdf, "Outlines").get(b"First").and_then(Object::as_reference).expect("a bookmark");
    pdf.get_dictionary_mut(first).expect("a dictionary")
}

#[test]
fn each_fault_of_a_pdf_is_seen() {
    let found = everything();
    let Some(pdf) = set(&found) else { return };
    let epub = Epub::with(&found, &pdf.pages);
    let told = Told::read(epub.text("content.opf"), epub.text("nav.xhtml"));
    let document = Pdf::load_mem(&pdf.bytes).expect("a PDF");
    assert_eq!(faults(&File::of(document.clone()), &told), [""; 0]);
    for (plant, expected) in FAULTS {
        let mut document = document.clone();
        plant(&mut document);
        let said = faults(&File::of(document), &told);
        assert!(said.iter().any(|said| said.contains(expected)), "{expected}: {said:#?}");
    }
}
