//! `recto new`

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::manuscript::here;
use super::output::Output;
use super::{ExitStatus, Fault};
use crate::model::Slug;

/// Makes a new manuscript, with a chapter that shows what can be written.
#[derive(Debug, Args)]
pub(super) struct New {
    /// The folder to make; it may be there, if it is empty.
    #[arg(value_name = "DIR", required_unless_present = "identifier")]
    folder: Option<PathBuf>,
    /// The book's title, instead of one made of the folder's name.
    #[arg(long)]
    title: Option<String>,
    /// Makes nothing, and prints an identifier to paste below `[book]` in a book.toml that has none.
    #[arg(long, conflicts_with_all = ["folder", "title"])]
    identifier: bool,
}

/// The files of a new manuscript: path and text.
const FILES: [(&str, &str); 8] = [
    (".gitignore", "dist/\n"),
    ("manuscript/book.toml", include_str!("new/book.toml")),
    ("manuscript/SUMMARY.md", include_str!("new/SUMMARY.md")),
    ("manuscript/preface.md", include_str!("new/preface.md")),
    ("manuscript/first-steps.md", include_str!("new/first-steps.md")),
    ("manuscript/next-steps.md", include_str!("new/next-steps.md")),
    ("manuscript/code/hello.go", include_str!("new/hello.go")),
    ("manuscript/images/stack.svg", include_str!("new/stack.svg")),
];

impl New {
    pub(super) fn run(&self, output: &Output) -> Result<ExitStatus, Fault> {
        let Some(named) = &self.folder else {
            let identifier = identifier("", &here()?);
            output.print(&format!("identifier = \"{identifier}\"\n"))?;
            return Ok(ExitStatus::Success);
        };
        let folder = here()?.join(named);
        check_free(&folder)?;
        let title = self.title.clone().unwrap_or_else(|| title(&folder));
        // Written beside its place and put there at the end, so that a fault leaves nothing behind.
        let place = Place::of(&folder);
        make(place.preparing())?;
        let prepared = tempfile::Builder::new().prefix(".recto-new-").tempdir_in(place.preparing())?;
        let values = values(&title, &folder);
        for (path, text) in FILES {
            let path = prepared.path().join(path);
            make(path.parent().unwrap_or(&path))?;
            write(&path, &fill(text, &values))?;
        }
        match place {
            Place::New { folder, .. } => put_whole(prepared, folder)?,
            Place::Empty(folder) => put_entries(prepared.path(), folder)?,
        }
        let shown = named.display();
        let go = if folder == here()? { String::new() } else { format!("cd {shown} && ") };
        output.print(&format!(
            "made the manuscript \"{title}\" in {shown}/manuscript/\nnext: {go}recto build\n"
        ))?;
        Ok(ExitStatus::Success)
    }
}

#[expect(clippy::disallowed_methods, reason = "a new manuscript is written here")]
fn check_free(folder: &Path) -> Result<(), Fault> {
    if !folder.exists() {
        return Ok(());
    }
    let is_empty = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if is_empty {
        return Ok(());
    }
    let message = format!("`{}` is there already and not empty: nothing was written", folder.display());
    Err(Fault::new(message).hint("name a folder that does not exist"))
}

#[expect(clippy::disallowed_methods, reason = "a new manuscript is written here")]
fn make(folder: &Path) -> Result<(), Fault> {
    fs::create_dir_all(folder)
        .map_err(|error| Fault::new(format!("the folder `{}` can't be made: {error}", folder.display())))
}

#[expect(clippy::disallowed_methods, reason = "a new manuscript is written here")]
fn write(path: &Path, text: &str) -> Result<(), Fault> {
    fs::write(path, text)
        .map_err(|error| Fault::new(format!("`{}` can't be written: {error}", path.display())))
}

/// Where a manuscript is put.
enum Place<'a> {
    /// A folder that is not there yet, and the one that it will be in.
    New { folder: &'a Path, parent: &'a Path },
    /// One that is there and stays, since whoever made it may be in it, or have mounted it.
    Empty(&'a Path),
}

impl<'a> Place<'a> {
    fn of(folder: &'a Path) -> Self {
        if folder.exists() {
            return Self::Empty(folder);
        }
        Self::New { folder, parent: folder.parent().unwrap_or(folder) }
    }

    /// The folder to prepare in, from which a rename is enough.
    fn preparing(&self) -> &'a Path {
        match self {
            Self::New { parent, .. } => parent,
            Self::Empty(folder) => folder,
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a new manuscript is written here")]
fn put_whole(prepared: tempfile::TempDir, folder: &Path) -> Result<(), Fault> {
    fs::rename(prepared.path(), folder)
        .map_err(|error| Fault::new(format!("`{}` can't be written: {error}", folder.display())))?;
    // It is no longer there to be removed.
    drop(prepared.keep());
    set_mode(folder);
    Ok(())
}

/// Puts what was prepared into a folder; what is there already when one can't be put is taken back.
#[expect(clippy::disallowed_methods, reason = "a new manuscript is written here")]
fn put_entries(prepared: &Path, folder: &Path) -> Result<(), Fault> {
    let wrong = |error| Fault::new(format!("`{}` can't be written: {error}", folder.display()));
    let mut moved = Vec::new();
    for entry in fs::read_dir(prepared).map_err(wrong)?.flatten() {
        let place = folder.join(entry.file_name());
        if let Err(error) = fs::rename(entry.path(), &place) {
            for (from, to) in moved {
                drop(fs::rename::<&PathBuf, &PathBuf>(&to, &from));
            }
            return Err(wrong(error));
        }
        moved.push((entry.path(), place));
    }
    Ok(())
}

/// A prepared folder is its maker's only; a manuscript has the mode that folders have.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "a new manuscript is written here")]
fn set_mode(folder: &Path) {
    let inner = fs::metadata(folder.join("manuscript"));
    if let Ok(metadata) = inner {
        drop(fs::set_permissions(folder, metadata.permissions()));
    }
}

#[cfg(not(unix))]
fn set_mode(_folder: &Path) {}

/// What stands in the place of each mark of the files.
fn values(title: &str, folder: &Path) -> [(&'static str, String); 4] {
    [
        ("@TITLE@", toml::Value::String(title.to_owned()).to_string()),
        ("@NAME@", title.to_owned()),
        ("@SLUG@", Slug::of(title).as_str().to_owned()),
        ("@IDENTIFIER@", identifier(title, folder)),
    ]
}

/// Fills the marks of a file; a mark in what is filled in stays as it is.
fn fill(text: &str, values: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('@') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = values.iter().find_map(|(mark, value)| Some((value.as_str(), rest.strip_prefix(mark)?)));
        let (value, behind) = found.unwrap_or(("@", &rest[1..]));
        out.push_str(value);
        rest = behind;
    }
    out + rest
}

/// `my-book` → `My Book`.
fn title(folder: &Path) -> String {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let words = name.split(['-', '_', ' ']).filter(|word| !word.is_empty()).map(|word| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    });
    let title = words.collect::<Vec<_>>().join(" ");
    if title.is_empty() { "My Book".to_owned() } else { title }
}

/// An identifier that no other book has: it is made once, and every build reads it from `book.toml`.
#[expect(clippy::disallowed_methods, reason = "what is made once may be made of the moment")]
fn identifier(title: &str, folder: &Path) -> String {
    let moment = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map(|time| time.as_nanos())
        .unwrap_or_default();
    let name = format!("{title}\n{}\n{moment}\n{}", folder.display(), std::process::id());
    uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, name.as_bytes()).urn().to_string()
}
