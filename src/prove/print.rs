//! What the PDF says, read by its tags as those hear it who can't see it (ISO 14289-1 §7.1).

mod content;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use hayro_syntax::object::{Dict, Name, Object, ObjectIdentifier, String as PdfString};
use rayon::prelude::*;

use super::said::{Kind, Speech, Teller};
use crate::render::typst::pages::{destinations, text};
use crate::resolve::Resolved;
use content::{Fonts, Piece};

/// How deep tags may be in one another.
const DEEPEST: usize = 1000;

/// Reads a PDF from the page on that a name leads to: what comes before has no counterpart in the text. Gives the names
/// that links can lead to, too.
///
/// # Errors
/// For what is no tagged PDF with such a place.
pub(super) fn read(
    book: &Resolved,
    bytes: Arc<[u8]>,
    first: &str,
) -> Result<(Speech<String>, BTreeSet<String>), String> {
    let pdf = hayro_syntax::Pdf::new(Arc::new(bytes)).map_err(|_| "it is no PDF".to_owned())?;
    let root: Dict<'_> = pdf.xref().get(pdf.xref().root_id()).ok_or("it has no catalog")?;
    let tags = root.get::<Dict<'_>>("StructTreeRoot").ok_or("it has no tags")?;
    let ids = pdf.pages().iter().enumerate().filter_map(|(index, page)| Some((page.raw().obj_id()?, index)));
    let pages: HashMap<ObjectIdentifier, usize> = ids.collect();
    let mut names = BTreeMap::new();
    let tree = root.get::<Dict<'_>>("Names").and_then(|names| names.get::<Dict<'_>>("Dests"));
    destinations(tree.as_ref(), &mut |name, page, _| {
        names.insert(format!("#{name}"), pages.get(&page).copied());
    });
    let first = names
        .get(&format!("#{first}"))
        .copied()
        .flatten()
        .ok_or_else(|| format!("it has no place `{first}`"))?;
    let pages_of_it: &[_] = pdf.pages();
    let contents =
        pages_of_it.par_iter().map_init(Fonts::new, |fonts, page| content::read(page, fonts)).collect();
    let mut print = Print {
        contents,
        pages,
        first,
        is_begun: false,
        last: None,
        rows: Vec::new(),
        awaits_number: false,
        pieces: Vec::new(),
        is_right_to_left: book.book.meta.right_to_left,
        out: Teller::new(),
    };
    print.kids(&tags, Around { page: None, parent: "", numbering: None }, DEEPEST);
    Ok((print.out.finish(), names.into_keys().collect()))
}

struct Print {
    /// By page, the pieces of text of each marked content.
    contents: Vec<HashMap<i32, Vec<Piece>>>,
    pages: HashMap<ObjectIdentifier, usize>,
    /// The page that the text begins on.
    first: usize,
    is_begun: bool,
    /// In a listing, where the last piece of text stands: on which page, and at what height.
    last: Option<Option<(usize, f32)>>,
    /// Of the tables around, the row and the place in it of the next cell.
    rows: Vec<(usize, usize)>,
    /// Whether a footnote has begun whose number is still to come.
    awaits_number: bool,
    /// The pieces of text that were read since it was asked for them.
    pieces: Vec<String>,
    /// Whether the book runs from right to left: then its numbers may be in pieces.
    is_right_to_left: bool,
    out: Teller<String>,
}

/// What is around a tag.
#[derive(Clone, Copy)]
struct Around<'a> {
    page: Option<usize>,
    parent: &'a str,
    /// How the list is numbered that is around it.
    numbering: Option<Numbering>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Numbering {
    Numbers,
    Bullets,
    /// None: terms with their meanings.
    Terms,
}

