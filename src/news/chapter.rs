//! The chapter that says what is new, behind the author's notes: what changed since the last edition, with links and, on
//! paper, pages; and for readers of earlier ones what to read.

use crate::identity::Identity;
use crate::ledger::{Address, Change, Changes, ChapterChange, ChapterEntry, SectionChange, Version};
use crate::model::{
    Block, BlockKind, Body, Book, Chapter, Heading, Inline, InlineKind, Item, NodeId, Section,
};
use crate::resolve::terms::Terms;
use crate::source::Span;

/// What those should read who last read an earlier edition.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The edition that they read.
    pub version: Version,
    /// What changed since then.
    pub changes: Changes,
}

/// Nodes of what is written here are counted from this, behind any that a file can have.
const FIRST_NODE: u32 = 1 << 30;

/// Adds what changed to the chapter that says so.
pub fn tell(
    book: &mut Book,
    terms: &Terms,
    identity: &mut Identity,
    changes: &Changes,
    readings: &[Reading],
) {
    let news = |chapter: &Chapter| chapter.slug.as_str() == crate::identity::NEWS;
    let Some(index) = book.chapters.iter().position(news) else { return };
    let published = &identity.chapters;
    let chapter = &book.chapters[index];
    let (nodes, headings, gone) = (FIRST_NODE, Vec::new(), Vec::new());
    let mut teller = Teller { book, terms, published, chapter, nodes, headings, gone };
    let mut body = Body::default();
    match &changes.from {
        None => body.blocks.push(teller.paragraph(terms.first_published)),
        Some(version) if changes.chapters.is_empty() => {
            let words = terms.same_text.replace("{version}", &version.to_string());
            body.blocks.push(teller.paragraph(&words));
        }
        Some(version) => body.sections.push(teller.section(terms.changes_since, version, changes)),
    }
    for reading in readings.iter().filter(|reading| !reading.changes.chapters.is_empty()) {
        body.sections.push(teller.section(terms.last_read, &reading.version, &reading.changes));
    }
    let (id, headings) = (chapter.id, teller.headings);
    for (node, version) in headings {
        let wanted = format!("since-{}", version.to_string().replace(['.', '+'], "-"));
        let anchor = identity.anchors.taken.entry(id).or_default().take(&wanted);
        identity.anchors.by_node.insert(node, anchor);
    }
    let own = &mut book.chapters[index].body;
    match own.sections.last_mut().filter(|_| !body.blocks.is_empty()) {
        Some(last) => last.body.blocks.extend(body.blocks),
        None => own.blocks.extend(body.blocks),
    }
    own.sections.extend(body.sections);
}

struct Teller<'a> {
    book: &'a Book,
    terms: &'a Terms,
    published: &'a [ChapterEntry],
    chapter: &'a Chapter,
    nodes: u32,
    /// The headings that were written, with the version that each is about.
    headings: Vec<(NodeId, Version)>,
    /// Slugs and titles of chapters that are told to be gone.
    gone: Vec<(String, String)>,
}

