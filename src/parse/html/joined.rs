//! The shreds of one container as one text, given to the HTML parser.
//!
//! Every tag begins a segment of the text, so that what the parser complains about has a place. A tag that would
//! nest too deep is text, and an element that is dropped and never closed is closed at once: else all that follows it
//! would be in it, and go with it.

use std::collections::HashMap;

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{ParseOpts, local_name, ns, parse_fragment};
use markup5ever_rcdom::RcDom;

use super::map::{Mapper, Node};
use super::names;
use super::{MARK, MARK_INDEX, TAG_INDEX};
use crate::diag::{Code, Diagnostic};
use crate::parse::{Context, HTML_DEPTH, MAX_DEPTH};
use crate::source::Span;

/// How many faults of one text are named: an author mends one, and looks again.
const MOST_REPORTED: usize = 20;

/// HTML with marks, the nodes they stand for, and where the tags are.
#[derive(Default)]
pub(super) struct Joined {
    segments: Vec<Segment>,
    nodes: Vec<Option<Node>>,
    tags: Vec<Span>,
    first: Option<Span>,
    open: Open,
    /// Where the first tag is that nests too deep.
    too_deep: Option<Span>,
}

#[derive(Default)]
struct Segment {
    html: String,
    span: Span,
}

/// The elements that are open, less those whose end may be left out.
#[derive(Default)]
struct Open {
    elements: Vec<Element>,
    counts: HashMap<String, usize>,
    /// How much those of them nest that hold blocks.
    containers: usize,
}

struct Element {
    name: String,
    segment: usize,
    is_written: bool,
}

impl Joined {
    /// Whether there is more than nodes.
    pub(super) fn has_html(&self) -> bool {
        self.first.is_some()
    }

    /// The nodes alone.
    pub(super) fn into_nodes(self) -> impl Iterator<Item = Node> {
        self.nodes.into_iter().flatten()
    }

    /// Adds a node, as a mark.
    pub(super) fn mark(&mut self, node: Node) {
        let mark = format!("<{MARK} {MARK_INDEX}={}></{MARK}>", self.nodes.len());
        self.push(&mark);
        self.nodes.push(Some(node));
    }

    fn push(&mut self, html: &str) {
        if self.segments.is_empty() {
            self.segments.push(Segment::default());
        }
        let last = self.segments.len() - 1;
        self.segments[last].html.push_str(html);
    }

    /// Adds a shred: every tag is a segment of its own, and every start tag marked with its place.
    pub(super) fn html(&mut self, html: &str, span: Span) {
        self.first.get_or_insert(span);
        self.segments.push(Segment { html: String::new(), span });
        let mut done = 0;
        for (at, _) in html.match_indices('<') {
            let is_end = html[at + 1..].starts_with('/');
            let start = at + 1 + usize::from(is_end);
            let name = &html[start..];
            let length = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(name.len());
            if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || at < done {
                continue;
            }
            self.push(&html[done..at]);
            done = start + length;
            let name = name[..length].to_ascii_lowercase();
            self.segments.push(Segment { html: String::new(), span: tag_span(html, span, at) });
            if is_end {
                self.end_tag(&name, &html[at..done]);
            } else {
                self.start_tag(name, &html[at..done], html[done..].starts_with('/'));
            }
        }
        self.push(&html[done..]);
    }

    fn start_tag(&mut self, name: String, tag: &str, is_slashed: bool) {
        let is_deep = self.open.elements.len() >= HTML_DEPTH || self.open.containers >= MAX_DEPTH;
        // Nobody but this module makes marks, and nothing ends a `plaintext`.
        let is_written = !is_deep && name != MARK && name != "plaintext";
        let segment = self.segments.len() - 1;
        let span = self.segments[segment].span;
        if is_deep {
            self.too_deep.get_or_insert(span);
        }
        if is_written {
            let space = if is_slashed { " " } else { "" };
            self.push(&format!("{tag} {TAG_INDEX}={}{space}", self.tags.len()));
            self.tags.push(span);
        } else {
            self.push(&format!("&lt;{}", &tag[1..]));
        }
        if !names::may_stay_open(&name) {
            self.open.containers += names::weight(&name);
            *self.open.counts.entry(name.clone()).or_default() += 1;
            self.open.elements.push(Element { name, segment, is_written });
        }
    }

