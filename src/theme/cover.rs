//! A typographic cover, for books whose author gives no picture.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Family, Theme};
use crate::model::Meta;

/// Width and height of a cover in pixels: 2:3, as shops want them.
pub const SIZE: (u32, u32) = (1600, 2400);

/// Width and height of the picture of a link card in pixels: what Open Graph's readers show whole.
pub const CARD: (u32, u32) = (1200, 630);

/// What a cover says of the book beside its title, in the book's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark<'a> {
    /// Words at its head: that it is a sample; that the book is early, where it is no edition.
    Head(&'a str),
    /// A band at its foot: which edition it is.
    Band(&'a str),
}

/// The cover as SVG: title, subtitle, authors, a drawing of a slice over its array, and the edition.
pub fn svg(theme: &Theme, meta: &Meta, marks: &[Mark<'_>]) -> String {
    let colour = |key: &str| theme.tokens().get("color", key).unwrap_or("#000000").to_owned();
    let mut body = String::new();
    body.push_str(&format!("<rect width=\"1600\" height=\"2400\" fill=\"{}\"/>", colour("cover")));
    body.push_str(&drawing(&colour("cover-line"), &colour("cover-accent")));
    let text = |words: &str, y: f64, size: f64, weight: &str, family: Family, fill: &str| {
        text(meta, words, y, size, weight, family, fill)
    };
    let subtitle = wrap(meta.subtitle.as_deref().unwrap_or_default(), 46);
    let (size, title) = title(&meta.title, 800.0 - 76.0 * subtitle.len() as f64);
    let mut y = 330.0 + size * 0.4;
    for line in title {
        body.push_str(&text(&line, y, size, "700", Family::Text, "#ffffff"));
        y += size * 1.1;
    }
    y += 24.0;
    for line in subtitle {
        body.push_str(&text(&line, y, 58.0, "400", Family::Sans, &colour("cover-muted")));
        y += 76.0;
    }
    let authors = meta.authors.join(", ");
    let mut y = if marks.iter().any(|mark| matches!(mark, Mark::Band(_))) { 2150.0 } else { 2230.0 };
    for line in wrap(&authors, 44).into_iter().rev() {
        body.push_str(&text(&line, y, 68.0, "600", Family::Sans, "#ffffff"));
        y -= 86.0;
    }
    for mark in marks {
        match *mark {
            Mark::Head(words) => {
                body.push_str(&text(words, 196.0, 56.0, "600", Family::Sans, &colour("cover-accent")));
            }
            Mark::Band(words) => {
                body.push_str(&ground(2266, (1600, 134), &colour("cover-accent")));
                let (size, ink) = (band_size(words), colour("cover"));
                body.push_str(&text(words, 2333.0 + size * 0.34, size, "600", Family::Sans, &ink));
            }
        }
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1600\" height=\"2400\" viewBox=\"0 0 1600 2400\">{body}</svg>"
    )
}

/// The picture of a link card as SVG: title, subtitle and authors beside the cover's drawing, above a band with the edition.
pub fn card(theme: &Theme, meta: &Meta, edition: Option<&str>) -> String {
    let colour = |key: &str| theme.tokens().get("color", key).unwrap_or("#000000").to_owned();
    let (words_at, drawing_at) = if meta.right_to_left { (706, -20) } else { (0, 1430) };
    let subtitle = wrap(meta.subtitle.as_deref().unwrap_or_default(), 46);
    let (size, title) = title(&meta.title, 620.0 - 76.0 * subtitle.len() as f64);
    let mut words = String::new();
    let mut y = 160.0 + size * 0.7;
    for line in title {
        words.push_str(&text(meta, &line, y, size, "700", Family::Text, "#ffffff"));
        y += size * 1.1;
    }
    y += 24.0;
    for line in subtitle {
        words.push_str(&text(meta, &line, y, 58.0, "400", Family::Sans, &colour("cover-muted")));
        y += 76.0;
    }
    if let Some(authors) = wrap(&meta.authors.join(", "), 44).first() {
        let y = if edition.is_some() { 1000.0 } else { 1060.0 };
        words.push_str(&text(meta, authors, y, 68.0, "600", Family::Sans, "#ffffff"));
    }
    let mut band = String::new();
    if let Some(edition) = edition {
        band = ground(1082, (2286, 118), &colour("cover-accent"));
        let size = band_size(edition);
        let y = 1141.0 + size * 0.34;
        words.push_str(&text(meta, edition, y, size, "600", Family::Sans, &colour("cover")));
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"630\" viewBox=\"0 0 2286 1200\"><rect width=\"2286\" height=\"1200\" fill=\"{}\"/><g transform=\"translate({drawing_at} -250) scale(0.55)\">{}</g>{band}<g transform=\"translate({words_at} 0)\">{words}</g></svg>",
        colour("cover"),
        drawing(&colour("cover-line"), &colour("cover-accent")),
    )
}

/// The sign of the book in a browser's tabs, as SVG: the marked cells of the cover's drawing.
pub fn icon(theme: &Theme) -> String {
    let colour = |key: &str| theme.tokens().get("color", key).unwrap_or("#000000").to_owned();
    let cell = |x: u32, y: u32, fill: &str| {
        format!("<rect x=\"{x}\" y=\"{y}\" width=\"8\" height=\"8\" rx=\"1\" fill=\"{fill}\"/>")
    };
    let (line, accent) = (colour("cover-line"), colour("cover-accent"));
    let cells: String = [6, 18]
        .into_iter()
        .flat_map(|y| [6, 18].map(|x| cell(x, y, if (x, y) == (6, 6) { &accent } else { &line })))
        .collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><rect width=\"32\" height=\"32\" rx=\"6\" fill=\"{}\"/>{cells}</svg>\n",
        colour("cover")
    )
}

/// A band across a picture, from its top.
fn ground(y: u32, (width, height): (u32, u32), fill: &str) -> String {
    format!("<rect y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>")
}

/// The size of a band's words, which are one line.
fn band_size(words: &str) -> f64 {
    (1360.0 / (words.width() as f64 * 0.5)).min(48.0)
}

/// The title in lines, as large as there is room for below each other and beside.
fn title(title: &str, room: f64) -> (f64, Vec<String>) {
    let longest =
        title.split_whitespace().flat_map(pieces).map(UnicodeWidthStr::width).max().unwrap_or(0) as f64;
    let sizes = [196.0, 156.0, 120.0, 92.0, 70.0, 54.0];
    let lines = |size: f64| wrap(title, (1360.0 / (size * 0.52)) as usize);
    let fits = |size: &f64| lines(*size).len() as f64 * size * 1.1 <= room && longest * size * 0.58 <= 1360.0;
    let size = sizes.into_iter().find(fits).unwrap_or(54.0);
    (size, lines(size))
}

/// A line, at the side where lines begin.
fn text(meta: &Meta, words: &str, y: f64, size: f64, weight: &str, family: Family, fill: &str) -> String {
    let (x, anchor) = if meta.right_to_left { (1480, "end") } else { (120, "start") };
    let words = crate::xml::escape(words);
    format!(
        "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" font-size=\"{size}\" font-weight=\"{weight}\" font-family=\"'{}'\" fill=\"{fill}\">{words}</text>",
        family.name()
    )
}

/// Lines of at most so many columns, broken between words and between ideographs, which are two columns wide.
fn wrap(words: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        let mut gap = " ";
        for piece in pieces(word) {
            match lines.last_mut() {
                Some(line) if line.width() + gap.len() + piece.width() <= most => {
                    line.push_str(gap);
                    line.push_str(piece);
                }
                _ => lines.push(piece.to_owned()),
            }
            gap = "";
        }
    }
    lines
}

