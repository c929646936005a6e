//! What is left of a chapter.

use crate::model::{Body, Chapter, Section, Toggle};
use crate::resolve::{ChapterInfo, Presence};

/// A chapter as a sample has it, and how much of it that is: all, where it is marked; its heading and its marked
/// sections, where some are; else what announces it.
pub(super) fn chapter(chapter: &Chapter, info: &ChapterInfo) -> (Chapter, Presence) {
    let body = match chapter.sample {
        _ if !info.is_written => Body::default(),
        Toggle::On => return (chapter.clone(), Presence::Whole),
        Toggle::Off => Body { blocks: Vec::new(), sections: sections(&chapter.body.sections) },
    };
    if body.sections.is_empty() {
        return (with(chapter, Body::default()), Presence::Elsewhere);
    }
    let presence = if body == chapter.body { Presence::Whole } else { Presence::Part };
    let (heading, notes) = (chapter.heading.clone(), chapter.notes.clone());
    (Chapter { heading, notes, ..with(chapter, body) }, presence)
}

/// The marked sections, and of those around them the headings.
fn sections(all: &[Section]) -> Vec<Section> {
    let kept = all.iter().filter_map(|section| match section.sample {
        Toggle::On => Some(section.clone()),
        Toggle::Off => {
            let sections = sections(&section.body.sections);
            let body = Body { blocks: Vec::new(), sections };
            let heading = section.heading.clone();
            (!body.sections.is_empty()).then_some(Section { heading, body, ..*section })
        }
    });
    kept.collect()
}

/// What is said of a chapter, with another text.
fn with(chapter: &Chapter, body: Body) -> Chapter {
    Chapter {
        id: chapter.id,
        title: chapter.title.clone(),
        slug: chapter.slug.clone(),
        matter: chapter.matter,
        depth: chapter.depth,
        status: chapter.status,
        summary: chapter.summary.clone(),
        expected: chapter.expected,
        authors: chapter.authors.clone(),
        sample: chapter.sample,
        path: chapter.path.clone(),
        heading: None,
        body,
        notes: Vec::new(),
        promised: chapter.promised.clone(),
        span: chapter.span,
    }
}
