//! What readers of one edition find changed in another text. Blocks are told apart by their ids, which last, so that any
//! two texts can be compared, however many lie between them.

mod segments;

use std::collections::{BTreeMap, HashMap, HashSet};

use similar::{Algorithm, DiffOp, capture_diff_slices};

pub use segments::segments;
use segments::{Head, Segment, cut, is_same_segment};

use super::{
    Address, BlockEntry, BlockName, Change, Changes, ChapterChange, ChapterEntry, Record, SectionChange,
    is_of_book,
};

/// What changed from an edition to these chapters. `redirects` are those of the new text.
pub fn changes(from: &Record, to: &[ChapterEntry], redirects: &BTreeMap<Address, Address>) -> Changes {
    let comparison = Comparison::new(&from.chapters, to, redirects);
    Changes { from: Some(from.version.clone()), chapters: comparison.chapters() }
}

/// What the first edition brings.
pub fn first(to: &[ChapterEntry]) -> Changes {
    let change = |chapter: &ChapterEntry| match chapter.is_written() {
        true => ChapterChange { share: 1.0, ..change_of(&chapter.slug, &chapter.title, Change::New) },
        false => change_of(&chapter.slug, &chapter.title, Change::Planned),
    };
    Changes { from: None, chapters: to.iter().map(change).collect() }
}

fn change_of(slug: &str, title: &str, change: Change) -> ChapterChange {
    ChapterChange {
        slug: slug.to_owned(),
        title: title.to_owned(),
        change,
        former_title: None,
        is_moved: false,
        share: 0.0,
        leads_to: None,
        sections: Vec::new(),
    }
}

/// Two texts beside each other, by the ids of their blocks.
pub struct Comparison<'a> {
    old: &'a [ChapterEntry],
    new: &'a [ChapterEntry],
    /// Those of the new text.
    redirects: &'a BTreeMap<Address, Address>,
    /// Of each new chapter the old one that it was.
    before: Vec<Option<usize>>,
    /// By chapter and id, a block of the old text.
    places: HashMap<(usize, &'a str), At>,
    /// The same of those whose ids are of no other chapter.
    lasting: HashMap<&'a str, At>,
    /// By slug and id of a new block, old ones whose addresses lead to it.
    led: HashMap<(&'a str, &'a str), Vec<At>>,
    /// Old blocks that are in the new text.
    stays: HashSet<At>,
    /// Slugs of new chapters that stand between others than before.
    moved: HashSet<&'a str>,
}

/// A block of the old text: its chapter, and its place in it.
type At = (usize, usize);

/// How much text came and went.
#[derive(Debug, Clone, Copy, Default)]
struct Amount {
    inserted: usize,
    deleted: usize,
    /// Words before and after.
    old: usize,
    new: usize,
}

impl Amount {
    fn add(&mut self, other: Self) {
        self.inserted += other.inserted;
        self.deleted += other.deleted;
        self.old += other.old;
        self.new += other.new;
    }

    fn is_some(self) -> bool {
        self.inserted + self.deleted > 0
    }

    /// What is new, changed or gone of all that there is or was.
    fn share(self) -> f64 {
        let most = self.old.max(self.new).max(1) as f64;
        let share = self.inserted.max(self.deleted) as f64 / most;
        // As records have it.
        (share.min(1.0) * 1000.0).round() / 1000.0
    }
}

impl<'a> Comparison<'a> {
    /// Compares chapters with later ones. `redirects` are those of the new text.
    pub fn new(
        old: &'a [ChapterEntry],
        new: &'a [ChapterEntry],
        redirects: &'a BTreeMap<Address, Address>,
    ) -> Self {
        let mut comparison = Self {
            old,
            new,
            redirects,
            before: vec![None; new.len()],
            places: HashMap::new(),
            lasting: HashMap::new(),
            led: HashMap::new(),
            stays: HashSet::new(),
            moved: HashSet::new(),
        };
        for (chapter, entry) in old.iter().enumerate() {
            for (place, block) in entry.blocks.iter().enumerate() {
                comparison.place_old((chapter, place), &entry.slug, &block.id, redirects);
            }
        }
        comparison.before = (0..new.len()).map(|chapter| comparison.predecessor(chapter)).collect();
        comparison.stays = (0..new.len())
            .flat_map(|chapter| new[chapter].blocks.iter().map(move |block| (chapter, block)))
            .filter_map(|(chapter, block)| comparison.place(block, chapter))
            .collect();
        comparison.moved = comparison.moved();
        comparison
    }

    /// The chapters that changed, in their new order, then those that are gone.
    pub fn chapters(&self) -> Vec<ChapterChange> {
        let there = (0..self.new.len()).filter_map(|chapter| self.chapter(chapter));
        let written = self.old.iter().enumerate().filter(|(_, old)| old.is_written());
        let gone = written.filter(|(index, _)| !self.before.contains(&Some(*index))).map(|(_, old)| {
            let own = Address { chapter: old.slug.clone(), anchor: None };
            let leads_to = self.redirects.get(&own).cloned();
            ChapterChange { leads_to, share: 1.0, ..change_of(&old.slug, &old.title, Change::Removed) }
        });
        there.chain(gone).collect()
    }

