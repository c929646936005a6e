//! Two texts of a book beside each other: which block of the new one is which of the old.
//!
//! What is equal is found first, then what is like it, then what stands in its place. A block is one that its author gave
//! the same label; else one of the same text, in the same chapter before others; else one of a similar text; else the only
//! one of its kind between two neighbours that stayed. A heading is told by what stands below it: its words may be others.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::ledger::{BlockName, Sketch};

/// A block of one of the two texts.
pub(super) struct Piece<'a> {
    /// The chapter's slug.
    pub(super) chapter: &'a str,
    pub(super) kind: BlockName,
    pub(super) hash: &'a str,
    pub(super) sketch: &'a Sketch,
    /// The id that the author gave it.
    pub(super) label: Option<&'a str>,
}

/// How like blocks of one chapter must be, from 0 to 1.
const LIKE: f64 = 0.35;
/// How like blocks of two chapters must be.
const LIKE_ELSEWHERE: f64 = 0.5;
/// How many words a block must have to be known again in another chapter.
const FEWEST_ELSEWHERE: usize = 6;
/// By how many of its rarest grams a block is looked for.
const RAREST: usize = 8;
/// What is found in more blocks than this tells none of them apart.
const COMMON: usize = 500;
/// How many blocks that may be one are compared with it in full.
const CANDIDATES: usize = 6;

/// For each block of the new text its place in the old one, `None` for one that was not there.
pub(super) fn align(old: &[Piece<'_>], new: &[Piece<'_>]) -> Vec<Option<usize>> {
    let mut pairs = Pairs { old, new, to_old: vec![None; new.len()], to_new: vec![None; old.len()] };
    pairs.by_label();
    pairs.equal_in_order();
    pairs.equal_anywhere();
    pairs.equal_beside();
    pairs.headings_by_text();
    pairs.similar(|piece| piece.kind != BlockName::Heading);
    pairs.headings_by_text();
    pairs.similar(|piece| piece.kind == BlockName::Heading);
    pairs.alone_between_neighbours();
    pairs.to_old
}

struct Pairs<'a> {
    old: &'a [Piece<'a>],
    new: &'a [Piece<'a>],
    to_old: Vec<Option<usize>>,
    to_new: Vec<Option<usize>>,
}

impl<'a> Pairs<'a> {
    fn pair(&mut self, old: usize, new: usize) {
        if self.to_new[old].is_none() && self.to_old[new].is_none() {
            (self.to_new[old], self.to_old[new]) = (Some(new), Some(old));
        }
    }

    fn free_old(&self) -> impl Iterator<Item = usize> {
        (0..self.old.len()).filter(|&old| self.to_new[old].is_none())
    }

    fn free_new(&self) -> impl Iterator<Item = usize> {
        (0..self.new.len()).filter(|&new| self.to_old[new].is_none())
    }

    fn by_label(&mut self) {
        let label = |piece: &Piece<'a>| Some((piece.chapter, piece.label?));
        let old: HashMap<_, usize> =
            self.old.iter().enumerate().filter_map(|(index, piece)| Some((label(piece)?, index))).collect();
        for new in 0..self.new.len() {
            if let Some(&old) = label(&self.new[new]).and_then(|label| old.get(&label)) {
                self.pair(old, new);
            }
        }
    }

    /// Blocks of one chapter that are equal and in the same order.
    fn equal_in_order(&mut self) {
        let old = by_chapter(self.old);
        for (chapter, new) in by_chapter(self.new) {
            let Some(old) = old.get(chapter) else { continue };
            let key = |piece: &Piece<'a>| (piece.kind, piece.hash);
            // What is on one side alone costs a comparison much and is not found by it.
            let known = |indices: &[usize], pieces: &[Piece<'a>]| -> HashSet<_> {
                indices.iter().map(|&index| key(&pieces[index])).collect()
            };
            let (in_old, in_new) = (known(old, self.old), known(&new, self.new));
            let old: Vec<usize> =
                old.iter().copied().filter(|&index| in_new.contains(&key(&self.old[index]))).collect();
            let new: Vec<usize> =
                new.into_iter().filter(|&index| in_old.contains(&key(&self.new[index]))).collect();
            let old_keys: Vec<_> = old.iter().map(|&index| key(&self.old[index])).collect();
            let new_keys: Vec<_> = new.iter().map(|&index| key(&self.new[index])).collect();
            for op in capture_diff_slices(Algorithm::Patience, &old_keys, &new_keys) {
                if let DiffOp::Equal { old_index, new_index, len } = op {
                    (0..len).for_each(|step| self.pair(old[old_index + step], new[new_index + step]));
                }
            }
        }
    }

