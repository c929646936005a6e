//! What every place of a book is called, for good: ids of blocks, headings, footnotes and parts, kept from the last
//! edition, and where the addresses lead that are no longer there.
//!
//! A text is aligned with the one that was published last (`align`): a block that is still there keeps its id, whatever
//! was put before it, wherever it went, and however its words changed. What is new gets an id made of its own words. So a
//! reader's place, highlights and links stay, and nothing of it depends on position.

mod align;
pub mod anchors;
pub(crate) mod collect;
mod redirects;
mod text;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::diag::Diagnostics;
use crate::ledger::{Address, BlockEntry, BlockName, ChapterEntry, PartEntry, Record, is_of_book};
use crate::model::{Book, ChapterId, Entry, Matter, NodeId, Slug, Status};
use align::Piece;
use anchors::{Anchors, Published};
use text::{At, Container, Leaf, Told};

pub use redirects::{Led, Retired, followed};

/// The slug of the chapter that says what is new. It is made anew for every edition, so that nothing in it is kept.
pub const NEWS: &str = "whats-new";

/// The names of a book's places.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    /// Of what has a heading, a caption or a label.
    pub anchors: Anchors,
    /// Of other blocks.
    pub blocks: HashMap<NodeId, String>,
    /// Of footnotes, by chapter and place in it.
    pub notes: HashMap<(ChapterId, usize), String>,
    /// Of parts, in order.
    pub parts: Vec<PartEntry>,
    /// What each chapter publishes, in the order of reading; printed pages are not known yet.
    pub chapters: Vec<ChapterEntry>,
    /// Where the blocks of [`chapters`](Self::chapters) are in the tree, each in the same place; `None` for footnotes.
    pub nodes: Vec<Vec<Option<NodeId>>>,
    /// The words of those blocks.
    pub words: Vec<Vec<String>>,
    /// Addresses that editions published and where they lead now.
    pub redirects: BTreeMap<Address, Address>,
    /// What of the last edition is gone, each led to the nearest place that is there.
    pub led: Vec<Led>,
    /// Chapters of the last edition that nothing of the new text is called, and where most of each is, if anywhere.
    pub dropped: Vec<Retired>,
}

