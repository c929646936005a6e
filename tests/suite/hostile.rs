//! Input that no author means: each ends in findings at their places, in bounded time, and without a panic.

mod files;
mod sizes;
mod texts;

use std::time::{Duration, Instant};

use recto::diag::Code;
use recto::render::flow::Medium;

use crate::support::{Book, Found, assert_html, assert_xml};

/// Resolves a chapter of that text, and holds what must hold whatever it is.
#[track_caller]
fn chapter(text: impl AsRef<[u8]>) -> Found {
    book(Book::new().with("chapter.md", text))
}

#[track_caller]
fn book(book: Book) -> Found {
    let found = large(book);
    for chapter in &found.book.book.chapters {
        if found.book.chapter(chapter.id).is_written {
            assert_html(&found.chapter(chapter.slug.as_str(), Medium::Web));
            assert_xml(&found.chapter(chapter.slug.as_str(), Medium::Epub));
        }
    }
    found
}

/// Resolves a book that is too large to be read back in every test.
#[track_caller]
fn large(book: Book) -> Found {
    let started = Instant::now();
    let found = book.resolve();
    for chapter in &found.book.book.chapters {
        found.chapter(chapter.slug.as_str(), Medium::Web);
    }
    let seconds = started.elapsed().as_secs();
    assert!(seconds < LONGEST.as_secs(), "{seconds} seconds");
    found
}

/// Far more than any of these takes, even without optimisation and on a busy machine, and far less than anything that grows
/// with the square of its input.
const LONGEST: Duration = Duration::from_secs(300);

/// The first finding of a code: file, line and column.
#[track_caller]
fn place(found: &Found, code: Code) -> (String, usize, usize) {
    let place = found.places().into_iter().find(|place| place.0 == code);
    let (_, path, line, column) = place.unwrap_or_else(|| panic!("no {code:?}:\n{}", found.findings_text()));
    (path, line, column)
}

#[track_caller]
fn assert_place(found: &Found, code: Code, path: &str, line: usize, column: usize) {
    assert_eq!(place(found, code), (path.to_owned(), line, column), "{code:?}");
}