    /// Blocks that are equal, in the same chapter before others. What is short or a heading is told by its neighbours only.
    fn equal_anywhere(&mut self) {
        let mut free: BTreeMap<(BlockName, &str), Vec<usize>> = BTreeMap::new();
        for old in self.free_old() {
            free.entry((self.old[old].kind, self.old[old].hash)).or_default().push(old);
        }
        for is_home in [true, false] {
            for new in self.free_new().collect::<Vec<_>>() {
                let piece = &self.new[new];
                let Some(candidates) = free.get_mut(&(piece.kind, piece.hash)) else { continue };
                let is_known = piece.kind != BlockName::Heading && piece.sketch.words >= FEWEST_ELSEWHERE;
                let found = candidates.iter().position(|&old| match is_home {
                    true => self.old[old].chapter == piece.chapter,
                    false => is_known,
                });
                if let Some(found) = found {
                    let old = candidates.remove(found);
                    self.pair(old, new);
                }
            }
        }
    }

    /// Blocks that are equal and stand beside two that are one: what is short, or a heading, went along with its neighbours.
    fn equal_beside(&mut self) {
        let count = self.new.len();
        (0..count).for_each(|new| self.beside(new, |at| at.checked_add(1)));
        (0..count).rev().for_each(|new| self.beside(new, |at| at.checked_sub(1)));
    }

    fn beside(&mut self, new: usize, step: impl Fn(usize) -> Option<usize>) {
        let Some(old) = self.to_old[new] else { return };
        let (Some(next_old), Some(next_new)) = (step(old), step(new)) else { return };
        let (Some(from), Some(to)) = (self.old.get(next_old), self.new.get(next_new)) else { return };
        let is_here = from.chapter == self.old[old].chapter && to.chapter == self.new[new].chapter;
        if is_here && (from.kind, from.hash) == (to.kind, to.hash) {
            self.pair(next_old, next_new);
        }
    }

    /// A heading is the one below which most of what stands below it stood.
    fn headings_by_text(&mut self) {
        let (old_sections, new_sections) = (sections(self.old), sections(self.new));
        let mut votes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (new, old) in self.to_old.iter().enumerate() {
            let Some(old) = *old else { continue };
            if let (Some(old), Some(new)) = (old_sections[old], new_sections[new])
                && self.to_new[old].is_none()
                && self.to_old[new].is_none()
            {
                *votes.entry((old, new)).or_default() += 1;
            }
        }
        let mut votes: Vec<_> = votes.into_iter().collect();
        votes.sort_by_key(|&(pair, count)| (std::cmp::Reverse(count), pair));
        votes.into_iter().for_each(|((old, new), _)| self.pair(old, new));
    }

