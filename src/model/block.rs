//! Blocks: what stands below one another.

use super::NodeId;
use super::inline::{Image, Inline, Width};
use super::label::Label;
use super::meta::Toggle;
use crate::source::Span;

/// What follows a heading: blocks, then the sections below it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    /// What comes before the first heading.
    pub blocks: Vec<Block>,
    /// The sections, in order.
    pub sections: Vec<Section>,
}

/// A heading with all that belongs to it. Sections nest by level, and a skipped level nests by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Its heading.
    pub heading: Heading,
    /// How deep it is below the chapter, from 1.
    pub depth: u8,
    /// Whether its author marked it for the sample, with all below it.
    pub sample: Toggle,
    /// What follows the heading.
    pub body: Body,
}

/// The words of a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its node.
    pub id: NodeId,
    /// The level the author wrote, from 1 to 6.
    pub level: u8,
    /// The label the author gave: `{#sec:growth}`.
    pub label: Option<Label>,
    /// Its text.
    pub inlines: Vec<Inline>,
    /// The whole heading.
    pub span: Span,
}

/// One block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its node; that of the heading where it is one.
    pub id: NodeId,
    /// What it is.
    pub kind: BlockKind,
    /// Where it is.
    pub span: Span,
}

/// The kinds of block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading where no section can be: in a quotation, a list, an alert.
    Heading(Heading),
    /// A list. The paragraphs of a tight one are written without space between.
    List {
        /// The first number, `None` for bullets.
        start: Option<u64>,
        /// Whether it is tight (CommonMark §5.3).
        tight: bool,
        /// Its items.
        items: Vec<Item>,
    },
    /// Terms and what they mean.
    Definitions(Vec<Definition>),
    /// A quotation.
    Quote(Vec<Block>),
    /// A note, tip, warning… beside the text.
    Alert {
        /// Which of the five.
        kind: AlertKind,
        /// The author's title instead of the kind's word.
        title: Option<Vec<Inline>>,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// Code, or what a terminal shows.
    Listing(Listing),
    /// An image with caption and number.
    Figure(Figure),
    /// A table.
    Table(Table),
    /// A formula on a line of its own.
    Equation {
        /// `{#eq:growth}`; only a labelled equation is numbered.
        label: Option<Label>,
        /// LaTeX.
        latex: String,
    },
    /// Text the reader may fold away.
    Details {
        /// What is shown when folded; empty for none given.
        summary: Vec<Inline>,
        /// What is folded.
        blocks: Vec<Block>,
    },
    /// A break in thought.
    Rule,
    /// A place for `id`s that HTML gave to nothing else.
    Anchor(Label),
    /// What stands where a mistake is, when the author asked to go on in spite of it.
    Problem(String),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// For a task: whether it is done.
    pub task: Option<bool>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Where it is.
    pub span: Span,
}

/// Terms that share a meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The terms, at least one.
    pub terms: Vec<Vec<Inline>>,
    /// The meanings.
    pub details: Vec<Vec<Block>>,
}

/// GitHub's five kinds of alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlertKind {
    /// What is worth knowing even when skimming.
    Note,
    /// Advice.
    Tip,
    /// What one needs to know to succeed.
    Important,
    /// What needs attention at once.
    Warning,
    /// What may do harm.
    Caution,
}

impl AlertKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Note, Self::Tip, Self::Important, Self::Warning, Self::Caution];

    /// The word in class names and Typst.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Tip => "tip",
            Self::Important => "important",
            Self::Warning => "warning",
            Self::Caution => "caution",
        }
    }
}

/// What a listing shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListingKind {
    /// A program or part of one.
    Code,
    /// A terminal session: prompts, commands and what they print.
    Session,
    /// What a program prints.
    Output,
}

/// Code with all that is said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing {
    /// What it shows.
    pub kind: ListingKind,
    /// The language as the author wrote it, in lower case: `go`, `arm64asm`.
    pub language: Option<String>,
    /// The code: lines end with `\n` but the last, tabs kept as written.
    pub code: String,
    /// Where each line of `code` comes from, as many as it has lines; for included code, the included file.
    pub line_spans: Vec<Span>,
    /// `title="runtime/slice.go"`: the file it is from.
    pub title: Option<String>,
    /// `caption="…"`: with one, or with a label, the listing is numbered.
    pub caption: Vec<Inline>,
    /// `#lst:grow`.
    pub label: Option<Label>,
    /// `{3,5-7}`: marked lines, counted as they are numbered on the page: the first is `start`. In order, none touching
    /// another.
    pub marked: Vec<std::ops::RangeInclusive<u32>>,
    /// `linenos`: whether line numbers are shown.
    pub numbered: bool,
    /// `start=40`: the number of the first line.
    pub start: u32,
}

impl Listing {
    /// Columns between the stops that a tab goes to; `flow.css` has the same.
    pub const TAB: usize = 4;