impl Teller<'_> {
    fn node(&mut self) -> NodeId {
        self.nodes += 1;
        NodeId { chapter: self.chapter.id, index: self.nodes }
    }

    fn span(&self) -> Span {
        self.chapter.span
    }

    fn inline(&self, kind: InlineKind) -> Inline {
        Inline { kind, span: self.span() }
    }

    fn text(&self, words: impl Into<String>) -> Inline {
        self.inline(InlineKind::Text(words.into()))
    }

    fn block(&mut self, kind: BlockKind) -> Block {
        Block { id: self.node(), kind, span: self.span() }
    }

    fn paragraph(&mut self, words: &str) -> Block {
        let words = vec![self.text(words)];
        self.block(BlockKind::Paragraph(words))
    }

    /// A section with a list of what changed since a version.
    fn section(&mut self, title: &str, version: &Version, changes: &Changes) -> Section {
        let title = self.text(title.replace("{version}", &version.to_string()));
        let id = self.node();
        self.headings.push((id, version.clone()));
        let heading = Heading { id, level: 2, label: None, inlines: vec![title], span: self.span() };
        let gone = changes.chapters.iter().filter(|change| change.change == Change::Removed);
        self.gone = gone.map(|change| (change.slug.clone(), change.title.clone())).collect();
        let items = changes.chapters.iter().map(|change| self.chapter_item(change)).collect();
        let list = self.block(BlockKind::List { start: None, tight: true, items });
        Section { heading, depth: 1, body: Body { blocks: vec![list], sections: Vec::new() } }
    }

    fn chapter_item(&mut self, change: &ChapterChange) -> Item {
        let own = Address { chapter: change.slug.clone(), anchor: None };
        let is_there = !matches!(change.change, Change::Removed | Change::Planned);
        let title = vec![self.text(change.title.clone())];
        let mut words = match is_there {
            true => self.link(&own, title),
            false => title,
        };
        words.extend(self.page(&own, None));
        words.push(self.text(": "));
        words.extend(self.what(change));
        let mut blocks = vec![self.block(BlockKind::Paragraph(words))];
        let sections: Vec<Item> =
            change.sections.iter().filter_map(|section| self.section_item(change, section)).collect();
        if !sections.is_empty() {
            blocks.push(self.block(BlockKind::List { start: None, tight: true, items: sections }));
        }
        Item { task: None, blocks, span: self.span() }
    }

    /// What became of a chapter, in words.
    fn what(&mut self, change: &ChapterChange) -> Vec<Inline> {
        let terms = self.terms;
        let mut said: Vec<String> = Vec::new();
        match change.change {
            Change::New => said.push(terms.change_new.to_owned()),
            Change::Revised => said.push(revised(terms, change.share)),
            Change::Removed => said.push(terms.change_removed.to_owned()),
            Change::Planned => said.push(terms.change_planned.to_owned()),
            Change::Renamed | Change::Moved => {}
        }
        said.extend(
            change
                .former_title
                .as_ref()
                .map(|title| terms.change_renamed.replace("{title}", &terms.quoted(title))),
        );
        said.extend(change.is_moved.then(|| terms.change_moved.to_owned()));
        let mut words = vec![self.text(said.join(terms.semicolon()))];
        if let Some(to) = &change.leads_to
            && let Some(title) = self.title_of(to)
        {
            words.push(self.text(format!("{}{} ", terms.semicolon(), terms.removed_to)));
            let title = vec![self.text(title)];
            words.extend(self.link(to, title));
        }
        words
    }

    fn section_item(&mut self, chapter: &ChapterChange, section: &SectionChange) -> Option<Item> {
        let terms = self.terms;
        let said = match section.change {
            Change::New => terms.change_new.to_owned(),
            Change::Revised => revised(terms, section.share),
            Change::Removed => terms.change_removed.to_owned(),
            Change::Renamed => return None,
            Change::Moved => String::new(),
            Change::Planned => terms.change_planned.to_owned(),
        };
        let from = section.moved_from.as_ref().and_then(|slug| {
            let published = self.published.iter().map(|chapter| (&chapter.slug, &chapter.title));
            let gone = self.gone.iter().map(|(slug, title)| (slug, title));
            let (_, title) = published.chain(gone).find(|(of, _)| *of == slug)?;
            Some(terms.moved_from.replace("{title}", &terms.quoted(title)))
        });
        let said: Vec<String> = [said].into_iter().filter(|said| !said.is_empty()).chain(from).collect();
        let place = Address { chapter: chapter.slug.clone(), anchor: section.anchor.clone() };
        let title = vec![self.text(section.title.clone())];
        let is_gone = section.change == Change::Removed;
        let mut words = if is_gone { title } else { self.link(&place, title) };
        if !is_gone {
            words.extend(self.page(&place, section.former_page.clone()));
        }
        if !said.is_empty() {
            words.push(self.text(format!(": {}", said.join(terms.semicolon()))));
        }
        let blocks = vec![self.block(BlockKind::Paragraph(words))];
        Some(Item { task: None, blocks, span: self.span() })
    }

    fn title_of(&self, address: &Address) -> Option<String> {
        let chapter = self.published.iter().find(|chapter| chapter.slug == address.chapter)?;
        Some(chapter.title.clone())
    }

    /// Words that lead to a place of the book; without a link where it is not there.
    fn link(&mut self, address: &Address, inlines: Vec<Inline>) -> Vec<Inline> {
        match self.target(address) {
            Some(target) => {
                let id = self.node();
                vec![self.inline(InlineKind::Link { id, target, title: None, inlines })]
            }
            None => inlines,
        }
    }

    fn page(&mut self, address: &Address, former: Option<String>) -> Option<Inline> {
        let target = self.target(address)?;
        let id = self.node();
        Some(self.inline(InlineKind::PageOf { id, target, former }))
    }

    /// A place as the target of a link from beside `book.toml`.
    fn target(&self, address: &Address) -> Option<String> {
        let chapter = self.published.iter().find(|chapter| chapter.slug == address.chapter);
        chapter.filter(|chapter| chapter.is_written())?;
        let chapter = self.book.chapters.iter().find(|chapter| chapter.slug.as_str() == address.chapter)?;
        let path = chapter.path.as_deref()?.replace('%', "%25").replace('#', "%23").replace('?', "%3F");
        Some(match &address.anchor {
            Some(anchor) => format!("{path}#{}", anchor.replace('%', "%25")),
            None => path,
        })
    }
}

fn revised(terms: &Terms, share: f64) -> String {
    let percent = (share * 100.0).round().clamp(1.0, 100.0);
    terms.change_revised.replace("{n}", &percent.to_string())
}
