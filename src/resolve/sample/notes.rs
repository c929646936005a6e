//! The footnotes whose marks are left, with the numbers that they have in the whole book.

use std::collections::{BTreeMap, HashMap};

use crate::identity::collect::Collected;
use crate::model::{Book, NodeId};
use crate::resolve::{NoteInfo, NoteMark, Resolved};

/// The footnotes of a sample.
pub(super) struct Notes {
    pub(super) marks: HashMap<NodeId, NoteMark>,
    /// By chapter, in the order of their numbers.
    pub(super) chapters: Vec<Vec<NoteInfo>>,
    /// By chapter, where each stands among the footnotes of the whole chapter.
    written: Vec<Vec<usize>>,
}

impl Notes {
    pub(super) fn of(full: &Resolved, collected: &Collected<'_>) -> Self {
        let marks: Vec<(NodeId, &NoteMark)> = collected
            .note_marks
            .iter()
            .filter_map(|(id, ..)| Some((*id, full.note_marks.get(id)?)))
            .collect();
        // By chapter and footnote of the whole book, the anchors of its marks.
        let mut anchors: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
        for (id, mark) in &marks {
            anchors.entry((id.chapter.index(), mark.note)).or_default().push(mark.anchor.clone());
        }
        let mut chapters = vec![Vec::new(); full.chapters.len()];
        let mut written = vec![Vec::new(); full.chapters.len()];
        let mut places = HashMap::new();
        for ((chapter, note), marks) in anchors {
            let info = &full.chapters[chapter].notes[note];
            let infos: &mut Vec<NoteInfo> = &mut chapters[chapter];
            places.insert((chapter, note), infos.len());
            written[chapter].push(info.index);
            infos.push(NoteInfo { index: infos.len(), marks, ..info.clone() });
        }
        let marks = marks.into_iter().map(|(id, mark)| {
            let chapter = id.chapter.index();
            let note = places[&(chapter, mark.note)];
            let is_first = chapters[chapter][note].marks.first() == Some(&mark.anchor);
            (id, NoteMark { note, anchor: mark.anchor.clone(), is_first })
        });
        Self { marks: marks.collect(), chapters, written }
    }

    /// Leaves out of a book the footnotes that nothing leads to any more.
    pub(super) fn leave_out_others(&self, book: &mut Book) {
        for (chapter, written) in book.chapters.iter_mut().zip(&self.written) {
            let mut all: Vec<_> = std::mem::take(&mut chapter.notes).into_iter().map(Some).collect();
            chapter.notes = written.iter().filter_map(|&index| all[index].take()).collect();
        }
    }
}
