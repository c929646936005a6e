//! What the manuscript says, block by block, in the order that all books have.
//!
//! Where books put one block before or behind another, one order stands for all: a caption comes before what it is of, and
//! terms that share a meaning are one block.

mod inline;

use super::said::{Kind, Speech, Teller};
use super::{Extent, Goal, On};
use crate::model::{
    AlertKind, Block, BlockKind, Chapter, ChapterId, Definition, Figure, Heading, Inline, Item, LabelKind,
    Listing, NodeId, Section, Table,
};
use crate::resolve::sample::{Missing, ending};
use crate::resolve::{ContentsEntry, NoteInfo, Presence, Resolved};

/// Where footnotes are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notes {
    /// Each at its first mark.
    AtMarks,
    /// Behind the chapter that they are of.
    BehindChapters,
}

/// Tells as much of a book as a written one has.
pub(super) fn tell(book: &Resolved, extent: Extent, notes: Notes) -> Speech<Goal> {
    let mut manuscript = Manuscript { book, extent, notes, out: Teller::new(), in_link: false };
    manuscript.entries(&book.contents);
    manuscript.ending();
    manuscript.out.finish()
}

struct Manuscript<'a> {
    book: &'a Resolved,
    extent: Extent,
    notes: Notes,
    out: Teller<Goal>,
    /// Whether a link is around what is told.
    in_link: bool,
}

impl<'a> Manuscript<'a> {
    fn entries(&mut self, entries: &'a [ContentsEntry]) {
        for entry in entries {
            match entry {
                ContentsEntry::Part { number, title, children, .. } => {
                    if self.book.has_page(entry) && self.has_part(children) {
                        let number = self.book.terms.part_number(*number);
                        self.out.block(Kind::Heading(1), &format!("{number} {title}"));
                    }
                    self.entries(children);
                }
                ContentsEntry::Chapter { id, children, .. } => {
                    self.chapter(*id);
                    self.entries(children);
                }
            }
        }
    }

    fn has_part(&self, children: &[ContentsEntry]) -> bool {
        match self.extent {
            Extent::Everything => true,
            Extent::WrittenWithParts => has_written(self.book, children),
            Extent::Written => false,
        }
    }

    fn chapter(&mut self, id: ChapterId) {
        let chapter = self.book.book.chapter(id);
        let is_written = self.book.chapter(id).is_written;
        let is_left_out = !is_written && self.extent != Extent::Everything;
        if is_left_out || self.book.chapter(id).presence == Presence::Elsewhere {
            return;
        }
        self.out.at(chapter.heading.as_ref().map_or(chapter.span, |heading| heading.span));
        self.opening(chapter);
        if !is_written {
            self.line(chapter.summary.as_deref());
            self.line(Some(self.book.terms.planned_notice));
        }
        self.problems(self.book.problems.by_chapter.get(&id));
        self.blocks(&chapter.body.blocks);
        chapter.body.sections.iter().for_each(|section| self.section(section));
        match self.book.chapter(id).presence {
            Presence::Part => self.line(Some(self.book.terms.rest_elsewhere)),
            Presence::Whole | Presence::Elsewhere => {}
        }
        if self.notes == Notes::BehindChapters {
            self.book.chapter(id).notes.iter().for_each(|info| self.note(id, info));
        }
    }

    /// The last page of a sample.
    fn ending(&mut self) {
        let book = self.book;
        let Some(ending) = ending(book).filter(|_| self.extent == Extent::Everything) else { return };
        self.out.block(Kind::Heading(1), book.terms.full_book);
        ending.told.iter().for_each(|words| self.line(Some(words)));
        self.line(ending.price.as_deref());
        if let Some(shop) = ending.shop {
            self.out.words(&format!("{}: {shop}", book.terms.sold_at));
            self.out.link(Goal::Url(shop, On::All));
            self.out.flush();
        }
        if !ending.missing.is_empty() {
            self.out.block(Kind::Heading(2), book.terms.only_in_full);
        }
        for Missing { number, title, summary, .. } in &ending.missing {
            self.line(Some(&number.as_ref().map_or(title.clone(), |number| format!("{number} {title}"))));
            self.line(summary.as_deref());
        }
    }

    fn note(&mut self, chapter: ChapterId, info: &'a NoteInfo) {
        let note = &self.book.book.chapter(chapter).notes[info.index];
        self.out.open_note();
        self.out.at(note.span);
        self.out.block(Kind::Note, &info.number.to_string());
        self.blocks(&note.blocks);
        self.out.close_note();
    }

    fn opening(&mut self, chapter: &'a Chapter) {
        let terms = &self.book.terms;
        self.out.open(Some(Kind::Heading(1)));
        if let Some(number) = &self.book.chapter(chapter.id).number {
            self.out.words(&format!("{} ", terms.chapter_number(number)));
        }
        match &chapter.heading {
            Some(Heading { inlines, .. }) if self.book.has_words(inlines) => self.inlines(inlines),
            Some(Heading { inlines, .. }) => {
                self.out.words(&format!("{} ", chapter.title));
                self.inlines(inlines);
            }
            None => self.out.words(&chapter.title),
        }
        self.out.close();
        self.line((!chapter.authors.is_empty()).then(|| terms.list(&chapter.authors)).as_deref());
        self.line(terms.mark(chapter).as_deref());
    }

    fn section(&mut self, section: &'a Section) {
        let heading = &section.heading;
        self.out.at(heading.span);
        // One without words is none to those who can't see it.
        let has_words = self.book.has_words(&heading.inlines);
        self.out.open(has_words.then_some(Kind::Heading(section.depth.saturating_add(1))));
        if let Some(number) = self.book.numbers.get(&heading.id) {
            self.out.words(&format!("{number} "));
        }
        self.inlines(&heading.inlines);
        self.out.close();
        self.problems_at(heading.id);
        self.blocks(&section.body.blocks);
        section.body.sections.iter().for_each(|inner| self.section(inner));
    }

