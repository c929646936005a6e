//! Inlines, as words of a block and as links.

use super::{Manuscript, Notes};
use crate::model::{Image, ImageSource, Inline, InlineKind, MathStyle, NodeId};
use crate::prove::{Goal, On};
use crate::resolve::{Place, Target};

impl<'a> Manuscript<'a> {
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Text(words) | InlineKind::Code(words) | InlineKind::Problem(words) => {
                self.out.words(words);
            }
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Subscript(inner)
            | InlineKind::Highlight(inner)
            | InlineKind::Small(inner)
            | InlineKind::Keyboard(inner)
            | InlineKind::Abbreviation { inlines: inner, .. } => self.inlines(inner),
            InlineKind::Quoted(inner) => {
                self.out.words(self.book.terms.quote_open);
                self.inlines(inner);
                self.out.words(self.book.terms.quote_close);
            }
            InlineKind::Math { id, style, latex } => self.math(*id, *style, latex),
            InlineKind::Link { id, inlines, .. } => self.link(*id, inlines),
            InlineKind::Reference { id, .. } => self.reference(*id),
            InlineKind::Image(image) => self.image(image),
            InlineKind::NoteMark { id, label } => self.note_mark(*id, label),
            // A page's number is no text: those who hear a book have the link.
            InlineKind::Anchor { .. } | InlineKind::Milestone(_) | InlineKind::PageOf { .. } => {}
            InlineKind::LineBreak => self.out.words(" "),
        }
    }

    fn note_mark(&mut self, id: NodeId, label: &str) {
        let book = self.book;
        let Some(mark) = book.note_marks.get(&id) else { return self.out.words(&format!("[^{label}]")) };
        let info = &book.chapter(id.chapter).notes[mark.note];
        self.out.words(&info.number.to_string());
        if mark.is_first && self.notes == Notes::AtMarks {
            let is_linked = std::mem::take(&mut self.in_link);
            self.note(id.chapter, info);
            self.in_link = is_linked;
        }
    }

    fn math(&mut self, id: NodeId, style: MathStyle, latex: &'a str) {
        match (self.book.formulas.contains_key(&id), style) {
            (true, MathStyle::Display) => self.equation(id, latex),
            (true, MathStyle::Inline) => self.out.object(latex),
            (false, MathStyle::Display | MathStyle::Inline) => self.out.words(latex),
        }
    }

    fn link(&mut self, id: NodeId, inlines: &'a [Inline]) {
        if self.book.references.contains_key(&id) {
            return self.reference(id);
        }
        let (to, remark) = match self.book.links.get(&id) {
            Some(Target::Url(address)) => {
                self.out.words(if inlines.is_empty() { address } else { "" });
                (Some(self.goal(|on| Goal::Url(address.clone(), on))), None)
            }
            Some(Target::Place(place)) => (Some(self.goal(|on| self.place(place, on))), None),
            Some(Target::Planned(_)) => (None, Some(format!(" ({})", self.book.terms.planned_remark))),
            Some(Target::Elsewhere(_)) => (None, Some(format!(" ({})", self.book.terms.elsewhere_remark))),
            Some(Target::Broken) | None => (None, None),
        };
        // Marks of footnotes are links themselves.
        let to = to.filter(|_| inlines.is_empty() || !self.book.shows_only_marks(inlines));
        let is_outer = self.in_link;
        self.in_link |= to.is_some();
        to.into_iter().for_each(|to| self.out.link(to));
        self.inlines(inlines);
        self.in_link = is_outer;
        self.out.words(remark.as_deref().unwrap_or_default());
    }

    fn reference(&mut self, id: NodeId) {
        let Some(reference) = self.book.references.get(&id) else { return };
        self.out.words(&reference.text);
        if let Some(place) = &reference.place {
            self.out.link(self.goal(|on| self.place(place, on)));
        }
    }

    /// A link in another is a link on the screen only: on paper the outer one takes its words along.
    fn goal(&self, make: impl FnOnce(On) -> Goal) -> Goal {
        make(if self.in_link { On::Screen } else { On::All })
    }

    fn place(&self, place: &Place, on: On) -> Goal {
        Goal::Place(self.book.book.chapter(place.chapter).slug.to_string(), place.anchor.clone(), on)
    }

    pub(super) fn image(&mut self, image: &'a Image) {
        if self.book.asset(image.id).is_some() {
            return self.out.object(image.alt.as_deref().unwrap_or(self.book.terms.figure));
        }
        let alt = image.alt.as_deref().filter(|alt| !alt.is_empty());
        self.out.words(alt.unwrap_or(self.book.terms.image_missing));
        let (ImageSource::Remote(place) | ImageSource::File(place) | ImageSource::Refused(place)) =
            &image.source;
        self.out.words(&format!(" {place}"));
        if matches!(image.source, ImageSource::Remote(_)) && !self.in_link {
            self.out.link(Goal::Url(place.clone(), On::Paper));
        }
    }
}
