//! Parts of a file: lines by number, and between anchors.

use std::ops::Range;

/// The lines of a text, with their ends.
pub(super) fn lines(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            let range = start..start + line.len();
            start = range.end;
            range
        })
        .collect()
}

/// `3`, `3:`, `:7`, `3:7`, counted from 1: outer `None` when it is none of these, inner when there are no such lines.
#[expect(clippy::option_option, reason = "the two nothings differ: not a range, and a range of no lines")]
pub(super) fn line_range(part: &str, count: usize) -> Option<Option<Range<usize>>> {
    let number = |text: &str| if text.is_empty() { Some(None) } else { text.parse::<usize>().ok().map(Some) };
    let (from, to) = match part.split_once(':') {
        Some((from, to)) => (number(from)?, number(to)?),
        None => {
            let only = number(part)??;
            (Some(only), Some(only))
        }
    };
    let (from, to) = (from.unwrap_or(1), to.unwrap_or(count).min(count));
    Some((from >= 1 && from <= to).then(|| from - 1..to))
}

/// The lines between the two marks of an anchor.
pub(super) fn anchored(text: &str, lines: &[Range<usize>], name: &str) -> Option<Range<usize>> {
    let at =
        |marker: &str| lines.iter().position(|range| anchor(&text[range.clone()]) == Some((marker, name)));
    let start = at(ANCHOR)?;
    let end = at(ANCHOR_END).unwrap_or(lines.len());
    (start < end).then_some(start + 1..end)
}

const ANCHOR: &str = "ANCHOR:";
const ANCHOR_END: &str = "ANCHOR_END:";

/// The marker and the name of a line that marks an anchor: a comment that says nothing else. A line of code may have
/// the same word in it.
pub(super) fn anchor(line: &str) -> Option<(&'static str, &str)> {
    let (at, marker) =
        [ANCHOR, ANCHOR_END].into_iter().find_map(|marker| Some((line.find(marker)?, marker)))?;
    let opens = |c: char| c.is_whitespace() || "/*#-;%<!{([.@|~:]'\"".contains(c);
    let before = &line[..at];
    if before.trim().is_empty() || !before.chars().all(opens) {
        return None;
    }
    let rest = line[at + marker.len()..].trim_start();
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let length = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
    // An HTML comment may end right behind the name.
    let name = rest[..length].trim_end_matches('-');
    let closes = |c: char| c.is_whitespace() || "*/->)]}#%!".contains(c);
    (!name.is_empty() && rest[length..].chars().all(closes)).then_some((marker, name))
}

/// The names of a text's anchors.
pub(super) fn anchor_names(text: &str) -> Vec<&str> {
    let names = text.lines().filter_map(anchor).filter(|(marker, _)| *marker == ANCHOR);
    names.map(|(_, name)| name).collect()
}