/// Names the places of a book. `last` is what was published last; `given` are redirects of the author's.
pub fn identify(
    book: &Book,
    last: Option<&Record>,
    given: &BTreeMap<String, String>,
    diagnostics: &mut Diagnostics,
) -> Identity {
    let collected = collect::collect(book);
    let told: Vec<Told<'_>> = book.chapters.iter().map(text::tell).collect();
    let pieces: Vec<(usize, &Leaf<'_>)> = lasting(book)
        .flat_map(|chapter| told[chapter].leaves.iter().map(move |leaf| (chapter, leaf)))
        .collect();
    let old: Vec<(&ChapterEntry, &BlockEntry)> = last
        .iter()
        .flat_map(|record| &record.chapters)
        .flat_map(|chapter| chapter.blocks.iter().map(move |block| (chapter, block)))
        .collect();
    let matches = matches(book, &old, &pieces);
    let mut namer = Namer::new(book, last, &old, &pieces, &matches);
    let anchors = anchors::assign(book, &collected, &namer.published(), diagnostics);
    let mut identity = Identity { anchors, parts: parts(book, last), ..Identity::default() };
    namer.blocks(&told, &mut identity);
    identity.entries(book, &told, &namer.holders);
    redirects::lead(&mut identity, last, given, &old, &matches);
    identity
}

/// The chapters whose blocks last, by their place: all but the one that says what is new.
fn lasting(book: &Book) -> impl Iterator<Item = usize> {
    book.chapters
        .iter()
        .enumerate()
        .filter(|(_, chapter)| chapter.slug.as_str() != NEWS)
        .map(|(index, _)| index)
}

/// For each new block the old one that it is.
fn matches(
    book: &Book,
    old: &[(&ChapterEntry, &BlockEntry)],
    new: &[(usize, &Leaf<'_>)],
) -> Vec<Option<usize>> {
    if old.is_empty() {
        return vec![None; new.len()];
    }
    let old: Vec<Piece<'_>> = old
        .iter()
        .map(|(chapter, block)| Piece {
            chapter: &chapter.slug,
            kind: block.kind,
            hash: &block.hash,
            sketch: &block.sketch,
            label: Some(&block.id),
        })
        .collect();
    let labels: Vec<Option<String>> =
        new.iter().map(|(_, leaf)| leaf.label.map(|label| anchors::name(label.as_str()))).collect();
    let new: Vec<Piece<'_>> = new
        .iter()
        .zip(&labels)
        .map(|((chapter, leaf), label)| Piece {
            chapter: book.chapters[*chapter].slug.as_str(),
            kind: leaf.kind,
            hash: &leaf.hash,
            sketch: &leaf.sketch,
            label: label.as_deref(),
        })
        .collect();
    align::align(&old, &new)
}

/// The ids of blocks that hold others, by a block in them.
type Holders = HashMap<(ChapterId, At), Vec<String>>;

/// Gives blocks their ids.
struct Namer<'a> {
    book: &'a Book,
    /// The ids of blocks that were published and are still there.
    kept: HashMap<NodeId, String>,
    kept_notes: HashMap<(ChapterId, usize), String>,
    /// By a block that was published, what was named by it.
    named_by: HashMap<(ChapterId, At), &'a [String]>,
    /// Of blocks that hold others, by the one in them that they are named by now.
    holders: Holders,
    /// By the slug of a chapter, the ids of places that were in it.
    retired: HashMap<String, HashSet<String>>,
    /// Every id that was ever published.
    taken: HashSet<String>,
    /// By an id that is taken, the last number that was put behind it.
    numbers: HashMap<String, usize>,
}

impl<'a> Namer<'a> {
    fn new(
        book: &'a Book,
        last: Option<&Record>,
        old: &[(&'a ChapterEntry, &'a BlockEntry)],
        new: &[(usize, &Leaf<'_>)],
        matches: &[Option<usize>],
    ) -> Self {
        let mut namer = Self {
            book,
            kept: HashMap::new(),
            kept_notes: HashMap::new(),
            named_by: HashMap::new(),
            holders: Holders::new(),
            retired: HashMap::new(),
            taken: HashSet::new(),
            numbers: HashMap::new(),
        };
        let published = old.iter().flat_map(|(chapter, block)| {
            std::iter::once(&block.id).chain(&block.anchors).map(|id| (&chapter.slug, id))
        });
        let redirected = last.iter().flat_map(|record| record.redirects.keys());
        let redirected = redirected.filter_map(|from| Some((&from.chapter, from.anchor.as_ref()?)));
        for (chapter, id) in published.chain(redirected) {
            namer.retired.entry(chapter.clone()).or_default().insert(id.clone());
            namer.taken.insert(id.clone());
        }
        for ((chapter, leaf), old_index) in new.iter().zip(matches) {
            let Some(old_index) = *old_index else { continue };
            let (was_in, block) = old[old_index];
            let chapter = &book.chapters[*chapter];
            // An id made of words may be another place's in another chapter.
            if was_in.slug != chapter.slug.as_str() && !is_of_book(&block.id) {
                continue;
            }
            namer.named_by.insert((chapter.id, leaf.at), &block.anchors);
            match leaf.at {
                At::Node(node) => drop(namer.kept.insert(node, block.id.clone())),
                At::Note(index) => drop(namer.kept_notes.insert((chapter.id, index), block.id.clone())),
            }
        }
        namer
    }

    fn published(&self) -> Published<'_> {
        Published { kept: &self.kept, retired: &self.retired }
    }

    /// Names what has no anchor.
    fn blocks(&mut self, told: &[Told<'_>], identity: &mut Identity) {
        for (chapter, told) in self.book.chapters.iter().zip(told) {
            let mut ids: Vec<String> = Vec::with_capacity(told.leaves.len());
            for leaf in &told.leaves {
                let id = match leaf.at {
                    At::Node(node) => match identity.anchors.by_node.get(&node) {
                        Some(anchor) => anchor.clone(),
                        None => {
                            // What the author calls so now has it.
                            let taken = identity.anchors.taken.entry(chapter.id).or_default();
                            let id = self.kept.get(&node).filter(|id| !taken.is_given(id)).cloned();
                            let id = id.unwrap_or_else(|| self.made("b-", &leaf.hash));
                            let fragment = (chapter.id, id.clone());
                            identity.anchors.by_fragment.entry(fragment).or_insert(node);
                            identity.blocks.insert(node, id.clone());
                            id
                        }
                    },
                    At::Note(index) => {
                        let kept = self.kept_notes.get(&(chapter.id, index)).cloned();
                        let id = kept.unwrap_or_else(|| self.made("note-", &leaf.hash));
                        identity.notes.insert((chapter.id, index), id.clone());
                        id
                    }
                };
                // Nothing else of the page may be called so.
                identity.anchors.taken.entry(chapter.id).or_default().reserve(&id);
                ids.push(id);
            }
            self.containers(chapter.id, told, &ids, identity);
        }
    }

    /// Names what holds others: by the block in it that it was named by, else by the first. What is inside comes first.
    fn containers(&mut self, chapter: ChapterId, told: &Told<'_>, ids: &[String], identity: &mut Identity) {
        let mut order: Vec<&Container> = told.containers.iter().collect();
        order.sort_by_key(|container| (container.leaves.len(), container.height));
        let mut used: HashSet<String> = HashSet::new();
        for Container { node, leaves, height } in order {
            let suffix = if *height == 0 { String::new() } else { format!("-{}", height + 1) };
            let name = |leaf: &usize| format!("{}-in{suffix}", ids[*leaf]);
            let is_kept = |leaf: &usize| {
                let named = self.named_by.get(&(chapter, told.leaves[*leaf].at));
                named.is_some_and(|names| names.contains(&name(leaf))) && !used.contains(&name(leaf))
            };
            let by = leaves.clone().find(is_kept).unwrap_or(leaves.start);
            let id = name(&by);
            used.insert(id.clone());
            self.holders.entry((chapter, told.leaves[by].at)).or_default().push(id.clone());
            identity.blocks.insert(*node, id);
        }
    }

    /// A new id, made of what the block shows, that no block ever had.
    fn made(&mut self, prefix: &str, hash: &str) -> String {
        let wanted = format!("{prefix}{}", letters(hash));
        if self.taken.insert(wanted.clone()) {
            return wanted;
        }
        // A book may have one text thousands of times.
        let number = self.numbers.entry(wanted.clone()).or_insert(1);
        loop {
            *number += 1;
            let id = format!("{wanted}-{number}");
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// The first 35 bits of a hash in hexadecimal as letters and digits that are not taken for one another.
fn letters(hash: &str) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let number = u64::from_str_radix(hash, 16).expect("hashes are hexadecimal");
    (0..7).map(|index| char::from(ALPHABET[(number >> (5 * index)) as usize & 31])).collect()
}

impl Identity {
    /// The id of a block, whatever gave it.
    pub fn id(&self, node: NodeId) -> Option<&str> {
        self.anchors.by_node.get(&node).or_else(|| self.blocks.get(&node)).map(String::as_str)
    }

    /// Tells what each chapter publishes.
    fn entries(&mut self, book: &Book, told: &[Told<'_>], holders: &Holders) {
        for chapter in lasting(book) {
            let told = &told[chapter];
            let chapter = &book.chapters[chapter];
            let blocks = told.leaves.iter().map(|leaf| self.entry(chapter.id, leaf, holders)).collect();
            let nodes = told.leaves.iter().map(|leaf| match leaf.at {
                At::Node(node) => Some(node),
                At::Note(_) => None,
            });
            let nodes = nodes.collect();
            self.nodes.push(nodes);
            self.words.push(told.leaves.iter().map(|leaf| leaf.words.clone()).collect());
            self.chapters.push(ChapterEntry {
                slug: chapter.slug.to_string(),
                title: chapter.title.clone(),
                status: status(chapter.status).to_owned(),
                words: 0,
                hash: told.hash.clone(),
                blocks,
            });
        }
    }

    fn entry(&self, chapter: ChapterId, leaf: &Leaf<'_>, holders: &Holders) -> BlockEntry {
        let id = match leaf.at {
            At::Node(node) => self.id(node),
            At::Note(index) => self.notes.get(&(chapter, index)).map(String::as_str),
        };
        let is_heading = leaf.kind == BlockName::Heading;
        let names = leaf.inner.iter().filter_map(|node| self.anchors.by_node.get(node).cloned());
        let holders = holders.get(&(chapter, leaf.at));
        BlockEntry {
            id: id.expect("every block that was told was named").to_owned(),
            kind: leaf.kind,
            hash: leaf.hash.clone(),
            sketch: leaf.sketch.clone(),
            title: is_heading.then(|| leaf.words.clone()),
            depth: leaf.depth,
            page: None,
            anchors: names.chain(holders.into_iter().flatten().cloned()).collect(),
        }
    }
}

/// A status as records and front matter have it.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::Planned => crate::ledger::PLANNED,
        Status::Draft => "draft",
        Status::Review => "review",
        Status::Final => "final",
    }
}

/// The parts with their names: that of the part of the same title, else of the one that most of the chapters were in.
fn parts(book: &Book, last: Option<&Record>) -> Vec<PartEntry> {
    let mut parts: Vec<PartEntry> = Vec::new();
    let mut is_open = false;
    for entry in &book.outline {
        match entry {
            Entry::Part { title, .. } => {
                is_open = true;
                parts.push(PartEntry { name: String::new(), title: title.clone(), chapters: Vec::new() });
            }
            Entry::Chapter { id, .. } => {
                is_open &= book.chapter(*id).matter != Matter::Back;
                if let Some(part) = parts.last_mut().filter(|_| is_open) {
                    part.chapters.push(book.chapter(*id).slug.to_string());
                }
            }
            Entry::Separator => {}
        }
    }
    let published = last.map(|record| record.parts.as_slice()).unwrap_or_default();
    keep_names(&mut parts, published);
    name_others(&mut parts, published);
    parts
}

fn keep_names(parts: &mut [PartEntry], published: &[PartEntry]) {
    let mut free: Vec<&PartEntry> = published.iter().collect();
    let shared =
        |a: &PartEntry, b: &PartEntry| a.chapters.iter().filter(|slug| b.chapters.contains(slug)).count();
    let mut scores: Vec<(usize, usize, usize)> = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        for (old, other) in published.iter().enumerate() {
            let score = 2 * shared(part, other) + usize::from(part.title == other.title);
            if score > 0 {
                scores.push((score, index, old));
            }
        }
    }
    scores.sort_by_key(|&(score, index, old)| (std::cmp::Reverse(score), index, old));
    for (_, index, old) in scores {
        let name = &published[old].name;
        if parts[index].name.is_empty() && free.iter().any(|part| part.name == *name) {
            parts[index].name = name.clone();
            free.retain(|part| part.name != *name);
        }
    }
}

/// Parts without a name are called by their titles; of those with one title, and where a title is taken, by the first
/// chapter too.
fn name_others(parts: &mut [PartEntry], published: &[PartEntry]) {
    let mut counts: BTreeMap<Slug, usize> = BTreeMap::new();
    for part in parts.iter() {
        *counts.entry(Slug::of(&part.title)).or_default() += 1;
    }
    let mut taken: BTreeSet<String> = published.iter().map(|part| part.name.clone()).collect();
    for (index, part) in parts.iter_mut().enumerate().filter(|(_, part)| part.name.is_empty()) {
        let own = Slug::of(&part.title);
        let is_free = counts[&own] == 1 && !taken.contains(own.as_str());
        let name = match part.chapters.first() {
            _ if is_free => own.to_string(),
            Some(first) => format!("{own}_{first}"),
            None => format!("{own}_{}", index + 1),
        };
        taken.insert(name.clone());
        part.name = name;
    }
}
