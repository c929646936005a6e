//! The one way to walk the tree.
//!
//! A visitor overrides what it wants to see and calls the `walk_…` function to go below it. Reading order: a
//! chapter's heading, its blocks, its sections; a figure's image before its caption.

use super::{Block, BlockKind, Body, Inline};

/// Sees every block and inline of what it is led through.
pub trait Visitor<'a> {
    /// A block; the default goes below it.
    fn block(&mut self, block: &'a Block) {
        walk_block(self, block);
    }

    /// An inline; the default goes below it.
    fn inline(&mut self, inline: &'a Inline) {
        walk_inline(self, inline);
    }

    /// A section, before its heading and body are walked; the default does that.
    fn section(&mut self, section: &'a super::Section) {
        walk_inlines(self, &section.heading.inlines);
        walk_body(self, &section.body);
    }
}

/// Walks blocks and sections.
pub fn walk_body<'a>(visitor: &mut (impl Visitor<'a> + ?Sized), body: &'a Body) {
    walk_blocks(visitor, &body.blocks);
    for section in &body.sections {
        visitor.section(section);
    }
}

/// Walks blocks.
pub fn walk_blocks<'a>(visitor: &mut (impl Visitor<'a> + ?Sized), blocks: &'a [Block]) {
    for block in blocks {
        visitor.block(block);
    }
}

/// Walks inlines.
pub fn walk_inlines<'a>(visitor: &mut (impl Visitor<'a> + ?Sized), inlines: &'a [Inline]) {
    for inline in inlines {
        visitor.inline(inline);
    }
}

/// Walks what is below a block.
pub fn walk_block<'a>(visitor: &mut (impl Visitor<'a> + ?Sized), block: &'a Block) {
    match &block.kind {
        BlockKind::Paragraph(inlines) => walk_inlines(visitor, inlines),
        BlockKind::Heading(heading) => walk_inlines(visitor, &heading.inlines),
        BlockKind::List { items, .. } => {
            for item in items {
                walk_blocks(visitor, &item.blocks);
            }
        }
        BlockKind::Definitions(definitions) => {
            for definition in definitions {
                definition.terms.iter().for_each(|term| walk_inlines(visitor, term));
                definition.details.iter().for_each(|detail| walk_blocks(visitor, detail));
            }
        }
        BlockKind::Quote(blocks) => walk_blocks(visitor, blocks),
        BlockKind::Alert { title, blocks, .. } => {
            walk_inlines(visitor, title.as_deref().unwrap_or_default());
            walk_blocks(visitor, blocks);
        }
        BlockKind::Listing(listing) => walk_inlines(visitor, &listing.caption),
        BlockKind::Figure(figure) => walk_inlines(visitor, &figure.caption),
        BlockKind::Table(table) => {
            walk_inlines(visitor, &table.caption);
            for cell in table.head.iter().chain(&table.rows).flat_map(|row| &row.cells) {
                walk_blocks(visitor, &cell.blocks);
            }
        }
        BlockKind::Details { summary, blocks } => {
            walk_inlines(visitor, summary);
            walk_blocks(visitor, blocks);
        }
        BlockKind::Equation { .. } | BlockKind::Rule | BlockKind::Anchor(_) | BlockKind::Problem(_) => {}
    }
}

/// Walks what is below an inline.
pub fn walk_inline<'a>(visitor: &mut (impl Visitor<'a> + ?Sized), inline: &'a Inline) {
    walk_inlines(visitor, inline.kind.inner());
}
