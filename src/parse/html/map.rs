//! What an HTML parser read → blocks and inlines.

use markup5ever_rcdom::{Handle, NodeData};

use super::names::{Sort, sort};
use super::{MARK, MARK_INDEX, TAG_INDEX, table};
use crate::diag::{Code, Diagnostic};
use crate::model::{
    AlertKind, Block, BlockKind, Definition, Figure, Heading, Inline, InlineKind, Item, Label, plain_text,
};
use crate::parse::{Context, attributes, text, tree};
use crate::source::Span;

/// A node that Markdown made.
pub(super) enum Node {
    Block(Block),
    Inline(Inline),
}

impl Node {
    pub(super) fn into_block(self) -> Option<Block> {
        match self {
            Self::Block(block) => Some(block),
            Self::Inline(_) => None,
        }
    }
}

/// What maps one parsed text.
pub(super) struct Mapper<'c, 'm> {
    pub(super) context: &'c mut Context<'m>,
    pub(super) nodes: Vec<Option<Node>>,
    pub(super) tags: Vec<Span>,
    /// The last place that is known.
    pub(super) here: Span,
}

impl Mapper<'_, '_> {
    /// Children as blocks; inlines among them become paragraphs.
    pub(super) fn blocks(&mut self, children: &[Handle]) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut run = Vec::new();
        for child in children {
            if self.is_block(child) {
                self.flush(&mut run, &mut blocks);
                self.block(child, &mut blocks);
            } else {
                self.inline(child, &mut run);
            }
        }
        self.flush(&mut run, &mut blocks);
        blocks
    }

    fn flush(&mut self, run: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
        text::trim(run);
        if run.is_empty() {
            return;
        }
        let mut inlines = std::mem::take(run);
        let span = inlines.iter().fold(Span::DETACHED, |span, inline| span.to(inline.span));
        let only_anchors = inlines.iter().all(|inline| matches!(inline.kind, InlineKind::Anchor { .. }));
        if only_anchors {
            for inline in inlines {
                if let InlineKind::Anchor { id, label } = inline.kind {
                    blocks.push(Block { id, kind: BlockKind::Anchor(label), span: inline.span });
                }
            }
            return;
        }
        let kind = match attributes::alone(self.context, &mut inlines) {
            Some(attributes::Alone::Image(image, title, label)) => {
                let caption = title.map(|title| tree::fragment(self.context, &title, span));
                BlockKind::Figure(Figure { image, caption: caption.unwrap_or_default(), label })
            }
            Some(attributes::Alone::Formula(latex, label)) => BlockKind::Equation { label, latex },
            None => {
                let long = self.context.too_long("a paragraph", span, plain_text(&inlines).len());
                long.unwrap_or(BlockKind::Paragraph(inlines))
            }
        };
        blocks.push(self.made(kind, span));
    }

    pub(super) fn made(&mut self, kind: BlockKind, span: Span) -> Block {
        Block { id: self.context.node(), kind, span }
    }

    fn is_block(&self, node: &Handle) -> bool {
        let NodeData::Element { name, .. } = &node.data else { return false };
        if &*name.local == MARK {
            return matches!(self.marked(node), Some(Node::Block(_)));
        }
        match sort(&name.local) {
            Sort::Block | Sort::Clear => true,
            Sort::Inline => node.children.borrow().iter().any(|child| self.is_block(child)),
            Sort::Dropped => false,
        }
    }

    pub(super) fn marked(&self, node: &Handle) -> Option<&Node> {
        let index: usize = attribute(node, MARK_INDEX)?.parse().ok()?;
        self.nodes.get(index)?.as_ref()
    }

    pub(super) fn take_marked(&mut self, node: &Handle) -> Option<Node> {
        let index: usize = attribute(node, MARK_INDEX)?.parse().ok()?;
        self.nodes.get_mut(index)?.take()
    }

    /// The place of an element's tag, which becomes the place of what follows without one.
    pub(super) fn locate(&mut self, node: &Handle) -> Span {
        self.here = self.place(node);
        self.here
    }

    /// The place of an element's tag, the last that is known for one without.
    pub(super) fn place(&self, node: &Handle) -> Span {
        let index = attribute(node, TAG_INDEX).and_then(|index| index.parse::<usize>().ok());
        index.and_then(|index| self.tags.get(index)).copied().unwrap_or(self.here)
    }

    /// The place of an element that is mapped by those that hold it, its attributes checked; and its name, if it has one.
    pub(super) fn enter(&mut self, node: &Handle) -> (Span, Option<Label>) {
        let span = self.locate(node);
        self.check_attributes(node, span);
        (span, attribute(node, "id").map(Label::new))
    }

    /// The blocks in such an element, with its name before them.
    pub(super) fn named_blocks(&mut self, node: &Handle) -> Vec<Block> {
        let (span, label) = self.enter(node);
        let mut blocks = self.blocks(&node.children.borrow());
        self.name(&mut blocks, label, span);
        blocks
    }

    /// The inlines in such an element, with its name before them.
    pub(super) fn named_inlines(&mut self, node: &Handle) -> Vec<Inline> {
        let (span, label) = self.enter(node);
        let mut inlines = self.inlines(&node.children.borrow());
        text::trim(&mut inlines);
        if let Some(label) = label {
            inlines.insert(0, self.anchor(label, span));
        }
        inlines
    }

    /// Puts a name before blocks: in their first paragraph, so that it takes no line.
    pub(super) fn name(&mut self, blocks: &mut Vec<Block>, label: Option<Label>, span: Span) {
        let Some(label) = label else { return };
        if let Some(Block { kind: BlockKind::Paragraph(inlines), .. }) = blocks.first_mut() {
            let anchor = self.anchor(label, span);
            inlines.insert(0, anchor);
        } else {
            blocks.insert(0, self.made(BlockKind::Anchor(label), span));
        }
    }

    pub(super) fn anchor(&mut self, label: Label, span: Span) -> Inline {
        Inline { kind: InlineKind::Anchor { id: self.context.node(), label }, span }
    }

    fn block(&mut self, node: &Handle, blocks: &mut Vec<Block>) {
        let NodeData::Element { name, .. } = &node.data else { return };
        let name = &*name.local;
        if name == MARK {
            blocks.extend(self.take_marked(node).and_then(Node::into_block));
            return;
        }
        let span = self.locate(node);
        self.check_attributes(node, span);
        if name == "form" {
            self.report_dropped(name, span);
        }
        self.check_name(name, span);
        let children = node.children.borrow();
        if !matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "figure" | "pre")
            && let Some(id) = attribute(node, "id")
        {
            blocks.push(self.made(BlockKind::Anchor(Label::new(id)), span));
        }
        let kind = match name {
            "p" | "address" => {
                blocks.extend(self.blocks(&children));
                return;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                let mut inlines = self.inlines(&children);
                text::trim(&mut inlines);
                let label = attribute(node, "id").map(Label::new);
                let id = self.context.node();
                let kind = BlockKind::Heading(Heading { id, level, label, inlines, span });
                blocks.push(Block { id, kind, span });
                return;
            }
            "ul" => BlockKind::List { start: None, tight: true, items: self.items(&children) },
            "ol" => {
                let start = attribute(node, "start").and_then(|start| start.parse().ok()).unwrap_or(1);
                BlockKind::List { start: Some(start), tight: true, items: self.items(&children) }
            }
            "dl" => match self.definitions(&children) {
                definitions if definitions.is_empty() => return,
                definitions => BlockKind::Definitions(definitions),
            },
            "blockquote" => BlockKind::Quote(self.blocks(&children)),
            "pre" => BlockKind::Listing(self.listing(node, span)),
            "table" => BlockKind::Table(table::map(self, node)),
            "figure" => match self.figure(node) {
                Some(figure) => BlockKind::Figure(figure),
                None => {
                    let label = attribute(node, "id").map(Label::new);
                    blocks.extend(label.map(|label| self.made(BlockKind::Anchor(label), span)));
                    blocks.extend(self.blocks(&children));
                    return;
                }
            },
            "hr" => BlockKind::Rule,
            "details" => self.details(&children),
            _ => match alert(node) {
                Some(kind) => BlockKind::Alert { kind, title: None, blocks: self.blocks(&children) },
                None => {
                    let inner = self.blocks(&children);
                    blocks.extend(self.wrapped_blocks(node, name, inner, span));
                    return;
                }
            },
        };
        blocks.push(self.made(kind, span));
    }

    fn items(&mut self, children: &[Handle]) -> Vec<Item> {
        children
            .iter()
            .filter(|child| !is_blank(child))
            .map(|child| {
                let blocks = if is(child, "li") {
                    self.named_blocks(child)
                } else {
                    self.blocks(std::slice::from_ref(child))
                };
                Item { task: None, blocks, span: self.place(child) }
            })
            .filter(|item| !item.blocks.is_empty())
            .collect()
    }

    fn definitions(&mut self, children: &[Handle]) -> Vec<Definition> {
        let mut definitions: Vec<Definition> = Vec::new();
        for child in children.iter().filter(|child| !is_blank(child)) {
            if is(child, "dt") {
                let term = self.named_inlines(child);
                match definitions.last_mut().filter(|last| last.details.is_empty()) {
                    Some(open) => open.terms.push(term),
                    None => definitions.push(Definition { terms: vec![term], details: Vec::new() }),
                }
            } else if is(child, "div") {
                self.enter(child);
                definitions.extend(self.definitions(&child.children.borrow()));
            } else {
                let detail = match is(child, "dd") {
                    true => self.named_blocks(child),
                    false => self.blocks(std::slice::from_ref(child)),
                };
                match definitions.last_mut() {
                    Some(open) => open.details.push(detail),
                    None => definitions.push(Definition { terms: vec![Vec::new()], details: vec![detail] }),
                }
            }
        }
        // A term must mean something, if only nothing (HTML §4.4.9).
        for definition in definitions.iter_mut().filter(|definition| definition.details.is_empty()) {
            definition.details.push(Vec::new());
        }
        definitions
    }

    fn details(&mut self, children: &[Handle]) -> BlockKind {
        let (summary, rest): (Vec<Handle>, Vec<Handle>) =
            children.iter().cloned().partition(|child| is(child, "summary"));
        let summary = summary.first().map(|summary| self.named_inlines(summary)).unwrap_or_default();
        BlockKind::Details { summary, blocks: self.blocks(&rest) }
    }

    pub(super) fn check_attributes(&mut self, node: &Handle, span: Span) {
        let NodeData::Element { attrs, .. } = &node.data else { return };
        for attribute in attrs.borrow().iter() {
            let name = &*attribute.name.local;
            if name == "style" || name.starts_with("on") {
                self.context.diagnostics.push(
                    Diagnostic::new(
                        Code::HtmlDropped,
                        span,
                        format!("the attribute `{name}` has no place in a book"),
                    )
                    .hint("it was left out of all three books"),
                );
            }
        }
    }
}

/// mdBook's `<div class="warning">`, and the same with the other words.
fn alert(node: &Handle) -> Option<AlertKind> {
    let class = attribute(node, "class")?;
    AlertKind::ALL.into_iter().find(|kind| class.split_whitespace().any(|word| word == kind.name()))
}

pub(super) fn attribute(node: &Handle, name: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else { return None };
    let attrs = attrs.borrow();
    attrs.iter().find(|attribute| &*attribute.name.local == name).map(|attribute| attribute.value.to_string())
}

pub(super) fn is(node: &Handle, wanted: &str) -> bool {
    matches!(&node.data, NodeData::Element { name, .. } if &*name.local == wanted)
}

pub(super) fn is_blank(node: &Handle) -> bool {
    match &node.data {
        NodeData::Text { contents } => contents.borrow().trim().is_empty(),
        NodeData::Comment { .. } => true,
        _ => false,
    }
}

pub(super) fn find(node: &Handle, wanted: &str) -> Option<Handle> {
    node.children
        .borrow()
        .iter()
        .find_map(|child| if is(child, wanted) { Some(child.clone()) } else { find(child, wanted) })
}
