//! A page of a book, HTML or XHTML, and where those arrive who come to an id in it.

use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// An element or, without a name, words.
#[derive(Default)]
pub(super) struct Node {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    words: String,
    pub(super) children: Vec<Node>,
}

/// What stands with numbers, which other changes change, or is no part of the text.
const BESIDE: [&str; 7] = [
    "heading-number",
    "caption-number",
    "footnote-number",
    "footnote-back",
    "note-mark",
    "page-break",
    "permalink",
];

impl Node {
    pub(super) fn html(text: &str) -> Self {
        let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(text);
        of_html(&dom.document)
    }

    pub(super) fn xhtml(text: &str) -> Self {
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let document = roxmltree::Document::parse_with_options(text, options).expect("well-formed");
        of_xhtml(document.root())
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split(' ').any(|other| other == class))
    }

    /// It and every element in it, in order.
    pub(super) fn all(&self) -> Vec<&Node> {
        let mut found = vec![self];
        self.children.iter().for_each(|child| found.extend(child.all()));
        found
    }

    /// Every id in it, in order.
    pub(super) fn ids(&self) -> Vec<&str> {
        self.all().into_iter().filter_map(|node| node.get("id")).collect()
    }

    /// What it says itself, without numbers, which references have; lists in an item are not part of it.
    pub(super) fn says(&self) -> String {
        self.text().chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect()
    }

    /// The same with numbers.
    pub(super) fn text(&self) -> String {
        let mut words = String::new();
        self.say(&mut words, true);
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn say(&self, out: &mut String, is_first: bool) {
        let is_list = matches!(self.name.as_str(), "ul" | "ol");
        if BESIDE.iter().any(|class| self.has_class(class)) || (is_list && !is_first) {
            return;
        }
        out.push_str(&self.words);
        if !self.name.is_empty() && !is_inline(&self.name) {
            out.push(' ');
        }
        self.children.iter().for_each(|child| child.say(out, false));
    }

    /// What those read who come to an id; for an empty place, what stands behind it.
    pub(super) fn arrive(&self, id: &str) -> Option<String> {
        self.arrive_below(id, None)
    }

    fn arrive_below(&self, id: &str, block: Option<&Node>) -> Option<String> {
        let block = if is_inline(&self.name) { block } else { Some(self) };
        for (index, child) in self.children.iter().enumerate() {
            if child.get("id") != Some(id) {
                if let Some(found) = child.arrive_below(id, block) {
                    return Some(found);
                }
                continue;
            }
            if !matches!(child.name.as_str(), "div" | "span") || !child.says().is_empty() {
                return Some(child.says());
            }
            let is_place = |node: &&Node| {
                let is_empty = node.name.is_empty() && node.words.trim().is_empty();
                is_empty || node.has_class("anchor") || node.has_class("page-break")
            };
            let next = self.children[index + 1..].iter().find(|node| !is_place(node));
            let next = next.filter(|next| !next.name.is_empty() && !is_inline(&next.name));
            return next.or(block).map(Node::says);
        }
        None
    }

    /// The element of an id.
    pub(super) fn find(&self, id: &str) -> Option<&Node> {
        self.all().into_iter().find(|node| node.get("id") == Some(id))
    }
}

fn is_inline(name: &str) -> bool {
    matches!(name, "" | "span" | "a" | "em" | "strong" | "code" | "sup" | "sub" | "bdi" | "cite" | "q")
}

fn of_html(handle: &Handle) -> Node {
    let mut node = Node::default();
    match &handle.data {
        NodeData::Text { contents } => node.words = contents.borrow().to_string(),
        NodeData::Element { name, attrs, .. } => {
            node.name = name.local.to_string();
            let attributes = attrs.borrow();
            let pair = |one: &html5ever::Attribute| (one.name.local.to_string(), one.value.to_string());
            node.attributes = attributes.iter().map(pair).collect();
        }
        NodeData::Document
        | NodeData::Doctype { .. }
        | NodeData::Comment { .. }
        | NodeData::ProcessingInstruction { .. } => {}
    }
    node.children = handle.children.borrow().iter().map(of_html).collect();
    node
}

fn of_xhtml(from: roxmltree::Node<'_, '_>) -> Node {
    let attributes = from.attributes().map(|one| (one.name().to_owned(), one.value().to_owned()));
    Node {
        name: if from.is_element() { from.tag_name().name().to_owned() } else { String::new() },
        attributes: attributes.collect(),
        words: if from.is_text() { from.text().unwrap_or_default().to_owned() } else { String::new() },
        children: from.children().map(of_xhtml).collect(),
    }
}
