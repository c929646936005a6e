//! The three written books, read back for what no reader may be given.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use std::path::Path;

use super::made::{SECRET, SECRET_PICTURE, walk};
use super::{markup, printed};

/// The files of the written books.
#[derive(Debug, Default)]
pub(super) struct Books {
    /// What is in the folders of sites, by path.
    pub(super) site: BTreeMap<String, Vec<u8>>,
    /// What is in EPUBs, by the names as they stand there.
    pub(super) epub: BTreeMap<String, Vec<u8>>,
    /// The PDFs.
    pub(super) pdfs: Vec<Vec<u8>>,
    /// What is wrong with the archives and folders themselves.
    pub(super) odd: Vec<String>,
}

impl Books {
    /// Reads what is in a folder of books; nothing where there is none.
    pub(super) fn read(dist: &Path) -> Self {
        let mut books = Self::default();
        walk(dist, &mut |path| {
            let name = path.strip_prefix(dist).expect("it stands there").to_string_lossy().into_owned();
            if path.is_symlink() {
                books.odd.push(format!("`{name}` is a link"));
            } else if path.is_file() {
                let bytes = std::fs::read(path).expect("it can be read");
                books.add(&name, bytes);
            }
        });
        books
    }

    fn add(&mut self, name: &str, bytes: Vec<u8>) {
        match (name.split_once('/'), name.rsplit_once('.')) {
            (Some((_, inside)), _) => drop(self.site.insert(inside.to_owned(), bytes)),
            (None, Some((_, "epub"))) => self.unpack(&bytes),
            (None, Some((_, "pdf"))) => self.pdfs.push(bytes),
            (None, _) => self.odd.push(format!("`{name}` is none of the books")),
        }
    }

    fn unpack(&mut self, bytes: &[u8]) {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP");
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index).expect("an entry");
            let name = entry.name().expect("a name in UTF-8").into_owned();
            if entry.unix_mode().is_some_and(|mode| mode & 0o170_000 == 0o120_000) {
                self.odd.push(format!("the entry `{name}` is a link"));
            }
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).expect("it can be read");
            if self.epub.insert(name.clone(), bytes).is_some() {
                self.odd.push(format!("the entry `{name}` is there twice"));
            }
        }
    }

    /// What no reader may be given.
    pub(super) fn faults(&self) -> Vec<String> {
        let mut faults = self.odd.clone();
        for (book, files) in [("site", &self.site), ("EPUB", &self.epub)] {
            let names: Vec<&str> = files.keys().map(String::as_str).collect();
            for (name, bytes) in files {
                let mut found: Vec<String> = name_faults(name).into_iter().collect();
                found.extend(secrets(bytes));
                found.extend(markup::faults(name, bytes, &names));
                faults.extend(found.into_iter().map(|fault| format!("{book}: {name}: {fault}")));
            }
        }
        for pdf in &self.pdfs {
            let document = lopdf::Document::load_mem(pdf).expect("a PDF");
            faults.extend(printed::faults(&document).into_iter().map(|fault| format!("PDF: {fault}")));
        }
        faults
    }
}

/// What in the name of a file could lead out of the folder that it is unpacked into, on any system.
fn name_faults(name: &str) -> Option<String> {
    let is_odd =
        |c: char| matches!(c, '\\' | ':' | '%' | '*' | '?' | '"' | '<' | '>' | '|') || c.is_control();
    let is_inside = name.split('/').all(|part| !matches!(part, "" | "." | ".."));
    (!is_inside || name.contains(is_odd)).then(|| "no name for a file".to_owned())
}

/// What stands beside the manuscript and not in it.
pub(super) fn secrets(bytes: &[u8]) -> Option<String> {
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window.eq_ignore_ascii_case(needle));
    // What shows in a PNG is behind its header of 33 bytes.
    (has(SECRET.as_bytes()) || has(&SECRET_PICTURE[37..SECRET_PICTURE.len() - 12]))
        .then(|| "it holds what stands beside the manuscript".to_owned())
}

#[test]
fn names_that_lead_out_are_seen() {
    for name in ["../x", "a/../x", "/x", "a//x", "a\\x", "..\\x", "C:x", "a/./x", "x\n", "%2e%2e/x", "a/", ""]
    {
        assert!(name_faults(name).is_some(), "{name}");
    }
    for name in ["x", "OEBPS/images/_cover.png", "a.b-c_d.html"] {
        assert_eq!(name_faults(name), None);
    }
}

#[test]
fn secrets_are_seen() {
    assert!(secrets(b"the Kryptogramm!").is_some() && secrets(SECRET_PICTURE).is_some());
    assert_eq!(secrets(crate::support::PNG), None);
}

#[test]
fn odd_archives_and_files_are_seen() {
    use std::io::Write as _;
    let mut books = Books::default();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.add_symlink("link.xhtml", "../../secret", options).expect("a link is added");
    writer.start_file("../evil.sh", options).expect("a file is added");
    writer.write_all(b"kryptogramm").expect("it is written");
    books.add("a.epub", writer.finish().expect("an archive").into_inner());
    books.add("a-html/..\\x.html", b"<script>alert(1)</script>".to_vec());
    books.add("evil.sh", Vec::new());
    let faults = books.faults().join("\n");
    for fault in [
        "the entry `link.xhtml` is a link",
        "`evil.sh` is none of the books",
        "EPUB: ../evil.sh: no name for a file",
        "EPUB: ../evil.sh: it holds what stands beside the manuscript",
        "site: ..\\x.html: no name for a file",
        "site: ..\\x.html: a script",
    ] {
        assert!(faults.contains(fault), "{fault} is not in:\n{faults}");
    }
}
