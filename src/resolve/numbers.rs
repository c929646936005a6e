//! Numbers: of chapters, of sections, of what has a caption.

use std::collections::{HashMap, HashSet};

use super::{ChapterInfo, Presence};
use crate::identity::collect::{Collected, What};
use crate::model::{Book, ChapterId, Entry, LabelKind, Matter, NodeId, Status};

/// How many levels of sections below a chapter are numbered.
const NUMBERED_DEPTH: u8 = 2;

/// The chapters with their numbers and neighbours; words and footnotes are counted later.
pub(super) fn chapters(book: &Book) -> Vec<ChapterInfo> {
    let mut infos: Vec<ChapterInfo> = book
        .chapters
        .iter()
        .map(|chapter| ChapterInfo {
            number: None,
            part: None,
            presence: Presence::Whole,
            is_written: chapter.status != Status::Planned && chapter.path.is_some(),
            previous: None,
            next: None,
            notes: Vec::new(),
            words: 0,
            code_lines: 0,
        })
        .collect();
    number(book, &book.outline, "", &mut 0, &mut infos);
    join(book, &mut infos);
    infos
}

/// Tells every chapter that a reader can go to which are beside it.
pub(super) fn join(book: &Book, infos: &mut [ChapterInfo]) {
    infos.iter_mut().for_each(|info| (info.previous, info.next) = (None, None));
    let here: Vec<ChapterId> =
        book.chapters.iter().map(|chapter| chapter.id).filter(|id| infos[id.index()].is_here()).collect();
    for pair in here.windows(2) {
        infos[pair[0].index()].next = Some(pair[1]);
        infos[pair[1].index()].previous = Some(pair[0]);
    }
}

fn number(book: &Book, entries: &[Entry], prefix: &str, count: &mut usize, infos: &mut [ChapterInfo]) {
    for entry in entries {
        match entry {
            Entry::Chapter { id, children } => {
                if book.chapter(*id).matter == Matter::Main {
                    *count += 1;
                    let own = format!("{prefix}{count}");
                    number(book, children, &format!("{own}."), &mut 0, infos);
                    infos[id.index()].number = Some(own);
                } else {
                    number(book, children, prefix, count, infos);
                }
            }
            Entry::Part { .. } | Entry::Separator => {}
        }
    }
}

/// The numbers of everything that has one. Figures, listings, tables and equations count through a chapter and those
/// nested below it; in front and back matter they count through the book, without a chapter's number before them.
pub(super) fn nodes(
    book: &Book,
    chapters: &[ChapterInfo],
    collected: &Collected<'_>,
) -> HashMap<NodeId, String> {
    let mut numbers = HashMap::new();
    let mut captions: HashMap<(String, LabelKind), usize> = HashMap::new();
    let has_children = with_children(&book.outline);
    let mut sections = [0_usize; NUMBERED_DEPTH as usize];
    let mut current = None;
    for place in &collected.labelled {
        let chapter = place.id.chapter;
        if current != Some(chapter) {
            current = Some(chapter);
            sections = [0; NUMBERED_DEPTH as usize];
        }
        let own = chapters[chapter.index()].number.as_deref();
        match place.what {
            What::Chapter(_) => {
                numbers.extend(own.map(|own| (place.id, own.to_owned())));
            }
            What::Section(_, depth) => {
                let level = usize::from(depth) - 1;
                if depth > NUMBERED_DEPTH || has_children.contains(&chapter) {
                    continue;
                }
                sections[level] += 1;
                sections[level + 1..].fill(0);
                let Some(own) = own else { continue };
                let tail: Vec<String> = sections[..=level].iter().map(usize::to_string).collect();
                numbers.insert(place.id, format!("{own}.{}", tail.join(".")));
            }
            What::Figure(_) | What::Table(_) | What::Listing(_) | What::Equation
                if place.what.is_numbered() =>
            {
                let top = own.and_then(|own| own.split('.').next()).unwrap_or_default().to_owned();
                let Some(kind) = place.what.kind() else { continue };
                let count = captions.entry((top.clone(), kind)).or_default();
                *count += 1;
                let number = if top.is_empty() { count.to_string() } else { format!("{top}.{count}") };
                numbers.insert(place.id, number);
            }
            What::Figure(_)
            | What::Table(_)
            | What::Listing(_)
            | What::Equation
            | What::Heading(_)
            | What::Anchor => {}
        }
    }
    numbers
}

/// The chapters with others nested below them: their sections have no numbers, which the nested chapters have.
fn with_children(entries: &[Entry]) -> HashSet<ChapterId> {
    let mut found = HashSet::new();
    for entry in entries {
        if let Entry::Chapter { id, children } = entry
            && !children.is_empty()
        {
            found.insert(*id);
            found.extend(with_children(children));
        }
    }
    found
}
