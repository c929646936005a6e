//! `CHANGELOG.md` in the form of Keep a Changelog 1.1.0: what is not yet released stands below `## [Unreleased]`.

mod links;

use std::ops::Range;

use super::{CHANGELOG, Notes};
use crate::ledger::Version;

/// What is not yet released, as the author's notes on the next edition; empty where nothing is.
pub fn unreleased(text: &str) -> Notes {
    let Some(section) = sections(text).into_iter().find(|section| is_unreleased(section.name)) else {
        return Notes { path: CHANGELOG.to_owned(), ..Notes::default() };
    };
    let body = &text[section.body];
    let start = body.len() - body.trim_start_matches(['\n', '\r']).len();
    let line = text[..section.heading.end + start].matches('\n').count();
    let body = links::without(&body[start..]);
    let body = body.trim_end();
    let definitions = links::used(text, body);
    let between = if definitions.is_empty() { "" } else { "\n\n" };
    Notes { text: format!("{body}{between}{definitions}"), line, path: CHANGELOG.to_owned() }
}

/// The text once an edition has what was not yet released: that is below the edition's own heading then, with a new empty
/// part above it. All else stays as it is, byte for byte, but for the definitions of links that compare two versions. A
/// text that has the edition's heading stays as it is.
///
/// `date` is as ISO 8601 has it: `2026-11-23`.
pub fn released(text: &str, version: &Version, date: &str) -> String {
    let (sections, version) = (sections(text), version.to_string());
    if sections.iter().any(|section| section.name.trim_start_matches('v') == version) {
        return text.to_owned();
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let released = match sections.iter().find(|section| is_unreleased(section.name)) {
        Some(section) => {
            let (before, behind) = (&text[..section.heading.start], &text[section.heading.end..]);
            let line = &text[section.heading.clone()];
            let heading = line.trim_end_matches(['\n', '\r']);
            let own_end = &line[heading.len()..];
            format!("{before}{heading}{end}{end}## [{version}] - {date}{own_end}{behind}")
        }
        None => {
            let at = sections.first().map_or_else(|| links::start(text), |section| section.heading.start);
            let (before, behind) = text.split_at(at);
            let above = space(before, end);
            let below = if behind.is_empty() { "" } else { end };
            format!("{before}{above}## [Unreleased]{end}{end}## [{version}] - {date}{end}{below}{behind}")
        }
    };
    links::released(&released, &version)
}

/// Notes whose headings are a level higher, so that they are below a chapter's own: those of a changelog are below its
/// versions'.
pub(super) fn raised(notes: &str) -> String {
    let mut raised = notes.to_owned();
    let lower: Vec<usize> = lines(notes).filter(|line| line.level > 2).map(|line| line.range.start).collect();
    for start in lower.into_iter().rev() {
        let mark = start + notes[start..].find('#').expect("a heading has its marks");
        raised.remove(mark);
    }
    raised
}

/// What a text lacks to end in an empty line.
fn space(text: &str, end: &str) -> String {
    let text = text.replace('\r', "");
    match (text.is_empty() || text.ends_with("\n\n"), text.ends_with('\n')) {
        (true, _) => String::new(),
        (false, true) => end.to_owned(),
        (false, false) => format!("{end}{end}"),
    }
}

/// A part of the file: what a heading of the second level has below it.
struct Section<'a> {
    /// What its heading names, without brackets and date: `Unreleased`, `0.3.0`.
    name: &'a str,
    /// The heading's line.
    heading: Range<usize>,
    /// What follows it.
    body: Range<usize>,
}

fn sections(text: &str) -> Vec<Section<'_>> {
    let mut sections: Vec<Section<'_>> = Vec::new();
    let mut is_open = false;
    for heading in lines(text).filter(|line| matches!(line.level, 1 | 2)) {
        if let Some(last) = sections.last_mut().filter(|_| is_open) {
            last.body.end = heading.range.start;
        }
        is_open = heading.level == 2;
        if is_open {
            let body = heading.range.end..text.len();
            sections.push(Section { name: name(&text[heading.range.clone()]), heading: heading.range, body });
        }
    }
    sections
}

/// A line that is neither in a fence nor in a comment.
struct Line {
    range: Range<usize>,
    /// Of a heading: which of the six; else 0.
    level: usize,
}

/// The lines that mean what they say.
fn lines(text: &str) -> impl Iterator<Item = Line> {
    let mut offset = 0;
    let mut fence: Option<&str> = None;
    let mut is_comment = false;
    text.split_inclusive('\n').filter_map(move |line| {
        let range = offset..offset + line.len();
        offset = range.end;
        let start = line.trim_start();
        let indent = line.len() - start.len();
        if let Some(open) = fence {
            // A fence is closed by one that is as long, with nothing behind it (CommonMark §4.5).
            let is_closed =
                start.starts_with(open) && start.trim_end().bytes().all(|b| b == open.as_bytes()[0]);
            fence = fence.filter(|_| !is_closed);
            return None;
        }
        if is_comment || start.starts_with("<!--") {
            is_comment = !line.contains("-->");
            return None;
        }
        // A fence may be the first thing in an item of a list.
        let inner = start.trim_start_matches(['-', '*', '+', ' ']);
        let start = if inner.starts_with(['`', '~']) { inner } else { start };
        let length = |mark: char| start.len() - start.trim_start_matches(mark).len();
        if let Some(mark) = ['`', '~'].into_iter().find(|&mark| indent < 4 && length(mark) >= 3) {
            fence = Some(&start[..length(mark)]);
            return None;
        }
        let marks = length('#');
        let is_heading = indent < 4 && (1..=6).contains(&marks) && start[marks..].starts_with(' ');
        Some(Line { range, level: if is_heading { marks } else { 0 } })
    })
}

fn name(line: &str) -> &str {
    let words = line.trim().trim_start_matches('#').trim();
    let end = words.find(" - ").unwrap_or(words.len());
    words[..end].trim().trim_start_matches('[').split(']').next().unwrap_or_default().trim()
}

fn is_unreleased(name: &str) -> bool {
    name.eq_ignore_ascii_case("unreleased")
}
