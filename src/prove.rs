//! The proof that books say the same: each is read back and compared with the manuscript, block by block.
//!
//! The manuscript is told as a sequence of blocks, in order: headings with their numbers, paragraphs, captions, the cells of
//! tables, the lines of listings, pictures and formulas by what is read out in their place, footnotes, and where links lead.
//! What a written book says is put into the same vocabulary by reading it as its readers do: pages by parsers of XML and
//! HTML, the PDF by its tags. Both sequences must be equal, so a block that is lost, said twice, changed or out of its
//! place is a finding at its line.
//!
//! What may differ, and why:
//!
//! - **Pages around the text** (title, copyright, contents) are made for each book and not compared here.
//! - **A sample** is compared with what is left of the manuscript, its last page with what is to be said there.
//! - **Parts and planned chapters** have no pages of a site's own; its contents name them, and its single page the parts.
//! - **Captions** are shown above or below what they are of; one order stands for both. **Footnotes** stand on paper at their
//!   first marks, else behind their chapters; they are compared with one another.
//! - **White space** is compared on paper within pieces of text and at the start of a line of code: between pieces, as at the
//!   end of a printed line, there may be none. Hyphens that a setter adds, which the PDF says are none, and forms of one
//!   character (Unicode, NFKC) are not compared.
//! - **Levels** of headings are deeper on paper where parts are above chapters; bookmarks hold them to the contents.
//! - **What a short form stands for** is said on paper where it is first used, on the screen on hovering.
//! - **A character without a glyph** is on paper a mark in its place, and a finding of its own; one that XML can't hold is
//!   such a mark on the screen, and nothing on paper.
//! - **From right to left**, words are in a PDF in the order of their glyphs on the page: the letters of a block are compared,
//!   not their order. So it is where a mark may have gone to the sign for a letter without a glyph.
//! - **A letter of pieces**, as one with marks that its font has not as one, may be in a PDF once for each glyph, and counts once.
//! - **A link in a link**, as of a reference in a linked sentence, is on paper only words; a picture that is missing is linked on paper alone.

mod compare;
mod manuscript;
mod page;
mod print;
mod publication;
mod said;

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Format;
use crate::package::folder::Artefact;
use crate::render::Files;
use crate::render::flow::{Medium, page as page_name};
use crate::resolve::{ContentsEntry, Resolved};
use crate::source::Span;
use manuscript::Notes;
use page::Pages;
use said::Speech;

/// How much was compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Proof {
    /// How many blocks the manuscript has.
    pub blocks: usize,
    /// How many of them were looked for in each book, summed up over all.
    pub compared: usize,
    /// How many differences were found.
    pub differences: usize,
}

impl Proof {
    /// The two of books of one manuscript.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            blocks: self.blocks.max(other.blocks),
            compared: self.compared + other.compared,
            differences: self.differences + other.differences,
        }
    }
}

/// Reads books back and compares them with the manuscript. What differs is a [`Code::BooksDiffer`] at its place.
pub fn prove(book: &Resolved, books: &[(Format, &Artefact)], diagnostics: &mut Diagnostics) -> Proof {
    let editions: Vec<(Edition, &Artefact)> = books
        .iter()
        .flat_map(|(format, artefact)| Edition::of(*format).map(move |edition| (edition, *artefact)))
        .collect();
    let mut proof = Proof::default();
    // Side by side, since none asks another for anything.
    let proved: Vec<(Proof, Diagnostics)> =
        editions.par_iter().map(|(edition, artefact)| edition.prove(book, artefact)).collect();
    let has_epub = editions.iter().any(|(edition, _)| *edition == Edition::Epub);
    if !has_epub {
        proof.blocks = Edition::Epub.told(book).len();
    }
    for (own, findings) in proved {
        proof.blocks += own.blocks;
        proof.compared += own.compared;
        proof.differences += own.differences;
        diagnostics.append(findings);
    }
    proof
}

/// A text of the book that readers have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edition {
    Epub,
    Pdf,
    /// The pages of the site.
    Site,
    /// The site's page with all chapters.
    Single,
}

/// How much of a book a text of it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Parts, and planned chapters too.
    Everything,
    /// Chapters that are written, and the parts that they are in.
    WrittenWithParts,
    /// Chapters that are written.
    Written,
}

/// Where a link of the manuscript leads, and where it is a link.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Goal {
    /// An address of the web.
    Url(String, On),
    /// A chapter, by its slug, and the place in it.
    Place(String, Option<String>, On),
}

impl Goal {
    fn on(&self) -> On {
        let (Self::Url(_, on) | Self::Place(_, _, on)) = self;
        *on
    }
}

/// Where a link is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum On {
    All,
    Screen,
    Paper,
}

/// What a book says that was read back.
struct Read {
    speech: Speech<String>,
    /// Where links within it can lead.
    places: BTreeSet<String>,
}

