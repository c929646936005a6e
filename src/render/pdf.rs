//! The PDF edition as Typst source: what Typst is to compile, and where every piece of it comes from.
//!
//! Pure, as every backend. The source is in code mode: `par({ "…"; emph({ "…" }) })`; all that an author typed is in
//! string literals. What it looks like, and every length and colour, is in `styles/book.typ` and the tokens; Typst counts
//! nothing but pages.

mod block;
mod chapter;
mod contents;
mod front;
mod full_book;
mod image;
mod inline;
mod listing;
mod marks;
mod measure;
mod room;
mod table;
mod writer;

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use chapter::Chapter;
use room::Room;
pub use writer::SourceMap;
use writer::{LongWord, Writer};

use super::{Files, PagePlace};
use crate::diag::Diagnostics;
use crate::model::{ChapterId, Inline, Orientation, PdfStandard};
use crate::resolve::sample::{self, Ending};
use crate::resolve::{ContentsEntry, Resolved, imprint};
use crate::theme::{self, Theme};

/// The file that Typst compiles.
pub const MAIN: &str = "main.typ";

/// What Typst is to make a PDF of.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Project {
    /// Typst sources and pictures, by their paths in the project.
    pub files: Files,
    /// Where the Typst sources come from, by path.
    pub maps: BTreeMap<String, SourceMap>,
    /// What has a named destination in the PDF, by its name.
    pub marks: HashMap<String, PagePlace>,
    /// What the PDF conforms to.
    pub standards: Vec<PdfStandard>,
}

/// Names of destinations and what begins there.
type Marks = HashMap<String, PagePlace>;

/// Writes the Typst source of a book.
pub fn render(book: &Resolved, theme: &Theme, diagnostics: &mut Diagnostics) -> Project {
    let mut project = Project { standards: book.book.settings.pdf.standards.clone(), ..Project::default() };
    project.files.insert("book.typ", theme::style("book.typ").as_bytes());
    let style = format!("{}{}{}", theme.typst(), paper(book), edition(book));
    project.files.insert("theme.typ", style.into_bytes());
    for asset in &book.assets {
        project.files.insert(image::path(asset), asset.bytes.clone());
    }
    let room = Room::new(theme, &book.book.settings.pdf);
    let mut parts = Vec::new();
    matter(book, &book.contents, 1, &mut parts);
    parts.extend(sample::ending(book).map(Part::Ending));
    let mut main = Writer::new("#import \"/book.typ\": *\n#");
    main.long_word = LongWord::text(room.code);
    main.code("book(");
    main.code(&metadata(book));
    front::front(book, &mut main);
    project.marks.extend(front::PLACES.map(|(name, place)| (name.to_owned(), place)));
    let start = parts.iter().position(|part| !part.is_front(book)).unwrap_or(parts.len());
    let (before, behind) = parts.split_at(start);
    for (function, parts) in [("front-matter", before), ("main-matter", behind)] {
        if !parts.is_empty() {
            main.code(&format!("{function}({{\n"));
            project.parts(book, room, parts, &mut main, diagnostics);
            main.code("})\n");
        }
    }
    main.code("})\n");
    project.source(MAIN, main.finish(diagnostics));
    project
}

/// What follows one another in the body of the book.
enum Part<'a> {
    Opening {
        number: usize,
        title: &'a str,
    },
    Chapter {
        id: ChapterId,
        level: usize,
    },
    /// The last page of a sample.
    Ending(Ending),
}

impl Part<'_> {
    fn is_front(&self, book: &Resolved) -> bool {
        match self {
            Self::Opening { .. } | Self::Ending(_) => false,
            Self::Chapter { id, .. } => chapter::is_front(book.book.chapter(*id)),
        }
    }
}

/// What of the body has a page, in order, with the levels that headings have in the bookmarks.
fn matter<'a>(book: &Resolved, entries: &'a [ContentsEntry], level: usize, out: &mut Vec<Part<'a>>) {
    for entry in entries {
        let has_page = book.has_page(entry);
        match entry {
            ContentsEntry::Part { number, title, children, .. } => {
                out.extend(has_page.then_some(Part::Opening { number: *number, title }));
                matter(book, children, level + usize::from(has_page), out);
            }
            ContentsEntry::Chapter { id, children, .. } => {
                out.extend(has_page.then_some(Part::Chapter { id: *id, level }));
                matter(book, children, level + usize::from(has_page), out);
            }
        }
    }
}

