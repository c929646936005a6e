//! Tables.

use super::Chapter;
use super::measure::{Measure, lines};
use super::writer::LongWord;
use crate::model::{
    Align, Block, Cell, Inline, InlineKind, LabelKind, NodeId, Row, Table, Visitor, Width, walk_block,
    walk_blocks, walk_inline,
};
use crate::resolve::Resolved;

/// A table of more rows than these may go on on the next page.
const SHORT: usize = 10;

impl<'a> Chapter<'a> {
    pub(super) fn table(&mut self, id: NodeId, table: &'a Table) {
        let label =
            self.book.numbers.get(&id).map(|number| self.book.terms.numbered(LabelKind::Table, number));
        self.out.code("table(");
        self.out.code(if self.depth > 0 { "nested: true, " } else { "lead: lead, " });
        if Single::holds(self.book, &table.head) {
            self.out.code("repeat: false, ");
        }
        self.lines(table);
        self.out.code("columns: (");
        for (column, measure) in table.columns.iter().zip(Measure::columns(self.book, table)) {
            self.column(column.width, &measure);
        }
        self.out.code("), align: (");
        for column in &table.columns {
            self.out.code(match column.align {
                Align::Default => "start, ",
                Align::Left => "left, ",
                Align::Center => "center, ",
                Align::Right => "right, ",
            });
        }
        self.out.code("), ");
        self.caption(label.as_deref(), &table.caption);
        self.unpaged += 1;
        self.tables += 1;
        let long_word = std::mem::replace(&mut self.out.long_word, LongWord::CELL);
        self.out.code("head: (");
        self.rows(&table.head, Part::Head);
        self.out.code("), ");
        self.rows(&table.rows, Part::Body);
        self.unpaged -= 1;
        self.tables -= 1;
        self.out.long_word = long_word;
        self.out.code(")");
    }

    /// How many lines it may take, where it may be kept on one page: said where they are more than its rows.
    fn lines(&mut self, table: &Table) {
        let rows = table.head.len() + table.rows.len();
        if table.rows.len() > SHORT {
            self.out.code("lines: none, ");
            return;
        }
        match lines(self.book, table, self.room.table) {
            Some(lines) if lines <= rows => {}
            Some(lines) => self.out.code(&format!("lines: {lines}, ")),
            None => self.out.code("lines: none, "),
        }
    }

    /// What the author asks for, and how many characters the longest word and the longest cell have.
    fn column(&mut self, width: Option<Width>, measure: &Measure) {
        let asked = match width {
            Some(Width::OfMeasure(thousandths)) => format!("{}%", f64::from(thousandths) / 10.0),
            Some(Width::Pixels(thousandths)) => format!("{}pt", f64::from(thousandths) * 0.75 / 1000.0),
            // What is as wide as it may be takes a share of the width, or it would leave none to others.
            None if measure.is_filled => format!("{}fr", measure.weight()),
            None => "auto".to_owned(),
        };
        self.out.code(&format!("({asked}, {}, {}), ", measure.word, measure.cell));
    }

    fn rows(&mut self, rows: &'a [Row], part: Part) {
        for row in rows {
            self.out.at(row.span);
            self.out.code("\n");
            for (index, cell) in row.cells.iter().enumerate() {
                // A page is found by the rows on it; those of the head are on many.
                let finds_page = usize::from(part == Part::Body && index == 0);
                self.unpaged -= finds_page;
                self.cell(cell);
                self.unpaged += finds_page;
                self.out.code(", ");
            }
        }
    }

    fn cell(&mut self, cell: &'a Cell) {
        let is_plain = cell.columns == 1 && cell.rows == 1;
        let function = if cell.names_row { "row-name" } else { "cell" };
        match (is_plain, cell.names_row) {
            (true, false) => {}
            (true, true) => self.out.code("row-name("),
            (false, _) => {
                self.out.code(&format!("{function}(colspan: {}, rowspan: {}, ", cell.columns, cell.rows));
            }
        }
        self.item(cell.blocks.len() == 1, &cell.blocks);
        if !is_plain || cell.names_row {
            self.out.code(")");
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Head,
    Body,
}

/// Looks for what may be in a book once: a header that is shown on every page of its table is an artifact but on the first
/// (ISO 14289-1 §7.8), and no link can be in one, nor a name in two places.
struct Single<'a> {
    book: &'a Resolved,
    is_found: bool,
}

impl<'a> Single<'a> {
    fn holds(book: &'a Resolved, rows: &'a [Row]) -> bool {
        let mut single = Self { book, is_found: false };
        for cell in rows.iter().flat_map(|row| &row.cells) {
            walk_blocks(&mut single, &cell.blocks);
        }
        single.is_found
    }
}

impl<'a> Visitor<'a> for Single<'a> {
    fn block(&mut self, block: &'a Block) {
        self.is_found |= self.book.anchors.contains_key(&block.id);
        walk_block(self, block);
    }

    fn inline(&mut self, inline: &'a Inline) {
        self.is_found |= match &inline.kind {
            InlineKind::Link { .. }
            | InlineKind::Reference { .. }
            | InlineKind::NoteMark { .. }
            | InlineKind::Anchor { .. } => true,
            InlineKind::Math { id, .. } => self.book.anchors.contains_key(id),
            // In the place of one that is not there stands its address.
            InlineKind::Image(image) => self.book.asset(image.id).is_none(),
            InlineKind::Text(_)
            | InlineKind::Code(_)
            | InlineKind::LineBreak
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
            | InlineKind::Milestone(_)
            | InlineKind::PageOf { .. }
            | InlineKind::Problem(_) => false,
        };
        walk_inline(self, inline);
    }
}
