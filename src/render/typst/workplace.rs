//! The folder that Typst's program works in, gone when its work is done.
//!
//! Who is killed can't remove it. So each holds a lock while it is in use, and a later build removes those that nobody
//! holds.
#![expect(clippy::disallowed_methods, reason = "these folders are temporary and nobody else's")]

use std::fs::{self, File, Metadata};
use std::io;
use std::path::Path;
use std::time::Duration;

use tempfile::TempDir;

/// How the names of these folders begin.
const PREFIX: &str = "recto-typst-";
/// The file that is locked while the folder is in use.
const LOCK: &str = "recto.lock";

/// How long a folder may be without a lock at most: from its making to that of its lock, however busy the machine is.
const NEW: Duration = Duration::from_secs(10);

/// A folder for one run of the program; this process' user alone may enter it.
pub(super) struct Workplace {
    // Let go before the folder is removed, since not every system removes what is open.
    _lock: File,
    folder: TempDir,
}

impl Workplace {
    /// Makes one, and removes those that killed builds left.
    pub(super) fn new() -> io::Result<Self> {
        loop {
            let folder = tempfile::Builder::new().prefix(PREFIX).tempdir()?;
            let path = folder.path().join(LOCK);
            let lock = File::create_new(&path)?;
            // Where there are no locks, nobody gets one, and what was left stays.
            drop(lock.lock());
            sweep(folder.path());
            // Before the lock was held another build may have taken the folder for one that was left.
            if path.exists() {
                return Ok(Self { _lock: lock, folder });
            }
        }
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// Removes what was left beside a folder. What can't be removed stays.
fn sweep(own: &Path) {
    let (Some(parent), Ok(mine)) = (own.parent(), fs::metadata(own)) else { return };
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let is_left = entry.file_name().to_string_lossy().starts_with(PREFIX)
            // Of the entry itself, never of what a link leads to.
            && entry.metadata().is_ok_and(|metadata| metadata.is_dir() && is_same_owner(&metadata, &mine));
        if !is_left {
            continue;
        }
        let is_free = match File::open(entry.path().join(LOCK)) {
            Ok(lock) => lock.try_lock().is_ok(),
            Err(_) => entry.metadata().is_ok_and(|metadata| is_old(&metadata)),
        };
        if is_free {
            drop(fs::remove_dir_all(entry.path()));
        }
    }
}

/// Whether a folder without a lock is not one that is just being made: it was left by who was killed before there was one, or
/// while removing it, or it could not be removed whole while Typst's program still wrote into it.
fn is_old(metadata: &Metadata) -> bool {
    let age = metadata.modified().ok().and_then(|modified| modified.elapsed().ok());
    age.is_some_and(|age| age > NEW)
}

#[cfg(unix)]
fn is_same_owner(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    one.uid() == other.uid()
}

/// Elsewhere each user's temporary folder is their own.
#[cfg(not(unix))]
fn is_same_owner(_one: &Metadata, _other: &Metadata) -> bool {
    true
}
