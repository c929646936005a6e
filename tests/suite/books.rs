//! The books that whole-book tests read: `manuscript/`, those of `tests/books/`, and each folder that `RECTO_CORPORA` names.
//!
//! ```text
//! let Some(books) = written("qpdf") else { return };            // once for all tests; where there is no Typst, says so
//! for book in books {
//!     let pdf = std::fs::read(&book.pdf).expect("the PDF");
//! }
//! ```

mod well_formed;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use recto::render::typst;

use crate::support::{not_run, unpacked};

/// A manuscript with the three books that were written of it.
#[derive(Debug)]
pub(crate) struct Written {
    /// The manuscript's folder.
    pub(crate) manuscript: PathBuf,
    /// What tests call it: the name of the manuscript's folder.
    pub(crate) name: String,
    /// The folder that the three books are in, and nothing else.
    pub(crate) folder: PathBuf,
    /// The EPUB.
    pub(crate) epub: PathBuf,
    /// The PDF.
    pub(crate) pdf: PathBuf,
    /// The folder of the HTML.
    pub(crate) site: PathBuf,
}

impl Written {
    /// The pages of the HTML, in the order of their names; those of redirects and errors, and the one for print, too.
    pub(crate) fn pages(&self) -> Vec<PathBuf> {
        let mut pages = entries(&self.site);
        pages.retain(|page| page.extension().is_some_and(|extension| extension == "html"));
        pages
    }

    /// The files of the EPUB, by their names in the archive.
    pub(crate) fn epub_files(&self) -> BTreeMap<String, Vec<u8>> {
        unpacked(&std::fs::read(&self.epub).expect("the EPUB"))
    }
}

/// Every book, written once for all tests; `None`, which is said of that check, where nothing sets pages.
pub(crate) fn written(what: &str) -> Option<&'static [Written]> {
    static BOOKS: LazyLock<Vec<Written>> = LazyLock::new(|| {
        let manuscripts = manuscripts();
        manuscripts.iter().enumerate().map(|(index, folder)| write(folder, &index.to_string(), &[])).collect()
    });
    if typst::find(None).is_err() {
        not_run(what, &format!("there is no Typst {}", typst::VERSION));
        return None;
    }
    Some(&BOOKS)
}

/// The sample of a book that has one, written once for all tests: its EPUB and PDF. They were read back and compared.
pub(crate) fn sampled() -> &'static (PathBuf, PathBuf) {
    static SAMPLE: LazyLock<(PathBuf, PathBuf)> = LazyLock::new(|| {
        let manuscript = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/everything");
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample");
        let run = Command::new(env!("CARGO_BIN_EXE_recto"))
            .args(["build", "--sample", "--prove", "--no-cache", "--date", "2026-01-01", "--out"])
            .arg(&folder)
            .arg(manuscript)
            .output()
            .expect("the program runs");
        assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
        (folder.join("everything-sample.epub"), folder.join("everything-sample.pdf"))
    });
    &SAMPLE
}

/// Writes a manuscript's books, with keys as `--set` takes them, into a folder of that name among those that tests write.
///
/// # Panics
/// Where it has errors, or nothing sets pages.
pub(crate) fn write(manuscript: &Path, folder: &str, set: &[&str]) -> Written {
    let name = manuscript.file_name().expect("a folder").to_string_lossy().into_owned();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("books").join(folder);
    // Books of an earlier run may have other names.
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("it is the tests' own");
    }
    let run = Command::new(env!("CARGO_BIN_EXE_recto"))
        .args(["build", "--no-cache", "--date", "2026-01-01", "--out"])
        .arg(&folder)
        .arg(manuscript)
        .args(set.iter().flat_map(|key| ["--set", key]))
        .output()
        .expect("the program runs");
    assert_eq!(run.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&run.stderr));
    let book = |end: &str| {
        let books = entries(&folder);
        let found = books.iter().find(|path| path.to_string_lossy().ends_with(end));
        found.unwrap_or_else(|| panic!("{name} has no {end}: {books:?}")).clone()
    };
    let (epub, pdf, site) = (book(".epub"), book(".pdf"), book("-html"));
    Written { manuscript: manuscript.to_owned(), name, folder, epub, pdf, site }
}

/// The folders of all of them.
pub(crate) fn manuscripts() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![root.join("manuscript")];
    found.extend(entries(&root.join("tests/books")));
    let corpora = std::env::var_os("RECTO_CORPORA").unwrap_or_default();
    for folder in std::env::split_paths(&corpora).filter(|path| !path.as_os_str().is_empty()) {
        assert!(folder.is_dir(), "RECTO_CORPORA: {} is no folder", folder.display());
        found.push(folder);
    }
    found
}

/// What is in a folder, in the order of names.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut entries: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    entries
}

#[test]
fn a_build_leaves_three_books_and_nothing_else() {
    let Some(books) = written("what a build leaves") else { return };
    for book in books {
        let mut three = [&book.epub, &book.pdf, &book.site].map(PathBuf::clone);
        three.sort();
        assert_eq!(entries(&book.folder), three, "{}", book.name);
    }
}
