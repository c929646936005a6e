//! Writing: everything is prepared beside its place and put there at the end, so that a build that fails leaves what was
//! there.
//!
//! New artefacts take the places of older ones by renames alone: first all older ones are put aside, then all new ones are
//! put in place, and the older ones are removed last. A rename that fails has those before it taken back. When a build is
//! killed among them, something prepared still stands there, and the next build takes them back before it does anything
//! else.
#![expect(clippy::disallowed_methods, reason = "artefacts are written here and nowhere else")]

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::render::Files;

/// How names of what is being prepared begin.
const PREPARED: &str = ".recto-new-";
/// How names of what was put aside begin.
const ASIDE: &str = ".recto-old-";
/// The file that one build at a time holds.
const LOCK: &str = ".recto.lock";

/// What could not be written, and why.
#[derive(Debug)]
pub struct WriteError {
    path: PathBuf,
    why: String,
    before: Before,
}

/// Where what was there before is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// In its place.
    Untouched,
    /// Put aside, since the renames could not be taken back.
    Aside,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let before = match self.before {
            Before::Untouched => "what was there before is untouched",
            Before::Aside => "the next build puts back what was there before",
        };
        write!(f, "`{}` can't be written: {}; {before}", self.path.display(), self.why)
    }
}

impl std::error::Error for WriteError {}

fn wrong(path: &Path) -> impl Fn(io::Error) -> WriteError + '_ {
    move |error| WriteError { path: path.to_path_buf(), why: reason(&error), before: Before::Untouched }
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full".to_owned(),
        io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        _ => error.to_string(),
    }
}

/// An artefact: a file or a folder.
#[derive(Debug)]
pub enum Artefact {
    /// A file.
    File(Arc<[u8]>),
    /// A folder with its files.
    Folder(Files),
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes; of a folder, that of all its files.
    pub size: u64,
    /// How many files it is.
    pub files: usize,
}

/// Writes artefacts into a folder, which is made where it is not there: all of them, or none.
///
/// # Errors
/// With the path that could not be written and the reason.
pub fn write(folder: &Path, artefacts: &[(String, Artefact)]) -> Result<Vec<Written>, WriteError> {
    fs::create_dir_all(folder).map_err(wrong(folder))?;
    let lock = folder.join(LOCK);
    let held = hold(&lock)?;
    let result = repair(folder).and_then(|()| replace(folder, artefacts));
    // Removed while it is held: whoever waits for it finds that out and the folder is whole.
    drop(fs::remove_file(&lock));
    drop(held);
    result
}

/// Makes a folder whole in which something was being written when it was interrupted; one without traces of that is not
/// touched.
///
/// # Errors
/// With the path that could not be put back and the reason.
pub fn restore(folder: &Path) -> Result<(), WriteError> {
    let is_left = |entry: fs::DirEntry| is_trace(&entry.file_name().to_string_lossy());
    match fs::read_dir(folder).into_iter().flatten().flatten().any(is_left) {
        true => write(folder, &[]).map(drop),
        false => Ok(()),
    }
}

/// Whether a path is of what stands in a folder only while something is written there.
pub fn is_trace(path: &str) -> bool {
    let mut parts = path.split('/');
    parts.any(|name| name == LOCK || name.starts_with(PREPARED) || name.starts_with(ASIDE))
}

/// Whether anything has that path.
pub fn is_there(path: &Path) -> bool {
    is_taken(path)
}

/// The files of a folder and of those in it; `None` where there is none.
pub fn files(folder: &Path) -> Option<Files> {
    let mut files = Files::new();
    collect(folder, "", &mut files).ok()?;
    Some(files)
}

fn collect(folder: &Path, prefix: &str, files: &mut Files) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match entry.file_type()?.is_dir() {
            true => collect(&entry.path(), &format!("{name}/"), files)?,
            false => files.insert(name, fs::read(entry.path())?),
        }
    }
    Ok(())
}

/// The text of a file beside which something is written; `None` where there is none, or it is no text.
pub fn text(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

/// Waits for the lock of a folder. A lock that its holder removed while this one waited guards nothing, and is asked for anew.
fn hold(lock: &Path) -> Result<File, WriteError> {
    loop {
        let Some(held) = open(lock).map_err(wrong(lock))? else { continue };
        held.lock().map_err(wrong(lock))?;
        if is_at(&held, lock) {
            return Ok(held);
        }
    }
}

/// Opens the lock, which is made where it is not there; `None` where it is gone by now. No link is followed: what it leads
/// to would be emptied, or made, outside of the folder.
fn open(lock: &Path) -> io::Result<Option<File>> {
    match File::create_new(lock) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        made => return made.map(Some),
    }
    let opened = fs::symlink_metadata(lock).and_then(|metadata| match metadata.is_file() {
        true => File::options().write(true).open(lock).map(Some),
        // No build makes a link or a pipe of that name.
        false => fs::remove_file(lock).map(|()| None),
    });
    match opened {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        opened => opened,
    }
}

