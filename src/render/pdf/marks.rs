//! Places in the PDF that links lead to, and by which pages are found.

use super::{Chapter, PagePlace};
use crate::model::{Block, BlockKind, NodeId};

/// How many bytes of code may be between two places by which pages are found: some two lines.
const CLOSE: usize = 160;

impl Chapter<'_> {
    /// The name of a node in the PDF: a stable one where it has an anchor.
    pub(super) fn name(&self, id: NodeId) -> String {
        match self.book.anchors.get(&id) {
            Some(anchor) => format!("{}:{anchor}", self.chapter.slug),
            // No slug has a full stop.
            None => format!("p.{}.{}", id.chapter.0, id.index),
        }
    }

    /// A place that links lead to, in the line.
    pub(super) fn mark(&mut self, id: NodeId) {
        let name = self.name(id);
        self.out.mark(&name);
    }

    /// A place that links lead to or that pages are found by: small blocks close to the last such place need not be one.
    pub(super) fn block_mark(&mut self, block: &Block) {
        let finds_page =
            self.unpaged == 0 && (is_large(block) || self.out.raw().len() >= self.last_mark + CLOSE);
        if finds_page || self.book.anchors.contains_key(&block.id) {
            self.page_mark(self.name(block.id), PagePlace::Node(block.id));
            self.out.code("\n");
        }
    }

    /// A place in the line that links lead to or that pages are found by.
    pub(super) fn page_mark(&mut self, name: String, place: PagePlace) {
        self.out.mark(&name);
        if self.unpaged == 0 {
            self.last_mark = self.out.raw().len();
            self.marks.insert(name, place);
        }
    }
}

/// Whether a block can fill a page without a place in it.
fn is_large(block: &Block) -> bool {
    match block.kind {
        BlockKind::Listing(_)
        | BlockKind::Figure(_)
        | BlockKind::Table(_)
        | BlockKind::Equation { .. }
        | BlockKind::Problem(_) => true,
        BlockKind::Paragraph(_)
        | BlockKind::Heading(_)
        | BlockKind::List { .. }
        | BlockKind::Definitions(_)
        | BlockKind::Quote(_)
        | BlockKind::Alert { .. }
        | BlockKind::Details { .. }
        | BlockKind::Rule
        | BlockKind::Anchor(_) => false,
    }
}
