//! The records of editions, `editions/<version>.toml`: what each published, and what it takes to find that again in a
//! later text.
//!
//! A record is plain TOML in a fixed order, committed beside the manuscript. It is written once and never changed, but for
//! the line by which an edition is withdrawn. With the last record alone a new text can be aligned with the old one: no
//! history of files is needed.

mod changes;
mod read;
mod sketch;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use changes::{Comparison, changes, first, segments};
pub use read::Broken;
pub use semver::Version;
pub use sketch::Sketch;

/// The folder of the records, beside `book.toml`.
pub const FOLDER: &str = "editions";

/// All records of a book, rising by version. Each is read when it is asked for: a book may have many, and most runs need
/// the last.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    texts: BTreeMap<Version, Arc<str>>,
}

impl Ledger {
    /// The records of these texts.
    pub fn new(texts: impl IntoIterator<Item = (Version, Arc<str>)>) -> Self {
        Self { texts: texts.into_iter().collect() }
    }

    /// The versions there are, rising.
    pub fn versions(&self) -> impl DoubleEndedIterator<Item = &Version> {
        self.texts.keys()
    }

    /// The record of a version, `None` where there is none.
    ///
    /// # Errors
    /// For what is no record.
    pub fn record(&self, version: &Version) -> Result<Option<Record>, Broken> {
        self.texts.get(version).map(|text| Record::read(text, version)).transpose()
    }

    /// The record as it is written, `None` where there is none.
    pub fn text(&self, version: &Version) -> Option<&str> {
        self.texts.get(version).map(AsRef::as_ref)
    }

    /// The last record.
    ///
    /// # Errors
    /// For what is no record.
    pub fn last(&self) -> Result<Option<Record>, Broken> {
        self.texts.last_key_value().map(|(version, text)| Record::read(text, version)).transpose()
    }

    /// The records before a version.
    pub fn before(&self, version: &Version) -> Self {
        let texts = self.texts.range(..version.clone());
        Self { texts: texts.map(|(version, text)| (version.clone(), text.clone())).collect() }
    }
}

/// What one edition published.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its version.
    pub version: Version,
    /// Why it was withdrawn, for one that was.
    pub withdrawn: Option<String>,
    /// The moment that its books carry.
    pub date: jiff::Timestamp,
    /// The commit of the manuscript that it was made of, whole; `None` outside of git.
    pub commit: Option<String>,
    /// The version of this program that made it, with a hash of its sources.
    pub recto: String,
    /// The version of Typst that set its pages.
    pub typst: String,
    /// Which engine did: `program` or `built-in`.
    pub engine: String,
    /// Whether chapters that are drafts were published too.
    pub drafts: bool,
    /// Whether the book was sold while it was written.
    pub early_access: bool,
    /// A hash of all that is decided for the book as a whole: `book.toml`, the outline, style sheets, cover.
    pub settings: String,
    /// The public key of the signature, as minisign writes it; `None` for an edition without one.
    pub key: Option<String>,
    /// What the author says of it, in Markdown.
    pub notes: String,
    /// The book.
    pub book: BookEntry,
    /// The files.
    pub artefacts: Vec<Artefact>,
    /// The parts, in order.
    pub parts: Vec<PartEntry>,
    /// The chapters, in order, planned ones too.
    pub chapters: Vec<ChapterEntry>,
    /// Old addresses and where they lead now: `chapter` or `chapter#anchor`.
    pub redirects: BTreeMap<Address, Address>,
    /// What changed since the edition before.
    pub changes: Changes,
}

/// The book that an edition is of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BookEntry {
    /// `dc:identifier`.
    pub identifier: String,
    /// The name in file names.
    pub slug: String,
    /// The title.
    pub title: String,
}

/// A file of an edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artefact {
    /// Its name in the edition's folder.
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// SHA-256, in hexadecimal.
    pub sha256: String,
}

/// A part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartEntry {
    /// What its page is called.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The slugs of its chapters, in order.
    pub chapters: Vec<String>,
}

/// A chapter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChapterEntry {
    /// What its file and address are called.
    pub slug: String,
    /// Its title in the contents.
    pub title: String,
    /// `final`, `review`, `draft` or `planned`.
    pub status: String,
    /// How many words it has, code left out.
    pub words: usize,
    /// Of all that it shows, in hexadecimal.
    pub hash: String,
    /// What is in it, in order.
    pub blocks: Vec<BlockEntry>,
}

impl ChapterEntry {
    /// Whether it has a text.
    pub fn is_written(&self) -> bool {
        self.status != PLANNED
    }
}

