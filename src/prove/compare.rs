//! Two tellings of a book beside each other.

mod normal;

use std::collections::BTreeSet;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::said::{Kind, Said, Speech};
use super::{Edition, Goal, On, Read};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::resolve::Resolved;
use crate::source::Span;
use normal::{Key, Normal, seen};

/// How many differences of a text are told one by one.
const TOLD: usize = 50;
/// How many characters of a block are shown.
const SHOWN: usize = 60;

/// Compares what a book says with the manuscript; gives the count of differences.
pub(super) fn compare(
    book: &Resolved,
    edition: Edition,
    told: &Speech<Goal>,
    read: &Read,
    diagnostics: &mut Diagnostics,
) -> usize {
    let normal = Normal::new(book, edition, told);
    let mut found = Found { edition, read, note_places: note_places(book, edition), findings: Vec::new() };
    for (told, read) in [(&told.text, &read.speech.text), (&told.notes, &read.speech.notes)] {
        found.compare(&normal, told, read);
    }
    let count = found.findings.len();
    let more = count.saturating_sub(TOLD);
    found.findings.truncate(TOLD);
    if more > 0 {
        let message = format!("{} differs from the manuscript at {more} more places", edition.name());
        found.findings.push(Diagnostic::new(Code::BooksDiffer, Span::DETACHED, message));
    }
    found.findings.into_iter().for_each(|finding| diagnostics.push(finding));
    count
}

/// Where marks of footnotes lead on paper, which are links there as others are.
fn note_places(book: &Resolved, edition: Edition) -> BTreeSet<String> {
    let chapters = book.book.chapters.iter().filter(|_| edition == Edition::Pdf);
    let places = chapters.flat_map(|chapter| {
        let notes = &book.chapter(chapter.id).notes;
        notes.iter().map(|note| format!("#{}:{}", chapter.slug, note.anchor))
    });
    places.collect()
}

struct Found<'a> {
    edition: Edition,
    read: &'a Read,
    note_places: BTreeSet<String>,
    findings: Vec<Diagnostic>,
}

