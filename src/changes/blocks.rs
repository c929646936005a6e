//! What became of each block, put into the sections and chapters that changed.

use std::collections::{BTreeMap, HashSet};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::difference::{Fate, difference, whole};
use super::texts::Side;
use super::{BlockChanged, ChapterChanged, SectionChanged};
use crate::ledger::{
    BlockEntry, BlockName, Change, ChapterChange, ChapterEntry, Comparison, SectionChange, segments,
};

/// Every chapter that changed, in the order of the new text, those that are gone behind.
pub(super) fn chapters(old: &Side, new: &Side) -> Vec<ChapterChanged> {
    let comparer =
        Comparer { old, new, comparison: Comparison::new(&old.chapters, &new.chapters, &new.redirects) };
    let (mut there, mut gone): (BTreeMap<String, ChapterChange>, Vec<ChapterChange>) = Default::default();
    for change in comparer.comparison.chapters() {
        match change.change {
            Change::Removed => gone.push(change),
            Change::New | Change::Revised | Change::Renamed | Change::Moved | Change::Planned => {
                there.insert(change.slug.clone(), change);
            }
        }
    }
    let mut changed: Vec<ChapterChanged> = (0..new.chapters.len())
        .filter_map(|index| comparer.chapter(index, there.remove(&new.chapters[index].slug)))
        .collect();
    changed.extend(gone.into_iter().map(|change| comparer.removed(change)));
    changed
}

struct Comparer<'a> {
    old: &'a Side,
    new: &'a Side,
    comparison: Comparison<'a>,
}

/// Where a block is shown: behind which of the new chapter, and among those that are gone there in which order.
type Order = (isize, usize);

impl<'a> Comparer<'a> {
    fn chapter(&self, index: usize, change: Option<ChapterChange>) -> Option<ChapterChanged> {
        let new = &self.new.chapters[index];
        let mut blocks = self.blocks(index);
        let removed = self.comparison.before(index).map(|before| self.gone(index, before, &mut blocks));
        let removed = removed.unwrap_or_default();
        if change.is_none() && blocks.is_empty() {
            return None;
        }
        // What only went to another place is told by blocks alone.
        let mut change = change.unwrap_or_else(|| revised(new));
        let mut told = std::mem::take(&mut change.sections).into_iter().peekable();
        let mut sections = Vec::new();
        let mut start = 0;
        for segment in segments(&new.blocks) {
            let end = start + segment.len();
            let first = if start == 0 { isize::MIN } else { place(start) };
            let shown: Vec<BlockChanged> =
                blocks.range((first, 0)..(place(end), 0)).map(|(_, block)| block.clone()).collect();
            start = end;
            let (anchor, title) = named(segment, new);
            let is_own = |change: &SectionChange| change.change != Change::Removed && change.anchor == anchor;
            let is_told = anchor.is_some() || !shown.is_empty();
            match told.next_if(|change| is_told && is_own(change)) {
                Some(change) => sections.push(SectionChanged { change, blocks: shown }),
                None if shown.is_empty() => {}
                None => {
                    let moved_from = segment.first().and_then(|heading| self.origin(heading, index));
                    let change = SectionChange { moved_from, ..section(anchor, title) };
                    sections.push(SectionChanged { change: weighed(change, &shown), blocks: shown });
                }
            }
        }
        let mut removed = removed.into_iter();
        sections.extend(told.map(|change| {
            let blocks = if change.change == Change::Removed { removed.next() } else { None };
            SectionChanged { change, blocks: blocks.unwrap_or_default() }
        }));
        let file = self.new.files.get(&new.slug).cloned();
        Some(ChapterChanged { change, file, sections })
    }

    /// The chapter that a heading was in, where that is another.
    fn origin(&self, heading: &'a BlockEntry, index: usize) -> Option<String> {
        let (chapter, _) = self.comparison.place(heading, index).filter(|_| heading.depth > 0)?;
        let is_away = self.comparison.before(index) != Some(chapter);
        is_away.then(|| self.old.chapters[chapter].slug.clone())
    }

