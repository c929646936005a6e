//! `recto release`, `editions`, `withdraw`: editions of a book in a repository of its own.

mod cut;
mod gates;
mod ours;
mod verify;

use std::process::Command;
use std::sync::atomic::Ordering::Relaxed;

use super::{Folder, Run};

/// A committed manuscript in `book/`, and editions of it in `out/`.
pub(crate) struct Shelf {
    folder: Folder,
    /// How many commits there are: each is a day later than the one before.
    commits: std::sync::atomic::AtomicU32,
}

/// With nothing on it, in a folder that is there until the tests run again; `None` as [`shelf`] is.
pub(crate) fn kept(name: &str) -> Option<Shelf> {
    empty(|| Folder::kept(name))
}

fn empty(folder: impl FnOnce() -> Folder) -> Option<Shelf> {
    for program in ["git", "typst"] {
        if Command::new(program).arg("--version").output().is_err() {
            crate::support::not_run("the cutting of editions", &format!("there is no {program}"));
            return None;
        }
    }
    let shelf = Shelf { folder: folder(), commits: std::sync::atomic::AtomicU32::new(0) };
    std::fs::create_dir(shelf.path("book")).expect("a folder is made");
    shelf.git(&["init", "--quiet"]);
    Some(shelf)
}

/// With a small manuscript; `None` where editions can't be cut, which is said.
pub(crate) fn shelf() -> Option<Shelf> {
    let shelf = empty(Folder::new)?;
    shelf.write("book.toml", TOML);
    shelf.write(
        "SUMMARY.md",
        "# Summary\n\n[Preface](preface.md)\n\n- [Rivers](rivers.md)\n- [Hills](hills.md)\n- [Seas]()\n",
    );
    shelf.write("preface.md", &format!("# Preface\n\n{}", paragraphs("preface", 2)));
    shelf.write(
        "rivers.md",
        &format!("# Rivers\n\n{}\n## Springs\n\n{}", paragraphs("rivers", 3), paragraphs("springs", 2)),
    );
    shelf.write("hills.md", &format!("# Hills\n\n{}", paragraphs("hills", 3)));
    shelf.commit();
    Some(shelf)
}

const TOML: &str = "[book]\ntitle = \"Lands\"\nauthors = [\"Ada\"]\nlanguage = \"en\"\nslug = \"lands\"\nidentifier = \"urn:x:lands\"\n\n[edition]\nearly-access = true\n";

/// Paragraphs of words that no other paragraph has, in their order.
pub(crate) fn paragraphs(seed: &str, count: usize) -> String {
    (0..count).map(|index| paragraph(seed, index) + "\n\n").collect()
}

/// One of them.
pub(crate) fn paragraph(seed: &str, index: usize) -> String {
    const WORDS: [&str; 32] = [
        "water", "stone", "valley", "wind", "under", "bridge", "morning", "slow", "north", "field", "light",
        "road", "old", "grass", "cloud", "path", "deep", "shore", "village", "rain", "summer", "wall",
        "green", "long", "river", "quiet", "mill", "hill", "far", "snow", "gate", "tree",
    ];
    let mut state = seed.bytes().fold(index as u64 + 7, |state, byte| state * 131 + u64::from(byte));
    let words = (0..24).map(|_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        WORDS[(state >> 40) as usize % WORDS.len()]
    });
    let words: Vec<&str> = words.collect();
    format!("The {seed} of part {index}: {}.", words.join(" "))
}

impl Shelf {
    pub(crate) fn path(&self, path: &str) -> std::path::PathBuf {
        self.folder.path(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        self.folder.write(&format!("book/{path}"), text);
    }

    pub(crate) fn read(&self, path: &str) -> String {
        self.folder.read(path)
    }

    /// Changes a text of the manuscript.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(&format!("book/{path}"));
        assert!(text.contains(from), "`{from}` is not in {path}:\n{text}");
        self.write(path, &text.replacen(from, to, 1));
    }

    pub(crate) fn remove(&self, path: &str) {
        std::fs::remove_file(self.folder.path(&format!("book/{path}"))).expect("it is there");
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.folder.path(path).exists()
    }

    /// Every file below a folder with its bytes.
    pub(crate) fn tree(&self, path: &str) -> Vec<(std::path::PathBuf, Vec<u8>)> {
        self.folder.tree(path)
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let mut git = Command::new("git");
        git.arg("-C").arg(self.folder.path("book")).args(["-c", "user.name=a", "-c", "user.email=a@b"]);
        let date = format!("2026-03-{:02}T12:00:00Z", self.commits.load(Relaxed));
        git.args(arguments).env("HOME", self.folder.path("home"));
        git.env("GIT_COMMITTER_DATE", &date).env("GIT_AUTHOR_DATE", &date);
        let run = git.output().expect("git is there");
        assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
        String::from_utf8_lossy(&run.stdout).trim().to_owned()
    }

    pub(crate) fn commit(&self) {
        self.commits.fetch_add(1, Relaxed);
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", "Step"]);
    }

    pub(crate) fn recto(&self, arguments: &[&str]) -> Run {
        self.folder.recto(arguments)
    }

    /// `recto release … book --out out`
    pub(crate) fn release(&self, arguments: &[&str]) -> Run {
        let all: Vec<&str> = std::iter::once("release")
            .chain(arguments.iter().copied())
            .chain(["book", "--out", "out"])
            .collect();
        self.recto(&all)
    }

    /// Commits, cuts the edition, and commits its record.
    #[track_caller]
    pub(crate) fn cut(&self, version: &str) -> Run {
        self.commit();
        let run = self.release(&[version]).ends(0);
        self.commit();
        run
    }

    /// The record of an edition.
    pub(crate) fn record(&self, version: &str) -> recto::ledger::Record {
        let text = self.read(&format!("book/editions/{version}.toml"));
        let version = version.parse().expect("a version");
        recto::ledger::Record::read(&text, &version).expect("a record can be read")
    }

    /// Every file of an edition with its bytes.
    pub(crate) fn files(&self, version: &str) -> Vec<(std::path::PathBuf, Vec<u8>)> {
        self.tree(&format!("out/{version}"))
    }
}