/// The status of a chapter without text.
pub const PLANNED: &str = "planned";

/// A block with an id of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockEntry {
    /// Its id, of no other block that was ever published.
    pub id: String,
    /// What it is.
    pub kind: BlockName,
    /// Of all that it shows, in hexadecimal.
    pub hash: String,
    /// Its words.
    pub sketch: Sketch,
    /// Of a heading: what it says.
    pub title: Option<String>,
    /// Of a heading: how deep its section is, from 1 for a chapter's own as 0.
    pub depth: u8,
    /// Of a heading: the printed page it is on.
    pub page: Option<String>,
    /// Other names: of places in it, which its author gave, and of what holds it and others.
    pub anchors: Vec<String>,
}

/// The kinds of block that have ids of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockName {
    /// A heading.
    Heading,
    /// A paragraph.
    Text,
    /// A listing.
    Code,
    /// A picture with its caption.
    Figure,
    /// A table.
    Table,
    /// A formula on lines of its own.
    Formula,
    /// A footnote.
    Note,
}

impl BlockName {
    /// Every kind.
    pub const ALL: [Self; 7] =
        [Self::Heading, Self::Text, Self::Code, Self::Figure, Self::Table, Self::Formula, Self::Note];

    /// The word in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Text => "text",
            Self::Code => "code",
            Self::Figure => "figure",
            Self::Table => "table",
            Self::Formula => "formula",
            Self::Note => "note",
        }
    }
}

/// Whether an id is of no other place in the whole book: it was made for a block, not of the words of a heading.
pub fn is_of_book(id: &str) -> bool {
    id.starts_with("b-") || id.starts_with("note-")
}

/// A place in a book by its lasting names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The chapter's slug.
    pub chapter: String,
    /// The id in it, `None` for the chapter itself.
    pub anchor: Option<String>,
}

impl Address {
    /// Reads `chapter` or `chapter#anchor`.
    pub fn parse(text: &str) -> Self {
        match text.split_once('#') {
            Some((chapter, anchor)) => Self { chapter: chapter.to_owned(), anchor: Some(anchor.to_owned()) },
            None => Self { chapter: text.to_owned(), anchor: None },
        }
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.chapter)?;
        self.anchor.as_ref().map_or(Ok(()), |anchor| write!(f, "#{anchor}"))
    }
}

/// What changed from one text of a book to another, as its readers see it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Changes {
    /// The edition that it changed from; `None` for the first edition.
    pub from: Option<Version>,
    /// Chapters that changed, in the order of the new text; those that are gone behind.
    pub chapters: Vec<ChapterChange>,
}

/// What became of a chapter.
#[derive(Debug, Clone, PartialEq)]
pub struct ChapterChange {
    /// Its slug; of a removed chapter, the one it had.
    pub slug: String,
    /// Its title; of a removed chapter, the one it had.
    pub title: String,
    /// What became of it, above all else.
    pub change: Change,
    /// The title it had, where that was another.
    pub former_title: Option<String>,
    /// Whether it stands between other chapters than before.
    pub is_moved: bool,
    /// How much of its text is new, changed or gone, from 0 to 1.
    pub share: f64,
    /// Of a removed chapter: where its old address leads, if text of it is there.
    pub leads_to: Option<Address>,
    /// Its sections that changed, in order.
    pub sections: Vec<SectionChange>,
}

/// What became of a section: a heading with what follows it up to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionChange {
    /// Its heading's id; `None` for what stands before a chapter's first section.
    pub anchor: Option<String>,
    /// What its heading says; the chapter's title for what stands before the first section.
    pub title: String,
    /// What became of it.
    pub change: Change,
    /// How much of its text is new, changed or gone, from 0 to 1.
    pub share: f64,
    /// The slug of the chapter that it was in, where that is another.
    pub moved_from: Option<String>,
    /// The printed page that it was on before.
    pub former_page: Option<String>,
}

/// What became of a chapter or section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Change {
    /// It was not there before.
    New,
    /// Its text is another.
    Revised,
    /// It has another title, and the same text.
    Renamed,
    /// It is in another place, with the same text.
    Moved,
    /// It is no longer there.
    Removed,
    /// It was announced.
    Planned,
}

impl Change {
    /// Every one.
    pub const ALL: [Self; 6] =
        [Self::New, Self::Revised, Self::Renamed, Self::Moved, Self::Removed, Self::Planned];

    /// The word in records and in what programs read.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Revised => "revised",
            Self::Renamed => "renamed",
            Self::Moved => "moved",
            Self::Removed => "removed",
            Self::Planned => "planned",
        }
    }
}
