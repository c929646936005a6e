//! `NOTES.md`: what an edition brings, for the page of a release.

use super::message::{Piece, Run, Teller};
use super::{chapter, markdown};
use crate::ledger::Changes;
use crate::resolve::{Resolved, imprint};

/// The notes on an edition, as Markdown: which it is, what its author says of it, what changed since the one before.
/// `book` is one with the chapter that says so.
pub fn notes(book: &Resolved, changes: &Changes) -> String {
    let teller = Teller { book };
    let mut pieces = vec![
        Piece::Heading(1, vec![Run::text(book.book.meta.title.clone())]),
        Piece::Paragraph(vec![Run::text(imprint::making(book).join(" · "))]),
    ];
    pieces.extend(lowered(teller.body(&chapter::author(book))));
    pieces.extend(match (&changes.from, chapter::since(book, changes)) {
        (Some(_), Some(section)) => lowered(teller.body(&section)),
        (Some(version), None) => {
            vec![Piece::Paragraph(vec![Run::text(book.terms.same_text(&version.to_string()))])]
        }
        (None, _) => vec![Piece::Paragraph(vec![Run::text(book.terms.first_published)])],
    });
    markdown::write(&pieces) + "\n"
}

/// Headings below the title.
fn lowered(pieces: Vec<Piece>) -> Vec<Piece> {
    let lower = |piece| match piece {
        Piece::Heading(depth, runs) => Piece::Heading(depth + 1, runs),
        Piece::Paragraph(_) | Piece::List(..) | Piece::Quote(_) | Piece::Code(_) | Piece::Rule => piece,
    };
    pieces.into_iter().map(lower).collect()
}
