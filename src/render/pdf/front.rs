//! What comes before the chapters.

use super::PagePlace;
use super::writer::Writer;
use crate::model::Format;
use crate::resolve::Resolved;
use crate::resolve::imprint::{self, Line, Phrase};

/// The places in it that pages are found by, as `styles/book.typ` names them.
pub(super) const PLACES: [(&str, PagePlace); 4] = [
    (".cover", PagePlace::Cover),
    (".title", PagePlace::Title),
    (".copyright", PagePlace::Copyright),
    (".contents", PagePlace::Contents),
];

/// Cover, title page, copyright page, contents, lists.
pub(super) fn front(book: &Resolved, main: &mut Writer) {
    let meta = &book.book.meta;
    if let Some(cover) = book.cover {
        main.code("cover(");
        main.literal(&format!("/{}", super::image::path(&book.assets[cover.0 as usize])));
        main.code(", ");
        main.literal(&meta.title);
        main.code(")\n");
    }
    main.code("title-page(title: ");
    main.string(book.title());
    for (name, text) in [
        (", subtitle: ", meta.subtitle.clone()),
        (", authors: ", (!meta.authors.is_empty()).then(|| book.terms.list(&meta.authors))),
        (", band: ", book.band(meta.edition.early_access.then_some(book.terms.early_access))),
        (", edition: ", Some(imprint::edition_line(book).unwrap_or_else(|| imprint::date(book)))),
        (", publisher: ", meta.publisher.clone()),
    ] {
        main.code(name);
        match text {
            Some(text) => main.string(&text),
            None => main.code("none"),
        }
    }
    main.code(")\ncopyright-page(title: ");
    main.string(book.terms.copyright);
    main.code(", (\n");
    for line in imprint::imprint(book, Format::Pdf) {
        written(&line, main);
    }
    main.code("), notice: (");
    let notice = imprint::early_access(book);
    if !notice.is_empty() {
        main.string(book.terms.early_access);
        main.code(", ");
    }
    for line in notice {
        written(&line, main);
    }
    main.code("))\n");
    for words in &book.problems.book {
        main.code("problem-block(");
        main.string(words);
        main.code(")\n");
    }
    super::contents::contents(book, main);
}

fn written(line: &Line, main: &mut Writer) {
    main.code("{");
    for phrase in line {
        match phrase {
            Phrase::Words(words) => main.words(words),
            Phrase::Address(address) => {
                main.code("link(");
                main.literal(address);
                main.code(", {");
                main.words(address);
                main.code("})");
            }
        }
        main.code(";");
    }
    main.code("},\n");
}
