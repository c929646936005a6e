//! A chapter as a tree of elements, for EPUB and HTML alike.
//!
//! What differs between the two is in [`Dialect`]: how a page is addressed, how footnotes stand, what pictures need.

mod arrivals;
mod block;
pub mod contents;
pub mod front;
pub mod image;
mod inline;
mod listing;
mod notes;
mod table;

use std::collections::HashMap;

pub use block::problems;

use super::markup::{Element, Node, element, text};
use crate::model::{Chapter, ChapterId, Heading, NodeId, Section};
use crate::render::PagePlace;
use crate::resolve::{Place, Presence, Resolved};

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
    /// The printed pages that begin at a place.
    pub page_breaks: HashMap<PagePlace, Vec<PageBreak>>,
}

/// Where a printed page begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageBreak {
    /// The page's label: `iv`, `17`.
    pub label: String,
    /// The mark's `id`, of no other place in the book.
    pub id: String,
}

impl Dialect {
    /// For a medium, without pages.
    pub fn new(medium: Medium) -> Self {
        Self { medium, page_breaks: HashMap::new() }
    }

    /// The marks of the printed pages that begin at a place, as elements of that name.
    pub fn page_breaks(&self, place: PagePlace, name: &'static str) -> impl Iterator<Item = Node> {
        self.page_breaks.get(&place).into_iter().flatten().map(move |page| {
            element(name)
                .class("page-break")
                .with("epub:type", "pagebreak")
                .with("role", "doc-pagebreak")
                .with("id", page.id.clone())
                .with("aria-label", page.label.clone())
                .into()
        })
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
        section
            .with("aria-labelledby", self.title_id())
            .children(self.page_breaks(PagePlace::Chapter(self.chapter.id)))
            .children(self.chapter_arrivals())
            .child(self.opening())
            .children(self.body())
    }

    /// What stands below the chapter's opening: text, sections, footnotes.
    pub fn body(&self) -> Vec<Node> {
        let body = &self.chapter.body;
        let mut nodes = self.chapter_problems();
        nodes.extend(self.blocks(&body.blocks));
        nodes.extend(body.sections.iter().map(|section| self.section(section).into()));
        nodes.extend(self.rest());
        nodes.extend(self.notes());
        nodes
    }

    /// Where the rest of a chapter is that a sample has only sections of.
    fn rest(&self) -> Option<Node> {
        match self.book.chapter(self.chapter.id).presence {
            Presence::Part => {
                let words = element("p").class("planned-notice rest-notice");
                Some(words.text(self.book.terms.rest_elsewhere).into())
            }
            Presence::Whole | Presence::Elsewhere => None,
        }
    }

    fn chapter_problems(&self) -> Vec<Node> {
        self.book.problems.by_chapter.get(&self.chapter.id).map(|words| problems(words)).unwrap_or_default()
    }

    /// The page of a planned chapter: its opening, and what it will be about.
    pub fn planned(&self) -> Element {
        let mut section = element("section")
            .class("chapter planned-chapter")
            .with("aria-labelledby", self.title_id())
            .children(self.page_breaks(PagePlace::Chapter(self.chapter.id)))
            .child(self.opening());
        if self.dialect.is_epub() {
            section = section.with("epub:type", "chapter").with("role", "doc-chapter");
        }
        if let Some(summary) = &self.chapter.summary {
            section = section.child(element("p").class("summary").text(summary.clone()));
        }
        section
            .child(element("p").class("planned-notice").text(self.book.terms.planned_notice))
            .children(self.chapter_problems())
    }

    /// Number, title and status.
    fn opening(&self) -> Element {
        let info = self.book.chapter(self.chapter.id);
        let mut title = element(self.heading_name(1)).with("id", self.title_id());
        if let Some(number) = &info.number {
            let number = self.book.terms.chapter_number(number);
            title = title.child(element("span").class("heading-number").text(number)).text(" ");
        }
        let words = element("span").class("chapter-title").children(self.title());
        let mut opening = element("header").class("chapter-opening").child(title.child(words));
        if !self.chapter.authors.is_empty() {
            let authors = self.book.terms.list(&self.chapter.authors);
            opening = opening.child(element("p").class("chapter-authors").text(authors));
        }
        if let Some(status) = self.book.terms.mark(self.chapter) {
            opening = opening.child(element("p").class("chapter-status").text(status));
        }
        opening
    }

    fn title(&self) -> Vec<Node> {
        match &self.chapter.heading {
            Some(Heading { inlines, .. }) if self.book.has_words(inlines) => self.inlines(inlines),
            // What says nothing, as a picture without words, stands behind the title.
            Some(Heading { inlines, .. }) => {
                let mut title = vec![text(format!("{} ", self.chapter.title))];
                title.extend(self.inlines(inlines));
                title
            }
            None => vec![text(self.chapter.title.clone())],
        }
    }

    fn title_id(&self) -> String {
        let anchor = self.chapter.heading.as_ref().and_then(|heading| self.book.anchors.get(&heading.id));
        self.id(anchor.map_or("chapter-title", String::as_str))
    }

    fn section(&self, section: &'a Section) -> Element {
        let heading = self.heading(&section.heading, section.depth + 1);
        let mut out = element("section")
            .children(self.page_breaks(PagePlace::Node(section.heading.id)))
            .children(self.arrivals(section.heading.id, "div"))
            .child(heading)
            .children(self.problems(section.heading.id))
            .children(self.blocks(&section.body.blocks));
        for inner in &section.body.sections {
            out = out.child(self.section(inner));
        }
        out
    }

    /// A heading; one without words is none to those who can't see it.
    fn heading(&self, heading: &'a Heading, level: u8) -> Element {
        let out = match self.book.has_words(&heading.inlines) {
            true => element(self.heading_name(level)),
            false => element("p").class("bridgehead"),
        };
        let mut out = out.maybe("id", self.anchor(heading.id));
        if let Some(number) = self.book.numbers.get(&heading.id) {
            out = out.child(element("span").class("heading-number").text(number.clone())).text(" ");
        }
        out.children(self.inlines(&heading.inlines))
    }

    /// The element of a heading, from 1 for the chapter's; where chapters share a page, they are below the book's.
    fn heading_name(&self, level: u8) -> &'static str {
        const NAMES: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
        let level = match self.dialect.medium {
            Medium::Web | Medium::Epub => level,
            Medium::Single => level.saturating_add(1),
        };
        NAMES[usize::from(level.clamp(1, 6)) - 1]
    }

    /// The `id` of a node.
    fn anchor(&self, node: NodeId) -> Option<String> {
        self.book.id(node).map(|id| self.id(id))
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

/// The file of a part's page in an EPUB: its name behind a prefix that no chapter's can have.
pub fn part_page(name: &str) -> String {
    format!("part_{name}.xhtml")
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
