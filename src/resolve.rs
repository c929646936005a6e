//! The model, and everything two backends would otherwise both compute.
//!
//! Numbers, references, anchors, footnote order, contents, highlighted code, formulas and images are decided here,
//! once, and stand in tables beside the tree. Nothing here knows what the formats look like.

mod contents;
pub mod highlight;
pub mod images;
pub mod imprint;
mod links;
pub mod math;
mod notes;
mod numbers;
mod problems;
mod redirects;
mod said;
pub mod sample;
mod slow;
pub mod terms;
mod words;

use std::collections::HashMap;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::identity::{Identity, collect};
use crate::load::Manuscript;
use crate::model::{Book, ChapterId, Inline, LabelKind, Listing, NodeId, Release};
use crate::source::{Sources, Span};
pub use contents::SHOWN_DEPTH;
use highlight::{Highlighted, Run, Token};
use images::{Asset, DrawingFonts};
use math::Formula;
pub use problems::Problems;
pub use redirects::{Redirects, RetiredPage};
use sample::Whole;
use terms::Terms;

/// Finds out everything about a book that more than one backend needs.
pub fn resolve(
    book: Book,
    identity: &Identity,
    manuscript: &Manuscript,
    fonts: &DrawingFonts,
    sources: &Sources,
    release: Release,
    diagnostics: &mut Diagnostics,
) -> Resolved {
    let (terms, is_own) = terms::terms(&book.meta.language);
    if !is_own {
        let message =
            format!("there are no words in `{}`: \"Figure\" and the like are English", book.meta.language);
        diagnostics
            .push(Diagnostic::new(Code::LanguageFallback, Span::DETACHED, message).at_path("book.toml"));
    }
    let collected = collect::collect(&book);
    let chapters = numbers::chapters(&book);
    let numbers = numbers::nodes(&book, &chapters, &collected);
    let places = links::Places {
        book: &book,
        chapters: &chapters,
        anchors: &identity.anchors,
        numbers: &numbers,
        terms: &terms,
        promised: links::promised(&book),
    };
    let links = links::links(&places, &collected, manuscript, diagnostics);
    let references = links::references(&places, &collected, &links, diagnostics);
    let notes = notes::order(&book, &collected, identity, diagnostics);
    let chapters = words::count(&book, chapters, notes.chapters);
    let said = said::Said { references: &references, links: &links, terms: &terms };
    let contents = contents::contents(&book, &chapters, &numbers, identity, said);
    let listed = contents::listed(&collected, &numbers, &identity.anchors.by_node, said);
    let slow = slow::slow(&book, &collected, manuscript, fonts, sources, diagnostics);
    let mut chapters = chapters;
    let redirects = redirects::redirects(&book, &chapters, identity);
    contents::place_in_parts(&contents, &mut chapters);
    Resolved {
        release,
        terms,
        chapters,
        contents,
        figures: listed.figures,
        tables: listed.tables,
        listings: listed.listings,
        anchors: identity.anchors.by_node.clone(),
        blocks: identity.blocks.clone(),
        redirects,
        numbers,
        links,
        references,
        note_marks: notes.marks,
        code: slow.code,
        formulas: slow.formulas,
        images: slow.images,
        assets: slow.assets,
        cover: slow.cover,
        problems: Problems::default(),
        sample: None,
        book,
    }
}

