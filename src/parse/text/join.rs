//! Texts beside one another → one text that knows where each piece of it is.

use std::ops::Range;

use super::is_escaped;
use crate::model::{Inline, InlineKind, plain_text};
use crate::parse::Context;
use crate::source::Span;

/// An inline, or texts that were beside one another.
pub(super) enum Joined {
    Text(Run),
    Other(Inline),
}

impl Joined {
    /// Whether it stands on the word before it, as a note's mark.
    fn is_mark(&self) -> bool {
        matches!(
            self,
            Self::Other(Inline { kind: InlineKind::NoteMark { .. } | InlineKind::Anchor { .. }, .. })
        )
    }
}

/// A text, and where its pieces come from.
#[derive(Default)]
pub(super) struct Run {
    pub(super) text: String,
    /// By offset in the text: where what begins there is.
    pub(super) pieces: Vec<(usize, Span)>,
}

impl Run {
    fn push(&mut self, text: &str, span: Span) {
        self.pieces.push((self.text.len(), span));
        self.text.push_str(text);
    }

    /// Makes the end of a line a space, or nothing.
    fn end_line(&mut self, no_space: bool) {
        if self.text.ends_with('\n') {
            self.text.pop();
            self.text.push_str(if no_space { "" } else { " " });
        }
    }

    /// Drops bytes from its start.
    pub(super) fn cut(&mut self, length: usize) {
        let first = self.piece(length);
        self.pieces.drain(..first);
        if let Some((offset, span)) = self.pieces.first_mut() {
            // Attributes were characters of their own: what is cut of a piece is cut of its source.
            let cut = length - *offset;
            if let Some(file) = span.file().filter(|_| span.range().len() >= cut) {
                *span = Span::new(file, span.range().start + cut..span.range().end);
            }
        }
        self.pieces.iter_mut().for_each(|(offset, _)| *offset = offset.saturating_sub(length));
        self.text.drain(..length);
    }

    /// The piece that a byte is in.
    fn piece(&self, at: usize) -> usize {
        self.pieces.partition_point(|(offset, _)| *offset <= at).saturating_sub(1)
    }

    /// Where a part of the text is: all of a piece where the source says that in other characters.
    pub(super) fn span(&self, context: &Context<'_>, part: &Range<usize>) -> Span {
        let (first, last) = (self.piece(part.start), self.piece(part.end.saturating_sub(1).max(part.start)));
        let start = self.cut_piece(context, first, part);
        if first == last { start } else { start.to(self.cut_piece(context, last, part)) }
    }

    fn cut_piece(&self, context: &Context<'_>, index: usize, part: &Range<usize>) -> Span {
        let Some(&(offset, span)) = self.pieces.get(index) else { return Span::DETACHED };
        let end = self.pieces.get(index + 1).map_or(self.text.len(), |(next, _)| *next);
        let Some(file) = span.file() else { return span };
        let source = context.sources.get(file);
        if source.text.get(span.range()) != Some(&self.text[offset..end]) {
            return span;
        }
        let start = span.range().start;
        let at = |place: usize| start + place.clamp(offset, end) - offset;
        Span::new(file, at(part.start)..at(part.end))
    }
}

/// Makes texts beside one another one, and ends of lines a space, or nothing between two ideographs. A text whose first
/// character was escaped stays apart.
pub(super) fn join(context: &Context<'_>, inlines: Vec<Inline>) -> Vec<Joined> {
    let mut joined: Vec<Joined> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        let InlineKind::Text(next) = &inline.kind else {
            joined.push(Joined::Other(inline));
            continue;
        };
        let no_space = next.starts_with(is_ideograph) && breaks_ideographs(&joined);
        match joined.last_mut() {
            Some(Joined::Text(run)) if !is_escaped(context, inline.span) => {
                run.end_line(no_space);
                run.push(next, inline.span);
            }
            Some(_) | None => {
                let mut run = Run::default();
                run.push(next, inline.span);
                joined.push(Joined::Text(run));
            }
        }
    }
    for index in 0..joined.len() {
        let (before, behind) = joined.split_at_mut(index + 1);
        let no_space = behind.first().is_some_and(starts_ideographs) && breaks_ideographs(before);
        if let Some(Joined::Text(run)) = before.last_mut() {
            run.end_line(no_space);
        }
    }
    joined
}

/// Whether a line ends here, and with an ideograph, be it in a mark.
fn breaks_ideographs(joined: &[Joined]) -> bool {
    let Some(Joined::Text(Run { text, .. })) = joined.last() else { return false };
    if !text.ends_with('\n') {
        return false;
    }
    if !text.trim_end().is_empty() {
        return text.trim_end().ends_with(is_ideograph);
    }
    joined.iter().rev().skip(1).find(|part| !part.is_mark()).is_some_and(|part| match part {
        Joined::Text(run) => run.text.ends_with(is_ideograph),
        Joined::Other(inline) => plain_text(std::slice::from_ref(inline)).ends_with(is_ideograph),
    })
}

fn starts_ideographs(part: &Joined) -> bool {
    match part {
        Joined::Text(run) => run.text.starts_with(is_ideograph),
        Joined::Other(inline) => plain_text(std::slice::from_ref(inline)).starts_with(is_ideograph),
    }
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{303f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}
