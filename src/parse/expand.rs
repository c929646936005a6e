//! Includes: a chapter's text with other files' put in, and the way back from each byte to its source.
//!
//! `{{#include path}}`, with `:anchor`, `:from`, `:from:`, `::to` or `:from:to` behind the path (mdBook). Lines from
//! another file take the indentation of the line that asks for them, so that an include works inside a list.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::load::{self, ReadError, Store};
use crate::source::{FileId, Sources, Span};

/// How many files may be open in one another.
const DEEPEST: usize = 64;
/// How many includes a chapter may have, those of included files counted: an author has some hundreds.
const MOST_INCLUDES: usize = 20_000;
/// How long a chapter may be with all that is included: 64 MiB.
const LONGEST: usize = 64 << 20;

/// A chapter's text after includes.
#[derive(Debug, Default)]
pub(super) struct Expanded {
    /// What the Markdown parser reads.
    pub(super) text: String,
    /// By start in `text`: where it comes from.
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, Copy)]
struct Piece {
    start: usize,
    file: FileId,
    source_start: usize,
    source_end: usize,
    /// Whether the piece is a copy of its source; else all of it came of all of that.
    is_copy: bool,
}

impl Expanded {
    /// A text that all came of one place.
    pub(super) fn made(text: &str, at: Span) -> Self {
        let mut made = Self::default();
        made.push_made(text, at);
        made
    }

    /// Where a range of the text comes from: up to the end of the first source that it touches.
    pub(super) fn span(&self, range: std::ops::Range<usize>) -> Span {
        let index = self.pieces.partition_point(|piece| piece.start <= range.start);
        let Some(piece) = index.checked_sub(1).map(|index| self.pieces[index]) else {
            return Span::DETACHED;
        };
        if !piece.is_copy {
            return Span::new(piece.file, piece.source_start..piece.source_end);
        }
        let limit = self.pieces[index..]
            .iter()
            .find(|next| !continues(piece, **next))
            .map_or(self.text.len(), |next| next.start);
        let end = range.end.min(limit).max(range.start);
        let offset = |at: usize| at - piece.start + piece.source_start;
        Span::new(piece.file, offset(range.start)..offset(end))
    }

    /// Adds a part of another text, with where it comes from.
    pub(super) fn copy(&mut self, other: &Self, part: std::ops::Range<usize>) {
        let first = other.pieces.partition_point(|piece| piece.start <= part.start).saturating_sub(1);
        for (index, piece) in other.pieces.iter().enumerate().skip(first) {
            let next = other.pieces.get(index + 1).map_or(other.text.len(), |next| next.start);
            let (from, to) = (piece.start.max(part.start), next.min(part.end));
            if from >= to {
                continue;
            }
            let (source_start, source_end) = match piece.is_copy {
                true => (piece.source_start + from - piece.start, piece.source_start + to - piece.start),
                false => (piece.source_start, piece.source_end),
            };
            self.pieces.push(Piece { start: self.text.len(), source_start, source_end, ..*piece });
            self.text.push_str(&other.text[from..to]);
        }
    }

    fn push(&mut self, text: &str, file: FileId, source_start: usize) {
        let source_end = source_start + text.len();
        self.pieces.push(Piece { start: self.text.len(), file, source_start, source_end, is_copy: true });
        self.text.push_str(text);
    }

    /// Adds a text that all came of one place.
    pub(super) fn push_made(&mut self, text: &str, at: Span) {
        if let Some(file) = at.file() {
            let std::ops::Range { start: source_start, end: source_end } = at.range();
            self.pieces.push(Piece {
                start: self.text.len(),
                file,
                source_start,
                source_end,
                is_copy: false,
            });
        }
        self.text.push_str(text);
    }
}

/// Whether `next` goes on in the source where `piece` would be at that point.
fn continues(piece: Piece, next: Piece) -> bool {
    next.is_copy
        && next.file == piece.file
        && next.start - piece.start == next.source_start.wrapping_sub(piece.source_start)
}

/// Expands the text of `file` from `start` on.
pub(super) fn expand(
    store: &Store,
    sources: &Sources,
    path: &str,
    file: FileId,
    start: usize,
    diagnostics: &mut Diagnostics,
) -> Expanded {
    let mut expander =
        Expander { store, sources, diagnostics, out: Expanded::default(), open: Vec::new(), count: 0 };
    let text = sources.get(file).text.clone();
    expander.file(path, file, start..text.len(), "");
    expander.out
}

