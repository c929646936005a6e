//! The first page: what the book is, what edition, and its contents.

use crate::model::{ChapterId, Format};
use crate::render::flow::contents::{Extent, Missing, PlannedAs, Shown};
use crate::render::flow::{Dialect, Flow, address, front, image, problems};
use crate::render::markup::{Element, Node, element};
use crate::resolve::{ContentsEntry, Place, Resolved, RetiredPage, imprint};

pub(super) fn index(book: &Resolved, dialect: &Dialect) -> Vec<Node> {
    let mut nodes = title(book);
    nodes.extend(early_access(book));
    nodes.push(contents(book, dialect));
    nodes.extend(lists(book, dialect));
    nodes.push(imprint(book));
    nodes
}

/// What the book is.
pub(super) fn title(book: &Resolved) -> Vec<Node> {
    let words = front::title(book).children(front::description(book).map(Node::from));
    let page = match cover(book) {
        Some(cover) => element("div").class("title-with-cover").child(words).child(cover),
        None => words,
    };
    let mut nodes = vec![page.into()];
    nodes.extend(problems(&book.problems.book));
    nodes
}

/// The author's cover. It says what the title beside it says.
fn cover(book: &Resolved) -> Option<Element> {
    let asset = book.cover.map(|id| &book.assets[id.0 as usize])?;
    let picture = element("img")
        .class("cover")
        .with("src", image::source(asset))
        .with("alt", "")
        .with("width", asset.width.to_string())
        .with("height", asset.height.to_string());
    Some(picture)
}

/// What an early edition tells its readers, with a picture of how much is written.
fn early_access(book: &Resolved) -> Option<Node> {
    let panel = front::early_access(book)?;
    let panel = panel.replaced("class", "alert alert-note early-access");
    let (written, all) = imprint::written(book);
    if all == 0 {
        return Some(panel.into());
    }
    // The words say the same to those who do not see it.
    let meter = element("progress")
        .class("written")
        .with("value", written.to_string())
        .with("max", all.to_string())
        .with("aria-hidden", "true");
    Some(panel.child(meter).into())
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

/// Number and title of the part a chapter is in.
pub(super) fn part(book: &Resolved, chapter: ChapterId) -> Option<(String, &str)> {
    match &book.contents[book.chapter(chapter).part?] {
        ContentsEntry::Part { number, title, .. } => Some((book.terms.part_number(*number), title)),
        ContentsEntry::Chapter { .. } => None,
    }
}

/// What opens a part where chapters share a page.
pub(super) fn part_opening(number: String, title: &str) -> Node {
    let number = element("span").class("heading-number").text(number);
    let title = element("h2").child(number).text(" ").text(title.to_owned());
    element("header").class("part-opening").child(title).into()
}

/// The contents with all that is planned.
pub(super) fn contents(book: &Resolved, dialect: &Dialect) -> Node {
    let shown = Shown {
        planned: PlannedAs::Words,
        missing: Missing::Shown,
        sections: 1,
        summaries: true,
        current: None,
        extent: Extent::Whole,
    };
    element("nav")
        .class("book-contents")
        .with("aria-labelledby", "contents-title")
        .child(element("h2").with("id", "contents-title").text(book.terms.contents))
        .child(Flow::contents(book, dialect, shown))
        .into()
}

/// Where a chapter is that is no longer there, with the ids that it had.
pub(super) fn retired(book: &Resolved, dialect: &Dialect, page: &RetiredPage) -> Vec<Node> {
    let address = |place: &Place| address(book, dialect.medium, None, place);
    let to = &book.book.chapter(page.to.chapter).title;
    let title = element("h1").text(book.terms.moved);
    let link = element("a").with("href", address(&page.to)).text(to.clone());
    let opening = element("header").class("title-page").child(title).child(element("p").child(link));
    let anchors = page.anchors.iter().map(|(id, place)| {
        element("div").class("anchor").with("id", id.clone()).with("data-moved-to", address(place)).into()
    });
    let own = element("div").class("anchor").with("data-moved-to", address(&page.to)).into();
    std::iter::once(opening.into()).chain(anchors).chain([own]).collect()
}

/// What is said to those who come by an address that leads nowhere.
pub(super) fn not_found(book: &Resolved, dialect: &Dialect) -> Vec<Node> {
    let title = element("h1").text(book.terms.not_found);
    let opening = element("header").class("title-page").child(title);
    vec![opening.into(), contents(book, dialect)]
}
