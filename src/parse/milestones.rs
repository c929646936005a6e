//! Places in long paragraphs at which a printed page may begin.
//!
//! A PDF tells on which page a place is. Every block is a place; with more of them in a paragraph, an EPUB can name a page
//! that begins in its midst within a few lines of where it does.

use super::Context;
use crate::model::{Block, BlockKind, Inline, InlineKind, plain_text};

/// How many bytes of text are between two milestones at least: some four lines.
const EVERY: usize = 320;

/// Sets the milestones of all paragraphs but those in cells, whose rows are places.
pub(super) fn set(blocks: &mut [Block], context: &mut Context<'_>) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Paragraph(inlines) => paragraph(inlines, context),
            BlockKind::List { items, .. } => {
                items.iter_mut().for_each(|item| set(&mut item.blocks, context));
            }
            BlockKind::Definitions(definitions) => {
                let details = definitions.iter_mut().flat_map(|definition| &mut definition.details);
                details.for_each(|detail| set(detail, context));
            }
            BlockKind::Quote(blocks)
            | BlockKind::Alert { blocks, .. }
            | BlockKind::Details { blocks, .. } => set(blocks, context),
            BlockKind::Heading(_)
            | BlockKind::Listing(_)
            | BlockKind::Figure(_)
            | BlockKind::Table(_)
            | BlockKind::Equation { .. }
            | BlockKind::Rule
            | BlockKind::Anchor(_)
            | BlockKind::Problem(_) => {}
        }
    }
}

fn paragraph(inlines: &mut Vec<Inline>, context: &mut Context<'_>) {
    let lengths: Vec<usize> = inlines.iter().map(length).collect();
    if lengths.iter().sum::<usize>() <= EVERY {
        return;
    }
    let mut since = 0;
    for (inline, length) in std::mem::take(inlines).into_iter().zip(lengths) {
        let Inline { kind: InlineKind::Text(text), span } = inline else {
            since += length;
            inlines.push(inline);
            continue;
        };
        let mut rest = text.as_str();
        while let Some(at) = place(rest, EVERY.saturating_sub(since)) {
            let (piece, behind) = rest.split_at(at);
            inlines.push(Inline { kind: InlineKind::Text(piece.to_owned()), span });
            inlines.push(Inline { kind: InlineKind::Milestone(context.node()), span });
            (rest, since) = (behind, 0);
        }
        since += rest.len();
        inlines.push(Inline { kind: InlineKind::Text(rest.to_owned()), span });
    }
}

fn length(inline: &Inline) -> usize {
    match &inline.kind {
        InlineKind::Text(text) => text.len(),
        _ => plain_text(std::slice::from_ref(inline)).len(),
    }
}

/// The first place behind so many bytes at which a word begins, or a clause of Chinese.
fn place(text: &str, behind: usize) -> Option<usize> {
    let from = (behind..=text.len()).find(|&at| text.is_char_boundary(at))?;
    let mut before = text[..from].chars().next_back();
    text[from..].char_indices().find_map(|(at, c)| {
        let is_start = match before.replace(c)? {
            ' ' => c != ' ',
            before if before.is_ascii() => false,
            before => "，。、；：！？".contains(before) && !"，。、；：！？”’）》」』】".contains(c),
        };
        is_start.then_some(from + at)
    })
}