struct Expander<'a> {
    store: &'a Store,
    sources: &'a Sources,
    diagnostics: &'a mut Diagnostics,
    out: Expanded,
    /// The files being read, outermost first.
    open: Vec<String>,
    /// How many includes there were.
    count: usize,
}

impl Expander<'_> {
    fn file(&mut self, path: &str, file: FileId, range: std::ops::Range<usize>, indent: &str) {
        let source = self.sources.get(file);
        let text = &source.text[range.clone()];
        if indent.is_empty() && !text.contains("{{#") && !text.contains("{% include") {
            self.out.push(text, file, range.start);
            return;
        }
        self.open.push(path.to_owned());
        let mut offset = range.start;
        for (number, line) in text.split_inclusive('\n').enumerate() {
            if number > 0 && !indent.is_empty() {
                self.out.push_made(indent, Span::new(file, offset..offset));
            }
            self.line(path, file, offset, line);
            offset += line.len();
        }
        self.open.pop();
    }

    fn line(&mut self, path: &str, file: FileId, start: usize, line: &str) {
        let mut done = 0;
        while let Some(found) = Directive::find(&line[done..]) {
            let at = done + found.range.start;
            let end = done + found.range.end;
            self.out.push(&line[done..at], file, start + done);
            let span = Span::new(file, start + at..start + end);
            match found.kind {
                Kind::Include(target) => {
                    let indent = indentation(&line[..at], line[end..].trim().is_empty());
                    self.include(path, span, target, indent);
                }
                Kind::Escaped => self.out.push(&line[at + 1..end], file, start + at + 1),
                Kind::Nothing => {}
            }
            done = end;
        }
        if done < line.len() {
            self.out.push(&line[done..], file, start + done);
        }
    }

    fn include(&mut self, path: &str, span: Span, target: &str, indent: &str) {
        let (name, part) = target.split_once(':').map_or((target, None), |(name, part)| (name, Some(part)));
        self.count += 1;
        match self.too_much(span).map_or_else(|| self.resolve(path, span, name.trim()), Err) {
            Ok((included, file)) => match self.part(&included, file, part, span) {
                Some(ranges) => {
                    for (number, range) in ranges.into_iter().enumerate() {
                        if number > 0 {
                            self.out.push_made(indent, span);
                        }
                        self.file(&included, file, range, indent);
                    }
                }
                None => self.out.push_made(&format!("⟨{target}⟩"), span),
            },
            Err(finding) => {
                self.diagnostics.push(*finding);
                self.out.push_made(&format!("⟨{target}⟩"), span);
            }
        }
    }

    /// Why nothing more is included.
    fn too_much(&self, span: Span) -> Option<Box<Diagnostic>> {
        let finding = |code, message: &str| Some(Box::new(Diagnostic::new(code, span, message)));
        if self.open.len() >= DEEPEST {
            finding(Code::NestingTooDeep, "this is included through too many files")
        } else if self.count > MOST_INCLUDES || self.out.text.len() > LONGEST {
            finding(Code::FileTooLarge, "with all that is included, this chapter is too large")
        } else {
            None
        }
    }

    fn resolve(&self, base: &str, span: Span, name: &str) -> Result<(String, FileId), Box<Diagnostic>> {
        let finding = |code, message: String| Box::new(Diagnostic::new(code, span, message));
        let outside = || {
            let message = format!("`{name}` is outside of the manuscript's folder");
            Box::new(
                Diagnostic::new(Code::PathOutside, span, message)
                    .hint("a book is made of its own folder: copy the file into it"),
            )
        };
        let path = load::join(base, name).ok_or_else(outside)?;
        if self.open.contains(&path) {
            let chain: Vec<_> = self.open.iter().map(String::as_str).chain([path.as_str()]).collect();
            return Err(finding(
                Code::IncludeCycle,
                format!("`{name}` includes itself: {}", chain.join(" → ")),
            ));
        }
        let bytes = self.store.read(&path).map_err(|error| match error {
            ReadError::Missing => {
                let missing = finding(Code::IncludeMissing, format!("there is no file `{path}` to include"));
                match self.store.nearest(&path) {
                    Some(near) => Box::new(missing.hint(format!("did you mean `{near}`?"))),
                    None => missing,
                }
            }
            ReadError::Outside => outside(),
            ReadError::Unreadable(why) => {
                finding(Code::FileUnreadable, format!("`{path}` can't be read: {why}"))
            }
        })?;
        let text = std::str::from_utf8(&bytes)
            .map_err(|_| finding(Code::NotUtf8, format!("`{path}` is not UTF-8 text")))?;
        Ok((path.clone(), self.sources.add(&path, text)))
    }

    /// The ranges of an included file that are asked for: lines that mark anchors are never among them.
    fn part(
        &mut self,
        path: &str,
        file: FileId,
        part: Option<&str>,
        span: Span,
    ) -> Option<Vec<std::ops::Range<usize>>> {
        let source = self.sources.get(file);
        let lines = lines(&source.text);
        let wanted = match part {
            None => Some(0..lines.len()),
            Some(part) => match line_range(part, lines.len()) {
                Some(range) => range,
                None => anchored(&source.text, &lines, part),
            },
        };
        let Some(wanted) = wanted else {
            let part = part.unwrap_or_default();
            let names = anchor_names(&source.text);
            self.diagnostics.push(
                Diagnostic::new(Code::IncludeAnchor, span, format!("`{path}` has no part `{part}`"))
                    .did_you_mean(part, names.iter().copied()),
            );
            return None;
        };
        let keep = |range: &std::ops::Range<usize>| !is_anchor_line(&source.text[range.clone()]);
        let mut ranges: Vec<std::ops::Range<usize>> = Vec::new();
        for range in lines[wanted].iter().filter(|range| keep(range)) {
            match ranges.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => ranges.push(range.clone()),
            }
        }
        // The line that asks for the include brings its own end.
        if let Some(last) = ranges.last_mut() {
            let text = &source.text[last.clone()];
            last.end -= text.len() - text.trim_end_matches(['\r', '\n']).len();
        }
        Some(ranges)
    }
}

