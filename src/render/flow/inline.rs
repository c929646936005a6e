//! Inlines.

use super::Flow;
use crate::model::{Inline, InlineKind, NodeId};
use crate::render::PagePlace;
use crate::render::markup::{Element, Node, element, text};
use crate::resolve::Target;

impl<'a> Flow<'a> {
    /// Inlines, one after another.
    pub fn inlines(&self, inlines: &'a [Inline]) -> Vec<Node> {
        let mut out = Vec::with_capacity(inlines.len());
        inlines.iter().for_each(|inline| self.inline(inline, &mut out));
        out
    }

    fn inline(&self, inline: &'a Inline, out: &mut Vec<Node>) {
        let wrap = |name, inner: &'a [Inline]| element(name).children(self.inlines(inner)).into();
        let node = match &inline.kind {
            InlineKind::Text(words) => text(words.clone()),
            InlineKind::Emphasis(inner) => wrap("em", inner),
            InlineKind::Strong(inner) => wrap("strong", inner),
            InlineKind::Strike(inner) => wrap("del", inner),
            InlineKind::Superscript(inner) => wrap("sup", inner),
            InlineKind::Subscript(inner) => wrap("sub", inner),
            InlineKind::Highlight(inner) => {
                element("mark").class("highlight").children(self.inlines(inner)).into()
            }
            InlineKind::Small(inner) => wrap("small", inner),
            InlineKind::Quoted(inner) => {
                out.push(text(self.book.terms.quote_open));
                out.extend(self.inlines(inner));
                text(self.book.terms.quote_close)
            }
            InlineKind::Keyboard(inner) => {
                element("kbd").class("keyboard").children(self.inlines(inner)).into()
            }
            InlineKind::Abbreviation { title, inlines } => {
                element("abbr").with("title", title.clone()).children(self.inlines(inlines)).into()
            }
            InlineKind::Code(code) => {
                element("code").maybe("dir", self.left_to_right()).text(code.clone()).into()
            }
            InlineKind::Math { id, latex, .. } => self.math(*id, latex),
            InlineKind::Link { id, .. } if self.book.references.contains_key(id) => {
                return out.extend(self.reference(*id));
            }
            InlineKind::Link { id, title, inlines, .. } => {
                return out.extend(self.target(*id, title.as_deref(), inlines));
            }
            InlineKind::Reference { id, .. } => return out.extend(self.reference(*id)),
            InlineKind::Image(image) => self.image(image),
            InlineKind::NoteMark { id, label } => self.note_mark(*id, label),
            InlineKind::Anchor { id, .. } => element("span").maybe("id", self.anchor(*id)).into(),
            InlineKind::Milestone(id) => {
                return out.extend(self.dialect.page_breaks(PagePlace::Node(*id), "span"));
            }
            InlineKind::PageOf { .. } => return,
            InlineKind::LineBreak => element("br").into(),
            InlineKind::Problem(message) => element("span").class("problem").text(message.clone()).into(),
        };
        out.push(node);
    }

    /// The direction of code, where it is not that of the text.
    pub(super) fn left_to_right(&self) -> Option<&'static str> {
        self.book.book.meta.right_to_left.then_some("ltr")
    }

    fn math(&self, id: NodeId, latex: &str) -> Node {
        match self.book.formulas.get(&id) {
            Some(formula) => Node::Verbatim(formula.mathml.clone()),
            None => element("code").class("problem").text(latex.to_owned()).into(),
        }
    }

    fn target(&self, id: NodeId, title: Option<&str>, inlines: &'a [Inline]) -> Vec<Node> {
        let title = title.map(str::to_owned);
        let link = |address: String| element("a").with("href", address).maybe("title", title.clone());
        match self.book.links.get(&id) {
            Some(Target::Url(address)) if inlines.is_empty() => {
                vec![link(address.clone()).text(address.clone()).into()]
            }
            Some(Target::Url(address)) => linked(&link(address.clone()), self.inlines(inlines)),
            Some(Target::Place(place)) => linked(&link(self.address(place)), self.inlines(inlines)),
            Some(Target::Planned(_)) => self.remarked(inlines, self.book.terms.planned_remark),
            Some(Target::Elsewhere(_)) => self.remarked(inlines, self.book.terms.elsewhere_remark),
            Some(Target::Broken) | None => self.inlines(inlines),
        }
    }

    /// Words that lead nowhere, and why.
    fn remarked(&self, inlines: &'a [Inline], remark: &str) -> Vec<Node> {
        let words = element("span").class("planned-link").children(self.inlines(inlines));
        vec![words.text(format!(" ({remark})")).into()]
    }

    fn reference(&self, id: NodeId) -> Option<Node> {
        let reference = self.book.references.get(&id)?;
        let words = reference.text.clone();
        let out: Element = match (&reference.place, reference.kind) {
            (Some(place), _) => element("a").class("reference").with("href", self.address(place)).text(words),
            (None, Some(_)) => element("span").class("planned-link").text(words),
            (None, None) => element("span").class("problem").text(words),
        };
        Some(out.into())
    }
}

/// Nodes as words of a link. One can't be in another: what is a link already stands as it is, between links of what is
/// around it.
fn linked(link: &Element, nodes: Vec<Node>) -> Vec<Node> {
    let mut out = Vec::new();
    let mut run = Vec::new();
    let close = |run: &mut Vec<Node>, out: &mut Vec<Node>| {
        let run = std::mem::take(run);
        let is_blank = run.iter().all(is_blank);
        out.extend(if is_blank { run } else { vec![link.clone().children(run).into()] });
    };
    for node in nodes {
        match node {
            Node::Element(inner) if holds_link(&inner) => {
                close(&mut run, &mut out);
                out.push(if inner.name() == "a" {
                    inner.into()
                } else {
                    inner.map(|nodes| linked(link, nodes)).into()
                });
            }
            Node::Element(_) | Node::Text(_) | Node::Verbatim(_) => run.push(node),
        }
    }
    close(&mut run, &mut out);
    out
}

/// Whether nothing is to be seen of a node.
fn is_blank(node: &Node) -> bool {
    match node {
        Node::Text(words) => words.trim().is_empty(),
        Node::Element(element) => element.name() != "img" && element.nodes().iter().all(is_blank),
        Node::Verbatim(_) => false,
    }
}

fn holds_link(element: &Element) -> bool {
    let holds = |node: &Node| matches!(node, Node::Element(inner) if holds_link(inner));
    element.name() == "a" || element.nodes().iter().any(holds)
}
