//! A chapter in segments: each heading with what follows it.

use super::At;
use crate::ledger::{BlockEntry, BlockName};

/// Blocks by headings: what stands before the first, then each with what follows it. Footnotes stand at the end and are
/// of the chapter.
pub fn segments(blocks: &[BlockEntry]) -> Vec<&[BlockEntry]> {
    cut(blocks).into_iter().map(|segment| segment.blocks).collect()
}

/// A heading with what follows it up to the next; what stands before the first; footnotes.
pub(super) struct Segment<'a> {
    /// The place of the first block in its chapter.
    pub(super) start: usize,
    pub(super) blocks: &'a [BlockEntry],
}

/// What a segment begins with.
pub(super) enum Head<'a> {
    /// The chapter's own heading, where it has one, or any other block before the first section.
    Opening(Option<&'a BlockEntry>),
    /// A section's heading.
    Section(&'a BlockEntry),
    /// Footnotes.
    Notes,
}

impl<'a> Segment<'a> {
    pub(super) fn head(&self) -> Head<'a> {
        match self.blocks.first() {
            Some(block) if block.kind == BlockName::Heading && block.depth > 0 => Head::Section(block),
            Some(block) if block.kind == BlockName::Note => Head::Notes,
            block => Head::Opening(block.filter(|block| block.kind == BlockName::Heading)),
        }
    }
}

/// Blocks by headings; footnotes stand at the end and are of the chapter.
pub(super) fn cut(blocks: &[BlockEntry]) -> Vec<Segment<'_>> {
    let is_start = |block: &BlockEntry, before: &BlockEntry| {
        block.kind == BlockName::Heading || (block.kind == BlockName::Note && before.kind != BlockName::Note)
    };
    let mut start = 0;
    let segment = |blocks| {
        let segment = Segment { start, blocks };
        start += segment.blocks.len();
        segment
    };
    blocks.chunk_by(|before, block| !is_start(block, before)).map(segment).collect()
}

/// Whether a segment of the old chapter is the one that another was; `was` is where that one's heading was.
pub(super) fn is_same_segment(
    old: &Segment<'_>,
    new: &Segment<'_>,
    was: Option<At>,
    before: Option<usize>,
) -> bool {
    match (old.head(), new.head()) {
        (Head::Section(_), Head::Section(_)) => {
            was.is_some_and(|(chapter, place)| Some(chapter) == before && place == old.start)
        }
        (Head::Opening(_), Head::Opening(_)) | (Head::Notes, Head::Notes) => true,
        (Head::Opening(_) | Head::Section(_) | Head::Notes, _) => false,
    }
}
