//! Tables of formulas in Typst: aligned lines, cases, matrices.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use roxmltree::Node;

use super::mathml::styled;
use super::typst::{elements, filled, name, row};

/// The table of a formula that is nothing but lines: only such can Typst break over pages, and align at several places.
pub(super) fn only_lines<'a, 'i>(math: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    only(math).filter(|table| is_displayed(*table) && !is_framed(*table))
}

/// A table that is all there is of a node.
fn only<'a, 'i>(node: Node<'a, 'i>) -> Option<Node<'a, 'i>> {
    match name(node) {
        "mtable" => Some(node),
        "math" | "mrow" | "mstyle" | "semantics" => {
            let mut inner = elements(node);
            let first = inner.next()?;
            inner.next().is_none().then(|| only(first)).flatten()
        }
        _ => None,
    }
}

/// Whether a table's cells are formulas of their own, as those of `aligned` and `gathered`, not entries of a matrix.
fn is_displayed(table: Node<'_, '_>) -> bool {
    table.attribute("displaystyle") == Some("true")
}

/// Lines, below one another.
pub(super) fn lines(table: Node<'_, '_>, out: &mut String) {
    let is_aligned = is_aligned(table);
    for (number, line) in elements(table).enumerate() {
        out.push_str(if number > 0 { " \\ " } else { "" });
        for (column, cell) in cells(line).enumerate() {
            out.push_str(if column > 0 { " & " } else { "" });
            out.push_str(gap(column));
            row(cell, out);
        }
        for tag in elements(line).filter(|cell| is_margin(*cell) && cell.has_children()) {
            out.push_str(if is_aligned { " & #h(2em) " } else { " #h(2em) " });
            row(tag, out);
        }
    }
}

/// The cells of a line, less the margins.
fn cells<'a, 'i>(line: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> + use<'a, 'i> {
    elements(line).filter(|cell| !is_margin(*cell))
}

/// Whether a cell stands beside the lines of `align` and the like: nothing is in it, or a line's number.
pub(super) fn is_margin(cell: Node<'_, '_>) -> bool {
    name(cell) == "mtd" && styled(cell, "width").is_some()
}

/// Whether columns are set to the right and to the left by turns, with no space between two, as `aligned` has them.
fn is_aligned(table: Node<'_, '_>) -> bool {
    let is_joined =
        |cell: Node<'_, '_>| align(cell) == Align::Right && styled(cell, "padding-right").is_some();
    elements(table).flat_map(cells).any(is_joined)
}

/// The space before a pair of aligned columns.
fn gap(column: usize) -> &'static str {
    if column > 0 && column.is_multiple_of(2) { "#h(2em) " } else { "" }
}

pub(super) fn cases(table: Node<'_, '_>, out: &mut String) {
    out.push_str("cases(");
    for line in elements(table) {
        for (column, cell) in elements(line).enumerate() {
            out.push_str(if column > 0 { " & #h(1em) " } else { "" });
            row(cell, out);
        }
        out.push_str(", ");
    }
    out.push(')');
}

/// Rows and columns, with the rules between them, and in a frame where rules are on all four sides: Typst draws none there.
pub(super) fn matrix(table: Node<'_, '_>, out: &mut String) {
    if !is_framed(table) {
        between(table, out);
        return;
    }
    // Its frame holds all that is seen of a formula, and not just a line of text.
    out.push_str(
        "#box(stroke: 0.05em, inset: 0.3em, text(top-edge: \"bounds\", bottom-edge: \"bounds\", $display(",
    );
    between(table, out);
    out.push_str(")$)) ");
}

fn is_framed(table: Node<'_, '_>) -> bool {
    let mut lines = elements(table);
    let is_right = elements(table).next().and_then(|line| cells(line).last());
    ["border-top", "border-left"].iter().all(|side| is_ruled(table, side))
        && is_right.is_some_and(|cell| is_ruled(cell, "border-right"))
        && lines.any(is_last_rule)
}

fn between(table: Node<'_, '_>, out: &mut String) {
    let is_aligned = is_aligned(table);
    out.push_str("mat(delim: #none, ");
    out.push_str(if is_aligned { "column-gap: #0em, " } else { "" });
    rules(table, out);
    for (number, line) in elements(table).filter(|line| !is_last_rule(*line)).enumerate() {
        out.push_str(if number > 0 { "; " } else { "" });
        for (column, cell) in cells(line).enumerate() {
            out.push_str(if column > 0 { ", " } else { "" });
            out.push_str(if is_aligned { gap(column) } else { "" });
            entry(cell, is_displayed(table), out);
        }
    }
    out.push_str(") ");
}

/// What is in a cell, set to its side of the column by what Typst aligns at.
fn entry(cell: Node<'_, '_>, is_displayed: bool, out: &mut String) {
    let is_joined = styled(cell, "padding-left") == Some("0");
    out.push_str(match align(cell) {
        // An operator that begins a cell keeps its distance to what is before it.
        Align::Left if is_joined => "& \"\" ",
        Align::Left => "& ",
        Align::Center | Align::Right => "",
    });
    out.push_str(if is_displayed { "display(" } else { "" });
    filled(out, |out| row(cell, out));
    out.push_str(if is_displayed { ") " } else { "" });
    out.push_str(match align(cell) {
        Align::Right => "& ",
        Align::Left | Align::Center => "",
    });
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Align {
    Left,
    Center,
    Right,
}

fn align(cell: Node<'_, '_>) -> Align {
    match styled(cell, "text-align") {
        Some("left") => Align::Left,
        Some("right") => Align::Right,
        Some(_) | None => Align::Center,
    }
}

/// Whether a line has nothing but the rule above it, which is the last of the table.
pub(super) fn is_last_rule(line: Node<'_, '_>) -> bool {
    let mut cells = elements(line);
    let is_empty = cells.next().is_some_and(|cell| is_ruled(cell, "border-top") && !cell.has_children());
    is_empty && cells.next().is_none() && line.next_sibling_element().is_none()
}

fn is_ruled(node: Node<'_, '_>, side: &str) -> bool {
    styled(node, side).is_some()
}

/// The rules of a table, as Typst counts them: by how many rows or columns are before one.
fn rules(table: Node<'_, '_>, out: &mut String) {
    let mut across: BTreeSet<usize> = is_ruled(table, "border-top").then_some(0).into_iter().collect();
    let mut down: BTreeSet<usize> = is_ruled(table, "border-left").then_some(0).into_iter().collect();
    for (number, line) in elements(table).enumerate() {
        for (column, cell) in cells(line).enumerate() {
            across.extend(is_ruled(cell, "border-top").then_some(number));
            down.extend((is_ruled(cell, "border-right") && !is_last_rule(line)).then_some(column + 1));
        }
    }
    if is_framed(table) {
        // The frame has those at the sides, which would cross one another.
        let below = elements(table).filter(|line| !is_last_rule(*line)).count();
        across.retain(|rule| (1..below).contains(rule));
        let right = down.last().copied().unwrap_or_default();
        down.retain(|rule| (1..right).contains(rule));
    }
    if across.is_empty() && down.is_empty() {
        return;
    }
    let list = |rules: BTreeSet<usize>| rules.iter().map(|rule| format!("{rule}, ")).collect::<String>();
    write!(out, "augment: #(hline: ({}), vline: ({})), ", list(across), list(down))
        .expect("writing to a string does not fail");
}
