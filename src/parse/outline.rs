//! A flat list of blocks → a chapter's heading and nested sections.

use super::Context;
use crate::diag::{Code, Diagnostic};
use crate::model::{Block, BlockKind, Body, Heading, Section, Toggle};

/// Nests blocks by their headings. The first heading opens the chapter's page when it is of level 1, or when nothing
/// comes before it.
pub(super) fn nest(blocks: Vec<Block>, context: &mut Context<'_>) -> (Option<Heading>, Body) {
    let mut nest = Nest { opening: None, body: Body::default(), open: Vec::new(), context };
    for block in blocks {
        match block.kind {
            BlockKind::Heading(heading) => nest.heading(heading),
            _ => nest.last_body().blocks.push(block),
        }
    }
    while nest.close() {}
    (nest.opening, nest.body)
}

struct Nest<'c, 'm> {
    opening: Option<Heading>,
    body: Body,
    /// The sections that are not yet ended, outermost first.
    open: Vec<Section>,
    context: &'c mut Context<'m>,
}

impl Nest<'_, '_> {
    fn heading(&mut self, heading: Heading) {
        let is_first = self.open.is_empty() && self.body.sections.is_empty();
        let opens = is_first && (heading.level == 1 || self.body.blocks.is_empty());
        if self.opening.is_none() && opens {
            self.opening = Some(heading);
            return;
        }
        self.check(&heading);
        while self.open.last().is_some_and(|section| section.heading.level >= heading.level) {
            self.close();
        }
        let depth = u8::try_from(self.open.len() + 1).unwrap_or(u8::MAX);
        let sample = self.context.samples.remove(&heading.id).map_or(Toggle::Off, |(sample, _)| sample);
        self.open.push(Section { heading, depth, sample, body: Body::default() });
    }

    fn check(&mut self, heading: &Heading) {
        let above = self.open.last().map(|section| section.heading.level);
        let opening = self.opening.as_ref();
        if heading.level == 1 && opening.is_some_and(|opening| opening.level == 1) {
            self.context.diagnostics.push(
                Diagnostic::new(
                    Code::HeadingTitles,
                    heading.span,
                    "this chapter has another heading of level 1",
                )
                .hint("it is set as a section; a chapter of its own needs a file and a line in the outline"),
            );
            return;
        }
        let above = above.or(opening.map(|opening| opening.level)).unwrap_or(1);
        if heading.level > above + 1 {
            let message = format!("a heading of level {} follows one of level {above}", heading.level);
            self.context.diagnostics.push(
                Diagnostic::new(Code::HeadingSkip, heading.span, message)
                    .hint(format!("write it as level {}; it is set as that", above + 1)),
            );
        }
    }

    fn close(&mut self) -> bool {
        let Some(section) = self.open.pop() else { return false };
        self.last_body().sections.push(section);
        true
    }

    fn last_body(&mut self) -> &mut Body {
        match self.open.last_mut() {
            Some(section) => &mut section.body,
            None => &mut self.body,
        }
    }
}
