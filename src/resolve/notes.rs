//! Footnotes in the order of their marks.

use std::collections::HashMap;

use super::anchors::{Anchors, name};
use super::collect::Collected;
use super::{NoteInfo, NoteMark};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Book, NodeId};

/// Marks, and the footnotes of each chapter.
pub(super) struct Notes {
    pub(super) marks: HashMap<NodeId, NoteMark>,
    pub(super) chapters: Vec<Vec<NoteInfo>>,
}

/// Orders the footnotes of every chapter.
pub(super) fn order(
    book: &Book,
    collected: &Collected<'_>,
    anchors: &Anchors,
    diagnostics: &mut Diagnostics,
) -> Notes {
    let mut notes = Notes { marks: HashMap::new(), chapters: vec![Vec::new(); book.chapters.len()] };
    for (mark, label, span) in &collected.note_marks {
        let chapter = book.chapter(mark.chapter);
        let Some(index) = chapter.notes.iter().position(|note| note.label == *label) else {
            let message = format!("there is no footnote `{label}`");
            diagnostics.push(Diagnostic::new(Code::NoteUndefined, *span, message));
            continue;
        };
        let infos = &mut notes.chapters[mark.chapter.index()];
        let position = infos.iter().position(|info| info.index == index).unwrap_or_else(|| {
            let is_taken =
                |id: &str| anchors.taken.get(&mark.chapter).is_some_and(|taken| taken.contains(id));
            let mut anchor = format!("note-{}", name(label).trim_start_matches("s-"));
            while is_taken(&anchor) || infos.iter().any(|info| info.anchor == anchor) {
                anchor.push_str("-n");
            }
            infos.push(NoteInfo { number: infos.len() + 1, index, anchor, marks: Vec::new() });
            infos.len() - 1
        });
        let info = &mut infos[position];
        let is_first = info.marks.is_empty();
        let suffix = if is_first { String::new() } else { format!("-{}", info.marks.len() + 1) };
        let anchor = format!("{}-ref{suffix}", info.anchor);
        info.marks.push(anchor.clone());
        notes.marks.insert(*mark, NoteMark { note: position, anchor, is_first });
    }
    report_unused(book, &notes, diagnostics);
    notes
}

fn report_unused(book: &Book, notes: &Notes, diagnostics: &mut Diagnostics) {
    for (chapter, infos) in book.chapters.iter().zip(&notes.chapters) {
        for (index, note) in chapter.notes.iter().enumerate() {
            if !infos.iter().any(|info| info.index == index) {
                let message = format!("the footnote `{}` is nowhere referred to", note.label);
                let finding = Diagnostic::new(Code::NoteUnused, note.span, message);
                diagnostics.push(finding.hint("it is left out; put its mark into the text, or remove it"));
            }
        }
    }
}
