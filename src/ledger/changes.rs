//! What readers of one edition find changed in another text. Blocks are told apart by their ids, which last, so that any
//! two texts can be compared, however many lie between them.

use std::collections::{BTreeMap, HashMap, HashSet};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::{
    Address, BlockEntry, BlockName, Change, Changes, ChapterChange, ChapterEntry, Record, SectionChange,
    is_of_book,
};

/// What changed from an edition to these chapters.
pub fn changes(from: &Record, to: &[ChapterEntry], redirects: &BTreeMap<Address, Address>) -> Changes {
    Changes { from: Some(from.version.clone()), chapters: between(&from.chapters, to, redirects) }
}

/// What changed from chapters to others: those that changed, in their new order, then those that are gone.
pub fn between(
    from: &[ChapterEntry],
    to: &[ChapterEntry],
    redirects: &BTreeMap<Address, Address>,
) -> Vec<ChapterChange> {
    let comparison = Comparison::new(from, to);
    let mut chapters: Vec<ChapterChange> =
        (0..to.len()).filter_map(|chapter| comparison.chapter(chapter)).collect();
    for (index, old) in from.iter().enumerate().filter(|(_, old)| old.is_written()) {
        if !comparison.before.contains(&Some(index)) {
            let own = Address { chapter: old.slug.clone(), anchor: None };
            let leads_to = redirects.get(&own).filter(|place| has_text_of(old, place, to)).cloned();
            chapters.push(ChapterChange {
                leads_to,
                share: 1.0,
                ..change_of(&old.slug, &old.title, Change::Removed)
            });
        }
    }
    chapters
}

/// What the first edition brings.
pub fn first(to: &[ChapterEntry]) -> Changes {
    let change = |chapter: &ChapterEntry| match chapter.is_written() {
        true => ChapterChange { share: 1.0, ..change_of(&chapter.slug, &chapter.title, Change::New) },
        false => change_of(&chapter.slug, &chapter.title, Change::Planned),
    };
    Changes { from: None, chapters: to.iter().map(change).collect() }
}

