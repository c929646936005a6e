//! What the package document says of the book.

use recto::render::epub::{Hazard, Person};

use super::{Epub, xml};
use crate::support::{Book, PNG};

fn plain() -> Book {
    Book::of("# A\n\nText.\n")
}

#[test]
fn the_identifier_is_the_books_and_the_isbn_stands_beside_it() {
    let epub = Epub::of(plain().set("book.isbn.epub=978-3-16-148410-0"));
    assert_eq!(epub.elements("identifier"), ["urn:x:1", "urn:isbn:9783161484100"]);
    let epub = Epub::of(plain().set("book.isbn.epub=9783161484100").set("book.identifier=978-3-16-148410-0"));
    assert_eq!(epub.elements("identifier"), ["urn:isbn:9783161484100"]);
    let opf = xml(epub.text("content.opf"));
    let id = opf.root_element().attribute("unique-identifier").expect("an id");
    let node = opf.descendants().find(|node| node.attribute("id") == Some(id)).expect("the identifier");
    assert_eq!(node.text(), Some("urn:isbn:9783161484100"));
}

#[test]
fn the_date_is_the_releases() {
    let epub = Epub::of(plain());
    assert_eq!(epub.metas("dcterms:modified"), ["2026-01-02T03:04:05Z"]);
    assert_eq!(epub.elements("date"), ["2026-01-02"]);
}

#[test]
fn all_that_is_known_is_said_and_escaped() {
    let title = "<&\"> 🦫 \u{5d0}";
    let epub = Epub::of(
        plain()
            .set(&format!("book.title={title}"))
            .set("book.subtitle=Sub & more")
            .set("book.publisher=Heap & Sons")
            .set("book.rights=© <2026>")
            .set("book.description=What & why")
            .set("book.subjects=[\"Go\", \"A & B\"]")
            .set("book.series=Anatomies")
            .set("book.series-position=2.5"),
    );
    assert_eq!(epub.elements("title"), [title, "Sub & more"]);
    assert_eq!(epub.metas("title-type"), ["main", "subtitle"]);
    assert_eq!(epub.elements("publisher"), ["Heap & Sons"]);
    assert_eq!(epub.elements("rights"), ["© <2026>"]);
    assert_eq!(epub.elements("description"), ["What & why"]);
    assert_eq!(epub.elements("subject"), ["Go", "A & B"]);
    assert_eq!(epub.metas("belongs-to-collection"), ["Anatomies"]);
    assert_eq!(epub.metas("group-position"), ["2.5"]);
    assert_eq!(epub.elements("language"), ["en"]);
    let page = xml(epub.text("title-page.xhtml"));
    let heading = page.descendants().find(|node| node.tag_name().name() == "h1").expect("a heading");
    assert_eq!(heading.text(), Some(title));
}

#[test]
fn a_place_in_a_series_that_is_no_number_is_not_said() {
    let epub = Epub::of(plain().set("book.series=S").set("book.series-position=2b"));
    assert_eq!(epub.metas("belongs-to-collection"), ["S"]);
    assert_eq!(epub.metas("group-position"), Vec::<String>::new());
}

#[test]
fn what_no_document_may_hold_is_replaced() {
    let book = plain()
        .with("book.toml", "[book]\ntitle = \"A\\u0001B\"\nlanguage = \"en\"\nidentifier = \"urn:x:1\"\n");
    let epub = Epub::of(book);
    assert_eq!(epub.elements("title"), ["A\u{fffd}B"]);
    xml(epub.text("toc.ncx"));
}

#[test]
fn names_are_sorted_by_what_is_their_last() {
    let sorted = |name: &str| {
        let epub = Epub::of(plain().set(&format!("book.authors=[\"{name}\"]")));
        let [Person { sorted, .. }] = &epub.publication.metadata.creators[..] else { panic!("one author") };
        assert_eq!(epub.metas("file-as"), std::slice::from_ref(sorted));
        sorted.clone()
    };
    for (name, expected) in [
        ("Ada Lovelace", "Lovelace, Ada"),
        ("Donald E. Knuth", "Knuth, Donald E."),
        ("Ludwig van Beethoven", "Beethoven, Ludwig van"),
        ("Martin Luther King Jr.", "King, Martin Luther, Jr."),
        ("Voltaire", "Voltaire"),
        ("The Go Authors", "The Go Authors"),
        ("Hunt & Thomas", "Hunt & Thomas"),
        ("Team 42", "Team 42"),
        ("Doe, Jane", "Doe, Jane"),
        ("王 小明", "王 小明"),
    ] {
        assert_eq!(sorted(name), expected);
    }
}

#[test]
fn authors_have_roles_and_keep_their_order() {
    let book = Book::new()
        .with("a.md", "---\nauthors: [Guest, Ada]\n---\n# A\n\nText.\n")
        .set("book.authors=[\"Zoe\", \"Ada\", \"Ada\"]");
    let epub = Epub::of(book);
    assert_eq!(epub.elements("creator"), ["Zoe", "Ada", "Ada"]);
    assert_eq!(epub.elements("contributor"), ["Guest"]);
    assert_eq!(epub.metas("role"), ["aut", "aut", "aut", "aut"]);
    assert_eq!(epub.metas("display-seq"), ["1", "2", "3", "1"]);
    let opf = xml(epub.text("content.opf"));
    let mut ids: Vec<_> = opf.descendants().filter_map(|node| node.attribute("id")).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "every id is of one element");
}

