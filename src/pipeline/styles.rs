//! The author's own style sheets.

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::load::{Manuscript, join};
use crate::model::Slug;
use crate::render::html::AuthorStyles;
use crate::source::Span;

/// Reads style sheets by their paths in the manuscript's folder. One that can't be used is left out, with a finding.
pub(super) fn read(manuscript: &Manuscript, paths: &[String], diagnostics: &mut Diagnostics) -> AuthorStyles {
    let mut styles = AuthorStyles::new();
    for path in paths {
        let mut report = |message: String, hint: &str| {
            let finding = Diagnostic::new(Code::StyleSheet, Span::DETACHED, message);
            diagnostics.push(finding.at_path("book.toml").hint(hint));
        };
        let bytes = join("", path).and_then(|path| manuscript.store.read(&path).ok());
        let Some(bytes) = bytes else {
            report(format!("the style sheet `{path}` can't be read"), "its path begins at book.toml");
            continue;
        };
        let Ok(text) = std::str::from_utf8(&bytes) else {
            report(format!("the style sheet `{path}` is not UTF-8"), "save it as UTF-8");
            continue;
        };
        if let Some(asked) = outside(text) {
            report(
                format!("the style sheet `{path}` asks for another file: `{asked}`"),
                "a book holds what it shows: write the rules out, or put a picture in as `data:`",
            );
            continue;
        }
        let name = free(path, &styles);
        styles.push((name, bytes));
    }
    styles
}

/// A name that no sheet before has: `a/b.css` and `a-b.css` want the same, and so do two that are one.
fn free(path: &str, styles: &AuthorStyles) -> String {
    let stem = Slug::of(path.strip_suffix(".css").unwrap_or(path));
    let numbered = (2_u32..).map(|number| format!("author-{stem}-{number}.css"));
    std::iter::once(format!("author-{stem}.css"))
        .chain(numbered)
        .find(|name| styles.iter().all(|(taken, _)| taken != name))
        .expect("fewer style sheets than numbers")
}

/// What a style sheet would load from elsewhere, in whatever spelling of names.
fn outside(css: &str) -> Option<String> {
    /// Functions that take an address as a mere string (CSS Images 4 §2.1 and §2.4, CSS Values 4 §4.5).
    const BY_STRING: [&str; 3] = ["image-set(", "image(", "src("];
    let css = unescaped(css);
    let lower = css.to_ascii_lowercase();
    // In another encoding, what is read here may mean something else.
    if lower.starts_with("@charset") && !lower.starts_with("@charset \"utf-8\"") {
        return Some("@charset".to_owned());
    }
    if lower.contains("@import") {
        return Some("@import".to_owned());
    }
    if let Some(function) = BY_STRING.into_iter().find(|function| lower.contains(function)) {
        return Some(format!("{function}…)"));
    }
    lower.match_indices("url(").find_map(|(at, _)| {
        let begin = |text: &str| text.trim_start().trim_start_matches(['"', '\'']).len();
        let address = css.len() - begin(&css[at + "url(".len()..]);
        let is_inside = INSIDE.iter().any(|inside| lower[address..].starts_with(inside));
        (!is_inside).then(|| css[address..].chars().take_while(|c| !")\"'".contains(*c)).take(60).collect())
    })
}

/// How addresses begin that lead to what the sheet itself holds, or the page that it is for.
const INSIDE: [&str; 3] = ["#", "data:image/", "data:font/"];

/// A style sheet with its escapes as what they stand for (CSS Syntax 3 §4.3.7): `\75rl(` is `url(`; every end of
/// a line is one (§3.3).
fn unescaped(css: &str) -> String {
    let css = css.replace("\r\n", "\n").replace(['\r', '\u{c}'], "\n");
    let mut out = String::with_capacity(css.len());
    let mut rest = css.as_str();
    while let Some((before, escape)) = rest.split_once('\\') {
        out.push_str(before);
        let digits = escape.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        let (hex, behind) = escape.split_at(digits);
        let code = u32::from_str_radix(hex, 16).ok();
        out.extend(code.map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)));
        // A space ends the digits; what is no digit stands for itself.
        rest = if code.is_some() { behind.strip_prefix([' ', '\t', '\n']).unwrap_or(behind) } else { behind };
    }
    out.push_str(rest);
    out
}
