//! What is in a text beyond Markdown: references, bare addresses, attributes behind images.

mod join;

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};

use super::Context;
use super::attributes;
use crate::model::{AlertKind, Block, BlockKind, Inline, InlineKind, Label, LabelKind};
use crate::source::Span;
use join::{Joined, Run, join};

/// Joins the texts of a run of inlines and takes out of them what is more than text.
pub(super) fn finish(context: &mut Context<'_>, inlines: Vec<Inline>, may_link: bool) -> Vec<Inline> {
    let mut finished: Vec<Inline> = Vec::with_capacity(inlines.len());
    for joined in join(context, inlines) {
        match joined {
            Joined::Text(mut run) => {
                shape_image(context, &mut finished, &mut run);
                split(context, &run, may_link, &mut finished);
            }
            Joined::Other(inline) => finished.push(inline),
        }
    }
    finished
}

fn is_escaped(context: &Context<'_>, span: Span) -> bool {
    let is_there = |file| context.escaped.contains(&(file, span.range().start));
    !context.escaped.is_empty() && span.file().is_some_and(is_there)
}

/// Gives the image that was just read the attributes at the start of the text behind it, which are no text.
fn shape_image(context: &mut Context<'_>, before: &mut [Inline], run: &mut Run) {
    let Some(Inline { kind: InlineKind::Image(image), span }) = before.last_mut() else { return };
    let Some((mut attributes, length)) = attributes::leading(&run.text) else { return };
    attributes::shape(context, image, &mut attributes, *span);
    if let Some(label) = attributes.label {
        context.image_labels.insert(image.id, label);
    }
    run.cut(length);
}

/// What is found in a text.
enum Found {
    Reference(Label),
    /// The address, and the words as they were written.
    Address(String, String),
    Note(String),
}

fn split(context: &mut Context<'_>, run: &Run, may_link: bool, out: &mut Vec<Inline>) {
    let mut rest = 0;
    let mut found = if may_link { find(&run.text) } else { Vec::new() };
    if run.pieces.first().is_some_and(|(_, span)| is_escaped(context, *span)) {
        found.retain(|(range, _)| range.start > 0);
    }
    for (range, found) in found {
        let part = run.span(context, &range);
        push_text(context, run, rest..range.start, out);
        rest = range.end;
        let id = context.node();
        let kind = match found {
            Found::Reference(label) => InlineKind::Reference { id, label },
            Found::Address(target, words) => {
                let inlines = vec![Inline { kind: InlineKind::Text(words), span: part }];
                InlineKind::Link { id, target, title: None, inlines }
            }
            Found::Note(label) => InlineKind::NoteMark { id, label },
        };
        out.push(Inline { kind, span: part });
    }
    push_text(context, run, rest..run.text.len(), out);
}

fn push_text(context: &Context<'_>, run: &Run, range: Range<usize>, out: &mut Vec<Inline>) {
    if !range.is_empty() {
        let span = run.span(context, &range);
        out.push(Inline { kind: InlineKind::Text(run.text[range].to_owned()), span });
    }
}

fn find(text: &str) -> Vec<(Range<usize>, Found)> {
    let mut found = Vec::new();
    if text.contains('@') {
        references(text, &mut found);
    }
    if text.contains("[^") {
        notes(text, &mut found);
    }
    if text.contains("://") || text.contains("www.") {
        addresses(text, &mut found);
    }
    found.sort_by_key(|(range, _)| range.start);
    let mut end = 0;
    found.retain(|(range, _)| {
        let is_free = range.start >= end;
        if is_free {
            end = range.end;
        }
        is_free
    });
    found
}

/// `@fig:heap` and `[@fig:heap]`.
fn references(text: &str, found: &mut Vec<(Range<usize>, Found)>) {
    for (at, _) in text.match_indices('@') {
        // An address, `me@fig:…`, has an ASCII letter before it; other scripts may write no space.
        if text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '\\') {
            continue;
        }
        let name = &text[at + 1..];
        let Some(kind) = LabelKind::ALL
            .into_iter()
            .find(|kind| name.strip_prefix(kind.prefix()).is_some_and(|rest| rest.starts_with(':')))
        else {
            continue;
        };
        let body = &name[kind.prefix().len() + 1..];
        let end = body.find(|c: char| !(c.is_alphanumeric() || "-_.:/".contains(c))).unwrap_or(body.len());
        let body = body[..end].trim_end_matches(['.', ':', '-', '/']);
        if body.is_empty() {
            continue;
        }
        let end = at + 1 + kind.prefix().len() + 1 + body.len();
        let is_bracketed = text[..at].ends_with('[') && text[end..].starts_with(']');
        let range = if is_bracketed { at - 1..end + 1 } else { at..end };
        found.push((range, Found::Reference(Label::new(&text[at + 1..end]))));
    }
}

/// No footnote's name has more characters.
const LONGEST_NAME: usize = 40;

