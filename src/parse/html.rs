//! Raw HTML → the nodes that Markdown makes.
//!
//! Markdown gives HTML in shreds: a start tag here, an end tag there, nodes of its own between them. The shreds of one
//! container are joined into one text, with a mark in the place of every node that Markdown made, and read by a real
//! HTML parser; what comes of it is mapped onto the model, the nodes put back where their marks are. So nesting and
//! repair are those of browsers, and every backend shows what HTML said.

mod map;
mod table;

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, RcDom};

use super::Context;
use super::text;
use crate::diag::{Code, Diagnostic};
use crate::model::{Block, Inline};
use crate::source::Span;
use map::{Mapper, Node};

/// The element that marks the place of a node which Markdown made.
const MARK: &str = "recto-node";
/// The attribute that says which.
const MARK_INDEX: &str = "n";
/// The attribute that says where a tag is in the source: an index into the spans of tags.
const TAG_INDEX: &str = "recto-at";

/// A block, or a shred of HTML between blocks.
pub(super) enum Piece {
    Block(Block),
    Html(String, Span),
}

/// An inline, or a shred of HTML between inlines.
pub(super) enum InlinePiece {
    Inline(Inline),
    Html(String, Span),
}

/// The blocks of a container.
pub(super) fn merge_blocks(context: &mut Context<'_>, pieces: Vec<Piece>) -> Vec<Block> {
    let mut joined = Joined::default();
    for piece in pieces {
        match piece {
            Piece::Block(block) => joined.mark(Node::Block(block)),
            Piece::Html(html, span) => joined.html(&html, span),
        }
    }
    if joined.first.is_none() {
        return joined.nodes.into_iter().filter_map(|node| node.and_then(Node::into_block)).collect();
    }
    let (dom, mut mapper) = joined.read(context);
    mapper.blocks(&root(&dom).children.borrow())
}

/// The inlines of a paragraph or of what is in it; `may_link` is whether bare addresses become links.
pub(super) fn merge_inlines(
    context: &mut Context<'_>,
    pieces: Vec<InlinePiece>,
    may_link: bool,
) -> Vec<Inline> {
    let mut joined = Joined::default();
    let mut run = Vec::new();
    for piece in pieces {
        match piece {
            InlinePiece::Inline(inline) => run.push(inline),
            InlinePiece::Html(html, span) => {
                joined.run(context, &mut run, may_link);
                joined.html(&html, span);
            }
        }
    }
    if joined.first.is_none() {
        return text::finish(context, run, may_link);
    }
    joined.run(context, &mut run, may_link);
    let (dom, mut mapper) = joined.read(context);
    let mut inlines = mapper.inlines(&root(&dom).children.borrow());
    text::close_gaps(&mut inlines);
    inlines
}

/// HTML with marks, the nodes they stand for, and where the tags are.
#[derive(Default)]
struct Joined {
    html: String,
    nodes: Vec<Option<Node>>,
    tags: Vec<Span>,
    first: Option<Span>,
}

impl Joined {
    fn mark(&mut self, node: Node) {
        self.html.push_str(&format!("<{MARK} {MARK_INDEX}={}></{MARK}>", self.nodes.len()));
        self.nodes.push(Some(node));
    }

    fn run(&mut self, context: &mut Context<'_>, run: &mut Vec<Inline>, may_link: bool) {
        for inline in text::finish(context, std::mem::take(run), may_link) {
            self.mark(Node::Inline(inline));
        }
    }

    /// Adds a shred, every start tag in it marked with its place.
    fn html(&mut self, html: &str, span: Span) {
        self.first.get_or_insert(span);
        let mut done = 0;
        for (at, _) in html.match_indices('<') {
            let name = &html[at + 1..];
            let length = name.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(name.len());
            if length == 0 || !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
                continue;
            }
            let end = at + 1 + length;
            self.html.push_str(&html[done..end]);
            self.html.push_str(&format!(" {TAG_INDEX}={}", self.tags.len()));
            if html[end..].starts_with('/') {
                self.html.push(' ');
            }
            self.tags.push(tag_span(html, span, at));
            done = end;
        }
        self.html.push_str(&html[done..]);
    }

    fn read<'c, 'm>(self, context: &'c mut Context<'m>) -> (RcDom, Mapper<'c, 'm>) {
        let name = html5ever::QualName::new(None, ns!(html), local_name!("body"));
        let options = ParseOpts::default();
        let dom = parse_fragment(RcDom::default(), options, name, Vec::new(), false).one(self.html);
        let first = self.first.unwrap_or_default();
        if !dom.errors.borrow().is_empty() {
            context.diagnostics.push(
                Diagnostic::new(Code::HtmlMalformed, first, "this HTML is not well formed")
                    .hint("it was mended as a browser does; look whether the book shows what you mean"),
            );
        }
        (dom, Mapper { context, nodes: self.nodes, tags: self.tags, here: first })
    }
}

/// The one `html` element that a fragment's document holds. The document must outlive it: it empties its nodes when it goes.
fn root(dom: &RcDom) -> Handle {
    dom.document.children.borrow().first().cloned().unwrap_or_else(|| dom.document.clone())
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
