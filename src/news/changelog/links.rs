//! Definitions of links at the file's end: `[0.3.0]: https://example.com/compare/v0.2.0...v0.3.0`.

use std::ops::Range;

use super::{is_unreleased, lines};

/// A definition of a link on a line of its own.
struct Definition<'a> {
    /// What stands in its brackets.
    label: &'a str,
    /// What follows the colon.
    address: &'a str,
    /// Its line.
    range: Range<usize>,
}

fn definitions(text: &str) -> impl Iterator<Item = Definition<'_>> {
    lines(text).filter_map(|line| {
        let (label, address) = text[line.range.clone()].strip_prefix('[')?.split_once("]: ")?;
        // A footnote is none.
        let is_link = !label.starts_with('^') && !label.contains(']');
        is_link.then(|| Definition { label, address: address.trim(), range: line.range })
    })
}

/// A text without its definitions, which are of the whole file.
pub(super) fn without(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for definition in definitions(text) {
        out.push_str(&text[end..definition.range.start]);
        end = definition.range.end;
    }
    out + &text[end..]
}

/// Of a file's definitions those that a part of it asks for.
pub(super) fn used(text: &str, part: &str) -> String {
    let part = part.to_lowercase();
    let is_used = |label: &str| part.contains(&format!("[{}]", label.to_lowercase()));
    let used = definitions(text).filter(|definition| is_used(definition.label));
    used.map(|definition| text[definition.range].trim_end()).collect::<Vec<_>>().join("\n")
}

/// Where the definitions at the end of a text start, or its end where there are none.
pub(super) fn start(text: &str) -> usize {
    let mut start = text.len();
    for definition in definitions(text).collect::<Vec<_>>().into_iter().rev() {
        if !text[definition.range.end..start].trim().is_empty() {
            break;
        }
        start = definition.range.start;
    }
    start
}

/// A text in which the link that compares the last version with what is not yet released compares the new version with it,
/// and the new version is compared with the last. Nothing changes where there is no such link.
pub(super) fn released(text: &str, version: &str) -> String {
    let found = definitions(text).find(|definition| is_unreleased(definition.label)).and_then(|definition| {
        let (base, compared) = definition.address.rsplit_once("/compare/")?;
        let (last, head) = compared.split_once("...")?;
        Some((definition.range, definition.label, base, last, head))
    });
    let Some((range, label, base, last, head)) = found else { return text.to_owned() };
    let line = &text[range.clone()];
    let end = &line[line.trim_end().len()..];
    let between = if end.is_empty() { "\n" } else { end };
    // Tags are called as the last one is.
    let prefix = &last[..last.find(|c: char| c.is_ascii_digit()).unwrap_or(0)];
    let lines = format!(
        "[{label}]: {base}/compare/{prefix}{version}...{head}{between}\
         [{version}]: {base}/compare/{last}...{prefix}{version}{end}"
    );
    format!("{}{lines}{}", &text[..range.start], &text[range.end..])
}
