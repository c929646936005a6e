//! The e-mail that tells buyers of an edition.

use super::message::{Piece, Run, Teller, plain, words};
use super::{chapter, mail};
use crate::ledger::{Change, Changes, ChapterChange};
use crate::resolve::{Resolved, imprint};

/// An e-mail to those who bought the book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// As text: a line `Subject: …`, an empty one, and the message in lines of at most 72 columns.
    pub text: String,
    /// As HTML, with the subject as its title.
    pub html: String,
}

/// How many words of the author's notes are shown before they are shortened.
const WORDS: usize = 120;

/// How many changes are named.
const CHANGES: usize = 6;

/// The e-mail about an edition. `book` is one with the chapter that says what is new.
pub fn announcement(book: &Resolved, changes: &Changes) -> Announcement {
    let subject = subject(book);
    let pieces = pieces(book, changes);
    let meta = &book.book.meta;
    Announcement {
        text: format!("Subject: {subject}\n\n{}\n", super::plain::write(&pieces)),
        html: mail::page(&meta.language, meta.right_to_left, &subject, &pieces),
    }
}

/// The subject: one line, whatever the title is.
fn subject(book: &Resolved) -> String {
    let title = &book.book.meta.title;
    let subject = match &book.release.version {
        Some(version) => book.terms.mail_subject(title, version),
        None => title.clone(),
    };
    subject
        .split(|c: char| c.is_control() || c == ' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn pieces(book: &Resolved, changes: &Changes) -> Vec<Piece> {
    let (terms, meta) = (&book.terms, &book.book.meta);
    let edition = imprint::making(book).join(" · ");
    let mut pieces = vec![paragraph(terms.mail_new(&meta.title, &edition))];
    pieces.extend(shortened(Teller { book }.body(&chapter::author(book))));
    pieces.extend(changed(book, changes));
    let shop = meta.offer.as_ref().and_then(|offer| offer.url.as_ref());
    pieces.push(match shop {
        Some(url) => Piece::Paragraph(vec![
            Run::text(format!("{}{}", terms.mail_files, terms.colon())),
            Run::Link(url.clone(), vec![Run::text(url.clone())]),
        ]),
        None => paragraph(format!("{}{}", terms.mail_files, terms.full_stop())),
    });
    pieces.push(paragraph(terms.mail_thanks));
    pieces.extend((!meta.authors.is_empty()).then(|| paragraph(terms.list(&meta.authors))));
    pieces
}

fn paragraph(words: impl Into<String>) -> Piece {
    Piece::Paragraph(vec![Run::text(words)])
}

/// The author's notes as far as they are read in an e-mail: whole pieces, whole items of a list, and of a first paragraph
/// that is too long by itself its first sentences.
fn shortened(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut left = WORDS;
    let mut shown: Vec<Piece> = Vec::new();
    for piece in pieces {
        let count = words(std::slice::from_ref(&piece));
        if count <= left {
            left -= count;
            shown.push(piece);
            continue;
        }
        match piece {
            Piece::List(start, items) => {
                let fitting = fitting(items, left);
                shown.extend((!fitting.is_empty()).then_some(Piece::List(start, fitting)));
            }
            Piece::Paragraph(runs) if shown.is_empty() => {
                shown.push(paragraph(first_sentences(&plain(&runs))));
            }
            Piece::Heading(..) | Piece::Paragraph(_) | Piece::Quote(_) | Piece::Code(_) | Piece::Rule => {}
        }
        while shown.last().is_some_and(|last| matches!(last, Piece::Heading(..))) {
            shown.pop();
        }
        shown.push(paragraph("…"));
        break;
    }
    shown
}

fn fitting(items: Vec<Vec<Piece>>, mut left: usize) -> Vec<Vec<Piece>> {
    let fits = |item: &Vec<Piece>| {
        let count = words(item);
        let is_in = count <= left;
        left = left.saturating_sub(count);
        is_in
    };
    items.into_iter().take_while(fits).collect()
}

/// The sentences of a text that fit; of a longer one its first words.
fn first_sentences(text: &str) -> String {
    use unicode_segmentation::UnicodeSegmentation as _;
    let mut end = 0;
    for (at, sentence) in text.split_sentence_bound_indices() {
        if text[..at + sentence.len()].split_whitespace().count() > WORDS {
            break;
        }
        end = at + sentence.len();
    }
    match end {
        0 => text.split_whitespace().take(WORDS).collect::<Vec<_>>().join(" "),
        end => text[..end].trim_end().to_owned(),
    }
}

/// The most important changes, one a line.
fn changed(book: &Resolved, changes: &Changes) -> Vec<Piece> {
    let terms = &book.terms;
    let Some(from) = &changes.from else { return Vec::new() };
    let mut changed: Vec<&ChapterChange> = changes.chapters.iter().collect();
    if changed.is_empty() {
        return vec![paragraph(terms.same_text(&from.to_string()))];
    }
    // The order of the book among those of one weight.
    changed.sort_by(|a, b| weight(a).cmp(&weight(b)).then(b.share.total_cmp(&a.share)));
    let is_long = changed.len() > CHANGES + 1;
    let shown = if is_long { &changed[..CHANGES] } else { changed.as_slice() };
    let line = |change: &&ChapterChange| {
        let said = chapter::said(terms, change).join(terms.semicolon());
        vec![paragraph(format!("{}{}{said}", change.title, terms.colon()))]
    };
    let mut items: Vec<Vec<Piece>> = shown.iter().map(line).collect();
    items.extend(is_long.then(|| vec![paragraph(terms.more(changed.len() - CHANGES))]));
    let heading = terms.changes_since(&from.to_string());
    vec![Piece::Heading(1, vec![Run::text(heading)]), Piece::List(None, items)]
}

/// What readers want to know first.
fn weight(change: &ChapterChange) -> u8 {
    match change.change {
        Change::New => 0,
        Change::Revised => 1,
        Change::Removed => 2,
        Change::Renamed => 3,
        Change::Moved => 4,
        Change::Planned => 5,
    }
}
