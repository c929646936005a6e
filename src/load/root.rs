//! Which folder is the manuscript, and what the book is called when `book.toml` does not say.

use std::path::{Path, PathBuf};

use super::{LoadError, Store};
use crate::config::{Config, Setting};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{Sources, Span};

/// HonKit's configuration.
const BOOK_JSON: &str = "book.json";
/// Keys of HonKit's that mean the same here.
const SAME_AS: [(&str, &str); 5] = [
    ("title", "book.title"),
    ("author", "book.author"),
    ("description", "book.description"),
    ("language", "book.language"),
    ("root", "book.src"),
];

/// The manuscript that `start` is, or that is in its `manuscript/`; else the folder of the nearest `book.toml` above, else
/// of the nearest `SUMMARY.md`.
pub fn find(start: &Path) -> Option<PathBuf> {
    if let Some(below) = below(start) {
        return Some(below);
    }
    let above =
        |name: &str| start.ancestors().find(|folder| folder.join(name).is_file()).map(Path::to_path_buf);
    let outlined = || {
        let is_here =
            |folder: &&Path| ["SUMMARY.md", "src/SUMMARY.md"].iter().any(|name| folder.join(name).is_file());
        let folder = start.ancestors().find(is_here)?;
        let is_src = folder.ends_with("src") && folder.join("SUMMARY.md").is_file();
        Some(folder.parent().filter(|_| is_src).unwrap_or(folder).to_path_buf())
    };
    above("book.toml").or_else(outlined)
}

/// The manuscript in `manuscript/` of a folder that is none itself, as `recto new` makes it.
fn below(folder: &Path) -> Option<PathBuf> {
    let manuscript = folder.join("manuscript");
    (!is_manuscript(folder) && is_manuscript(&manuscript)).then_some(manuscript)
}

fn is_manuscript(folder: &Path) -> bool {
    ["book.toml", "SUMMARY.md", "src/SUMMARY.md", BOOK_JSON].iter().any(|name| folder.join(name).is_file())
}

/// The folder, or its `manuscript/`, as an absolute path without links.
pub(super) fn of(folder: &Path) -> Result<PathBuf, LoadError> {
    let wrong = |error: std::io::Error| LoadError::Folder(folder.to_path_buf(), error.to_string());
    let root = folder.canonicalize().map_err(wrong)?;
    if !root.is_dir() {
        return Err(LoadError::Folder(folder.to_path_buf(), "it is a file".to_owned()));
    }
    if let Some(below) = below(&root) {
        return below.canonicalize().map_err(wrong);
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
pub(super) fn src(
    store: &Store,
    config: &mut Config,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> String {
    read_book_json(store, config, sources, diagnostics);
    match config.text("book.src") {
        Some(given) => super::join("", given).unwrap_or_else(|| {
            let message = format!("`{given}` leaves the manuscript's folder");
            diagnostics.push(Diagnostic::new(Code::PathOutside, config.span("book.src"), message));
            String::new()
        }),
        None if store.exists("src/SUMMARY.md") => "src".to_owned(),
        None => String::new(),
    }
}

/// A path in the folder of `SUMMARY.md`.
pub(super) fn path(src: &str, name: &str) -> String {
    if src.is_empty() { name.to_owned() } else { format!("{src}/{name}") }
}

/// HonKit's `book.json`, of which title, author, description, language and root mean the same here; its other keys are
/// named in one notice, as mdBook's are.
fn read_book_json(store: &Store, config: &mut Config, sources: &Sources, diagnostics: &mut Diagnostics) {
    if !store.exists(BOOK_JSON) {
        return;
    }
    let Some(file) = store.text(BOOK_JSON, Span::DETACHED, sources, diagnostics) else { return };
    let source = sources.get(file);
    let keys: serde_json::Map<String, serde_json::Value> = match serde_json::from_str(&source.text) {
        Ok(keys) => keys,
        Err(error) => {
            let at = source.offset(error.line(), error.column());
            let finding = Diagnostic::new(Code::ConfigSyntax, Span::new(file, at..at), error.to_string());
            diagnostics.push(finding.hint("mend it, or write what it says into book.toml and remove it"));
            return;
        }
    };
    let mut ignored = Vec::new();
    for (key, value) in &keys {
        let same = SAME_AS.iter().find(|(theirs, _)| theirs == key);
        match (same, value) {
            (Some((_, ours)), serde_json::Value::String(text)) => config.default_text(ours, text),
            (Some(_), _) => {
                let message = format!("`{key}` can't have a value of this kind");
                let finding = Diagnostic::new(Code::ConfigValue, Span::DETACHED, message);
                diagnostics.push(finding.at_path(BOOK_JSON).hint("write a string in quotes"));
            }
            // Templates name them (see `parse`).
            (None, _) if key == "variables" => {}
            (None, _) => ignored.push(format!("`{key}`")),
        }
    }
    if !ignored.is_empty() {
        let message = format!("without meaning here: {}", ignored.join(", "));
        diagnostics.push(Diagnostic::new(Code::ConfigIgnored, Span::DETACHED, message).at_path(BOOK_JSON));
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
    let is_given = |config: &Config, key| config.text(key).is_some_and(|text| !text.trim().is_empty());
    if !is_given(config, "book.title") {
        let title = outline_title
            .map(str::to_owned)
            .or_else(|| readme_title(store, src))
            .or_else(|| folder.map(str::to_owned))
            .unwrap_or_else(|| "Untitled".to_owned());
        notice(diagnostics, &format!("the book's title was found: `{title}`"), "title", &title);
        config.set("book.title", Setting::Text(title), Span::DETACHED);
    }
    if !is_given(config, "book.language") {
        notice(diagnostics, "the book's language is taken to be English", "language", "en");
        config.set("book.language", Setting::Text("en".to_owned()), Span::DETACHED);
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
