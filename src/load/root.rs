//! Which folder is the manuscript, and what the book is called when `book.toml` does not say.

use std::path::{Path, PathBuf};

use super::{LoadError, Store};
use crate::config::{Config, Setting};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// The folder of the nearest `book.toml` at or above `start`, else of the nearest `SUMMARY.md`, else `manuscript/`.
pub fn find(start: &Path) -> Option<PathBuf> {
    let above =
        |name: &str| start.ancestors().find(|folder| folder.join(name).is_file()).map(Path::to_path_buf);
    let manuscript = start.join("manuscript");
    let outlined = || {
        let is_here =
            |folder: &&Path| ["SUMMARY.md", "src/SUMMARY.md"].iter().any(|name| folder.join(name).is_file());
        let folder = start.ancestors().find(is_here)?;
        let is_src = folder.ends_with("src") && folder.join("SUMMARY.md").is_file();
        Some(folder.parent().filter(|_| is_src).unwrap_or(folder).to_path_buf())
    };
    above("book.toml").or_else(outlined).or_else(|| is_manuscript(&manuscript).then_some(manuscript))
}

fn is_manuscript(folder: &Path) -> bool {
    ["book.toml", "SUMMARY.md", "src/SUMMARY.md", "book.json"].iter().any(|name| folder.join(name).is_file())
}

/// The folder as an absolute path without links.
pub(super) fn of(folder: &Path) -> Result<PathBuf, LoadError> {
    let wrong = |error: std::io::Error| LoadError::Folder(folder.to_path_buf(), error.to_string());
    let root = folder.canonicalize().map_err(wrong)?;
    if !root.is_dir() {
        return Err(LoadError::Folder(folder.to_path_buf(), "it is a file".to_owned()));
    }
    let has_text = || !markdown_names(&root).is_empty();
    if !is_manuscript(&root) && !has_text() {
        return Err(LoadError::NoManuscript(folder.to_path_buf()));
    }
    Ok(root)
}

fn markdown_names(root: &Path) -> Vec<String> {
    let mut names = Store::Disk { root: root.to_path_buf() }.names("");
    names.retain(|name| name.ends_with(".md"));
    names
}

/// The folder of `SUMMARY.md`: the key's, else `src` where `src/SUMMARY.md` exists, else the manuscript's own (empty).
pub(super) fn src(store: &Store, config: &mut Config, diagnostics: &mut Diagnostics) -> String {
    read_book_json(store, config);
    let given = config.text("book.src").map(|src| src.trim_matches('/').trim_start_matches("./").to_owned());
    match given {
        Some(src) if super::join("", &src).is_some_and(|path| path == src || src == ".") => {
            if src == "." {
                String::new()
            } else {
                src
            }
        }
        Some(src) => {
            let message = format!("`{src}` leaves the manuscript's folder");
            diagnostics.push(Diagnostic::new(Code::PathOutside, config.span("book.src"), message));
            String::new()
        }
        None if store.exists("src/SUMMARY.md") => "src".to_owned(),
        None => String::new(),
    }
}

/// A path in the folder of `SUMMARY.md`.
pub(super) fn path(src: &str, name: &str) -> String {
    if src.is_empty() { name.to_owned() } else { format!("{src}/{name}") }
}

/// HonKit's `book.json`, of which title, author, description, language and root mean the same here.
fn read_book_json(store: &Store, config: &mut Config) {
    let Ok(bytes) = store.read("book.json") else { return };
    let Ok(json) = serde_json::from_slice::<serde_json::Value>(&bytes) else { return };
    for (theirs, ours) in [
        ("title", "book.title"),
        ("author", "book.author"),
        ("description", "book.description"),
        ("language", "book.language"),
        ("root", "book.src"),
    ] {
        if let Some(text) = json.get(theirs).and_then(serde_json::Value::as_str) {
            config.default_text(ours, text);
        }
    }
}

/// Title and language where the configuration has none, with a notice.
pub(super) fn name_book(
    store: &Store,
    src: &str,
    folder: Option<&str>,
    outline_title: Option<&str>,
    config: &mut Config,
    diagnostics: &mut Diagnostics,
) {
    if config.text("book.title").is_none() {
        let title = outline_title
            .map(str::to_owned)
            .or_else(|| readme_title(store, src))
            .or_else(|| folder.map(str::to_owned))
            .unwrap_or_else(|| "Untitled".to_owned());
        notice(diagnostics, &format!("the book's title was found: `{title}`"), "title", &title);
        config.set("book.title", Setting::Text(title), Span::DETACHED);
    }
    if config.text("book.language").is_none() {
        notice(diagnostics, "the book's language is taken to be English", "language", "en");
        config.default_text("book.language", "en");
    }
}

fn notice(diagnostics: &mut Diagnostics, message: &str, key: &str, value: &str) {
    diagnostics.push(
        Diagnostic::new(Code::ConfigDerived, Span::DETACHED, message)
            .at_path("book.toml")
            .hint(format!("decide it: write `{key} = \"{value}\"` below `[book]`")),
    );
}

fn readme_title(store: &Store, src: &str) -> Option<String> {
    let bytes = store.read(&path(src, "README.md")).or_else(|_| store.read("README.md")).ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let line = text.trim_start_matches('\u{feff}').lines().find_map(|line| line.strip_prefix("# "))?;
    let title = super::outline::plain(line.trim().trim_end_matches('#').trim());
    (!title.is_empty()).then_some(title)
}