/// `[^x]` that the parser left as text: in a caption, which it reads without the file's footnotes, or there is none.
fn notes(text: &str, found: &mut Vec<(Range<usize>, Found)>) {
    for (at, _) in text.match_indices("[^") {
        let Some(length) = text[at..].char_indices().take(LONGEST_NAME + 3).find(|(_, c)| *c == ']') else {
            continue;
        };
        let length = length.0;
        let label = &text[at + 2..at + length];
        let is_label = !label.is_empty() && !label.contains(|c: char| c.is_whitespace() || c == '[');
        if is_label && label.chars().any(char::is_alphanumeric) {
            found.push((at..at + length + 1, Found::Note(label.to_owned())));
        }
    }
}

fn addresses(text: &str, found: &mut Vec<(Range<usize>, Found)>) {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(false);
    for link in finder.links(text) {
        // What smart punctuation made of an address is undone.
        let words = link.as_str();
        let address =
            words.replace('—', "---").replace('–', "--").replace('…', "...").replace(['’', '‘'], "'");
        let target = if address.starts_with("http://") || address.starts_with("https://") {
            address.clone()
        } else if address.starts_with("www.") {
            format!("https://{address}")
        } else {
            continue;
        };
        found.push((link.start()..link.end(), Found::Address(target, address)));
    }
}

/// Drops white space at both ends.
pub(super) fn trim(inlines: &mut Vec<Inline>) {
    while let Some(Inline { kind: InlineKind::Text(text), .. }) = inlines.first_mut() {
        *text = text.trim_start().to_owned();
        if !text.is_empty() {
            break;
        }
        inlines.remove(0);
    }
    while let Some(Inline { kind: InlineKind::Text(text), .. }) = inlines.last_mut() {
        text.truncate(text.trim_end().len());
        if !text.is_empty() {
            break;
        }
        inlines.pop();
    }
}

/// The kind of a quotation that begins `> [!NOTE] A title of the author's`, and its mark as written: `[!NOTE]`.
pub(super) fn titled_alert(quotation: &str) -> Option<(AlertKind, &str)> {
    let text = quotation.trim_start_matches([' ', '>']);
    let word = text.strip_prefix("[!")?.split(']').next()?;
    let kind = AlertKind::ALL.into_iter().find(|kind| kind.name().eq_ignore_ascii_case(word))?;
    Some((kind, text.get(..word.len() + "[!]".len())?))
}

/// Drops words, and white space, at the start of inlines, and white space at their end.
pub(super) fn cut(inlines: &mut Vec<Inline>, words: &str) {
    if let Some(Inline { kind: InlineKind::Text(text), .. }) = inlines.first_mut()
        && let Some(rest) = text.strip_prefix(words)
    {
        *text = rest.to_owned();
    }
    trim(inlines);
}

/// Drops white space where there is some already, since what stood between was left out, and at the start of lines.
pub(super) fn close_gaps(inlines: &mut Vec<Inline>) {
    let mut is_open = false;
    inlines.retain_mut(|inline| match &mut inline.kind {
        InlineKind::Text(text) => {
            if is_open && text.starts_with(' ') {
                *text = text.trim_start_matches(' ').to_owned();
            }
            is_open = if text.is_empty() { is_open } else { text.ends_with(' ') };
            !text.is_empty()
        }
        InlineKind::Anchor { .. } | InlineKind::Milestone(_) | InlineKind::PageOf { .. } => true,
        InlineKind::LineBreak => {
            is_open = true;
            true
        }
        InlineKind::Emphasis(_)
        | InlineKind::Strong(_)
        | InlineKind::Strike(_)
        | InlineKind::Superscript(_)
        | InlineKind::Subscript(_)
        | InlineKind::Highlight(_)
        | InlineKind::Small(_)
        | InlineKind::Quoted(_)
        | InlineKind::Keyboard(_)
        | InlineKind::Abbreviation { .. }
        | InlineKind::Code(_)
        | InlineKind::Math { .. }
        | InlineKind::Link { .. }
        | InlineKind::Reference { .. }
        | InlineKind::Image(_)
        | InlineKind::NoteMark { .. }
        | InlineKind::Problem(_) => {
            is_open = false;
            true
        }
    });
}

/// A text without the backslashes that escape (CommonMark §2.4).
pub(super) fn unescaped(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut chars = source.chars().peekable();
    while let Some(c) = chars.next() {
        let escaped = chars.next_if(|next| c == '\\' && next.is_ascii_punctuation());
        text.push(escaped.unwrap_or(c));
    }
    text
}

const DONE: &str = "\u{2611} ";
const TO_DO: &str = "\u{2610} ";

/// What stands for a task's box until its item is known.
pub(super) fn task_mark(done: bool) -> &'static str {
    if done { DONE } else { TO_DO }
}

/// Takes the mark out of an item's first paragraph.
pub(super) fn take_task(blocks: &mut [Block]) -> Option<bool> {
    let BlockKind::Paragraph(inlines) = &mut blocks.first_mut()?.kind else { return None };
    let InlineKind::Text(text) = &mut inlines.first_mut()?.kind else { return None };
    let done = if text.starts_with(DONE) {
        true
    } else if text.starts_with(TO_DO) {
        false
    } else {
        return None;
    };
    *text = text.chars().skip(2).collect::<String>().trim_start().to_owned();
    Some(done)
}
