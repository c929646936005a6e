//! Tables.

use super::Flow;
use super::block::scroller;
use crate::model::{Align, Cell, LabelKind, NodeId, Row, Table, plain_text};
use crate::render::markup::{Element, Node, element};

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
            (_, false) => plain_text(&table.caption),
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
            out = out.child(self.cell(cell, align, part));
        }
        out
    }

    fn cell(&self, cell: &'a Cell, align: Align, part: Part) -> Element {
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
        let spans = |count: u32| (count > 1).then(|| count.to_string());
        out.maybe("class", class)
            .maybe("colspan", spans(cell.columns))
            .maybe("rowspan", spans(cell.rows))
            .children(self.item(cell.blocks.len() == 1, &cell.blocks))
    }
}

#[derive(Clone, Copy)]
enum Part {
    Head,
    Body,
}
