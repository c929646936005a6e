//! The EPUB edition: what it holds, all decided; `package::epub` makes the file of it.

mod accessibility;
mod cover;
mod fonts;
mod full_book;
mod metadata;
mod nav;
mod pages;
mod publication;

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

pub(in crate::render) use cover::drawable;

pub use accessibility::{AccessMode, Accessibility, Conformance, Feature, Hazard};
pub use publication::{
    Direction, Document, DocumentKind, Entry, Metadata, Page, Person, Property, Publication, Resource,
    ResourceRole, Series,
};

use super::flow::{Dialect, Flow, Medium, PageBreak, image, page, part_page};
use super::html::AuthorStyles;
use super::markup::{Element, Node};
use super::{PagePlace, PageStart};
use crate::diag::Diagnostics;
use crate::resolve::images::{DrawingFonts, PictureType};
use crate::resolve::sample::{self, Ending};
use crate::resolve::{ContentsEntry, Resolved};
use crate::theme::{Sheet, Theme, Values};
use accessibility::{Extent, Survey};
use fonts::{Fonts, Usage};
use publication::Direction as Way;

/// The program's style sheet, under the name that epub-builder gives it.
const STYLE: &str = "stylesheet.css";
/// What of it older readers can't read.
const MODERN_STYLE: &str = "modern.css";

/// Makes the publication. `pages` are those of the printed edition, in their order, none where it was not made.
pub fn render(
    book: &Resolved,
    theme: &Theme,
    author_styles: &AuthorStyles,
    fonts: &DrawingFonts,
    pages: &[PageStart],
    diagnostics: &mut Diagnostics,
) -> Publication {
    let dialect = Dialect { medium: Medium::Epub, page_breaks: page_breaks(book, pages) };
    let edition = Edition { book, dialect: &dialect, author_styles };
    let cover = cover::picture(book, theme, fonts, diagnostics);
    let mut made = edition.front(&cover);
    let place = made.len();
    made.extend(edition.text());
    let mut page_list: Vec<Page> = made.iter().flat_map(|made| made.pages.iter().cloned()).collect();
    let before = made[..place].iter().map(|made| made.pages.len()).sum::<usize>();
    page_list.splice(before..before, nav::pages(&dialect));
    let mut usage = Usage::default();
    let mut documents = Vec::with_capacity(made.len() + 1);
    for made in made {
        usage.add(made.usage);
        documents.push(made.document);
    }
    let nav = edition.made(
        nav::PATH,
        DocumentKind::Navigation,
        book.terms.contents,
        nav::body(book, &dialect, &documents, &page_list),
    );
    usage.add(nav.usage);
    documents.insert(place, nav.document);
    let survey = accessibility::survey(book);
    let extent = Extent { pages: page_list.len(), author_styles: author_styles.len() };
    let accessibility = accessibility::accessibility(book, &survey, extent);
    let page_source = (!page_list.is_empty()).then(|| metadata::page_source(book));
    let metadata = metadata::metadata(book, page_source, accessibility);
    let values = match metadata.direction {
        Way::LeftToRight => Values::LeftToRight,
        Way::RightToLeft => Values::Substituted,
    };
    let has_formulas = documents.iter().any(|document| document.properties.contains(&Property::MathMl));
    let fonts = match book.book.settings.epub_fonts.is_on() {
        true if has_formulas => usage.fonts().with_formulas(&theme.css(Sheet::Formulas, values)),
        true => usage.fonts(),
        false => Fonts::none(),
    };
    let style = fonts.css + &theme.css(Sheet::Flow, values) + &theme.css(Sheet::Epub, values);
    let mut resources = styles(theme, author_styles);
    resources.extend(fonts.files);
    resources.extend(pictures(book, &survey, cover));
    Publication { metadata, documents, style: style.into_bytes().into(), resources, pages: page_list }
}

/// A document with what else is found out from its tree.
struct Made {
    document: Document,
    usage: Usage,
    pages: Vec<Page>,
}

struct Edition<'a> {
    book: &'a Resolved,
    dialect: &'a Dialect,
    author_styles: &'a AuthorStyles,
}

