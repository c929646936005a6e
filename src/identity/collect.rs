//! One walk over the book: everything that the rest of this module looks at, in reading order.

use std::collections::HashMap;

use crate::model::{
    Block, BlockKind, Book, Chapter, ChapterId, Figure, Heading, Image, Inline, InlineKind, Label, LabelKind,
    Listing, MathStyle, NodeId, Note, Section, Table, Visitor, walk_block, walk_blocks, walk_body,
    walk_inline, walk_inlines,
};
use crate::source::Span;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Collected<'a> {
    /// What has an anchor or can be referred to.
    pub(crate) labelled: Vec<Labelled<'a>>,
    pub(crate) links: Vec<Link<'a>>,
    pub(crate) references: Vec<(NodeId, &'a Label, Span)>,
    /// Marks of footnotes: node, name, span.
    pub(crate) note_marks: Vec<(NodeId, &'a str, Span)>,
    pub(crate) listings: Vec<(NodeId, &'a Listing, Span)>,
    pub(crate) formulas: Vec<Formula<'a>>,
    pub(crate) images: Vec<&'a Image>,
}

/// A place with a name or a number.
#[derive(Debug)]
pub(crate) struct Labelled<'a> {
    pub(crate) id: NodeId,
    pub(crate) what: What<'a>,
    pub(crate) label: Option<&'a Label>,
    pub(crate) span: Span,
}

/// What it is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum What<'a> {
    /// The heading that opens a chapter.
    Chapter(&'a Heading),
    /// A section's, at that depth.
    Section(&'a Heading, u8),
    /// A heading that opens no section.
    Heading(&'a Heading),
    Figure(&'a Figure),
    Table(&'a Table),
    Listing(&'a Listing),
    Equation,
    /// A name that HTML gave.
    Anchor,
}

impl What<'_> {
    /// The kind of reference that leads here.
    pub(crate) fn kind(&self) -> Option<LabelKind> {
        match self {
            Self::Chapter(_) | Self::Section(..) | Self::Heading(_) => Some(LabelKind::Section),
            Self::Figure(_) => Some(LabelKind::Figure),
            Self::Table(_) => Some(LabelKind::Table),
            Self::Listing(_) => Some(LabelKind::Listing),
            Self::Equation => Some(LabelKind::Equation),
            Self::Anchor => None,
        }
    }

    /// Whether it takes a number, where its chapter has one.
    pub(crate) fn is_numbered(&self) -> bool {
        match self {
            Self::Chapter(_) | Self::Section(..) | Self::Equation => true,
            Self::Figure(figure) => figure.is_numbered(),
            Self::Table(table) => table.is_numbered(),
            Self::Listing(listing) => listing.is_numbered(),
            Self::Heading(_) | Self::Anchor => false,
        }
    }
}

/// A link.
#[derive(Debug)]
pub(crate) struct Link<'a> {
    pub(crate) id: NodeId,
    pub(crate) target: &'a str,
    pub(crate) span: Span,
    /// Whether it has no words of its own: `[](heap.md)`.
    pub(crate) is_bare: bool,
}

/// A formula.
#[derive(Debug)]
pub(crate) struct Formula<'a> {
    pub(crate) id: NodeId,
    pub(crate) style: MathStyle,
    pub(crate) latex: &'a str,
    pub(crate) span: Span,
}

/// Walks the book.
pub(crate) fn collect(book: &Book) -> Collected<'_> {
    let mut collected = Collected::default();
    for chapter in &book.chapters {
        let first_mark = collected.note_marks.len();
        if let Some(heading) = &chapter.heading {
            collected.labelled(heading.id, What::Chapter(heading), heading.label.as_ref(), heading.span);
            walk_inlines(&mut collected, &heading.inlines);
        }
        walk_body(&mut collected, &chapter.body);
        collected.notes(chapter, first_mark);
    }
    collected
}

impl<'a> Collected<'a> {
    /// Walks the footnotes that the marks from `next` on lead to, and those that they lead to: others are in no book.
    fn notes(&mut self, chapter: &'a Chapter, next: usize) {
        let mut written: HashMap<&str, &Note> = HashMap::new();
        for note in &chapter.notes {
            written.entry(&note.label).or_insert(note);
        }
        let mut next = next;
        while let Some(&(_, label, _)) = self.note_marks.get(next) {
            if let Some(note) = written.remove(label) {
                walk_blocks(self, &note.blocks);
            }
            next += 1;
        }
    }

    fn labelled(&mut self, id: NodeId, what: What<'a>, label: Option<&'a Label>, span: Span) {
        self.labelled.push(Labelled { id, what, label, span });
    }

    /// The labelled places of a chapter.
    pub(crate) fn of_chapter(&self, chapter: ChapterId) -> &[Labelled<'a>] {
        let start = self.labelled.partition_point(|labelled| labelled.id.chapter < chapter);
        let end = self.labelled.partition_point(|labelled| labelled.id.chapter <= chapter);
        &self.labelled[start..end]
    }
}

impl<'a> Visitor<'a> for Collected<'a> {
    fn section(&mut self, section: &'a Section) {
        let heading = &section.heading;
        self.labelled(
            heading.id,
            What::Section(heading, section.depth),
            heading.label.as_ref(),
            heading.span,
        );
        walk_inlines(self, &heading.inlines);
        walk_body(self, &section.body);
    }

    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Heading(heading) => {
                self.labelled(heading.id, What::Heading(heading), heading.label.as_ref(), block.span);
            }
            BlockKind::Listing(listing) => {
                self.labelled(block.id, What::Listing(listing), listing.label.as_ref(), block.span);
                self.listings.push((block.id, listing, block.span));
            }
            BlockKind::Figure(figure) => {
                self.labelled(block.id, What::Figure(figure), figure.label.as_ref(), block.span);
                self.images.push(&figure.image);
            }
            BlockKind::Table(table) => {
                self.labelled(block.id, What::Table(table), table.label.as_ref(), block.span);
            }
            BlockKind::Equation { label, latex } => {
                if let Some(label) = label {
                    self.labelled(block.id, What::Equation, Some(label), block.span);
                }
                let style = MathStyle::Display;
                self.formulas.push(Formula { id: block.id, style, latex, span: block.span });
            }
            BlockKind::Anchor(label) => self.labelled(block.id, What::Anchor, Some(label), block.span),
            BlockKind::Paragraph(_)
            | BlockKind::List { .. }
            | BlockKind::Definitions(_)
            | BlockKind::Quote(_)
            | BlockKind::Alert { .. }
            | BlockKind::Details { .. }
            | BlockKind::Rule
            | BlockKind::Problem(_) => {}
        }
        walk_block(self, block);
    }

    fn inline(&mut self, inline: &'a Inline) {
        let span = inline.span;
        match &inline.kind {
            InlineKind::Math { id, style, latex } => {
                self.formulas.push(Formula { id: *id, style: *style, latex, span });
            }
            InlineKind::Link { id, target, inlines, .. } => {
                self.links.push(Link { id: *id, target, span, is_bare: inlines.is_empty() });
            }
            InlineKind::PageOf { id, target, .. } => {
                self.links.push(Link { id: *id, target, span, is_bare: false });
            }
            InlineKind::Reference { id, label } => self.references.push((*id, label, span)),
            InlineKind::Image(image) => self.images.push(image),
            InlineKind::NoteMark { id, label } => self.note_marks.push((*id, label, span)),
            InlineKind::Anchor { id, label } => self.labelled(*id, What::Anchor, Some(label), span),
            InlineKind::Text(_)
            | InlineKind::Emphasis(_)
            | InlineKind::Strong(_)
            | InlineKind::Strike(_)
            | InlineKind::Superscript(_)
            | InlineKind::Subscript(_)
            | InlineKind::Highlight(_)
            | InlineKind::Small(_)
            | InlineKind::Quoted(_)
            | InlineKind::Keyboard(_)
            | InlineKind::Abbreviation { .. }
            | InlineKind::Code(_)
            | InlineKind::LineBreak
            | InlineKind::Milestone(_)
            | InlineKind::Problem(_) => {}
        }
        walk_inline(self, inline);
    }
}
