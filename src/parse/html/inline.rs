//! HTML's inline elements.

use markup5ever_rcdom::{Handle, NodeData};

use super::MARK;
use super::map::{Mapper, Node, attribute};
use super::names::{Sort, is_known, sort};
use crate::diag::{Code, Diagnostic};
use crate::model::{Block, BlockKind, Inline, InlineKind, Label, Visitor, walk_block};
use crate::parse::text;
use crate::source::Span;

impl Mapper<'_, '_> {
    /// Children as inlines; blocks among them give what is in them.
    pub(super) fn inlines(&mut self, children: &[Handle]) -> Vec<Inline> {
        let mut inlines = Vec::new();
        for child in children {
            self.inline(child, &mut inlines);
        }
        inlines
    }

    pub(super) fn inline(&mut self, node: &Handle, out: &mut Vec<Inline>) {
        match &node.data {
            NodeData::Text { contents } => {
                let words = collapse(&contents.borrow());
                if !words.is_empty() {
                    out.push(Inline { kind: InlineKind::Text(words), span: self.here });
                }
            }
            NodeData::Element { name, .. } if &*name.local == MARK => match self.take_marked(node) {
                Some(Node::Inline(inline)) => out.push(inline),
                Some(Node::Block(block)) => push_block_text(block, out),
                None => {}
            },
            NodeData::Element { name, .. } => self.element(node, &name.local, out),
            NodeData::Document
            | NodeData::Doctype { .. }
            | NodeData::Comment { .. }
            | NodeData::ProcessingInstruction { .. } => {}
        }
    }

    fn element(&mut self, node: &Handle, name: &str, out: &mut Vec<Inline>) {
        let span = self.locate(node);
        if sort(name) == Sort::Dropped {
            self.report_dropped(name, span);
            return;
        }
        if !is_known(name) {
            self.context.diagnostics.push(
                Diagnostic::new(Code::HtmlDropped, span, format!("HTML has no element `<{name}>`"))
                    .hint("the tag was left out; text is written `\\<`, or as code"),
            );
        }
        self.check_attributes(node, span);
        if name != "a"
            && let Some(id) = attribute(node, "id")
        {
            let id = InlineKind::Anchor { id: self.context.node(), label: Label::new(id) };
            out.push(Inline { kind: id, span });
        }
        match name {
            "br" => out.push(Inline { kind: InlineKind::LineBreak, span }),
            "hr" => {
                self.context.diagnostics.push(
                    Diagnostic::new(Code::HtmlDropped, span, "a line of text can't hold a rule")
                        .hint("the line was broken instead; write `---` between two empty lines"),
                );
                out.push(Inline { kind: InlineKind::LineBreak, span });
            }
            "img" => {
                let kind = self.image(node, span);
                out.push(Inline { kind, span });
            }
            "input" => {
                let done = attribute(node, "checked").is_some();
                if attribute(node, "type").as_deref() == Some("checkbox") {
                    out.push(Inline { kind: InlineKind::Text(text::task_mark(done).to_owned()), span });
                }
            }
            "wbr" | "col" | "colgroup" | "source" | "param" => {}
            _ => {
                let inner = self.inlines(&node.children.borrow());
                match wrap(name, node, inner) {
                    Wrapped::In(kind) => out.push(Inline { kind, span }),
                    Wrapped::Link(target, inlines) => self.link(node, target, inlines, span, out),
                    Wrapped::Not(inner) => out.extend(inner),
                }
            }
        }
    }

    pub(super) fn report_dropped(&mut self, name: &str, span: Span) {
        self.context.diagnostics.push(
            Diagnostic::new(Code::HtmlDropped, span, format!("`<{name}>` has no place in a book"))
                .hint("it was left out of all three books; say the same in Markdown, or with an image"),
        );
    }

    fn link(
        &mut self,
        node: &Handle,
        target: Option<String>,
        inlines: Vec<Inline>,
        span: Span,
        out: &mut Vec<Inline>,
    ) {
        if let Some(name) = attribute(node, "id").or_else(|| attribute(node, "name")) {
            let kind = InlineKind::Anchor { id: self.context.node(), label: Label::new(name) };
            out.push(Inline { kind, span });
        }
        match target {
            Some(target) => {
                let id = self.context.node();
                let title = attribute(node, "title");
                out.push(Inline { kind: InlineKind::Link { id, target, title, inlines }, span });
            }
            None => out.extend(inlines),
        }
    }
}

enum Wrapped {
    In(InlineKind),
    Link(Option<String>, Vec<Inline>),
    /// The element means nothing; what is in it stays.
    Not(Vec<Inline>),
}

fn wrap(name: &str, node: &Handle, inner: Vec<Inline>) -> Wrapped {
    Wrapped::In(match name {
        "em" | "i" | "cite" | "dfn" | "var" | "u" | "ins" => InlineKind::Emphasis(inner),
        "strong" | "b" => InlineKind::Strong(inner),
        "s" | "del" | "strike" => InlineKind::Strike(inner),
        "sup" => InlineKind::Superscript(inner),
        "sub" => InlineKind::Subscript(inner),
        "mark" => InlineKind::Highlight(inner),
        "small" => InlineKind::Small(inner),
        "q" => InlineKind::Quoted(inner),
        "kbd" => InlineKind::Keyboard(inner),
        "abbr" | "acronym" => {
            InlineKind::Abbreviation { title: attribute(node, "title").unwrap_or_default(), inlines: inner }
        }
        "code" | "samp" | "tt" => InlineKind::Code(crate::model::plain_text(&inner)),
        "a" => return Wrapped::Link(attribute(node, "href"), inner),
        _ => return Wrapped::Not(inner),
    })
}

/// What a block says in a line, where no block can be: in a summary, a term.
fn push_block_text(block: Block, out: &mut Vec<Inline>) {
    struct Words<'o>(&'o mut Vec<Inline>);
    impl<'a> Visitor<'a> for Words<'_> {
        fn block(&mut self, block: &'a Block) {
            if !self.0.is_empty() {
                self.0.push(Inline { kind: InlineKind::Text(" ".to_owned()), span: block.span });
            }
            if let BlockKind::Listing(listing) = &block.kind {
                self.0.push(Inline { kind: InlineKind::Code(listing.code.clone()), span: block.span });
            }
            walk_block(self, block);
        }

        fn inline(&mut self, inline: &'a Inline) {
            self.0.push(inline.clone());
        }
    }
    match block.kind {
        BlockKind::Paragraph(inlines) => out.extend(inlines),
        _ => Words(out).block(&block),
    }
}

/// White space as HTML shows it.
fn collapse(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_ascii_whitespace() {
            collapsed.push(c);
        } else if !collapsed.ends_with(' ') {
            collapsed.push(' ');
        }
    }
    collapsed
}
