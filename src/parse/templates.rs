//! HonKit's templating, in a manuscript with its `book.json` or without a `book.toml`: `{% raw %}`, `{% hint %}` and
//! `{{ book.name }}` say what they mean there; what else there is of it is reported. In code and in formulas such braces
//! are text.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};
use serde_json::Value;

use super::expand::Expanded;
use super::tree::options;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::load::Manuscript;
use crate::model::{AlertKind, Toggle};

/// Reads the templates of a text.
pub(super) fn read(text: Expanded, manuscript: &Manuscript, diagnostics: &mut Diagnostics) -> Expanded {
    if !text.text.contains("{{") && !text.text.contains("{%") {
        return text;
    }
    let book = manuscript.store.read("book.json").ok();
    if book.is_none() && manuscript.store.exists("book.toml") {
        return text;
    }
    let book = book.and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
    let code = code(&text.text);
    let title = &manuscript.meta.title;
    let mut reader = Reader {
        text: &text,
        code,
        book,
        title,
        hints: Vec::new(),
        done: 0,
        out: Expanded::default(),
        diagnostics,
    };
    reader.read();
    reader.out
}

/// Where code and formulas are, in order.
fn code(markdown: &str) -> Vec<Range<usize>> {
    Parser::new_ext(markdown, options(Toggle::Off))
        .into_offset_iter()
        .filter(|(event, _)| {
            matches!(
                event,
                Event::Code(_)
                    | Event::InlineMath(_)
                    | Event::DisplayMath(_)
                    | Event::Start(Tag::CodeBlock(_))
            )
        })
        .map(|(_, range)| range)
        .collect()
}

struct Reader<'a> {
    text: &'a Expanded,
    code: Vec<Range<usize>>,
    /// `book.json`.
    book: Value,
    title: &'a str,
    /// By how much the hints that are open are set in.
    hints: Vec<usize>,
    /// How far the text is written.
    done: usize,
    out: Expanded,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn read(&mut self) {
        let markdown = &self.text.text;
        let last = markdown.rfind("endraw");
        let mut at = 0;
        while let Some(tag) = next(markdown, at) {
            at = tag.range.end;
            let is_code = self.is_code(tag.range.start);
            match tag.words() {
                Words::Raw => match end_of_raw(markdown, at, last) {
                    Some(end) => {
                        at = end.end;
                        self.put("", if is_code { with_line(markdown, tag.range) } else { tag.range });
                        self.put("", if is_code { with_line(markdown, end) } else { end });
                    }
                    None if is_code => {}
                    None => self.report(&tag, "is never ended", "end it with `{% endraw %}`"),
                },
                _ if is_code => {}
                Words::Hint(style) => {
                    let indent = indent(line_before(markdown, tag.range.start));
                    self.hints.push(indent);
                    let is_alone = markdown[at..].starts_with(['\n', '\r']);
                    let gap = if is_alone { String::new() } else { format!("\n{}", " ".repeat(indent)) };
                    self.put(&format!("<div class=\"{}\">\n{gap}", alert(style).name()), tag.range);
                }
                Words::EndOfHint if !self.hints.is_empty() => {
                    let indent = self.hints.pop().unwrap_or_default();
                    let is_alone = line_before(markdown, tag.range.start).trim().is_empty();
                    let gap = if is_alone { String::new() } else { format!("\n{}", " ".repeat(indent)) };
                    self.put(&format!("{gap}</div>\n"), tag.range);
                }
                Words::Value(name) => match self.value(name) {
                    Some(value) => self.put(&value, tag.range),
                    None => {
                        let hint = "give it a value in `variables` of book.json";
                        self.report(&tag, "stands for nothing", hint);
                    }
                },
                Words::EndOfHint | Words::Other => {
                    let hint =
                        "write what it stands for; braces that are meant stand in code, or in `{% raw %}`";
                    self.report(&tag, "has no meaning here", hint);
                }
            }
        }
        self.out.copy(self.text, self.done..markdown.len());
    }

    fn is_code(&self, at: usize) -> bool {
        let before = self.code.partition_point(|range| range.start <= at);
        before.checked_sub(1).is_some_and(|index| self.code[index].contains(&at))
    }

    /// Puts words in the place of a tag.
    fn put(&mut self, words: &str, tag: Range<usize>) {
        self.out.copy(self.text, self.done..tag.start);
        self.done = tag.end;
        if !words.is_empty() {
            self.out.push_made(words, self.text.span(tag));
        }
    }

    fn report(&mut self, tag: &Tagged<'_>, what: &str, hint: &str) {
        let message = format!("HonKit's `{}` {what}", tag.source);
        let span = self.text.span(tag.range.clone());
        self.diagnostics.push(Diagnostic::new(Code::TemplateUnknown, span, message).hint(hint));
    }

    /// `book.name`: a variable of `book.json`, or what it says of the book.
    fn value(&self, name: &str) -> Option<String> {
        let name = name.strip_prefix("book.")?;
        let value =
            self.book.get("variables").and_then(|variables| variables.get(name)).or(self.book.get(name));
        match value {
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Number(number)) => Some(number.to_string()),
            Some(Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_)) => None,
            None => (name == "title").then(|| self.title.to_owned()),
        }
    }
}