    /// The blocks of a new chapter that changed, by their place.
    fn blocks(&self, index: usize) -> BTreeMap<Order, BlockChanged> {
        let new = &self.new.chapters[index];
        let moved = self.moved(index);
        let changed = |(at, block): (usize, &'a BlockEntry)| {
            let words = self.new.words(block);
            let own = |change, moved_from, words| {
                let (id, kind) = (block.id.clone(), block.kind);
                Some(((place(at), 0), BlockChanged { id, kind, change, moved_from, words }))
            };
            let Some((chapter, old)) = self.comparison.place(block, index) else {
                return own(Change::New, None, words.map(|words| whole(words, Fate::Inserted)));
            };
            let is_away = self.comparison.before(index) != Some(chapter);
            let before = &self.old.chapters[chapter];
            let moved_from = is_away.then(|| before.slug.clone());
            let former = &before.blocks[old];
            if former.hash != block.hash {
                let words = self.old.words(former).zip(words).map(|(old, new)| difference(old, new));
                return own(Change::Revised, moved_from, words);
            }
            let is_moved = is_away || moved.contains(&at);
            is_moved
                .then(|| own(Change::Moved, moved_from, words.map(|words| whole(words, Fate::Kept))))
                .flatten()
        };
        new.blocks.iter().enumerate().filter_map(changed).collect()
    }

    /// Which blocks of a chapter stand between others of it than before.
    fn moved(&self, index: usize) -> HashSet<usize> {
        let Some(before) = self.comparison.before(index) else { return HashSet::new() };
        let blocks = self.new.chapters[index].blocks.iter().enumerate();
        let stayed: Vec<(usize, usize)> = blocks
            .filter_map(|(at, block)| Some((at, self.comparison.place(block, index)?)))
            .filter(|(_, (chapter, _))| *chapter == before)
            .map(|(at, (_, place))| (at, place))
            .collect();
        let now: Vec<usize> = stayed.iter().map(|(_, place)| *place).collect();
        let mut then = now.clone();
        then.sort_unstable();
        let mut moved = HashSet::new();
        for op in capture_diff_slices(Algorithm::Myers, &then, &now) {
            match op {
                DiffOp::Insert { new_index, new_len, .. } | DiffOp::Replace { new_index, new_len, .. } => {
                    moved.extend(stayed[new_index..][..new_len].iter().map(|(at, _)| *at));
                }
                DiffOp::Equal { .. } | DiffOp::Delete { .. } => {}
            }
        }
        moved
    }

    /// Puts what is gone behind what it stood behind. What stood in sections that are gone comes back, by section.
    fn gone(
        &self,
        index: usize,
        before: usize,
        blocks: &mut BTreeMap<Order, BlockChanged>,
    ) -> Vec<Vec<BlockChanged>> {
        let now: BTreeMap<usize, isize> = self.new.chapters[index]
            .blocks
            .iter()
            .enumerate()
            .filter_map(|(at, block)| Some((self.comparison.place(block, index)?, at)))
            .filter(|((chapter, _), _)| *chapter == before)
            .map(|((_, old), at)| (old, place(at)))
            .collect();
        let mut removed = Vec::new();
        let mut start = 0;
        for segment in segments(&self.old.chapters[before].blocks) {
            let is_gone = |block: &&BlockEntry| self.comparison.is_gone(before, block);
            let is_removed =
                segment.first().filter(|block| block.kind == BlockName::Heading && is_gone(block)).is_some();
            let gone = segment.iter().enumerate().filter(|(_, block)| is_gone(block));
            let gone = gone.map(|(at, block)| (start + at, self.deleted(block)));
            match is_removed {
                true => removed.push(gone.map(|(_, block)| block).collect()),
                false => blocks.extend(gone.map(|(at, block)| {
                    let behind = now.range(..at).next_back().map_or(-1, |(_, place)| *place);
                    ((behind, at + 1), block)
                })),
            }
            start += segment.len();
        }
        removed
    }

