//! Where old addresses lead, told as places in the book.

use std::collections::HashMap;

use super::{ChapterInfo, Place};
use crate::identity::Identity;
use crate::ledger::Address;
use crate::model::{Book, ChapterId, NodeId};

/// Addresses that editions published and that are no longer there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Redirects {
    /// What leads to a block.
    pub to_nodes: HashMap<NodeId, Vec<Address>>,
    /// What leads to a footnote, by its chapter and its place among the chapter's.
    pub to_notes: HashMap<(ChapterId, usize), Vec<Address>>,
    /// What leads to a chapter.
    pub to_chapters: HashMap<ChapterId, Vec<Address>>,
    /// Ids that are gone from a chapter which is still there, and where each leads, in another one.
    pub departed: HashMap<ChapterId, Vec<(String, Place)>>,
    /// Chapters that are no longer there.
    pub retired: Vec<RetiredPage>,
}

/// The page of a chapter that is no longer there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetiredPage {
    /// What the chapter was called.
    pub slug: String,
    /// Where its address leads.
    pub to: Place,
    /// Ids that it had, and where each leads.
    pub anchors: Vec<(String, Place)>,
}

/// Looks the targets of all redirects up.
pub(super) fn redirects(book: &Book, chapters: &[ChapterInfo], identity: &Identity) -> Redirects {
    let mut redirects = Redirects::default();
    if identity.redirects.is_empty() {
        return redirects;
    }
    let written = book.chapters.iter().filter(|chapter| chapters[chapter.id.index()].is_written);
    let by_slug: HashMap<&str, ChapterId> =
        written.map(|chapter| (chapter.slug.as_str(), chapter.id)).collect();
    let named = identity.anchors.by_node.iter().chain(&identity.blocks);
    let by_id: HashMap<(ChapterId, &str), NodeId> =
        named.map(|(node, id)| ((node.chapter, id.as_str()), *node)).collect();
    let notes: HashMap<(ChapterId, &str), usize> =
        identity.notes.iter().map(|(&(chapter, index), id)| ((chapter, id.as_str()), index)).collect();
    for (from, to) in &identity.redirects {
        let Some(&chapter) = by_slug.get(to.chapter.as_str()) else { continue };
        let node = to.anchor.as_deref().and_then(|anchor| by_id.get(&(chapter, anchor)));
        let place = Place { chapter, anchor: to.anchor.clone() };
        let note = to.anchor.as_deref().and_then(|anchor| notes.get(&(chapter, anchor)));
        let aliases = match (node, note) {
            (Some(node), _) => redirects.to_nodes.entry(*node).or_default(),
            (None, Some(note)) => redirects.to_notes.entry((chapter, *note)).or_default(),
            (None, None) => redirects.to_chapters.entry(chapter).or_default(),
        };
        aliases.push(from.clone());
        match by_slug.get(from.chapter.as_str()) {
            Some(home) if *home == chapter => {}
            Some(home) => {
                if let Some(anchor) = &from.anchor {
                    redirects.departed.entry(*home).or_default().push((anchor.clone(), place));
                }
            }
            None => redirects.retire(from, place),
        }
    }
    redirects
}

impl Redirects {
    /// Adds an address of a chapter that is gone: its own comes before those in it.
    fn retire(&mut self, from: &Address, to: Place) {
        let is_of = |page: &&mut RetiredPage| page.slug == from.chapter;
        let page = match self.retired.iter_mut().find(is_of) {
            Some(page) => page,
            None => {
                let to = Place { chapter: to.chapter, anchor: None };
                let page = RetiredPage { slug: from.chapter.clone(), to, anchors: Vec::new() };
                self.retired.push(page);
                self.retired.last_mut().expect("one was just put in")
            }
        };
        match &from.anchor {
            Some(anchor) => page.anchors.push((anchor.clone(), to)),
            None => page.to = to,
        }
    }
}
