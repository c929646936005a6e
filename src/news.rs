//! What readers are told is new: the chapter in the books, what of `CHANGELOG.md` is meant for them, the page of a release,
//! and the e-mail to buyers.

mod announcement;
pub mod changelog;
mod chapter;
mod mail;
mod markdown;
mod message;
mod notes;
mod plain;

pub use announcement::{Announcement, announcement};
pub use chapter::{Reading, said, said_of_section, tell};
pub use markdown::escaped;
pub use notes::notes;

use crate::load::{ChapterSource, Manuscript};
use crate::model::{Matter, Slug, Status, Toggle};
use crate::resolve::terms::Terms;
use crate::source::{Sources, Span};

/// The file that the author's notes are taken from, beside `book.toml`.
pub const CHANGELOG: &str = "CHANGELOG.md";

/// What the author says of an edition, in Markdown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    /// The Markdown.
    pub text: String,
    /// How many lines stand before it in its file.
    pub line: usize,
    /// The file, as findings name it.
    pub path: String,
}

/// Puts the chapter that says what is new before all others: the author's notes now, what changed once that is known.
pub fn open(manuscript: &mut Manuscript, notes: &Notes, terms: &Terms, sources: &Sources) {
    // The lines before it are there, so that findings are at the lines of the author's file.
    let before = notes.line.saturating_sub(1);
    let words = changelog::raised(&notes.text);
    let text = format!("{}# {}\n{words}", "\n".repeat(before), terms.whats_new);
    let file = sources.add(&notes.path, &text);
    manuscript.put_first(ChapterSource {
        title: terms.whats_new.to_owned(),
        matter: Matter::Front,
        depth: 0,
        path: Some(CHANGELOG.to_owned()),
        file: Some(file),
        start: before,
        status: Status::Final,
        summary: None,
        expected: None,
        authors: Vec::new(),
        sample: Toggle::Off,
        slug: Slug::parse(crate::identity::NEWS).expect("it is a slug"),
        span: Span::new(file, before..before),
    });
}
