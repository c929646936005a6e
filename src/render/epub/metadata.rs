//! What the package document says of the book.

use super::accessibility::Accessibility;
use super::publication::{Direction, Metadata, Person, Series};
use crate::model::Slug;
use crate::resolve::Resolved;

/// All that is said. `page_source` is there when the book has a page list.
pub(super) fn metadata(
    book: &Resolved,
    page_source: Option<String>,
    accessibility: Accessibility,
) -> Metadata {
    let meta = &book.book.meta;
    let date = jiff::tz::Offset::UTC.to_datetime(book.release.date);
    let isbn = meta.isbn.epub.as_deref().map(isbn_urn).filter(|isbn| *isbn != meta.identifier);
    Metadata {
        identifier: meta.identifier.clone(),
        isbn,
        title: meta.title.clone(),
        subtitle: meta.subtitle.clone(),
        language: meta.language.clone(),
        direction: if meta.right_to_left { Direction::RightToLeft } else { Direction::LeftToRight },
        creators: people("creator", &meta.authors),
        contributors: contributors(book),
        publisher: meta.publisher.clone(),
        rights: meta.rights.clone(),
        description: meta.description.clone(),
        subjects: meta.subjects.clone(),
        series: meta.series.as_ref().map(|series| Series {
            name: series.name.clone(),
            position: series.position.clone().filter(|position| is_position(position)),
        }),
        date: date.strftime("%Y-%m-%d").to_string(),
        modified: date.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        version: book.release.version.clone(),
        generator: book.release.generator.clone(),
        page_source,
        accessibility,
    }
}

/// What the page list is of: the PDF, by its ISBN or else by the book's identifier.
pub(super) fn page_source(book: &Resolved) -> String {
    book.book.meta.isbn.pdf.as_deref().map_or_else(|| book.book.meta.identifier.clone(), isbn_urn)
}

/// An ISBN as a URN (RFC 8254 §4).
fn isbn_urn(isbn: &str) -> String {
    let digits: String = isbn.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("urn:isbn:{digits}")
}

/// `group-position` is numbers parted by dots (EPUB 3.3 §D.3.5).
fn is_position(position: &str) -> bool {
    position.split('.').all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
}

/// Authors of chapters who are not authors of the book, each once, in order.
fn contributors(book: &Resolved) -> Vec<Person> {
    let mut names: Vec<&String> = Vec::new();
    let written = book.book.chapters.iter().filter(|chapter| book.chapter(chapter.id).is_here());
    for name in written.flat_map(|chapter| &chapter.authors) {
        if !book.book.meta.authors.contains(name) && !names.contains(&name) {
            names.push(name);
        }
    }
    people("contributor", names)
}

/// People with ids; of two whose names make one id, the later is told apart by a number.
fn people<'a>(kind: &str, names: impl IntoIterator<Item = &'a String>) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for name in names {
        let wanted = format!("{kind}-{}", Slug::of(name));
        let mut id = wanted.clone();
        let mut number = 2;
        while people.iter().any(|person| person.id == id) {
            id = format!("{wanted}-{number}");
            number += 1;
        }
        people.push(Person { id, name: name.clone(), sorted: sorted(name) });
    }
    people
}

/// A name with its last word first, as `Knuth, Donald E.`. What may be no person's name, or is sorted as it is written,
/// stays: one word, `The …`, several names, a comma, digits, scripts without capitals.
fn sorted(name: &str) -> String {
    const SUFFIXES: [&str; 7] = ["Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV"];
    let mut words: Vec<&str> = name.split_whitespace().collect();
    let suffix = words.pop_if(|word| SUFFIXES.contains(word));
    let is_name = |word: &str| word.starts_with(char::is_uppercase) && !word.contains(char::is_numeric);
    let is_joint = words.iter().any(|word| matches!(*word, "&" | "+" | "and" | "und" | "et" | "y"));
    let keeps = name.contains(',') || is_joint || words.len() > 4 || words.first() == Some(&"The");
    match words.split_last() {
        Some((last, first)) if !first.is_empty() && !keeps && is_name(last) && is_name(first[0]) => {
            let suffix = suffix.map(|suffix| format!(", {suffix}")).unwrap_or_default();
            format!("{last}, {}{suffix}", first.join(" "))
        }
        Some(_) | None => name.to_owned(),
    }
}