impl Edition<'_> {
    /// What comes before the contents.
    fn front(&self, cover: &Resource) -> Vec<Made> {
        let (book, terms) = (self.book, &self.book.terms);
        let name = &book.book.meta.title;
        let cover = self.made(
            "cover.xhtml",
            DocumentKind::Cover,
            terms.cover,
            pages::cover(book, self.dialect, cover),
        );
        let mut title =
            self.made(nav::TITLE_PAGE, DocumentKind::TitlePage, name, pages::title(book, self.dialect));
        // Contents of nothing are no contents: those of an empty book name its title page.
        title.document.entry = book.contents.is_empty().then(|| nav::title_entry(book));
        let body = pages::copyright(book, self.dialect);
        let copyright = self.made("copyright.xhtml", DocumentKind::Copyright, terms.copyright, body);
        vec![cover, title, copyright]
    }

    /// Parts and chapters, and the last page of a sample.
    fn text(&self) -> Vec<Made> {
        let mut entries = Vec::new();
        nav::in_order(self.book, &self.book.contents, 1, &mut entries);
        let mut made: Vec<Made> =
            entries.par_iter().map(|&(level, entry)| self.entry(level, entry)).collect();
        made.extend(sample::ending(self.book).map(|ending| self.full_book(&ending)));
        made
    }

    /// The last page of a sample.
    fn full_book(&self, ending: &Ending) -> Made {
        let body = full_book::page(self.book, self.dialect, ending);
        let title = self.book.terms.full_book;
        let mut made = self.made(full_book::PATH, DocumentKind::FullBook, title, body);
        made.document.entry = Some(full_book::entry(self.book, ending));
        made
    }

    fn entry(&self, level: u8, entry: &ContentsEntry) -> Made {
        let book = self.book;
        let (mut made, line) = match entry {
            ContentsEntry::Part { number, title, name, .. } => {
                let body = pages::part(book, self.dialect, *number, title);
                let made = self.made(&part_page(name), DocumentKind::Part, title, body);
                (made, nav::part_entry(book, *number, title, name))
            }
            ContentsEntry::Chapter { id, sections, .. } => {
                let chapter = book.book.chapter(*id);
                let flow = Flow::new(book, self.dialect, *id);
                let (kind, section) = match book.chapter(*id).is_written {
                    true => (DocumentKind::Chapter, flow.chapter()),
                    false => (DocumentKind::Planned, flow.planned()),
                };
                let path = page(chapter.slug.as_str(), Medium::Epub);
                let made = self.made(&path, kind, &chapter.title, pages::chapter(chapter.matter, section));
                (made, nav::chapter_entry(book, *id, level, sections))
            }
        };
        made.document.entry = Some(line);
        made
    }

    fn made(&self, path: &str, kind: DocumentKind, title: &str, body: Element) -> Made {
        let usage = Usage::of(&body);
        let mut found = Found::default();
        found.look(&body, path);
        let mut properties = Vec::new();
        properties.extend((kind == DocumentKind::Navigation).then_some(Property::Nav));
        properties.extend(found.has_mathml.then_some(Property::MathMl));
        let styles: Vec<String> = [STYLE, MODERN_STYLE]
            .into_iter()
            .map(str::to_owned)
            .chain(self.author_styles.iter().map(|(name, _)| name.clone()))
            .collect();
        let bytes = pages::document(self.book, title, &styles, body);
        let document = Document { path: path.to_owned(), bytes, kind, properties, entry: None };
        Made { document, usage, pages: found.pages }
    }
}

/// What a document's tree has.
#[derive(Default)]
struct Found {
    has_mathml: bool,
    pages: Vec<Page>,
}

impl Found {
    fn look(&mut self, element: &Element, path: &str) {
        if element.attribute("role") == Some("doc-pagebreak") {
            let label = element.attribute("aria-label").unwrap_or_default().to_owned();
            let id = element.attribute("id").unwrap_or_default();
            self.pages.push(Page { label, target: format!("{path}#{id}") });
        }
        for node in element.nodes() {
            match node {
                Node::Element(inner) => self.look(inner, path),
                Node::Verbatim(xml) => self.has_mathml |= xml.starts_with("<math"),
                Node::Text(_) => {}
            }
        }
    }
}

/// Pages by what begins them; a label that came before is left out. Their ids are of no other place.
fn page_breaks(book: &Resolved, pages: &[PageStart]) -> HashMap<PagePlace, Vec<PageBreak>> {
    let mut taken: std::collections::HashSet<String> =
        if pages.is_empty() { Default::default() } else { book.anchors.values().cloned().collect() };
    let mut labels = std::collections::HashSet::new();
    let mut breaks: HashMap<PagePlace, Vec<PageBreak>> = HashMap::new();
    for page in pages {
        if !labels.insert(&page.label) {
            continue;
        }
        let word: String =
            page.label.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let mut id = format!("page-{word}");
        while !taken.insert(id.clone()) {
            id.push('_');
        }
        breaks.entry(page.place).or_default().push(PageBreak { label: page.label.clone(), id });
    }
    breaks
}

fn styles(theme: &Theme, author_styles: &AuthorStyles) -> Vec<Resource> {
    let style =
        |path: String, bytes| Resource { path, bytes, media_type: "text/css", role: ResourceRole::Plain };
    let modern: Arc<[u8]> = theme.css(Sheet::Modern, Values::Substituted).into_bytes().into();
    std::iter::once(style(MODERN_STYLE.to_owned(), modern))
        .chain(author_styles.iter().map(|(name, bytes)| style(name.clone(), bytes.clone())))
        .collect()
}

/// The pictures that are shown, each once, with those for readers who can't show them.
fn pictures(book: &Resolved, survey: &Survey, cover: Resource) -> Vec<Resource> {
    let of_cover = cover.path.clone();
    let mut pictures = vec![cover];
    let mut add = |path: String, bytes: &Arc<[u8]>, kind: PictureType| {
        if path != of_cover {
            let media_type = kind.media_type();
            let picture = Resource { path, bytes: bytes.clone(), media_type, role: ResourceRole::Plain };
            pictures.push(picture);
        }
    };
    for id in &survey.shown {
        let asset = &book.assets[id.0 as usize];
        add(image::source(asset), &asset.bytes, asset.kind);
        if let Some(png) = &asset.fallback {
            add(image::fallback_source(asset), &png.bytes, PictureType::Png);
        }
    }
    pictures
}
