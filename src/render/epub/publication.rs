//! What an EPUB is, before it is a file: everything is decided, nothing is written.

use std::sync::Arc;

use super::accessibility::Accessibility;

/// An EPUB: its documents, its files, and what it says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// What it says of itself.
    pub metadata: Metadata,
    /// Its content documents in the order of reading; one of them is the navigation.
    pub documents: Vec<Document>,
    /// The style sheet of the program.
    pub style: Arc<[u8]>,
    /// Further style sheets, fonts and pictures.
    pub resources: Vec<Resource>,
    /// Printed pages in order; none where there is no printed edition.
    pub pages: Vec<Page>,
}

/// A content document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its path, relative to the package document.
    pub path: String,
    /// XHTML.
    pub bytes: Arc<[u8]>,
    /// What it is.
    pub kind: DocumentKind,
    /// What its manifest item must say of it (EPUB 3.3 §5.9.2).
    pub properties: Vec<Property>,
    /// Its line in the contents, `None` for one that is not there.
    pub entry: Option<Entry>,
}

/// The kinds of content document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    /// The cover.
    Cover,
    /// The title page.
    TitlePage,
    /// The copyright page.
    Copyright,
    /// The navigation document, which is the contents too.
    Navigation,
    /// A part's page.
    Part,
    /// A chapter.
    Chapter,
    /// A chapter that is planned.
    Planned,
    /// The last page of a sample.
    FullBook,
}

/// What a manifest item says of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Property {
    /// It is the navigation document.
    Nav,
    /// It has MathML.
    MathMl,
}

impl Property {
    /// The value in the package document.
    pub fn name(self) -> &'static str {
        match self {
            Self::Nav => "nav",
            Self::MathMl => "mathml",
        }
    }
}

/// A line of the contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it says.
    pub label: String,
    /// Where it leads: a path, perhaps with a fragment.
    pub target: String,
    /// How deep it is, from 1: parts, chapters, chapters below chapters.
    pub level: u8,
    /// The sections below it.
    pub children: Vec<Entry>,
}

/// A file that is no content document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// Its path, relative to the package document.
    pub path: String,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Its media type (EPUB 3.3 §3.2).
    pub media_type: &'static str,
    /// What it is for.
    pub role: ResourceRole,
}

/// What a resource is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResourceRole {
    /// Documents refer to it.
    Plain,
    /// It is the cover's picture.
    CoverImage,
}

/// A printed page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its label: `iv`, `17`.
    pub label: String,
    /// Where it begins: a path with a fragment.
    pub target: String,
}

/// What a publication says of itself (EPUB 3.3 §5.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metadata {
    /// `dc:identifier`: the same in every edition.
    pub identifier: String,
    /// The ISBN as a URN, where it is not the identifier.
    pub isbn: Option<String>,
    /// The title.
    pub title: String,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// The language, as BCP 47 has it.
    pub language: String,
    /// Which way its text and its pages run.
    pub direction: Direction,
    /// Who wrote it, in order.
    pub creators: Vec<Person>,
    /// Who wrote single chapters.
    pub contributors: Vec<Person>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// The copyright line and licence.
    pub rights: Option<String>,
    /// What it is about, in a paragraph.
    pub description: Option<String>,
    /// What it is about, in keywords.
    pub subjects: Vec<String>,
    /// The series it is part of.
    pub series: Option<Series>,
    /// The day of this edition, `2026-11-24`.
    pub date: String,
    /// `dcterms:modified`, `2026-11-24T00:00:00Z`.
    pub modified: String,
    /// The version of this edition.
    pub version: Option<String>,
    /// The program.
    pub generator: String,
    /// What edition the page list is of (EPUB Accessibility 1.1 §4.4), `None` without one.
    pub page_source: Option<String>,
    /// How it can be read.
    pub accessibility: Accessibility,
}

/// Which way text and pages run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    LeftToRight,
    /// From right to left.
    RightToLeft,
}

impl Direction {
    /// The value of `dir` and `page-progression-direction`.
    pub fn name(self) -> &'static str {
        match self {
            Self::LeftToRight => "ltr",
            Self::RightToLeft => "rtl",
        }
    }
}

/// Who had a hand in the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Its element's id, of no other person of the book: made of the name.
    pub id: String,
    /// The name.
    pub name: String,
    /// The name as it is sorted.
    pub sorted: String,
}

/// The series a book is part of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// The book's place in it: numbers parted by dots, as EPUB wants them.
    pub position: Option<String>,
}
