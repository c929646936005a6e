//! What a text that is not in the book has names for.

use super::Written;
use crate::model::{
    Block, BlockKind, Inline, InlineKind, Label, Section, Visitor, walk_block, walk_blocks, walk_body,
    walk_inline, walk_inlines,
};

/// The labels of a chapter's text, in order.
pub(super) fn labels(written: &Written) -> Vec<Label> {
    let mut labels = Labels(Vec::new());
    if let Some(heading) = &written.heading {
        labels.add(heading.label.as_ref());
        walk_inlines(&mut labels, &heading.inlines);
    }
    walk_body(&mut labels, &written.body);
    written.notes.iter().for_each(|note| walk_blocks(&mut labels, &note.blocks));
    labels.0
}

struct Labels(Vec<Label>);

impl Labels {
    fn add(&mut self, label: Option<&Label>) {
        self.0.extend(label.cloned());
    }
}

impl<'a> Visitor<'a> for Labels {
    fn section(&mut self, section: &'a Section) {
        self.add(section.heading.label.as_ref());
        walk_inlines(self, &section.heading.inlines);
        walk_body(self, &section.body);
    }

    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Heading(heading) => self.add(heading.label.as_ref()),
            BlockKind::Listing(listing) => self.add(listing.label.as_ref()),
            BlockKind::Figure(figure) => self.add(figure.label.as_ref()),
            BlockKind::Table(table) => self.add(table.label.as_ref()),
            BlockKind::Equation { label, .. } => self.add(label.as_ref()),
            BlockKind::Anchor(label) => self.add(Some(label)),
            BlockKind::Paragraph(_)
            | BlockKind::List { .. }
            | BlockKind::Definitions(_)
            | BlockKind::Quote(_)
            | BlockKind::Alert { .. }
            | BlockKind::Details { .. }
            | BlockKind::Rule
            | BlockKind::Problem(_) => {}
        }
        walk_block(self, block);
    }

    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Anchor { label, .. } = &inline.kind {
            self.add(Some(label));
        }
        walk_inline(self, inline);
    }
}
