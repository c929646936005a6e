//! A text as mail and the pages of releases can show it: few forms, so that none of them is a surprise anywhere.
//!
//! What the author writes is parsed as a chapter of the book is, and reaches readers through the model alone: no HTML of
//! theirs is in a message.

use crate::model::{Block, BlockKind, Body, Definition, Inline, InlineKind, Item, NodeId, Row, Table};
use crate::render::flow::{Medium, address};
use crate::resolve::{Resolved, Target};

/// What stands below one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// A heading, and how deep its section is, from 1.
    Heading(u8, Vec<Run>),
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// A list, with its first number where it has numbers.
    List(Option<u64>, Vec<Vec<Piece>>),
    /// A quotation, or what stands beside the text.
    Quote(Vec<Piece>),
    /// Lines of code.
    Code(String),
    /// A break in thought.
    Rule,
}

/// What stands beside one another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Run {
    /// Words.
    Text(String),
    /// Emphasis.
    Emphasis(Vec<Run>),
    /// Strong emphasis.
    Strong(Vec<Run>),
    /// Code in the line.
    Code(String),
    /// A link to an address of the web.
    Link(String, Vec<Run>),
    /// A new line in the same paragraph.
    Break,
}

impl Run {
    /// Words.
    pub(super) fn text(words: impl Into<String>) -> Self {
        Self::Text(words.into())
    }
}

/// The words of runs, without any form.
pub(super) fn plain(runs: &[Run]) -> String {
    let words = |run: &Run| match run {
        Run::Text(words) | Run::Code(words) => words.clone(),
        Run::Emphasis(inner) | Run::Strong(inner) | Run::Link(_, inner) => plain(inner),
        Run::Break => " ".to_owned(),
    };
    runs.iter().map(words).collect()
}

/// How many words pieces have.
pub(super) fn words(pieces: &[Piece]) -> usize {
    let count = |piece: &Piece| match piece {
        Piece::Heading(_, runs) | Piece::Paragraph(runs) => plain(runs).split_whitespace().count(),
        Piece::List(_, items) => items.iter().map(|item| words(item)).sum(),
        Piece::Quote(inner) => words(inner),
        Piece::Code(code) => code.split_whitespace().count(),
        Piece::Rule => 0,
    };
    pieces.iter().map(count).sum()
}

/// Makes messages of the parts of a book.
pub(super) struct Teller<'a> {
    /// The book.
    pub(super) book: &'a Resolved,
}

