//! The HTML edition, read back from its files.

mod front;
mod head;
mod pages;

use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use recto::render::{Files, html};
use recto::theme::Theme;

use crate::support::{Book, Found, fonts};

/// A site, rendered.
struct Site(Files);

impl Site {
    fn of(book: Book) -> Self {
        Self::with(&book.resolve())
    }

    fn with(found: &Found) -> Self {
        Self(html::render(&found.book, &Theme::built_in(), &Vec::new(), fonts()))
    }

    /// With style sheets of the author's.
    fn styled(book: Book, sheets: &[(&str, &str)]) -> Self {
        let sheets = sheets.iter().map(|(name, css)| ((*name).to_owned(), css.as_bytes().into())).collect();
        Self(html::render(&book.resolve().book, &Theme::built_in(), &sheets, fonts()))
    }

    fn has(&self, path: &str) -> bool {
        self.0.get(path).is_some()
    }

    #[track_caller]
    fn text(&self, path: &str) -> &str {
        let bytes = self.0.get(path).unwrap_or_else(|| panic!("{path} in {:?}", self.paths()));
        std::str::from_utf8(bytes).expect("UTF-8")
    }

    fn paths(&self) -> Vec<&str> {
        self.0.iter().map(|(path, _)| path).collect()
    }

    fn page(&self, path: &str) -> Page {
        Page::read(path, self.text(path))
    }

    /// Every page, by path.
    fn pages(&self) -> Vec<Page> {
        let pages = self.paths().into_iter().filter(|path| path.ends_with(".html"));
        pages.map(|path| self.page(path)).collect()
    }
}

/// A page, parsed. Its elements are empty once it is gone.
struct Page {
    path: String,
    /// What an HTML parser had to mend.
    faults: Vec<String>,
    dom: RcDom,
}

impl Page {
    fn read(path: &str, text: &str) -> Self {
        let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(text);
        let faults = dom.errors.borrow().iter().map(ToString::to_string).collect();
        Self { path: path.to_owned(), faults, dom }
    }

    /// Every element in order.
    fn elements(&self) -> Vec<Tag> {
        let mut tags = Vec::new();
        collect(&self.dom.document, &mut tags);
        tags
    }

    /// The elements of a name.
    fn all(&self, name: &str) -> Vec<Tag> {
        self.elements().into_iter().filter(|tag| tag.name == name).collect()
    }

    /// The elements of a class.
    fn class(&self, class: &str) -> Vec<Tag> {
        self.elements().into_iter().filter(|tag| tag.has_class(class)).collect()
    }

    /// The elements that have an attribute with a value.
    fn with(&self, attribute: &str, value: &str) -> Vec<Tag> {
        self.elements().into_iter().filter(|tag| tag.get(attribute) == Some(value)).collect()
    }

    /// What a `<meta>` says.
    fn meta(&self, attribute: &str, name: &str) -> Option<String> {
        self.with(attribute, name).first().and_then(|tag| tag.get("content")).map(str::to_owned)
    }

    /// Where a `<link>` leads.
    fn link(&self, relation: &str) -> Option<String> {
        self.with("rel", relation).first().and_then(|tag| tag.get("href")).map(str::to_owned)
    }
}

/// An element.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
    node: Handle,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split(' ').any(|other| other == class))
    }

    /// Its words.
    fn words(&self) -> String {
        let mut text = String::new();
        read(&self.node, &mut text);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The elements in it.
    fn inner(&self) -> Vec<Tag> {
        let mut tags = Vec::new();
        self.node.children.borrow().iter().for_each(|child| collect(child, &mut tags));
        tags
    }
}

fn collect(node: &Handle, tags: &mut Vec<Tag>) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let attribute = |attribute: &html5ever::Attribute| {
            (attribute.name.local.to_string(), attribute.value.to_string())
        };
        let attributes = attrs.borrow().iter().map(attribute).collect();
        tags.push(Tag { name: name.local.to_string(), attributes, node: node.clone() });
    }
    node.children.borrow().iter().for_each(|child| collect(child, tags));
}

fn read(node: &Handle, text: &mut String) {
    match &node.data {
        NodeData::Text { contents } => text.push_str(&contents.borrow()),
        NodeData::Element { name, .. } if &*name.local == "p" => text.push(' '),
        _ => {}
    }
    node.children.borrow().iter().for_each(|child| read(child, text));
}

/// A book in two parts, with a plan, a draft, notes, figures, tables, listings and formulas.
fn sample() -> Book {
    Book::new()
        .with(
            "SUMMARY.md",
            "[Preface](preface.md)\n\n# Basics\n\n- [One](one.md)\n  - [Inner](inner.md)\n- [Two](two.md)\n\n# More\n\n- \
             [Maps & <more>](maps.md)\n- [Three](three.md)\n- [Soon]()\n",
        )
        .with("preface.md", "# Preface\n\nSee [maps](maps.md) and @fig:dot.\n")
        .with(
            "one.md",
            "---\nsummary: How it begins.\n---\n# One\n\n## Same\n\nA note.[^a]\n\n## Same\n\n```go title=\"a.go\" \
             caption=\"Code.\" #lst:a\nx := 1\n```\n\n[^a]: Its words.\n",
        )
        .with("inner.md", "# Inner\n\n$$ x $$ {#eq:x}\n\nBy @eq:x, and @tbl:t.\n\n##### Deep\n")
        .with("two.md", "---\nstatus: draft\n---\n# Two\n\n![Dot](dot.png \"A dot.\"){#fig:dot}\n\nAgain.[^a]\n\n[^a]: N.\n")
        .with("maps.md", "---\nstatus: planned\nsummary: How <maps> grow.\n---\n# Maps\n\nSecret.\n")
        .with("three.md", "# Three\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nTable: Words. {#tbl:t}\n\n[out](https://example.com/)\n")
        .with("dot.png", crate::support::PNG)
}
