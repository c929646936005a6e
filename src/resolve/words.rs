//! How much there is of a chapter.

use super::{ChapterInfo, NoteInfo};
use crate::model::{
    Block, BlockKind, Book, Chapter, Inline, InlineKind, Visitor, walk_block, walk_blocks, walk_body,
    walk_inline, walk_inlines,
};

/// Counts the words and lines of code of every chapter, and puts its footnotes there.
pub(super) fn count(book: &Book, chapters: Vec<ChapterInfo>, notes: Vec<Vec<NoteInfo>>) -> Vec<ChapterInfo> {
    book.chapters
        .iter()
        .zip(chapters.into_iter().zip(notes))
        .map(|(chapter, (info, notes))| {
            let Counter { words, code_lines } = counted(chapter);
            ChapterInfo { words, code_lines, notes, ..info }
        })
        .collect()
}

fn counted(chapter: &Chapter) -> Counter {
    let mut counter = Counter::default();
    if let Some(heading) = &chapter.heading {
        walk_inlines(&mut counter, &heading.inlines);
    }
    walk_body(&mut counter, &chapter.body);
    for note in &chapter.notes {
        walk_blocks(&mut counter, &note.blocks);
    }
    counter
}

#[derive(Default)]
struct Counter {
    words: usize,
    code_lines: usize,
}

impl<'a> Visitor<'a> for Counter {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Listing(listing) = &block.kind {
            self.code_lines += listing.line_spans.len();
        }
        walk_block(self, block);
    }

    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Text(text) | InlineKind::Code(text) = &inline.kind {
            self.words += words(text);
        }
        walk_inline(self, inline);
    }
}

/// Words between white space; every ideograph is one.
fn words(text: &str) -> usize {
    let is_ideograph =
        |c: char| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    let ideographs = text.chars().filter(|&c| is_ideograph(c)).count();
    let others = text
        .split(|c: char| c.is_whitespace() || is_ideograph(c))
        .filter(|word| word.contains(char::is_alphanumeric))
        .count();
    ideographs + others
}