/// Whether an open file is the one that has the path.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let key = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let (Ok(held), Ok(there)) = (file.metadata(), fs::symlink_metadata(path)) else { return false };
    key(held) == key(there)
}

/// Elsewhere a file that is open keeps its path.
#[cfg(not(unix))]
fn is_at(_file: &File, path: &Path) -> bool {
    path.exists()
}

/// Puts back what an interrupted build put aside, and removes what it prepared.
fn repair(folder: &Path) -> Result<(), WriteError> {
    let entries = fs::read_dir(folder).map_err(wrong(folder))?;
    let names: Vec<String> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    // As long as something prepared is there, not all is in its place.
    let is_half = names.iter().any(|name| name.starts_with(PREPARED));
    // Who puts other names there means the folder itself, or the one that it is in.
    let is_name = |name: &&str| !matches!(*name, "" | "." | "..");
    for wanted in names.iter().filter_map(|name| name.strip_prefix(ASIDE)).filter(is_name) {
        let (aside, place) = (folder.join(format!("{ASIDE}{wanted}")), folder.join(wanted));
        if !is_half && is_taken(&place) {
            remove(&aside);
            continue;
        }
        remove(&place);
        fs::rename(aside, &place).map_err(wrong(&place))?;
    }
    remove_prepared(folder);
    Ok(())
}

/// Whether anything has that path, a link that leads nowhere too.
fn is_taken(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn remove_prepared(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(PREPARED) {
            remove(&entry.path());
        }
    }
}

fn remove(path: &Path) {
    // What can't be removed now is found by the next build.
    drop(if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) });
}

/// Prepares the artefacts, then exchanges them for the older ones.
fn replace(folder: &Path, artefacts: &[(String, Artefact)]) -> Result<Vec<Written>, WriteError> {
    let written = prepare_all(folder, artefacts).inspect_err(|_| remove_prepared(folder))?;
    let mut moves = Moves::default();
    let Err(error) = exchange(folder, artefacts, &mut moves) else {
        for (name, _) in artefacts {
            remove(&folder.join(format!("{ASIDE}{name}")));
        }
        return Ok(written);
    };
    match moves.take_back() {
        Ok(()) => {
            remove_prepared(folder);
            Err(error)
        }
        // What is prepared stays, so that the next build knows that this one was not finished.
        Err(_) => Err(WriteError { before: Before::Aside, ..error }),
    }
}

fn prepare_all(folder: &Path, artefacts: &[(String, Artefact)]) -> Result<Vec<Written>, WriteError> {
    artefacts
        .iter()
        .map(|(name, artefact)| {
            let place = folder.join(format!("{PREPARED}{name}"));
            let (size, files) = match artefact {
                Artefact::File(bytes) => {
                    write_file(&place, bytes)?;
                    (bytes.len() as u64, 1)
                }
                Artefact::Folder(files) => (write_files(&place, files)?, files.len()),
            };
            Ok(Written { path: folder.join(name), size, files })
        })
        .collect()
}

fn write_files(folder: &Path, files: &Files) -> Result<u64, WriteError> {
    fs::create_dir_all(folder).map_err(wrong(folder))?;
    // Side by side, since each waits for the disk.
    let files: Vec<_> = files.iter().collect();
    let sizes = files.par_iter().map(|(path, bytes)| {
        let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        assert!(inside && !path.is_empty(), "backends name files inside of their folder, not `{path}`");
        let place = folder.join(path);
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent).map_err(wrong(parent))?;
        }
        write_file(&place, bytes)?;
        Ok(bytes.len() as u64)
    });
    sizes.sum()
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let mut file = File::create(path).map_err(wrong(path))?;
    file.write_all(bytes).map_err(wrong(path))?;
    file.sync_data().map_err(wrong(path))
}

/// Puts all older artefacts aside, then all that was prepared into its place.
fn exchange(folder: &Path, artefacts: &[(String, Artefact)], moves: &mut Moves) -> Result<(), WriteError> {
    let place = |name: &str| folder.join(name);
    for (name, _) in artefacts.iter().filter(|(name, _)| is_taken(&place(name))) {
        let aside = folder.join(format!("{ASIDE}{name}"));
        moves.rename(place(name), aside).map_err(wrong(&place(name)))?;
    }
    for (name, _) in artefacts {
        let prepared = folder.join(format!("{PREPARED}{name}"));
        moves.rename(prepared, place(name)).map_err(wrong(&place(name)))?;
    }
    Ok(())
}

/// Renames that can be taken back: from where to where, in their order.
#[derive(Default)]
struct Moves(Vec<(PathBuf, PathBuf)>);

impl Moves {
    fn rename(&mut self, from: PathBuf, to: PathBuf) -> io::Result<()> {
        fs::rename(&from, &to)?;
        self.0.push((from, to));
        Ok(())
    }

    fn take_back(self) -> io::Result<()> {
        self.0.into_iter().rev().try_for_each(|(from, to)| fs::rename(to, from))
    }
}
