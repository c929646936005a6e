//! Manuscripts that were made for mdBook.

use super::*;

#[test]
fn an_mdbook_book_loads_as_it_is() {
    let (book, findings) = disk(&books().join("mdbook"));
    let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::ConfigDerived, Code::ConfigIgnored]);
    assert_eq!(book.meta.repository.as_deref(), Some("https://example.org/trees"));
    assert_eq!(book.chapters.len(), 9);
    assert_eq!(book.chapters[3].title, "Empty Leaf values");
    assert_eq!((book.chapters[3].depth, book.chapters[7].status), (2, Status::Planned));
}

#[test]
fn templates_are_text_where_honkit_is_not() {
    let text = "{{ book.title }} {% raw %}{% hint %}\n";
    let found = Book::of(text).with("book.toml", TOML).resolve();
    assert_eq!(found.codes(), []);
    assert!(found.body("chapter", Medium::Web).contains("{{ book.title }} {% raw %}{% hint %}"));
}
