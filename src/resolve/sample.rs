//! A sample: what an author marked of a book, as a book of its own.
//!
//! It is made of the resolved book, so that numbers, anchors, file names and the numbers of footnotes are those of the
//! whole. The tree is pruned and the tables are mended: what led to a place that is gone says where that is, the contents
//! show what is missing and lead only to what is there, and nothing is kept that is shown no more.

mod ending;
mod notes;
mod prune;

use std::collections::{HashMap, HashSet};

pub use ending::{Ending, Missing, ending};

use super::images::Asset;
use super::{
    AssetId, ContentsEntry, ContentsSection, Listed, Place, Presence, Redirects, Reference, Resolved, Target,
    contents, numbers, words,
};
use crate::identity::NEWS;
use crate::identity::collect::{self, Collected};
use crate::model::{Book, ChapterId, Isbns, LabelKind, Meta, NodeId};
use notes::Notes;

/// What a sample knows of the book that it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// Its title.
    pub title: String,
}

impl Resolved {
    /// The title as covers and title pages say it, where a sample's says beside it that it is one.
    pub fn title(&self) -> &str {
        self.sample.as_ref().map_or(&self.book.meta.title, |whole| &whole.title)
    }

    /// What stands on the band of a cover: that it is a sample, and what else there is to say.
    pub fn band(&self, words: Option<&str>) -> Option<String> {
        let sample = self.sample.as_ref().map(|_| self.terms.sample);
        let said: Vec<&str> = sample.into_iter().chain(words).collect();
        (!said.is_empty()).then(|| said.join(" · "))
    }
}

/// The sample of a book; `None` where nothing that is written is marked for one.
pub fn sample(full: &Resolved) -> Option<Resolved> {
    let all = full.book.chapters.iter().zip(&full.chapters);
    let (chapters, presences): (Vec<_>, Vec<_>) =
        all.map(|(chapter, info)| prune::chapter(chapter, info)).unzip();
    if presences.iter().all(|&presence| presence == Presence::Elsewhere) {
        return None;
    }
    let meta = meta(full);
    let (settings, outline) = (full.book.settings.clone(), full.book.outline.clone());
    let mut book = Book { meta, settings, outline, chapters };
    let notes = Notes::of(full, &collect::collect(&book));
    notes.leave_out_others(&mut book);
    let collected = collect::collect(&book);
    let kept = Kept::of(full, &presences, &collected);
    let shown = collected.images.iter().map(|image| image.id);
    let pictures = Pictures::of(full, shown);
    let labelled = || collected.labelled.iter().map(|place| place.id);
    let mut chapters = full.chapters.clone();
    chapters.iter_mut().zip(&presences).for_each(|(info, &presence)| info.presence = presence);
    numbers::join(&book, &mut chapters);
    let contents = kept.contents(&full.contents);
    contents::place_in_parts(&contents, &mut chapters);
    Some(Resolved {
        release: full.release.clone(),
        terms: full.terms,
        chapters: words::count(&book, chapters, notes.chapters),
        contents,
        figures: kept.listed(&full.figures),
        tables: kept.listed(&full.tables),
        listings: kept.listed(&full.listings),
        anchors: of(&full.anchors, labelled()),
        blocks: full.blocks.clone(),
        // A sample has no addresses of its own that were published.
        redirects: Redirects::default(),
        numbers: of(&full.numbers, labelled()),
        links: kept.links(&collected),
        references: kept.references(&collected),
        note_marks: notes.marks,
        code: of(&full.code, collected.listings.iter().map(|(id, _, _)| *id)),
        formulas: of(&full.formulas, collected.formulas.iter().map(|formula| formula.id)),
        images: pictures.images,
        assets: pictures.assets,
        cover: pictures.cover,
        problems: full.problems.clone(),
        sample: Some(Whole { title: full.book.meta.title.clone() }),
        book,
    })
}

/// What is said of a sample: it has a name and a number of its own, and no ISBN, which is the whole book's.
fn meta(full: &Resolved) -> Meta {
    let meta = &full.book.meta;
    Meta {
        title: full.terms.sample_of(&meta.title),
        slug: meta.slug.of_sample(),
        identifier: meta.sample_identifier.clone(),
        isbn: Isbns::default(),
        ..meta.clone()
    }
}

/// What a table says of some nodes.
fn of<T: Clone>(table: &HashMap<NodeId, T>, nodes: impl Iterator<Item = NodeId>) -> HashMap<NodeId, T> {
    nodes.filter_map(|id| Some((id, table.get(&id)?.clone()))).collect()
}

