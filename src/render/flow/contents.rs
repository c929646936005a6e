//! The contents, and the lists of figures, tables and listings, as lists of links.

use std::ops::Range;

use super::{Dialect, Flow, address, page, part_page};
use crate::model::{Chapter, ChapterId};
use crate::render::markup::{Element, Node, element, text};
use crate::resolve::{ContentsEntry, ContentsSection, Listed, Place, Presence, Resolved};

/// How planned chapters stand in the contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlannedAs {
    /// Their words, with a mark.
    Words,
    /// Links to pages that say what is planned: EPUB's navigation may hold nothing else (EPUB 3.3 §5.4), and what it
    /// links to must come in the order of reading.
    Links,
}

/// What becomes of the parts, chapters and sections that a sample lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// They stand in their places, as words with a mark.
    Shown,
    /// They are left out, as EPUB's navigation may hold links only; what is below them takes their places.
    LeftOut,
}

/// How much of the contents is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// Every part and chapter.
    Whole,
    /// The parts and chapters that the current one is in and those beside each of them; of many, the nearest, and a link
    /// to the first page of the site, which has all.
    Branch,
}

/// How many entries of a branch stand beside one another.
const MOST_BESIDE: usize = 100;

/// What of the contents is shown.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    /// How planned chapters stand.
    pub planned: PlannedAs,
    /// What becomes of what a sample lacks.
    pub missing: Missing,
    /// How many levels of sections.
    pub sections: u8,
    /// Whether chapters say what they are about.
    pub summaries: bool,
    /// The chapter that the reader is in.
    pub current: Option<ChapterId>,
    /// How much.
    pub extent: Extent,
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
        let shown = self.shown_of(entries);
        let before = (shown.start > 0).then(|| self.others());
        let after = (shown.end < entries.len()).then(|| self.others());
        let shown = entries[shown].iter().flat_map(|entry| self.entry(entry));
        before.into_iter().chain(shown).chain(after).collect()
    }

    /// Which of the entries beside one another are shown.
    fn shown_of(&self, entries: &[ContentsEntry]) -> Range<usize> {
        match self.shown.extent {
            Extent::Whole => 0..entries.len(),
            Extent::Branch => {
                let own = entries.iter().position(|entry| self.is_open(entry)).unwrap_or(0);
                let end = entries.len().min(own.saturating_sub(MOST_BESIDE / 2) + MOST_BESIDE);
                end.saturating_sub(MOST_BESIDE)..end
            }
        }
    }

    /// Where those that are not shown are.
    fn others(&self) -> Node {
        let words = format!("… {}", self.book.terms.contents);
        let link = element("a").with("href", "index.html#contents-title").text(words);
        element("li").class("other-entries").child(link).into()
    }

    /// Whether what is below an entry is shown.
    fn is_open(&self, entry: &ContentsEntry) -> bool {
        match self.shown.extent {
            Extent::Whole => true,
            Extent::Branch => match entry {
                ContentsEntry::Part { children, .. } => children.iter().any(|entry| self.is_open(entry)),
                ContentsEntry::Chapter { id, children, .. } => {
                    self.shown.current == Some(*id) || children.iter().any(|entry| self.is_open(entry))
                }
            },
        }
    }

    fn entry(&self, entry: &ContentsEntry) -> Vec<Node> {
        let is_open = self.is_open(entry);
        let is_left_out = self.shown.missing == Missing::LeftOut && !self.book.has_page(entry);
        let line = match entry {
            ContentsEntry::Part { children, .. } | ContentsEntry::Chapter { children, .. } if is_left_out => {
                return self.entries(children);
            }
            ContentsEntry::Part { number, title, name, children } => {
                let words = format!("{}: {title}", self.book.terms.part_number(*number));
                let title = match (self.shown.planned, is_open) {
                    (PlannedAs::Words, true) => element("span"),
                    (PlannedAs::Words, false) => self.way_into(children),
                    (PlannedAs::Links, _) if self.book.has_page(entry) => {
                        element("a").with("href", part_page(name))
                    }
                    (PlannedAs::Links, _) => element("span"),
                };
                let item = element("li").class("part").child(title.class("part-title").text(words));
                let below = if is_open { self.entries(children) } else { Vec::new() };
                if below.is_empty() { item } else { item.child(element("ol").children(below)) }
            }
            ContentsEntry::Chapter { id, sections, children } => {
                self.chapter(*id, sections, if is_open { children } else { &[] })
            }
        };
        vec![line.into()]
    }

    /// A link to the first written chapter of a part, where there is one.
    fn way_into(&self, entries: &[ContentsEntry]) -> Element {
        let place = first_written(self.book, entries).map(|chapter| Place { chapter, anchor: None });
        match place {
            Some(place) => element("a").with("href", address(self.book, self.dialect.medium, None, &place)),
            None => element("span"),
        }
    }

    fn chapter(&self, id: ChapterId, sections: &[ContentsSection], children: &[ContentsEntry]) -> Element {
        let chapter = self.book.book.chapter(id);
        let info = self.book.chapter(id);
        let mut words = number(info.number.as_deref());
        words.push(text(chapter.title.clone()));
        words.extend(self.mark(chapter));
        let place = Place { chapter: id, anchor: None };
        let is_current = self.shown.current == Some(id);
        let mut item =
            element("li").class(if info.is_here() { "chapter-entry" } else { "chapter-entry planned" });
        item = match (self.shown.planned, info.presence) {
            _ if info.is_here() => {
                let link = element("a").with("href", address(self.book, self.dialect.medium, None, &place));
                item.child(link.maybe("aria-current", is_current.then_some("page")).children(words))
            }
            (PlannedAs::Links, Presence::Whole | Presence::Part) => {
                words.push(text(format!(" ({})", self.book.terms.remark(chapter))));
                let target = page(chapter.slug.as_str(), self.dialect.medium);
                item.child(element("a").with("href", target).children(words))
            }
            (PlannedAs::Links, Presence::Elsewhere) => {
                let remark = match info.is_written {
                    true => self.book.terms.elsewhere_remark.to_owned(),
                    false => self.book.terms.remark(chapter),
                };
                item.child(remarked(words, Some(&remark)))
            }
            (PlannedAs::Words, _) => item.child(remarked(words, None)),
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
    fn mark(&self, chapter: &Chapter) -> Vec<Node> {
        let words = match self.shown.planned {
            PlannedAs::Links => None,
            PlannedAs::Words => self.book.terms.mark(chapter),
        };
        let mark = words.map(|words| element("span").class("entry-mark").text(words).into());
        mark.into_iter().flat_map(|mark| [text(" "), mark]).collect()
    }

    fn sections(&self, sections: &[ContentsSection], depth: u8) -> Vec<Node> {
        if depth > self.shown.sections {
            return Vec::new();
        }
        sections.iter().filter_map(|section| Some(self.section(section, depth)?.into())).collect()
    }

    fn section(&self, section: &ContentsSection, depth: u8) -> Option<Element> {
        let chapter = section.id.chapter;
        let mut words = number(section.number.as_deref());
        words.extend(Flow::new(self.book, self.dialect, chapter).inlines(&section.title));
        let line = match (&section.place, self.shown.missing) {
            (Some(place), _) => {
                let address = address(self.book, self.dialect.medium, self.shown.current, place);
                element("a").with("href", address).children(words)
            }
            (None, Missing::LeftOut) => return None,
            // What a chapter's line says need not be said again of each of its sections.
            (None, Missing::Shown) => {
                let is_here = self.book.chapter(chapter).is_here();
                remarked(words, is_here.then_some(self.book.terms.elsewhere_remark))
            }
        };
        let item = element("li").child(line);
        let below = self.sections(&section.children, depth + 1);
        Some(if below.is_empty() { item } else { item.child(element("ol").children(below)) })
    }
}

/// Words that are no link, and why not.
fn remarked(words: Vec<Node>, remark: Option<&str>) -> Element {
    let words = element("span").class("planned-link").children(words);
    match remark {
        Some(remark) => words.text(format!(" ({remark})")),
        None => words,
    }
}

fn first_written(book: &Resolved, entries: &[ContentsEntry]) -> Option<ChapterId> {
    entries.iter().find_map(|entry| match entry {
        ContentsEntry::Chapter { id, .. } if book.chapter(*id).is_here() => Some(*id),
        ContentsEntry::Chapter { children, .. } | ContentsEntry::Part { children, .. } => {
            first_written(book, children)
        }
    })
}

/// The number before a title.
fn number(number: Option<&str>) -> Vec<Node> {
    let Some(number) = number else { return Vec::new() };
    vec![element("span").class("heading-number").text(number.to_owned()).into(), text(" ")]
}