impl Teller<'_> {
    /// A body with the sections below it.
    pub(super) fn body(&self, body: &Body) -> Vec<Piece> {
        let mut pieces = self.blocks(&body.blocks);
        for section in &body.sections {
            pieces.push(Piece::Heading(section.depth, self.inlines(&section.heading.inlines)));
            pieces.extend(self.body(&section.body));
        }
        pieces
    }

    /// Blocks.
    pub(super) fn blocks(&self, blocks: &[Block]) -> Vec<Piece> {
        blocks.iter().flat_map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> Vec<Piece> {
        match &block.kind {
            BlockKind::Paragraph(inlines) => vec![Piece::Paragraph(self.inlines(inlines))],
            BlockKind::Heading(heading) => vec![strong(self.inlines(&heading.inlines))],
            BlockKind::List { start, items, .. } => {
                vec![Piece::List(*start, items.iter().map(|item| self.item(item)).collect())]
            }
            BlockKind::Definitions(definitions) => {
                let item = |definition: &Definition| {
                    let mut item: Vec<Piece> =
                        definition.terms.iter().map(|term| strong(self.inlines(term))).collect();
                    item.extend(definition.details.iter().flat_map(|detail| self.blocks(detail)));
                    item
                };
                vec![Piece::List(None, definitions.iter().map(item).collect())]
            }
            BlockKind::Quote(blocks) => vec![Piece::Quote(self.blocks(blocks))],
            BlockKind::Alert { kind, title, blocks } => {
                let title = match title {
                    Some(title) => self.inlines(title),
                    None => vec![Run::text(self.book.terms.alert(*kind))],
                };
                vec![Piece::Quote(std::iter::once(strong(title)).chain(self.blocks(blocks)).collect())]
            }
            BlockKind::Listing(listing) => vec![Piece::Code(listing.code.clone())],
            BlockKind::Figure(figure) => {
                let caption = match figure.caption.is_empty() {
                    true => vec![Run::text(figure.image.alt.clone().unwrap_or_default())],
                    false => self.inlines(&figure.caption),
                };
                vec![Piece::Paragraph(caption)]
            }
            BlockKind::Table(table) => self.table(table),
            BlockKind::Equation { latex, .. } => vec![Piece::Code(latex.clone())],
            BlockKind::Details { summary, blocks } => {
                let summary = (!summary.is_empty()).then(|| strong(self.inlines(summary)));
                summary.into_iter().chain(self.blocks(blocks)).collect()
            }
            BlockKind::Rule => vec![Piece::Rule],
            // A place that nothing leads to, and a mark of `--keep-going`, of which no edition is made.
            BlockKind::Anchor(_) | BlockKind::Problem(_) => Vec::new(),
        }
    }

    fn item(&self, item: &Item) -> Vec<Piece> {
        let mut pieces = self.blocks(&item.blocks);
        let mark = item.task.map(|is_done| Run::text(if is_done { "☑ " } else { "☐ " }));
        match (mark, pieces.first_mut()) {
            (Some(mark), Some(Piece::Paragraph(runs))) => runs.insert(0, mark),
            (Some(mark), _) => pieces.insert(0, Piece::Paragraph(vec![mark])),
            (None, _) => {}
        }
        pieces
    }

    /// A table as a list of its rows: columns are torn apart where lines are wrapped.
    fn table(&self, table: &Table) -> Vec<Piece> {
        let row = |row: &Row| {
            let cells: Vec<String> = row.cells.iter().map(|cell| self.said(&cell.blocks)).collect();
            vec![Piece::Paragraph(vec![Run::text(cells.join(" · "))])]
        };
        let caption = (!table.caption.is_empty()).then(|| Piece::Paragraph(self.inlines(&table.caption)));
        let rows = table.head.iter().chain(&table.rows).map(row).collect();
        caption.into_iter().chain([Piece::List(None, rows)]).collect()
    }

    /// Blocks as words in a line.
    fn said(&self, blocks: &[Block]) -> String {
        fn push(pieces: &[Piece], words: &mut Vec<String>) {
            for piece in pieces {
                match piece {
                    Piece::Heading(_, runs) | Piece::Paragraph(runs) => words.push(plain(runs)),
                    Piece::List(_, items) => items.iter().for_each(|item| push(item, words)),
                    Piece::Quote(inner) => push(inner, words),
                    Piece::Code(code) => words.push(code.clone()),
                    Piece::Rule => {}
                }
            }
        }
        let mut words = Vec::new();
        push(&self.blocks(blocks), &mut words);
        words.join(" ")
    }

    /// Inlines.
    pub(super) fn inlines(&self, inlines: &[Inline]) -> Vec<Run> {
        inlines.iter().flat_map(|inline| self.inline(inline)).collect()
    }

    fn inline(&self, inline: &Inline) -> Vec<Run> {
        let terms = &self.book.terms;
        match &inline.kind {
            InlineKind::Text(words) => vec![Run::Text(words.clone())],
            InlineKind::Emphasis(inner) => vec![Run::Emphasis(self.inlines(inner))],
            InlineKind::Strong(inner) => vec![Run::Strong(self.inlines(inner))],
            InlineKind::Strike(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Subscript(inner)
            | InlineKind::Highlight(inner)
            | InlineKind::Small(inner)
            | InlineKind::Keyboard(inner)
            | InlineKind::Abbreviation { inlines: inner, .. } => self.inlines(inner),
            InlineKind::Quoted(inner) => {
                let mut runs = vec![Run::text(terms.quote_open)];
                runs.extend(self.inlines(inner));
                runs.push(Run::text(terms.quote_close));
                runs
            }
            InlineKind::Code(code) => vec![Run::Code(code.clone())],
            InlineKind::Math { latex, .. } => vec![Run::Code(latex.clone())],
            InlineKind::Link { id, inlines, .. } => {
                let words = match inlines.is_empty() {
                    true => vec![Run::text(self.book.plain(std::slice::from_ref(inline)))],
                    false => self.inlines(inlines),
                };
                match self.book.links.get(id).and_then(|target| self.address(target)) {
                    Some(address) => vec![Run::Link(address, words)],
                    None => words,
                }
            }
            InlineKind::Reference { .. } => vec![Run::text(self.book.plain(std::slice::from_ref(inline)))],
            InlineKind::Image(image) => vec![Run::text(image.alt.clone().unwrap_or_default())],
            InlineKind::NoteMark { id, .. } => self.note(*id),
            InlineKind::LineBreak => vec![Run::Break],
            InlineKind::Anchor { .. }
            | InlineKind::Milestone(_)
            | InlineKind::PageOf { .. }
            | InlineKind::Problem(_) => Vec::new(),
        }
    }

    /// The paragraphs of a footnote, in brackets where its mark is. Marks in it are left out: it may refer to itself.
    fn note(&self, mark: NodeId) -> Vec<Run> {
        let Some(shown) = self.book.note_marks.get(&mark) else { return Vec::new() };
        let info = &self.book.chapter(mark.chapter).notes[shown.note];
        let mut words = Vec::new();
        for block in &self.book.book.chapter(mark.chapter).notes[info.index].blocks {
            if let BlockKind::Paragraph(inlines) = &block.kind {
                words.push(self.book.plain(inlines));
            }
        }
        vec![Run::text(format!(" ({})", words.join(" ")))]
    }

    /// Where a link leads on the web: to the site, where it is known where that stands.
    fn address(&self, target: &Target) -> Option<String> {
        match target {
            Target::Url(address) => Some(address.clone()),
            Target::Place(place) => {
                let site = self.book.book.settings.html_url.as_ref()?;
                Some(format!("{site}{}", address(self.book, Medium::Web, None, place)))
            }
            Target::Elsewhere(_) | Target::Planned(_) | Target::Broken => None,
        }
    }
}

fn strong(runs: Vec<Run>) -> Piece {
    Piece::Paragraph(vec![Run::Strong(runs)])
}
