//! Where the marks of errors stand, in books that are written in spite of them.

use std::collections::{BTreeMap, HashMap};

use super::Resolved;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::{Block, ChapterId, Heading, NodeId, Section, Visitor, walk_block, walk_blocks, walk_body};
use crate::source::{FileId, Span};

/// What is wrong, by the place that shows it. Empty in a book that has no errors, or is not written in spite of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    /// Before a block, or behind the heading of a section.
    pub by_node: HashMap<NodeId, Vec<String>>,
    /// At the start of a chapter.
    pub by_chapter: HashMap<ChapterId, Vec<String>>,
    /// On the book's first page: what is wrong with the whole, as its configuration.
    pub book: Vec<String>,
}

impl Resolved {
    /// Puts a mark in the place of every error but those whose words are marked where they stand.
    pub fn mark_problems(&mut self, diagnostics: &Diagnostics) {
        let places = Places::of(self);
        let mut problems = Problems::default();
        for diagnostic in diagnostics.iter().filter(|diagnostic| is_unmarked(diagnostic)) {
            let words = format!("{}: {}", diagnostic.code.name(), diagnostic.message);
            let list = match places.find(diagnostic.span) {
                Some(Place::Node(id)) => problems.by_node.entry(id).or_default(),
                Some(Place::Chapter(id)) => problems.by_chapter.entry(id).or_default(),
                None => &mut problems.book,
            };
            if !list.contains(&words) {
                list.push(words);
            }
        }
        self.problems = problems;
    }
}

fn is_unmarked(diagnostic: &Diagnostic) -> bool {
    let is_marked = matches!(diagnostic.code, Code::NoteUndefined | Code::RefUndefined | Code::MathSyntax);
    diagnostic.severity == Severity::Error && !is_marked
}

#[derive(Clone, Copy)]
enum Place {
    Node(NodeId),
    Chapter(ChapterId),
}

/// What is where: by file and start, the ends and what is there, outer before inner.
#[derive(Default)]
struct Places(BTreeMap<(FileId, usize), Vec<(usize, Place)>>);

impl Places {
    fn of(book: &Resolved) -> Self {
        let mut places = Self::default();
        for chapter in &book.book.chapters {
            let here = Place::Chapter(chapter.id);
            // The line of the outline stands for a chapter whose file can't be read, the first byte for its front matter.
            places.add(chapter.span, here);
            if let Some(heading) = &chapter.heading {
                places.add(heading.span, here);
                if let Some(file) = heading.span.file() {
                    places.add(Span::new(file, 0..heading.span.range().start), here);
                }
            }
            walk_body(&mut places, &chapter.body);
            for note in &chapter.notes {
                places.add(note.span, here);
                walk_blocks(&mut places, &note.blocks);
            }
        }
        places
    }

    fn add(&mut self, span: Span, place: Place) {
        if let Some(file) = span.file() {
            let range = span.range();
            self.0.entry((file, range.start)).or_default().push((range.end, place));
        }
    }

    /// The innermost place around the start of a span.
    fn find(&self, span: Span) -> Option<Place> {
        let (file, at) = (span.file()?, span.range().start);
        self.0
            .range((file, 0)..=(file, at))
            .rev()
            .flat_map(|(_, there)| there.iter().rev())
            .find(|(end, _)| *end >= at)
            .map(|(_, place)| *place)
    }

    fn heading(&mut self, heading: &Heading) {
        self.add(heading.span, Place::Node(heading.id));
    }
}

impl<'a> Visitor<'a> for Places {
    fn block(&mut self, block: &'a Block) {
        self.add(block.span, Place::Node(block.id));
        walk_block(self, block);
    }

    fn section(&mut self, section: &'a Section) {
        self.heading(&section.heading);
        walk_body(self, &section.body);
    }
}
