//! Footnotes in the order of their marks.

use std::collections::{HashMap, HashSet};

use super::{NoteInfo, NoteMark};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::identity::Identity;
use crate::identity::anchors::{Anchors, Ids, name};
use crate::identity::collect::Collected;
use crate::model::{Book, Chapter, ChapterId, NodeId};
use crate::source::Span;

/// Marks, and the footnotes of each chapter.
pub(super) struct Notes {
    pub(super) marks: HashMap<NodeId, NoteMark>,
    pub(super) chapters: Vec<Vec<NoteInfo>>,
}

/// Orders the footnotes of every chapter.
pub(super) fn order(
    book: &Book,
    collected: &Collected<'_>,
    identity: &Identity,
    diagnostics: &mut Diagnostics,
) -> Notes {
    let mut notes = Notes { marks: HashMap::new(), chapters: vec![Vec::new(); book.chapters.len()] };
    let mut names: HashMap<ChapterId, Names<'_>> = HashMap::new();
    for (mark, label, span) in &collected.note_marks {
        let names = names
            .entry(mark.chapter)
            .or_insert_with(|| Names::of(book.chapter(mark.chapter), &identity.anchors));
        let Some(&index) = names.written.get(label) else {
            let message = format!("there is no footnote `{label}`");
            let finding = Diagnostic::new(Code::NoteUndefined, *span, message);
            diagnostics.push(finding.hint(format!("write `[^{label}]: …` in this file")));
            continue;
        };
        let infos = &mut notes.chapters[mark.chapter.index()];
        let position = *names.used.entry(index).or_insert_with(|| {
            let wanted = format!("note-{}", name(label).trim_start_matches("s-"));
            let own = identity.notes.get(&(mark.chapter, index)).cloned();
            let anchor = own.unwrap_or_else(|| names.taken.take(&wanted));
            infos.push(NoteInfo { number: infos.len() + 1, index, anchor, marks: Vec::new() });
            infos.len() - 1
        });
        let info = &mut infos[position];
        let is_first = info.marks.is_empty();
        let suffix = if is_first { String::new() } else { format!("-{}", info.marks.len() + 1) };
        let anchor = names.taken.take(&format!("{}-ref{suffix}", info.anchor));
        info.marks.push(anchor.clone());
        notes.marks.insert(*mark, NoteMark { note: position, anchor, is_first });
    }
    report_unused(book, &notes, diagnostics);
    notes
}

/// What is known of a chapter's footnotes while its marks are read.
struct Names<'a> {
    /// The footnotes by name, each the first of it.
    written: HashMap<&'a str, usize>,
    /// The footnotes that have a mark, and where they stand among those that have.
    used: HashMap<usize, usize>,
    taken: Ids,
}

impl<'a> Names<'a> {
    fn of(chapter: &'a Chapter, anchors: &Anchors) -> Self {
        let mut written = HashMap::new();
        for (index, note) in chapter.notes.iter().enumerate() {
            written.entry(note.label.as_str()).or_insert(index);
        }
        let taken = anchors.taken.get(&chapter.id).cloned().unwrap_or_default();
        Self { written, used: HashMap::new(), taken }
    }
}

fn report_unused(book: &Book, notes: &Notes, diagnostics: &mut Diagnostics) {
    for (chapter, infos) in book.chapters.iter().zip(&notes.chapters) {
        let used: HashSet<usize> = infos.iter().map(|info| info.index).collect();
        let mut first: HashMap<&str, Span> = HashMap::new();
        for (index, note) in chapter.notes.iter().enumerate() {
            let before = *first.entry(&note.label).or_insert(note.span);
            if before != note.span {
                let message = format!("the footnote `{}` is written twice", note.label);
                let finding = Diagnostic::new(Code::LabelDuplicate, note.span, message);
                let finding = finding.related(before, "here first");
                diagnostics.push(finding.hint("the first is shown: give this one another name"));
            } else if !used.contains(&index) {
                let message = format!("the footnote `{}` is nowhere referred to", note.label);
                let finding = Diagnostic::new(Code::NoteUnused, note.span, message);
                diagnostics.push(finding.hint("it is left out; put its mark into the text, or remove it"));
            }
        }
    }
}