/// A book with all that was found out about it.
#[derive(Debug)]
pub struct Resolved {
    /// The book as parsed.
    pub book: Book,
    /// Which making of it this is.
    pub release: Release,
    /// The words that this program adds, in the book's language.
    pub terms: Terms,
    /// By [`ChapterId`], as many as the book has chapters.
    pub chapters: Vec<ChapterInfo>,
    /// The contents: parts and chapters with their sections.
    pub contents: Vec<ContentsEntry>,
    /// Numbered figures in order.
    pub figures: Vec<Listed>,
    /// Numbered tables in order.
    pub tables: Vec<Listed>,
    /// Numbered listings in order.
    pub listings: Vec<Listed>,
    /// The `id` of every section, numbered block, equation, anchor and labelled node, unique in its chapter.
    pub anchors: HashMap<NodeId, String>,
    /// The `id` of every other block, unique in the book.
    pub blocks: HashMap<NodeId, String>,
    /// Addresses that editions published and that are no longer there.
    pub redirects: Redirects,
    /// The number of every numbered section, figure, listing, table and equation: `3.2`.
    pub numbers: HashMap<NodeId, String>,
    /// Where every link leads.
    pub links: HashMap<NodeId, Target>,
    /// What every reference says and where it leads; of links too, where they have no words of their own.
    pub references: HashMap<NodeId, Reference>,
    /// Which footnote every mark shows, by mark.
    pub note_marks: HashMap<NodeId, NoteMark>,
    /// Highlighted code by listing; a listing that is not here is shown plain.
    pub code: HashMap<NodeId, Highlighted>,
    /// Formulas, displayed ones by block and others by their own node; what could not be read is not here.
    pub formulas: HashMap<NodeId, Formula>,
    /// Which of [`assets`](Self::assets) every image shows; one that is not here can't be shown.
    pub images: HashMap<NodeId, AssetId>,
    /// The pictures of the book.
    pub assets: Vec<Asset>,
    /// The cover among the assets.
    pub cover: Option<AssetId>,
    /// Marks of errors, once [`mark_problems`](Resolved::mark_problems) has put them.
    pub problems: Problems,
    /// What a sample knows of the book that it is of; `None` for a whole book.
    pub sample: Option<Whole>,
}

/// An asset's place in [`Resolved::assets`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssetId(pub u32);

impl Resolved {
    /// The `id` of a node, whatever gave it.
    pub fn id(&self, node: NodeId) -> Option<&str> {
        self.anchors.get(&node).or_else(|| self.blocks.get(&node)).map(String::as_str)
    }

    /// What was found out about a chapter.
    pub fn chapter(&self, id: ChapterId) -> &ChapterInfo {
        &self.chapters[id.index()]
    }

    /// Whether a part or a chapter has a page of its own, perhaps one that says that it is planned. All have one but in
    /// samples.
    pub fn has_page(&self, entry: &ContentsEntry) -> bool {
        match entry {
            ContentsEntry::Part { children, .. } => {
                self.sample.is_none() || children.iter().any(|entry| self.holds_page(entry))
            }
            ContentsEntry::Chapter { id, .. } => self.chapter(*id).presence != Presence::Elsewhere,
        }
    }

    fn holds_page(&self, entry: &ContentsEntry) -> bool {
        match entry {
            ContentsEntry::Part { children, .. } | ContentsEntry::Chapter { children, .. } => {
                self.has_page(entry) || children.iter().any(|entry| self.holds_page(entry))
            }
        }
    }

    /// The lines of a listing: runs of a kind with their words, without the line's end.
    pub fn code_lines<'a>(
        &'a self,
        id: NodeId,
        listing: &'a Listing,
    ) -> impl Iterator<Item = Vec<(Option<Token>, &'a str)>> {
        let highlighted = self.code.get(&id);
        listing.code.split_inclusive('\n').enumerate().map(move |(index, line)| {
            let words = |run: &Run| listing.code.get(run.range.clone()).unwrap_or_default();
            match highlighted.and_then(|code| code.lines.get(index)) {
                Some(runs) => runs.iter().map(|run| (run.token, words(run))).collect(),
                None => vec![(None, line.trim_end_matches(['\n', '\r']))],
            }
        })
    }

    /// The picture that an image node shows.
    pub fn asset(&self, image: NodeId) -> Option<&Asset> {
        self.images.get(&image).map(|id| &self.assets[id.0 as usize])
    }
}

