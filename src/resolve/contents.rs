//! The contents, and the lists of figures, tables and listings.

use std::collections::HashMap;

use super::said::Said;
use super::{ChapterInfo, ContentsEntry, ContentsSection, Listed, Place};
use crate::identity::Identity;
use crate::identity::collect::{Collected, What};
use crate::ledger::PartEntry;
use crate::model::{Book, Entry, Inline, InlineKind, NodeId, Section};

/// How many levels of sections contents and bookmarks show.
pub const SHOWN_DEPTH: u8 = 2;

/// The contents: chapters of no part come before the first part, or make it up where there is none.
pub(super) fn contents(
    book: &Book,
    chapters: &[ChapterInfo],
    numbers: &HashMap<NodeId, String>,
    identity: &Identity,
    said: Said<'_>,
) -> Vec<ContentsEntry> {
    let anchors = &identity.anchors.by_node;
    let build = Build { book, chapters, numbers, anchors, said };
    let mut entries = Vec::new();
    let mut part: Option<(String, Vec<ContentsEntry>)> = None;
    let mut count = 0;
    let mut close = |part: &mut Option<(String, Vec<ContentsEntry>)>, entries: &mut Vec<ContentsEntry>| {
        if let Some((title, children)) = part.take() {
            count += 1;
            entries.push(ContentsEntry::Part { number: count, title, name: String::new(), children });
        }
    };
    for entry in &book.outline {
        match entry {
            Entry::Part { title, .. } => {
                close(&mut part, &mut entries);
                part = Some((title.clone(), Vec::new()));
            }
            Entry::Chapter { id, children } => {
                let is_back = book.chapter(*id).matter == crate::model::Matter::Back;
                if is_back {
                    close(&mut part, &mut entries);
                }
                let chapter = build.chapter(*id, children);
                match &mut part {
                    Some((_, open)) => open.push(chapter),
                    None => entries.push(chapter),
                }
            }
            Entry::Separator => {}
        }
    }
    close(&mut part, &mut entries);
    name_parts(&identity.parts, &mut entries);
    entries
}

/// Gives parts their lasting names, which are in the same order.
fn name_parts(parts: &[PartEntry], entries: &mut [ContentsEntry]) {
    let mut parts = parts.iter();
    for entry in entries {
        if let ContentsEntry::Part { name, .. } = entry {
            let part = parts.next().expect("the outline's parts are those that were named");
            name.clone_from(&part.name);
        }
    }
}

struct Build<'a> {
    book: &'a Book,
    chapters: &'a [ChapterInfo],
    numbers: &'a HashMap<NodeId, String>,
    anchors: &'a HashMap<NodeId, String>,
    said: Said<'a>,
}

impl Build<'_> {
    fn chapter(&self, id: crate::model::ChapterId, children: &[Entry]) -> ContentsEntry {
        let is_written = self.chapters[id.index()].is_written;
        let body = &self.book.chapter(id).body;
        let sections = if is_written { self.sections(&body.sections) } else { Vec::new() };
        let children = children
            .iter()
            .filter_map(|entry| match entry {
                Entry::Chapter { id, children } => Some(self.chapter(*id, children)),
                Entry::Part { .. } | Entry::Separator => None,
            })
            .collect();
        ContentsEntry::Chapter { id, sections, children }
    }

    /// Sections; those below one that says nothing stand in its place.
    fn sections(&self, sections: &[Section]) -> Vec<ContentsSection> {
        let shown = sections.iter().filter(|section| section.depth <= SHOWN_DEPTH);
        shown.flat_map(|section| self.section(section)).collect()
    }

    fn section(&self, section: &Section) -> Vec<ContentsSection> {
        let id = section.heading.id;
        let children = self.sections(&section.body.sections);
        let title = self.said.title(&section.heading.inlines);
        if self.said.plain(&title).trim().is_empty() {
            return children;
        }
        let number = self.numbers.get(&id).cloned();
        let place = Some(Place { chapter: id.chapter, anchor: self.anchors.get(&id).cloned() });
        vec![ContentsSection { id, number, title, place, children }]
    }
}

/// The three lists.
#[derive(Default)]
pub(super) struct Lists {
    pub(super) figures: Vec<Listed>,
    pub(super) tables: Vec<Listed>,
    pub(super) listings: Vec<Listed>,
}

/// What is numbered and has words, in order.
pub(super) fn listed(
    collected: &Collected<'_>,
    numbers: &HashMap<NodeId, String>,
    anchors: &HashMap<NodeId, String>,
    said: Said<'_>,
) -> Lists {
    let mut lists = Lists::default();
    for place in &collected.labelled {
        let Some(number) = numbers.get(&place.id) else { continue };
        let (list, caption) = match place.what {
            What::Figure(figure) => (&mut lists.figures, said.title(&figure.caption)),
            What::Table(table) => (&mut lists.tables, said.title(&table.caption)),
            What::Listing(listing) => {
                let named = listing
                    .title
                    .iter()
                    .map(|name| Inline { kind: InlineKind::Code(name.clone()), span: place.span });
                let caption = said.title(&listing.caption);
                (
                    &mut lists.listings,
                    if said.plain(&caption).trim().is_empty() { named.collect() } else { caption },
                )
            }
            What::Chapter(_) | What::Section(..) | What::Heading(_) | What::Equation | What::Anchor => {
                continue;
            }
        };
        if !said.plain(&caption).trim().is_empty() {
            let at = Place { chapter: place.id.chapter, anchor: anchors.get(&place.id).cloned() };
            list.push(Listed { id: place.id, number: number.clone(), caption, place: at });
        }
    }
    lists
}

/// Tells every chapter which part it is in.
pub(super) fn place_in_parts(contents: &[ContentsEntry], chapters: &mut [ChapterInfo]) {
    fn mark(entries: &[ContentsEntry], part: usize, chapters: &mut [ChapterInfo]) {
        for entry in entries {
            if let ContentsEntry::Chapter { id, children, .. } = entry {
                chapters[id.index()].part = Some(part);
                mark(children, part, chapters);
            }
        }
    }
    for (index, entry) in contents.iter().enumerate() {
        if let ContentsEntry::Part { children, .. } = entry {
            mark(children, index, chapters);
        }
    }
}