impl Print {
    fn kids(&mut self, tag: &Dict<'_>, around: Around<'_>, depth: usize) {
        match tag.get::<Object<'_>>("K") {
            Some(Object::Array(kids)) => {
                kids.iter::<Object<'_>>().for_each(|kid| self.kid(kid, around, depth));
            }
            Some(kid) => self.kid(kid, around, depth),
            None => {}
        }
    }

    fn kid(&mut self, kid: Object<'_>, around: Around<'_>, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        match kid {
            Object::Number(number) => self.content(around.page, number.as_i64() as i32),
            Object::Dict(dict) => {
                let page = dict.get_ref("Pg").and_then(|page| self.pages.get(&page.into()).copied());
                let around = Around { page: page.or(around.page), ..around };
                match dict.get::<Name<'_>>("Type").as_ref().map(Name::as_str) {
                    Some("MCR") => self.content(around.page, dict.get::<i32>("MCID").unwrap_or(-1)),
                    Some("OBJR") => self.object(&dict),
                    _ => self.tag(&dict, around, depth),
                }
            }
            _ => {}
        }
    }

    /// The text of a marked content (PDF 1.7 §14.7.4.2).
    fn content(&mut self, page: Option<usize>, id: i32) {
        let Some(page) = page else { return };
        self.is_begun |= page >= self.first;
        if !self.is_begun {
            return;
        }
        let Some(pieces) = self.contents.get(page).and_then(|contents| contents.get(&id)) else { return };
        for piece in pieces {
            if let (Some(last), Some(height)) = (&mut self.last, piece.height) {
                let here = Some((page, height));
                if last.is_some() && *last != here {
                    self.out.words("\n");
                }
                *last = here;
            }
            self.out.seam();
            self.out.words(&piece.text);
            self.pieces.push(piece.text.clone());
            self.pieces.drain(..self.pieces.len().saturating_sub(3));
        }
    }

    /// A link (PDF 1.7 §12.5.6.5).
    fn object(&mut self, reference: &Dict<'_>) {
        let Some(link) = reference.get::<Dict<'_>>("Obj").filter(|_| self.is_begun) else { return };
        let address = link.get::<Dict<'_>>("A").and_then(|action| string(&action, "URI"));
        if let Some(to) = address.or_else(|| Some(format!("#{}", string(&link, "Dest")?))) {
            self.out.link(to);
        }
    }

    fn tag(&mut self, tag: &Dict<'_>, around: Around<'_>, depth: usize) {
        let name = tag.get::<Name<'_>>("S");
        let name = name.as_ref().map(Name::as_str).unwrap_or_default();
        let inner = Around { parent: name, ..around };
        match name {
            "Lbl" if std::mem::take(&mut self.awaits_number) => {
                self.inside(Some(Kind::Note), tag, inner, depth);
            }
            "Lbl" if around.parent == "LI" => self.label(tag, inner, depth),
            "L" => self.inside(None, tag, Around { numbering: Some(numbering(tag)), ..inner }, depth),
            "Note" | "FENote" => self.note(tag, inner, depth),
            "Table" => self.table(tag, inner, depth),
            "TR" => self.row(tag, inner, depth),
            "TH" | "TD" => self.cell(tag, inner, depth),
            "Code" if is_placed(tag) => self.listing(tag, inner, depth),
            "Formula" => self.formula(tag, inner, depth),
            "Figure" if tag.contains_key("Alt") => self.figure(tag, around, depth),
            _ => match heading(name) {
                Some(level) => self.inside(Some(Kind::Heading(level)), tag, inner, depth),
                None if is_block(name) || is_placed(tag) => self.inside(None, tag, inner, depth),
                None => self.kids(tag, inner, depth),
            },
        }
    }

    fn inside(&mut self, kind: Option<Kind>, tag: &Dict<'_>, around: Around<'_>, depth: usize) {
        // A heading is one block, though a picture in it says that it is placed; a long listing is set in parts.
        if kind.is_none() && matches!(self.out.kind(), Kind::Heading(_) | Kind::Code) {
            return self.kids(tag, around, depth);
        }
        self.out.open(kind);
        self.kids(tag, around, depth);
        self.out.close();
    }

    /// The number of a list's item, or a term; a bullet says nothing.
    fn label(&mut self, label: &Dict<'_>, around: Around<'_>, depth: usize) {
        match around.numbering {
            Some(Numbering::Numbers) => self.inside(Some(Kind::Ordinal), label, around, depth),
            Some(Numbering::Terms) => self.inside(None, label, around, depth),
            Some(Numbering::Bullets) | None => {}
        }
    }

    /// A footnote, which stands at its first mark.
    fn note(&mut self, note: &Dict<'_>, around: Around<'_>, depth: usize) {
        self.out.open_note();
        self.awaits_number = true;
        self.kids(note, around, depth);
        self.awaits_number = false;
        self.out.close_note();
    }

    fn table(&mut self, table: &Dict<'_>, around: Around<'_>, depth: usize) {
        self.rows.push((0, 0));
        self.inside(None, table, around, depth);
        self.rows.pop();
    }

    fn row(&mut self, row: &Dict<'_>, around: Around<'_>, depth: usize) {
        self.kids(row, around, depth);
        if let Some((row, place)) = self.rows.last_mut() {
            (*row, *place) = (*row + 1, 0);
        }
    }

    fn cell(&mut self, cell: &Dict<'_>, around: Around<'_>, depth: usize) {
        let kind = self.rows.last_mut().map(|(row, place)| {
            *place += 1;
            Kind::Cell { row: *row, place: *place - 1 }
        });
        self.inside(kind, cell, around, depth);
    }

    fn listing(&mut self, listing: &Dict<'_>, around: Around<'_>, depth: usize) {
        let outer = self.last.replace(None);
        self.inside(Some(Kind::Code), listing, around, depth);
        self.last = outer;
    }

    /// A formula is its LaTeX; the number of a displayed one is the last of what is in it.
    fn formula(&mut self, formula: &Dict<'_>, around: Around<'_>, depth: usize) {
        let last = self.leaves(formula, around, depth);
        if !self.is_begun {
            return;
        }
        let alternative = string(formula, "Alt").unwrap_or_default();
        if !is_placed(formula) {
            return self.picture(&alternative);
        }
        self.out.flush();
        self.out.object(&alternative);
        let has_own = alternative.contains("\\tag");
        if is_number(&last) && !has_own {
            self.out.words(&last);
        }
        self.out.flush();
    }

    /// A picture. One in a line is said to be placed too; what stands alone is in nothing that lines are in.
    fn figure(&mut self, figure: &Dict<'_>, around: Around<'_>, depth: usize) {
        self.leaves(figure, around, depth);
        if !self.is_begun {
            return;
        }
        let is_alone = ["Div", "Document", "BlockQuote"].contains(&around.parent);
        if is_alone {
            self.out.flush();
        }
        self.picture(&string(figure, "Alt").unwrap_or_default());
        if is_alone {
            self.out.flush();
        }
    }

    /// What is drawn in the line.
    fn picture(&mut self, alternative: &str) {
        self.out.seam();
        self.out.object(alternative);
        self.out.seam();
    }

    /// Goes by what is in a tag, untold; gives its last piece of text, or as many as a number is in.
    fn leaves(&mut self, tag: &Dict<'_>, around: Around<'_>, depth: usize) -> String {
        self.pieces.clear();
        let out = std::mem::replace(&mut self.out, Teller::new());
        let last = self.last.replace(None);
        self.kids(tag, around, depth);
        self.last = last;
        self.out = out;
        let number = if self.is_right_to_left { 3 } else { 1 };
        let start = self.pieces.len().saturating_sub(number);
        self.pieces.split_off(start).concat()
    }
}

