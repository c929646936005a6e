//! The first page: what the book is, what edition, and its contents.

use crate::render::flow::contents::{PlannedAs, Shown};
use crate::render::flow::{Dialect, Flow, front, problems};
use crate::render::markup::{Node, element};
use crate::resolve::{Resolved, imprint};

/// What edition this is, in a few phrases.
pub(super) fn edition(book: &Resolved) -> Vec<String> {
    let mut words = Vec::new();
    if book.book.meta.edition.early_access {
        words.push(book.terms.early_access.to_owned());
    }
    words.extend(book.release.version.clone());
    words.push(imprint::date(book));
    words
}

pub(super) fn index(book: &Resolved, dialect: &Dialect) -> Vec<Node> {
    let mut nodes = title(book);
    nodes.extend(front::early_access(book).map(Node::from));
    nodes.push(contents(book, dialect));
    nodes
}

/// What the book is.
pub(super) fn title(book: &Resolved) -> Vec<Node> {
    let mut nodes: Vec<Node> =
        std::iter::once(front::title(book)).chain(front::description(book)).map(Node::from).collect();
    nodes.extend(problems(&book.problems.book));
    nodes
}

/// The contents with all that is planned.
pub(super) fn contents(book: &Resolved, dialect: &Dialect) -> Node {
    let shown = Shown { planned: PlannedAs::Words, sections: 1, summaries: true, current: None };
    element("nav")
        .class("book-contents")
        .with("aria-labelledby", "contents-title")
        .child(element("h2").with("id", "contents-title").text(book.terms.contents))
        .child(Flow::contents(book, dialect, shown))
        .into()
}