/// A word where a line may be broken inside of it: behind an ideograph, and not before the mark that follows it.
fn pieces(word: &str) -> Vec<&str> {
    let is_wide = |c: char| c.width() == Some(2);
    let is_mark = |c: char| "，。、；：！？）》」』”’".contains(c);
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in word.char_indices() {
        let may_break = before.is_some_and(|before| is_wide(before) || is_wide(c)) && !is_mark(c);
        if may_break {
            pieces.push(&word[start..at]);
            start = at;
        }
        before = Some(c);
    }
    pieces.push(&word[start..]);
    pieces
}

/// Rows of cells, one of them marked: memory, as a book on internals sees it.
fn drawing(line: &str, accent: &str) -> String {
    const CELL: u32 = 136;
    let mut out = String::new();
    for row in 0..5_u32 {
        for column in 0..10_u32 {
            let (x, y) = (120 + column * CELL, 1240 + row * CELL);
            // A pattern that looks grown and is fixed: which cells of which row are in use.
            let is_used = (column * 7 + row * 5) % 11 < 5 + row;
            let is_marked = row == 2 && (3..6).contains(&column);
            let (fill, opacity) = match (is_marked, is_used) {
                (true, _) => (accent, "1"),
                (false, true) => (line, "0.28"),
                (false, false) => (line, "0.06"),
            };
            out.push_str(&format!(
                "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{w}\" rx=\"6\" fill=\"{fill}\" fill-opacity=\"{opacity}\" stroke=\"{line}\" stroke-opacity=\"0.5\" stroke-width=\"2\"/>",
                w = CELL - 14
            ));
        }
    }
    out.push_str(&format!(
        "<path d=\"M 589 1226 V 1130 H 1290\" fill=\"none\" stroke=\"{accent}\" stroke-width=\"6\"/><circle cx=\"1290\" cy=\"1130\" r=\"14\" fill=\"{accent}\"/><path d=\"M 571 1222 L 589 1252 L 607 1222 Z\" fill=\"{accent}\"/>"
    ));
    out
}