impl Edition {
    /// The texts of a format.
    fn of(format: Format) -> impl Iterator<Item = Self> {
        let (one, other) = match format {
            Format::Epub => (Self::Epub, None),
            Format::Pdf => (Self::Pdf, None),
            Format::Html => (Self::Site, Some(Self::Single)),
        };
        std::iter::once(one).chain(other)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Epub => "the EPUB",
            Self::Pdf => "the PDF",
            Self::Site => "the HTML",
            Self::Single => "the HTML's page of all chapters",
        }
    }

    /// Reads it back and compares it with the manuscript.
    fn prove(self, book: &Resolved, artefact: &Artefact) -> (Proof, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let told = self.told(book);
        let differences = match self.read(book, artefact) {
            Ok(read) => compare::compare(book, self, &told, &read, &mut diagnostics),
            Err(why) => {
                let message = format!("{} can't be read back: {why}", self.name());
                diagnostics.push(Diagnostic::new(Code::BooksDiffer, Span::DETACHED, message));
                1
            }
        };
        let blocks = if self == Self::Epub { told.len() } else { 0 };
        (Proof { blocks, compared: told.len(), differences }, diagnostics)
    }

    /// What the manuscript says, as far as this text has it.
    fn told(self, book: &Resolved) -> Speech<Goal> {
        let (extent, notes) = match self {
            Self::Epub => (Extent::Everything, Notes::BehindChapters),
            Self::Pdf => (Extent::Everything, Notes::AtMarks),
            Self::Single => (Extent::WrittenWithParts, Notes::BehindChapters),
            Self::Site => (Extent::Written, Notes::BehindChapters),
        };
        manuscript::tell(book, extent, notes)
    }

    /// Reads it back.
    fn read(self, book: &Resolved, artefact: &Artefact) -> Result<Read, String> {
        let pages = match (self, artefact) {
            (Self::Epub, Artefact::File(bytes)) => publication::read(bytes)?,
            (Self::Pdf, Artefact::File(bytes)) => return print(book, bytes),
            (Self::Site, Artefact::Folder(files)) => site(book, files)?,
            (Self::Single, Artefact::Folder(files)) => single(files)?,
            (Self::Epub | Self::Pdf, Artefact::Folder(_))
            | (Self::Site | Self::Single, Artefact::File(_)) => {
                return Err("it is of another kind".to_owned());
            }
        };
        let (speech, places) = pages.finish();
        Ok(Read { speech, places })
    }

    /// Where a link leads in this text; `None` where it is none.
    fn address(self, goal: &Goal) -> Option<String> {
        let is_here = match goal.on() {
            On::All => true,
            On::Screen => self != Self::Pdf,
            On::Paper => self == Self::Pdf,
        };
        is_here.then(|| match (goal, self) {
            (Goal::Url(address, _), _) => address.clone(),
            (Goal::Place(slug, None, _), Self::Pdf) => format!("#{slug}"),
            (Goal::Place(slug, Some(anchor), _), Self::Pdf) => format!("#{slug}:{anchor}"),
            (Goal::Place(slug, None, _), Self::Single) => format!("{SINGLE}#{slug}"),
            (Goal::Place(slug, Some(anchor), _), Self::Single) => format!("{SINGLE}#{slug}--{anchor}"),
            (Goal::Place(slug, None, _), _) => self.page(slug),
            (Goal::Place(slug, Some(anchor), _), _) => format!("{}#{anchor}", self.page(slug)),
        })
    }

    fn page(self, slug: &str) -> String {
        page_name(slug, if self == Self::Epub { Medium::Epub } else { Medium::Web })
    }
}

/// The page of all chapters.
const SINGLE: &str = "print.html";

fn print(book: &Resolved, bytes: &Arc<[u8]>) -> Result<Read, String> {
    let Some(first) = first(book, &book.contents) else {
        return Ok(Read { speech: Speech::default(), places: BTreeSet::new() });
    };
    let (speech, places) = print::read(book, bytes.clone(), &first)?;
    Ok(Read { speech, places })
}

/// The name of the first part or chapter that has a page.
fn first(book: &Resolved, entries: &[ContentsEntry]) -> Option<String> {
    entries.iter().find_map(|entry| match entry {
        ContentsEntry::Part { number, .. } if book.has_page(entry) => Some(format!("part.{number}")),
        ContentsEntry::Chapter { id, .. } if book.has_page(entry) => {
            Some(book.book.chapter(*id).slug.to_string())
        }
        ContentsEntry::Part { children, .. } | ContentsEntry::Chapter { children, .. } => {
            first(book, children)
        }
    })
}

fn site(book: &Resolved, files: &Files) -> Result<Pages, String> {
    let mut pages = Pages::new();
    for chapter in book.book.chapters.iter().filter(|chapter| book.chapter(chapter.id).is_here()) {
        let name = page_name(chapter.slug.as_str(), Medium::Web);
        let bytes = files.get(&name).ok_or_else(|| format!("it has no page `{name}`"))?;
        pages.read(&name, &page::html(bytes));
    }
    Ok(pages)
}

fn single(files: &Files) -> Result<Pages, String> {
    let mut pages = Pages::new();
    let bytes = files.get(SINGLE).ok_or_else(|| format!("it has no page `{SINGLE}`"))?;
    pages.read(SINGLE, &page::html(bytes));
    Ok(pages)
}
