//! `CHANGELOG.md` in the form of Keep a Changelog 1.1.0: what is not yet released stands below `## [Unreleased]`.

use std::ops::Range;

use super::{CHANGELOG, Notes};
use crate::ledger::Version;

/// What is not yet released, as the author's notes on the next edition; empty where nothing is.
pub fn unreleased(text: &str) -> Notes {
    let Some((heading, body)) = section(text, is_unreleased) else {
        return Notes { path: CHANGELOG.to_owned(), ..Notes::default() };
    };
    let body = &text[body];
    let start = body.len() - body.trim_start_matches(['\n', '\r']).len();
    let line = text[..heading.end + start].matches('\n').count();
    let body = without_links(&body[start..]);
    Notes { text: body.trim_end().to_owned(), line, path: CHANGELOG.to_owned() }
}

/// The file once what was not released is: its part has the version's heading, and a new one stands above it.
pub fn released(text: &str, version: &Version, date: &str) -> String {
    let Some((heading, _)) = section(text, is_unreleased) else { return text.to_owned() };
    let own = format!("## [{version}] - {date}\n");
    if text.contains(own.trim_end()) {
        return text.to_owned();
    }
    let (before, behind) = text.split_at(heading.end);
    format!("{before}\n{own}{behind}")
}

/// The heading of a section and what follows it.
fn section(text: &str, is_meant: impl Fn(&str) -> bool) -> Option<(Range<usize>, Range<usize>)> {
    let mut found: Option<Range<usize>> = None;
    let mut offset = 0;
    let mut fence: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let range = offset..offset + line.len();
        offset = range.end;
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        if mark.is_some() && (fence.is_none() || fence == mark) {
            fence = if fence.is_some() { None } else { mark };
            continue;
        }
        let is_heading = fence.is_none() && (line.starts_with("## ") || line.starts_with("# "));
        match (&found, is_heading) {
            (Some(heading), true) => return Some((heading.clone(), heading.end..range.start)),
            (None, true) if line.starts_with("## ") && is_meant(name(line)) => found = Some(range),
            _ => {}
        }
    }
    found.map(|heading| (heading.clone(), heading.end..text.len()))
}

/// What a heading names, without brackets and date: `Unreleased`, `0.3.0`.
fn name(line: &str) -> &str {
    let words = line.trim_start_matches('#').trim();
    let end = words.find(" - ").unwrap_or(words.len());
    words[..end].trim().trim_start_matches('[').split(']').next().unwrap_or_default().trim()
}

fn is_unreleased(name: &str) -> bool {
    name.eq_ignore_ascii_case("unreleased")
}

/// A text without the definitions of links at its end, which are of the whole file.
fn without_links(text: &str) -> String {
    let is_definition = |line: &str| line.starts_with('[') && line.contains("]: ");
    text.split_inclusive('\n').filter(|line| !is_definition(line)).collect()
}
