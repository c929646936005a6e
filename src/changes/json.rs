//! Changes for programs; `docs/changes.md` says what each field means.

use serde_json::{Value, json};

use super::{BlockChanged, Changed, ChapterChanged, Edition, Run, SectionChanged};
use crate::ledger::Address;

/// What changed, as one JSON value with a line's end.
pub(super) fn write(changed: &Changed) -> String {
    let withdrawn = |edition: &Edition| edition.withdrawn.clone();
    let version = |edition: &Edition| edition.version.as_ref().map(ToString::to_string);
    let value = json!({
        "from": version(&changed.from),
        "to": version(&changed.to),
        "withdrawn": { "from": withdrawn(&changed.from), "to": withdrawn(&changed.to) },
        "chapters": changed.chapters.iter().map(chapter).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&value).expect("it has no keys but words") + "\n"
}

fn chapter(chapter: &ChapterChanged) -> Value {
    let change = &chapter.change;
    json!({
        "slug": change.slug,
        "file": chapter.file,
        "title": change.title,
        "change": change.change.name(),
        "share": change.share,
        "former_title": change.former_title,
        "moved": change.is_moved,
        "leads_to": change.leads_to.as_ref().map(Address::to_string),
        "sections": chapter.sections.iter().map(section).collect::<Vec<_>>(),
    })
}

fn section(section: &SectionChanged) -> Value {
    let change = &section.change;
    json!({
        "anchor": change.anchor,
        "title": change.title,
        "change": change.change.name(),
        "share": change.share,
        "moved_from": change.moved_from,
        "blocks": section.blocks.iter().map(block).collect::<Vec<_>>(),
    })
}

fn block(block: &BlockChanged) -> Value {
    let run = |run: &Run| json!({ "change": run.fate.name(), "text": run.text });
    json!({
        "id": block.id,
        "kind": block.kind.name(),
        "change": block.change.name(),
        "moved_from": block.moved_from,
        "words": block.words.as_ref().map(|runs| runs.iter().map(run).collect::<Vec<_>>()),
    })
}