#[test]
fn text_alone_is_said_to_be_read_as_text() {
    let epub = Epub::of(plain());
    assert_eq!(epub.metas("schema:accessMode"), ["textual"]);
    assert_eq!(epub.metas("schema:accessModeSufficient"), ["textual"]);
    assert_eq!(
        epub.metas("schema:accessibilityFeature"),
        ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability", "ARIA"]
    );
    assert_eq!(epub.metas("schema:accessibilityHazard"), ["none"]);
    assert_eq!(epub.metas("dcterms:conformsTo"), ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]);
    assert_eq!(epub.metas("a11y:certifiedBy"), ["recto test (automatic checks)"]);
    assert_eq!(epub.metas("schema:accessibilitySummary").len(), 1);
}

#[test]
fn formulas_and_pages_are_claimed_where_they_are() {
    let feature = |epub: &Epub, name: &str| {
        epub.metas("schema:accessibilityFeature").iter().any(|feature| feature == name)
    };
    let epub = Epub::of(Book::of("$x^2$"));
    assert!(feature(&epub, "MathML") && !feature(&epub, "pageNavigation"));
    let epub = Epub::with_pages(plain().set("book.isbn.pdf=978-3-16-148410-0"));
    assert!(
        !feature(&epub, "MathML") && feature(&epub, "pageNavigation") && feature(&epub, "pageBreakMarkers")
    );
    assert_eq!(epub.metas("pageBreakSource"), ["urn:isbn:9783161484100"]);
    assert_eq!(epub.elements("source"), ["urn:isbn:9783161484100"]);
    assert_eq!(Epub::with_pages(plain()).metas("pageBreakSource"), ["urn:x:1"]);
    assert_eq!(Epub::of(plain()).metas("pageBreakSource"), Vec::<String>::new());
}

#[test]
fn alternatives_are_claimed_when_no_picture_lacks_one() {
    let claims = |text: &str| {
        let epub = Epub::of(Book::of(text).with("a.png", PNG));
        let has = epub.metas("schema:accessibilityFeature").contains(&"alternativeText".to_owned());
        let conforms = !epub.metas("dcterms:conformsTo").is_empty();
        (has, epub.metas("schema:accessModeSufficient").join(" "), conforms)
    };
    assert_eq!(claims("![A thing](a.png)"), (true, "textual textual,visual".to_owned(), true));
    assert_eq!(claims("![A thing](a.png)\n\n![](a.png)"), (false, "textual,visual".to_owned(), false));
    assert_eq!(claims("![](a.png){alt=\"\"}"), (false, "textual".to_owned(), true));
}

#[test]
fn nothing_is_claimed_of_what_nobody_has_looked_at() {
    let conforms = |book: Book| !Epub::of(book).metas("dcterms:conformsTo").is_empty();
    assert!(conforms(plain()));
    assert!(!conforms(plain().with("mine.css", "p { color: #eee; }").set("epub.css=mine.css")), "colours");
    assert!(!conforms(Book::of("<table><tr><td>a</td><td>b</td></tr></table>")), "cells that nothing names");
    assert!(!conforms(Book::of("![Remote](https://example.com/a.png)")), "a picture that is not there");
    assert!(!conforms(Book::of("# T\n\n## <span id=\"x\"></span>\n\nText.\n")), "a heading without words");
    let linked = |text: &str| conforms(Book::of(text).with("a.png", PNG));
    assert!(!linked("[![](a.png){alt=\"\"}](https://example.com/)"), "a link without words");
    assert!(linked("[![A thing](a.png)](https://example.com/)"), "a link whose picture has words");
    assert!(linked("[](https://example.com/)"), "a link that shows its address");
    assert!(conforms(Book::of("$x$")), "a formula");
    assert!(!conforms(Book::of("$\\color{yellow}{x}$")), "colours in a formula");
    assert!(!conforms(Book::of("Text @fig:none.\n")), "a reference to nothing");
    assert!(!conforms(Book::of("Text[^none].\n")), "a footnote that is not there");
}

#[test]
fn footnotes_that_nothing_refers_to_count_for_nothing() {
    let book = |text: &str| Epub::of(Book::of(text).with("a.png", PNG));
    let epub = book("# T\n\nText.\n\n[^a]: ![](a.png)\n");
    assert!(!epub.metas("dcterms:conformsTo").is_empty());
    assert_eq!(epub.metas("schema:accessMode"), ["textual"]);
    let epub = book("# T\n\nText[^a].\n\n[^a]: ![](a.png)\n");
    assert!(epub.metas("dcterms:conformsTo").is_empty());
}

#[test]
fn a_picture_that_may_move_is_a_hazard_nobody_knows() {
    const GIF: &[u8] = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
    let epub = Epub::of(Book::of("![A thing](a.gif)").with("a.gif", GIF));
    assert_eq!(epub.publication.metadata.accessibility.hazard, Hazard::Unknown);
    assert_eq!(epub.metas("schema:accessibilityHazard"), ["unknown"]);
    assert_eq!(epub.metas("dcterms:conformsTo"), Vec::<String>::new());
}
