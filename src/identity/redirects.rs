//! Addresses that are no longer there, and where they lead.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Identity;
use super::align::contained;
use crate::ledger::{Address, BlockEntry, ChapterEntry, Record, Sketch};

/// What an edition published and is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Led {
    /// The address that it had.
    pub from: Address,
    /// Where that leads.
    pub to: Address,
}

/// A chapter that an edition published and that nothing is called any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retired {
    /// Its slug.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// The slug of the chapter that has most of its text, if one has any.
    pub most_in: Option<String>,
    /// Whether the author says where its address leads.
    pub is_led: bool,
}

/// How much of a block's text must be in another for it to be found there.
const CONTAINED: f64 = 0.5;
/// How many of the blocks around the place of one that is gone are looked at.
const AROUND: usize = 3;

/// Finds out where the addresses lead that were published.
pub(super) fn lead(
    identity: &mut Identity,
    last: Option<&Record>,
    given: &BTreeMap<String, String>,
    old: &[(&ChapterEntry, &BlockEntry)],
    matches: &[Option<usize>],
) {
    let given: BTreeMap<Address, Address> =
        given.iter().map(|(from, to)| (Address::parse(from), Address::parse(to))).collect();
    let mut places = Places::new(identity, old, matches);
    let live = live(identity);
    let chapters = last.map(|record| record.chapters.as_slice()).unwrap_or_default();
    let mut found: BTreeMap<Address, Address> = BTreeMap::new();
    for chapter in chapters.iter().filter(|chapter| chapter.is_written()) {
        if !places.is_written(&chapter.slug) {
            let own = Address { chapter: chapter.slug.clone(), anchor: None };
            let most_in = places.most_of(&chapter.slug);
            let to = given.get(&own).map(|to| followed(to, &given, |slug| places.is_written(slug)));
            let is_led = to.is_some();
            let to = to.or_else(|| Some(Address { chapter: most_in.clone()?, anchor: None }));
            found.extend(to.or_else(|| places.first()).map(|to| (own, to)));
            let (slug, title) = (chapter.slug.clone(), chapter.title.clone());
            identity.dropped.push(Retired { slug, title, most_in, is_led });
        }
    }
    for (index, (chapter, block)) in old.iter().enumerate() {
        let own = Address { chapter: chapter.slug.clone(), anchor: Some(block.id.clone()) };
        let stays = places.to_new[index].is_some();
        let chapter = Address { anchor: None, ..own.clone() };
        let to = places.place(index).or_else(|| found.get(&chapter).cloned()).unwrap_or(chapter);
        for anchor in &block.anchors {
            // What was named besides may have gone along.
            let along = Address { anchor: Some(anchor.clone()), ..to.clone() };
            let to = if live.contains(&along) { along } else { to.clone() };
            found.insert(Address { anchor: Some(anchor.clone()), ..own.clone() }, to);
        }
        if !stays {
            identity.led.push(Led { from: own.clone(), to: to.clone() });
        }
        found.insert(own, to);
    }
    let led = |to: &Address| followed(to, &given, |slug| places.is_written(slug));
    found.extend(given.iter().map(|(from, to)| (from.clone(), led(to))));
    // What led somewhere before leads where that is now.
    let earlier = last.map(|record| &record.redirects).into_iter().flatten();
    let earlier: Vec<(Address, Address)> = earlier
        .map(|(from, to)| (from.clone(), found.get(to).unwrap_or(to).clone()))
        .filter(|(from, _)| !found.contains_key(from))
        .collect();
    found.extend(earlier);
    identity.led.retain(|led| !live.contains(&led.from));
    identity.redirects = found
        .into_iter()
        .filter(|(from, _)| !live.contains(from))
        .map(|(from, to)| (from, nearest(to, &live, &places)))
        .collect();
}

/// Where the author leads an address to, step by step: what it leads to may be gone since.
pub fn followed(
    to: &Address,
    given: &BTreeMap<Address, Address>,
    is_written: impl Fn(&str) -> bool,
) -> Address {
    let mut to = to;
    // As many steps as there are: a circle leads nowhere.
    for _ in given {
        if is_written(&to.chapter) {
            break;
        }
        let chapter = Address { anchor: None, ..to.clone() };
        let Some(next) = given.get(to).or_else(|| given.get(&chapter)) else { break };
        to = next;
    }
    to.clone()
}

