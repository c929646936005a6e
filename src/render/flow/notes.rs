//! Footnotes: marks in the text, and the notes behind it.

use super::{Flow, Medium};
use crate::model::NodeId;
use crate::render::markup::{Element, Node, element, text};
use crate::resolve::NoteInfo;

impl<'a> Flow<'a> {
    pub(super) fn note_mark(&self, id: NodeId, label: &str) -> Node {
        let Some(mark) = self.book.note_marks.get(&id) else {
            return element("span").class("problem").text(format!("[^{label}]")).into();
        };
        let note = &self.book.chapter(self.chapter.id).notes[mark.note];
        let link = element("a")
            .with("href", format!("#{}", self.id(&note.anchor)))
            .with("id", self.id(&mark.anchor))
            .with("epub:type", "noteref")
            .with("role", "doc-noteref")
            .text(note.number.to_string());
        element("sup").class("note-mark").child(link).into()
    }

    /// The footnotes of the chapter, behind its text.
    pub(super) fn notes(&self) -> Option<Node> {
        let infos = &self.book.chapter(self.chapter.id).notes;
        if infos.is_empty() {
            return None;
        }
        // On a page with the notes of all chapters, each list says whose it is.
        let title = match self.dialect.medium {
            Medium::Web | Medium::Epub => self.book.terms.footnotes.to_owned(),
            Medium::Single => format!("{}: {}", self.book.terms.footnotes, self.chapter.title),
        };
        let section = element("section").class("footnotes");
        let mut section = if self.dialect.is_epub() {
            section.with("aria-label", title)
        } else {
            section.with("role", "doc-endnotes").with("aria-label", title)
        };
        section = section.child(element("hr").class("footnotes-rule"));
        for info in infos {
            section = section.child(self.note(info));
        }
        Some(section.into())
    }

    fn note(&self, info: &'a NoteInfo) -> Element {
        let note = &self.chapter.notes[info.index];
        let out = if self.dialect.is_epub() {
            element("aside").with("epub:type", "footnote").with("role", "doc-footnote")
        } else {
            element("div")
        };
        let number = element("span").class("footnote-number").text(format!("{}.", info.number));
        let out = out.class("footnote").with("id", self.id(&info.anchor));
        let mut out = out.children(self.note_arrivals(info.index)).child(number).text(" ");
        let body = element("div").class("footnote-body").children(self.blocks(&note.blocks));
        let mut back = element("p").class("footnote-back");
        for (index, mark) in info.marks.iter().enumerate() {
            let label = format!("{} {}", self.book.terms.back_to_text, info.number);
            // What is seen is part of what is read out (WCAG 2.2 §2.5.3).
            let (words, label) = match index {
                0 => ("↩".to_owned(), label),
                _ => (format!("↩{}", index + 1), format!("{label} ↩{}", index + 1)),
            };
            let link = element("a")
                .with("href", format!("#{}", self.id(mark)))
                .with("role", "doc-backlink")
                .with("aria-label", label)
                .text(words);
            back = back.child(link).child(text(" "));
        }
        out = out.child(body.child(back));
        out
    }
}
