//! The shreds of one container as one text, given to the HTML parser.
//!
//! Every tag begins a segment of the text, so that what the parser complains about has a place. A tag that would
//! nest too deep is text, and an element that is dropped and never closed is closed at once: else all that follows it
//! would be in it, and go with it.

use std::collections::HashMap;
use std::ops::Range;

use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{ParseOpts, local_name, ns, parse_fragment};
use markup5ever_rcdom::RcDom;

use super::map::{Mapper, Node};
use super::names::{self, Sort};
use super::scan::{Scanner, Tag};
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
    scanner: Scanner,
    /// The element whose start tag is being read: an index into those that are open.
    reading: Option<usize>,
    /// Whether an element that has no meaning in a book was begun.
    is_dropping: bool,
    last_tag: Option<Span>,
    /// Where tags are that have no end.
    unended: Vec<Span>,
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
    /// Where its start tag ends, if that is known: a segment, and a byte in it.
    end: Option<(usize, usize)>,
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

    /// Adds a node, as a mark. A tag that is open ends before it: nobody writes Markdown in a tag.
    pub(super) fn mark(&mut self, node: Node) {
        if let Some(end) = self.scanner.end() {
            self.unended.extend(self.last_tag);
            self.push(end);
            self.note_end();
        }
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
        if let Some(end) = self.scanner.rest(html) {
            self.push(&html[..end]);
            self.note_end();
            done = end;
        }
        while let Some(tag) = self.scanner.next(html, done) {
            self.push(&html[done..tag.start]);
            done = self.tag(tag, html, span);
        }
        self.push(&html[done..]);
    }

    /// Adds a tag; the byte behind it.
    fn tag(&mut self, tag: Tag<'_>, html: &str, span: Span) -> usize {
        let name_end = tag.name_end();
        let name = tag.name.to_ascii_lowercase();
        let is_deep = self.open.elements.len() >= HTML_DEPTH || self.open.containers >= MAX_DEPTH;
        let is_written = match tag.is_end {
            true => self.open.close(&name).unwrap_or(true),
            // Nobody but this module makes marks, and nothing ends a `plaintext`.
            false => !is_deep && name != MARK && name != "plaintext",
        };
        // What follows the name of a tag that is not written is text to the parser, and may hold tags.
        let end = is_written.then(|| self.scanner.attributes(html, name_end)).flatten();
        let shown_end = end.filter(|&end| end > name_end).unwrap_or_else(|| likely_end(html, name_end));
        let span = tag_span(html, span, tag.start..shown_end);
        self.segments.push(Segment { html: String::new(), span });
        self.last_tag = Some(span);
        self.reading = None;
        if is_deep && !tag.is_end {
            self.too_deep.get_or_insert(span);
        }
        let written = &html[tag.start..name_end];
        match (is_written, tag.is_end) {
            (false, _) => self.push(&format!("&lt;{}", &written[1..])),
            (true, true) => self.push(written),
            (true, false) => {
                let space = if html[name_end..].starts_with('/') { " " } else { "" };
                self.push(&format!("{written} {TAG_INDEX}={}{space}", self.tags.len()));
                self.tags.push(span);
            }
        }
        if !tag.is_end {
            self.open(name, is_written);
        }
        // What is not in this shred is in those that follow.
        let behind = if is_written { end.unwrap_or(html.len()) } else { name_end };
        self.push(&html[name_end..behind]);
        if end.is_some() {
            self.note_end();
        }
        behind
    }

    /// Notes that the tag that was being read ends here.
    fn note_end(&mut self) {
        let segment = self.segments.len() - 1;
        let at = self.segments[segment].html.len();
        if let Some(element) = self.reading.take().and_then(|index| self.open.elements.get_mut(index))
            && self.segments[segment].html.ends_with('>')
        {
            element.end = Some((segment, at));
        }
        if self.is_dropping {
            self.scanner.be_naive();
        }
    }

    fn open(&mut self, name: String, is_written: bool) {
        if is_written && names::sort(&name) == Sort::Dropped {
            self.is_dropping = true;
        }
        if !names::may_stay_open(&name) {
            self.open.containers += names::weight(&name);
            *self.open.counts.entry(name.clone()).or_default() += 1;
            let segment = self.segments.len() - 1;
            self.open.elements.push(Element { name, segment, end: None, is_written });
            self.reading = Some(self.open.elements.len() - 1);
        }
    }

    /// Has all of it parsed.
    pub(super) fn read<'c, 'm>(mut self, context: &'c mut Context<'m>) -> (RcDom, Mapper<'c, 'm>) {
        for element in self.open.elements.iter().filter(|element| names::is_closed_at_once(&element.name)) {
            let end = format!("</{}>", element.name);
            let (segment, at) = element.end.unwrap_or_else(|| {
                let html = &self.segments[element.segment].html;
                (element.segment, html.find('>').map_or(html.len(), |at| at + 1))
            });
            self.segments[segment].html.insert_str(at, &end);
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
        let mut places: Vec<Span> = self.unended.clone();
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

/// Where a tag that is not read to its end is shown to end: at a `>` that is near.
fn likely_end(html: &str, from: usize) -> usize {
    const NEAR: usize = 200;
    html.bytes().skip(from).take(NEAR).position(|byte| byte == b'>').map_or(from, |length| from + length + 1)
}

/// The place of a part of a shred.
fn tag_span(html: &str, span: Span, tag: Range<usize>) -> Span {
    let source = span.range();
    match span.file() {
        Some(file) if source.len() == html.len() => {
            Span::new(file, source.start + tag.start..source.start + tag.end)
        }
        _ => span,
    }
}