/// A tag in the text.
struct Tagged<'a> {
    range: Range<usize>,
    source: &'a str,
}

enum Words<'a> {
    Raw,
    /// With its style.
    Hint(&'a str),
    EndOfHint,
    Value(&'a str),
    Other,
}

impl<'a> Tagged<'a> {
    fn words(&self) -> Words<'a> {
        let inner = self.source[2..self.source.len() - 2].trim_matches('-').trim();
        let is_name = |name: &str| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'));
        if self.source.starts_with("{{") {
            return if is_name(inner) { Words::Value(inner) } else { Words::Other };
        }
        match inner.split_whitespace().next() {
            Some("raw") => Words::Raw,
            Some("hint") => {
                let style = inner.split_once("style").map_or("", |(_, rest)| rest);
                Words::Hint(style.trim_matches(|c: char| !c.is_ascii_alphabetic()))
            }
            Some("endhint") => Words::EndOfHint,
            Some(_) | None => Words::Other,
        }
    }
}

/// No tag has more bytes.
const LONGEST: usize = 400;

/// The next tag, which ends on its line. `{{#…}}` is mdBook's.
fn next(markdown: &str, from: usize) -> Option<Tagged<'_>> {
    let mut at = from;
    loop {
        at += markdown[at..].find('{')?;
        let window = &markdown[at..markdown.floor_char_boundary(at + LONGEST)];
        let line = window.lines().next().unwrap_or_default();
        let end = match line.get(..2) {
            Some("{{") if !line.starts_with("{{#") => line.find("}}"),
            Some("{%") => line[2..].find("%}").map(|end| end + 2),
            Some(_) | None => None,
        };
        match end {
            Some(end) => return Some(Tagged { range: at..at + end + 2, source: &line[..end + 2] }),
            None => at += 1,
        }
    }
}

/// Where the tag is that ends what is raw; `last` is where the last is that may be one.
fn end_of_raw(markdown: &str, from: usize, last: Option<usize>) -> Option<Range<usize>> {
    last.filter(|&last| last >= from)?;
    let mut at = from;
    while let Some(tag) = next(markdown, at) {
        if tag.source.starts_with("{%") && tag.source.contains("endraw") {
            return Some(tag.range);
        }
        // What is raw may hold half a tag.
        at = tag.range.start + 1;
    }
    None
}

/// A tag with its line, where nothing else is on it.
fn with_line(markdown: &str, tag: Range<usize>) -> Range<usize> {
    let before = line_before(markdown, tag.start);
    let is_alone = before.trim().is_empty() && markdown[tag.end..].starts_with('\n');
    if is_alone { tag.start - before.len()..tag.end + 1 } else { tag }
}

/// What is before a place on its line.
fn line_before(markdown: &str, at: usize) -> &str {
    markdown[..at].rsplit('\n').next().unwrap_or_default()
}

/// By how much text is set in behind white space and the marks of lists.
fn indent(before: &str) -> usize {
    let is_mark = |c: char| c.is_ascii_digit() || " \t-*+.)".contains(c);
    if before.chars().all(is_mark) { before.len() } else { 0 }
}

/// The alert that a hint of a style is.
fn alert(style: &str) -> AlertKind {
    match style {
        "success" | "tip" => AlertKind::Tip,
        "warning" => AlertKind::Warning,
        "danger" => AlertKind::Caution,
        "working" | "important" => AlertKind::Important,
        _ => AlertKind::Note,
    }
}
