//! What is said of an edition on the terminal.

use std::fmt::Write as _;

use crate::ledger::{Change, ChapterChange, Record};

/// What changed since the edition before.
pub(super) fn changes(record: &Record) -> String {
    let mut out = match &record.changes.from {
        Some(from) => format!("since {from}:\n"),
        None => "the first edition:\n".to_owned(),
    };
    if record.changes.chapters.is_empty() {
        out.push_str("  nothing of the text\n");
    }
    for change in &record.changes.chapters {
        writeln!(out, "  {}", line(change)).expect("strings take all");
    }
    out
}

fn line(change: &ChapterChange) -> String {
    let word = change.change.name();
    let share = match change.change {
        Change::Revised => format!(", {:.0}%", (change.share * 100.0).max(1.0)),
        Change::New | Change::Renamed | Change::Moved | Change::Removed | Change::Planned => String::new(),
    };
    let former = change.former_title.as_ref().map(|title| format!(" (was \"{title}\")")).unwrap_or_default();
    let title = change.title.replace(char::is_control, "\u{fffd}");
    format!("{word:<8} {title}{former}{share}")
}

/// How many chapters of each kind, in a few words: `2 new, 1 revised`.
pub(super) fn counted(record: &Record) -> String {
    let count = |kind: Change| record.changes.chapters.iter().filter(|change| change.change == kind).count();
    let counted: Vec<String> = Change::ALL
        .into_iter()
        .filter(|&kind| count(kind) > 0)
        .map(|kind| format!("{} {}", count(kind), kind.name()))
        .collect();
    if counted.is_empty() { "nothing".to_owned() } else { counted.join(", ") }
}
