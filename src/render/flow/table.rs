//! Tables.

use super::Flow;
use super::block::scroller;
use crate::model::{
    Align, Cell, Inline, InlineKind, LabelKind, NodeId, Row, Table, Visitor, walk_blocks, walk_inline,
};
use crate::render::markup::{Element, Node, element};

/// The letters of a line on the smallest reader of EPUBs that is common, where a table is as wide as the page.
const SMALL_LINE: usize = 40;

impl<'a> Flow<'a> {
    pub(super) fn table(&self, id: NodeId, table: &'a Table) -> Element {
        let label =
            self.book.numbers.get(&id).map(|number| self.book.terms.numbered(LabelKind::Table, number));
        let mut out = element("table");
        if !table.head.is_empty() {
            out = out.child(element("thead").children(self.rows(table, &table.head, Part::Head)));
        }
        out = out.child(element("tbody").children(self.rows(table, &table.rows, Part::Body)));
        let figure = element("figure").class("table").maybe("id", self.anchor(id));
        let name = match (&label, table.caption.is_empty()) {
            (Some(label), true) => label.clone(),
            (_, false) => self.book.plain(&table.caption),
            (None, true) => self.book.terms.table.to_owned(),
        };
        let caption = self.caption("figcaption", label, &table.caption);
        let figure = match caption {
            Some(caption) => figure.child(caption),
            None => figure,
        };
        if self.dialect.is_epub() {
            return figure.child(out);
        }
        figure.child(scroller(element("div").class("table-frame"), name).child(out))
    }

    fn rows(&self, table: &'a Table, rows: &'a [Row], part: Part) -> Vec<Node> {
        let (places, _) = Table::places(rows);
        rows.iter().zip(places).map(|(row, places)| self.row(table, row, &places, part).into()).collect()
    }

    fn row(&self, table: &'a Table, row: &'a Row, places: &[usize], part: Part) -> Element {
        let mut out = element("tr");
        for (cell, &column) in row.cells.iter().zip(places) {
            let align = table.columns.get(column).map_or(Align::Default, |column| column.align);
            let width = cell.columns as usize * SMALL_LINE / table.columns.len().max(1);
            out = out.child(self.cell(cell, align, part, width));
        }
        out
    }

    /// A cell that has so many letters to itself where there is least room. Only longer words may be broken, since what
    /// may be broken makes a column narrow before it must be. On a site the table scrolls instead.
    fn cell(&self, cell: &'a Cell, align: Align, part: Part, width: usize) -> Element {
        let out = match (part, cell.names_row) {
            (Part::Head, _) if cell.blocks.is_empty() => element("td"),
            (Part::Head, _) => element("th").with("scope", "col"),
            (Part::Body, true) => element("th").with("scope", "row"),
            (Part::Body, false) => element("td"),
        };
        let class = match align {
            Align::Default => None,
            Align::Left => Some("left"),
            Align::Center => Some("center"),
            Align::Right => Some("right"),
        };
        let breaks = self.dialect.is_epub() && longest_word(cell) > width;
        let class = match (class, breaks) {
            (Some(align), true) => Some(format!("{align} breaking")),
            (None, true) => Some("breaking".to_owned()),
            (align, false) => align.map(str::to_owned),
        };
        let spans = |count: u32| (count > 1).then(|| count.to_string());
        out.maybe("class", class)
            .maybe("colspan", spans(cell.columns))
            .maybe("rowspan", spans(cell.rows))
            .children(self.item(cell.blocks.len() == 1, &cell.blocks))
    }
}

/// The letters of a cell's longest word.
fn longest_word(cell: &Cell) -> usize {
    struct Longest(usize);
    impl<'a> Visitor<'a> for Longest {
        fn inline(&mut self, inline: &'a Inline) {
            if let InlineKind::Text(words) | InlineKind::Code(words) = &inline.kind {
                let words = words.split_whitespace().map(|word| word.chars().count());
                self.0 = words.fold(self.0, usize::max);
            }
            walk_inline(self, inline);
        }
    }
    let mut longest = Longest(0);
    walk_blocks(&mut longest, &cell.blocks);
    longest.0
}

#[derive(Clone, Copy)]
enum Part {
    Head,
    Body,
}
