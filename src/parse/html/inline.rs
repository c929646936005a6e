//! HTML's inline elements.

use markup5ever_rcdom::{Handle, NodeData};

use super::MARK;
use super::map::{Mapper, Node, attribute};
use super::names::{Sort, is_known, sort};
use crate::diag::{Code, Diagnostic};
use crate::model::{Block, BlockKind, Heading, Inline, InlineKind, Label, MathStyle, Visitor, walk_block};
use crate::parse::{Context, text};
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
                Some(Node::Block(block)) => push_block_text(self.context, block, out),
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
        self.check_name(name, span);
        self.check_attributes(node, span);
        if name != "a"
            && let Some(id) = attribute(node, "id")
        {
            let anchor = self.anchor(Label::new(id), span);
            out.push(anchor);
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
                let label = attribute(node, "id").or_else(|| attribute(node, "name"));
                if let Some(label) = label.filter(|_| name == "a") {
                    let anchor = self.anchor(Label::new(label), span);
                    out.push(anchor);
                }
                let inner = self.inlines(&node.children.borrow());
                self.wrap(node, name, inner, span, out);
            }
        }
    }

    pub(super) fn check_name(&mut self, name: &str, span: Span) {
        if !is_known(name) {
            self.context.diagnostics.push(
                Diagnostic::new(Code::HtmlDropped, span, format!("HTML has no element `<{name}>`"))
                    .hint("the tag was left out; text is written `\\<`, or as code"),
            );
        }
    }

    pub(super) fn report_dropped(&mut self, name: &str, span: Span) {
        self.context.diagnostics.push(
            Diagnostic::new(Code::HtmlDropped, span, format!("`<{name}>` has no place in a book"))
                .hint("it was left out of all three books; say the same in Markdown, or with an image"),
        );
    }

    /// Adds what an element means with these inlines in it.
    fn wrap(&mut self, node: &Handle, name: &str, inner: Vec<Inline>, span: Span, out: &mut Vec<Inline>) {
        match meaning(name, node, inner) {
            Meaning::Mark(kind) => out.push(Inline { kind, span }),
            Meaning::Code(inner) => push_code(inner, span, out),
            Meaning::Link(target, inner) => self.link(node, target, inner, span, out),
            Meaning::Nothing(inner) => out.extend(inner),
        }
    }

    fn link(
        &mut self,
        node: &Handle,
        target: Option<String>,
        inlines: Vec<Inline>,
        span: Span,
        out: &mut Vec<Inline>,
    ) {
        match target {
            Some(target) => {
                let id = self.context.node();
                let title = attribute(node, "title");
                out.push(Inline { kind: InlineKind::Link { id, target, title, inlines }, span });
            }
            None => out.extend(inlines),
        }
    }

    /// Blocks in an inline element: each that is a line takes its meaning.
    pub(super) fn wrapped_blocks(
        &mut self,
        node: &Handle,
        name: &str,
        blocks: Vec<Block>,
        span: Span,
    ) -> Vec<Block> {
        let mut wrapped = Vec::with_capacity(blocks.len());
        let label = attribute(node, "name").filter(|_| name == "a" && attribute(node, "id").is_none());
        wrapped.extend(label.map(|label| self.made(BlockKind::Anchor(Label::new(label)), span)));
        if matches!(meaning(name, node, Vec::new()), Meaning::Nothing(_) | Meaning::Link(None, _)) {
            wrapped.extend(blocks);
            return wrapped;
        }
        let mut is_lost = false;
        for mut block in blocks {
            if let BlockKind::Figure(figure) = &block.kind
                && figure.caption.is_empty()
                && figure.label.is_none()
            {
                let image = Inline { kind: InlineKind::Image(figure.image.clone()), span: block.span };
                block.kind = BlockKind::Paragraph(vec![image]);
            }
            match &mut block.kind {
                BlockKind::Paragraph(inlines) | BlockKind::Heading(Heading { inlines, .. }) => {
                    let inner = std::mem::take(inlines);
                    self.wrap(node, name, inner, span, inlines);
                }
                BlockKind::Rule | BlockKind::Anchor(_) | BlockKind::Problem(_) => {}
                BlockKind::List { .. }
                | BlockKind::Definitions(_)
                | BlockKind::Quote(_)
                | BlockKind::Alert { .. }
                | BlockKind::Listing(_)
                | BlockKind::Figure(_)
                | BlockKind::Table(_)
                | BlockKind::Equation { .. }
                | BlockKind::Details { .. } => is_lost = true,
            }
            wrapped.push(block);
        }
        if is_lost {
            let message = format!("`<{name}>` means something for lines alone, and this holds more");
            let finding = Diagnostic::new(Code::HtmlDropped, span, message);
            let hint = "what it says was left out there; what is in it stays";
            self.context.diagnostics.push(finding.hint(hint));
        }
        wrapped
    }
}

