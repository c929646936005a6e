//! Editions of a book on disk, one after another: each with its record, as a release writes it.

use std::path::PathBuf;

use recto::ledger::{BookEntry, Record, Version};
use recto::model::Status;
use recto::news::Notes;
use recto::pipeline::{self, EditionPlan, Plan, Read, Session, Silent};

/// A manuscript on disk.
pub(crate) struct Editions {
    folder: tempfile::TempDir,
}

impl Editions {
    /// One with these files, in `book/`.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let editions = Self { folder: tempfile::tempdir().expect("a temporary folder") };
        files.iter().for_each(|(path, text)| editions.write(path, text));
        editions
    }

    /// The manuscript's folder.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("book")
    }

    /// Writes a file of the manuscript.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        std::fs::write(path, text).expect("a file is written");
    }

    /// Reads the manuscript as an edition of that version, on 23 November 2026.
    pub(crate) fn read(&self, version: &str, notes: Option<&str>) -> Read {
        let notes = notes.map(|text| Notes { text: text.to_owned(), ..Notes::default() });
        let plan = Plan {
            edition: Some(EditionPlan { version: parsed(version), notes, ledger: None, commit: None }),
            date: Some("2026-11-23T00:00:00Z".parse().expect("a date")),
            released: Status::RELEASED.to_vec(),
            ..Plan::of(self.root())
        };
        let mut session = Session::new(&Silent);
        let read = pipeline::read(&plan, &mut session).expect("there is a manuscript");
        assert!(!session.diagnostics.has_errors(), "{:?}", session.diagnostics);
        read
    }

    /// Writes the record of the edition that the manuscript makes now.
    pub(crate) fn cut(&self, version: &str, commit: Option<String>) -> Record {
        let read = self.read(version, None);
        let meta = &read.book.book.meta;
        let edition = read.edition.expect("it is an edition");
        let record = Record {
            version: parsed(version),
            withdrawn: None,
            date: read.book.release.date,
            commit,
            recto: "0.1.0".to_owned(),
            typst: "0.15.1".to_owned(),
            engine: "built-in".to_owned(),
            drafts: false,
            early_access: meta.edition.early_access,
            settings: "0".to_owned(),
            key: None,
            notes: edition.notes.text,
            book: BookEntry {
                identifier: meta.identifier.clone(),
                slug: meta.slug.to_string(),
                title: meta.title.clone(),
            },
            artefacts: Vec::new(),
            parts: read.identity.parts,
            chapters: read.identity.chapters,
            redirects: read.identity.redirects,
            changes: edition.changes,
        };
        self.write(&format!("editions/{version}.toml"), &record.text());
        record
    }
}

fn parsed(version: &str) -> Version {
    version.parse().expect("a version")
}
