//! Documents: their frame, and the pages that are no chapters.

use std::sync::Arc;

use super::publication::Resource;
use crate::model::{Format, Matter};
use crate::render::PagePlace;
use crate::render::flow::{Dialect, front, problems};
use crate::render::markup::{Element, Node, Syntax, element, write};
use crate::resolve::{Resolved, imprint};

/// A whole document.
pub(super) fn document(book: &Resolved, title: &str, styles: &[String], body: Element) -> Arc<[u8]> {
    let meta = &book.book.meta;
    let title = if title.trim().is_empty() { &meta.title } else { title };
    let links = styles.iter().map(|path| {
        let link = element("link").with("rel", "stylesheet").with("type", "text/css");
        link.with("href", path.clone()).into()
    });
    let head = element("head")
        .child(element("meta").with("charset", "utf-8"))
        .child(element("title").text(title.to_owned()))
        .children(links);
    let html = element("html")
        .with("xmlns", "http://www.w3.org/1999/xhtml")
        .with("xmlns:epub", "http://www.idpf.org/2007/ops")
        .with("lang", meta.language.clone())
        .with("xml:lang", meta.language.clone())
        .maybe("dir", meta.right_to_left.then_some("rtl"));
    let nodes: [Node; 1] = [html.child(head).child(body).into()];
    let xhtml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n{}",
        write(&nodes, Syntax::Xhtml)
    );
    xhtml.into_bytes().into()
}

/// The cover, as a page.
pub(super) fn cover(book: &Resolved, dialect: &Dialect, picture: &Resource) -> Element {
    let meta = &book.book.meta;
    // An author's own picture says nothing of editions.
    let is_typographic = book.cover.is_none();
    let mut alternative = format!("{}: {}", book.terms.cover, meta.title);
    if let Some(subtitle) = &meta.subtitle {
        alternative.push_str(&format!(", {subtitle}"));
    }
    if !meta.authors.is_empty() {
        let authors = book.terms.list(&meta.authors);
        alternative.push_str(&format!(", {} {authors}", book.terms.by));
    }
    if let Some(line) = imprint::edition_line(book).filter(|_| is_typographic) {
        alternative.push_str(&format!(", {line}"));
    }
    let image =
        element("img").with("src", picture.path.clone()).with("alt", alternative).with("role", "doc-cover");
    let page = element("section")
        .class("cover")
        .with("epub:type", "cover")
        .with("aria-label", book.terms.cover)
        .children(dialect.page_breaks(PagePlace::Cover, "div"))
        .child(image);
    element("body").class("cover-page").with("epub:type", "frontmatter").child(page)
}

/// The title page.
pub(super) fn title(book: &Resolved, dialect: &Dialect) -> Element {
    let mut page = element("section")
        .with("epub:type", "titlepage")
        .with("aria-label", book.terms.title_page)
        .children(dialect.page_breaks(PagePlace::Title, "div"))
        .child(front::title(book))
        .children(problems(&book.problems.book));
    if let Some(publisher) = &book.book.meta.publisher {
        page = page.child(element("p").class("publisher").text(publisher.clone()));
    }
    element("body").with("epub:type", "frontmatter").child(page)
}

/// The copyright page, with what an early edition tells its readers.
pub(super) fn copyright(book: &Resolved, dialect: &Dialect) -> Element {
    let title = element("h1").with("id", "copyright").text(book.terms.copyright);
    let page = element("section")
        .class("copyright-page")
        .with("epub:type", "copyright-page")
        .with("aria-labelledby", "copyright")
        .children(dialect.page_breaks(PagePlace::Copyright, "div"))
        .child(title)
        .children(front::early_access(book).map(Node::from))
        .children(front::imprint(book, Format::Epub));
    element("body").with("epub:type", "frontmatter").child(page)
}

/// A part's page.
pub(super) fn part(book: &Resolved, dialect: &Dialect, number: usize, title: &str) -> Element {
    let page_breaks = dialect.page_breaks(PagePlace::Part(number), "div");
    let number = element("span").class("heading-number").text(book.terms.part_number(number));
    let heading = element("h1").with("id", "part-title").child(number).text(" ").text(title.to_owned());
    let page = element("section")
        .class("part-opening")
        .with("epub:type", "part")
        .with("role", "doc-part")
        .with("aria-labelledby", "part-title")
        .children(page_breaks)
        .child(heading);
    element("body").with("epub:type", "bodymatter").child(page)
}

/// A chapter's page.
pub(super) fn chapter(matter: Matter, section: Element) -> Element {
    let division = match matter {
        Matter::Front => "frontmatter",
        Matter::Main => "bodymatter",
        Matter::Back => "backmatter",
    };
    element("body").with("epub:type", division).child(section)
}
