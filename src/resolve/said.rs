//! What inlines say as plain words: references and links without words of their own say what they lead to, pictures their
//! text alternative.

use std::collections::HashMap;

use super::terms::Terms;
use super::{Reference, Resolved, Target};
use crate::model::{Inline, InlineKind, NodeId};

/// Where words are found that are not the author's.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    pub(super) references: &'a HashMap<NodeId, Reference>,
    pub(super) links: &'a HashMap<NodeId, Target>,
    pub(super) terms: &'a Terms,
}

impl Resolved {
    /// The words of inlines, without any form.
    pub fn plain(&self, inlines: &[Inline]) -> String {
        self.said().plain(inlines)
    }

    /// Whether inlines say anything: a heading or a link that does not is none to those who can't see it.
    pub fn has_words(&self, inlines: &[Inline]) -> bool {
        !self.plain(inlines).trim().is_empty()
    }

    /// Whether inlines show nothing, or marks of footnotes alone, which are links themselves: then no link is around them.
    pub fn shows_only_marks(&self, inlines: &[Inline]) -> bool {
        inlines.iter().all(|inline| is_mark(self, inline))
    }

    fn said(&self) -> Said<'_> {
        Said { references: &self.references, links: &self.links, terms: &self.terms }
    }
}

impl Said<'_> {
    /// The words of inlines, without any form.
    pub(super) fn plain(&self, inlines: &[Inline]) -> String {
        let mut text = String::new();
        self.push(inlines, &mut text);
        text
    }

    fn push(&self, inlines: &[Inline], text: &mut String) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(words) | InlineKind::Code(words) => text.push_str(words),
                InlineKind::Emphasis(inner)
                | InlineKind::Strong(inner)
                | InlineKind::Strike(inner)
                | InlineKind::Superscript(inner)
                | InlineKind::Subscript(inner)
                | InlineKind::Highlight(inner)
                | InlineKind::Small(inner)
                | InlineKind::Keyboard(inner)
                | InlineKind::Abbreviation { inlines: inner, .. } => self.push(inner, text),
                InlineKind::Link { id, inlines, .. } => match self.bare(*id, inlines) {
                    Some(words) => text.push_str(words),
                    None => self.push(inlines, text),
                },
                InlineKind::Quoted(inner) => {
                    text.push_str(self.terms.quote_open);
                    self.push(inner, text);
                    text.push_str(self.terms.quote_close);
                }
                InlineKind::Math { latex, .. } => text.push_str(latex),
                InlineKind::Reference { id, .. } => text.push_str(self.reference(*id)),
                InlineKind::Image(image) => text.push_str(image.alt.as_deref().unwrap_or_default()),
                InlineKind::LineBreak => text.push(' '),
                InlineKind::NoteMark { .. }
                | InlineKind::Anchor { .. }
                | InlineKind::Milestone(_)
                | InlineKind::PageOf { .. }
                | InlineKind::Problem(_) => {}
            }
        }
    }

    fn reference(&self, id: NodeId) -> &str {
        self.references.get(&id).map_or("", |reference| &reference.text)
    }

    /// What a link says that has nothing in it.
    fn bare(&self, id: NodeId, inlines: &[Inline]) -> Option<&str> {
        match (inlines.is_empty(), self.links.get(&id)) {
            (true, Some(Target::Url(address))) => Some(address),
            (true, _) => Some(self.reference(id)),
            (false, _) => None,
        }
    }

    /// A heading or caption as a list shows it: footnotes and anchors are left out; images, links and references are their
    /// words, since the line is a link itself.
    pub(super) fn title(&self, inlines: &[Inline]) -> Vec<Inline> {
        let mut shown = Vec::with_capacity(inlines.len());
        for inline in inlines {
            let inner = |inlines: &[Inline]| self.title(inlines);
            let kind = match &inline.kind {
                InlineKind::Link { id, inlines, .. } => match self.bare(*id, inlines) {
                    Some(words) => InlineKind::Text(words.to_owned()),
                    None => {
                        shown.extend(inner(inlines));
                        continue;
                    }
                },
                InlineKind::NoteMark { .. }
                | InlineKind::Anchor { .. }
                | InlineKind::Milestone(_)
                | InlineKind::PageOf { .. }
                | InlineKind::Problem(_) => {
                    continue;
                }
                InlineKind::Image(image) => InlineKind::Text(image.alt.clone().unwrap_or_default()),
                InlineKind::LineBreak => InlineKind::Text(" ".to_owned()),
                InlineKind::Emphasis(inlines) => InlineKind::Emphasis(inner(inlines)),
                InlineKind::Strong(inlines) => InlineKind::Strong(inner(inlines)),
                InlineKind::Strike(inlines) => InlineKind::Strike(inner(inlines)),
                InlineKind::Superscript(inlines) => InlineKind::Superscript(inner(inlines)),
                InlineKind::Subscript(inlines) => InlineKind::Subscript(inner(inlines)),
                InlineKind::Highlight(inlines) => InlineKind::Highlight(inner(inlines)),
                InlineKind::Small(inlines) => InlineKind::Small(inner(inlines)),
                InlineKind::Quoted(inlines) => InlineKind::Quoted(inner(inlines)),
                InlineKind::Keyboard(inlines) => InlineKind::Keyboard(inner(inlines)),
                InlineKind::Abbreviation { title, inlines } => {
                    InlineKind::Abbreviation { title: title.clone(), inlines: inner(inlines) }
                }
                InlineKind::Reference { id, .. } => InlineKind::Text(self.reference(*id).to_owned()),
                InlineKind::Text(_) | InlineKind::Code(_) | InlineKind::Math { .. } => inline.kind.clone(),
            };
            shown.push(Inline { kind, span: inline.span });
        }
        shown
    }
}

/// Whether an inline shows nothing but marks of footnotes.
fn is_mark(book: &Resolved, inline: &Inline) -> bool {
    match &inline.kind {
        // One of a footnote that is not there is only words.
        InlineKind::NoteMark { id, .. } => book.note_marks.contains_key(id),
        InlineKind::Anchor { .. }
        | InlineKind::Milestone(_)
        | InlineKind::PageOf { .. }
        | InlineKind::LineBreak => true,
        InlineKind::Text(words) => words.trim().is_empty(),
        InlineKind::Emphasis(inner)
        | InlineKind::Strong(inner)
        | InlineKind::Strike(inner)
        | InlineKind::Superscript(inner)
        | InlineKind::Subscript(inner)
        | InlineKind::Highlight(inner)
        | InlineKind::Small(inner)
        | InlineKind::Keyboard(inner)
        | InlineKind::Abbreviation { inlines: inner, .. } => inner.iter().all(|inline| is_mark(book, inline)),
        // A link that leads nowhere is its words.
        InlineKind::Link { id, inlines, .. } => {
            let is_broken = matches!(book.links.get(id), Some(Target::Broken) | None);
            is_broken
                && !book.references.contains_key(id)
                && inlines.iter().all(|inline| is_mark(book, inline))
        }
        InlineKind::Quoted(_)
        | InlineKind::Code(_)
        | InlineKind::Math { .. }
        | InlineKind::Reference { .. }
        | InlineKind::Image(_)
        | InlineKind::Problem(_) => false,
    }
}
