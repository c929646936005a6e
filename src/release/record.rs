//! The record of an edition, from what was read and made.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{Artefact, BookEntry, ChapterEntry, Record};
use crate::model::{ChapterId, Entry, NodeId, Status};
use crate::pipeline::{PdfFacts, Plan, Read, TYPST_VERSION};
use crate::render::PagePlace;
use crate::resolve::Resolved;

/// Makes the record; without a PDF, one that says what would be released.
pub(super) fn record(plan: &Plan, read: &Read, pdf: Option<&PdfFacts>, artefacts: Vec<Artefact>) -> Record {
    let edition = plan.edition.as_ref().expect("an edition is what is planned");
    let found = read.edition.as_ref().expect("an edition is what was read");
    let meta = &read.book.book.meta;
    let commit = edition.commit.clone().or_else(|| Some(read.manuscript.revision.as_ref()?.commit.clone()));
    Record {
        version: edition.version.clone(),
        withdrawn: None,
        date: read.book.release.date,
        commit,
        recto: super::PROGRAM.to_owned(),
        typst: TYPST_VERSION.to_owned(),
        engine: pdf.map(|pdf| pdf.engine.name()).unwrap_or_default().to_owned(),
        drafts: plan.released.contains(&Status::Draft),
        early_access: meta.edition.early_access,
        settings: settings(plan, read),
        key: None,
        notes: found.notes.text.clone(),
        book: BookEntry {
            identifier: meta.identifier.clone(),
            slug: meta.slug.to_string(),
            title: meta.title.clone(),
        },
        artefacts,
        parts: read.identity.parts.clone(),
        chapters: chapters(read, pdf),
        redirects: read.identity.redirects.clone(),
        changes: found.changes.clone(),
    }
}

/// What each chapter publishes, with its pages and its pictures.
pub(super) fn chapters(read: &Read, pdf: Option<&PdfFacts>) -> Vec<ChapterEntry> {
    let pictures = pictures(&read.book);
    let chapters = read.identity.chapters.iter().zip(&read.identity.nodes);
    chapters.map(|(entry, nodes)| chapter(&read.book, entry, nodes, &pictures, pdf)).collect()
}

fn chapter(
    book: &Resolved,
    entry: &ChapterEntry,
    nodes: &[Option<NodeId>],
    pictures: &BTreeMap<ChapterId, BTreeSet<String>>,
    pdf: Option<&PdfFacts>,
) -> ChapterEntry {
    let mut entry = entry.clone();
    let chapter = book.book.chapters.iter().find(|chapter| chapter.slug.as_str() == entry.slug);
    let chapter = chapter.expect("every chapter that was named is in the book");
    entry.words = book.chapter(chapter.id).words;
    for (block, node) in entry.blocks.iter_mut().zip(nodes).filter(|(block, _)| block.title.is_some()) {
        let place = match (block.depth, node) {
            (1.., Some(node)) => PagePlace::Node(*node),
            (0, _) | (_, None) => PagePlace::Chapter(chapter.id),
        };
        block.page = pdf.and_then(|pdf| pdf.labels.get(&place).cloned());
    }
    if let Some(pictures) = pictures.get(&chapter.id) {
        let all = pictures.iter().fold(entry.hash.clone(), |all, picture| format!("{all} {picture}"));
        entry.hash = hash([all.as_bytes()]);
    }
    entry
}

/// The pictures that each chapter shows, by the hashes of their bytes.
fn pictures(book: &Resolved) -> BTreeMap<ChapterId, BTreeSet<String>> {
    let hashes: Vec<String> = book.assets.iter().map(|asset| hash([&*asset.bytes])).collect();
    let shown = book.images.iter().map(|(node, asset)| (node.chapter, asset.0 as usize));
    let mut pictures: BTreeMap<ChapterId, BTreeSet<String>> = BTreeMap::new();
    shown.for_each(|(chapter, asset)| {
        pictures.entry(chapter).or_default().insert(hashes[asset].clone());
    });
    pictures
}

/// A hash of what is decided for the book as a whole: what `book.toml` says, the order of parts and chapters, which statuses
/// are released, style sheets, the cover.
pub(super) fn settings(plan: &Plan, read: &Read) -> String {
    let manuscript = &read.manuscript;
    let mut texts: Vec<Vec<u8>> = vec![manuscript.given.clone().into_bytes()];
    texts.push(format!("{:?}", plan.released.contains(&Status::Draft)).into_bytes());
    outline(&read.book, &read.book.book.outline, &mut texts);
    let settings = &manuscript.settings;
    for path in settings.html_css.iter().chain(&settings.epub_css) {
        texts.extend(manuscript.store.read(path).ok().map(|bytes| bytes.to_vec()));
    }
    let cover = read.book.cover.map(|id| &read.book.assets[id.0 as usize]);
    texts.extend(cover.map(|asset| asset.bytes.to_vec()));
    hash(texts.iter().map(Vec::as_slice))
}

fn outline(book: &Resolved, entries: &[Entry], texts: &mut Vec<Vec<u8>>) {
    for entry in entries {
        match entry {
            Entry::Part { title, .. } => texts.push(format!("part {title}").into_bytes()),
            Entry::Chapter { id, children } => {
                texts.push(format!("chapter {}", book.book.chapter(*id).slug).into_bytes());
                outline(book, children, texts);
                texts.push(b"end".to_vec());
            }
            Entry::Separator => {}
        }
    }
}

/// A hash of byte strings, in hexadecimal; of how long each is, too.
fn hash<'a>(texts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = blake3::Hasher::new();
    for text in texts {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}
