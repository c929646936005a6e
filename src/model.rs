//! What a book is, whoever reads or writes it.
//!
//! The tree that `parse` makes and nothing changes afterwards. Meaning is a type or a field; a `String` is text that
//! the reader sees, or an address. What is found out about the tree (numbers, anchors, targets, sizes) stands in side
//! tables of `resolve`, keyed by [`NodeId`] or [`ChapterId`].

mod block;
mod inline;
mod label;
mod meta;
mod visit;

pub use block::{
    AlertKind, Align, Block, BlockKind, Body, Cell, Column, Covered, Definition, Figure, Heading, Item,
    Listing, ListingKind, Note, Row, Section, Table,
};
pub use inline::{Image, ImageSource, Inline, InlineKind, MathStyle, Width, plain_text};
pub use label::{Label, LabelKind, Slug};
pub use meta::{
    Currency, Edition, Format, Isbns, Meta, Offer, Orientation, Paper, PdfSettings, PdfStandard, Release,
    Series, Settings, Toggle,
};
pub use visit::{Visitor, walk_block, walk_blocks, walk_body, walk_inline, walk_inlines};

use crate::source::Span;

/// A chapter's place in the reading order of the whole outline, from 0, planned chapters counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChapterId(pub u32);

impl ChapterId {
    /// The place as an index into [`Book::chapters`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A node of a chapter's tree, numbered in the order of parsing. Of one run only: nothing that is written holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId {
    /// The chapter.
    pub chapter: ChapterId,
    /// The node within the chapter.
    pub index: u32,
}

/// A book: what it is called and what is in it.
#[derive(Debug)]
pub struct Book {
    /// Title, authors and all else that is said of the book as a whole.
    pub meta: Meta,
    /// How it is to be made.
    pub settings: Settings,
    /// The outline, in reading order.
    pub outline: Vec<Entry>,
    /// Every chapter in reading order; [`Entry::Chapter`] points here.
    pub chapters: Vec<Chapter>,
}

impl Book {
    /// The chapter of an id.
    pub fn chapter(&self, id: ChapterId) -> &Chapter {
        &self.chapters[id.index()]
    }
}

/// A line of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A chapter with those below it.
    Chapter {
        /// The chapter.
        id: ChapterId,
        /// What the outline nests below it.
        children: Vec<Entry>,
    },
    /// A part; what follows up to the next part belongs to it.
    Part {
        /// Its title, as text.
        title: String,
        /// Where the outline says it.
        span: Span,
    },
    /// A rule between chapters.
    Separator,
}

/// Where a chapter stands in the book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    /// Before the numbered chapters: preface, how to read.
    Front,
    /// A numbered chapter.
    Main,
    /// After the numbered chapters: appendix, glossary, about the author.
    Back,
}

/// How far a chapter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Announced and not written: it has a title, perhaps a summary, and no text.
    Planned,
    /// Being written; set, and marked as a draft.
    Draft,
    /// Written, with reviewers.
    Review,
    /// Done. What a chapter without a status is.
    Final,
}

impl Status {
    /// Of chapters that have a text: those of a build that is no edition.
    pub const WRITTEN: [Self; 3] = [Self::Draft, Self::Review, Self::Final];
    /// Of chapters that an edition has where nothing else is asked for.
    pub const RELEASED: [Self; 2] = [Self::Review, Self::Final];

    /// Of chapters that an edition has, with or without drafts.
    pub fn released(drafts: Toggle) -> &'static [Self] {
        match drafts {
            Toggle::On => &Self::WRITTEN,
            Toggle::Off => &Self::RELEASED,
        }
    }
}

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    /// The year: 2027.
    pub year: u16,
    /// From 1 to 12.
    pub month: u8,
}

impl Month {
    /// Reads a month as ISO 8601 has it: `2027-03`, and nothing shorter or longer.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let is_number = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit());
        if year.len() != 4 || month.len() != 2 || !is_number(year) || !is_number(month) {
            return None;
        }
        let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
        Some(Self { year: year.parse().ok()?, month })
    }
}

/// A chapter: one Markdown file, or a promise of one.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// Its place.
    pub id: ChapterId,
    /// Its title in the outline, as text: for contents and running heads.
    pub title: String,
    /// The name that its file and address have in every edition.
    pub slug: Slug,
    /// Front, main or back matter.
    pub matter: Matter,
    /// How deep the outline nests it, from 0.
    pub depth: u8,
    /// How far it is.
    pub status: Status,
    /// What it is about, in a sentence or two.
    pub summary: Option<String>,
    /// When a planned chapter is expected.
    pub expected: Option<Month>,
    /// Who wrote it, where that is not the whole book's authors.
    pub authors: Vec<String>,
    /// Whether its author marked it for the sample; sections may be marked where it is not.
    pub sample: Toggle,
    /// Its file, relative to the manuscript's folder with `/`; `None` when planned without one.
    pub path: Option<String>,
    /// The heading that opens its page: its first of level 1, `None` where the file has none.
    pub heading: Option<Heading>,
    /// What follows the heading.
    pub body: Body,
    /// Its footnotes in the order of the file.
    pub notes: Vec<Note>,
    /// The labels of a text that is not in the book, since its chapter is planned: what refers to one of them refers to
    /// the chapter.
    pub promised: Vec<Label>,
    /// Where the outline names it.
    pub span: Span,
}
