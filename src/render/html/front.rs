//! The first page: what the book is, what edition, and its contents.

use crate::model::Format;
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
    nodes.extend(lists(book, dialect));
    nodes.push(imprint(book));
    nodes
}

/// The lists of figures, tables and listings, folded: those that a book has.
fn lists(book: &Resolved, dialect: &Dialect) -> Vec<Node> {
    let terms = &book.terms;
    [(terms.figures, &book.figures), (terms.tables, &book.tables), (terms.listings, &book.listings)]
        .into_iter()
        .filter(|(_, listed)| !listed.is_empty())
        .map(|(title, listed)| {
            let list = Flow::listed(book, dialect, listed);
            let fold = element("details").child(element("summary").text(title)).child(list);
            element("nav").class("book-list").with("aria-label", title).child(fold).into()
        })
        .collect()
}

/// What stands on a copyright page.
pub(super) fn imprint(book: &Resolved) -> Node {
    element("section")
        .class("imprint")
        .with("aria-labelledby", "copyright-title")
        .child(element("h2").with("id", "copyright-title").text(book.terms.copyright))
        .children(front::imprint(book, Format::Html))
        .into()
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
