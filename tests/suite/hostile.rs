//! Input that no author means: each ends in findings at their places, in bounded time, and without a panic.

mod books;
mod files;
mod made;
mod manuscripts;
mod markup;
mod planted;
mod printed;
pub(crate) mod sizes;
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

/// Far more than any of these takes, even without optimisation and on a busy machine: what takes longer does not end.
const LONGEST: Duration = Duration::from_secs(300);

/// The bytes of a small book: enough that what grows with the square of them is seen.
const SMALL: usize = 32 << 10;
/// Those of a great one.
const GREAT: usize = 4 * SMALL;

/// Resolves books of about `SMALL` and of about `GREAT` bytes, and holds that the time grows as they do; gives the great one.
#[track_caller]
fn grows_linearly(make: impl Fn(usize) -> Book) -> Found {
    let timed = |size| {
        let book = make(size);
        let started = Instant::now();
        let found = large(book);
        (started.elapsed(), found)
    };
    linear(timed).unwrap_or_else(|times| panic!("{times:?} for four times {SMALL} and {GREAT} bytes"))
}

/// What a great run gives, if it takes about as long as four small ones; else the times of both.
fn linear<T>(timed: impl Fn(usize) -> (Duration, T)) -> Result<T, [Duration; 2]> {
    /// What a machine that does other things may add.
    const SLACK: Duration = Duration::from_millis(50);
    let mut times = [Duration::ZERO; 2];
    // What runs for as long is disturbed as much by other programs, though not always.
    for _ in 0..8 {
        let small = (0..GREAT / SMALL).map(|_| timed(SMALL).0).sum();
        let (great, result) = timed(GREAT);
        times = [small, great];
        // Between once, which is linear, and four times, which is square.
        if great < 2 * small + SLACK {
            return Ok(result);
        }
    }
    Err(times)
}

#[test]
fn what_grows_with_the_square_is_seen() {
    let millis = |time: usize| (Duration::from_millis(time as u64), ());
    let units = |size: usize| size / SMALL;
    assert!(linear(|size| millis(100 * units(size))).is_ok());
    assert!(linear(|size| millis(100 * units(size).pow(2))).is_err());
    // With something beside it that does not grow.
    assert!(linear(|size| millis(10 + 100 * units(size).pow(2))).is_err());
}

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
