//! Includes: a chapter's text with other files' put in, and the way back from each byte to its source.
//!
//! `{{#include path}}`, with `:anchor`, `:from`, `:from:`, `::to` or `:from:to` behind the path (mdBook). Lines from
//! another file take the indentation of the line that asks for them, so that an include works inside a list.

mod directive;
mod fences;
mod part;

use std::ops::Range;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::load::{self, LARGEST_TEXT, ReadError, Store};
use crate::source::{FileId, Sources, Span};
use directive::{Directive, Kind};
use fences::Fences;
use part::{anchor, anchor_names, anchored, line_range, lines};

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
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let index = self.pieces.partition_point(|piece| piece.start <= range.start);
        let Some(piece) = index.checked_sub(1).map(|index| self.pieces[index]) else {
            return Span::DETACHED;
        };
        if !piece.is_copy {
            return Span::new(piece.file, piece.source_start..piece.source_end);
        }
        let limit = self.pieces[index..]
            .iter()
            .take_while(|next| next.start < range.end)
            .find(|next| !continues(piece, **next))
            .map_or(range.end, |next| next.start);
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
            let Range { start: source_start, end: source_end } = at.range();
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
    let mut expander = Expander {
        store,
        sources,
        diagnostics,
        out: Expanded::default(),
        open: Vec::new(),
        count: 0,
        fences: Fences::default(),
    };
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
    fences: Fences,
}

impl Expander<'_> {
    fn file(&mut self, path: &str, file: FileId, range: Range<usize>, indent: &str) {
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
            let place = Place::of(&line[..at], &line[end..]);
            match found.kind {
                Kind::Include(target) => self.include(path, span, target, place.indent()),
                Kind::Playground(target) => self.playground(path, span, target, place),
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
        if let Some((included, file, ranges)) = self.find(path, span, target) {
            self.ranges(&included, file, ranges, span, indent);
        }
    }

    /// Includes code, as a listing where it stands in none.
    fn playground(&mut self, path: &str, span: Span, target: &str, place: Place<'_>) {
        let indent = place.indent();
        if self.fences.is_open(&self.out.text) {
            return self.include(path, span, target, indent);
        }
        let Some((included, file, ranges)) = self.find(path, span, target) else { return };
        let longest = longest_run(&self.sources.get(file).text, '`');
        let fence = "`".repeat(longest.max(2) + 1);
        let gap = match place {
            Place::OwnLine(_) => "",
            Place::InLine => "\n\n",
        };
        self.out.push_made(&format!("{gap}{fence}rust\n{indent}"), span);
        self.ranges(&included, file, ranges, span, indent);
        self.out.push_made(&format!("\n{indent}{fence}{gap}"), span);
    }

    fn ranges(&mut self, path: &str, file: FileId, ranges: Vec<Range<usize>>, span: Span, indent: &str) {
        for (number, range) in ranges.into_iter().enumerate() {
            if number > 0 {
                self.out.push_made(indent, span);
            }
            self.file(path, file, range, indent);
        }
    }

    /// The file and its ranges that are asked for; `None` where something is wrong, which is said and marked.
    fn find(&mut self, path: &str, span: Span, target: &str) -> Option<(String, FileId, Vec<Range<usize>>)> {
        let (name, part) = target.split_once(':').map_or((target, None), |(name, part)| (name, Some(part)));
        self.count += 1;
        let found = self.too_much(span).map_or_else(|| self.resolve(path, span, name.trim()), Err);
        let found = found.and_then(|(included, file)| {
            let ranges = self.part(&included, file, part, span)?;
            let length: usize = ranges.iter().map(Range::len).sum();
            match self.out.text.len() + length > LONGEST {
                true => Err(too_large(span)),
                false => Ok((included, file, ranges)),
            }
        });
        found
            .map_err(|finding| {
                self.diagnostics.push(*finding);
                self.out.push_made(&format!("⟨{target}⟩"), span);
            })
            .ok()
    }

    /// Why nothing more is included.
    fn too_much(&self, span: Span) -> Option<Box<Diagnostic>> {
        if self.open.len() >= DEEPEST {
            let message = "this is included through too many files";
            return Some(Box::new(Diagnostic::new(Code::NestingTooDeep, span, message)));
        }
        (self.count > MOST_INCLUDES || self.out.text.len() > LONGEST).then(|| too_large(span))
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
        if self.store.size(&path).is_ok_and(|size| size > LARGEST_TEXT) {
            return Err(finding(Code::FileTooLarge, format!("`{path}` is larger than 256 MiB")));
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
        &self,
        path: &str,
        file: FileId,
        part: Option<&str>,
        span: Span,
    ) -> Result<Vec<Range<usize>>, Box<Diagnostic>> {
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
            let finding =
                Diagnostic::new(Code::IncludeAnchor, span, format!("`{path}` has no part `{part}`"));
            return Err(Box::new(finding.did_you_mean(part, names.iter().copied())));
        };
        let keep = |range: &Range<usize>| anchor(&source.text[range.clone()]).is_none();
        let mut ranges: Vec<Range<usize>> = Vec::new();
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
        Ok(ranges)
    }
}

/// Where a directive stands.
#[derive(Clone, Copy)]
enum Place<'a> {
    /// Alone on its line, behind white space and quotation marks, which the lines included are set in by.
    OwnLine(&'a str),
    InLine,
}

impl<'a> Place<'a> {
    fn of(before: &'a str, behind: &str) -> Self {
        let is_indent = before.chars().all(|c| c == ' ' || c == '\t' || c == '>');
        if is_indent && behind.trim().is_empty() { Self::OwnLine(before) } else { Self::InLine }
    }

    fn indent(self) -> &'a str {
        match self {
            Self::OwnLine(indent) => indent,
            Self::InLine => "",
        }
    }
}

fn too_large(span: Span) -> Box<Diagnostic> {
    let message = "with all that is included, this chapter is too large";
    Box::new(Diagnostic::new(Code::FileTooLarge, span, message))
}

/// How often a character stands in a row, at most.
fn longest_run(text: &str, wanted: char) -> usize {
    text.split(|c| c != wanted).map(str::len).max().unwrap_or_default()
}
