//! What holds of every book, whatever its manuscript is: asked of generated manuscripts and of those that fuzzing found.

use std::collections::{BTreeMap, BTreeSet};

use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use percent_encoding::percent_decode_str;
use recto::model::{
    self, Block, BlockKind, Body, Inline, Section, Visitor, walk_block, walk_body, walk_inline,
};
use recto::render::Files;
use recto::render::pdf::Project;
use recto::source::{Sources, Span};

use crate::support::{Found, unpacked};

/// Writes the books of a manuscript, but for the setting of pages, and holds all that is to be held of them.
#[track_caller]
pub(crate) fn check_found(found: &Found) -> (Files, Vec<u8>, Project) {
    check_spans(&found.book.book, &found.sources);
    check_findings(found);
    let (site, epub, project) = (found.site(), found.epub(), found.project());
    check_project(&project, &found.sources);
    check_books(found, &epub, &site, None);
    (site, epub, project)
}

/// Holds what is to be held of written books; the PDF is there where Typst was asked for it.
#[track_caller]
pub(crate) fn check_books(found: &Found, epub: &[u8], html: &Files, pdf: Option<&[u8]>) {
    check_epub(epub);
    check_site(html);
    for chapter in &found.book.book.chapters {
        let page = format!("{}.html", chapter.slug);
        assert!(
            !found.book.chapter(chapter.id).is_written || html.get(&page).is_some(),
            "there is no {page}"
        );
    }
    let differences = differences(found, epub, html, pdf);
    assert!(differences.is_empty(), "{differences}");
    if let Some(pdf) = pdf {
        let pdf = hayro_syntax::Pdf::new(pdf.to_vec()).expect("it is a PDF");
        assert!(!pdf.pages().is_empty(), "a PDF has pages");
    }
}

/// What of the books is not as the manuscript has it, as an author reads it.
pub(crate) fn differences(found: &Found, epub: &[u8], html: &Files, pdf: Option<&[u8]>) -> String {
    let differences = found.differences_of(epub.to_vec(), pdf.map(<[u8]>::to_vec), html.clone());
    recto::diag::text(&differences, &found.sources, recto::diag::Style::Plain)
}

/// Every span is of a text that was read, in it, and at the bounds of characters.
#[track_caller]
pub(crate) fn check_spans(book: &model::Book, sources: &Sources) {
    let mut spans = Spans(sources);
    for chapter in &book.chapters {
        walk_body(&mut spans, &chapter.body);
        for note in &chapter.notes {
            spans.check(note.span, "a note");
            walk_body(&mut spans, &Body { blocks: note.blocks.clone(), sections: Vec::new() });
        }
    }
}

struct Spans<'s>(&'s Sources);

impl Spans<'_> {
    fn check(&self, span: Span, what: &str) {
        let Some(file) = span.file() else { panic!("{what} has no place") };
        let text = &self.0.get(file).text;
        assert!(text.get(span.range()).is_some(), "{what}: {:?} of {} bytes", span.range(), text.len());
    }
}

impl<'a> Visitor<'a> for Spans<'_> {
    fn block(&mut self, block: &'a Block) {
        self.check(block.span, "a block");
        if let BlockKind::Listing(listing) = &block.kind {
            let count = if listing.code.is_empty() { 0 } else { listing.code.split('\n').count() };
            assert_eq!(listing.line_spans.len(), count, "{listing:?}");
            listing.line_spans.iter().for_each(|span| self.check(*span, "a line"));
        }
        walk_block(self, block);
    }

    fn inline(&mut self, inline: &'a Inline) {
        self.check(inline.span, "an inline");
        walk_inline(self, inline);
    }

    fn section(&mut self, section: &'a Section) {
        self.check(section.heading.span, "a heading");
        walk_body(self, &section.body);
    }
}

