//! The navigation document: contents, lists, landmarks, pages (EPUB 3.3 §7). It is the contents page too.

use super::full_book;
use super::publication::{Document, DocumentKind, Entry, Page};
use crate::model::{ChapterId, Matter};
use crate::render::PagePlace;
use crate::render::flow::contents::{Extent, Missing, PlannedAs, Shown};
use crate::render::flow::{Dialect, Flow, page, part_page};
use crate::render::markup::{Element, Node, element};
use crate::resolve::sample::ending as ending_of;
use crate::resolve::{ContentsEntry, ContentsSection, Listed, Resolved, SHOWN_DEPTH};

/// The file of the navigation document.
pub(super) const PATH: &str = "nav.xhtml";
/// The file of the title page.
pub(super) const TITLE_PAGE: &str = "title-page.xhtml";

/// The navigation of a book whose other documents are these.
pub(super) fn body(book: &Resolved, dialect: &Dialect, documents: &[Document], pages: &[Page]) -> Element {
    element("body")
        .class("contents-page")
        .with("epub:type", "frontmatter")
        .children(dialect.page_breaks(PagePlace::Contents, "div"))
        .children(contents(book, dialect))
        .children(lists(book, dialect))
        .child(landmarks(book, documents))
        .children(page_list(book, pages))
}

/// The contents. A sample has them twice: a navigation may hold nothing but links, in the order of reading (EPUB 3.3
/// §5.4.2, §7.3), so that what is missing is there below the last page, and in its own place where readers read.
fn contents(book: &Resolved, dialect: &Dialect) -> Vec<Node> {
    let nav =
        |id: &'static str| element("nav").with("epub:type", "toc").with("role", "doc-toc").with("id", id);
    let title = element("h1").with("id", "toc-title").text(book.terms.contents);
    let list = |missing: Missing| {
        let (planned, sections) = (PlannedAs::Links, SHOWN_DEPTH);
        let extent = Extent::Whole;
        Flow::contents(
            book,
            dialect,
            Shown { planned, missing, sections, summaries: false, current: None, extent },
        )
    };
    let ending = |below: Option<Element>| {
        let line = item(full_book::PATH, book.terms.full_book).class("full-book-entry");
        line.children(below.map(Node::from))
    };
    match ending_of(book) {
        None if book.contents.is_empty() => {
            let list = list(Missing::Shown).child(item(TITLE_PAGE, &book.book.meta.title));
            vec![nav("toc").with("aria-labelledby", "toc-title").child(title).child(list).into()]
        }
        None => {
            let list = list(Missing::Shown);
            vec![nav("toc").with("aria-labelledby", "toc-title").child(title).child(list).into()]
        }
        Some(said) => {
            let items = said.missing.iter().map(|missing| {
                let (target, label) = full_book::line(book, missing);
                item(&target, &label).into()
            });
            let below = (!said.missing.is_empty()).then(|| element("ol").children(items));
            let read = element("section").with("role", "doc-toc").with("id", "toc");
            let read = read.with("aria-labelledby", "toc-title").child(title);
            let links = nav("toc-links").with("aria-label", book.terms.contents).with("hidden", "hidden");
            vec![
                read.child(list(Missing::Shown).child(ending(None))).into(),
                links.child(list(Missing::LeftOut).child(ending(below))).into(),
            ]
        }
    }
}

/// The lists of figures, tables and listings. There is no term for the last (EPUB 3 Structural Semantics §3.4).
fn lists(book: &Resolved, dialect: &Dialect) -> Vec<Node> {
    let list = |id: &'static str, kind: Option<&'static str>, title: &'static str, listed: &[Listed]| {
        if listed.is_empty() {
            return None;
        }
        let title_id = format!("{id}-title");
        let nav = element("nav")
            .maybe("epub:type", kind)
            .with("id", id)
            .with("aria-labelledby", title_id.clone())
            .child(element("h2").with("id", title_id).text(title))
            .child(Flow::listed(book, dialect, listed));
        Some(nav.into())
    };
    let terms = &book.terms;
    [
        list("figures", Some("loi"), terms.figures, &book.figures),
        list("tables", Some("lot"), terms.tables, &book.tables),
        list("listings", None, terms.listings, &book.listings),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn landmarks(book: &Resolved, documents: &[Document]) -> Element {
    let terms = &book.terms;
    let mut list = element("ol");
    let mut add = |kind: &'static str, target: &str, label: &str| {
        let link =
            element("a").with("epub:type", kind).with("href", target.to_owned()).text(label.to_owned());
        let place = std::mem::replace(&mut list, element("ol"));
        list = place.child(element("li").child(link));
    };
    for document in documents {
        match document.kind {
            DocumentKind::Cover => add("cover", &document.path, terms.cover),
            DocumentKind::TitlePage => add("titlepage", &document.path, terms.title_page),
            DocumentKind::Copyright => add("copyright-page", &document.path, terms.copyright),
            DocumentKind::Navigation
            | DocumentKind::Part
            | DocumentKind::Chapter
            | DocumentKind::Planned
            | DocumentKind::FullBook => {}
        }
    }
    add("toc", &format!("{PATH}#toc"), terms.contents);
    if !book.figures.is_empty() {
        add("loi", &format!("{PATH}#figures"), terms.figures);
    }
    if !book.tables.is_empty() {
        add("lot", &format!("{PATH}#tables"), terms.tables);
    }
    if let Some(start) = start(book) {
        let slug = &book.book.chapter(start).slug;
        add("bodymatter", &page(slug.as_str(), crate::render::flow::Medium::Epub), terms.start_of_content);
    }
    element("nav").with("epub:type", "landmarks").with("id", "landmarks").with("hidden", "hidden").child(list)
}

