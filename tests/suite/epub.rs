//! The EPUB, read back from its bytes.

mod cover;
mod fonts;
mod metadata;
mod navigation;
mod package;
mod text;

use std::collections::BTreeMap;

use recto::diag::Diagnostics;
use recto::model::{Block, NodeId, Visitor, walk_block, walk_body};
use recto::package::epub;
use recto::render::epub::{Publication, render};
use recto::render::{PagePlace, PageStart};
use recto::theme::Theme;

use crate::support::{Book, Found, fonts, unpacked};

/// An EPUB, opened.
pub(crate) struct Epub {
    publication: Publication,
    bytes: Vec<u8>,
    files: BTreeMap<String, Vec<u8>>,
    findings: Diagnostics,
}

impl Epub {
    /// Of a book without printed pages.
    fn of(book: Book) -> Self {
        Self::with(&book.resolve(), &[])
    }

    /// Of a book whose every block begins a printed page.
    fn with_pages(book: Book) -> Self {
        let found = book.resolve();
        Self::with(&found, &every_block(&found))
    }

    pub(crate) fn with(found: &Found, pages: &[PageStart]) -> Self {
        let mut findings = Diagnostics::new();
        let styles = found.manuscript.settings.epub_css.iter().map(|path| {
            (path.clone(), found.manuscript.store.read(path).expect("the test gives the style sheet"))
        });
        let styles = styles.collect();
        let publication = render(&found.book, &Theme::built_in(), &styles, fonts(), pages, &mut findings);
        let bytes = epub::write(&publication).expect("it can be packed");
        let files = unpacked(&bytes);
        Self { publication, bytes, files, findings }
    }

    /// A file beside the package document.
    #[track_caller]
    pub(crate) fn text(&self, path: &str) -> &str {
        let names: Vec<_> = self.files.keys().collect();
        let bytes = self.files.get(&format!("OEBPS/{path}")).unwrap_or_else(|| panic!("{path} in {names:?}"));
        std::str::from_utf8(bytes).expect("UTF-8")
    }

    /// The paths of all files.
    pub(crate) fn paths(&self) -> impl Iterator<Item = String> {
        self.files.keys().cloned()
    }

    fn has(&self, path: &str) -> bool {
        self.files.contains_key(&format!("OEBPS/{path}"))
    }

    /// What the properties of a name say, in order.
    pub(crate) fn metas(&self, property: &str) -> Vec<String> {
        let opf = self.text("content.opf");
        let document = xml(opf);
        let metas = document.descendants().filter(|node| node.attribute("property") == Some(property));
        metas.map(|node| node.text().unwrap_or_default().to_owned()).collect()
    }

    /// What the elements of a name in the package document say, in order.
    fn elements(&self, name: &str) -> Vec<String> {
        let document = xml(self.text("content.opf"));
        let elements = document.descendants().filter(|node| node.tag_name().name() == name);
        elements.map(|node| node.text().unwrap_or_default().to_owned()).collect()
    }

    /// The paths of the content documents in the order of reading.
    fn spine(&self) -> Vec<String> {
        let document = xml(self.text("content.opf"));
        let item = |id: &str| {
            let item = document.descendants().find(|node| node.attribute("id") == Some(id));
            item.and_then(|item| item.attribute("href")).expect("an item of the manifest").to_owned()
        };
        let refs = document.descendants().filter(|node| node.tag_name().name() == "itemref");
        refs.map(|node| item(node.attribute("idref").expect("a reference"))).collect()
    }
}

/// A well-formed document.
#[track_caller]
fn xml(text: &str) -> roxmltree::Document<'_> {
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
    match roxmltree::Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(error) => panic!("not well-formed: {error}\n{text}"),
    }
}

/// A page for every block of the written chapters, numbered from 1.
fn every_block(found: &Found) -> Vec<PageStart> {
    struct Blocks(Vec<NodeId>);
    impl<'a> Visitor<'a> for Blocks {
        fn block(&mut self, block: &'a Block) {
            self.0.push(block.id);
            walk_block(self, block);
        }
    }
    let mut blocks = Blocks(Vec::new());
    for chapter in &found.book.book.chapters {
        walk_body(&mut blocks, &chapter.body);
    }
    let pages = blocks.0.into_iter().zip(1..);
    pages
        .map(|(block, number)| PageStart { label: number.to_string(), place: PagePlace::Node(block) })
        .collect()
}

/// A book with parts, nested and planned chapters.
fn parts() -> Book {
    Book::new()
        .with(
            "SUMMARY.md",
            "[Preface](preface.md)\n\n# Basics\n\n- [One](one.md)\n  - [Nested](nested.md)\n- [To Come]()\n\n\
             # Advanced & <more>\n\n- [Two](two.md)\n\n---\n\n[Glossary](glossary.md)\n",
        )
        .with("preface.md", "# Preface\n\nHello.\n")
        .with("one.md", "# One\n\n## First\n\nText.\n\n### Deep\n\nText.\n\n## Second\n\nText.\n")
        .with("nested.md", "# Nested\n\n## Inner\n\nText.\n")
        .with("two.md", "# Two\n\nText.\n")
        .with("glossary.md", "# Glossary\n\nText.\n")
}
