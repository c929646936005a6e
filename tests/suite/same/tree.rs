//! Two folders of books: names, kinds, rights, and each artefact by what it is.

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::mem::discriminant;
use std::path::{Path, PathBuf};

use super::difference::{Difference, bytes};
use super::pdf::Same;
use super::{epub, pdf};

/// Everything below a folder.
#[derive(Debug)]
pub(crate) struct Tree {
    /// By path with `/`.
    entries: BTreeMap<String, Entry>,
    /// The rights that were taken from all of it.
    umask: u32,
}

#[derive(Debug)]
struct Entry {
    /// Who may do what: `0o644`.
    rights: u32,
    content: Content,
}

#[derive(Debug, PartialEq, Eq)]
enum Content {
    Folder,
    File(Vec<u8>),
    /// A symbolic link, and where it leads.
    Link(PathBuf),
}

impl Tree {
    /// Reads a folder that was written under a umask.
    pub(crate) fn read(folder: &Path, umask: u32) -> Self {
        let mut tree = Self { entries: BTreeMap::new(), umask };
        tree.collect(folder, "");
        tree
    }

    fn collect(&mut self, folder: &Path, before: &str) {
        let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let entry = entry.expect("an entry");
            let path = format!("{before}{}", entry.file_name().to_string_lossy());
            let metadata = entry.metadata().expect("it is there");
            let content = if metadata.is_dir() {
                self.collect(&entry.path(), &format!("{path}/"));
                Content::Folder
            } else if metadata.is_symlink() {
                Content::Link(fs::read_link(entry.path()).expect("it is a link"))
            } else {
                Content::File(fs::read(entry.path()).expect("it can be read"))
            };
            self.entries.insert(path, Entry { rights: rights(&metadata), content });
        }
    }

    /// How many files there are.
    pub(crate) fn len(&self) -> usize {
        self.entries.values().filter(|entry| matches!(entry.content, Content::File(_))).count()
    }

    /// Where another differs: in names, kinds, rights that neither umask takes, and contents; `same` says what must be equal
    /// of PDFs.
    pub(crate) fn differences(&self, other: &Self, same: Same) -> Vec<Difference> {
        let kept = !(self.umask | other.umask);
        let mut found = Vec::new();
        for (path, entry) in &self.entries {
            let Some(twin) = other.entries.get(path) else {
                found.push(Difference::new(path, entry.content.kind(), "nothing"));
                continue;
            };
            let (one, two) = (entry.rights & kept, twin.rights & kept);
            if one != two && discriminant(&entry.content) == discriminant(&twin.content) {
                found.push(Difference::new(format!("{path}: rights"), octal(one), octal(two)));
            }
            let inside = contents(path, &entry.content, &twin.content, same);
            found.extend(inside.into_iter().map(|difference| difference.within(path)));
        }
        let added = other.entries.iter().filter(|(path, _)| !self.entries.contains_key(*path));
        found.extend(added.map(|(path, entry)| Difference::new(path, "nothing", entry.content.kind())));
        found
    }

    /// What has other rights than a program that asks for none leaves to the umask.
    pub(crate) fn odd_rights(&self) -> Vec<String> {
        let odd = self.entries.iter().filter_map(|(path, entry)| {
            let asked = match entry.content {
                Content::Folder => 0o777,
                Content::File(_) => 0o666,
                Content::Link(_) => return None,
            };
            let usual = asked & !self.umask;
            (cfg!(unix) && entry.rights != usual)
                .then(|| format!("{path}: {}, not {}", octal(entry.rights), octal(usual)))
        });
        odd.collect()
    }
}

impl Content {
    fn kind(&self) -> String {
        match self {
            Self::Folder => "a folder".to_owned(),
            Self::File(bytes) => format!("a file of {} bytes", bytes.len()),
            Self::Link(target) => format!("a link to {}", target.display()),
        }
    }
}

fn octal(rights: u32) -> String {
    format!("{rights:04o}")
}

#[cfg(unix)]
fn rights(metadata: &Metadata) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o7777
}

/// Elsewhere files have no such rights.
#[cfg(not(unix))]
fn rights(_metadata: &Metadata) -> u32 {
    0
}

fn contents(path: &str, one: &Content, other: &Content, same: Same) -> Vec<Difference> {
    let (Content::File(one), Content::File(other)) = (one, other) else {
        let differs = one != other;
        return differs.then(|| Difference::new("kind", one.kind(), other.kind())).into_iter().collect();
    };
    match path.rsplit_once('.') {
        Some((_, "epub")) => epub::differences(one, other),
        Some((_, "pdf")) => pdf::differences(one, other, same),
        _ => bytes(one, other).into_iter().collect(),
    }
}