/// Whether text of a chapter that is gone is in the one that its address leads to, which may be no more than the nearest.
fn has_text_of(old: &ChapterEntry, place: &Address, to: &[ChapterEntry]) -> bool {
    let lasting: HashSet<&str> =
        old.blocks.iter().map(|block| block.id.as_str()).filter(|id| is_of_book(id)).collect();
    let target = to.iter().filter(|chapter| chapter.slug == place.chapter);
    target.flat_map(|chapter| &chapter.blocks).any(|block| lasting.contains(block.id.as_str()))
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

/// Two texts of a book, block by block.
pub struct Comparison<'a> {
    old: &'a [ChapterEntry],
    new: &'a [ChapterEntry],
    /// Of each new chapter the old one that it was.
    before: Vec<Option<usize>>,
    /// By the id of a block of the old text, and by its chapter where it is of that alone: its chapter and its place in it.
    places: HashMap<(Option<usize>, &'a str), (usize, usize)>,
    /// By new chapter and id, the headings that were called otherwise in another chapter, and where they were.
    adopted: HashMap<(usize, &'a str), (usize, usize)>,
    /// Blocks of the old text that are there, by their chapter and id.
    stays: HashSet<(usize, &'a str)>,
    /// Slugs of new chapters that stand between others than before.
    moved: HashSet<&'a str>,
}

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
    /// Compares what two editions published.
    pub fn new(old: &'a [ChapterEntry], new: &'a [ChapterEntry]) -> Self {
        let mut places = HashMap::new();
        for (chapter, entry) in old.iter().enumerate() {
            for (place, block) in entry.blocks.iter().enumerate() {
                // An id made of words is of its chapter alone; each is found below in the one that is asked for.
                places
                    .entry((is_local(&block.id).then_some(chapter), block.id.as_str()))
                    .or_insert((chapter, place));
            }
        }
        let before = vec![None; new.len()];
        let (adopted, stays, moved) = (HashMap::new(), HashSet::new(), HashSet::new());
        let mut comparison = Self { old, new, before, places, adopted, stays, moved };
        comparison.before = (0..new.len()).map(|chapter| comparison.predecessor(chapter)).collect();
        comparison.moved = comparison.moved();
        comparison.stay();
        comparison.adopt();
        comparison
    }

    /// The old chapter that a new one was, both by their places.
    pub fn before(&self, chapter: usize) -> Option<usize> {
        self.before[chapter]
    }

    /// Whether a block of an old chapter is nowhere in the new text.
    pub fn is_gone(&self, chapter: usize, block: &BlockEntry) -> bool {
        !self.stays.contains(&(chapter, block.id.as_str()))
    }

    fn stay(&mut self) {
        for (chapter, entry) in self.new.iter().enumerate() {
            for block in &entry.blocks {
                let place = self.place(block, chapter);
                self.stays.extend(place.map(|(old, _)| (old, block.id.as_str())));
            }
        }
    }

    /// Finds the headings that came from elsewhere with the most of what follows them: their names are of one chapter, so
    /// that they have new ones.
    fn adopt(&mut self) {
        for (chapter, entry) in self.new.iter().enumerate() {
            for blocks in segments(&entry.blocks) {
                let heading = heading_of(blocks).filter(|heading| heading.depth > 0);
                let Some(heading) = heading.filter(|heading| self.place(heading, chapter).is_none()) else {
                    continue;
                };
                if let Some((old, place)) = self.origin(&blocks[1..], chapter) {
                    self.adopted.insert((chapter, heading.id.as_str()), (old, place));
                    self.stays.insert((old, self.old[old].blocks[place].id.as_str()));
                }
            }
        }
    }

    /// The heading, now gone, that most of the words of these blocks stood below.
    fn origin(&self, blocks: &[BlockEntry], chapter: usize) -> Option<(usize, usize)> {
        let mut words: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for block in blocks {
            let Some((old, place)) = self.place(block, chapter) else { continue };
            let above =
                self.old[old].blocks[..place].iter().rposition(|block| block.kind == BlockName::Heading);
            *words.entry((old, above?)).or_default() += block.sketch.words;
        }
        let all: usize = blocks.iter().map(|block| block.sketch.words).sum();
        let ((old, place), most) = words.into_iter().max_by_key(|&(_, words)| words)?;
        let heading = &self.old[old].blocks[place];
        (most * 2 > all && heading.depth > 0 && self.is_gone(old, heading)).then_some((old, place))
    }

    /// The chapter of the same slug; else the one that is gone and that most of the text comes from.
    fn predecessor(&self, chapter: usize) -> Option<usize> {
        // One that is announced again has no text that could have been.
        let new = self.new.get(chapter).filter(|new| new.is_written())?;
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

    /// Where a block of a new chapter was: the old chapter and its place there. Ids made of words are of one chapter only.
    pub fn place(&self, block: &'a BlockEntry, chapter: usize) -> Option<(usize, usize)> {
        let id = block.id.as_str();
        if !is_local(id) {
            return self.places.get(&(None, id)).copied();
        }
        let adopted = || self.adopted.get(&(chapter, id));
        let home = self.before[chapter].and_then(|home| self.places.get(&(Some(home), id)));
        home.or_else(adopted).copied()
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
        let Some(before) = self.before[index] else {
            return Some(ChapterChange { share: 1.0, ..own(Change::New) });
        };
        let old = &self.old[before];
        let (amount, sections) = self.sections(index, before);
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
    fn sections(&self, index: usize, before: usize) -> (Amount, Vec<SectionChange>) {
        let (new, old) = (&self.new[index], &self.old[before]);
        let old_sections = segments(&old.blocks);
        let mut all = Amount::default();
        let mut changed = Vec::new();
        for blocks in segments(&new.blocks) {
            let heading = blocks.first().filter(|block| block.kind == BlockName::Heading);
            let was = match heading {
                Some(heading) => self.place(heading, index),
                None => Some((before, 0)),
            };
            let mut amount = self.came(blocks, index, before);
            let former = was
                .filter(|(chapter, _)| *chapter == before)
                .and_then(|_| old_sections.iter().find(|old| is_same_segment(old, blocks)));
            amount.add(former.map(|blocks| self.went(blocks, before)).unwrap_or_default());
            all.add(amount);
            let title =
                heading.and_then(|heading| heading.title.clone()).filter(|_| heading_of(blocks).is_some());
            let is_own = heading.is_none_or(|heading| heading.depth == 0);
            let moved_from = was
                .filter(|(chapter, _)| *chapter != before)
                .map(|(chapter, _)| self.old[chapter].slug.clone());
            let old_heading = was.and_then(|(chapter, place)| self.old[chapter].blocks.get(place));
            let is_renamed =
                heading.is_some() && old_heading.and_then(|block| block.title.as_ref()) != title.as_ref();
            let change = match (was, &moved_from) {
                (None, _) => Change::New,
                (Some(_), Some(_)) if !amount.is_some() => Change::Moved,
                (Some(_), _) if amount.is_some() => Change::Revised,
                (Some(_), _) if is_renamed => Change::Renamed,
                (Some(_), _) => continue,
            };
            changed.push(SectionChange {
                anchor: heading.filter(|_| !is_own).map(|heading| heading.id.clone()),
                title: title.filter(|_| !is_own).unwrap_or_else(|| new.title.clone()),
                change,
                share: if change == Change::New { 1.0 } else { amount.share() },
                moved_from,
                former_page: old_heading.filter(|_| heading.is_some()).and_then(|block| block.page.clone()),
            });
        }
        for blocks in &old_sections {
            let Some(heading) = heading_of(blocks).filter(|heading| self.is_gone(before, heading)) else {
                continue;
            };
            let amount = self.went(blocks, before);
            all.add(amount);
            changed.push(SectionChange {
                anchor: None,
                title: heading.title.clone().unwrap_or_default(),
                change: Change::Removed,
                share: amount.share(),
                moved_from: None,
                former_page: heading.page.clone(),
            });
        }
        (all, changed)
    }

    /// What came into these blocks, or went out of those that stayed.
    fn came(&self, blocks: &'a [BlockEntry], chapter: usize, before: usize) -> Amount {
        let mut amount = Amount::default();
        for block in blocks {
            let words = block.sketch.words;
            let own = match self.place(block, chapter) {
                None => Amount { inserted: words, deleted: 0, old: 0, new: words },
                Some((from, place)) => {
                    let old = &self.old[from].blocks[place].sketch;
                    let (inserted, deleted) = old.difference(&block.sketch);
                    // What was in another chapter was not part of this one.
                    let old = if from == before { old.words } else { words };
                    Amount { inserted, deleted, old, new: words }
                }
            };
            amount.add(own);
        }
        amount
    }

    /// What is gone of old blocks.
    fn went(&self, blocks: &[BlockEntry], before: usize) -> Amount {
        let gone = blocks.iter().filter(|block| self.is_gone(before, block));
        let deleted = gone.map(|block| block.sketch.words).sum();
        Amount { inserted: 0, deleted, old: deleted, new: 0 }
    }
}

/// Blocks by headings: what stands before the first, then each with what follows it. Footnotes stand at the end and are
/// of the chapter.
pub fn segments(blocks: &[BlockEntry]) -> Vec<&[BlockEntry]> {
    let is_start = |block: &BlockEntry, before: &BlockEntry| {
        block.kind == BlockName::Heading || (block.kind == BlockName::Note && before.kind != BlockName::Note)
    };
    blocks.chunk_by(|before, block| !is_start(block, before)).collect()
}

/// Whether an id is of its chapter alone.
fn is_local(id: &str) -> bool {
    !is_of_book(id)
}

/// Whether two segments are of one heading; else both the chapter's beginning, or both its footnotes.
fn is_same_segment(a: &[BlockEntry], b: &[BlockEntry]) -> bool {
    let key = |blocks: &'_ [BlockEntry]| {
        let is_notes = blocks.first().is_some_and(|block| block.kind == BlockName::Note);
        (heading_of(blocks).map(|heading| heading.id.clone()), is_notes)
    };
    key(a) == key(b)
}

fn heading_of(blocks: &[BlockEntry]) -> Option<&BlockEntry> {
    blocks.first().filter(|block| block.kind == BlockName::Heading)
}