impl Project {
    fn parts(
        &mut self,
        book: &Resolved,
        room: Room,
        parts: &[Part<'_>],
        main: &mut Writer,
        diagnostics: &mut Diagnostics,
    ) {
        let is_planned =
            |part: &Part<'_>| matches!(part, Part::Chapter { id, .. } if !book.chapter(*id).is_written);
        for group in parts.chunk_by(|a, b| is_planned(a) && is_planned(b)) {
            match group {
                [Part::Opening { number, title }] => {
                    self.marks.insert(part_name(*number), PagePlace::Part(*number));
                    opening(book, *number, title, main);
                }
                [Part::Chapter { id, level }] if book.chapter(*id).is_written => {
                    let written = chapter::chapter(book, room, *id, *level, diagnostics);
                    self.chapter(book, *id, written, main);
                }
                [Part::Ending(ending)] => {
                    self.marks.insert(full_book::NAME.to_owned(), PagePlace::FullBook);
                    full_book::page(book, ending, main);
                }
                planned => {
                    let ids: Vec<(ChapterId, usize)> = planned
                        .iter()
                        .filter_map(|part| match part {
                            Part::Chapter { id, level } => Some((*id, *level)),
                            Part::Opening { .. } | Part::Ending(_) => None,
                        })
                        .collect();
                    let written = chapter::planned(book, room, &ids, diagnostics);
                    self.chapter(book, ids[0].0, written, main);
                }
            }
        }
    }

    fn chapter(&mut self, book: &Resolved, id: ChapterId, written: chapter::Written, main: &mut Writer) {
        let path = format!("chapters/{}.typ", book.book.chapter(id).slug);
        main.at(book.book.chapter(id).span);
        main.code("include ");
        main.literal(&format!("/{path}"));
        main.code("\n");
        self.marks.extend(written.marks);
        self.source(&path, (written.code, written.map));
    }

    fn source(&mut self, path: &str, (code, map): (String, SourceMap)) {
        self.files.insert(path, code.into_bytes());
        self.maps.insert(path.to_owned(), map);
    }
}

fn opening(book: &Resolved, number: usize, title: &str, main: &mut Writer) {
    let words = book.terms.part_number(number);
    main.code("part-opening(");
    main.literal(&part_name(number));
    for shown in [&words, title] {
        main.code(", ");
        main.string(shown);
    }
    main.code(", ");
    main.literal(&format!("{words}: {title}"));
    main.code(")\n");
}

/// The name of a part's destination; no slug has a full stop.
fn part_name(number: usize) -> String {
    format!("part.{number}")
}

/// What the look depends on: the paper, and the direction of lines.
fn paper(book: &Resolved) -> String {
    let pdf = &book.book.settings.pdf;
    let (width, height) = match pdf.orientation {
        Orientation::Portrait => (pdf.paper.width, pdf.paper.height),
        Orientation::Landscape => (pdf.paper.height, pdf.paper.width),
    };
    let millimetres = |hundredths: u32| f64::from(hundredths) / 100.0;
    let two_sided = pdf.two_sided.is_on();
    format!(
        "#let paper = (width: {}mm, height: {}mm, two-sided: {two_sided}, rtl: {})\n",
        millimetres(width),
        millimetres(height),
        book.book.meta.right_to_left
    )
}

/// What stands at the foot of every page of text: which edition it is of; `none` for a build that is none.
fn edition(book: &Resolved) -> String {
    let mut out = Writer::new("#let edition = ");
    match imprint::edition_line(book) {
        Some(line) => out.string(&line),
        None => out.code("none"),
    }
    out.code("\n");
    out.finish(&mut Diagnostics::new()).0
}

/// Title, authors and language, as arguments.
fn metadata(book: &Resolved) -> String {
    let meta = &book.book.meta;
    let mut out = Writer::new("");
    out.code("title: ");
    out.literal(&meta.title);
    out.code(", authors: (");
    for author in &meta.authors {
        out.literal(author);
        out.code(", ");
    }
    out.code("), keywords: (");
    let marks = imprint::marks(book).map(|(name, value)| format!("{name}:{value}"));
    let keywords = meta.subjects.iter().cloned().chain(imprint::edition_line(book)).chain(marks);
    for subject in keywords {
        out.literal(&subject);
        out.code(", ");
    }
    out.code("), description: ");
    match &meta.description {
        Some(description) => out.literal(description),
        None => out.code("none"),
    }
    let (language, region) = language(&meta.language);
    let direction = if meta.right_to_left { "rtl" } else { "ltr" };
    writeln!(out.raw(), ", lang: \"{language}\", region: {region}, dir: {direction}, {{")
        .expect("strings take all");
    out.finish(&mut Diagnostics::new()).0
}

/// Language and region as Typst takes them. Chinese writing is told apart by region.
fn language(tag: &str) -> (String, String) {
    let mut parts = tag.split('-');
    let is_word =
        |part: &&str| part.len() <= 3 && part.len() >= 2 && part.bytes().all(|b| b.is_ascii_alphabetic());
    let language = parts.next().filter(is_word).unwrap_or("en").to_ascii_lowercase();
    let mut region = None;
    for part in parts {
        match part.to_ascii_lowercase().as_str() {
            "hans" => region = Some("CN".to_owned()),
            "hant" => region = Some("TW".to_owned()),
            part if part.len() == 2 => region = Some(part.to_ascii_uppercase()),
            _ => {}
        }
    }
    (language, region.map_or("none".to_owned(), |region| format!("\"{region}\"")))
}

/// Inlines of a chapter in a list of links: none of them a link of its own.
fn titled(book: &Resolved, chapter: ChapterId, inlines: &[Inline], out: &mut Writer) {
    let mut writer = Chapter::new(book, Room::NONE, chapter, 1, "");
    std::mem::swap(&mut writer.out, out);
    writer.in_link = true;
    writer.said = None;
    // Page numbers beside words of the other direction keep their place when the words are isolated (UAX #9).
    let is_isolated = !book.book.meta.right_to_left && has_right_to_left(&book.plain(inlines));
    writer.out.code(if is_isolated { "isolated(" } else { "" });
    writer.inlines(inlines);
    writer.out.code(if is_isolated { ")" } else { "" });
    std::mem::swap(&mut writer.out, out);
}

/// Whether a text has Hebrew, Arabic or other letters that are written from right to left.
fn has_right_to_left(text: &str) -> bool {
    let is_one = |c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    text.chars().any(is_one)
}
