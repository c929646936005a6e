//! What the pages say.

use super::{Epub, parts, xml};
use crate::support::{Book, PNG, written};
use recto::model::BlockKind;
use recto::render::PagePlace;
use recto::render::flow::{Dialect, Flow, Medium, PageBreak};

/// The words of a document's body.
fn words(epub: &Epub, path: &str) -> String {
    let document = xml(epub.text(path));
    let body = document.descendants().find(|node| node.tag_name().name() == "body").expect("a body");
    let texts = body.descendants().filter(|node| node.is_text()).filter_map(|node| node.text());
    texts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_copyright_page_says_which_book_this_is() {
    let epub = Epub::of(
        Book::of("Text.")
            .set("book.subtitle=Sub")
            .set("book.publisher=Heap & Sons")
            .set("book.rights=© 2026 Ada")
            .set("book.isbn.epub=978-3-16-148410-0")
            .set("book.repository=https://example.com/?a=1&b=2"),
    );
    assert_eq!(
        words(&epub, "copyright.xhtml"),
        "Copyright The Book: Sub © 2026 Ada Published by Heap & Sons ISBN 978-3-16-148410-0 Edition of 2 January 2026 \
         Identifier: urn:x:1 Sources and feedback: https://example.com/?a=1&b=2"
    );
    assert!(epub.text("copyright.xhtml").contains("href=\"https://example.com/?a=1&amp;b=2\""));
}

#[test]
fn an_early_edition_says_how_far_it_is_and_what_it_costs() {
    let offer = |book: Book| {
        let book = book.set("edition.early-access=true");
        let epub = Epub::of(book);
        let words = words(&epub, "copyright.xhtml");
        let end = words.find("The Book").expect("the title");
        words["Copyright ".len()..end].trim_end().to_owned()
    };
    let begins = "Early Access This book is still being written: chapters are added, and what is there may change. Buyers \
                  get every update. 3 of 4 chapters are written.";
    assert_eq!(offer(parts()), begins);
    assert_eq!(
        offer(
            parts()
                .set("offer.price=20")
                .set("offer.later=39.90")
                .set("offer.currency=EUR")
                .set("offer.until=2027-03-01")
                .set("offer.url=https://example.com/buy")
        ),
        format!("{begins} 20 EUR until 1 March 2027, later 39.90 EUR: https://example.com/buy")
    );
    let german = offer(parts().set("offer.price=$5").set("offer.until=Easter").set("book.language=de"));
    assert!(
        german.ends_with(" bekommt jede neue Fassung. 3 von 4 Kapiteln sind geschrieben. $5 bis Easter"),
        "{german}"
    );
    let whole = Epub::of(parts().set("offer.price=77"));
    assert!(!words(&whole, "copyright.xhtml").contains("77"), "a whole book names no price");
}

#[test]
fn a_planned_chapter_has_a_page_that_says_so() {
    let book = parts()
        .with("SUMMARY.md", "- [One](one.md)\n- [Maps & more](maps.md)\n")
        .with("maps.md", "---\nstatus: planned\nsummary: How <maps> grow.\n---\n# Maps\n\nSecret.\n");
    let epub = Epub::of(book);
    assert_eq!(
        words(&epub, "maps.xhtml"),
        "Chapter 2 Maps & more Planned How <maps> grow. This chapter is planned and not yet written."
    );
}

#[test]
fn a_part_has_a_page() {
    let epub = Epub::of(parts());
    assert_eq!(words(&epub, "part_advanced-more.xhtml"), "Part II Advanced & <more>");
}

#[test]
fn footnotes_pop_up_and_lead_back() {
    let epub = Epub::of(Book::of("A[^1] and again[^1].\n\n[^1]: Note.\n"));
    let page = epub.text("chapter.xhtml");
    assert_eq!(page.matches("epub:type=\"noteref\" role=\"doc-noteref\"").count(), 2);
    assert_eq!(page.matches("<aside epub:type=\"footnote\" role=\"doc-footnote\"").count(), 1);
    assert!(page.contains("href=\"#note-1\" id=\"note-1-ref\"") && page.contains("id=\"note-1\""), "{page}");
    assert_eq!(page.matches("role=\"doc-backlink\"").count(), 2);
}

#[test]
fn a_drawing_has_pixels_for_those_who_cant_draw() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='30'><path d='M0 0h20v30z'/></svg>";
    let epub = Epub::of(
        Book::of("![A leaf](leaf.svg)\n\n![](dot.png){alt=\"\"}").with("leaf.svg", svg).with("dot.png", PNG),
    );
    let page = epub.text("chapter.xhtml");
    assert!(page.contains("<source srcset=\"images/leaf.svg\" type=\"image/svg+xml\"/>"), "{page}");
    assert!(page.contains("<img src=\"images/leaf.fallback.png\" alt=\"A leaf\""), "{page}");
    assert!(page.contains("src=\"images/dot.png\" alt=\"\""), "{page}");
}

#[test]
fn a_chapter_without_words_in_the_outline_has_those_of_its_heading() {
    let book = Book::new()
        .with("SUMMARY.md", "[](a.md)\n\n- [](b.md)\n- []()\n")
        .with("a.md", "# Own *words*\n\nText.\n")
        .with("b.md", "Text.\n");
    let epub = Epub::of(book);
    let nav = words(&epub, "nav.xhtml");
    assert!(nav.starts_with("Contents Own words 1 b 2 untitled (planned)"), "{nav}");
}

#[test]
fn formulas_are_in_the_words_of_mathml_3() {
    let text = r"$\tfrac{a}{b}$ $\displaystyle \sum_i x$ $\begin{pmatrix} a & b \end{pmatrix}$ $\cfrac{1}{1+\textstyle x}$";
    let epub = Epub::of(Book::of(text));
    let page = xml(epub.text("chapter.xhtml"));
    let mut styled = 0;
    for node in page.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        if let Some(level) = node.attribute("scriptlevel") {
            assert_eq!(name, "mstyle", "scriptlevel {level}");
        }
        if node.attribute("displaystyle").is_some() {
            assert!(matches!(name, "mstyle" | "math" | "mtable"), "displaystyle on {name}");
            styled += 1;
        }
        assert!(!node.attribute("width").is_some_and(|width| width.ends_with("rem")), "{name}");
    }
    assert!(styled >= 3, "{styled}");
    assert!(epub.text("chapter.xhtml").contains(r#"<math alttext="\tfrac{a}{b}""#));
}

#[test]
fn a_page_that_begins_with_a_heading_in_a_list_is_marked_once() {
    let found = Book::of("- ## Heading\n\n  Text.\n").resolve();
    let BlockKind::List { items, .. } = &found.find("chapter").body.blocks[0].kind else { panic!("a list") };
    let mut dialect = Dialect::new(Medium::Epub);
    let page = PageBreak { label: "7".to_owned(), id: "page-7".to_owned() };
    dialect.page_breaks.insert(PagePlace::Node(items[0].blocks[0].id), vec![page]);
    let body = Flow::new(&found.book, &dialect, found.find("chapter").id).body();
    assert_eq!(written(&body, Medium::Epub).matches("page-7").count(), 1);
}