/// What of the whole book is in its sample.
struct Kept<'a> {
    full: &'a Resolved,
    presences: &'a [Presence],
    /// The places that can be led to.
    anchors: HashSet<(ChapterId, &'a str)>,
}

impl<'a> Kept<'a> {
    fn of(full: &'a Resolved, presences: &'a [Presence], collected: &Collected<'_>) -> Self {
        let anchors = collected.labelled.iter().filter_map(|place| {
            let anchor = full.anchors.get(&place.id)?;
            Some((place.id.chapter, anchor.as_str()))
        });
        Self { full, presences, anchors: anchors.collect() }
    }

    fn has(&self, place: &Place) -> bool {
        let has_chapter = self.presences[place.chapter.index()] != Presence::Elsewhere;
        let anchor = place.anchor.as_deref();
        has_chapter && anchor.is_none_or(|anchor| self.anchors.contains(&(place.chapter, anchor)))
    }

    fn links(&self, collected: &Collected<'_>) -> HashMap<NodeId, Target> {
        let target = |target: &Target| match target {
            Target::Place(place) if !self.has(place) => Target::Elsewhere(place.chapter),
            Target::Url(_)
            | Target::Place(_)
            | Target::Planned(_)
            | Target::Elsewhere(_)
            | Target::Broken => target.clone(),
        };
        let known = |id| Some((id, target(self.full.links.get(&id)?)));
        collected.links.iter().filter_map(|link| known(link.id)).collect()
    }

    /// What references say, and links without words of their own.
    fn references(&self, collected: &Collected<'_>) -> HashMap<NodeId, Reference> {
        let nodes = collected.references.iter().map(|(id, _, _)| *id);
        let nodes = nodes.chain(collected.links.iter().map(|link| link.id));
        nodes.filter_map(|id| Some((id, self.reference(self.full.references.get(&id)?)))).collect()
    }

    fn reference(&self, reference: &Reference) -> Reference {
        match &reference.place {
            Some(place) if !self.has(place) => Reference {
                // One that leads nowhere and has no kind was never known.
                kind: reference.kind.or(Some(LabelKind::Section)),
                text: self.full.terms.elsewhere(&reference.text),
                place: None,
            },
            Some(_) | None => reference.clone(),
        }
    }

    fn listed(&self, listed: &[Listed]) -> Vec<Listed> {
        listed.iter().filter(|listed| self.has(&listed.place)).cloned().collect()
    }

    fn contents(&self, entries: &[ContentsEntry]) -> Vec<ContentsEntry> {
        // What is new in an edition is nothing to those who have none.
        let is_news = |entry: &&ContentsEntry| match entry {
            ContentsEntry::Chapter { id, .. } => self.full.book.chapter(*id).slug.as_str() == NEWS,
            ContentsEntry::Part { .. } => false,
        };
        let mut entries: Vec<ContentsEntry> =
            entries.iter().filter(|entry| !is_news(entry)).cloned().collect();
        self.mend(&mut entries);
        entries
    }

    fn mend(&self, entries: &mut [ContentsEntry]) {
        for entry in entries {
            match entry {
                ContentsEntry::Part { children, .. } => self.mend(children),
                ContentsEntry::Chapter { sections, children, .. } => {
                    self.mend_sections(sections);
                    self.mend(children);
                }
            }
        }
    }

    fn mend_sections(&self, sections: &mut [ContentsSection]) {
        for section in sections {
            section.place = section.place.take().filter(|place| self.has(place));
            self.mend_sections(&mut section.children);
        }
    }
}

/// The pictures that a sample shows.
#[derive(Default)]
struct Pictures {
    images: HashMap<NodeId, AssetId>,
    assets: Vec<Asset>,
    cover: Option<AssetId>,
}

impl Pictures {
    fn of(full: &Resolved, shown: impl Iterator<Item = NodeId>) -> Self {
        let mut pictures = Self::default();
        let mut renamed = HashMap::new();
        let mut keep = |id: AssetId, assets: &mut Vec<Asset>| {
            *renamed.entry(id).or_insert_with(|| {
                assets.push(full.assets[id.0 as usize].clone());
                AssetId(u32::try_from(assets.len() - 1).expect("a book has fewer than 2³² pictures"))
            })
        };
        for id in shown {
            if let Some(&asset) = full.images.get(&id) {
                pictures.images.insert(id, keep(asset, &mut pictures.assets));
            }
        }
        pictures.cover = full.cover.map(|cover| keep(cover, &mut pictures.assets));
        pictures
    }
}
