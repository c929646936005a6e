//! The chapter that says what is new, behind the author's notes: what changed since the last edition, with links and, on
//! paper, pages; and for readers of earlier ones what to read.

use crate::identity::{Identity, NEWS};
use crate::ledger::{Address, Change, Changes, ChapterChange, ChapterEntry, SectionChange, Version};
use crate::model::{
    Block, BlockKind, Body, Book, Chapter, Heading, Inline, InlineKind, Item, NodeId, Section, Toggle,
};
use crate::resolve::Resolved;
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
    let Some(index) = book.chapters.iter().position(|chapter| chapter.slug.as_str() == NEWS) else { return };
    let published = &identity.chapters;
    let chapter = &book.chapters[index];
    let mut teller = Teller { book, terms, published, chapter, nodes: FIRST_NODE, headings: Vec::new() };
    let mut body = Body::default();
    match &changes.from {
        None => body.blocks.push(teller.paragraph(terms.first_published)),
        Some(version) if changes.chapters.is_empty() => {
            let words = terms.same_text(&version.to_string());
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
        let items = changes.chapters.iter().map(|change| self.chapter_item(change)).collect();
        let list = self.block(BlockKind::List { start: None, tight: true, items });
        Section {
            heading,
            depth: 1,
            sample: Toggle::Off,
            body: Body { blocks: vec![list], sections: Vec::new() },
        }
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
        words.push(self.text(self.terms.colon()));
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
        let mut words = vec![self.text(said(terms, change).join(terms.semicolon()))];
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
        // What a whole new chapter consists of is in the contents, and what stands before a chapter's sections is the
        // chapter.
        let is_of_chapter = section.anchor.is_none() && section.change != Change::Removed;
        if chapter.change == Change::New || section.change == Change::Renamed || is_of_chapter {
            return None;
        }
        let title_of = |slug: &str| {
            let chapter = self.published.iter().find(|chapter| chapter.slug == slug)?;
            Some(chapter.title.clone())
        };
        let said = said_of_section(terms, section, title_of);
        let place = Address { chapter: chapter.slug.clone(), anchor: section.anchor.clone() };
        let title = vec![self.text(section.title.clone())];
        let is_gone = section.change == Change::Removed;
        let mut words = if is_gone { title } else { self.link(&place, title) };
        if !is_gone {
            words.extend(self.page(&place, section.former_page.clone()));
        }
        if !said.is_empty() {
            words.push(self.text(format!("{}{}", terms.colon(), said.join(terms.semicolon()))));
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

/// What became of a chapter, one remark each.
pub fn said(terms: &Terms, change: &ChapterChange) -> Vec<String> {
    let above_all = match change.change {
        Change::New => Some(terms.change_new.to_owned()),
        Change::Revised => Some(terms.revised(change.share)),
        Change::Removed => Some(terms.change_removed.to_owned()),
        Change::Planned => Some(terms.change_planned.to_owned()),
        // They are said below, of any chapter.
        Change::Renamed | Change::Moved => None,
    };
    let renamed = change.former_title.as_ref().map(|title| terms.renamed(title));
    let moved = change.is_moved.then(|| terms.change_moved.to_owned());
    above_all.into_iter().chain(renamed).chain(moved).collect()
}

/// What became of a section, one remark each. `title_of` gives the title of the chapter of a slug.
pub fn said_of_section(
    terms: &Terms,
    section: &SectionChange,
    title_of: impl Fn(&str) -> Option<String>,
) -> Vec<String> {
    let above_all = match section.change {
        Change::New => Some(terms.change_new.to_owned()),
        Change::Revised => Some(terms.revised(section.share)),
        Change::Removed => Some(terms.change_removed.to_owned()),
        Change::Planned => Some(terms.change_planned.to_owned()),
        // Its title is the new one, and where it was is said below.
        Change::Renamed | Change::Moved => None,
    };
    let from = section.moved_from.as_ref().and_then(|slug| title_of(slug));
    above_all.into_iter().chain(from.map(|title| terms.moved_from(&title))).collect()
}

/// What the author says of the edition: the chapter that says what is new, without what is written here.
pub(super) fn author(book: &Resolved) -> Body {
    let Some(chapter) = news(&book.book) else { return Body::default() };
    own(&chapter.body)
}

fn own(body: &Body) -> Body {
    let is_own = |node: NodeId| node.index < FIRST_NODE;
    let blocks = body.blocks.iter().filter(|block| is_own(block.id)).cloned().collect();
    let sections = body.sections.iter().filter(|section| is_own(section.heading.id));
    let sections = sections.map(|section| Section { body: own(&section.body), ..section.clone() });
    Body { blocks, sections: sections.collect() }
}

/// The section that was written about changes since the edition before; `None` where there are none.
pub(super) fn since(book: &Resolved, changes: &Changes) -> Option<Body> {
    let is_told = changes.from.is_some() && !changes.chapters.is_empty();
    let sections = &news(&book.book).filter(|_| is_told)?.body.sections;
    let section = sections.iter().find(|section| section.heading.id.index >= FIRST_NODE)?;
    Some(Body { blocks: Vec::new(), sections: vec![section.clone()] })
}

fn news(book: &Book) -> Option<&Chapter> {
    book.chapters.iter().find(|chapter| chapter.slug.as_str() == NEWS)
}
