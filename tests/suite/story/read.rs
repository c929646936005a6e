//! The editions of the story, cut once, and their books, read back.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::LazyLock;

use lopdf::{Document, Object};
use recto::ledger::{Address, Record};

use super::prose::expanded;
use super::told::{Edit, STORY};
use super::tree::Node;
use crate::cli::release::{Shelf, kept};
use crate::support::unpacked;

/// The editions, and the repository that they were cut of.
pub(super) struct Told {
    pub(super) shelf: Shelf,
    /// The commit of each edition, before its record was written.
    pub(super) commits: Vec<String>,
    pub(super) editions: Vec<Books>,
}

/// An edition's record and books.
pub(super) struct Books {
    pub(super) record: Record,
    pub(super) epub_file: PathBuf,
    /// The files of the EPUB: pages by the name without what ends it.
    pub(super) epub: BTreeMap<String, Node>,
    pub(super) package: Node,
    /// The pages of the site, by the name without what ends it.
    pub(super) site: BTreeMap<String, Node>,
    /// Page and height of each named destination of the PDF; what is higher is read first.
    pub(super) pdf: HashMap<String, (usize, f32)>,
    /// What each page of the PDF says, without spaces.
    pub(super) pages: Vec<String>,
    /// What each address of the record leads to in the EPUB, by the order of the record.
    pub(super) blocks: Vec<(Address, String)>,
}

/// All of it; `None`, which is said, where editions can't be cut.
pub(super) fn told() -> Option<&'static Told> {
    static TOLD: LazyLock<Option<Told>> = LazyLock::new(tell);
    TOLD.as_ref()
}

fn tell() -> Option<Told> {
    let shelf = kept("story")?;
    let mut commits = Vec::new();
    let mut editions = Vec::new();
    for edition in &STORY {
        edition.edits.iter().for_each(|edit| shelf.apply(edit));
        shelf.cut(edition.version);
        commits.push(shelf.git(&["rev-parse", "HEAD~1"]));
        editions.push(Books::read(&shelf, edition.version));
    }
    Some(Told { shelf, commits, editions })
}

impl Shelf {
    fn apply(&self, edit: &Edit) {
        match edit {
            Edit::Write(path, text) => self.write(path, &expanded(text)),
            Edit::Change(path, from, to) => self.edit(path, &expanded(from), &expanded(to)),
            Edit::Remove(path) => self.remove(path),
            Edit::Rename(from, to) => {
                self.write(to, &self.read(&format!("book/{from}")));
                self.remove(from);
            }
        }
    }
}

impl Books {
    fn read(shelf: &Shelf, version: &str) -> Self {
        let path = |end: &str| shelf.path(&format!("out/{version}/lands-{version}{end}"));
        let bytes = |end: &str| std::fs::read(path(end)).expect("the file is there");
        let files = unpacked(&bytes(".epub"));
        let text = |bytes: &[u8]| std::str::from_utf8(bytes).expect("UTF-8").to_owned();
        let name =
            |path: &str| path.rsplit('/').next().unwrap_or(path).split('.').next().unwrap_or(path).to_owned();
        let pages = files.iter().filter(|(path, _)| path.ends_with(".xhtml"));
        let epub: BTreeMap<String, Node> =
            pages.map(|(path, bytes)| (name(path), Node::xhtml(&text(bytes)))).collect();
        let package = files.iter().find(|(path, _)| path.ends_with(".opf")).expect("a package");
        let site = unpacked(&bytes("-html.zip"));
        let site = site.iter().filter(|(path, _)| path.ends_with(".html"));
        let (pdf, pages) = printed(&bytes(".pdf"));
        let record = shelf.record(version);
        let blocks = addresses(&record)
            .filter_map(|address| {
                let page = &epub[&address.chapter];
                let says = page.arrive(address.anchor.as_deref()?);
                let says = says.unwrap_or_else(|| panic!("{version}: {address} is not in the EPUB"));
                Some((address, says))
            })
            .collect();
        Self {
            record,
            epub_file: path(".epub"),
            package: Node::xhtml(&text(package.1)),
            site: site.map(|(path, bytes)| (name(path), Node::html(&text(bytes)))).collect(),
            epub,
            pdf,
            pages,
            blocks,
        }
    }

    /// What an address of the record says.
    pub(super) fn says(&self, address: &Address) -> Option<&str> {
        self.blocks.iter().find(|(other, _)| other == address).map(|(_, says)| says.as_str())
    }

    /// The slugs of chapters that are written.
    pub(super) fn written(&self) -> Vec<&str> {
        let written = self.record.chapters.iter().filter(|chapter| chapter.is_written());
        written.map(|chapter| chapter.slug.as_str()).collect()
    }
}

/// Every address that an edition published: chapters, blocks, other names in them.
pub(super) fn addresses(record: &Record) -> impl Iterator<Item = Address> {
    record.chapters.iter().filter(|chapter| chapter.is_written()).flat_map(|chapter| {
        let own = Address { chapter: chapter.slug.clone(), anchor: None };
        let ids = chapter.blocks.iter().flat_map(|block| std::iter::once(&block.id).chain(&block.anchors));
        let ids = ids.map(|id| Address { anchor: Some(id.clone()), ..own.clone() });
        let all: Vec<Address> = ids.collect();
        std::iter::once(own).chain(all)
    })
}

/// The named destinations (ISO 32000-1 §12.3.2.3), and what the pages say.
fn printed(bytes: &[u8]) -> (HashMap<String, (usize, f32)>, Vec<String>) {
    let document = Document::load_mem(bytes).expect("a PDF");
    let numbers: HashMap<_, _> =
        document.get_pages().into_iter().map(|(number, id)| (id, number as usize)).collect();
    let names = document.catalog().expect("a catalogue").get_deref(b"Names", &document).expect("names");
    let root = names.as_dict().expect("a dictionary").get_deref(b"Dests", &document).expect("destinations");
    let mut found = HashMap::new();
    let mut open = vec![root.as_dict().expect("a dictionary")];
    while let Some(node) = open.pop() {
        let list = |key: &[u8]| {
            let list = node.get_deref(key, &document).and_then(Object::as_array);
            list.map(Vec::as_slice).unwrap_or_default()
        };
        let follow = |object| document.dereference(object).expect("it is there").1;
        open.extend(list(b"Kids").iter().map(|kid| follow(kid).as_dict().expect("a node")));
        for pair in list(b"Names").chunks_exact(2) {
            let mut to = follow(&pair[1]);
            if let Ok(around) = to.as_dict() {
                to = around.get_deref(b"D", &document).expect("a destination");
            }
            let to = to.as_array().expect("an explicit destination");
            let page = numbers[&to[0].as_reference().expect("a page")];
            let name = String::from_utf8_lossy(follow(&pair[0]).as_str().expect("a name")).into_owned();
            found.insert(name, (page, -to[3].as_float().expect("a height")));
        }
    }
    let mut pages: Vec<_> = document.get_pages().into_keys().collect();
    pages.sort_unstable();
    let say = |page: u32| document.extract_text(&[page]).expect("its text").split_whitespace().collect();
    (found, pages.into_iter().map(say).collect())
}
