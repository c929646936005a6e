//! HTML's `pre` → listings.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::MARK;
use super::map::{Mapper, Node, attribute};
use crate::model::{Block, BlockKind, Label, Listing, ListingKind, plain_text};
use crate::source::{Sources, Span};

/// What a `pre` holds.
#[derive(Default)]
struct Code {
    text: String,
    /// The last block of Markdown in it.
    last: Option<Span>,
}

impl Mapper<'_, '_> {
    /// A `pre` with all that is in it: Markdown reads what follows a blank line as its own, and here it is code again.
    pub(super) fn listing(&mut self, node: &Handle, span: Span) -> Listing {
        let mut code = Code::default();
        self.push_code(node, &mut code);
        let code = code.text.trim_end_matches('\n').to_owned();
        let language = node.children.borrow().iter().chain([node]).find_map(|node| {
            let class = attribute(node, "class")?;
            class.split_whitespace().find_map(|class| class.strip_prefix("language-")).map(str::to_lowercase)
        });
        let lines = if code.is_empty() { 0 } else { code.split('\n').count() };
        Listing {
            kind: ListingKind::Code,
            language,
            code,
            line_spans: vec![span; lines],
            title: None,
            caption: Vec::new(),
            label: attribute(node, "id").map(Label::new),
            marked: Vec::new(),
            numbered: false,
            start: 1,
        }
    }

    fn push_code(&mut self, node: &Handle, code: &mut Code) {
        match &node.data {
            NodeData::Text { contents } => code.text.push_str(&contents.borrow()),
            NodeData::Element { name, .. } if &*name.local == MARK => match self.take_marked(node) {
                Some(Node::Inline(inline)) => code.text.push_str(&plain_text(&[inline])),
                Some(Node::Block(block)) => code.push(&block, self.context.sources),
                None => {}
            },
            _ => node.children.borrow().iter().for_each(|child| self.push_code(child, code)),
        }
    }
}

impl Code {
    /// Adds a block as the author wrote it, with the blank lines and the indentation before it.
    fn push(&mut self, block: &Block, sources: &Sources) {
        let span = block.span;
        let Some(source) = span.file().map(|file| sources.get(file)) else { return };
        let slice = source.text.get(span.range()).unwrap_or_default();
        let before = source.text.get(..span.range().start).unwrap_or_default();
        let gap = self
            .last
            .filter(|last| last.file() == span.file())
            .and_then(|last| before.get(last.range().end..))
            .filter(|gap| gap.trim().is_empty());
        if gap.is_none() && !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        let is_fenced = slice.starts_with("```") || slice.starts_with("~~~");
        match &block.kind {
            BlockKind::Listing(listing) if is_fenced => {
                self.text.push_str(gap.unwrap_or_default());
                self.text.push_str(&listing.code);
                self.text.push('\n');
            }
            _ => {
                let indent = &before[before.trim_end_matches([' ', '\t']).len()..];
                self.text.push_str(&decoded(&format!("{}{slice}", gap.unwrap_or(indent))));
            }
        }
        self.last = Some(span);
    }
}

/// A text with the characters that its references name (HTML §13.2.5.72); tags stay as they are.
fn decoded(text: &str) -> String {
    let title = QualName::new(None, ns!(html), local_name!("title"));
    let dom = parse_fragment(RcDom::default(), ParseOpts::default(), title, Vec::new(), false).one(text);
    let root = super::root(&dom);
    let mut decoded = String::with_capacity(text.len());
    for child in root.children.borrow().iter() {
        if let NodeData::Text { contents } = &child.data {
            decoded.push_str(&contents.borrow());
        }
    }
    decoded
}
