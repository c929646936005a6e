//! What a page of the EPUB or of the site says.
//!
//! Pages are parsed as their readers do it: XHTML as XML, HTML by the rules of HTML. What of a page is the book's is found by
//! what the page itself says: its sections of the class `chapter`, what opens a part, and the last page of a sample.

mod tree;

use std::collections::BTreeSet;

use super::said::{Kind, Speech, Teller};
use tree::Node;
pub(super) use tree::{Element, html, xhtml};

/// What the pages of a book say.
pub(super) struct Pages {
    out: Teller<String>,
    /// Every place that a link can lead to: pages, and the ids in them behind a `#`.
    places: BTreeSet<String>,
    /// The page that is being read.
    page: String,
}

impl Pages {
    /// No page was read yet.
    pub(super) fn new() -> Self {
        Self { out: Teller::new(), places: BTreeSet::new(), page: String::new() }
    }

    /// Reads a page of that name.
    pub(super) fn read(&mut self, name: &str, root: &Element) {
        self.page = name.to_owned();
        self.places.insert(name.to_owned());
        self.name_places(root);
        self.find(root);
    }

    /// All that was said, and the places that links can lead to.
    pub(super) fn finish(self) -> (Speech<String>, BTreeSet<String>) {
        (self.out.finish(), self.places)
    }

    fn name_places(&mut self, element: &Element) {
        if let Some(id) = element.attribute("id") {
            self.places.insert(format!("{}#{id}", self.page));
        }
        element.elements().for_each(|inner| self.name_places(inner));
    }

    /// Looks for what is the book's.
    fn find(&mut self, element: &Element) {
        if ["chapter", "part-opening", "full-book"].iter().any(|class| element.has_class(class)) {
            self.element(element);
        } else {
            element.elements().for_each(|inner| self.find(inner));
        }
    }

    fn nodes(&mut self, element: &Element) {
        for node in &element.nodes {
            match node {
                Node::Text(words) => self.out.words(words),
                Node::Element(inner) => self.element(inner),
            }
        }
    }

    fn element(&mut self, element: &Element) {
        match element.name.as_str() {
            _ if element.attribute("role") == Some("doc-pagebreak") => {}
            "section" if element.has_class("footnotes") => self.notes(element),
            "div" if element.has_class("equation") => self.equation(element),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = element.name.as_bytes()[1] - b'0';
                self.inside(Some(Kind::Heading(level)), element);
            }
            "figure" => self.figure(element),
            "pre" => self.inside(Some(Kind::Code), element),
            "table" => self.table(element),
            "ol" => self.list(element),
            "dl" => self.definitions(element),
            "math" => self.math(element),
            "img" => self.out.object(element.attribute("alt").unwrap_or_default()),
            "br" => self.out.words(" "),
            "hr" => self.out.flush(),
            "a" => self.link(element),
            name if is_block(name) => self.inside(None, element),
            _ => self.nodes(element),
        }
    }

    fn inside(&mut self, kind: Option<Kind>, element: &Element) {
        self.out.open(kind);
        self.nodes(element);
        self.out.close();
    }

    /// The caption comes first, wherever it is shown.
    fn figure(&mut self, figure: &Element) {
        let is_caption = |inner: &&Element| inner.name == "figcaption";
        figure.elements().filter(is_caption).for_each(|caption| self.element(caption));
        self.out.open(None);
        figure.elements().filter(|inner| !is_caption(inner)).for_each(|inner| self.element(inner));
        self.out.close();
    }

    fn table(&mut self, table: &Element) {
        let mut rows = Vec::new();
        collect(table, "tr", &mut rows);
        for (row, cells) in rows.into_iter().enumerate() {
            for (place, cell) in cells.elements().enumerate() {
                self.inside(Some(Kind::Cell { row, place }), cell);
            }
        }
    }

    fn list(&mut self, list: &Element) {
        let start = list.attribute("start").map_or(Some(1), |start| start.parse().ok()).unwrap_or(0_u64);
        for (index, item) in (0..).zip(list.elements()) {
            self.out.block(Kind::Ordinal, &format!("{}.", start.saturating_add(index)));
            self.element(item);
        }
    }

    /// Terms that share a meaning are one block.
    fn definitions(&mut self, list: &Element) {
        let mut follows_term = false;
        for inner in list.elements() {
            let is_term = inner.name == "dt";
            if is_term && follows_term {
                self.out.words(" ");
                self.nodes(inner);
            } else if is_term {
                self.out.flush();
                self.nodes(inner);
            } else {
                self.element(inner);
            }
            follows_term = is_term;
        }
        self.out.flush();
    }

    /// A displayed formula is a block of its own.
    fn math(&mut self, math: &Element) {
        if math.attribute("display") == Some("block") {
            self.out.open(None);
            self.formula(math);
            self.out.close();
        } else {
            self.formula(math);
        }
    }

    fn formula(&mut self, math: &Element) {
        self.out.object(math.attribute("alttext").unwrap_or_default());
    }

    /// A formula with its number.
    fn equation(&mut self, equation: &Element) {
        self.out.open(None);
        self.parts(equation);
        self.out.close();
    }

    fn parts(&mut self, equation: &Element) {
        for node in &equation.nodes {
            match node {
                Node::Text(words) => self.out.words(words),
                Node::Element(inner) if inner.name == "math" => self.formula(inner),
                Node::Element(inner) => self.parts(inner),
            }
        }
    }

    fn link(&mut self, link: &Element) {
        let is_note = matches!(link.attribute("role"), Some("doc-noteref" | "doc-backlink"));
        if let Some(address) = link.attribute("href").filter(|_| !is_note) {
            let to =
                if address.starts_with('#') { format!("{}{address}", self.page) } else { address.to_owned() };
            self.out.link(to);
        }
        self.nodes(link);
    }

    /// The footnotes of a chapter, without their ways back.
    fn notes(&mut self, notes: &Element) {
        for note in notes.elements().filter(|note| note.has_class("footnote")) {
            let class = |class| note.elements().find(move |inner| inner.has_class(class));
            let number = class("footnote-number").map(Element::text).unwrap_or_default();
            self.out.open_note();
            self.out.block(Kind::Note, number.trim_end_matches('.'));
            for inner in class("footnote-body").into_iter().flat_map(Element::elements) {
                if !inner.has_class("footnote-back") {
                    self.element(inner);
                }
            }
            self.out.close_note();
        }
    }
}

/// The elements of a name that are in no other of that name, in order.
fn collect<'a>(element: &'a Element, name: &str, found: &mut Vec<&'a Element>) {
    for inner in element.elements() {
        if inner.name == name {
            found.push(inner);
        } else {
            collect(inner, name, found);
        }
    }
}

/// Elements that are no part of a line.
fn is_block(name: &str) -> bool {
    const NAMES: &str = "p li dd td th figcaption summary ul blockquote div section aside header details";
    NAMES.split(' ').any(|block| block == name)
}
