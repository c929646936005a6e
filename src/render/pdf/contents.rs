//! Contents, lists of figures, tables and listings.

use super::{inline, writer::Writer};
use crate::model::ChapterId;
use crate::resolve::{ContentsEntry, ContentsSection, Listed, Place, Presence, Resolved};

/// The contents with page numbers, and the lists of figures, tables and listings behind them.
pub(super) fn contents(book: &Resolved, out: &mut Writer) {
    out.code("contents(");
    out.string(book.terms.contents);
    out.code(", {\n");
    entries(book, &book.contents, 0, out);
    if book.sample.is_some() {
        out.code("contents-chapter(");
        out.literal(super::full_book::NAME);
        out.code(", \"\", ");
        out.string(book.terms.full_book);
        out.code(")\n");
    }
    out.code("},\n");
    listed(book, book.terms.figures, &book.figures, out);
    listed(book, book.terms.tables, &book.tables, out);
    listed(book, book.terms.listings, &book.listings, out);
    out.code(")\n");
}

fn entries(book: &Resolved, entries: &[ContentsEntry], depth: usize, out: &mut Writer) {
    for entry in entries {
        match entry {
            ContentsEntry::Part { number, title, children, .. } => {
                out.code("contents-part(");
                name(Some(super::part_name(*number)).filter(|_| book.has_page(entry)), out);
                out.code(", ");
                out.string(&book.terms.part_number(*number));
                out.code(", ");
                out.string(title);
                out.code(")\n");
                self::entries(book, children, depth, out);
            }
            ContentsEntry::Chapter { id, sections, children } => {
                chapter(book, *id, depth, out);
                self::sections(book, sections, depth, 1, out);
                self::entries(book, children, depth + 1, out);
            }
        }
    }
}

fn chapter(book: &Resolved, id: ChapterId, depth: usize, out: &mut Writer) {
    let chapter = book.book.chapter(id);
    let info = book.chapter(id);
    out.at(chapter.span);
    out.code(&format!("contents-chapter(depth: {depth}, "));
    let mark = match info.is_written {
        true => Some(book.terms.elsewhere.to_owned()),
        false => book.terms.mark(chapter),
    };
    if let Some(mark) = mark.filter(|_| !info.is_here()) {
        out.code("remark: ");
        out.string(&mark);
        out.code(", ");
        if let Some(summary) = &chapter.summary {
            out.code("summary: ");
            out.string(summary);
            out.code(", ");
        }
    }
    let place = (info.presence != Presence::Elsewhere).then_some(Place { chapter: id, anchor: None });
    name(place.map(|place| inline::name_of(book, &place)), out);
    out.code(", ");
    out.string(info.number.as_deref().unwrap_or_default());
    out.code(", ");
    out.string(&chapter.title);
    out.code(")\n");
}

fn sections(book: &Resolved, sections: &[ContentsSection], chapter: usize, depth: usize, out: &mut Writer) {
    for section in sections {
        out.code(&format!("contents-section({chapter}, {depth}, "));
        // What a chapter's line says need not be said again of each of its sections.
        if section.place.is_none() && book.chapter(section.id.chapter).is_here() {
            out.code("remark: ");
            out.string(book.terms.elsewhere);
            out.code(", ");
        }
        name(section.place.as_ref().map(|place| inline::name_of(book, place)), out);
        out.code(", ");
        out.string(section.number.as_deref().unwrap_or_default());
        out.code(", ");
        super::titled(book, section.id.chapter, &section.title, out);
        out.code(")\n");
        self::sections(book, &section.children, chapter, depth + 1, out);
    }
}

/// Where a line leads; nowhere, where a sample lacks it.
fn name(name: Option<String>, out: &mut Writer) {
    match name {
        Some(name) => out.literal(&name),
        None => out.code("none"),
    }
}

/// A list, where there is anything in it.
fn listed(book: &Resolved, title: &str, listed: &[Listed], out: &mut Writer) {
    if listed.is_empty() {
        return;
    }
    out.code("list-of(");
    out.string(title);
    out.code(", {\n");
    for entry in listed {
        out.code("list-entry(");
        out.literal(&inline::name_of(book, &entry.place));
        out.code(", ");
        out.string(&entry.number);
        out.code(", ");
        super::titled(book, entry.place.chapter, &entry.caption, out);
        out.code(")\n");
    }
    out.code("}),\n");
}