    /// The old chapter that a new one was, both by their places.
    pub fn before(&self, chapter: usize) -> Option<usize> {
        self.before[chapter]
    }

    /// Whether a block of an old chapter is nowhere in the new text.
    pub fn is_gone(&self, chapter: usize, block: &BlockEntry) -> bool {
        let at = self.places.get(&(chapter, block.id.as_str()));
        at.is_none_or(|at| !self.stays.contains(at))
    }

    fn place_old(&mut self, at: At, slug: &str, id: &'a str, redirects: &'a BTreeMap<Address, Address>) {
        self.places.insert((at.0, id), at);
        if is_of_book(id) {
            self.lasting.insert(id, at);
        }
        let own = Address { chapter: slug.to_owned(), anchor: Some(id.to_owned()) };
        if let Some(Address { chapter, anchor: Some(anchor) }) = redirects.get(&own) {
            self.led.entry((chapter, anchor)).or_default().push(at);
        }
    }

    /// The chapter of the same slug; else the one that is gone and that most of the text comes from.
    fn predecessor(&self, chapter: usize) -> Option<usize> {
        let new = &self.new[chapter];
        if !new.is_written() {
            return None;
        }
        let is_same = |old: &ChapterEntry| old.slug == new.slug && old.is_written();
        if let Some(same) = self.old.iter().position(is_same) {
            return Some(same);
        }
        let mut words: BTreeMap<usize, usize> = BTreeMap::new();
        let mut all = 0;
        for block in &new.blocks {
            all += block.sketch.words;
            if let Some((chapter, _)) = self.place(block, chapter) {
                *words.entry(chapter).or_default() += block.sketch.words;
            }
        }
        let is_gone = |slug: &str| !self.new.iter().any(|new| new.slug == slug && new.is_written());
        let most = words.into_iter().max_by_key(|&(chapter, words)| (words, std::cmp::Reverse(chapter)))?;
        (most.1 * 2 >= all && is_gone(&self.old[most.0].slug)).then_some(most.0)
    }

    /// Where a block of a new chapter was. What has an id made of words has another one in another chapter; its old address
    /// leads to it.
    pub fn place(&self, block: &BlockEntry, chapter: usize) -> Option<(usize, usize)> {
        if is_of_book(&block.id) {
            return self.lasting.get(block.id.as_str()).copied();
        }
        let at_home = self.before[chapter].and_then(|before| self.places.get(&(before, block.id.as_str())));
        at_home.copied().or_else(|| {
            let led = self.led.get(&(self.new[chapter].slug.as_str(), block.id.as_str()))?;
            let alike = led.iter().filter(|&&at| self.block(at).kind == block.kind);
            alike.copied().min_by_key(|&at| {
                let (inserted, deleted) = self.block(at).sketch.difference(&block.sketch);
                (inserted + deleted, at)
            })
        })
    }

