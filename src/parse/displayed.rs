//! Displayed formulas stand between lines, so that they can be in a paragraph and in nothing that is itself in a line: in
//! headings, captions and terms, and in emphasis, they are formulas as others in the line are.

use crate::model::{Block, BlockKind, Inline, InlineKind, MathStyle};

/// Makes formulas of the line of those that can't be displayed.
pub(super) fn settle(blocks: &mut [Block]) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph(inlines) => inlines.iter_mut().for_each(below),
            BlockKind::Heading(heading) => in_line(&mut heading.inlines),
            BlockKind::List { items, .. } => items.iter_mut().for_each(|item| settle(&mut item.blocks)),
            BlockKind::Definitions(definitions) => {
                for definition in definitions {
                    definition.terms.iter_mut().for_each(|term| in_line(term));
                    definition.details.iter_mut().for_each(|detail| settle(detail));
                }
            }
            BlockKind::Quote(blocks) => settle(blocks),
            BlockKind::Alert { title, blocks, .. } => {
                title.iter_mut().for_each(|title| in_line(title));
                settle(blocks);
            }
            BlockKind::Listing(listing) => in_line(&mut listing.caption),
            BlockKind::Figure(figure) => in_line(&mut figure.caption),
            BlockKind::Table(table) => {
                in_line(&mut table.caption);
                let rows = table.head.iter_mut().chain(&mut table.rows);
                rows.flat_map(|row| &mut row.cells).for_each(|cell| settle(&mut cell.blocks));
            }
            BlockKind::Details { summary, blocks } => {
                in_line(summary);
                settle(blocks);
            }
            BlockKind::Equation { .. } | BlockKind::Rule | BlockKind::Anchor(_) | BlockKind::Problem(_) => {}
        }
    }
}

fn in_line(inlines: &mut [Inline]) {
    for inline in inlines {
        if let InlineKind::Math { style, .. } = &mut inline.kind {
            *style = MathStyle::Inline;
        }
        below(inline);
    }
}

fn below(inline: &mut Inline) {
    in_line(inline.kind.inner_mut());
}