    fn deleted(&self, block: &BlockEntry) -> BlockChanged {
        BlockChanged {
            id: block.id.clone(),
            kind: block.kind,
            change: Change::Removed,
            moved_from: None,
            words: self.old.words(block).map(|words| whole(words, Fate::Deleted)),
        }
    }

    /// A chapter that is gone, with what of it is nowhere else.
    fn removed(&self, change: ChapterChange) -> ChapterChanged {
        let index = self.old.chapters.iter().position(|chapter| chapter.slug == change.slug);
        let index = index.expect("a chapter that is gone was there");
        let old = &self.old.chapters[index];
        let gone = |segment: &[BlockEntry]| {
            let gone = segment.iter().filter(|block| self.comparison.is_gone(index, block));
            let blocks: Vec<BlockChanged> = gone.map(|block| self.deleted(block)).collect();
            let (_, title) = named(segment, old);
            let change = SectionChange { change: Change::Removed, share: 1.0, ..section(None, title) };
            (!blocks.is_empty()).then_some(SectionChanged { change, blocks })
        };
        let sections = segments(&old.blocks).into_iter().filter_map(gone).collect();
        ChapterChanged { file: self.old.files.get(&old.slug).cloned(), sections, change }
    }
}

fn place(at: usize) -> isize {
    isize::try_from(at).expect("a chapter has fewer blocks than there are addresses")
}

/// The anchor of a section, none for a chapter's beginning and for its footnotes; and its title, which is the chapter's then.
fn named(segment: &[BlockEntry], chapter: &ChapterEntry) -> (Option<String>, String) {
    let heading = segment.first().filter(|block| block.kind == BlockName::Heading && block.depth > 0);
    let title = heading.and_then(|heading| heading.title.clone());
    (heading.map(|heading| heading.id.clone()), title.unwrap_or_else(|| chapter.title.clone()))
}

fn section(anchor: Option<String>, title: String) -> SectionChange {
    SectionChange { anchor, title, change: Change::Revised, share: 0.0, moved_from: None, former_page: None }
}

/// A section that the changes of chapters do not name, as those of a whole new chapter, by what became of its blocks.
fn weighed(section: SectionChange, blocks: &[BlockChanged]) -> SectionChange {
    let is_all = |change| blocks.iter().all(|block| block.change == change);
    let (change, share) = match section.moved_from {
        Some(_) if is_all(Change::Moved) => (Change::Moved, 0.0),
        None if is_all(Change::New) => (Change::New, 1.0),
        Some(_) | None => (Change::Revised, share(blocks)),
    };
    SectionChange { change, share, ..section }
}

/// How much of the words of these blocks is new or gone, from 0 to 1; of what is shown, since that is all that is known.
fn share(blocks: &[BlockChanged]) -> f64 {
    let runs = || blocks.iter().filter_map(|block| block.words.as_deref()).flatten();
    let count = |fate: Fate| {
        let of_fate = runs().filter(|run| run.fate == fate);
        let is_word = |word: &&str| word.contains(char::is_alphanumeric);
        of_fate.map(|run| run.text.split_whitespace().filter(is_word).count()).sum::<usize>()
    };
    let (kept, inserted, deleted) = (count(Fate::Kept), count(Fate::Inserted), count(Fate::Deleted));
    inserted.max(deleted) as f64 / (kept + inserted.max(deleted)).max(1) as f64
}

fn revised(chapter: &ChapterEntry) -> ChapterChange {
    ChapterChange {
        slug: chapter.slug.clone(),
        title: chapter.title.clone(),
        change: Change::Revised,
        former_title: None,
        is_moved: false,
        share: 0.0,
        leads_to: None,
        sections: Vec::new(),
    }
}
