//! A chapter as a tree of elements, for EPUB and HTML alike.
//!
//! What differs between the two is in [`Dialect`]: how a page is addressed, how footnotes stand, what pictures need.

mod block;
pub mod contents;
pub mod image;
mod inline;
mod listing;
mod notes;
mod table;

use std::collections::HashMap;

pub use block::problems;
pub use listing::token_class;

use super::markup::{Element, Node, element, text};
use crate::model::{Chapter, ChapterId, Heading, Inline, NodeId, Section, Status, walk_inlines};
use crate::resolve::{Place, Resolved};

/// What medium a chapter is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A page of a site.
    Web,
    /// All chapters on one page of a site.
    Single,
    /// A content document of an EPUB.
    Epub,
}

/// What differs between EPUB and HTML.
#[derive(Debug, Clone)]
pub struct Dialect {
    /// The medium.
    pub medium: Medium,
    /// Labels of printed pages by the block that begins them.
    pub page_breaks: HashMap<NodeId, Vec<String>>,
}

impl Dialect {
    /// For a medium, without pages.
    pub fn new(medium: Medium) -> Self {
        Self { medium, page_breaks: HashMap::new() }
    }

    fn is_epub(&self) -> bool {
        self.medium == Medium::Epub
    }
}

/// A chapter being written.
pub struct Flow<'a> {
    book: &'a Resolved,
    dialect: &'a Dialect,
    chapter: &'a Chapter,
}

impl<'a> Flow<'a> {
    /// Writes a chapter of a book.
    pub fn new(book: &'a Resolved, dialect: &'a Dialect, chapter: ChapterId) -> Self {
        Self { book, dialect, chapter: book.book.chapter(chapter) }
    }

    /// The whole chapter: opening, text, footnotes.
    pub fn chapter(&self) -> Element {
        let mut section = element("section").class("chapter");
        if self.dialect.is_epub() {
            section = section.with("epub:type", "chapter").with("role", "doc-chapter");
        }
        if self.dialect.medium == Medium::Single {
            section = section.with("id", self.chapter.slug.to_string());
        }
        section = section
            .with("aria-labelledby", self.title_id())
            .child(self.opening())
            .children(self.chapter_problems())
            .children(self.blocks(&self.chapter.body.blocks));
        for part in &self.chapter.body.sections {
            section = section.child(self.section(part));
        }
        section.children(self.notes())
    }

    fn chapter_problems(&self) -> Vec<Node> {
        self.book.problems.by_chapter.get(&self.chapter.id).map(|words| problems(words)).unwrap_or_default()
    }

    /// Number, title and status.
    fn opening(&self) -> Element {
        let info = self.book.chapter(self.chapter.id);
        let mut title = element("h1").with("id", self.title_id());
        if let Some(number) = &info.number {
            let number = self.book.terms.chapter_number(number);
            title = title.child(element("span").class("heading-number").text(number)).text(" ");
        }
        let words = element("span").class("chapter-title").children(self.title());
        let mut opening = element("header").class("chapter-opening").child(title.child(words));
        if let Some(status) = self.status() {
            opening = opening.child(element("p").class("chapter-status").text(status));
        }
        if !self.chapter.authors.is_empty() {
            let authors = self.book.terms.list(&self.chapter.authors);
            opening = opening.child(element("p").class("chapter-authors").text(authors));
        }
        opening
    }

    fn title(&self) -> Vec<Node> {
        match &self.chapter.heading {
            Some(Heading { inlines, .. }) if !inlines.is_empty() => self.inlines(inlines),
            Some(_) | None => vec![text(self.chapter.title.clone())],
        }
    }

    fn title_id(&self) -> String {
        let anchor = self.chapter.heading.as_ref().and_then(|heading| self.book.anchors.get(&heading.id));
        self.id(anchor.map_or("chapter-title", String::as_str))
    }

