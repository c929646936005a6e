//! Tables.

use super::Chapter;
use super::writer::{LONG_WORD, LONG_WORD_IN_CELL, break_in};
use crate::model::{Align, Cell, LabelKind, NodeId, Row, Table, Visitor, Width, walk_blocks, walk_inline};

impl<'a> Chapter<'a> {
    pub(super) fn table(&mut self, id: NodeId, table: &'a Table) {
        let label =
            self.book.numbers.get(&id).map(|number| self.book.terms.numbered(LabelKind::Table, number));
        self.out.code("table(");
        if self.depth > 0 {
            self.out.code("nested: true, ");
        }
        self.out.code("columns: (");
        for (column, measure) in table.columns.iter().zip(Measure::all(table)) {
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
        self.out.long_word = LONG_WORD_IN_CELL;
        self.out.code("head: (");
        self.rows(&table.head, Part::Head);
        self.out.code("), ");
        self.rows(&table.rows, Part::Body);
        self.unpaged -= 1;
        self.out.long_word = LONG_WORD;
        self.out.code(")");
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

/// How much a column holds, in characters.
#[derive(Default)]
struct Measure {
    /// Its longest word.
    word: usize,
    /// Its longest cell.
    cell: usize,
}

impl Measure {
    /// Of every column, by the cells that are in it alone.
    fn all(table: &Table) -> Vec<Self> {
        let mut measures: Vec<Self> = table.columns.iter().map(|_| Self::default()).collect();
        for rows in [&table.head, &table.rows] {
            for (row, places) in rows.iter().zip(Table::places(rows).0) {
                for (cell, column) in row.cells.iter().zip(places).filter(|(cell, _)| cell.columns == 1) {
                    measures[column].add(cell);
                }
            }
        }
        measures
    }

    fn add(&mut self, cell: &Cell) {
        let mut text = Text(String::new());
        walk_blocks(&mut text, &cell.blocks);
        let mut rest = text.0.as_str();
        while !rest.is_empty() {
            let (word, behind) = rest.split_at(break_in(rest, LONG_WORD_IN_CELL).unwrap_or(rest.len()));
            let words = word.split_whitespace().map(|word| word.chars().count());
            self.word = self.word.max(words.max().unwrap_or(0));
            rest = behind;
        }
        self.cell = self.cell.max(text.0.chars().count());
    }
}

/// The words of blocks.
struct Text(String);

impl<'a> Visitor<'a> for Text {
    fn inline(&mut self, inline: &'a crate::model::Inline) {
        use crate::model::InlineKind as Kind;
        match &inline.kind {
            Kind::Text(words) | Kind::Code(words) => self.0.push_str(words),
            Kind::Math { latex, .. } => self.0.push_str(latex),
            Kind::Reference { label, .. } => self.0.push_str(label.as_str()),
            Kind::LineBreak => self.0.push(' '),
            Kind::Emphasis(_)
            | Kind::Strong(_)
            | Kind::Strike(_)
            | Kind::Superscript(_)
            | Kind::Subscript(_)
            | Kind::Highlight(_)
            | Kind::Small(_)
            | Kind::Quoted(_)
            | Kind::Keyboard(_)
            | Kind::Abbreviation { .. }
            | Kind::Link { .. }
            | Kind::Image(_)
            | Kind::NoteMark { .. }
            | Kind::Anchor { .. }
            | Kind::Milestone(_)
            | Kind::Problem(_) => walk_inline(self, inline),
        }
    }
}