/// What included lines are set in by: white space and quotation marks before a directive that is alone on its line.
fn indentation(before: &str, is_alone: bool) -> &str {
    let is_indent = before.chars().all(|c| c == ' ' || c == '\t' || c == '>');
    if is_alone && is_indent { before } else { "" }
}

struct Directive<'a> {
    range: std::ops::Range<usize>,
    kind: Kind<'a>,
}

enum Kind<'a> {
    Include(&'a str),
    /// `\{{#include …}}`: shown without the backslash.
    Escaped,
    /// A directive that has no meaning here, as `{{#title …}}`.
    Nothing,
}

impl<'a> Directive<'a> {
    /// The first of a text. An end that is not there is looked for once.
    fn find(text: &'a str) -> Option<Self> {
        let (mut has_end, mut has_honkit_end) = (true, true);
        for (at, _) in text.match_indices('{') {
            let rest = &text[at..];
            let found = if has_end && rest.starts_with("{{#") {
                let end = rest.find("}}");
                has_end = end.is_some();
                end.and_then(|end| Self::mdbook(text, at, at + end + 2))
            } else if has_honkit_end && rest.starts_with("{% include") {
                let end = rest.find("%}");
                has_honkit_end = end.is_some();
                end.map(|end| Self::honkit(text, at, at + end + 2))
            } else {
                None
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn mdbook(text: &'a str, at: usize, end: usize) -> Option<Self> {
        if text[..at].ends_with('\\') {
            return Some(Self { range: at - 1..end, kind: Kind::Escaped });
        }
        let inner = text[at + 3..end - 2].trim();
        let (word, target) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let kind = match word {
            "include" | "rustdoc_include" | "playground" | "playpen" => {
                Kind::Include(target.split_whitespace().next().unwrap_or_default())
            }
            "title" => Kind::Nothing,
            _ => return None,
        };
        Some(Self { range: at..end, kind })
    }

    fn honkit(text: &'a str, at: usize, end: usize) -> Self {
        let target = text[at + "{% include".len()..end - 2].trim().trim_matches(['"', '\'']);
        Self { range: at..end, kind: Kind::Include(target) }
    }
}

fn lines(text: &str) -> Vec<std::ops::Range<usize>> {
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
fn line_range(part: &str, count: usize) -> Option<Option<std::ops::Range<usize>>> {
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

fn anchored(text: &str, lines: &[std::ops::Range<usize>], name: &str) -> Option<std::ops::Range<usize>> {
    let at =
        |marker: &str| lines.iter().position(|range| anchor_name(&text[range.clone()], marker) == Some(name));
    let start = at("ANCHOR:")?;
    let end = at("ANCHOR_END:").unwrap_or(lines.len());
    (start < end).then_some(start + 1..end)
}

fn anchor_name<'a>(line: &'a str, marker: &str) -> Option<&'a str> {
    let (_, name) = line.split_once(marker)?;
    name.split_whitespace().next()
}

fn anchor_names(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| anchor_name(line, "ANCHOR:")).collect()
}

fn is_anchor_line(line: &str) -> bool {
    line.contains("ANCHOR:") || line.contains("ANCHOR_END:")
}