    fn block(&self, (chapter, place): At) -> &'a BlockEntry {
        &self.old[chapter].blocks[place]
    }

    fn moved(&self) -> HashSet<&'a str> {
        let order = |chapters: &'a [ChapterEntry]| -> Vec<&'a str> {
            let written = chapters.iter().filter(|chapter| chapter.is_written());
            written.map(|chapter| chapter.slug.as_str()).collect()
        };
        let (old, new) = (order(self.old), order(self.new));
        let common: Vec<&str> = old.iter().copied().filter(|slug| new.contains(slug)).collect();
        let shared: Vec<&'a str> = new.into_iter().filter(|slug| old.contains(slug)).collect();
        let mut moved = HashSet::new();
        for op in capture_diff_slices(Algorithm::Myers, &common, &shared) {
            match op {
                DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => {
                    moved.extend(shared[new_index..][..new_len].iter().copied());
                }
                DiffOp::Equal { .. } | DiffOp::Delete { .. } => {}
            }
        }
        moved
    }

    fn chapter(&self, index: usize) -> Option<ChapterChange> {
        let new = &self.new[index];
        let own = |change| change_of(&new.slug, &new.title, change);
        if !new.is_written() {
            let is_known = self.old.iter().any(|old| old.slug == new.slug || old.title == new.title);
            return (!is_known).then(|| own(Change::Planned));
        }
        let (amount, sections) = self.sections(index);
        let Some(before) = self.before[index] else {
            // What is new in it is in the contents.
            let sections: Vec<SectionChange> =
                sections.into_iter().filter(|section| section.moved_from.is_some()).collect();
            let share = if sections.is_empty() { 1.0 } else { amount.share() };
            return Some(ChapterChange { share, sections, ..own(Change::New) });
        };
        let old = &self.old[before];
        let is_moved = self.moved.contains(new.slug.as_str());
        let former_title = (old.title != new.title).then(|| old.title.clone());
        let is_revised = amount.is_some() || !sections.is_empty();
        let change = match (is_revised, &former_title, is_moved) {
            (true, _, _) => Change::Revised,
            (false, Some(_), _) => Change::Renamed,
            (false, None, true) => Change::Moved,
            (false, None, false) => return None,
        };
        Some(ChapterChange { former_title, is_moved, share: amount.share(), sections, ..own(change) })
    }

    /// The sections of a chapter that changed, and how much of the whole.
    fn sections(&self, index: usize) -> (Amount, Vec<SectionChange>) {
        let before = self.before[index];
        let mut old: Vec<Segment<'_>> =
            before.map(|before| cut(&self.old[before].blocks)).unwrap_or_default();
        let mut all = Amount::default();
        let mut changed = Vec::new();
        for new in cut(&self.new[index].blocks) {
            let was = match new.head() {
                Head::Section(heading) => self.place(heading, index),
                Head::Opening(heading) => before
                    .map(|before| (before, 0))
                    .or_else(|| self.place(heading.filter(|heading| heading.depth == 0)?, index)),
                Head::Notes => before.map(|before| (before, 0)),
            };
            let mut amount = self.came(new.blocks, index);
            if let Some(at) = old.iter().position(|old| is_same_segment(old, &new, was, before)) {
                amount.add(self.went(before, &old.remove(at)));
            }
            all.add(amount);
            changed.extend(self.section(&new, index, was, amount));
        }
        for gone in &old {
            let amount = self.went(before, gone);
            all.add(amount);
            changed.extend(self.removed(before, gone, amount));
        }
        (all, changed)
    }

    /// What became of a section. Footnotes are of the chapter, not of a section.
    fn section(
        &self,
        new: &Segment<'_>,
        index: usize,
        was: Option<At>,
        amount: Amount,
    ) -> Option<SectionChange> {
        let before = self.before[index];
        let heading = match new.head() {
            Head::Section(heading) => Some(heading),
            Head::Opening(_) => None,
            Head::Notes => return None,
        };
        let old = was.map(|at| self.block(at));
        let from = was.filter(|(chapter, _)| Some(*chapter) != before).map(|(chapter, _)| chapter);
        let change = match (was, from) {
            (None, _) if heading.is_none() => return None,
            (None, _) => Change::New,
            (Some(_), _) if amount.is_some() => Change::Revised,
            (Some(_), Some(_)) => Change::Moved,
            (Some(_), None) => match heading.zip(old) {
                Some((new, old)) if new.title != old.title => Change::Renamed,
                Some(_) | None => return None,
            },
        };
        let opening = &self.new[index].title;
        Some(SectionChange {
            anchor: heading.map(|heading| heading.id.clone()),
            title: heading.and_then(|heading| heading.title.as_ref()).unwrap_or(opening).clone(),
            change,
            share: if change == Change::New { 1.0 } else { amount.share() },
            moved_from: from.map(|chapter| self.old[chapter].slug.clone()),
            former_page: old.and_then(|block| block.page.clone()),
        })
    }

    fn removed(&self, before: Option<usize>, gone: &Segment<'_>, amount: Amount) -> Option<SectionChange> {
        let Head::Section(heading) = gone.head() else { return None };
        let is_elsewhere = self.stays.contains(&(before?, gone.start));
        (!is_elsewhere).then(|| SectionChange {
            anchor: None,
            title: heading.title.clone().unwrap_or_default(),
            change: Change::Removed,
            share: amount.share(),
            moved_from: None,
            former_page: heading.page.clone(),
        })
    }

    /// What came into these blocks, or went out of those that stayed. What a heading says is told as another name.
    fn came(&self, blocks: &[BlockEntry], chapter: usize) -> Amount {
        let mut amount = Amount::default();
        for block in blocks.iter().filter(|block| block.kind != BlockName::Heading) {
            let words = block.sketch.words;
            let own = match self.place(block, chapter) {
                None => Amount { inserted: words, deleted: 0, old: 0, new: words },
                Some(at) => {
                    let old = &self.block(at).sketch;
                    let (inserted, deleted) = old.difference(&block.sketch);
                    // What was in another chapter was not part of this one.
                    let old = if Some(at.0) == self.before[chapter] { old.words } else { words };
                    Amount { inserted, deleted, old, new: words }
                }
            };
            amount.add(own);
        }
        amount
    }

    /// What is gone of old blocks.
    fn went(&self, chapter: Option<usize>, segment: &Segment<'_>) -> Amount {
        let is_gone = |place| chapter.is_some_and(|chapter| !self.stays.contains(&(chapter, place)));
        let blocks = (segment.start..).zip(segment.blocks);
        let gone = blocks.filter(|&(place, block)| block.kind != BlockName::Heading && is_gone(place));
        let deleted = gone.map(|(_, block)| block.sketch.words).sum();
        Amount { inserted: 0, deleted, old: deleted, new: 0 }
    }
}
