//! What a sample says of itself, and its last page.

use super::{document, holds};
use crate::support::{Book, Found, unpacked};

/// The sample of a book with a chapter that is in it and one that is not.
fn with(set: &[&str]) -> Found {
    let book = Book::new()
        .with("SUMMARY.md", "- [One](one.md)\n- [Two](two.md)\n")
        .with("one.md", "---\nsample: true\n---\n# One\n\nText, see @sec:two.\n")
        .with("two.md", "---\nsummary: What comes second\n---\n# Two\n\nText.\n");
    let book = set.iter().fold(book, |book, key| book.set(key));
    book.resolve().sampled().expect("a sample")
}

const OFFER: &[&str] = &[
    "offer.price=20",
    "offer.later=40",
    "offer.until=2027-03-01",
    "offer.currency=EUR",
    "offer.url=https://example.com/shop?a=1&b=2",
];

#[test]
fn it_has_a_name_and_an_identifier_of_its_own() {
    let isbn = ["book.isbn.epub=978-0-306-40615-7", "edition.early-access=true"];
    let found = with(&isbn);
    let epub = unpacked(&found.epub());
    let package = document(&epub, "content.opf");
    holds(&package, &["<dc:title id=\"title\">The Book (sample)</dc:title>"]);
    // Made of `urn:x:1` for good: a reader's library knows the sample by it in every edition.
    let identifier = &found.book.book.meta.identifier;
    assert_eq!(identifier, "urn:uuid:8525b13e-56cc-5609-9e5f-9b942818e91a");
    holds(&package, &[identifier]);
    assert!(!package.contains("urn:x:1") && !package.contains("9780306406157"), "{package}");
    assert_eq!(found.book.book.meta.slug.as_str(), "the-book-sample");
    let title = document(&epub, "title-page.xhtml");
    holds(&title, &["<h1>The Book</h1>", "<p class=\"sample-mark\">Sample</p>"]);
    assert_eq!(found.book.band(Some("Early Access")).as_deref(), Some("Sample · Early Access"));
    let main = String::from_utf8(found.project().files.get("main.typ").expect("it is there").to_vec());
    holds(
        &main.expect("UTF-8"),
        &[
            "title: \"The Book (sample)\"",
            "title-page(title: \"The Book\"",
            "band: \"Sample · Early Access\"",
        ],
    );
}

#[test]
fn the_last_page_says_what_the_book_costs_and_where_it_is_sold() {
    let found = with(OFFER);
    let epub = unpacked(&found.epub());
    let page = document(&epub, "full_book.xhtml");
    holds(&page, &["<h1 id=\"full-book\">The full book</h1>", "<p>This was a sample of The Book.</p>"]);
    holds(&page, &["<p class=\"price\">20\u{a0}EUR until 1 March 2027, later 40\u{a0}EUR</p>"]);
    holds(&page, &["Where it is sold: <a href=\"https://example.com/shop?a=1&amp;b=2\">"]);
    holds(&page, &["<li id=\"chapter-two\">", "What comes second"]);
    assert!(!page.contains("chapters are written"), "{page}");
    let package = document(&epub, "content.opf");
    // It is read last.
    holds(&package, &["<itemref idref=\"id_full_book.xhtml\"/>\n  </spine>"]);
    let main = String::from_utf8(found.project().files.get("main.typ").expect("it is there").to_vec());
    holds(
        &main.expect("UTF-8"),
        &[
            "full-book(\".full-book\", \"The full book\", (\"This was a sample of The Book.\", ), price: \"20\u{a0}EUR until",
        ],
    );
    super::assert_proved(&found);
}

#[test]
fn without_an_offer_it_names_the_book() {
    let found = with(&["edition.early-access=true"]);
    let page = document(&unpacked(&found.epub()), "full_book.xhtml");
    holds(
        &page,
        &["This was a sample of The Book.", "2 of 2 chapters are written.", "Only in the full book"],
    );
    assert!(!page.contains("class=\"price\"") && !page.contains("class=\"shop\""), "{page}");
    super::assert_proved(&found);
}

#[test]
fn its_words_are_in_the_language_of_the_book() {
    for (language, words) in [
        (
            "de",
            ["The Book (Leseprobe)", "Das vollständige Buch", "bis 1. März 2027", "im vollständigen Buch"],
        ),
        ("fr", ["The Book (extrait)", "Le livre complet", "1 mars 2027", "dans le livre complet"]),
        ("es", ["The Book (muestra)", "El libro completo", "1 de marzo de 2027", "en el libro completo"]),
        ("zh", ["The Book（试读本）", "完整版", "2027 年 3 月 1 日", "见完整版"]),
    ] {
        let mut set = OFFER.to_vec();
        let language = format!("book.language={language}");
        set.push(&language);
        let found = with(&set);
        let epub = unpacked(&found.epub());
        let all = ["content.opf", "full_book.xhtml", "one.xhtml"].map(|name| document(&epub, name)).concat();
        holds(&all, &words);
    }
}
