//! The first page, and what every page says of the book.

use super::{Site, Tag, sample};
use crate::support::{Book, PNG};

#[test]
fn what_is_planned_is_told_and_never_a_link() {
    let site = Site::of(sample());
    let index = site.page("index.html");
    let planned: Vec<_> = index.class("planned").iter().map(Tag::words).collect();
    assert_eq!(planned, ["3 Maps & <more> Planned How <maps> grow.", "5 Soon Planned"]);
    let links: usize = index
        .class("planned")
        .iter()
        .map(|tag| tag.inner().iter().filter(|tag| tag.name == "a").count())
        .sum();
    assert_eq!(links, 0);
    assert!(!site.has("maps.html"), "there is no page of it");
    let preface = site.page("preface.html");
    let links = preface.class("planned-link");
    assert!(links.iter().any(|tag| tag.words() == "maps (planned)"), "a link to it says so");
    assert!(!site.text("print.html").contains("Secret."));
}

#[test]
fn drafts_are_marked_in_the_contents_and_where_they_begin() {
    let site = Site::of(sample());
    let marks: Vec<_> = site.page("index.html").class("entry-mark").iter().map(Tag::words).collect();
    assert_eq!(marks, ["Draft", "Planned", "Planned"]);
    assert_eq!(site.page("two.html").class("chapter-status")[0].words(), "Draft");
    assert!(site.page("one.html").class("chapter-status").is_empty());
}

#[test]
fn the_first_page_has_parts_summaries_and_one_list_of_contents() {
    let index = Site::of(sample()).page("index.html");
    let parts: Vec<_> = index.class("part-title").iter().map(Tag::words).collect();
    assert_eq!(parts, ["Part I: Basics", "Part II: More"]);
    let summaries: Vec<_> = index.class("summary").iter().map(Tag::words).collect();
    assert_eq!(summaries, ["How it begins.", "How <maps> grow."]);
    assert_eq!(index.class("contents").len(), 1);
}

#[test]
fn lists_are_there_when_there_is_what_they_list() {
    let lists = |book: Book| -> Vec<String> {
        Site::of(book).page("index.html").class("book-list").iter().map(Tag::words).collect()
    };
    let expected = ["List of Figures 2.1 A dot.", "List of Tables 4.1 Words.", "List of Listings 1.1 Code."];
    assert_eq!(lists(sample()), expected);
    assert_eq!(lists(Book::of("Text.")), [] as [&str; 0]);
}

#[test]
fn the_facts_of_the_edition_are_on_the_first_page_and_below_every_other() {
    let site = Site::of(
        sample()
            .set("book.publisher=Heap & Sons")
            .set("book.rights=© 2026 Ada")
            .set("book.isbn.html=978-3-16-148410-0")
            .set("book.isbn.epub=978-0-306-40615-7")
            .set("book.repository=https://example.com/src"),
    );
    assert_eq!(
        site.page("index.html").class("imprint")[0].words(),
        "Copyright The Book © 2026 Ada Published by Heap & Sons ISBN 978-3-16-148410-0 Edition of 2 January 2026 \
         Identifier: urn:x:1 Sources and feedback: https://example.com/src"
    );
    assert_eq!(
        site.page("one.html").class("site-footer")[0].words(),
        "© 2026 Ada Published by Heap & Sons · ISBN 978-3-16-148410-0 · Edition of 2 January 2026 Contents Single page \
         Sources and feedback"
    );
    assert_eq!(site.page("index.html").class("site-footer")[0].words(), "Single page Sources and feedback");
    assert!(site.page("print.html").class("imprint").len() == 1, "a printed copy says which it is");
}

#[test]
fn an_early_edition_says_how_far_it_is_and_what_it_costs() {
    let early = sample()
        .set("edition.early-access=true")
        .set("offer.price=20")
        .set("offer.later=40")
        .set("offer.currency=EUR")
        .set("offer.url=https://example.com/buy");
    let site = Site::of(early);
    let index = site.page("index.html");
    let panel = index.class("early-access").remove(0);
    assert_eq!(
        panel.words(),
        "Early Access This book is still being written: chapters are added, and what is there may change. Buyers get \
         every update. 4 of 6 chapters are written. 20 EUR, later 40 EUR: https://example.com/buy"
    );
    let meter = index.all("progress").remove(0);
    assert_eq!((meter.get("value"), meter.get("max")), (Some("4"), Some("6")));
    assert_eq!(site.page("one.html").class("edition")[0].words(), "Early Access · 2 January 2026");
    let whole = Site::of(sample().set("offer.price=20")).page("index.html");
    assert!(whole.class("early-access").is_empty() && whole.all("progress").is_empty());
}

#[test]
fn the_authors_cover_is_on_the_first_page() {
    let index = Site::of(sample().set("book.cover=front.png").with("front.png", PNG)).page("index.html");
    let cover = index.class("cover").remove(0);
    assert_eq!(
        (cover.get("src"), cover.get("alt")),
        (Some("images/front.png"), Some("")),
        "the title says the same"
    );
    assert!(Site::of(sample()).page("index.html").class("cover").is_empty());
}