/// An address that is there: the one given, else its chapter, else the book's first.
fn nearest(to: Address, live: &BTreeSet<Address>, places: &Places<'_>) -> Address {
    if live.contains(&to) {
        return to;
    }
    let chapter = Address { anchor: None, ..to };
    if live.contains(&chapter) { chapter } else { places.first().unwrap_or(chapter) }
}

/// Every address of the new text.
fn live(identity: &Identity) -> BTreeSet<Address> {
    let mut live = BTreeSet::new();
    for entry in identity.chapters.iter().filter(|chapter| chapter.is_written()) {
        live.insert(Address { chapter: entry.slug.clone(), anchor: None });
        for block in &entry.blocks {
            let ids = std::iter::once(&block.id).chain(&block.anchors);
            live.extend(ids.map(|id| Address { chapter: entry.slug.clone(), anchor: Some(id.clone()) }));
        }
    }
    live
}

/// The blocks of both texts.
struct Places<'a> {
    old: &'a [(&'a ChapterEntry, &'a BlockEntry)],
    /// The blocks of the new text: chapter, id, words.
    new: Vec<(String, String, Sketch)>,
    /// Of each old block its place in the new text.
    to_new: Vec<Option<usize>>,
    written: Vec<String>,
}

impl<'a> Places<'a> {
    fn new(
        identity: &Identity,
        old: &'a [(&'a ChapterEntry, &'a BlockEntry)],
        matches: &[Option<usize>],
    ) -> Self {
        let mut to_new = vec![None; old.len()];
        for (new, old) in matches.iter().enumerate() {
            if let Some(old) = *old {
                to_new[old] = Some(new);
            }
        }
        let blocks = identity.chapters.iter().flat_map(|chapter| {
            chapter.blocks.iter().map(|block| (chapter.slug.clone(), block.id.clone(), block.sketch.clone()))
        });
        let written = identity.chapters.iter().filter(|chapter| chapter.is_written());
        Self {
            old,
            new: blocks.collect(),
            to_new,
            written: written.map(|chapter| chapter.slug.clone()).collect(),
        }
    }

    fn is_written(&self, slug: &str) -> bool {
        self.written.iter().any(|written| written == slug)
    }

    fn first(&self) -> Option<Address> {
        Some(Address { chapter: self.written.first()?.clone(), anchor: None })
    }

    fn address(&self, new: usize) -> Address {
        let (chapter, id, _) = &self.new[new];
        Address { chapter: chapter.clone(), anchor: Some(id.clone()) }
    }

    /// The chapter that has the most blocks of one that is gone.
    fn most_of(&self, slug: &str) -> Option<String> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for ((chapter, block), new) in self.old.iter().zip(&self.to_new) {
            if let Some(new) = new.filter(|_| chapter.slug == slug) {
                *counts.entry(self.new[new].0.as_str()).or_default() += block.sketch.words + 1;
            }
        }
        let most = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(a.0)));
        most.map(|(slug, _)| slug.to_owned())
    }

    /// Where an old block is; for one that is gone, the block that its words went into, else the one before its place, else
    /// the one behind.
    fn place(&mut self, old: usize) -> Option<Address> {
        if let Some(new) = self.to_new[old] {
            return Some(self.address(new));
        }
        let chapter = &self.old[old].0.slug;
        let is_here = |index: &usize| self.old[*index].0.slug == *chapter;
        let before = (0..old).rev().take_while(is_here).find_map(|index| self.to_new[index]);
        let behind = (old + 1..self.old.len()).take_while(is_here).find_map(|index| self.to_new[index]);
        let around = [before, behind].into_iter().flatten();
        let around =
            around.flat_map(|new| new.saturating_sub(AROUND)..(new + AROUND + 1).min(self.new.len()));
        let sketch = &self.old[old].1.sketch;
        let share = |new: usize| (contained(sketch, &self.new[new].2) * 1000.0) as u32;
        let into = around.map(|new| (share(new), std::cmp::Reverse(new))).max();
        let into = into.filter(|(share, _)| f64::from(*share) >= CONTAINED * 1000.0).map(|(_, new)| new.0);
        into.or(before).or(behind).map(|new| self.address(new))
    }
}
