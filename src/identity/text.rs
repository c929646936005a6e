//! What each block shows, told so that it can be hashed, and in words, so that it can be found again.
//!
//! Blocks that hold others (lists, quotations, alerts) are told through what is in them. A table and a footnote are one
//! block each, whatever is in their cells and paragraphs.

mod inline;

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use crate::ledger::{BlockName, Sketch};
use crate::model::{
    Block, BlockKind, Body, Chapter, Definition, Image, ImageSource, Inline, Item, Label, Listing, NodeId,
    Note, Section, Table, Toggle,
};

/// A chapter's blocks in the order of reading, footnotes last.
pub(super) struct Told<'a> {
    pub(super) leaves: Vec<Leaf<'a>>,
    /// Blocks that hold others.
    pub(super) containers: Vec<Container>,
    /// Of all that the chapter shows, in hexadecimal.
    pub(super) hash: String,
}

/// A block that holds others.
pub(super) struct Container {
    pub(super) node: NodeId,
    /// The leaves in it.
    pub(super) leaves: Range<usize>,
    /// How many others of the same first leaf are in it.
    pub(super) height: usize,
}

/// A block with an id of its own.
pub(super) struct Leaf<'a> {
    pub(super) at: At,
    pub(super) kind: BlockName,
    pub(super) label: Option<&'a Label>,
    /// Of all that it shows, in hexadecimal.
    pub(super) hash: String,
    /// Its words, of code with its lines; of a heading, what it says.
    pub(super) words: String,
    pub(super) sketch: Sketch,
    /// How deep a heading's section is, 0 for the chapter's own and for what is no heading of a section.
    pub(super) depth: u8,
    /// Places in it that may have names.
    pub(super) inner: Vec<NodeId>,
}

/// Where a block is in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum At {
    Node(NodeId),
    /// A footnote, by its place among those of its chapter.
    Note(usize),
}

/// Tells a chapter.
pub(super) fn tell(chapter: &Chapter) -> Told<'_> {
    let mut teller = Teller::default();
    teller.tag("chapter", &[&chapter.title, chapter.summary.as_deref().unwrap_or_default()]);
    teller.tag("status", &[&format!("{:?}", chapter.status)]);
    teller.tag("expected", &[&format!("{:?}", chapter.expected)]);
    teller.sample(chapter.sample);
    chapter.authors.iter().for_each(|author| teller.tag("author", &[author]));
    if let Some(heading) = &chapter.heading {
        teller.leaf(At::Node(heading.id), BlockName::Heading, heading.label.as_ref(), 0, |teller| {
            teller.inlines(&heading.inlines);
        });
    }
    teller.body(&chapter.body);
    teller.close();
    teller.notes(&chapter.notes);
    Told { leaves: teller.leaves, containers: teller.containers, hash: short(&teller.form) }
}

/// The words of a block, as readers see them.
pub(super) fn short(form: &str) -> String {
    blake3::hash(form.as_bytes()).to_hex()[..16].to_owned()
}

#[derive(Default)]
struct Teller<'a> {
    /// All that was told so far.
    form: String,
    words: String,
    leaves: Vec<Leaf<'a>>,
    containers: Vec<Container>,
    /// Blocks around what is told in which no leaf was found yet.
    open: Vec<NodeId>,
    inner: Vec<NodeId>,
    /// How many leaves are around what is told.
    inside: usize,
    /// Footnotes that are referred to, in order.
    marks: Vec<&'a str>,
}

impl<'a> Teller<'a> {
    /// What is seen and is no word.
    fn tag(&mut self, name: &str, values: &[&str]) {
        // Lengths before values, so that no text can be taken for another.
        write!(self.form, "<{name}").expect("strings take all");
        for value in values {
            write!(self.form, " {}:{value}", value.len()).expect("strings take all");
        }
        self.form.push('>');
    }