    /// How many digits its line numbers have, where there are any.
    pub fn digits(&self) -> Option<usize> {
        let lines = u32::try_from(self.line_spans.len()).unwrap_or(u32::MAX);
        let last = self.start.saturating_add(lines).saturating_sub(1);
        self.numbered.then(|| last.to_string().len())
    }

    /// Whether it takes part in the numbering of listings.
    pub fn is_numbered(&self) -> bool {
        self.label.is_some() || !self.caption.is_empty()
    }

    /// Whether a line (from 0) is marked.
    pub fn is_marked(&self, line: usize) -> bool {
        let shown = u32::try_from(line).unwrap_or(u32::MAX).saturating_add(self.start);
        let next = self.marked.partition_point(|range| *range.end() < shown);
        self.marked.get(next).is_some_and(|range| range.contains(&shown))
    }
}

/// An image on its own, with caption and number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The image.
    pub image: Image,
    /// Its caption; a figure without one is neither numbered nor listed, unless it has a label.
    pub caption: Vec<Inline>,
    /// `{#fig:heap}`.
    pub label: Option<Label>,
}

impl Figure {
    /// Whether it takes part in the numbering of figures.
    pub fn is_numbered(&self) -> bool {
        self.label.is_some() || !self.caption.is_empty()
    }
}

/// How a column is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Align {
    /// As the language has it.
    Default,
    /// To the left.
    Left,
    /// In the middle.
    Center,
    /// To the right.
    Right,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// How its cells are set.
    pub align: Align,
    /// The width the author asked for.
    pub width: Option<Width>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Header rows.
    pub head: Vec<Row>,
    /// The rows below.
    pub rows: Vec<Row>,
    /// `Table: caption` below or above it; with one, or with a label, it is numbered.
    pub caption: Vec<Inline>,
    /// `{#tbl:sizes}`.
    pub label: Option<Label>,
}

impl Table {
    /// Whether it takes part in the numbering of tables.
    pub fn is_numbered(&self) -> bool {
        self.label.is_some() || !self.caption.is_empty()
    }
}

impl Table {
    /// The columns that the cells of some of its rows start in, from 0, where cells above that span rows are counted; and
    /// how many columns the rows have.
    pub fn places(rows: &[Row]) -> (Vec<Vec<usize>>, usize) {
        let mut covered = Covered::default();
        let mut count = 0;
        let places = rows.iter().map(|row| {
            let mut column = 0;
            let mut starts = Vec::with_capacity(row.cells.len());
            for cell in &row.cells {
                column = covered.next_free(column);
                starts.push(column);
                covered.cover(column, cell);
                column += cell.columns as usize;
            }
            count = count.max(column).max(covered.width());
            covered.next_row();
            starts
        });
        (places.collect(), count)
    }
}

/// The places of a row that cells above it cover.
#[derive(Debug, Default)]
pub struct Covered {
    /// For each column, how many rows are covered, this one counted; as far as any is.
    rows: Vec<u32>,
    /// The same for the row below.
    below: Vec<u32>,
}

impl Covered {
    /// The first column that is not covered, from one on.
    pub fn next_free(&self, column: usize) -> usize {
        let mut free = column;
        while self.is_covered(free) {
            free += 1;
        }
        free
    }

    /// How many columns from one on are not covered; `None` for all that there may be.
    pub fn free_run(&self, column: usize) -> Option<usize> {
        (column..self.rows.len()).position(|column| self.is_covered(column))
    }

    /// How many columns there are up to the last that is covered.
    pub fn width(&self) -> usize {
        self.rows.len()
    }

    fn is_covered(&self, column: usize) -> bool {
        self.rows.get(column).is_some_and(|&rows| rows > 0)
    }

    /// Puts a cell into the row.
    pub fn cover(&mut self, column: usize, cell: &Cell) {
        if cell.rows > 1 {
            let end = column + cell.columns as usize;
            self.below.resize(self.below.len().max(end), 0);
            self.below[column..end].fill(cell.rows - 1);
        }
    }

    /// Goes on to the next row.
    pub fn next_row(&mut self) {
        for (column, rows) in self.rows.iter().enumerate().filter(|(_, rows)| **rows > 1) {
            self.below.resize(self.below.len().max(column + 1), 0);
            self.below[column] = self.below[column].max(rows - 1);
        }
        self.rows = std::mem::take(&mut self.below);
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its cells, those spanned from above left out. With those they fill every column of the table, none twice.
    pub cells: Vec<Cell>,
    /// Where it is.
    pub span: Span,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Whether it names its row, as HTML's `<th scope="row">`. Cells of header rows always name their column.
    pub names_row: bool,
    /// How many columns it covers, from 1.
    pub columns: u32,
    /// How many rows it covers, from 1.
    pub rows: u32,
    /// What it says: one paragraph for what Markdown can write, written without space around it.
    pub blocks: Vec<Block>,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What the author calls it: `1` in `[^1]`.
    pub label: String,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Where it is.
    pub span: Span,
}