/// What an element means.
enum Meaning {
    Mark(InlineKind),
    Code(Vec<Inline>),
    Link(Option<String>, Vec<Inline>),
    /// None; what is in it stays.
    Nothing(Vec<Inline>),
}

fn meaning(name: &str, node: &Handle, inner: Vec<Inline>) -> Meaning {
    Meaning::Mark(match name {
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
        "code" | "samp" | "tt" => return Meaning::Code(inner),
        "a" => return Meaning::Link(attribute(node, "href"), inner),
        _ => return Meaning::Nothing(inner),
    })
}

/// Adds inlines as code; what is no text stays between: a note's mark, a picture, a link around code.
fn push_code(inner: Vec<Inline>, span: Span, out: &mut Vec<Inline>) {
    for inline in inner {
        let kind = match inline.kind {
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Subscript(inner)
            | InlineKind::Highlight(inner)
            | InlineKind::Small(inner)
            | InlineKind::Quoted(inner)
            | InlineKind::Keyboard(inner)
            | InlineKind::Abbreviation { inlines: inner, .. } => {
                push_code(inner, span, out);
                continue;
            }
            InlineKind::Text(words) | InlineKind::Code(words) => {
                push_words(words, span, out);
                continue;
            }
            InlineKind::LineBreak => {
                push_words(" ".to_owned(), span, out);
                continue;
            }
            InlineKind::Link { id, target, title, inlines } => {
                let mut code = Vec::new();
                push_code(inlines, span, &mut code);
                InlineKind::Link { id, target, title, inlines: code }
            }
            kind @ (InlineKind::Math { .. }
            | InlineKind::Reference { .. }
            | InlineKind::Image(_)
            | InlineKind::NoteMark { .. }
            | InlineKind::Anchor { .. }
            | InlineKind::Milestone(_)
            | InlineKind::PageOf { .. }
            | InlineKind::Problem(_)) => kind,
        };
        out.push(Inline { kind, span: inline.span });
    }
}

fn push_words(words: String, span: Span, out: &mut Vec<Inline>) {
    match out.last_mut() {
        Some(Inline { kind: InlineKind::Code(code), span: last }) if *last == span => code.push_str(&words),
        _ if words.trim().is_empty() => out.push(Inline { kind: InlineKind::Text(words), span }),
        _ => out.push(Inline { kind: InlineKind::Code(words), span }),
    }
}

/// What a block says in a line, where no block can be: in a summary, a term.
fn push_block_text(context: &mut Context<'_>, block: Block, out: &mut Vec<Inline>) {
    struct Words<'o, 'c, 'm>(&'o mut Vec<Inline>, &'c mut Context<'m>);
    impl<'a> Visitor<'a> for Words<'_, '_, '_> {
        fn block(&mut self, block: &'a Block) {
            if !self.0.is_empty() {
                self.0.push(Inline { kind: InlineKind::Text(" ".to_owned()), span: block.span });
            }
            let kind = match &block.kind {
                BlockKind::Listing(listing) => Some(InlineKind::Code(listing.code.clone())),
                BlockKind::Figure(figure) => Some(InlineKind::Image(figure.image.clone())),
                BlockKind::Equation { latex, .. } => {
                    let (id, style, latex) = (self.1.node(), MathStyle::Display, latex.clone());
                    Some(InlineKind::Math { id, style, latex })
                }
                BlockKind::Anchor(label) => {
                    Some(InlineKind::Anchor { id: self.1.node(), label: label.clone() })
                }
                BlockKind::Problem(message) => Some(InlineKind::Problem(message.clone())),
                BlockKind::Heading(Heading { label: Some(label), .. }) => {
                    Some(InlineKind::Anchor { id: self.1.node(), label: label.clone() })
                }
                BlockKind::Paragraph(_)
                | BlockKind::Heading(_)
                | BlockKind::List { .. }
                | BlockKind::Definitions(_)
                | BlockKind::Quote(_)
                | BlockKind::Alert { .. }
                | BlockKind::Table(_)
                | BlockKind::Details { .. }
                | BlockKind::Rule => None,
            };
            self.0.extend(kind.map(|kind| Inline { kind, span: block.span }));
            if matches!(&block.kind, BlockKind::Figure(figure) if !figure.caption.is_empty()) {
                self.0.push(Inline { kind: InlineKind::Text(" ".to_owned()), span: block.span });
            }
            walk_block(self, block);
        }

        fn inline(&mut self, inline: &'a Inline) {
            self.0.push(inline.clone());
        }
    }
    match block.kind {
        BlockKind::Paragraph(inlines) => out.extend(inlines),
        _ => Words(out, context).block(&block),
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
