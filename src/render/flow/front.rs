//! What opens a book: its title, its copyright page, what an early edition tells its readers.

use crate::model::Format;
use crate::render::markup::{Element, Node, element, text};
use crate::resolve::Resolved;
use crate::resolve::imprint::{self, Line, Phrase};

/// Title, subtitle, authors, edition.
pub fn title(book: &Resolved) -> Element {
    let meta = &book.book.meta;
    let mut page = element("header").class("title-page").child(element("h1").text(book.title().to_owned()));
    if let Some(subtitle) = &meta.subtitle {
        page = page.child(element("p").class("subtitle").text(subtitle.clone()));
    }
    if !meta.authors.is_empty() {
        let authors = format!("{} {}", book.terms.by, book.terms.list(&meta.authors));
        page = page.child(element("p").class("authors").text(authors));
    }
    if book.sample.is_some() {
        page = page.child(element("p").class("sample-mark").text(book.terms.sample));
    }
    match imprint::edition_line(book) {
        Some(line) => page.child(element("p").class("edition").child(element("bdi").text(line))),
        None => page,
    }
}

/// What the book is about.
pub fn description(book: &Resolved) -> Option<Element> {
    let description = book.book.meta.description.as_ref()?;
    Some(element("p").class("description").text(description.clone()))
}

/// What an early edition tells its readers; nothing for a book that is whole.
pub fn early_access(book: &Resolved) -> Option<Element> {
    let lines = imprint::early_access(book);
    if lines.is_empty() {
        return None;
    }
    let panel = element("aside")
        .class("alert alert-note")
        .with("role", "note")
        .child(element("p").class("alert-title").text(book.terms.early_access));
    Some(panel.children(lines.iter().map(|line| paragraph(line).into())))
}

/// The lines of the copyright page.
pub fn imprint(book: &Resolved, format: Format) -> Vec<Node> {
    imprint::imprint(book, format).iter().map(|line| paragraph(line).into()).collect()
}

fn paragraph(line: &Line) -> Element {
    let phrases = line.iter().map(|phrase| match phrase {
        Phrase::Words(words) => text(words.clone()),
        Phrase::Address(address) => element("a").with("href", address.clone()).text(address.clone()).into(),
    });
    element("p").children(phrases)
}
