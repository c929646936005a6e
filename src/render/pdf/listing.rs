//! Listings: runs that are already coloured, line after line.
//!
//! A line that surely fits is written as code that sets it; one that may be too long is written as data, which
//! `styles/book.typ` sets at once or folds, when it knows how wide the page is.

use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{Chapter, PagePlace};
use crate::model::{LabelKind, Listing, ListingKind, NodeId};
use crate::resolve::highlight::Token;

/// A page is found by every so many lines.
const PAGED: usize = 12;
/// A paragraph has so many lines at most, since Typst takes time with their square; whole steps of `PAGED`.
const PART: usize = 80 * PAGED;
/// Columns that a list, a quotation or the like takes of a line at most.
const NESTED: usize = 8;
/// Columns between a line's number and its code.
const BESIDE: usize = 2;

impl<'a> Chapter<'a> {
    pub(super) fn listing(&mut self, id: NodeId, listing: &'a Listing) {
        let book = self.book;
        let mut lines: Vec<Line> = book.code_lines(id, listing).map(line).collect();
        for line in lines.iter_mut().filter(|line| !line.is_ascii()) {
            self.measure(line);
        }
        let digits = listing.digits();
        let room = self.code_room(digits);
        let is_long = lines.iter().any(|line| line.columns > room);
        let kind = match listing.kind {
            ListingKind::Code => "code",
            ListingKind::Session => "session",
            ListingKind::Output => "output",
        };
        let set: usize = lines.iter().map(|line| line.set(room)).sum();
        write!(self.out.raw(), "listing(kind: \"{kind}\", lines: {set}, ").expect("strings take all");
        if self.depth > 0 {
            self.out.code("nested: true, ");
        }
        if let Some(digits) = digits {
            self.out.code(&format!("digits: {digits}, "));
        }
        if let Some(title) = &listing.title {
            self.out.code("title: ");
            self.out.title(title);
            self.out.code(", ");
        }
        let label = book.numbers.get(&id).map(|number| book.terms.numbered(LabelKind::Listing, number));
        self.caption(label.as_deref(), &listing.caption);
        let begin = if is_long { "w => {\n" } else { "{\n" };
        self.out.code(begin);
        for (index, line) in lines.iter().enumerate() {
            if let Some(&span) = listing.line_spans.get(index) {
                self.out.at(span);
            }
            if index > 0 && index.is_multiple_of(PAGED) {
                self.line_mark(id, index);
            }
            self.line(listing, index, digits, line, room);
            match index + 1 {
                next if next == lines.len() => {}
                next if next.is_multiple_of(PART) => self.out.code(&format!("}}, {begin}")),
                _ => self.out.code("br\n"),
            }
        }
        self.out.code("})");
    }

    fn line_mark(&mut self, id: NodeId, index: usize) {
        let Ok(line) = u32::try_from(index) else { return };
        if self.unpaged == 0 {
            self.page_mark(format!("p.{}.{}.{line}", id.chapter.0, id.index), PagePlace::Line(id, line));
            self.out.code("\n");
        }
    }

    /// Counts characters as wide as they are set.
    fn measure(&mut self, line: &mut Line) {
        line.columns = 0;
        for cluster in line.runs.iter().flat_map(|(_, words)| words.graphemes(true)) {
            let is_wide =
                cluster.width() > 1 || cluster.chars().next().is_some_and(|c| !self.out.is_in_code_face(c));
            line.columns += if is_wide { 2 } else { 1 };
            if is_wide && !line.wide.contains(cluster) {
                line.wide.push_str(cluster);
            }
        }
    }

    /// The columns of code that surely fit in a line here.
    pub(super) fn code_room(&self, digits: Option<usize>) -> usize {
        if self.tables > 0 {
            return 0;
        }
        let numbers = digits.map_or(0, |digits| digits + BESIDE);
        self.room.code.saturating_sub(numbers + NESTED * self.depth)
    }

    fn line(&mut self, listing: &Listing, index: usize, digits: Option<usize>, line: &Line, room: usize) {
        let is_marked = listing.is_marked(index);
        if is_marked {
            self.out.code("marked-line({");
        }
        if let Some(digits) = digits {
            let number = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(listing.start);
            self.out.code(&format!("line-number(\"{number:>digits$}\");"));
        }
        if line.columns > room {
            self.out.code(&format!("long-line(w, {}, ", line.columns));
            if !line.wide.is_empty() {
                self.out.code("wide: ");
                self.out.string(&line.wide);
                self.out.code(", ");
            }
            for (class, words) in &line.runs {
                self.out.code(&format!("(\"{class}\", "));
                self.out.string(words);
                self.out.code("), ");
            }
            self.out.code(");");
        } else {
            for (class, words) in &line.runs {
                if class.is_empty() {
                    self.out.string(words);
                } else {
                    self.call(class, words);
                }
                self.out.code(";");
            }
        }
        if is_marked {
            self.out.code("});");
        }
    }
}

/// A line with its tabs made spaces: runs by the name of their kind, an empty one for what is plain.
struct Line {
    runs: Vec<(&'static str, String)>,
    columns: usize,
    /// The characters in it that are two columns wide: ideographs, and what the face of code lacks.
    wide: String,
}

impl Line {
    fn is_ascii(&self) -> bool {
        self.runs.iter().all(|(_, words)| words.is_ascii())
    }

    /// How many lines of the page it takes at most, where so many columns fit; those behind the first are indented.
    fn set(&self, room: usize) -> usize {
        if self.columns <= room { 1 } else { self.columns.div_ceil((room * 3 / 5).max(8)) }
    }
}

fn line(runs: Vec<(Option<Token>, &str)>) -> Line {
    let mut line = Line { runs: Vec::with_capacity(runs.len()), columns: 0, wide: String::new() };
    for (token, words) in runs {
        let words = expand_tabs(words, &mut line.columns);
        let name = token.and_then(Token::name).unwrap_or_default();
        match line.runs.last_mut() {
            // White space has no colour, and runs of one kind are one.
            Some(last) if last.0 == name || words.trim().is_empty() => last.1.push_str(&words),
            _ if words.is_empty() => {}
            _ => line.runs.push((name, words)),
        }
    }
    line
}

fn expand_tabs(words: &str, column: &mut usize) -> String {
    let mut out = String::with_capacity(words.len());
    for cluster in words.graphemes(true) {
        let width = match cluster {
            "\t" => Listing::TAB - *column % Listing::TAB,
            cluster => cluster.width(),
        };
        match cluster {
            "\t" => out.extend(std::iter::repeat_n(' ', width)),
            cluster => out.push_str(cluster),
        }
        *column += width;
    }
    out
}
