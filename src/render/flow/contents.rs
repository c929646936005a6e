//! The contents, and the lists of figures, tables and listings, as lists of links.

use super::{Dialect, Flow, address, page, part_page};
use crate::model::{ChapterId, Status};
use crate::render::markup::{Element, Node, element, text};
use crate::resolve::{ContentsEntry, ContentsSection, Listed, Place, Resolved};

/// How planned chapters stand in the contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlannedAs {
    /// Their words, with a mark.
    Words,
    /// Links to pages that say what is planned: EPUB's navigation may hold nothing else (EPUB 3.3 §5.4), and what it
    /// links to must come in the order of reading.
    Links,
}

/// What of the contents is shown.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    /// How planned chapters stand.
    pub planned: PlannedAs,
    /// How many levels of sections.
    pub sections: u8,
    /// Whether chapters say what they are about.
    pub summaries: bool,
    /// The chapter that the reader is in.
    pub current: Option<ChapterId>,
}

impl Flow<'_> {
    /// The contents as nested lists.
    pub fn contents(book: &Resolved, dialect: &Dialect, shown: Shown) -> Element {
        let writer = Writer { book, dialect, shown };
        element("ol").class("contents").children(writer.entries(&book.contents))
    }

    /// A list of figures, tables or listings.
    pub fn listed(book: &Resolved, dialect: &Dialect, listed: &[Listed]) -> Element {
        let items = listed.iter().map(|listed| {
            let flow = Flow::new(book, dialect, listed.place.chapter);
            let number = element("span").class("caption-number").text(listed.number.clone());
            let link = element("a")
                .with("href", address(book, dialect.medium, None, &listed.place))
                .child(number)
                .text(" ")
                .children(flow.inlines(&listed.caption));
            element("li").child(link).into()
        });
        element("ol").class("listed").children(items)
    }
}

struct Writer<'a> {
    book: &'a Resolved,
    dialect: &'a Dialect,
    shown: Shown,
}

impl Writer<'_> {
    fn entries(&self, entries: &[ContentsEntry]) -> Vec<Node> {
        entries.iter().map(|entry| self.entry(entry).into()).collect()
    }

    fn entry(&self, entry: &ContentsEntry) -> Element {
        match entry {
            ContentsEntry::Part { number, title, children } => {
                let words = format!("{}: {title}", self.book.terms.part_number(*number));
                let list = element("ol").children(self.entries(children));
                let title = match self.shown.planned {
                    PlannedAs::Words => element("span"),
                    PlannedAs::Links => element("a").with("href", part_page(self.book, *number)),
                };
                let item = element("li").class("part").child(title.class("part-title").text(words));
                if children.is_empty() { item } else { item.child(list) }
            }
            ContentsEntry::Chapter { id, sections, children } => self.chapter(*id, sections, children),
        }
    }

    fn chapter(&self, id: ChapterId, sections: &[ContentsSection], children: &[ContentsEntry]) -> Element {
        let chapter = self.book.book.chapter(id);
        let info = self.book.chapter(id);
        let mut words = number(info.number.as_deref());
        words.push(text(chapter.title.clone()));
        words.extend(self.mark(chapter.status));
        let place = Place { chapter: id, anchor: None };
        let is_current = self.shown.current == Some(id);
        let mut item =
            element("li").class(if info.is_written { "chapter-entry" } else { "chapter-entry planned" });
        item = if info.is_written {
            let link = element("a").with("href", address(self.book, self.dialect.medium, None, &place));
            item.child(link.maybe("aria-current", is_current.then_some("page")).children(words))
        } else {
            match self.shown.planned {
                PlannedAs::Words => item.child(element("span").class("planned-link").children(words)),
                PlannedAs::Links => {
                    words.push(text(format!(" ({})", self.book.terms.planned_remark)));
                    let target = page(chapter.slug.as_str(), self.dialect.medium);
                    item.child(element("a").with("href", target).children(words))
                }
            }
        };
        if let Some(summary) = chapter.summary.as_ref().filter(|_| self.shown.summaries) {
            item = item.child(element("p").class("summary").text(summary.clone()));
        }
        let mut below = Vec::new();
        if self.shown.current.is_none() || is_current {
            below.extend(self.sections(sections, 1));
        }
        below.extend(self.entries(children));
        if below.is_empty() { item } else { item.child(element("ol").children(below)) }
    }

    /// The mark of a chapter that is not final.
    fn mark(&self, status: Status) -> Vec<Node> {
        let terms = &self.book.terms;
        let words = match (self.shown.planned, status) {
            (PlannedAs::Links, _) | (PlannedAs::Words, Status::Final) => return Vec::new(),
            (PlannedAs::Words, Status::Planned) => terms.planned,
            (PlannedAs::Words, Status::Draft) => terms.draft,
            (PlannedAs::Words, Status::Review) => terms.review,
        };
        vec![text(" "), element("span").class("entry-mark").text(words).into()]
    }

    fn sections(&self, sections: &[ContentsSection], depth: u8) -> Vec<Node> {
        if depth > self.shown.sections {
            return Vec::new();
        }
        sections
            .iter()
            .map(|section| {
                let flow = Flow::new(self.book, self.dialect, section.place.chapter);
                let from = self.shown.current;
                let link =
                    element("a").with("href", address(self.book, self.dialect.medium, from, &section.place));
                let link =
                    link.children(number(section.number.as_deref())).children(flow.inlines(&section.title));
                let item = element("li").child(link);
                let below = self.sections(&section.children, depth + 1);
                let item = if below.is_empty() { item } else { item.child(element("ol").children(below)) };
                item.into()
            })
            .collect()
    }
}

/// The number before a title.
fn number(number: Option<&str>) -> Vec<Node> {
    let Some(number) = number else { return Vec::new() };
    vec![element("span").class("heading-number").text(number.to_owned()).into(), text(" ")]
}
