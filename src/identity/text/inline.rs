//! Inlines.

use super::Teller;
use crate::model::{Inline, InlineKind, MathStyle};

impl<'a> Teller<'a> {
    pub(super) fn inlines(&mut self, inlines: &'a [Inline]) {
        inlines.iter().for_each(|inline| self.inline(inline));
    }

    fn around(&mut self, name: &str, values: &[&str], inner: &'a [Inline]) {
        self.tag(name, values);
        self.inlines(inner);
        self.form.push_str("</>");
    }

    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Text(words) => self.said(words),
            InlineKind::Emphasis(inner) => self.around("em", &[], inner),
            InlineKind::Strong(inner) => self.around("strong", &[], inner),
            InlineKind::Strike(inner) => self.around("del", &[], inner),
            InlineKind::Superscript(inner) => self.around("sup", &[], inner),
            InlineKind::Subscript(inner) => self.around("sub", &[], inner),
            InlineKind::Highlight(inner) => self.around("mark", &[], inner),
            InlineKind::Small(inner) => self.around("small", &[], inner),
            InlineKind::Quoted(inner) => self.around("q", &[], inner),
            InlineKind::Keyboard(inner) => self.around("kbd", &[], inner),
            InlineKind::Abbreviation { title, inlines } => self.around("abbr", &[title], inlines),
            InlineKind::Code(code) => {
                self.tag("code", &[]);
                self.said(code);
                self.form.push_str("</>");
            }
            InlineKind::Math { style, latex, .. } => {
                self.tag("math", &[if *style == MathStyle::Display { "display" } else { "" }]);
                self.said(latex);
            }
            InlineKind::Link { target, title, inlines, .. } => {
                self.around("a", &[target, title.as_deref().unwrap_or_default()], inlines);
            }
            // What it says is a number, which other changes change.
            InlineKind::Reference { label, .. } => {
                self.tag("reference", &[]);
                self.said(label.as_str());
            }
            InlineKind::Image(image) => self.image(image),
            // Its number is another where footnotes come and go, and its name is the author's alone.
            InlineKind::NoteMark { label, .. } => {
                self.marks.push(label);
                self.tag("note", &[]);
            }
            InlineKind::Anchor { id, label } => {
                self.tag("anchor", &[label.as_str()]);
                self.inner.push(*id);
            }
            InlineKind::Milestone(_) | InlineKind::PageOf { .. } => {}
            InlineKind::LineBreak => {
                self.form.push('\n');
                self.words.push(' ');
            }
            InlineKind::Problem(message) => self.tag("problem", &[message]),
        }
    }
}