/// The level of a heading's tag: `H2` is 2.
fn heading(name: &str) -> Option<u8> {
    name.strip_prefix('H').and_then(|level| level.parse().ok())
}

/// Tags that are no part of a line.
fn is_block(name: &str) -> bool {
    const NAMES: &str =
        "P Title LI LBody Caption BlockQuote Div Document Part Sect Aside THead TBody TFoot Figure";
    NAMES.split(' ').any(|block| block == name)
}

/// Whether a tag says that it is no part of a line (PDF 1.7 §14.8.5.4).
fn is_placed(tag: &Dict<'_>) -> bool {
    attributes(tag).iter().any(|attributes| {
        attributes.get::<Name<'_>>("Placement").is_some_and(|placement| placement.as_str() == "Block")
    })
}

fn numbering(list: &Dict<'_>) -> Numbering {
    let named = attributes(list).iter().find_map(|attributes| attributes.get::<Name<'_>>("ListNumbering"));
    match named.as_ref().map(Name::as_str) {
        Some("Decimal") => Numbering::Numbers,
        Some("None") | None => Numbering::Terms,
        Some(_) => Numbering::Bullets,
    }
}

/// What is said of a tag: one dictionary, or several.
fn attributes<'a>(tag: &Dict<'a>) -> Vec<Dict<'a>> {
    match tag.get::<Object<'_>>("A") {
        Some(Object::Dict(dict)) => vec![dict],
        Some(Object::Array(array)) => array.iter::<Dict<'_>>().collect(),
        _ => Vec::new(),
    }
}

fn string(dict: &Dict<'_>, key: &str) -> Option<String> {
    dict.get::<PdfString<'_>>(key).and_then(|string| text(string.as_bytes()))
}

/// Whether that is how an equation's number is written, in whatever order: `(3.1)`.
fn is_number(words: &str) -> bool {
    let inner = words.replacen('(', "", 1).replacen(')', "", 1);
    let is_enclosed = inner.len() + 2 == words.len() && !inner.is_empty();
    is_enclosed && inner.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
}
