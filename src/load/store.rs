//! The manuscript's files, on disk or in memory.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::Bytes;

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
    /// Reads.
    pub fn read(&self, path: &str) -> Result<Bytes, ReadError> {
        match self {
            Self::Disk { root } => std::fs::read(root.join(path)).map(Into::into).map_err(|_| ReadError::Missing),
            Self::Memory(files) => files.get(path).cloned().ok_or(ReadError::Missing),
        }
    }
}
