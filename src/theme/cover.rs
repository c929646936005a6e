//! A typographic cover, for books whose author gives no picture.

use super::Theme;
use crate::model::Meta;

/// Width and height of a cover in pixels: 2:3, as shops want them.
pub const SIZE: (u32, u32) = (1600, 2400);

/// The cover as SVG: title, subtitle, authors, the band of early access, and a drawing of a slice over its array.
/// `early_access` and `by` are the words in the book's language.
pub fn svg(theme: &Theme, meta: &Meta, early_access: Option<&str>) -> String {
    let colour = |key: &str| theme.tokens().get("color", key).unwrap_or("#000000").to_owned();
    let mut body = String::new();
    body.push_str(&format!("<rect width=\"1600\" height=\"2400\" fill=\"{}\"/>", colour("cover")));
    body.push_str(&drawing(&colour("cover-line"), &colour("cover-accent")));
    let size = title_size(&meta.title);
    let mut y = 330.0 + size * 0.4;
    for line in wrap(&meta.title, (1360.0 / (size * 0.5)) as usize) {
        body.push_str(&text(&line, 120.0, y, size, "700", "Source Serif 4", "#ffffff"));
        y += size * 1.1;
    }
    if let Some(subtitle) = &meta.subtitle {
        y += 24.0;
        for line in wrap(subtitle, 46) {
            body.push_str(&text(&line, 122.0, y, 58.0, "400", "Source Sans 3", &colour("cover-muted")));
            y += 76.0;
        }
    }
    let authors = meta.authors.join(", ");
    let mut y = 2230.0;
    for line in wrap(&authors, 44).into_iter().rev() {
        body.push_str(&text(&line, 122.0, y, 68.0, "600", "Source Sans 3", "#ffffff"));
        y -= 86.0;
    }
    if let Some(words) = early_access {
        body.push_str(&format!(
            "<rect x=\"120\" y=\"150\" width=\"{}\" height=\"76\" rx=\"8\" fill=\"{}\"/>",
            48 + 25 * words.chars().count(),
            colour("cover-accent")
        ));
        body.push_str(&text(words, 144.0, 203.0, 42.0, "600", "Source Sans 3", &colour("cover")));
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1600\" height=\"2400\" viewBox=\"0 0 1600 2400\">{body}</svg>"
    )
}

fn title_size(title: &str) -> f64 {
    match title.chars().count() {
        0..=24 => 196.0,
        25..=48 => 156.0,
        49..=90 => 120.0,
        _ => 92.0,
    }
}

fn text(words: &str, x: f64, y: f64, size: f64, weight: &str, family: &str, fill: &str) -> String {
    let words = crate::xml::escape(words);
    format!(
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" font-family=\"{family}\" fill=\"{fill}\">{words}</text>"
    )
}

/// Lines of at most so many characters, broken between words.
fn wrap(words: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
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
