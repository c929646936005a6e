//! HTML tables → tables, with cells that span.

use markup5ever_rcdom::Handle;

use super::map::{Mapper, attribute, is};
use crate::model::{Align, Cell, Column, Covered, Label, Row, Table};

/// No cell of a book spans more columns or rows; a larger number is an attack on those who count them.
const MOST_COLUMNS: u32 = 1000;
/// Nor do the cells of a table cover more places than this.
const MOST_SPANNED: u64 = 1_000_000;

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
            table.caption = mapper.named_inlines(child);
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
    clip(&mut table.head);
    clip(&mut table.rows);
    let aligns = aligns(node);
    let count = Table::places(&table.head).1.max(Table::places(&table.rows).1);
    pad(&mut table.head, count);
    pad(&mut table.rows, count);
    table.columns = (0..count)
        .map(|index| Column { align: aligns.get(index).copied().unwrap_or(Align::Default), width: None })
        .collect();
    table
}

/// Takes away the spans of rows where so many cells span so much that counting their columns would take for ever.
fn flatten(rows: &mut [Row]) {
    let area = |cell: &Cell| u64::from(cell.columns) * u64::from(cell.rows);
    if rows.iter().flat_map(|row| &row.cells).map(area).sum::<u64>() > MOST_SPANNED {
        rows.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| cell.rows = 1);
    }
}

/// Lets no cell reach out of its rows, nor over a place that one above it covers (HTML §4.9.12.1).
fn clip(rows: &mut [Row]) {
    let mut covered = Covered::default();
    for (left, row) in (1..=rows.len()).rev().zip(rows) {
        let mut column = 0;
        for cell in &mut row.cells {
            column = covered.next_free(column);
            let free = covered.free_run(column).and_then(|free| u32::try_from(free).ok());
            cell.columns = cell.columns.min(free.unwrap_or(u32::MAX));
            cell.rows = cell.rows.min(u32::try_from(left).unwrap_or(u32::MAX));
            covered.cover(column, cell);
            column += cell.columns as usize;
        }
        covered.next_row();
    }
}

/// Gives every row a cell in every place, as Typst's tables and readers of the screen's need.
fn pad(rows: &mut [Row], count: usize) {
    let mut covered = Covered::default();
    for row in rows {
        let mut column = 0;
        for cell in &row.cells {
            column = covered.next_free(column);
            covered.cover(column, cell);
            column += cell.columns as usize;
        }
        column = covered.next_free(column);
        while column < count {
            let free = covered.free_run(column).unwrap_or(count - column).min(count - column);
            let columns = u32::try_from(free).unwrap_or(u32::MAX);
            row.cells.push(Cell { names_row: false, columns, rows: 1, blocks: Vec::new() });
            column = covered.next_free(column + free);
        }
        covered.next_row();
    }
}

fn rows(mapper: &mut Mapper<'_, '_>, group: &Handle) -> Vec<Row> {
    let (span, label) = mapper.enter(group);
    let children = group.children.borrow();
    let mut rows: Vec<Row> =
        children.iter().filter(|child| is(child, "tr")).map(|child| row(mapper, child)).collect();
    if let Some(first) = rows.iter_mut().find_map(|row| row.cells.first_mut()) {
        mapper.name(&mut first.blocks, label, span);
    }
    rows.retain(|row| !row.cells.is_empty());
    flatten(&mut rows);
    clip(&mut rows);
    rows
}

fn row(mapper: &mut Mapper<'_, '_>, node: &Handle) -> Row {
    let (span, label) = mapper.enter(node);
    let children = node.children.borrow();
    let mut columns = 0;
    let mut cells = Vec::new();
    for child in children.iter().filter(|child| is(child, "td") || is(child, "th")) {
        let width = spanned(child, "colspan").min(MOST_COLUMNS.saturating_sub(columns)).max(1);
        columns += width;
        cells.push(Cell {
            names_row: is(child, "th"),
            columns: width,
            rows: spanned(child, "rowspan"),
            blocks: mapper.named_blocks(child),
        });
    }
    if let Some(first) = cells.first_mut() {
        mapper.name(&mut first.blocks, label, span);
    }
    Row { cells, span }
}

fn spanned(cell: &Handle, name: &str) -> u32 {
    attribute(cell, name).and_then(|count| count.trim().parse().ok()).unwrap_or(1).clamp(1, MOST_COLUMNS)
}

/// The alignment of each column, by the first row's cells.
fn aligns(table: &Handle) -> Vec<Align> {
    let Some(first) = super::map::find(table, "tr") else { return Vec::new() };
    let children = first.children.borrow();
    children
        .iter()
        .filter(|child| is(child, "td") || is(child, "th"))
        .flat_map(|cell| {
            let align = match attribute(cell, "align").as_deref() {
                Some("left") => Align::Left,
                Some("center") => Align::Center,
                Some("right") => Align::Right,
                _ => Align::Default,
            };
            std::iter::repeat_n(align, spanned(cell, "colspan") as usize)
        })
        .take(MOST_COLUMNS as usize)
        .collect()
}