/// Every finding has a place or a path, and can be shown.
#[track_caller]
pub(crate) fn check_findings(found: &Found) {
    let spans = Spans(&found.sources);
    for finding in &found.findings {
        if !finding.span.is_detached() {
            spans.check(finding.span, &finding.message);
        }
        finding.related.iter().for_each(|(span, _)| spans.check(*span, &finding.message));
    }
    assert_eq!(found.findings_text().is_empty(), found.findings.is_empty());
}

/// What is found in a page: what it calls itself and where it leads.
#[derive(Debug, Default)]
struct Page {
    ids: Vec<String>,
    links: Vec<String>,
}

impl Page {
    /// Of one element: its attributes, and whether it may stand in a book.
    #[track_caller]
    fn element<'a>(&mut self, name: &str, attributes: impl Iterator<Item = (&'a str, &'a str)>) {
        const NEVER: [&str; 4] = ["iframe", "object", "embed", "form"];
        assert!(!NEVER.contains(&name), "<{name}> is in a book");
        for (attribute, value) in attributes {
            let is_event = attribute.starts_with("on");
            assert!(!is_event && attribute != "srcdoc", "<{name} {attribute}={value:?}> is in a book");
            match attribute {
                "id" => self.ids.push(value.to_owned()),
                "href" | "src" | "srcset" => self.links.push(value.to_owned()),
                "poster" | "data" | "action" => panic!("<{name} {attribute}={value:?}>"),
                _ => {}
            }
        }
        let own_script = self.links.last().is_some_and(|link| !link.contains(':'));
        assert!(name != "script" || own_script, "a script is in a book");
    }
}

/// Every page of a site is HTML without a fault, every id is there once, nothing runs but the site's own script, and every link
/// has its target.
#[track_caller]
pub(crate) fn check_site(files: &Files) {
    let mut pages = BTreeMap::new();
    for (path, bytes) in files.iter() {
        let text = || std::str::from_utf8(bytes).expect("what is written is UTF-8");
        if path.ends_with(".html") {
            pages.insert(path.to_owned(), html_page(path, text()));
        } else if path.ends_with(".svg") {
            xml_page(path, text());
        }
    }
    assert!(pages.contains_key("index.html"));
    check_links(&pages, |path| files.get(path).is_some());
}

#[track_caller]
fn html_page(path: &str, text: &str) -> Page {
    let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(text);
    assert!(dom.errors.borrow().is_empty(), "{path}: {:?}\n{text}", dom.errors.borrow());
    let mut page = Page::default();
    elements(&dom.document, &mut page);
    page
}

#[track_caller]
fn elements(node: &Handle, page: &mut Page) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let attrs = attrs.borrow();
        page.element(&name.local, attrs.iter().map(|attr| (&*attr.name.local, &*attr.value)));
    }
    node.children.borrow().iter().for_each(|child| elements(child, page));
}

/// An EPUB is an archive whose documents are all well-formed XML, every id in one is there once and is a name, nothing in it runs,
/// every link has its target, and its manifest holds every file.
#[track_caller]
pub(crate) fn check_epub(bytes: &[u8]) {
    let files = unpacked(bytes);
    let mut pages = BTreeMap::new();
    for (path, bytes) in &files {
        if [".xhtml", ".opf", ".ncx", ".xml", ".svg"].iter().any(|end| path.ends_with(end)) {
            let text = std::str::from_utf8(bytes).expect("what is written is UTF-8");
            pages.insert(path.clone(), xml_page(path, text));
        }
    }
    let package = pages.get("OEBPS/content.opf").expect("the package document is there");
    let listed: BTreeSet<String> = package.links.iter().map(|link| decoded(link)).collect();
    for path in files.keys().filter_map(|path| path.strip_prefix("OEBPS/")) {
        assert!(listed.contains(path) || path == "content.opf", "{path} is not in {listed:?}");
    }
    check_links(&pages, |path| files.contains_key(path));
}