    fn end_tag(&mut self, name: &str, tag: &str) {
        let is_written = self.open.close(name).unwrap_or(true);
        self.push(&if is_written { tag.to_owned() } else { format!("&lt;{}", &tag[1..]) });
    }

    /// Has all of it parsed.
    pub(super) fn read<'c, 'm>(mut self, context: &'c mut Context<'m>) -> (RcDom, Mapper<'c, 'm>) {
        for element in self.open.elements.iter().filter(|element| names::is_closed_at_once(&element.name)) {
            let end = format!("</{}>", element.name);
            let html = &mut self.segments[element.segment].html;
            let at = html.find('>').map_or(html.len(), |at| at + 1);
            html.insert_str(at, &end);
        }
        if let Some(span) = self.too_deep {
            let message = "this HTML is nested deeper than a book can show";
            let finding = Diagnostic::new(Code::NestingTooDeep, span, message);
            context
                .diagnostics
                .push(finding.hint(format!(
                "no more than {MAX_DEPTH} lists or quotations may be in one another, 4 tables, or {HTML_DEPTH} elements"
            )));
        }
        let dom = self.parse(context);
        let here = self.first.unwrap_or_default();
        (dom, Mapper { context, nodes: self.nodes, tags: self.tags, here })
    }

    fn parse(&self, context: &mut Context<'_>) -> RcDom {
        let name = html5ever::QualName::new(None, ns!(html), local_name!("body"));
        let mut parser = parse_fragment(RcDom::default(), ParseOpts::default(), name, Vec::new(), false);
        let mut places: Vec<Span> = Vec::new();
        let mut known = 0;
        for segment in &self.segments {
            parser.process(StrTendril::from(segment.html.as_str()));
            let errors = parser.tokenizer.sink.sink.errors.borrow().len();
            if errors > known {
                places.push(segment.span);
            }
            known = errors;
        }
        let dom = parser.finish();
        if dom.errors.borrow().len() > known {
            places.extend(self.left_open());
        }
        places.dedup();
        for place in places.into_iter().take(MOST_REPORTED) {
            context.diagnostics.push(
                Diagnostic::new(Code::HtmlMalformed, place, "this HTML is not well formed")
                    .hint("it was mended as a browser does; look whether the book shows what you mean"),
            );
        }
        dom
    }

    /// The place of the innermost element that has no end; `None` where that is reported for its name anyway.
    fn left_open(&self) -> Option<Span> {
        let last = self.open.elements.iter().rev().find(|element| element.is_written);
        let place = last.map_or(self.first, |element| Some(self.segments[element.segment].span));
        place.filter(|_| last.is_none_or(|element| names::is_known(&element.name)))
    }
}

impl Open {
    /// Closes the innermost element of a name and those in it. Gives whether its start was written, `None` where there is
    /// no such element.
    fn close(&mut self, name: &str) -> Option<bool> {
        if self.counts.get(name).is_none_or(|&count| count == 0) {
            return None;
        }
        loop {
            let element = self.elements.pop()?;
            self.containers -= names::weight(&element.name);
            if let Some(count) = self.counts.get_mut(&element.name) {
                *count -= 1;
            }
            if element.name == name {
                return Some(element.is_written);
            }
        }
    }
}

/// The place of the tag that starts at `at` of a shred.
fn tag_span(html: &str, span: Span, at: usize) -> Span {
    let Some(file) = span.file() else { return span };
    let source = span.range();
    if source.len() != html.len() {
        return span;
    }
    let length = html[at..].find('>').map_or(html.len() - at, |end| end + 1);
    Span::new(file, source.start + at..source.start + at + length)
}
