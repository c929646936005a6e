//! What inlines are where what is around them, or in them, decides it.
//!
//! - A displayed formula stands between lines: in a heading, a caption or a term, and in emphasis, it is one of the line.
//! - A link that shows nothing has no words, and shows where it leads; a picture that is all of a link is no decoration.

use crate::model::{Block, BlockKind, Inline, InlineKind, MathStyle, plain_text};

/// Settles all that is in blocks.
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
    if let InlineKind::Link { inlines, .. } = &mut inline.kind
        && plain_text(inlines).trim().is_empty()
    {
        if inlines.iter().all(is_nothing) {
            inlines.clear();
        }
        inlines.iter_mut().for_each(speak);
    }
    in_line(inline.kind.inner_mut());
}

/// Whether nothing is to be seen of an inline.
fn is_nothing(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text(words) | InlineKind::Code(words) => words.trim().is_empty(),
        InlineKind::LineBreak | InlineKind::Milestone(_) | InlineKind::PageOf { .. } => true,
        InlineKind::Math { .. }
        | InlineKind::Link { .. }
        | InlineKind::Reference { .. }
        | InlineKind::Image(_)
        | InlineKind::NoteMark { .. }
        | InlineKind::Anchor { .. }
        | InlineKind::Quoted(_)
        | InlineKind::Problem(_) => false,
        InlineKind::Emphasis(_)
        | InlineKind::Strong(_)
        | InlineKind::Strike(_)
        | InlineKind::Superscript(_)
        | InlineKind::Subscript(_)
        | InlineKind::Highlight(_)
        | InlineKind::Small(_)
        | InlineKind::Keyboard(_)
        | InlineKind::Abbreviation { .. } => inline.kind.inner().iter().all(is_nothing),
    }
}

/// Lets pictures be no decoration.
fn speak(inline: &mut Inline) {
    if let InlineKind::Image(image) = &mut inline.kind {
        image.alt = image.alt.take().filter(|alt| !alt.is_empty());
    }
    inline.kind.inner_mut().iter_mut().for_each(speak);
}
