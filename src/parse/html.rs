//! Raw HTML → the nodes that Markdown makes.
//!
//! Markdown gives HTML in shreds: a start tag here, an end tag there, nodes of its own between them. The shreds of one
//! container are joined into one text, with a mark in the place of every node that Markdown made, and read by a real
//! HTML parser; what comes of it is mapped onto the model, the nodes put back where their marks are. So nesting and
//! repair are those of browsers, and every backend shows what HTML said.

mod figure;
mod inline;
mod joined;
mod listing;
mod map;
mod names;
mod scan;
mod table;

use markup5ever_rcdom::{Handle, RcDom};

use super::Context;
use super::text;
use crate::model::{Block, Inline};
use crate::source::Span;
use joined::Joined;
use map::Node;

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
    if !joined.has_html() {
        return joined.into_nodes().filter_map(Node::into_block).collect();
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
                text::finish(context, std::mem::take(&mut run), may_link)
                    .into_iter()
                    .for_each(|inline| joined.mark(Node::Inline(inline)));
                joined.html(&html, span);
            }
        }
    }
    let last = text::finish(context, run, may_link);
    if !joined.has_html() {
        return last;
    }
    last.into_iter().for_each(|inline| joined.mark(Node::Inline(inline)));
    let (dom, mut mapper) = joined.read(context);
    let mut inlines = mapper.inlines(&root(&dom).children.borrow());
    text::close_gaps(&mut inlines);
    inlines
}

/// The one `html` element that a fragment's document holds. The document must outlive it: it empties its nodes when it goes.
fn root(dom: &RcDom) -> Handle {
    dom.document.children.borrow().first().cloned().unwrap_or_else(|| dom.document.clone())
}
