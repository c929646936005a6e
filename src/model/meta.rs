//! What is said of the book as a whole, and how it is to be made: `book.toml` with every default decided.

use std::collections::BTreeMap;

use super::label::Slug;

/// What the book is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meta {
    /// The title.
    pub title: String,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// Who wrote it, in order.
    pub authors: Vec<String>,
    /// What it is about, in a paragraph.
    pub description: Option<String>,
    /// Its language, as BCP 47 has it: `en`, `pt-BR`, `zh-Hans`.
    pub language: String,
    /// Whether its text runs from right to left.
    pub right_to_left: bool,
    /// The name in file names.
    pub slug: Slug,
    /// `dc:identifier`: the same in every edition. A URN or URI.
    pub identifier: String,
    /// The identifier of the book's sample: another one, and the same in every edition.
    pub sample_identifier: String,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// The copyright line and licence.
    pub rights: Option<String>,
    /// ISBNs, one per format.
    pub isbn: Isbns,
    /// What it is about, in keywords.
    pub subjects: Vec<String>,
    /// The series it is part of.
    pub series: Option<Series>,
    /// The cover picture, relative to the manuscript's folder.
    pub cover: Option<String>,
    /// Where its sources, or its readers' remarks, are kept.
    pub repository: Option<String>,
    /// What it costs, and where.
    pub offer: Option<Offer>,
    /// What kind of edition this is.
    pub edition: Edition,
}

/// ISBNs by format.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Isbns {
    /// Of the EPUB.
    pub epub: Option<String>,
    /// Of the PDF.
    pub pdf: Option<String>,
    /// Of the HTML.
    pub html: Option<String>,
}

/// A series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// The book's place in it, as written: `2`, `2.5`.
    pub position: Option<String>,
}

/// What the book costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Now, as written: `20`.
    pub price: Option<String>,
    /// After early access.
    pub later: Option<String>,
    /// ISO 4217.
    pub currency: Currency,
    /// The shop's page.
    pub url: Option<String>,
    /// Until when the price holds: an ISO 8601 date, or words.
    pub until: Option<String>,
}

/// Three capital letters (ISO 4217).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Currency(pub String);

/// What kind of edition this is; which one it is, [`Release`] says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edition {
    /// Whether the book is sold while it is written.
    pub early_access: bool,
}

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// EPUB 3.3.
    Epub,
    /// PDF, set by Typst.
    Pdf,
    /// A folder of HTML.
    Html,
}

impl Format {
    /// Every format, in the order they are named in messages.
    pub const ALL: [Self; 3] = [Self::Epub, Self::Pdf, Self::Html];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Epub => "epub",
            Self::Pdf => "pdf",
            Self::Html => "html",
        }
    }
}

/// How the book is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Whether quotes, dashes and ellipses are made typographic.
    pub smart_punctuation: Toggle,
    /// Of the PDF.
    pub pdf: PdfSettings,
    /// `[html] url`: where the site will stand, with a `/` at its end.
    pub html_url: Option<String>,
    /// `[redirects]`: by the old address of a chapter, `chapter` or `chapter#anchor`, the one that it leads to.
    pub redirects: BTreeMap<String, String>,
    /// By language: what the lines of a listing begin with that are not shown.
    pub hidelines: BTreeMap<String, String>,
    /// `[html] css`: the author's own style sheets, relative to the manuscript's folder.
    pub html_css: Vec<String>,
    /// `[epub] css`: likewise.
    pub epub_css: Vec<String>,
    /// `[epub] fonts`: whether the text faces are embedded.
    pub epub_fonts: Toggle,
}

/// On or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Toggle {
    /// On.
    On,
    /// Off.
    Off,
}

impl Toggle {
    /// Whether it is on.
    pub fn is_on(self) -> bool {
        self == Self::On
    }
}

impl From<bool> for Toggle {
    fn from(on: bool) -> Self {
        if on { Self::On } else { Self::Off }
    }
}

/// How the PDF is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PdfSettings {
    /// The size of its pages.
    pub paper: Paper,
    /// Whether left and right pages have margins of their own.
    pub two_sided: Toggle,
    /// What it conforms to; several may hold at once.
    pub standards: Vec<PdfStandard>,
    /// `[pdf] typst`: the program to use.
    pub typst: Option<String>,
    /// Upright or turned.
    pub orientation: Orientation,
}

/// Upright or turned pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orientation {
    /// Higher than wide.
    Portrait,
    /// Wider than high.
    Landscape,
}

/// A size of paper, in hundredths of a millimetre.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// As the author wrote it: `a4`, `7x9.25in`.
    pub name: String,
    /// Hundredths of a millimetre.
    pub width: u32,
    /// Hundredths of a millimetre.
    pub height: u32,
}

/// What a PDF can conform to, as Typst names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PdfStandard {
    /// PDF 1.4 … 2.0, by number.
    V14,
    /// PDF 1.5
    V15,
    /// PDF 1.6
    V16,
    /// PDF 1.7
    V17,
    /// PDF 2.0
    V20,
    /// PDF/A-1b
    A1b,
    /// PDF/A-1a
    A1a,
    /// PDF/A-2b
    A2b,
    /// PDF/A-2u
    A2u,
    /// PDF/A-2a
    A2a,
    /// PDF/A-3b
    A3b,
    /// PDF/A-3u
    A3u,
    /// PDF/A-3a
    A3a,
    /// PDF/A-4
    A4,
    /// PDF/A-4f
    A4f,
    /// PDF/A-4e
    A4e,
    /// PDF/UA-1
    Ua1,
}

impl PdfStandard {
    /// Every standard.
    pub const ALL: [Self; 17] = [
        Self::V14,
        Self::V15,
        Self::V16,
        Self::V17,
        Self::V20,
        Self::A1b,
        Self::A1a,
        Self::A2b,
        Self::A2u,
        Self::A2a,
        Self::A3b,
        Self::A3u,
        Self::A3a,
        Self::A4,
        Self::A4f,
        Self::A4e,
        Self::Ua1,
    ];

    /// The name that `typst compile --pdf-standard` takes.
    pub fn name(self) -> &'static str {
        match self {
            Self::V14 => "1.4",
            Self::V15 => "1.5",
            Self::V16 => "1.6",
            Self::V17 => "1.7",
            Self::V20 => "2.0",
            Self::A1b => "a-1b",
            Self::A1a => "a-1a",
            Self::A2b => "a-2b",
            Self::A2u => "a-2u",
            Self::A2a => "a-2a",
            Self::A3b => "a-3b",
            Self::A3u => "a-3u",
            Self::A3a => "a-3a",
            Self::A4 => "a-4",
            Self::A4f => "a-4f",
            Self::A4e => "a-4e",
            Self::Ua1 => "ua-1",
        }
    }
}

/// What makes this making of the book this one. All of it is input: nothing is asked of the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    /// The moment that all books carry.
    pub date: jiff::Timestamp,
    /// The version, `None` for a build that is no edition.
    pub version: Option<String>,
    /// The commit of the manuscript, abbreviated, with `+` behind it when there were changes since.
    pub revision: Option<String>,
    /// The version of this program, `recto 0.1.0`.
    pub generator: String,
}