/// Where reading begins: the first written chapter of the main matter, else the first written one.
fn start(book: &Resolved) -> Option<ChapterId> {
    let written = || book.book.chapters.iter().filter(|chapter| book.chapter(chapter.id).is_here());
    let first = written().find(|chapter| chapter.matter == Matter::Main).or_else(|| written().next());
    first.map(|chapter| chapter.id)
}

fn page_list(book: &Resolved, pages: &[Page]) -> Option<Node> {
    if pages.is_empty() {
        return None;
    }
    let items = pages.iter().map(|page| item(&page.target, &page.label).into());
    let nav = element("nav")
        .with("epub:type", "page-list")
        .with("role", "doc-pagelist")
        .with("id", "pages")
        .with("aria-label", book.terms.pages)
        .with("hidden", "hidden")
        .child(element("ol").children(items));
    Some(nav.into())
}

/// The printed page that the contents begin.
pub(super) fn pages(dialect: &Dialect) -> impl Iterator<Item = Page> {
    let breaks = dialect.page_breaks.get(&PagePlace::Contents).into_iter().flatten();
    breaks.map(|page| Page { label: page.label.clone(), target: format!("{PATH}#{}", page.id) })
}

fn item(target: &str, label: &str) -> Element {
    element("li").child(element("a").with("href", target.to_owned()).text(label.to_owned()))
}

/// The title page's line in the contents of an empty book.
pub(super) fn title_entry(book: &Resolved) -> Entry {
    let label = book.book.meta.title.clone();
    Entry { label, target: TITLE_PAGE.to_owned(), level: 1, children: Vec::new() }
}

/// A part's line in the contents.
pub(super) fn part_entry(book: &Resolved, number: usize, title: &str, name: &str) -> Entry {
    Entry {
        label: format!("{}: {title}", book.terms.part_number(number)),
        target: part_page(name),
        level: 1,
        children: Vec::new(),
    }
}

/// A chapter's line, with those of its sections.
pub(super) fn chapter_entry(
    book: &Resolved,
    id: ChapterId,
    level: u8,
    sections: &[ContentsSection],
) -> Entry {
    let chapter = book.book.chapter(id);
    let info = book.chapter(id);
    let mut label = numbered(info.number.as_deref(), &chapter.title);
    if !info.is_written {
        label = format!("{label} ({})", book.terms.remark(chapter));
    }
    let target = page(chapter.slug.as_str(), crate::render::flow::Medium::Epub);
    let children = self::sections(book, &target, level + 1, sections);
    Entry { label, target, level, children }
}

fn sections(book: &Resolved, page: &str, level: u8, sections: &[ContentsSection]) -> Vec<Entry> {
    let shown = sections.iter().filter_map(|section| Some((section, section.place.as_ref()?)));
    shown
        .map(|(section, place)| Entry {
            label: numbered(section.number.as_deref(), &book.plain(&section.title)),
            target: match &place.anchor {
                Some(anchor) => format!("{page}#{anchor}"),
                None => page.to_owned(),
            },
            level,
            children: self::sections(book, page, level + 1, &section.children),
        })
        .collect()
}

pub(super) fn numbered(number: Option<&str>, title: &str) -> String {
    number.map_or_else(|| title.to_owned(), |number| format!("{number} {title}"))
}

/// What has a page, in the order of reading, and how deep it is below others that have one.
pub(super) fn in_order<'a>(
    book: &Resolved,
    entries: &'a [ContentsEntry],
    level: u8,
    out: &mut Vec<(u8, &'a ContentsEntry)>,
) {
    for entry in entries {
        let has_page = book.has_page(entry);
        out.extend(has_page.then_some((level, entry)));
        match entry {
            ContentsEntry::Part { children, .. } | ContentsEntry::Chapter { children, .. } => {
                in_order(book, children, level + u8::from(has_page), out);
            }
        }
    }
}
