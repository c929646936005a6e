//! A tree of elements, written as HTML or as XHTML.
//!
//! Documents are made of values, so that every start has its end and every character its escape in both.

use std::borrow::Cow;

use crate::xml::is_allowed;

/// A node of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text, to be escaped.
    Text(Cow<'static, str>),
    /// What is written already, in the language of what it is in; MathML is the same in both.
    Verbatim(String),
}

/// An element with attributes and children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    children: Vec<Node>,
}

/// An element of that name.
pub fn element(name: &'static str) -> Element {
    Element { name, attributes: Vec::new(), children: Vec::new() }
}

/// Text.
pub fn text(text: impl Into<Cow<'static, str>>) -> Node {
    Node::Text(text.into())
}

impl Element {
    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| *other == name).map(|(_, value)| value.as_ref())
    }

    /// What is in it.
    pub fn nodes(&self) -> &[Node] {
        &self.children
    }

    /// With an attribute.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        reserve_first(&mut self.attributes);
        self.attributes.push((name, value.into()));
        self
    }

    /// With an attribute where there is a value.
    #[must_use]
    pub fn maybe(self, name: &'static str, value: Option<impl Into<Cow<'static, str>>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// With another value of an attribute.
    #[must_use]
    pub fn replaced(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.attributes.retain(|(other, _)| *other != name);
        self.attributes.insert(0, (name, value.into()));
        self
    }

    /// With a class.
    #[must_use]
    pub fn class(self, class: impl Into<Cow<'static, str>>) -> Self {
        self.with("class", class)
    }

    /// With a child behind the others.
    #[must_use]
    pub fn child(mut self, child: impl Into<Node>) -> Self {
        reserve_first(&mut self.children);
        self.children.push(child.into());
        self
    }

    /// With children behind the others.
    #[must_use]
    pub fn children(mut self, children: impl IntoIterator<Item = Node>) -> Self {
        match self.children.is_empty() {
            // Of a vector this takes its memory.
            true => self.children = children.into_iter().collect(),
            false => self.children.extend(children),
        }
        self
    }

    /// With what becomes of its children.
    #[must_use]
    pub fn map(mut self, change: impl FnOnce(Vec<Node>) -> Vec<Node>) -> Self {
        self.children = change(self.children);
        self
    }

    /// With text behind the other children.
    #[must_use]
    pub fn text(self, words: impl Into<Cow<'static, str>>) -> Self {
        self.child(Node::Text(words.into()))
    }
}

/// Most elements have one attribute and one child, and a vector would make room for four.
fn reserve_first<T>(list: &mut Vec<T>) {
    if list.is_empty() {
        list.reserve_exact(1);
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

/// In which language a tree is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// HTML (HTML Living Standard §13.3).
    Html,
    /// XHTML: well-formed XML.
    Xhtml,
}

/// Writes nodes.
pub fn write(nodes: &[Node], syntax: Syntax) -> String {
    let mut out = String::new();
    nodes.iter().for_each(|node| write_node(node, syntax, &mut out));
    out
}

fn write_node(node: &Node, syntax: Syntax, out: &mut String) {
    match node {
        Node::Element(element) => write_element(element, syntax, out),
        Node::Text(text) => escape_text(text, out),
        Node::Verbatim(xml) => out.push_str(xml),
    }
}

fn write_element(element: &Element, syntax: Syntax, out: &mut String) {
    out.push('<');
    out.push_str(element.name);
    for (name, value) in &element.attributes {
        // The name spaces of XHTML mean nothing in HTML.
        if syntax == Syntax::Html && name.contains(':') {
            continue;
        }
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape_attribute(value, out);
        out.push('"');
    }
    match (is_void(element.name), syntax) {
        (true, Syntax::Html) => out.push('>'),
        (true, Syntax::Xhtml) => out.push_str("/>"),
        (false, _) => {
            out.push('>');
            element.children.iter().for_each(|child| write_node(child, syntax, out));
            out.push_str("</");
            out.push_str(element.name);
            out.push('>');
        }
    }
    if is_block(element.name) {
        out.push('\n');
    }
}

/// Elements that have no end (HTML §13.1.2).
fn is_void(name: &str) -> bool {
    matches!(name, "base" | "br" | "hr" | "img" | "input" | "link" | "meta" | "source" | "wbr" | "col")
}

/// Elements that a line may end behind without a reader's seeing it.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "div"
            | "section"
            | "aside"
            | "figure"
            | "figcaption"
            | "header"
            | "footer"
            | "main"
            | "nav"
            | "article"
            | "ul"
            | "ol"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "thead"
            | "tbody"
            | "tr"
            | "td"
            | "th"
            | "caption"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "pre"
            | "blockquote"
            | "hr"
            | "details"
            | "summary"
            | "head"
            | "body"
            | "title"
            | "meta"
            | "link"
            | "script"
            | "html"
    )
}

fn escape_text(text: &str, out: &mut String) {
    escape(text, out, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        c if is_allowed(c) => None,
        _ => Some("\u{fffd}"),
    });
}

fn escape_attribute(text: &str, out: &mut String) {
    escape(text, out, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\n' | '\t' => Some(" "),
        c if is_allowed(c) => None,
        _ => Some("\u{fffd}"),
    });
}

/// Writes a text with others in the place of some characters. What lies between these is copied in one piece, and most
/// of a text is passed over byte by byte.
fn escape(text: &str, out: &mut String, other: impl Fn(char) -> Option<&'static str>) {
    let mut start = 0;
    let mut at = 0;
    while let Some(length) = text.as_bytes()[at..].iter().position(|&byte| !is_plain(byte)) {
        at += length;
        let c = text[at..].chars().next().expect("what is plain is ASCII, so a character begins behind it");
        if let Some(other) = other(c) {
            out.push_str(&text[start..at]);
            out.push_str(other);
            start = at + c.len_utf8();
        }
        at += c.len_utf8();
    }
    out.push_str(&text[start..]);
}

/// Whether a byte is of a character that is never escaped.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && !matches!(byte, b'&' | b'<' | b'>' | b'"')
}
