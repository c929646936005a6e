//! Typographic marks in a line that is text and no Markdown.

use linkify::LinkFinder;
use pulldown_cmark::{Event, Options, Parser};

use crate::model::Toggle;

/// A text of the front matter's in one line: with the quotes, dashes and ellipses that a chapter's text would have, where
/// that is asked for. As there, those of code (between backticks) and of addresses stay.
pub(super) fn line(text: &str, smart_punctuation: Toggle) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let line = lines.join(" ");
    if smart_punctuation.is_on() { typographic(&line) } else { line }
}

fn typographic(line: &str) -> String {
    let addresses: Vec<_> = LinkFinder::new().links(line).map(|link| link.start()..link.end()).collect();
    // In a heading, where nothing can begin a block.
    let heading = format!("{HEADING}{line}");
    let mut out = String::with_capacity(line.len());
    let mut end = 0;
    for (event, range) in Parser::new_ext(&heading, Options::ENABLE_SMART_PUNCTUATION).into_offset_iter() {
        let Event::Text(mark) = event else { continue };
        let range = range.start - HEADING.len()..range.end - HEADING.len();
        let is_mark = MARKS.contains(&&line[range.clone()]);
        if is_mark && !addresses.iter().any(|address| address.contains(&range.start)) {
            // All between the marks is what was written: here it is no Markdown.
            out.push_str(&line[end..range.start]);
            out.push_str(&mark);
            end = range.end;
        }
    }
    out + &line[end..]
}

const HEADING: &str = "# ";
/// What is written for a mark.
pub(super) const MARKS: [&str; 5] = ["\"", "'", "--", "---", "..."];
