//! Parser events → inlines.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::html::{self, InlinePiece};
use super::tree::Tree;
use super::{MAX_DEPTH, attributes, text, typographic};
use crate::diag::{Code, Diagnostic, Severity};
use crate::model::{Inline, InlineKind, MathStyle};
use crate::source::Span;

/// How far inlines are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// To the end of what holds them.
    All,
    /// To the end of the line, which is read.
    Line,
}

/// HTML's elements of code, and of keys, which are typed as they stand.
const CODE: [&str; 5] = ["code", "kbd", "pre", "samp", "tt"];

impl<'t> Tree<'t, '_, '_> {
    /// Inlines up to one of `ends`, which is read, or up to what is no inline, which is not. Gives where they end.
    pub(super) fn inlines_until(&mut self, ends: &[TagEnd]) -> (Vec<Inline>, usize) {
        self.read_inlines(ends, Extent::All)
    }

    /// The inlines of a line.
    pub(super) fn line(&mut self) -> Vec<Inline> {
        self.read_inlines(&[], Extent::Line).0
    }

    fn read_inlines(&mut self, ends: &[TagEnd], extent: Extent) -> (Vec<Inline>, usize) {
        let mut pieces = Vec::new();
        let mut flattened = 0_usize;
        let mut last = 0;
        let is_deep = self.depth >= MAX_DEPTH;
        let code = self.code;
        while let Some((event, range)) = self.peek() {
            let range = range.clone();
            match event {
                Event::End(_) if flattened > 0 => flattened -= 1,
                Event::End(end) => {
                    if ends.contains(end) {
                        self.next();
                    }
                    break;
                }
                Event::Start(tag) if !is_inline(tag) => break,
                Event::Rule => break,
                Event::Start(_) if is_deep => {
                    self.report_depth(range);
                    flattened += 1;
                }
                Event::SoftBreak | Event::HardBreak if extent == Extent::Line => {
                    self.next();
                    break;
                }
                _ => {
                    if let Some((event, range)) = self.next() {
                        last = range.end;
                        self.inline(event, range, &mut pieces);
                    }
                    continue;
                }
            }
            self.next();
        }
        self.code = code;
        let may_link = self.links == 0;
        (html::merge_inlines(self.context, pieces, may_link), last)
    }

    fn inline(&mut self, event: Event<'t>, range: Range<usize>, pieces: &mut Vec<InlinePiece>) {
        let span = self.span(range.clone());
        let kind = match event {
            Event::Text(words) => {
                self.check_text(&words, &range, span);
                InlineKind::Text(spaced(self.written(&words, range)))
            }
            Event::Code(code) => InlineKind::Code(spaced(&code)),
            Event::InlineHtml(html) | Event::Html(html) => {
                self.count_code(&html);
                pieces.push(InlinePiece::Html(html.to_string(), span));
                return;
            }
            // `US$5 and US$6`: a dollar sign before a digit closes nothing.
            Event::InlineMath(_) if self.rest(range.end).starts_with(|c: char| c.is_ascii_digit()) => {
                InlineKind::Text(text::unescaped(self.slice(range)))
            }
            Event::InlineMath(latex) => {
                let id = self.context.node();
                InlineKind::Math { id, style: MathStyle::Inline, latex: latex.to_string() }
            }
            Event::DisplayMath(latex) => {
                let id = self.context.node();
                InlineKind::Math { id, style: MathStyle::Display, latex: latex.to_string() }
            }
            Event::FootnoteReference(label) => {
                let id = self.context.node();
                InlineKind::NoteMark { id, label: label.to_string() }
            }
            Event::SoftBreak => InlineKind::Text("\n".to_owned()),
            Event::HardBreak => InlineKind::LineBreak,
            Event::TaskListMarker(done) => InlineKind::Text(text::task_mark(done).to_owned()),
            Event::Start(tag) => {
                self.depth += 1;
                let kind = self.inline_container(tag, range);
                self.depth -= 1;
                let Some(kind) = kind else { return };
                kind
            }
            Event::End(_) | Event::Rule => return,
        };
        pieces.push(InlinePiece::Inline(Inline { kind, span }));
    }

    /// Counts the elements of HTML's that are open and hold code.
    fn count_code(&mut self, tag: &str) {
        let tag = tag.trim_start_matches('<');
        let name = tag.trim_start_matches('/');
        let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        if !CODE.iter().any(|code| code.eq_ignore_ascii_case(&name[..end])) {
            return;
        }
        self.code = if tag.starts_with('/') { self.code.saturating_sub(1) } else { self.code + 1 };
    }

    /// The words of a text: in code, quotes, dashes and dots as they were written.
    fn written<'w>(&self, words: &'w str, range: Range<usize>) -> &'w str
    where
        't: 'w,
    {
        let source = self.slice(range);
        if self.code > 0 && typographic::MARKS.contains(&source) { source } else { words }
    }

    /// Notes what the source says of a text and the text no longer does: that its first character was escaped, and that
    /// dollar signs were meant to begin a formula.
    fn check_text(&mut self, words: &str, range: &Range<usize>, span: Span) {
        if words.starts_with(['@', '[']) && self.before(range.start).ends_with('\\') {
            self.context.escaped.extend(span.file().map(|file| (file, span.range().start)));
        }
        let before = self.before(range.start);
        let starts = self.rest(range.start).starts_with("$$") && !before.ends_with(['\\', '$']);
        if words.starts_with('$') && starts {
            self.in_formula = !self.in_formula;
            if self.in_formula {
                let message = "this begins no formula that can be read";
                let mut finding = Diagnostic::new(Code::MathSyntax, span, message);
                finding.severity = Severity::Warning;
                self.context.diagnostics.push(finding.hint(
                    "its braces must match, and it must end with `$$`; dollar signs that are meant are written `\\$\\$`",
                ));
            }
        }
    }

    fn inline_container(&mut self, tag: Tag<'t>, range: Range<usize>) -> Option<InlineKind> {
        let end = tag.to_end();
        let span = self.span(range);
        let is_link = matches!(tag, Tag::Link { .. } | Tag::Image { .. });
        self.links += usize::from(is_link);
        let (inner, _) = self.inlines_until(&[end]);
        self.links -= usize::from(is_link);
        match tag {
            Tag::Emphasis => Some(InlineKind::Emphasis(inner)),
            Tag::Strong => Some(InlineKind::Strong(inner)),
            Tag::Strikethrough => Some(InlineKind::Strike(inner)),
            Tag::Superscript => Some(InlineKind::Superscript(inner)),
            Tag::Subscript => Some(InlineKind::Subscript(inner)),
            Tag::Link { dest_url, title, link_type, .. } => {
                let id = self.context.node();
                let title = (!title.is_empty()).then(|| title.to_string());
                let target = match link_type {
                    pulldown_cmark::LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.to_string(),
                };
                let is_blank = |inline: &Inline| matches!(&inline.kind, InlineKind::Text(words) if words.trim().is_empty());
                let inlines = if inner.iter().all(is_blank) { Vec::new() } else { inner };
                Some(InlineKind::Link { id, target, title, inlines })
            }
            Tag::Image { dest_url, title, .. } => {
                Some(attributes::image(self.context, &dest_url, &title, &inner, span))
            }
            _ => None,
        }
    }
}

/// A tab in a line is a space, as browsers show it; Typst shows none.
fn spaced(words: &str) -> String {
    words.replace('\t', " ")
}

pub(super) fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}
