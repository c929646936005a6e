//! The last page of a sample: what the whole book costs, where it is sold, and what is only in it.

use super::writer::Writer;
use crate::resolve::Resolved;
use crate::resolve::sample::{Ending, Missing};

/// The name of its destination; no slug has a full stop.
pub(super) const NAME: &str = ".full-book";

/// Writes the page.
pub(super) fn page(book: &Resolved, ending: &Ending, main: &mut Writer) {
    main.code("full-book(");
    main.literal(NAME);
    main.code(", ");
    main.string(book.terms.full_book);
    main.code(", (");
    for words in &ending.told {
        main.string(words);
        main.code(", ");
    }
    main.code("), price: ");
    optional(ending.price.as_deref(), main);
    main.code(", shop: ");
    match &ending.shop {
        Some(shop) => {
            main.code("{");
            main.string(&format!("{}: ", book.terms.sold_at));
            main.code(";link(");
            main.literal(shop);
            main.code(", {");
            main.words(shop);
            main.code("})}");
        }
        None => main.code("none"),
    }
    main.code(", missing-title: ");
    main.string(book.terms.only_in_full);
    main.code(", missing: (\n");
    ending.missing.iter().for_each(|missing| line(missing, main));
    main.code("))\n");
}

fn line(missing: &Missing, main: &mut Writer) {
    main.code("(");
    optional(missing.number.as_deref(), main);
    main.code(", ");
    main.string(&missing.title);
    main.code(", ");
    optional(missing.summary.as_deref(), main);
    main.code("),\n");
}

fn optional(text: Option<&str>, main: &mut Writer) {
    match text {
        Some(text) => main.string(text),
        None => main.code("none"),
    }
}
