//! The manuscript's files, on disk or in memory.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Bytes;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span};

/// A text with more bytes than this is no chapter and no listing: 256 MiB.
pub const LARGEST_TEXT: u64 = 256 << 20;

/// What sources leave out at the beginning of a text.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The files of a manuscript. Paths are relative to its folder, with `/`, without `.` and `..`.
#[derive(Debug)]
pub enum Store {
    /// A folder.
    Disk {
        /// The folder of `book.toml`, or of `SUMMARY.md`, as an absolute path without links.
        root: PathBuf,
    },
    /// Files in memory, for tests.
    Memory(BTreeMap<String, Bytes>),
}

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// There is none.
    Missing,
    /// The path, or what a link on it leads to, is outside of the folder.
    Outside,
    /// The system's reason.
    Unreadable(String),
}

impl Store {
    /// The folder, `None` for files in memory.
    pub fn root(&self) -> Option<&Path> {
        match self {
            Self::Disk { root } => Some(root),
            Self::Memory(_) => None,
        }
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// See [`ReadError`]; a link is followed, and refused when it leads out of the folder.
    pub fn read(&self, path: &str) -> Result<Bytes, ReadError> {
        match self {
            Self::Disk { root } => read_inside(root, path),
            Self::Memory(files) => files.get(path).cloned().ok_or(ReadError::Missing),
        }
    }

    /// How many bytes a file has, without reading it.
    ///
    /// # Errors
    /// As of [`read`](Self::read).
    pub fn size(&self, path: &str) -> Result<u64, ReadError> {
        match self {
            Self::Disk { root } => size_inside(root, path),
            Self::Memory(files) => files.get(path).map(|bytes| bytes.len() as u64).ok_or(ReadError::Missing),
        }
    }

    /// Whether there is a file of that path.
    pub fn exists(&self, path: &str) -> bool {
        match self {
            Self::Disk { root } => root.join(path).is_file(),
            Self::Memory(files) => files.contains_key(path),
        }
    }

    /// The names of the files in a folder (empty for the manuscript's own), sorted.
    #[expect(clippy::disallowed_methods, reason = "the manuscript's files are read here and nowhere else")]
    pub fn names(&self, folder: &str) -> Vec<String> {
        let mut names: Vec<String> = match self {
            Self::Disk { root } => std::fs::read_dir(root.join(folder))
                .map(|entries| {
                    entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect()
                })
                .unwrap_or_default(),
            Self::Memory(files) => files
                .keys()
                .filter_map(|path| {
                    let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
                    (parent == folder).then(|| name.to_owned())
                })
                .collect(),
        };
        names.sort();
        names
    }

    /// Reads a text and adds it to the sources; what is wrong with it is reported at `span`, or at the file itself.
    pub fn text(
        &self,
        path: &str,
        span: Span,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> Option<FileId> {
        let shown = if path.is_empty() { "." } else { path };
        let mut report = |span, code, message: String, hint: &str| {
            diagnostics.push(Diagnostic::new(code, span, message).at_path(path).hint(hint));
            None
        };
        if self.size(path).is_ok_and(|size| size > LARGEST_TEXT) {
            return report(
                span,
                Code::FileTooLarge,
                format!("`{path}` is larger than 256 MiB"),
                "is it a text?",
            );
        }
        let bytes = match self.read(path) {
            Ok(bytes) => bytes,
            Err(ReadError::Missing) => {
                let near = self.nearest(path).map(|near| format!("did you mean `{near}`?"));
                let hint =
                    near.unwrap_or_else(|| "write the file, or plan the chapter: `[Title]()`".to_owned());
                return report(span, Code::ChapterMissing, format!("there is no file `{path}`"), &hint);
            }
            Err(ReadError::Outside) => {
                let message = format!("`{path}` leads out of the manuscript's folder");
                return report(
                    span,
                    Code::PathOutside,
                    message,
                    "a book is made of its own folder: copy the file into it",
                );
            }
            Err(ReadError::Unreadable(why)) => {
                return report(
                    span,
                    Code::FileUnreadable,
                    format!("`{shown}` can't be read: {why}"),
                    "name a file, and look at its permissions",
                );
            }
        };
        match std::str::from_utf8(&bytes) {
            Ok(text) => Some(sources.add(path, text)),
            Err(error) => {
                let valid = &bytes[..error.valid_up_to()];
                let line = 1 + valid.iter().filter(|&&byte| byte == b'\n').count();
                let message = format!("`{path}` is not UTF-8 text: line {line} holds other bytes");
                // Shown with a mark in the place of what can't be read; what is before it is the same.
                let file = sources.add(path, &String::from_utf8_lossy(&bytes));
                let at =
                    valid.len() - if valid.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
                report(Span::new(file, at..at), Code::NotUtf8, message, "save it as UTF-8")
            }
        }
    }

    /// The file in the same folder whose name is most like that of a missing one.
    pub fn nearest(&self, path: &str) -> Option<String> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let names = self.names(folder);
        let near = crate::diag::nearest(name, names.iter().map(String::as_str))?;
        Some(if folder.is_empty() { near.to_owned() } else { format!("{folder}/{near}") })
    }
}

fn read_inside(root: &Path, path: &str) -> Result<Bytes, ReadError> {
    #[expect(clippy::disallowed_methods, reason = "the manuscript's files are read here and nowhere else")]
    let bytes = std::fs::read(inside(root, path)?);
    bytes.map(Into::into).map_err(|error| reason(&error))
}

fn size_inside(root: &Path, path: &str) -> Result<u64, ReadError> {
    let metadata = inside(root, path)?.metadata();
    metadata.map(|metadata| metadata.len()).map_err(|error| reason(&error))
}

/// The real path of a regular file in the folder.
fn inside(root: &Path, path: &str) -> Result<PathBuf, ReadError> {
    let real = root.join(path).canonicalize().map_err(|error| reason(&error))?;
    if !real.starts_with(root) {
        return Err(ReadError::Outside);
    }
    if real.is_dir() {
        return Err(ReadError::Unreadable("it is a folder".to_owned()));
    }
    if !real.is_file() {
        // Reading a pipe would wait for ever.
        return Err(ReadError::Unreadable("it is no regular file".to_owned()));
    }
    Ok(real)
}

fn reason(error: &std::io::Error) -> ReadError {
    match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory => ReadError::Missing,
        _ => ReadError::Unreadable(error.to_string()),
    }
}

/// A link relative to a manuscript's file → a path; `None` where it leaves the folder. `%20` and the like are decoded,
/// and an address that starts with `/` is one from the folder itself.
pub fn join(base: &str, relative: &str) -> Option<String> {
    let decoded = percent_decode(relative);
    let relative = decoded.replace('\\', "/");
    if relative.contains('\0') || relative.chars().nth(1) == Some(':') {
        return None;
    }
    let mut parts: Vec<&str> = match relative.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => base.rsplit_once('/').map(|(folder, _)| folder.split('/').collect()).unwrap_or_default(),
    };
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let decoded = (byte == b'%')
            .then(|| {
                std::str::from_utf8(after.get(..2)?).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok())
            })
            .flatten();
        bytes.push(decoded.unwrap_or(byte));
        rest = if decoded.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}