    fn leaf(
        &mut self,
        at: At,
        kind: BlockName,
        label: Option<&'a Label>,
        depth: u8,
        tell: impl FnOnce(&mut Self),
    ) {
        if self.inside > 0 {
            // A block in a table or a footnote has no id of its own but the one that its author or its caption gave.
            if let At::Node(node) = at {
                self.inner.push(node);
            }
            return tell(self);
        }
        let index = self.leaves.len();
        let open = self.open.drain(..).rev().enumerate();
        self.containers.extend(open.map(|(height, node)| Container { node, leaves: index..index, height }));
        let start = self.form.len();
        self.inside += 1;
        self.tag(kind.name(), &[label.map(Label::as_str).unwrap_or_default()]);
        tell(self);
        self.inside -= 1;
        let words = std::mem::take(&mut self.words);
        let sketch = match kind {
            BlockName::Code => Sketch::of_code(&words),
            BlockName::Heading
            | BlockName::Text
            | BlockName::Figure
            | BlockName::Table
            | BlockName::Formula
            | BlockName::Note => Sketch::of(&words),
        };
        let hash = short(&self.form[start..]);
        let words = match kind {
            // What lines of code begin with means something.
            BlockName::Code => words.strip_prefix(' ').unwrap_or(&words).trim_end().to_owned(),
            BlockName::Heading
            | BlockName::Text
            | BlockName::Figure
            | BlockName::Table
            | BlockName::Formula
            | BlockName::Note => words.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        let inner = std::mem::take(&mut self.inner);
        self.leaves.push(Leaf { at, kind, label, hash, words, sketch, depth, inner });
    }

    /// Blocks that hold others.
    fn container(&mut self, id: NodeId, name: &str, values: &[&str], tell: impl FnOnce(&mut Self)) {
        self.tag(name, values);
        if self.inside == 0 {
            self.open.push(id);
        }
        tell(self);
        self.open.retain(|open| *open != id);
        let end = self.leaves.len();
        if let Some(own) = self.containers.iter_mut().rev().find(|container| container.node == id) {
            own.leaves.end = end;
        }
        self.form.push_str("</>");
    }

    /// What is in the sample is in another book too.
    fn sample(&mut self, is_in: Toggle) {
        if is_in.is_on() {
            self.tag("sample", &[]);
        }
    }

    /// Names behind the last block are that one's.
    fn close(&mut self) {
        if let Some(last) = self.leaves.last_mut() {
            last.inner.append(&mut self.inner);
        }
    }

    fn body(&mut self, body: &'a Body) {
        self.blocks(&body.blocks);
        body.sections.iter().for_each(|section| self.section(section));
    }

    fn section(&mut self, section: &'a Section) {
        let heading = &section.heading;
        self.sample(section.sample);
        self.leaf(
            At::Node(heading.id),
            BlockName::Heading,
            heading.label.as_ref(),
            section.depth,
            |teller| {
                teller.inlines(&heading.inlines);
            },
        );
        self.body(&section.body);
    }

    fn notes(&mut self, notes: &'a [Note]) {
        let mut first: HashMap<&str, usize> = HashMap::new();
        for (index, note) in notes.iter().enumerate() {
            first.entry(&note.label).or_insert(index);
        }
        // A footnote may refer to others, which follow.
        let mut next = 0;
        while let Some(&label) = self.marks.get(next) {
            next += 1;
            if let Some(index) = first.remove(label) {
                self.leaf(At::Note(index), BlockName::Note, None, 0, |teller| {
                    teller.blocks(&notes[index].blocks);
                });
            }
        }
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    fn block(&mut self, block: &'a Block) {
        let at = At::Node(block.id);
        match &block.kind {
            BlockKind::Paragraph(inlines) => {
                self.leaf(at, BlockName::Text, None, 0, |teller| teller.inlines(inlines));
            }
            BlockKind::Heading(heading) => {
                let at = At::Node(heading.id);
                self.leaf(at, BlockName::Text, heading.label.as_ref(), 0, |teller| {
                    teller.tag("bridgehead", &[]);
                    teller.inlines(&heading.inlines);
                });
            }
            BlockKind::List { start, tight, items } => {
                let start = start.map(|start| start.to_string()).unwrap_or_default();
                let tight = if *tight { "tight" } else { "loose" };
                self.container(block.id, "list", &[&start, tight], |teller| teller.items(items));
            }
            BlockKind::Definitions(definitions) => {
                self.container(block.id, "definitions", &[], |teller| teller.definitions(definitions));
            }
            BlockKind::Quote(blocks) => {
                self.container(block.id, "quote", &[], |teller| teller.blocks(blocks));
            }
            BlockKind::Alert { kind, title, blocks } => {
                self.container(block.id, "alert", &[kind.name()], |teller| {
                    teller.lead(title.as_deref().unwrap_or_default());
                    teller.blocks(blocks);
                });
            }
            BlockKind::Listing(listing) => {
                let label = listing.label.as_ref();
                self.leaf(at, BlockName::Code, label, 0, |teller| teller.listing(listing));
            }
            BlockKind::Figure(figure) => {
                self.leaf(at, BlockName::Figure, figure.label.as_ref(), 0, |teller| {
                    teller.image(&figure.image);
                    teller.words.push(' ');
                    teller.inlines(&figure.caption);
                });
            }
            BlockKind::Table(table) => {
                self.leaf(at, BlockName::Table, table.label.as_ref(), 0, |teller| teller.table(table));
            }
            BlockKind::Equation { label, latex } => {
                self.leaf(at, BlockName::Formula, label.as_ref(), 0, |teller| teller.said(latex));
            }
            BlockKind::Details { summary, blocks } => {
                self.container(block.id, "details", &[], |teller| {
                    teller.lead(summary);
                    teller.blocks(blocks);
                });
            }
            BlockKind::Rule => self.tag("rule", &[]),
            BlockKind::Anchor(label) => {
                self.tag("anchor", &[label.as_str()]);
                self.inner.push(block.id);
            }
            BlockKind::Problem(message) => self.tag("problem", &[message]),
        }
    }

    /// Words that stand before the blocks of a container: they are of the first leaf in it.
    fn lead(&mut self, inlines: &'a [Inline]) {
        self.tag("lead", &[]);
        self.inlines(inlines);
        self.words.push(' ');
    }

    fn items(&mut self, items: &'a [Item]) {
        for item in items {
            self.tag("item", &[item.task.map_or("", |done| if done { "done" } else { "open" })]);
            self.blocks(&item.blocks);
        }
    }

    fn definitions(&mut self, definitions: &'a [Definition]) {
        for definition in definitions {
            definition.terms.iter().for_each(|term| self.lead(term));
            for detail in &definition.details {
                self.tag("detail", &[]);
                self.blocks(detail);
            }
        }
    }

    fn listing(&mut self, listing: &'a Listing) {
        let title = listing.title.as_deref().unwrap_or_default();
        let language = listing.language.as_deref().unwrap_or_default();
        let lines = format!("{:?} {} {} {:?}", listing.kind, listing.numbered, listing.start, listing.marked);
        self.tag("listing", &[title, language, &lines]);
        self.inlines(&listing.caption);
        self.words.push(' ');
        self.said(&listing.code);
    }

    fn table(&mut self, table: &'a Table) {
        self.tag("columns", &[&format!("{:?}", table.columns)]);
        self.inlines(&table.caption);
        for row in table.head.iter().chain(&table.rows) {
            self.tag("row", &[]);
            for cell in &row.cells {
                let form = format!("{} {} {}", cell.names_row, cell.columns, cell.rows);
                self.tag("cell", &[&form]);
                self.words.push(' ');
                self.blocks(&cell.blocks);
            }
        }
    }

    fn image(&mut self, image: &Image) {
        let source = match &image.source {
            ImageSource::File(path) => path,
            ImageSource::Remote(address) => address,
            ImageSource::Refused(written) => written,
        };
        self.tag("image", &[source, &format!("{:?}", image.width)]);
        self.said(image.alt.as_deref().unwrap_or_default());
    }

    fn said(&mut self, words: &str) {
        self.form.push_str(words);
        self.words.push_str(words);
    }
}