/// What was found out about a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterInfo {
    /// `3`, `3.1`; `None` in front and back matter.
    pub number: Option<String>,
    /// The part it is in, as an index into [`Resolved::contents`].
    pub part: Option<usize>,
    /// Whether it is written: false for a planned chapter. In a sample it may be so and not be there.
    pub is_written: bool,
    /// How much of it this book has.
    pub presence: Presence,
    /// The written chapter before it.
    pub previous: Option<ChapterId>,
    /// The written chapter after it.
    pub next: Option<ChapterId>,
    /// Its footnotes in the order of their first mark.
    pub notes: Vec<NoteInfo>,
    /// How many words it has, code left out.
    pub words: usize,
    /// How many lines of code.
    pub code_lines: usize,
}

impl ChapterInfo {
    /// Whether a reader can go there.
    pub fn is_here(&self) -> bool {
        self.is_written && self.presence != Presence::Elsewhere
    }
}

/// How much of a chapter a book has of what there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// All of it.
    Whole,
    /// In a sample: its opening and some of its sections.
    Part,
    /// In a sample: nothing.
    Elsewhere,
}

/// A footnote as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteInfo {
    /// Its number in the chapter, from 1.
    pub number: usize,
    /// Its place in [`Chapter::notes`](crate::model::Chapter::notes).
    pub index: usize,
    /// Its `id`: `note-1`.
    pub anchor: String,
    /// The `id`s of its marks, in order: `note-1-ref`, `note-1-ref-2`.
    pub marks: Vec<String>,
}

/// What a footnote's mark shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteMark {
    /// The footnote, as an index into [`ChapterInfo::notes`].
    pub note: usize,
    /// The mark's own `id`.
    pub anchor: String,
    /// Whether it is the first mark of its footnote; the PDF sets the footnote there.
    pub is_first: bool,
}

/// A place in the book.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The chapter; never a planned one.
    pub chapter: ChapterId,
    /// The `id` in it, `None` for the chapter itself.
    pub anchor: Option<String>,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An address outside the book, safe and escaped for a URL.
    Url(String),
    /// A place in the book.
    Place(Place),
    /// A chapter that is planned: its words are shown with a remark and no link.
    Planned(ChapterId),
    /// A place that a sample lacks, in that chapter of the whole book: its words are shown likewise.
    Elsewhere(ChapterId),
    /// Nowhere; a finding says so, and the words stand without a link.
    Broken,
}

/// What a reference says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// What kind of thing is referred to, `None` when nothing has the label.
    pub kind: Option<LabelKind>,
    /// `Figure 3.2`, in the book's language; for a planned chapter with the remark that it is to come, for what a sample
    /// lacks with the remark that the whole book has it.
    pub text: String,
    /// Where it leads, `None` for a planned chapter, for what a sample lacks, and for what does not exist.
    pub place: Option<Place>,
}

/// A line of the contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContentsEntry {
    /// A part with its chapters.
    Part {
        /// Its number, from 1.
        number: usize,
        /// Its title.
        title: String,
        /// What its page is called, of no other part: the title's slug; of parts with one title, each adds its first
        /// chapter's slug, or its number where it has none.
        name: String,
        /// What is in it.
        children: Vec<ContentsEntry>,
    },
    /// A chapter with its sections, then the chapters nested below it.
    Chapter {
        /// The chapter.
        id: ChapterId,
        /// Its sections.
        sections: Vec<ContentsSection>,
        /// The chapters below it.
        children: Vec<ContentsEntry>,
    },
}

/// A section in the contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentsSection {
    /// The section's heading.
    pub id: NodeId,
    /// `3.2`; `None` in front and back matter.
    pub number: Option<String>,
    /// Its title, without footnotes and links.
    pub title: Vec<Inline>,
    /// Where it is; `None` where a sample lacks it.
    pub place: Option<Place>,
    /// The sections below it.
    pub children: Vec<ContentsSection>,
}

/// A figure, table or listing in its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The block.
    pub id: NodeId,
    /// `3.2`.
    pub number: String,
    /// Its caption, or for a listing without one its title; without footnotes and links.
    pub caption: Vec<Inline>,
    /// Where it is.
    pub place: Place,
}
