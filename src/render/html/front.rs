//! The first page: what the book is, what edition, and its contents.

use crate::model::Offer;
use crate::render::flow::contents::{PlannedAs, Shown};
use crate::render::flow::{Dialect, Flow, problems};
use crate::render::markup::{Element, Node, element};
use crate::resolve::Resolved;

/// What edition this is, in a few phrases.
pub(super) fn edition(book: &Resolved) -> Vec<String> {
    let mut words = Vec::new();
    if book.book.meta.edition.early_access {
        words.push(book.terms.early_access.to_owned());
    }
    words.extend(book.release.version.clone());
    words.push(book.terms.date(jiff::tz::Offset::UTC.to_datetime(book.release.date).date()));
    words
}

pub(super) fn index(book: &Resolved, dialect: &Dialect) -> Vec<Node> {
    let mut nodes = title(book);
    if let Some(offer) = book.book.meta.offer.as_ref().filter(|_| book.book.meta.edition.early_access) {
        nodes.extend(self::offer(book, offer));
    }
    nodes.push(contents(book, dialect));
    nodes
}

/// Title, subtitle, authors, description.
pub(super) fn title(book: &Resolved) -> Vec<Node> {
    let meta = &book.book.meta;
    let mut page = element("header").class("title-page").child(element("h1").text(meta.title.clone()));
    if let Some(subtitle) = &meta.subtitle {
        page = page.child(element("p").class("subtitle").text(subtitle.clone()));
    }
    if !meta.authors.is_empty() {
        let authors = format!("{} {}", book.terms.by, book.terms.list(&meta.authors));
        page = page.child(element("p").class("authors").text(authors));
    }
    if let Some(description) = &meta.description {
        page = page.child(element("p").class("description").text(description.clone()));
    }
    let mut nodes = vec![page.into()];
    nodes.extend(problems(&book.problems.book));
    nodes
}

/// How many chapters are there, what the book costs, and where.
fn offer(book: &Resolved, offer: &Offer) -> Option<Node> {
    let mut panel = element("aside").class("alert alert-note").with("role", "note");
    panel = panel.child(element("p").class("alert-title").text(book.terms.early_access));
    panel = panel.child(element("p").text(progress(book)));
    let price = offer.price.as_ref().map(|price| match &offer.later {
        Some(later) => format!("{price} {0} → {later} {0}", offer.currency.0),
        None => format!("{price} {}", offer.currency.0),
    });
    let link: Option<Element> = offer.url.as_ref().map(|url| {
        let words = price.clone().unwrap_or_else(|| url.clone());
        element("a").with("href", url.clone()).text(words)
    });
    let line = match (link, price) {
        (Some(link), _) => Some(element("p").child(link)),
        (None, Some(price)) => Some(element("p").text(price)),
        (None, None) => None,
    };
    Some(match line {
        Some(line) => panel.child(line).into(),
        None => panel.into(),
    })
}

/// How many of the numbered chapters are written.
fn progress(book: &Resolved) -> String {
    let numbered = || book.chapters.iter().filter(|info| info.number.is_some());
    book.terms.progress(numbered().filter(|info| info.is_written).count(), numbered().count())
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
