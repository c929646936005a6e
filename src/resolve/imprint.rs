//! What a book says of itself on its copyright page, and what it says of its sale while it is written: the same words
//! in every format.

use super::Resolved;
use crate::model::{Format, Offer};

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phrase {
    /// Words.
    Words(String),
    /// An address, shown as it is.
    Address(String),
}

/// A line of phrases, one after another.
pub type Line = Vec<Phrase>;

/// The copyright page of a format: title, rights, publisher, ISBN, edition, identifier, repository.
pub fn imprint(book: &Resolved, format: Format) -> Vec<Line> {
    let meta = &book.book.meta;
    let terms = &book.terms;
    let isbn = match format {
        Format::Epub => &meta.isbn.epub,
        Format::Pdf => &meta.isbn.pdf,
        Format::Html => &meta.isbn.html,
    };
    let words = |words: String| vec![Phrase::Words(words)];
    let title = match &meta.subtitle {
        Some(subtitle) => format!("{}: {subtitle}", meta.title),
        None => meta.title.clone(),
    };
    let mut lines = vec![words(title)];
    lines.extend(meta.rights.clone().map(words));
    lines.extend(meta.publisher.as_ref().map(|name| words(terms.published_by(name))));
    lines.extend(isbn.as_ref().map(|isbn| words(format!("{} {isbn}", terms.isbn))));
    lines.push(words(edition(book).join(" · ")));
    lines.push(words(format!("{}: {}", terms.identifier, meta.identifier)));
    lines.extend(meta.repository.as_ref().map(|address| addressed(terms.repository, address)));
    lines
}

/// Which edition this is: `Early access 0.4.0 · 23 November 2026 · 5 of 8 chapters`, and of a book that is whole
/// `First edition 1.0.0 · 23 November 2026`. `None` for a build that is no edition, so that none is taken for one.
pub fn edition_line(book: &Resolved) -> Option<String> {
    let version = book.release.version.as_deref()?;
    if !book.book.meta.edition.early_access {
        return Some(format!("{} · {}", book.terms.whole_edition(version), date(book)));
    }
    let mut line = format!("{} · {}", book.terms.early_edition(version), date(book));
    let (written, all) = written(book);
    if all > 0 {
        line.push_str(" · ");
        line.push_str(&book.terms.chapters(written, all));
    }
    Some(line)
}

/// Which making of the book this is, as its title says it: the edition's line, else whether it is early, and its date.
pub fn making(book: &Resolved) -> Vec<String> {
    if let Some(line) = edition_line(book) {
        return vec![line];
    }
    let early_access = book.book.meta.edition.early_access.then(|| book.terms.early_access.to_owned());
    early_access.into_iter().chain([date(book)]).collect()
}

/// The same as its copyright page says it, with the revision.
pub fn edition(book: &Resolved) -> Vec<String> {
    let terms = &book.terms;
    let line = edition_line(book).unwrap_or_else(|| format!("{} {}", terms.edition_of, date(book)));
    let revision = book.release.revision.as_ref().map(|revision| format!("{} {revision}", terms.revision));
    std::iter::once(line).chain(revision).collect()
}

/// By what programs know an edition: names and values, none for a build that is no edition.
pub fn marks(book: &Resolved) -> impl Iterator<Item = (&'static str, String)> {
    let edition = book.release.version.clone();
    let identifier = edition.as_ref().map(|_| book.book.meta.identifier.clone());
    let marks = [("edition", edition), ("identifier", identifier)];
    marks.into_iter().filter_map(|(name, value)| Some((name, value?)))
}

/// The release's date in words.
pub fn date(book: &Resolved) -> String {
    book.terms.date(jiff::tz::Offset::UTC.to_datetime(book.release.date).date())
}

/// What readers of an early edition are told: what that means, how much is written, where mistakes are reported, what the
/// book costs, and where. Nothing for a book that is not sold while it is written.
pub fn early_access(book: &Resolved) -> Vec<Line> {
    if !book.book.meta.edition.early_access {
        return Vec::new();
    }
    let meta = &book.book.meta;
    let mut lines = vec![vec![Phrase::Words(book.terms.early_access_notice.to_owned())]];
    let (written, all) = written(book);
    lines.extend((all > 0).then(|| vec![Phrase::Words(book.terms.progress(written, all))]));
    lines.extend(meta.repository.as_ref().map(|address| addressed(book.terms.report, address)));
    lines.extend(meta.offer.as_ref().and_then(|offer| price(book, offer)));
    lines
}

/// How many of the numbered chapters are written, and how many there are.
pub fn written(book: &Resolved) -> (usize, usize) {
    let numbered = || book.chapters.iter().filter(|info| info.number.is_some());
    (numbered().filter(|info| info.is_written).count(), numbered().count())
}

fn addressed(words: &str, address: &str) -> Line {
    vec![Phrase::Words(format!("{words}: ")), Phrase::Address(address.to_owned())]
}

fn price(book: &Resolved, offer: &Offer) -> Option<Line> {
    match (cost(book, offer), &offer.url) {
        (Some(price), Some(url)) => Some(addressed(&price, url)),
        (Some(price), None) => Some(vec![Phrase::Words(price)]),
        (None, Some(url)) => Some(vec![Phrase::Address(url.clone())]),
        (None, None) => None,
    }
}

/// What the book costs, until when, and later.
pub(super) fn cost(book: &Resolved, offer: &Offer) -> Option<String> {
    let amount = |price: &String| {
        let is_bare = price.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
        if is_bare { format!("{price}\u{a0}{}", offer.currency.0) } else { price.clone() }
    };
    let until = offer.until.as_ref().map(|until| match until.parse::<jiff::civil::Date>() {
        Ok(date) => book.terms.date(date),
        Err(_) => until.clone(),
    });
    let later = offer.later.as_ref().map(amount);
    let price = offer.price.as_ref();
    price.map(|now| book.terms.price(&amount(now), until.as_deref(), later.as_deref()))
}
