//! Disk → [`Manuscript`]. The only module that reads the manuscript.

use std::sync::Arc;

use crate::model::{Matter, Meta, Settings, Slug, Status};
use crate::source::{FileId, Span};

mod store;

pub use store::{ReadError, Store};

/// A manuscript: its files, what `book.toml` decides, its outline, its chapters' texts.
#[derive(Debug)]
pub struct Manuscript {
    /// Its files.
    pub store: Store,
    /// What the book is.
    pub meta: Meta,
    /// How it is to be made.
    pub settings: Settings,
    /// The outline; chapters are indices into [`chapters`](Self::chapters).
    pub outline: Vec<OutlineEntry>,
    /// The chapters in reading order.
    pub chapters: Vec<ChapterSource>,
    /// The last commit that touched the manuscript, if it is in a git repository.
    pub revision: Option<Revision>,
}

/// A line of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutlineEntry {
    /// A chapter with those below it.
    Chapter {
        /// Index into [`Manuscript::chapters`].
        index: usize,
        /// What is nested below it.
        children: Vec<OutlineEntry>,
    },
    /// A part's title.
    Part {
        /// Its text.
        title: String,
        /// Where it is.
        span: Span,
    },
    /// A rule.
    Separator,
}

/// A chapter before it is parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterSource {
    /// Its title in the outline.
    pub title: String,
    /// Front, main or back matter.
    pub matter: Matter,
    /// How deep it is nested, from 0.
    pub depth: u8,
    /// Its file, relative to the manuscript's folder; `None` for a planned chapter without one.
    pub path: Option<String>,
    /// Its text, whole; `None` where there is no file or it can't be read (which was reported).
    pub file: Option<FileId>,
    /// Where its Markdown starts in the text, behind the front matter.
    pub start: usize,
    /// `status`.
    pub status: Status,
    /// `summary`.
    pub summary: Option<String>,
    /// `authors`.
    pub authors: Vec<String>,
    /// `slug`, or the one made of the file's name, or of the title for a chapter without file. Unique.
    pub slug: Slug,
    /// Where the outline names it.
    pub span: Span,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its hash, abbreviated.
    pub commit: String,
    /// When it was made.
    pub date: jiff::Timestamp,
    /// Whether files under the manuscript's folder differ from it.
    pub is_dirty: bool,
}

/// A file's bytes.
pub type Bytes = Arc<[u8]>;

/// A link relative to a manuscript's file → a path.
pub fn join(base: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = base.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