    /// Blocks whose words are like each other's, the most alike first.
    fn similar(&mut self, is_asked: impl Fn(&Piece<'a>) -> bool) {
        let mut found: HashMap<Gram, Vec<usize>> = HashMap::new();
        for old in self.free_old().filter(|&old| is_asked(&self.old[old])) {
            let distinct: BTreeSet<Gram> = grams(self.old[old].sketch).collect();
            distinct.into_iter().for_each(|gram| found.entry(gram).or_default().push(old));
        }
        let mut scores: Vec<(u32, usize, usize)> = Vec::new();
        for new in self.free_new().filter(|&new| is_asked(&self.new[new])) {
            let candidates = self.candidates(&found, new);
            scores.extend(candidates.into_iter().filter_map(|old| self.score(old, new)));
        }
        scores.sort_unstable_by_key(|&(score, old, new)| (std::cmp::Reverse(score), old, new));
        scores.into_iter().for_each(|(_, old, new)| self.pair(old, new));
    }

    /// The old blocks that a new one may be: those that have most of what is rarest in it.
    fn candidates(&self, found: &HashMap<Gram, Vec<usize>>, new: usize) -> Vec<usize> {
        let distinct: BTreeSet<Gram> = grams(self.new[new].sketch).collect();
        let mut known: Vec<&Vec<usize>> = distinct.iter().filter_map(|gram| found.get(gram)).collect();
        known.sort_by_key(|olds| olds.len());
        let rare = known.into_iter().take(RAREST).take_while(|olds| olds.len() <= COMMON);
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for &old in rare.flatten().filter(|&&old| self.old[old].kind == self.new[new].kind) {
            *shared.entry(old).or_default() += 1;
        }
        let mut candidates: Vec<(usize, usize)> = shared.into_iter().collect();
        candidates.sort_by_key(|&(old, shared)| (std::cmp::Reverse(shared), old));
        candidates.truncate(CANDIDATES);
        candidates.into_iter().map(|(old, _)| old).collect()
    }

    /// How like two blocks are, in thousandths; `None` where that is too little.
    fn score(&self, old: usize, new: usize) -> Option<(u32, usize, usize)> {
        let (from, to) = (&self.old[old], &self.new[new]);
        let count = grams(from.sketch).count() + grams(to.sketch).count();
        let likeness = 2.0 * shared(from.sketch, to.sketch, width(from.sketch)) as f64 / count as f64;
        let is_home = from.chapter == to.chapter;
        let is_like = match is_home {
            true => likeness >= LIKE,
            false => likeness >= LIKE_ELSEWHERE && from.sketch.words.min(to.sketch.words) >= FEWEST_ELSEWHERE,
        };
        let follows = old.checked_sub(1).zip(new.checked_sub(1));
        let is_next = follows.is_some_and(|(old, new)| self.to_old[new] == Some(old));
        let nearness = if is_home { 0.1 } else { 0.0 } + if is_next { 0.1 } else { 0.0 };
        is_like.then_some((((likeness + nearness) * 1000.0) as u32, old, new))
    }

    /// The only block between two that are neighbours of the only one between theirs.
    fn alone_between_neighbours(&mut self) {
        for new in self.free_new().collect::<Vec<_>>() {
            let chapter = self.new[new].chapter;
            let neighbour = |at: Option<usize>| {
                let at = at.filter(|&at| self.new.get(at).is_some_and(|piece| piece.chapter == chapter))?;
                self.to_old[at]
            };
            let before = neighbour(new.checked_sub(1)).map(|old| old + 1);
            let behind = neighbour(Some(new + 1)).and_then(|old| old.checked_sub(1));
            let is_edge =
                |at: Option<usize>| at.and_then(|at| self.new.get(at)).is_none_or(|p| p.chapter != chapter);
            let place = match (before, behind) {
                (Some(before), Some(behind)) => (before == behind).then_some(before),
                (Some(before), None) if is_edge(Some(new + 1)) => Some(before),
                (None, Some(behind)) if is_edge(new.checked_sub(1)) => Some(behind),
                (Some(_) | None, None) | (None, Some(_)) => None,
            };
            let is_same = |&old: &usize| {
                let old = self.old.get(old);
                old.is_some_and(|old| old.chapter == chapter && old.kind == self.new[new].kind)
            };
            if let Some(old) = place.filter(is_same) {
                self.pair(old, new);
            }
        }
    }
}

/// Where the blocks of each chapter are.
fn by_chapter<'a>(pieces: &[Piece<'a>]) -> BTreeMap<&'a str, Vec<usize>> {
    let mut chapters: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, piece) in pieces.iter().enumerate() {
        chapters.entry(piece.chapter).or_default().push(index);
    }
    chapters
}

/// Of each block the heading that it stands below, if there is one in its chapter.
fn sections(pieces: &[Piece<'_>]) -> Vec<Option<usize>> {
    let mut heading: Option<usize> = None;
    let mut sections = Vec::with_capacity(pieces.len());
    for (index, piece) in pieces.iter().enumerate() {
        heading = heading.filter(|&heading| pieces[heading].chapter == piece.chapter);
        if piece.kind == BlockName::Heading {
            heading = Some(index);
            sections.push(None);
        } else {
            sections.push(heading);
        }
    }
    sections
}

/// What blocks are compared by: pairs of words that follow one another; in short ones, words.
type Gram = u32;

/// With fewer words than this, single ones are compared.
const SHORT: usize = 5;

fn grams(sketch: &Sketch) -> impl Iterator<Item = Gram> {
    grams_of(sketch, width(sketch))
}

fn width(sketch: &Sketch) -> usize {
    if sketch.codes().len() < SHORT { 1 } else { 2 }
}

fn grams_of(sketch: &Sketch, width: usize) -> impl Iterator<Item = Gram> {
    sketch
        .codes()
        .windows(width)
        .map(|words| words.iter().fold(1, |gram, &code| gram << 12 | Gram::from(code)))
}

/// How much of one block's text is in another, from 0 to 1.
pub(super) fn contained(part: &Sketch, whole: &Sketch) -> f64 {
    let width = width(part);
    shared(part, whole, width) as f64 / grams_of(part, width).count().max(1) as f64
}

/// How many grams of that width one block shares with another. What it has twice counts twice where the other has it twice.
fn shared(part: &Sketch, whole: &Sketch, width: usize) -> usize {
    let mut counts: HashMap<Gram, usize> = HashMap::new();
    grams_of(whole, width).for_each(|gram| *counts.entry(gram).or_default() += 1);
    let is_shared = |gram: &Gram| match counts.get_mut(gram) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        Some(_) | None => false,
    };
    grams_of(part, width).filter(is_shared).count()
}
