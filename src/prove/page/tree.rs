//! A page as a tree of elements, whichever parser read it.

use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// An element.
#[derive(Debug)]
pub(in crate::prove) struct Element {
    /// Its name, without a prefix.
    pub(in crate::prove) name: String,
    attributes: Vec<(String, String)>,
    /// What is in it, comments left out.
    pub(super) nodes: Vec<Node>,
}

/// What is in an element.
#[derive(Debug)]
pub(super) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// The elements in it.
    pub(in crate::prove) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The value of an attribute without a prefix.
    pub(in crate::prove) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(super) fn has_class(&self, class: &str) -> bool {
        self.attribute("class")
            .is_some_and(|classes| classes.split_ascii_whitespace().any(|one| one == class))
    }

    /// All text in it.
    pub(super) fn text(&self) -> String {
        let text = |node: &Node| match node {
            Node::Element(element) => element.text(),
            Node::Text(text) => text.clone(),
        };
        self.nodes.iter().map(text).collect()
    }
}

/// Parses HTML, as browsers do (HTML §13.2).
pub(in crate::prove) fn html(bytes: &[u8]) -> Element {
    let parser = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default());
    let dom: RcDom = parser.one(String::from_utf8_lossy(bytes).as_ref());
    Element { name: String::new(), attributes: Vec::new(), nodes: of_html(&dom.document) }
}

fn of_html(handle: &Handle) -> Vec<Node> {
    let node = |handle: &Handle| match &handle.data {
        NodeData::Text { contents } => Some(Node::Text(contents.borrow().to_string())),
        NodeData::Element { name, attrs, .. } => {
            let attributes = attrs.borrow();
            let attribute = |attribute: &html5ever::Attribute| {
                (attribute.name.local.to_string(), attribute.value.to_string())
            };
            Some(Node::Element(Element {
                name: name.local.to_string(),
                attributes: attributes.iter().map(attribute).collect(),
                nodes: of_html(handle),
            }))
        }
        NodeData::Document
        | NodeData::Doctype { .. }
        | NodeData::Comment { .. }
        | NodeData::ProcessingInstruction { .. } => None,
    };
    handle.children.borrow().iter().filter_map(node).collect()
}

/// Parses XHTML, or any other XML.
///
/// # Errors
/// For what is not well-formed, in the parser's words.
pub(in crate::prove) fn xhtml(bytes: &[u8]) -> Result<Element, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let options = roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: u32::MAX, ..Default::default() };
    let document =
        roxmltree::Document::parse_with_options(text, options).map_err(|error| error.to_string())?;
    Ok(of_xml(document.root_element()))
}

fn of_xml(element: roxmltree::Node<'_, '_>) -> Element {
    let attributes = element.attributes().filter(|attribute| attribute.namespace().is_none());
    let node = |node: roxmltree::Node<'_, '_>| match node.node_type() {
        roxmltree::NodeType::Element => Some(Node::Element(of_xml(node))),
        roxmltree::NodeType::Text => node.text().map(|text| Node::Text(text.to_owned())),
        roxmltree::NodeType::Root | roxmltree::NodeType::Comment | roxmltree::NodeType::PI => None,
    };
    Element {
        name: element.tag_name().name().to_owned(),
        attributes: attributes
            .map(|attribute| (attribute.name().to_owned(), attribute.value().to_owned()))
            .collect(),
        nodes: element.children().filter_map(node).collect(),
    }
}
