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
        let stem = path.strip_suffix(".css").unwrap_or(path);
        styles.push((format!("author-{}.css", Slug::of(stem)), bytes));
    }
    styles
}

/// What a style sheet would load from elsewhere.
fn outside(css: &str) -> Option<String> {
    if css.contains("@import") {
        return Some("@import".to_owned());
    }
    css.match_indices("url(").find_map(|(at, _)| {
        let address = css[at + "url(".len()..].trim_start().trim_start_matches(['"', '\'']);
        let is_inside = address.starts_with("data:") || address.starts_with('#');
        (!is_inside).then(|| address.chars().take_while(|c| !")\"'".contains(*c)).take(60).collect())
    })
}
