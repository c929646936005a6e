//! The last page of a sample: what the whole book costs, where it is sold, and what is only in it.

use super::nav::numbered;
use super::publication::Entry;
use crate::render::PagePlace;
use crate::render::flow::Dialect;
use crate::render::markup::{Element, Node, element};
use crate::resolve::Resolved;
use crate::resolve::sample::{Ending, Missing};

/// Its file; no slug has such a name.
pub(super) const PATH: &str = "full_book.xhtml";

/// The page.
pub(super) fn page(book: &Resolved, dialect: &Dialect, ending: &Ending) -> Element {
    let terms = &book.terms;
    let mut page = element("section")
        .class("full-book")
        .with("aria-labelledby", "full-book")
        .children(dialect.page_breaks(PagePlace::FullBook, "div"))
        .child(element("h1").with("id", "full-book").text(terms.full_book))
        .children(ending.told.iter().map(|words| element("p").text(words.clone()).into()));
    if let Some(price) = &ending.price {
        page = page.child(element("p").class("price").text(price.clone()));
    }
    if let Some(shop) = &ending.shop {
        let link = element("a").with("href", shop.clone()).text(shop.clone());
        page = page.child(element("p").class("shop").text(format!("{}: ", terms.sold_at)).child(link));
    }
    if !ending.missing.is_empty() {
        let items = ending.missing.iter().map(|missing| item(book, missing));
        page = page
            .child(element("h2").text(terms.only_in_full))
            .child(element("ul").class("missing").children(items));
    }
    element("body").with("epub:type", "backmatter").child(page)
}

fn item(book: &Resolved, missing: &Missing) -> Node {
    let mut title = element("p").class("missing-title");
    if let Some(number) = &missing.number {
        title = title.child(element("span").class("heading-number").text(number.clone())).text(" ");
    }
    let item = element("li").with("id", id(book, missing)).child(title.text(missing.title.clone()));
    let summary = missing.summary.as_ref();
    item.children(summary.map(|words| element("p").class("summary").text(words.clone()).into())).into()
}

/// Its line in the contents, above those of the chapters that are missing.
pub(super) fn entry(book: &Resolved, ending: &Ending) -> Entry {
    let child = |missing: &Missing| {
        let (target, label) = line(book, missing);
        Entry { label, target, level: 2, children: Vec::new() }
    };
    let children = ending.missing.iter().map(child).collect();
    Entry { label: book.terms.full_book.to_owned(), target: PATH.to_owned(), level: 1, children }
}

/// Where a missing chapter is named, and how.
pub(super) fn line(book: &Resolved, missing: &Missing) -> (String, String) {
    let label = numbered(missing.number.as_deref(), &missing.title);
    (format!("{PATH}#{}", id(book, missing)), label)
}

fn id(book: &Resolved, missing: &Missing) -> String {
    format!("chapter-{}", book.book.chapter(missing.id).slug)
}
