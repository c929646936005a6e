//! How much the columns and rows of a table hold, in letters and lines.

use super::writer::{LongWord, break_in};
use crate::model::{
    Block, BlockKind, Cell, Image, Inline, InlineKind, Table, Visitor, Width, walk_block, walk_blocks,
    walk_inline,
};
use crate::resolve::Resolved;

/// How many letters of a picture or of code must be seen at once, as those of a word must.
const MOST_LETTERS: usize = 16;
/// The width of a letter, and the height of a line, in pixels of a picture.
const LETTER: (u32, u32) = (6, 16);
/// The space beside a column, in letters.
const BETWEEN: usize = 2;

/// How much a column holds, in letters.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Measure {
    /// Its longest word.
    pub(super) word: usize,
    /// Its longest cell.
    pub(super) cell: usize,
    /// Whether it holds what is as wide as it may be, as a listing is.
    pub(super) is_filled: bool,
}

impl Measure {
    /// Of every column, by the cells that are in it alone.
    pub(super) fn columns(book: &Resolved, table: &Table) -> Vec<Self> {
        let mut measures: Vec<Self> = table.columns.iter().map(|_| Self::default()).collect();
        for rows in [&table.head, &table.rows] {
            for (row, places) in rows.iter().zip(Table::places(rows).0) {
                for (cell, column) in row.cells.iter().zip(places).filter(|(cell, _)| cell.columns == 1) {
                    measures[column].add(&Content::of(book, cell));
                }
            }
        }
        measures
    }

    fn add(&mut self, content: &Content<'_>) {
        self.word = self.word.max(content.longest_word());
        self.cell = self.cell.max(content.text.chars().count().max(content.widest));
        self.is_filled |= content.is_filled;
    }

    /// How much its cells hold beside their longest word: the share it takes of the width that words leave.
    fn more(self) -> usize {
        self.cell.min(60).saturating_sub(self.word).max(1)
    }

    /// The share of the width that a column takes where not all of them are as wide as they could be.
    pub(super) fn weight(self) -> usize {
        self.word.max(self.cell.min(60)).max(12)
    }
}

/// How many lines a table has at most, where a line holds so many letters; `None` where that can't be told.
pub(super) fn lines(book: &Resolved, table: &Table, letters: usize) -> Option<usize> {
    let shares = shares(table, &Measure::columns(book, table), letters);
    let mut lines = 0;
    for rows in [&table.head, &table.rows] {
        for (row, places) in rows.iter().zip(Table::places(rows).0) {
            let cells = row.cells.iter().zip(places);
            lines += cells
                .map(|(cell, start)| {
                    let columns = start..(start + cell.columns as usize).min(shares.len());
                    Content::of(book, cell).lines(shares[columns].iter().sum())
                })
                .try_fold(1, |most, lines| Some(most.max(lines?)))?;
        }
    }
    Some(lines)
}

/// How many letters a line of each column holds, as `styles/book.typ` shares them out.
fn shares(table: &Table, measures: &[Measure], letters: usize) -> Vec<usize> {
    let wanted: usize = measures.iter().map(|measure| measure.cell + BETWEEN).sum();
    if wanted <= letters {
        return measures.iter().map(|measure| measure.cell).collect();
    }
    let asked = |index: usize| match table.columns[index].width {
        Some(Width::OfMeasure(thousandths)) => Some(letters * thousandths as usize / 1000),
        Some(Width::Pixels(thousandths)) => Some((thousandths / 1000 / LETTER.0) as usize),
        None if measures[index].cell <= 12 => Some(measures[index].cell),
        None => None,
    };
    let fixed: usize = (0..measures.len()).filter_map(|index| asked(index).map(|wide| wide + BETWEEN)).sum();
    let shared = || (0..measures.len()).filter(|&index| asked(index).is_none()).map(|index| measures[index]);
    let least: usize = shared().map(|measure| measure.word + BETWEEN).sum();
    let all: usize = shared().map(Measure::more).sum();
    let rest = letters.saturating_sub(fixed + least);
    (0..measures.len())
        .map(|index| {
            let Measure { word, .. } = measures[index];
            asked(index).unwrap_or_else(|| word + rest * measures[index].more() / all.max(1))
        })
        .collect()
}

/// What a cell holds.
struct Content<'a> {
    book: &'a Resolved,
    /// Its words.
    text: String,
    /// The widest line that can't be broken: of a picture, of code.
    widest: usize,
    /// The longest piece of code in a line.
    code_word: usize,
    /// Lines that are there whatever the width.
    lines: usize,
    /// Whether it holds what is as wide as it may be.
    is_filled: bool,
}

