//! Places in the PDF that links lead to, and by which pages are found.

use super::{Chapter, PagePlace};
use crate::ledger::Address;
use crate::model::{Block, BlockKind, NodeId};

/// How many bytes of code may be between two places by which pages are found: some two lines.
const CLOSE: usize = 160;

impl Chapter<'_> {
    /// The name of a node in the PDF: a stable one where it has an anchor.
    pub(super) fn name(&self, id: NodeId) -> String {
        match self.book.id(id) {
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
        if finds_page || self.is_linked(block) {
            self.page_mark(self.name(block.id), PagePlace::Node(block.id));
            self.out.code("\n");
        }
        self.arrivals(block.id);
    }

    /// Whether links may lead to a block. What holds others begins where the first of them does.
    fn is_linked(&self, block: &Block) -> bool {
        self.book.anchors.contains_key(&block.id)
            || !holds_blocks(block) && self.book.blocks.contains_key(&block.id)
    }

    /// The old addresses that lead to a node.
    pub(super) fn arrivals(&mut self, node: NodeId) {
        self.old_names(self.book.redirects.to_nodes.get(&node));
    }

    /// The old addresses that lead to the chapter.
    pub(super) fn chapter_arrivals(&mut self) {
        self.old_names(self.book.redirects.to_chapters.get(&self.chapter.id));
    }

    /// The names of old addresses.
    pub(super) fn old_names(&mut self, addresses: Option<&Vec<Address>>) {
        // A chapter that is planned again has its own place.
        let is_there =
            |slug: &str| self.book.book.chapters.iter().any(|chapter| chapter.slug.as_str() == slug);
        for from in addresses.into_iter().flatten() {
            let name = match &from.anchor {
                Some(anchor) => format!("{}:{anchor}", from.chapter),
                None if is_there(&from.chapter) => continue,
                None => from.chapter.clone(),
            };
            self.out.mark(&name);
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

/// Whether others are in a block.
fn holds_blocks(block: &Block) -> bool {
    match block.kind {
        BlockKind::List { .. }
        | BlockKind::Definitions(_)
        | BlockKind::Quote(_)
        | BlockKind::Alert { .. }
        | BlockKind::Details { .. } => true,
        BlockKind::Paragraph(_)
        | BlockKind::Heading(_)
        | BlockKind::Listing(_)
        | BlockKind::Figure(_)
        | BlockKind::Table(_)
        | BlockKind::Equation { .. }
        | BlockKind::Rule
        | BlockKind::Anchor(_)
        | BlockKind::Problem(_) => false,
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
