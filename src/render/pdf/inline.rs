//! Inlines.

use std::collections::HashSet;

use super::writer::LongWord;
use super::{Chapter, PagePlace};
use crate::model::{Inline, InlineKind, NodeId, plain_text};
use crate::resolve::{Place, Resolved, Target};

impl<'a> Chapter<'a> {
    /// Inlines as a code block.
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        self.out.code("{");
        for inline in inlines {
            self.out.at(inline.span);
            self.inline(inline);
            self.out.code(";");
        }
        self.out.code("}");
    }

    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Text(words) => self.out.words(words),
            InlineKind::Emphasis(inner) => self.wrapped("emph", inner),
            InlineKind::Strong(inner) => self.wrapped("strong", inner),
            InlineKind::Strike(inner) => self.wrapped("strike", inner),
            InlineKind::Superscript(inner) => self.wrapped("super", inner),
            InlineKind::Subscript(inner) => self.wrapped("sub", inner),
            InlineKind::Highlight(inner) => self.wrapped("highlight", inner),
            InlineKind::Small(inner) => self.wrapped("small", inner),
            InlineKind::Quoted(inner) => self.quoted(inner),
            InlineKind::Keyboard(inner) => self.wrapped("keyboard", inner),
            InlineKind::Abbreviation { title, inlines } => self.abbreviation(title, inlines),
            InlineKind::Code(code) => self.code(code),
            InlineKind::Math { id, latex, .. } => self.math(*id, latex),
            InlineKind::Link { id, inlines, .. } => self.link(*id, inlines),
            InlineKind::Reference { id, .. } => self.reference(*id),
            InlineKind::Image(image) => self.inline_image(image),
            InlineKind::NoteMark { id, label } => self.note_mark(*id, label),
            InlineKind::Anchor { id, .. } => self.mark(*id),
            InlineKind::Milestone(id) if self.unpaged == 0 => {
                self.page_mark(self.name(*id), PagePlace::Node(*id));
            }
            InlineKind::Milestone(_) => {}
            InlineKind::PageOf { id, former, .. } => self.page_of(*id, former.as_deref()),
            InlineKind::LineBreak => self.out.code("linebreak()"),
            InlineKind::Problem(message) => self.call("problem", message),
        }
    }

    fn wrapped(&mut self, function: &str, inlines: &'a [Inline]) {
        self.out.code(function);
        self.out.code("(");
        self.inlines(inlines);
        self.out.code(")");
    }

    /// A function of one string.
    pub(super) fn call(&mut self, function: &str, text: &str) {
        self.out.code(function);
        self.out.code("(");
        self.out.string(text);
        self.out.code(")");
    }

    /// The number of the page that a place is on, and of the one it was on.
    fn page_of(&mut self, id: NodeId, former: Option<&str>) {
        let book = self.book;
        let Some(Target::Place(place)) = book.links.get(&id) else { return };
        let (before, behind) = book.terms.page.split_once("{n}").unwrap_or_default();
        self.out.code("page-note(");
        self.out.string(before);
        self.out.code(", ");
        self.out.literal(&name_of(book, place));
        self.out.code(", ");
        self.out.string(behind);
        if let Some(page) = former {
            self.out.code(", former: ");
            self.out.literal(page);
            self.out.code(", remark: ");
            self.out.string(&book.terms.formerly(page));
        }
        self.out.code(")");
    }

    fn quoted(&mut self, inlines: &'a [Inline]) {
        self.out.string(self.book.terms.quote_open);
        self.out.code(";");
        self.inlines(inlines);
        self.out.code(";");
        self.out.string(self.book.terms.quote_close);
    }

    /// Paper shows nothing on hovering: what a short form stands for is said where a chapter first uses it.
    fn abbreviation(&mut self, title: &str, inlines: &'a [Inline]) {
        self.inlines(inlines);
        let is_first = |said: &mut HashSet<_>| said.insert((plain_text(inlines), title.to_owned()));
        if !title.is_empty() && self.said.as_mut().is_some_and(is_first) {
            self.out.code(";");
            self.out.string(&format!(" ({title})"));
        }
    }

    fn code(&mut self, code: &str) {
        self.out.code("code({");
        self.out.code_words(code);
        self.out.code("})");
    }

    fn math(&mut self, id: NodeId, latex: &str) {
        match self.book.formulas.get(&id) {
            Some(formula) => self.formula("formula", &formula.typst, latex, None),
            None => self.call("problem", latex),
        }
    }

    /// A formula with its LaTeX as what it says, perhaps with a number.
    pub(super) fn formula(&mut self, function: &str, typst: &str, latex: &str, number: Option<&str>) {
        let alternative = latex.split_whitespace().collect::<Vec<_>>().join(" ");
        self.out.code(function);
        self.out.code("(");
        self.out.literal(&alternative);
        self.out.code(", ");
        self.out.formula(typst);
        if let Some(number) = number {
            self.out.code(", number: ");
            self.out.string(number);
        }
        self.out.code(")");
    }

    fn link(&mut self, id: NodeId, inlines: &'a [Inline]) {
        match self.book.links.get(&id) {
            // One without words of its own says what it leads to.
            _ if self.book.references.contains_key(&id) => self.reference(id),
            Some(Target::Url(address)) if inlines.is_empty() && self.in_link => self.out.words(address),
            Some(Target::Url(address)) if inlines.is_empty() => {
                self.out.code("link(");
                self.out.literal(address);
                self.out.code(", {");
                self.out.words(address);
                self.out.code("})");
            }
            // A link may not stand in another, and marks of footnotes are links.
            _ if self.in_link || self.book.shows_only_marks(inlines) => self.inlines(inlines),
            Some(Target::Url(address)) => {
                self.out.code("link(");
                self.out.literal(address);
                self.linked(inlines);
            }
            Some(Target::Place(place)) => {
                self.out.code("go(");
                self.out.literal(&name_of(self.book, place));
                self.linked(inlines);
            }
            Some(Target::Planned(_)) => self.remarked(inlines, self.book.terms.planned_remark),
            Some(Target::Elsewhere(_)) => self.remarked(inlines, self.book.terms.elsewhere_remark),
            Some(Target::Broken) | None => self.inlines(inlines),
        }
    }

    /// Words that lead nowhere, and why.
    fn remarked(&mut self, inlines: &'a [Inline], remark: &str) {
        self.out.code("planned-link(");
        self.inlines(inlines);
        self.out.code(", ");
        self.out.string(remark);
        self.out.code(")");
    }

    fn linked(&mut self, inlines: &'a [Inline]) {
        self.in_link = true;
        self.out.code(", ");
        self.inlines(inlines);
        self.out.code(")");
        self.in_link = false;
    }

    fn reference(&mut self, id: NodeId) {
        let Some(reference) = self.book.references.get(&id) else {
            self.out.code("none");
            return;
        };
        match (&reference.place, reference.kind) {
            (Some(place), _) if !self.in_link => {
                self.out.code("reference(");
                self.out.literal(&name_of(self.book, place));
                self.out.code(", ");
                self.out.string(&reference.text);
                self.out.code(")");
            }
            (Some(_), _) | (None, Some(_)) => self.out.string(&reference.text),
            (None, None) => self.call("problem", &reference.text),
        }
    }

    /// The first mark of a footnote brings it; others lead there.
    fn note_mark(&mut self, id: NodeId, label: &str) {
        let book = self.book;
        let Some(mark) = book.note_marks.get(&id) else {
            self.call("problem", &format!("[^{label}]"));
            return;
        };
        let note = &book.chapter(self.chapter.id).notes[mark.note];
        let name = format!("{}:{}", self.chapter.slug, note.anchor);
        if !mark.is_first || self.open_notes.contains(&mark.note) {
            self.out.code("note-mark(");
            self.out.literal(&name);
            self.out.code(", ");
            self.out.string(&note.number.to_string());
            self.out.code(")");
            return;
        }
        self.open_notes.push(mark.note);
        self.out.code("footnote(");
        self.out.literal(&name);
        self.out.code(", ");
        self.out.string(&note.number.to_string());
        self.out.code(", ");
        let in_link = std::mem::take(&mut self.in_link);
        let tables = std::mem::take(&mut self.tables);
        let long_word = std::mem::replace(&mut self.out.long_word, LongWord::text(self.room.code));
        self.unpaged += 1;
        self.note(&self.chapter.notes[note.index].blocks);
        self.unpaged -= 1;
        (self.in_link, self.tables, self.out.long_word) = (in_link, tables, long_word);
        self.out.code(")");
        self.open_notes.pop();
    }
}

/// The name of a place in the book: the chapter's, with that of the place in it. Stable, as a link into the PDF may be.
pub(super) fn name_of(book: &Resolved, place: &Place) -> String {
    let slug = &book.book.chapter(place.chapter).slug;
    match &place.anchor {
        Some(anchor) => format!("{slug}:{anchor}"),
        None => slug.to_string(),
    }
}