impl<'a> Content<'a> {
    fn of(book: &'a Resolved, cell: &'a Cell) -> Self {
        let mut content =
            Self { book, text: String::new(), widest: 0, code_word: 0, lines: 0, is_filled: false };
        walk_blocks(&mut content, &cell.blocks);
        content
    }

    fn longest_word(&self) -> usize {
        let mut longest = self.widest.min(MOST_LETTERS).max(self.code_word);
        let mut rest = self.text.as_str();
        while !rest.is_empty() {
            let (word, behind) = rest.split_at(break_in(rest, LongWord::CELL).unwrap_or(rest.len()));
            let words = word.split_whitespace().map(|word| word.chars().count());
            longest = longest.max(words.max().unwrap_or(0));
            rest = behind;
        }
        longest
    }

    /// How many lines it takes where each holds so many letters: some are left empty by words that don't fit.
    fn lines(&self, letters: usize) -> Option<usize> {
        let wide = self.text.chars().filter(|c| !c.is_ascii()).count();
        let text = self.text.chars().count() + wide;
        let full = if text <= letters { 1 } else { text.div_ceil((letters * 3 / 4).max(1)) };
        (!self.is_filled).then_some(full + self.lines)
    }

    fn code(&mut self, code: &str) {
        let mut rest = code;
        while let Some(at) = break_in(rest, LongWord::CELL.of_code()) {
            let (start, end) = rest.split_at(at);
            self.code_piece(start);
            self.text.push(' ');
            rest = end;
        }
        self.code_piece(rest);
    }

    /// Code that is broken at its spaces alone; its letters are wider than those of words.
    fn code_piece(&mut self, code: &str) {
        let widest = code.split_whitespace().map(|word| (word.chars().count() * 6).div_ceil(5)).max();
        self.code_word = self.code_word.max(widest.unwrap_or(0));
        self.text.push_str(code);
    }

    fn picture(&mut self, image: &Image) {
        let Some(asset) = self.book.asset(image.id) else {
            self.is_filled = true;
            return;
        };
        let (width, height) = asset.shown_size(image.width);
        self.widest = self.widest.max((width / LETTER.0) as usize + 1);
        self.lines += (height / LETTER.1) as usize;
    }
}

impl<'a> Visitor<'a> for Content<'a> {
    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Paragraph(_) | BlockKind::Heading(_) => {
                self.lines += usize::from(!self.text.is_empty());
            }
            BlockKind::List { .. } | BlockKind::Definitions(_) => self.lines += 1,
            BlockKind::Listing(listing) => {
                self.is_filled = true;
                let columns = listing.code.lines().map(|line| line.chars().count());
                self.widest = self.widest.max(columns.max().unwrap_or(0));
            }
            BlockKind::Figure(figure) => {
                self.is_filled = true;
                self.picture(&figure.image);
            }
            BlockKind::Quote(_)
            | BlockKind::Alert { .. }
            | BlockKind::Table(_)
            | BlockKind::Equation { .. }
            | BlockKind::Details { .. }
            | BlockKind::Rule
            | BlockKind::Problem(_) => self.is_filled = true,
            BlockKind::Anchor(_) => {}
        }
        walk_block(self, block);
    }

    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Text(words) => self.text.push_str(words),
            InlineKind::Code(code) => self.code(code),
            InlineKind::Math { latex, .. } => {
                self.text.push_str(latex);
                self.lines += latex.matches("\\\\").count() + latex.matches("frac").count();
            }
            InlineKind::Reference { label, .. } => self.text.push_str(label.as_str()),
            InlineKind::LineBreak => {
                self.text.push(' ');
                self.lines += 1;
            }
            InlineKind::Image(image) => self.picture(image),
            InlineKind::Emphasis(_)
            | InlineKind::Strong(_)
            | InlineKind::Strike(_)
            | InlineKind::Superscript(_)
            | InlineKind::Subscript(_)
            | InlineKind::Highlight(_)
            | InlineKind::Small(_)
            | InlineKind::Quoted(_)
            | InlineKind::Keyboard(_)
            | InlineKind::Abbreviation { .. }
            | InlineKind::Link { .. }
            | InlineKind::NoteMark { .. }
            | InlineKind::Anchor { .. }
            | InlineKind::Milestone(_)
            | InlineKind::PageOf { .. }
            | InlineKind::Problem(_) => walk_inline(self, inline),
        }
    }
}
