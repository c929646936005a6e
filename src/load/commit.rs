//! A manuscript as a commit has it, read from git's objects: the working tree is neither looked at nor changed.
//!
//! As with all that git is asked for, nothing of the repository's settings starts a program or asks another machine:
//! objects are read as they are, without filters, and those that are missing stay so. Records of editions are left out: who
//! reads a text of a commit has them all, and they are larger than the text.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use super::revision::git;
use super::{Bytes, Manuscript, Store, from_store, join};
use crate::config::Overrides;
use crate::diag::Diagnostics;
use crate::ledger::FOLDER;
use crate::source::Sources;

/// Endings of files that no text is in. They are not read.
const NO_TEXT: [&str; 16] = [
    "avif", "epub", "gif", "gz", "ico", "jpeg", "jpg", "mp4", "otf", "pdf", "png", "ttf", "webp", "woff",
    "woff2", "zip",
];

/// The mode of a link (gitformat-index).
const LINK: &str = "120000";

/// The manuscript that a commit has in a folder. `None` outside of git, where the commit is not in the repository, as in
/// a shallow clone, and where it has nothing in that folder. Pictures and other files without text are left out, and
/// records.
pub fn from_commit(
    root: &Path,
    commit: &str,
    overrides: &Overrides,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Manuscript> {
    let is_hash = matches!(commit.len(), 40 | 64) && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    let entries = is_hash.then(|| entries(root, commit)).flatten()?;
    let files = linked(contents(root, entries)?);
    let name = root.file_name().map(|name| name.to_string_lossy().into_owned());
    let is_there = !files.is_empty();
    is_there.then(|| from_store(Store::Memory(files), name.as_deref(), None, overrides, sources, diagnostics))
}

/// Git, for what only reads objects that are there, as they were committed.
fn objects(root: &Path) -> Command {
    let mut git = git(root);
    git.args(["--no-replace-objects", "--literal-pathspecs"]).env("GIT_NO_LAZY_FETCH", "1");
    git
}

/// A file of a commit.
struct Entry {
    path: String,
    object: String,
    is_link: bool,
}

/// The files of a commit in a folder, by their paths from there.
fn entries(root: &Path, commit: &str) -> Option<Vec<Entry>> {
    let output = objects(root).args(["ls-tree", "-r", "-z", commit]).output().ok()?;
    let listed = output.status.success().then_some(output.stdout)?;
    let entry = |line: &[u8]| {
        // Names that are not UTF-8 are none that a manuscript can say.
        let (head, path) = std::str::from_utf8(line).ok()?.split_once('\t')?;
        let mut fields = head.split(' ');
        let (mode, kind, object) = (fields.next()?, fields.next()?, fields.next()?);
        let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let is_record = path.strip_prefix(FOLDER).is_some_and(|rest| rest.starts_with('/'));
        let is_text = kind == "blob" && !is_record && !NO_TEXT.contains(&ending.as_str());
        is_text.then(|| Entry { path: path.to_owned(), object: object.to_owned(), is_link: mode == LINK })
    };
    Some(listed.split(|&byte| byte == 0).filter_map(entry).collect())
}

/// The entries with their bytes; those whose objects are missing are left out.
fn contents(root: &Path, entries: Vec<Entry>) -> Option<Vec<(Entry, Bytes)>> {
    let mut git = objects(root);
    git.args(["cat-file", "--batch", "--buffer"]);
    let mut git = git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut asking = git.stdin.take()?;
    let mut answers = BufReader::new(git.stdout.take()?);
    let asked: String = entries.iter().map(|entry| format!("{}\n", entry.object)).collect();
    let read = std::thread::scope(|scope| {
        // Asked beside reading: either pipe may be full before the other is empty.
        scope.spawn(move || asking.write_all(asked.as_bytes()));
        let mut read = Vec::with_capacity(entries.len());
        for entry in entries {
            if let Some(bytes) = answer(&mut answers)? {
                read.push((entry, bytes));
            }
        }
        Some(read)
    });
    drop(answers);
    git.wait().ok()?;
    read
}

/// One answer of `git cat-file --batch`: `Some(None)` for an object that is missing, `None` for what is no answer.
fn answer(answers: &mut impl BufRead) -> Option<Option<Bytes>> {
    let mut head = String::new();
    answers.read_line(&mut head).ok()?;
    let mut fields = head.trim_end().split(' ').skip(1);
    let Some(size) = fields.next().filter(|kind| *kind == "blob").and_then(|_| fields.next()) else {
        return head.trim_end().ends_with("missing").then_some(None);
    };
    let mut bytes = Vec::new();
    answers.by_ref().take(size.parse().ok()?).read_to_end(&mut bytes).ok()?;
    // A line's end is behind each.
    answers.read_exact(&mut [0]).ok()?;
    Some(Some(bytes.into()))
}

/// The files by path. A link stands for the file of the same commit that it leads to; others lead out of the folder.
fn linked(files: Vec<(Entry, Bytes)>) -> BTreeMap<String, Bytes> {
    let (links, files): (Vec<_>, Vec<_>) = files.into_iter().partition(|(entry, _)| entry.is_link);
    let mut by_path: BTreeMap<String, Bytes> =
        files.into_iter().map(|(entry, bytes)| (entry.path, bytes)).collect();
    let leads = |(entry, bytes): (Entry, Bytes)| {
        let target = String::from_utf8(bytes.to_vec()).ok().filter(|target| !target.starts_with('/'))?;
        let bytes = by_path.get(&join(&entry.path, &target)?)?.clone();
        Some((entry.path, bytes))
    };
    let found: Vec<(String, Bytes)> = links.into_iter().filter_map(leads).collect();
    by_path.extend(found);
    by_path
}
