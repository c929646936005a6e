//! Tables and their captions.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Context;
use super::attributes;
use super::text;
use super::tree::Tree;
use crate::model::{Align, Block, BlockKind, Cell, Column, Inline, InlineKind, Row, Table, plain_text};
use crate::source::Span;

/// Reads the table that was just started, with its end.
pub(super) fn read(tree: &mut Tree<'_, '_, '_>, aligns: Vec<Align>, span: Span) -> Block {
    let columns = aligns.into_iter().map(|align| Column { align, width: None }).collect();
    let mut table = Table { columns, head: Vec::new(), rows: Vec::new(), caption: Vec::new(), label: None };
    while let Some((event, range)) = tree.next() {
        match event {
            Event::Start(Tag::TableHead) => {
                let row = row(tree, range);
                table.head.push(row);
            }
            Event::Start(Tag::TableRow) => {
                let row = row(tree, range);
                table.rows.push(row);
            }
            _ => break,
        }
    }
    table.head.retain(|row| row.cells.iter().any(|cell| !cell.blocks.is_empty()));
    if let Some(last) = table.rows.pop_if(|row| is_caption_row(row)) {
        let inlines = last.cells.into_iter().next().map(|cell| cell.blocks).unwrap_or_default();
        if let Some(BlockKind::Paragraph(mut inlines)) = inlines.into_iter().next().map(|block| block.kind) {
            set_caption(tree.context, &mut table, &mut inlines);
        }
    }
    tree.block(BlockKind::Table(table), span)
}

fn row(tree: &mut Tree<'_, '_, '_>, range: std::ops::Range<usize>) -> Row {
    let span = tree.span(range);
    let mut cells = Vec::new();
    while let Some((event, range)) = tree.next() {
        let Event::Start(Tag::TableCell) = event else { break };
        let span = tree.span(range);
        let (mut inlines, _) = tree.inlines_until(&[TagEnd::TableCell]);
        text::trim(&mut inlines);
        let blocks = if inlines.is_empty() {
            Vec::new()
        } else {
            vec![tree.block(BlockKind::Paragraph(inlines), span)]
        };
        cells.push(Cell { names_row: false, columns: 1, rows: 1, blocks });
    }
    Row { cells, span }
}

/// A caption without a blank line before it is a row of the table, as GFM reads it.
fn is_caption_row(row: &Row) -> bool {
    let mut cells = row.cells.iter();
    let first = cells.next().and_then(|cell| cell.blocks.first());
    let starts = first.is_some_and(|block| match &block.kind {
        BlockKind::Paragraph(inlines) => starts_caption(inlines),
        _ => false,
    });
    starts && cells.all(|cell| cell.blocks.is_empty())
}

fn starts_caption(inlines: &[Inline]) -> bool {
    matches!(inlines.first(), Some(Inline { kind: InlineKind::Text(text), .. }) if text.starts_with("Table:"))
}

/// Gives tables the captions that stand in a paragraph of their own, below them or above.
pub(super) fn attach_captions(context: &mut Context<'_>, blocks: &mut Vec<Block>) {
    if !blocks.iter().any(is_caption) {
        return;
    }
    let mut attached: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut waiting: Option<Block> = None;
    let mut rest = std::mem::take(blocks).into_iter().peekable();
    while let Some(mut block) = rest.next() {
        if let Some(caption) = waiting.take() {
            give_caption(context, &mut block, caption);
        }
        if !is_caption(&block) {
            attached.push(block);
        } else if let Some(table) = attached.last_mut().filter(|table| is_free(table)) {
            give_caption(context, table, block);
        } else if rest.peek().is_some_and(is_free) {
            waiting = Some(block);
        } else {
            attached.push(block);
        }
    }
    *blocks = attached;
}

fn is_caption(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph(inlines) if starts_caption(inlines))
}

/// Whether a block is a table without a caption.
fn is_free(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Table(table) if table.caption.is_empty() && table.label.is_none())
}

fn give_caption(context: &mut Context<'_>, table: &mut Block, caption: Block) {
    if let (BlockKind::Table(table), BlockKind::Paragraph(mut inlines)) = (&mut table.kind, caption.kind) {
        set_caption(context, table, &mut inlines);
    }
}

fn set_caption(context: &mut Context<'_>, table: &mut Table, inlines: &mut Vec<Inline>) {
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = inlines.first_mut() {
        *text = text.trim_start_matches("Table:").trim_start().to_owned();
    }
    if let Some(Inline { kind: InlineKind::Text(text), span }) = inlines.last_mut()
        && let Some((attributes, start)) = attributes::trailing(text)
    {
        text.truncate(start);
        attributes::report_but_label(context, &attributes, "a table", *span);
        table.label = attributes.label;
    }
    text::trim(inlines);
    if !plain_text(inlines).trim().is_empty() {
        table.caption = std::mem::take(inlines);
    }
}