#[track_caller]
fn xml_page(path: &str, text: &str) -> Page {
    let options = roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: u32::MAX, ..Default::default() };
    let document = match roxmltree::Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(error) => panic!("{path}: {error}\n{text}"),
    };
    let mut page = Page::default();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        assert!(node.tag_name().name() != "script", "{path} has a script");
        // A drawing may hold its own style sheet.
        let name = if path.ends_with(".svg") { "svg" } else { node.tag_name().name() };
        page.element(name, node.attributes().map(|attribute| (attribute.name(), attribute.value())));
    }
    // Only pages may have names as the fifth edition of XML has them.
    let is_name = if path.ends_with(".xhtml") { is_name } else { is_plain_name };
    let odd = page.ids.iter().find(|id| !is_name(id) && !path.ends_with(".svg"));
    assert!(odd.is_none(), "{path}: {odd:?} is no name of XML");
    page
}

/// Whether an id is a name without a colon (XML 1.0 §2.3): an XML parser is asked.
fn is_name(id: &str) -> bool {
    !id.contains(':')
        && roxmltree::Document::parse(&format!("<{id}/>")).is_ok_and(|document| {
            let root = document.root_element();
            root.tag_name().name() == id && root.attributes().len() == 0
        })
}

/// Whether it is one in every edition of XML.
fn is_plain_name(id: &str) -> bool {
    is_name(id) && id.is_ascii()
}

/// Every id is there once, and every link leads to a page of the book, to a place in it, or to an address that readers can follow.
#[track_caller]
fn check_links(pages: &BTreeMap<String, Page>, is_there: impl Fn(&str) -> bool) {
    let ids = |page: &Page| -> BTreeSet<String> { page.ids.iter().cloned().collect() };
    let ids: BTreeMap<&str, BTreeSet<String>> =
        pages.iter().map(|(path, page)| (path.as_str(), ids(page))).collect();
    for (path, page) in pages {
        assert_eq!(ids[path.as_str()].len(), page.ids.len(), "{path} has an id twice: {:?}", page.ids);
        for link in &page.links {
            check_link(path, link, &ids, &is_there);
        }
    }
}

#[track_caller]
fn check_link(
    from: &str,
    link: &str,
    ids: &BTreeMap<&str, BTreeSet<String>>,
    is_there: impl Fn(&str) -> bool,
) {
    const SCHEMES: [&str; 6] = ["http", "https", "mailto", "tel", "ftp", "data"];
    if let Some((scheme, _)) = link.split_once(':').filter(|(scheme, _)| !scheme.contains(['/', '#', '?'])) {
        assert!(SCHEMES.contains(&scheme), "{from} links to {link:?}");
        return;
    }
    let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
    let file = match file {
        "" => from.to_owned(),
        // All of a book's files stand beside its pages, or in folders there.
        _ => format!("{}{}", &from[..from.rfind('/').map_or(0, |end| end + 1)], decoded(file)),
    };
    assert!(is_there(&file), "{from} links to {link:?}, which is {file:?}");
    let fragment = decoded(fragment);
    let is_target = || ids.get(file.as_str()).is_some_and(|ids| ids.contains(&fragment));
    assert!(fragment.is_empty() || is_target(), "{from} links to {link:?}, and there is no {fragment:?}");
}

fn decoded(link: &str) -> String {
    percent_decode_str(link).decode_utf8().expect("what is written is UTF-8").into_owned()
}

/// The Typst source of a book has no fault of syntax, and every place in it that is said to come from the manuscript does.
#[track_caller]
pub(crate) fn check_project(project: &Project, sources: &Sources) {
    for (path, bytes) in project.files.iter().filter(|(path, _)| path.ends_with(".typ")) {
        let text = std::str::from_utf8(bytes).expect("what is written is UTF-8");
        let (errors, _) = typst_syntax::parse(text).errors_and_warnings();
        assert!(errors.is_empty(), "{path}: {errors:?}\n{text}");
        let Some(map) = project.maps.get(path) else { continue };
        for offset in 0..text.len() {
            if let Some(span) = map.find(offset) {
                Spans(sources).check(span, path);
            }
        }
    }
}
