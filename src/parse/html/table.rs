//! HTML tables → tables, with cells that span.

use markup5ever_rcdom::Handle;

use super::map::{Mapper, attribute, is};
use crate::model::{Align, Cell, Column, Label, Row, Table};
use crate::parse::text;

/// No table of a book has more; a larger number is an attack on those who count columns.
const MOST_SPANNED: u32 = 1000;

pub(super) fn map(mapper: &mut Mapper<'_, '_>, node: &Handle) -> Table {
    let mut table = Table {
        columns: Vec::new(),
        head: Vec::new(),
        rows: Vec::new(),
        caption: Vec::new(),
        label: attribute(node, "id").map(Label::new),
    };
    for child in node.children.borrow().iter() {
        if is(child, "caption") {
            table.caption = mapper.inlines(&child.children.borrow());
            text::trim(&mut table.caption);
        } else if is(child, "thead") {
            table.head.extend(rows(mapper, child));
        } else if is(child, "tbody") || is(child, "tfoot") {
            table.rows.extend(rows(mapper, child));
        }
    }
    // A first row of headers is the head, with or without `thead`.
    let is_head = |row: &Row| !row.cells.is_empty() && row.cells.iter().all(|cell| cell.names_row);
    if table.head.is_empty() && table.rows.len() > 1 && is_head(&table.rows[0]) {
        table.head.push(table.rows.remove(0));
    }
    let width = |row: &Row| row.cells.iter().map(|cell| cell.columns).sum::<u32>();
    let count = table.head.iter().chain(&table.rows).map(width).max().unwrap_or(0);
    let align = aligns(node);
    table.columns = (0..count as usize)
        .map(|index| Column { align: align.get(index).copied().unwrap_or(Align::Default), width: None })
        .collect();
    table
}

fn rows(mapper: &mut Mapper<'_, '_>, group: &Handle) -> Vec<Row> {
    let children = group.children.borrow();
    children.iter().filter(|child| is(child, "tr")).map(|child| row(mapper, child)).collect()
}

fn row(mapper: &mut Mapper<'_, '_>, node: &Handle) -> Row {
    let span = mapper.locate(node);
    let children = node.children.borrow();
    let cells = children.iter().filter(|child| is(child, "td") || is(child, "th")).map(|child| {
        let spans = |name| {
            attribute(child, name)
                .and_then(|n| n.trim().parse::<u32>().ok())
                .unwrap_or(1)
                .clamp(1, MOST_SPANNED)
        };
        Cell {
            names_row: is(child, "th"),
            columns: spans("colspan"),
            rows: spans("rowspan"),
            blocks: mapper.blocks(&child.children.borrow()),
        }
    });
    Row { cells: cells.collect(), span }
}

/// The alignment of each column, by the first row's cells.
fn aligns(table: &Handle) -> Vec<Align> {
    let Some(first) = super::map::find(table, "tr") else { return Vec::new() };
    let children = first.children.borrow();
    children
        .iter()
        .filter(|child| is(child, "td") || is(child, "th"))
        .map(|cell| match attribute(cell, "align").as_deref() {
            Some("left") => Align::Left,
            Some("center") => Align::Center,
            Some("right") => Align::Right,
            _ => Align::Default,
        })
        .collect()
}