    /// What a reader is told of a chapter that is not final.
    fn status(&self) -> Option<&'static str> {
        match self.chapter.status {
            Status::Planned => Some(self.book.terms.planned),
            Status::Draft => Some(self.book.terms.draft),
            Status::Review => Some(self.book.terms.review),
            Status::Final => None,
        }
    }

    fn section(&self, section: &'a Section) -> Element {
        let heading = self.heading(&section.heading, section.depth + 1);
        let problems = self.problems(section.heading.id);
        let mut out =
            element("section").child(heading).children(problems).children(self.blocks(&section.body.blocks));
        for inner in &section.body.sections {
            out = out.child(self.section(inner));
        }
        out
    }

    fn heading(&self, heading: &'a Heading, level: u8) -> Element {
        const NAMES: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
        let name = NAMES[usize::from(level.clamp(1, 6)) - 1];
        let mut out = element(name).maybe("id", self.anchor(heading.id));
        if let Some(number) = self.book.numbers.get(&heading.id) {
            out = out.child(element("span").class("heading-number").text(number.clone())).text(" ");
        }
        out.children(self.inlines(&heading.inlines))
    }

    /// The `id` of a node.
    fn anchor(&self, node: NodeId) -> Option<String> {
        self.book.anchors.get(&node).map(|anchor| self.id(anchor))
    }

    /// An `id` as it is on this page.
    fn id(&self, anchor: &str) -> String {
        match self.dialect.medium {
            Medium::Web | Medium::Epub => anchor.to_owned(),
            Medium::Single => format!("{}--{anchor}", self.chapter.slug),
        }
    }

    fn address(&self, place: &Place) -> String {
        address(self.book, self.dialect.medium, Some(self.chapter.id), place)
    }
}

/// Where a place is, seen from a chapter's page, or from another page of the book.
pub fn address(book: &Resolved, medium: Medium, from: Option<ChapterId>, place: &Place) -> String {
    let slug = &book.book.chapter(place.chapter).slug;
    let anchor = place.anchor.as_deref();
    match (medium, anchor) {
        (Medium::Single, Some(anchor)) => format!("#{slug}--{anchor}"),
        (Medium::Single, None) => format!("#{slug}"),
        (Medium::Web | Medium::Epub, Some(anchor)) if from == Some(place.chapter) => format!("#{anchor}"),
        (Medium::Web | Medium::Epub, _) => {
            let page = page(slug.as_str(), medium);
            anchor.map_or(page.clone(), |anchor| format!("{page}#{anchor}"))
        }
    }
}

/// The file of a chapter's page.
pub fn page(slug: &str, medium: Medium) -> String {
    match medium {
        Medium::Web | Medium::Single => format!("{slug}.html"),
        Medium::Epub => format!("{slug}.xhtml"),
    }
}

/// Whether a link is among inlines, so that they can't be inside of another.
fn holds_link(inlines: &[Inline]) -> bool {
    struct Finder(bool);
    impl<'a> crate::model::Visitor<'a> for Finder {
        fn inline(&mut self, inline: &'a Inline) {
            use crate::model::InlineKind as Kind;
            self.0 |=
                matches!(inline.kind, Kind::Link { .. } | Kind::Reference { .. } | Kind::NoteMark { .. });
            crate::model::walk_inline(self, inline);
        }
    }
    let mut finder = Finder(false);
    walk_inlines(&mut finder, inlines);
    finder.0
}

/// The rule of a style sheet that brings a face; ligatures of code are off wherever it is used.
pub fn font_face(face: &crate::theme::Face, address: &str, format: &str) -> String {
    let style = match face.style {
        crate::theme::FaceStyle::Normal => "normal",
        crate::theme::FaceStyle::Italic => "italic",
    };
    format!(
        "@font-face {{ font-family: \"{}\"; font-weight: {}; font-style: {style}; font-display: swap; src: url(\"{address}\") format(\"{format}\"); }}\n",
        face.family.name(),
        face.weight
    )
}
