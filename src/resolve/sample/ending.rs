//! The last page of a sample: what the whole book costs and where it is sold, and what is only in it.

use super::super::imprint;
use crate::model::ChapterId;
use crate::resolve::{ContentsEntry, Presence, Resolved};

/// What the last page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// What came before, and how much is written of a book that is sold while it is.
    pub told: Vec<String>,
    /// What the book costs now, until when, and later.
    pub price: Option<String>,
    /// The shop's page.
    pub shop: Option<String>,
    /// The chapters that a sample has nothing of, in the order of the book.
    pub missing: Vec<Missing>,
}

/// A chapter that a sample has nothing of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The chapter.
    pub id: ChapterId,
    /// Its number, in main matter.
    pub number: Option<String>,
    /// Its title; of a planned one with the remark that it is to come.
    pub title: String,
    /// What it is about.
    pub summary: Option<String>,
}

/// What the last page of a sample says; `None` for a whole book.
pub fn ending(book: &Resolved) -> Option<Ending> {
    let whole = book.sample.as_ref()?;
    let mut told = vec![book.terms.sample_end(&whole.title)];
    let (written, all) = imprint::written(book);
    let is_early = book.book.meta.edition.early_access && all > 0;
    told.extend(is_early.then(|| book.terms.progress(written, all)));
    let offer = book.book.meta.offer.as_ref();
    let price = offer.and_then(|offer| imprint::cost(book, offer));
    let shop = offer.and_then(|offer| offer.url.clone());
    let mut missing = Vec::new();
    collect(book, &book.contents, &mut missing);
    Some(Ending { told, price, shop, missing })
}

fn collect(book: &Resolved, entries: &[ContentsEntry], out: &mut Vec<Missing>) {
    for entry in entries {
        match entry {
            ContentsEntry::Part { children, .. } => collect(book, children, out),
            ContentsEntry::Chapter { id, children, .. } => {
                out.extend(missing(book, *id));
                collect(book, children, out);
            }
        }
    }
}

fn missing(book: &Resolved, id: ChapterId) -> Option<Missing> {
    let (chapter, info) = (book.book.chapter(id), book.chapter(id));
    let title = match info.is_written {
        true => chapter.title.clone(),
        false => format!("{} ({})", chapter.title, book.terms.remark(chapter)),
    };
    let (number, summary) = (info.number.clone(), chapter.summary.clone());
    (info.presence == Presence::Elsewhere).then_some(Missing { id, number, title, summary })
}
