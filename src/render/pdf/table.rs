//! Tables.

use super::Chapter;
use super::measure::{Measure, lines};
use super::writer::{LONG_WORD, LONG_WORD_IN_CELL};
use crate::model::{Align, Cell, LabelKind, NodeId, Row, Table, Width};

/// A table of more rows than these may go on on the next page.
const SHORT: usize = 10;

impl<'a> Chapter<'a> {
    pub(super) fn table(&mut self, id: NodeId, table: &'a Table) {
        let label =
            self.book.numbers.get(&id).map(|number| self.book.terms.numbered(LabelKind::Table, number));
        self.out.code("table(");
        if self.depth > 0 {
            self.out.code("nested: true, ");
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
        self.out.long_word = LONG_WORD_IN_CELL;
        self.out.code("head: (");
        self.rows(&table.head, Part::Head);
        self.out.code("), ");
        self.rows(&table.rows, Part::Body);
        self.unpaged -= 1;
        self.tables -= 1;
        self.out.long_word = LONG_WORD;
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
