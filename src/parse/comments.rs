//! Comments that go on behind an empty line, and elements whose text is no HTML, as scripts.
//!
//! Markdown ends a block of HTML at an empty line, whether a comment is open in it or not (CommonMark §4.6); the HTML
//! parser, which reads the shreds of a container as one text, would then take all that follows for the comment. An author
//! means it to end where `-->` stands.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::expand::Expanded;
use super::tree::options;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::Toggle;

/// How often a text is read again after something was taken out of it, which may change what follows.
const MOST_PASSES: usize = 8;
/// Elements in which nothing is a tag but their end (HTML §13.1.2).
const RAW: [&str; 8] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// Takes out of a text what is in comments and raw elements that end behind the block of HTML they are in. One without
/// any end is reported, and ended: a comment at the next empty line, an element at once.
pub(super) fn close(text: Expanded, diagnostics: &mut Diagnostics) -> Expanded {
    let mut text = text;
    for _ in 0..MOST_PASSES {
        let cuts = cuts(&text);
        if cuts.is_empty() {
            break;
        }
        text = cut(&text, cuts, diagnostics);
    }
    text
}

/// What is changed in a text.
struct Cut {
    taken: Range<usize>,
    /// What is put in its place.
    put: String,
    /// How it is said that this was not written.
    message: Option<String>,
    /// What is named by a finding.
    start: Range<usize>,
}

fn cuts(text: &Expanded) -> Vec<Cut> {
    let markdown = &text.text;
    // Most chapters have none, and are not read twice.
    if !markdown.match_indices('<').any(|(at, _)| may_stay_open(&markdown.as_bytes()[at + 1..])) {
        return Vec::new();
    }
    let ends = Ends::of(markdown);
    let mut cuts: Vec<Cut> = Vec::new();
    for (event, range) in Parser::new_ext(markdown, options(Toggle::Off)).into_offset_iter() {
        let is_free = cuts.last().is_none_or(|last| last.taken.end <= range.start);
        if !matches!(event, Event::Start(Tag::HtmlBlock)) || !is_free {
            continue;
        }
        let mut from = range.start;
        while let Some(open) = ends.lower.get(from..range.end).and_then(open) {
            let cut = open.cut(markdown, from, &ends);
            from = cut.taken.end.max(cut.start.end);
            cuts.push(cut);
        }
    }
    cuts
}

/// Whether what follows a `<` is the start of a comment or of a raw element.
fn may_stay_open(rest: &[u8]) -> bool {
    let is_raw =
        |name: &&str| rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()));
    rest.starts_with(b"!--") || RAW.iter().any(is_raw)
}

/// Where the last ends are in a text, so that none is looked for in vain again and again.
struct Ends {
    lower: String,
    comment: Option<usize>,
    raw: [Option<usize>; RAW.len()],
}

impl Ends {
    fn of(markdown: &str) -> Self {
        let lower = markdown.to_ascii_lowercase();
        let comment = lower.rfind("-->");
        let raw = RAW.map(|name| lower.rfind(&format!("</{name}")));
        Self { lower, comment, raw }
    }

    fn find(&self, end: &str, from: usize, last: Option<usize>) -> Option<usize> {
        let is_there = last.is_some_and(|last| last >= from);
        is_there.then(|| self.lower[from..].find(end).map(|at| from + at))?
    }
}

/// What is open at the end of a block, by where it starts.
enum Open {
    Comment(usize),
    /// Its index in [`RAW`], and its whole tag.
    Raw(usize, Range<usize>),
}

impl Open {
    /// What is done about it, in a text where the block begins at `block`.
    fn cut(self, markdown: &str, block: usize, ends: &Ends) -> Cut {
        match self {
            Self::Comment(at) => {
                let start = block + at..block + at + "<!--".len();
                let end = ends.find("-->", start.end, ends.comment);
                // Another that begins before tells that this one was not ended.
                match end.filter(|&end| !markdown[start.end..end].contains("<!--")) {
                    Some(end) => {
                        let taken = start.start..end + "-->".len();
                        Cut { taken, put: String::new(), message: None, start }
                    }
                    None => {
                        let end = paragraph_end(markdown, start.end);
                        let message = "this comment has no end: it was ended at the next empty line";
                        let message = Some(message.to_owned());
                        Cut { taken: end..end, put: "-->".to_owned(), message, start }
                    }
                }
            }
            Self::Raw(index, tag) => {
                let start = block + tag.start..block + tag.end;
                let name = RAW[index];
                match ends.find(&format!("</{name}"), start.end, ends.raw[index]) {
                    Some(end) => Cut { taken: start.end..end, put: String::new(), message: None, start },
                    None => {
                        // `<iframe/>` was meant to be whole.
                        let is_whole = markdown[start.clone()].ends_with("/>");
                        let message = format!("this `<{name}>` has no end: it was ended at once");
                        let message = (!is_whole).then_some(message);
                        Cut { taken: start.end..start.end, put: format!("</{name}>"), message, start }
                    }
                }
            }
        }
    }
}

/// Where the paragraph ends that a place is in.
fn paragraph_end(markdown: &str, from: usize) -> usize {
    let mut at = from;
    for line in markdown[from..].split_inclusive('\n') {
        let is_empty = line.trim_matches([' ', '\t', '\r', '\n', '>']).is_empty();
        if at > from && is_empty {
            break;
        }
        at += line.len();
    }
    from + markdown[from..at].trim_end().len()
}

/// The first comment or raw element that does not end in a block, which is in lower case.
fn open(html: &str) -> Option<Open> {
    let mut at = 0;
    loop {
        at += html[at..].find('<')?;
        let rest = &html[at + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            let is_whole = comment.starts_with('>') || comment.starts_with("->");
            let end = if is_whole { Some(0) } else { comment.find("-->") };
            match end {
                Some(end) => at += "<!--".len() + end,
                None => return Some(Open::Comment(at)),
            }
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let tag = at..tag_end(html, at)?;
            let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
            at = tag.end;
            let name = &rest[..length];
            if let Some(index) = RAW.iter().position(|raw| *raw == name) {
                match html[at..].find(&format!("</{name}")) {
                    Some(end) => at += end + 1,
                    None => return Some(Open::Raw(index, tag)),
                }
            }
        } else {
            at += 1;
        }
    }
}

/// Where a tag ends that begins at a byte; `None` where that is not in this text. A `>` in a quoted value ends none.
fn tag_end(html: &str, start: usize) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in html.bytes().enumerate().skip(start) {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if byte == open => quote = None,
            (None | Some(_), _) => {}
        }
    }
    None
}

fn cut(text: &Expanded, cuts: Vec<Cut>, diagnostics: &mut Diagnostics) -> Expanded {
    let mut out = Expanded::default();
    let mut done = 0;
    for Cut { taken, put, message, start } in cuts {
        out.copy(text, done..taken.start);
        done = taken.end;
        if put.is_empty() {
            continue;
        }
        out.push_made(&put, text.span(taken));
        if let Some(message) = message {
            let mut finding = Diagnostic::new(Code::HtmlMalformed, text.span(start), message);
            finding.severity = Severity::Error;
            diagnostics.push(finding.hint(format!("write `{put}` where it ends")));
        }
    }
    out.copy(text, done..text.text.len());
    out
}