impl Found<'_> {
    fn compare(&mut self, normal: &Normal, told: &[Said<Goal>], read: &[Said<String>]) {
        let told_keys: Vec<Key> = told.iter().map(|said| normal.told(said)).collect();
        let read_keys: Vec<Key> = read.iter().map(|said| normal.read(said)).collect();
        for op in capture_diff_slices(Algorithm::Myers, &told_keys, &read_keys) {
            match op {
                DiffOp::Equal { old_index, new_index, len } => {
                    for (told, read) in told[old_index..][..len].iter().zip(&read[new_index..][..len]) {
                        self.links(told, read);
                        self.spaces(normal, told, read);
                        self.lines(normal, told, read);
                    }
                }
                DiffOp::Delete { old_index, old_len, .. } => self.lost(&told[old_index..][..old_len]),
                DiffOp::Insert { old_index, new_index, new_len } => {
                    self.added(span_at(told, old_index), &read[new_index..][..new_len]);
                }
                DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                    self.replaced(told, old_index..old_index + old_len, &read[new_index..][..new_len]);
                }
            }
        }
    }

    fn finding(&mut self, span: Span, message: String) {
        let finding = Diagnostic::new(Code::BooksDiffer, span, message);
        self.findings.push(finding.hint("the program is at fault, not the manuscript: please report it"));
    }

    fn lost(&mut self, told: &[Said<Goal>]) {
        for said in told {
            let message =
                format!("{} lacks {}: `{}`", self.edition.name(), name(said.kind), clipped(&said.words, 0));
            self.finding(said.span, message);
        }
    }

    fn added(&mut self, span: Span, read: &[Said<String>]) {
        for said in read {
            let (what, words) = (name(said.kind), clipped(&said.words, 0));
            let message =
                format!("{} has {what} here that the manuscript has not: `{words}`", self.edition.name());
            self.finding(span, message);
        }
    }

    /// What stands in the place of other blocks, one by one.
    fn replaced(&mut self, told: &[Said<Goal>], range: Range<usize>, read: &[Said<String>]) {
        let pairs = range.len().min(read.len());
        for (told, read) in told[range.clone()].iter().zip(read) {
            let message = if told.words == read.words {
                let (is, should) = (name(read.kind), name(told.kind));
                format!(
                    "in {} this is {is} instead of {should}: `{}`",
                    self.edition.name(),
                    clipped(&told.words, 0)
                )
            } else {
                self.other_words(told, read)
            };
            self.finding(told.span, message);
        }
        self.lost(&told[range.start + pairs..range.end]);
        self.added(span_at(told, range.end), &read[pairs..]);
    }

    /// What is said of other words, around the first that is another.
    fn other_words(&self, told: &Said<Goal>, read: &Said<String>) -> String {
        let (is, should) = (seen(&read.words), seen(&told.words));
        let at = first_difference(&should, &is);
        format!("{} says `{}` instead of `{}`", self.edition.name(), clipped(&is, at), clipped(&should, at))
    }

    fn links(&mut self, told: &Said<Goal>, read: &Said<String>) {
        let mut should: Vec<String> =
            told.links.iter().filter_map(|goal| self.edition.address(goal)).collect();
        should.dedup();
        let is = read.links.iter().filter(|link| !self.note_places.contains(*link));
        let mut is: Vec<&str> = is.map(String::as_str).collect();
        is.dedup();
        let lost: Vec<&str> = is.iter().copied().filter(|link| self.is_lost(link)).collect();
        for link in lost {
            let message = format!("in {} a link leads nowhere: `{link}`", self.edition.name());
            self.finding(told.span, message);
        }
        // Words around a link in a link are linked in pieces, and there may be none.
        let mut inner = told.links.iter().filter(|goal| goal.on() == On::Screen).peekable();
        let is_same = match inner.peek().is_some() && self.edition != Edition::Pdf {
            true => {
                is.iter().all(|link| should.iter().any(|other| other == link))
                    && inner
                        .filter_map(|goal| self.edition.address(goal))
                        .all(|link| is.contains(&link.as_str()))
            }
            false => is.iter().eq(&should),
        };
        if !is_same {
            let list = |links: &[&str]| match links {
                [] => "nowhere".to_owned(),
                links => format!("to `{}`", links.join("`, `")),
            };
            let should: Vec<&str> = should.iter().map(String::as_str).collect();
            let message =
                format!("in {} this leads {} instead of {}", self.edition.name(), list(&is), list(&should));
            self.finding(told.span, message);
        }
    }

    /// Whether a link leads into the book and to no place there.
    fn is_lost(&self, link: &str) -> bool {
        let is_outside = link.find([':', '/', '#', '?']).is_some_and(|at| link[at..].starts_with(':'));
        !is_outside && !self.read.places.contains(link)
    }

    /// On paper, words were compared without the white space between them.
    fn spaces(&mut self, normal: &Normal, told: &Said<Goal>, read: &Said<String>) {
        if self.edition != Edition::Pdf {
            return;
        }
        if !normal.is_in_order(told, &read.words) {
            self.finding(told.span, self.other_words(told, read));
        } else if told.kind != Kind::Code
            && let Some(at) = normal.wrong_space(&told.words, &read.words)
        {
            let words = clipped(&told.words, at);
            self.finding(
                told.span,
                format!("in {} there is a space too much or too few: `{words}`", self.edition.name()),
            );
        }
    }

    /// On paper, each line of a listing must begin a line, behind the white space that it begins with; what is too long
    /// goes on in the next.
    fn lines(&mut self, normal: &Normal, told: &Said<Goal>, read: &Said<String>) {
        if self.edition != Edition::Pdf || told.kind != Kind::Code {
            return;
        }
        if let Some(line) = normal.broken_line(&told.words, &read.words) {
            let message = format!(
                "in {} a line of the listing does not begin where it should: `{}`",
                self.edition.name(),
                clipped(line, 0)
            );
            self.finding(told.span, message);
        }
    }
}

/// The place of a block, or of the last before it that has one.
fn span_at(told: &[Said<Goal>], index: usize) -> Span {
    let mut before = told[..index.min(told.len())].iter().rev().map(|said| said.span);
    before.find(|span| *span != Span::DETACHED).unwrap_or(Span::DETACHED)
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Heading(_) => "a heading",
        Kind::Text => "a paragraph",
        Kind::Ordinal => "a list's number",
        Kind::Cell { .. } => "a cell of a table",
        Kind::Code => "a listing",
        Kind::Note => "a footnote",
    }
}

/// Where words begin to differ, in characters.
fn first_difference(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count()
}

/// Some words around a place, in one line.
fn clipped(words: &str, at: usize) -> String {
    let words = &seen(words);
    let start = at.saturating_sub(SHOWN / 3);
    let shown: String = words.chars().skip(start).take(SHOWN).collect();
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    let before = if start > 0 { "…" } else { "" };
    let behind = if words.chars().count() > start + SHOWN { "…" } else { "" };
    format!("{before}{shown}{behind}")
}