    /// A line that is no block of the manuscript.
    fn line(&mut self, words: Option<&str>) {
        if let Some(words) = words {
            self.out.block(Kind::Text, words);
        }
    }

    /// Marks of errors, in books that are written in spite of them.
    fn problems(&mut self, words: Option<&'a Vec<String>>) {
        words.into_iter().flatten().for_each(|words| self.line(Some(words)));
    }

    fn problems_at(&mut self, id: NodeId) {
        let book = self.book;
        for words in book.problems.by_node.get(&id).into_iter().flatten() {
            self.out.flush();
            self.out.words(words);
            self.out.flush();
        }
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.problems_at(block.id);
            self.block(block);
        }
        self.out.flush();
    }

    fn block(&mut self, block: &'a Block) {
        self.out.at(block.span);
        match &block.kind {
            BlockKind::Paragraph(inlines) => self.inlines(inlines),
            BlockKind::Heading(heading) => self.inlines(&heading.inlines),
            BlockKind::List { start, tight, items } => self.list(*start, *tight, items),
            BlockKind::Definitions(definitions) => {
                definitions.iter().for_each(|definition| self.definition(definition));
            }
            BlockKind::Quote(blocks) => self.blocks(blocks),
            BlockKind::Alert { kind, title, blocks } => self.alert(*kind, title.as_deref(), blocks),
            BlockKind::Listing(listing) => self.listing(block.id, listing),
            BlockKind::Figure(figure) => self.figure(block.id, figure),
            BlockKind::Table(table) => self.table(block.id, table),
            BlockKind::Equation { latex, .. } => self.equation(block.id, latex),
            BlockKind::Details { summary, blocks } => {
                if summary.is_empty() {
                    self.out.words(self.book.terms.details);
                }
                self.inlines(summary);
                self.blocks(blocks);
            }
            BlockKind::Rule | BlockKind::Anchor(_) => {}
            BlockKind::Problem(message) => self.out.words(message),
        }
        self.out.flush();
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &'a [Item]) {
        for (index, item) in (0_u64..).zip(items) {
            self.out.at(item.span);
            if let Some(start) = start {
                self.out.block(Kind::Ordinal, &format!("{}.", start.saturating_add(index)));
            }
            let mark = item.task.map_or("", |done| if done { "☑ " } else { "☐ " });
            match item.blocks.as_slice() {
                // The box stands in the first paragraph.
                [Block { id, kind: BlockKind::Paragraph(inlines), span }, rest @ ..]
                    if item.task.is_some() =>
                {
                    self.out.words(if tight { mark } else { "" });
                    self.problems_at(*id);
                    self.out.words(if tight { "" } else { mark });
                    self.inlines(inlines);
                    self.out.span(*span);
                    self.blocks(rest);
                }
                blocks => {
                    self.out.words(mark);
                    self.blocks(blocks);
                }
            }
        }
    }

    fn definition(&mut self, definition: &'a Definition) {
        for term in &definition.terms {
            self.inlines(term);
            self.out.words(" ");
        }
        self.out.flush();
        definition.details.iter().for_each(|blocks| self.blocks(blocks));
    }

    fn alert(&mut self, kind: AlertKind, title: Option<&'a [Inline]>, blocks: &'a [Block]) {
        match title {
            Some(title) if !title.is_empty() => self.inlines(title),
            Some(_) | None => self.out.words(self.book.terms.alert(kind)),
        }
        self.blocks(blocks);
    }

    fn listing(&mut self, id: NodeId, listing: &'a Listing) {
        self.caption(LabelKind::Listing, id, &listing.caption);
        self.out.words(listing.title.as_deref().unwrap_or_default());
        self.out.block(Kind::Code, &listing.code);
    }

    fn figure(&mut self, id: NodeId, figure: &'a Figure) {
        self.caption(LabelKind::Figure, id, &figure.caption);
        self.image(&figure.image);
    }

    fn caption(&mut self, kind: LabelKind, id: NodeId, inlines: &'a [Inline]) {
        if let Some(number) = self.book.numbers.get(&id) {
            self.out.words(&self.book.terms.numbered(kind, number));
            self.out.words(if inlines.is_empty() { "" } else { ". " });
        }
        self.inlines(inlines);
        self.out.flush();
    }

    fn table(&mut self, id: NodeId, table: &'a Table) {
        self.caption(LabelKind::Table, id, &table.caption);
        for (row, cells) in table.head.iter().chain(&table.rows).enumerate() {
            for (place, cell) in cells.cells.iter().enumerate() {
                self.out.open(Some(Kind::Cell { row, place }));
                self.blocks(&cell.blocks);
                self.out.close();
            }
        }
    }

    fn equation(&mut self, id: NodeId, latex: &'a str) {
        self.out.flush();
        if self.book.formulas.contains_key(&id) {
            self.out.object(latex);
        } else {
            self.out.words(latex);
        }
        if let Some(number) = self.book.numbers.get(&id) {
            self.out.words(&format!("({number})"));
        }
        self.out.flush();
    }
}

fn has_written(book: &Resolved, entries: &[ContentsEntry]) -> bool {
    entries.iter().any(|entry| match entry {
        ContentsEntry::Part { children, .. } => has_written(book, children),
        ContentsEntry::Chapter { id, children, .. } => {
            book.chapter(*id).is_here() || has_written(book, children)
        }
    })
}
