//! What readers of one edition find changed in another, or in the text as it is now: down to the words of each paragraph.
//!
//! What changed is found by the lasting ids of blocks, which records have. Their words are those of the texts that the
//! records were made of: nothing is rendered, and the working tree is not touched.

mod blocks;
mod difference;
mod forms;
mod html;
mod json;
mod texts;

use std::collections::HashMap;
use std::fmt;
use std::path::Path;

use crate::config::Overrides;
use crate::diag::{Code, Diagnostic};
use crate::ledger::{
    BlockName, Broken, Change, ChapterChange, FOLDER, Ledger, Record, SectionChange, Version,
};
use crate::load::{self, LoadError, Manuscript};
use crate::model::Status;
use crate::pipeline::Session;
use crate::source::Span;
use texts::Side;

pub use difference::{Fate, Run};

/// What changed from one text to another.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The book's title.
    pub title: String,
    /// The book's language.
    pub language: String,
    /// Whether its text runs from right to left.
    pub right_to_left: bool,
    /// The old text.
    pub from: Edition,
    /// The new text.
    pub to: Edition,
    /// The chapters that changed, in the order of the new text, those that are gone behind.
    pub chapters: Vec<ChapterChanged>,
}

/// One of two texts that are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// Its version; `None` for the text as it is now.
    pub version: Option<Version>,
    /// Why it was withdrawn, for one that was.
    pub withdrawn: Option<String>,
}

/// A chapter that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct ChapterChanged {
    /// What became of it; its sections are [those here](Self::sections).
    pub change: ChapterChange,
    /// Its file, relative to the manuscript's folder; `None` where it is not known.
    pub file: Option<String>,
    /// The sections in which something changed.
    pub sections: Vec<SectionChanged>,
}

/// A section in which something changed.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionChanged {
    /// What became of it.
    pub change: SectionChange,
    /// The blocks that changed, in order.
    pub blocks: Vec<BlockChanged>,
}

/// A block that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockChanged {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: BlockName,
    /// What became of it.
    pub change: Change,
    /// The slug of the chapter that it was in, where that is another.
    pub moved_from: Option<String>,
    /// Its words, and which are new or gone; `None` where a text of it is not there.
    pub words: Option<Vec<Run>>,
}

/// Why nothing can be compared.
#[derive(Debug)]
pub enum Error {
    /// There is no manuscript.
    Load(LoadError),
    /// A record can't be read.
    Record(Broken),
    /// There is no such edition; those that are next to it.
    Unknown(Version, Vec<Version>),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Load(error) => error.fmt(f),
            Self::Record(broken) => broken.fmt(f),
            Self::Unknown(version, _) => write!(f, "there is no edition {version}"),
        }
    }
}

impl std::error::Error for Error {}

impl Changed {
    /// The changes as one JSON value.
    pub fn json(&self) -> String {
        json::write(self)
    }
}

/// Compares an edition with another, or with the manuscript as it is now.
///
/// # Errors
/// When there is no manuscript, no such edition, or its record can't be read.
pub fn between(
    manuscript: &Path,
    from: &Version,
    to: Option<&Version>,
    session: &mut Session<'_>,
) -> Result<Changed, Error> {
    session.progress.stage("Reading the manuscript");
    let loaded = load::load(manuscript, &Overrides::default(), &session.sources, &mut session.diagnostics);
    let manuscript = loaded.map_err(Error::Load)?;
    let old = record(&manuscript.ledger, from)?;
    let new = to.map(|version| record(&manuscript.ledger, version)).transpose()?;
    session.progress.stage("Comparing");
    let (now, root) = (files(&manuscript), manuscript.store.root().map(Path::to_owned));
    let side = |record: Record| Side::of_record(record, root.as_deref(), &now);
    let old = side(old);
    let (meta, new) = match new {
        Some(record) => (manuscript.meta, side(record)),
        None => {
            let last = manuscript.ledger.last().map_err(Error::Record)?;
            // What the next edition would have, if it has what the last has.
            let drafts = last.as_ref().is_some_and(|last| last.drafts);
            let manuscript = manuscript.release(Status::released(drafts.into()));
            let (sources, diagnostics) = (&session.sources, &mut session.diagnostics);
            let side = Side::of_tree(&manuscript, last.as_ref(), sources, diagnostics);
            (manuscript.meta, side)
        }
    };
    let chapters = blocks::chapters(&old, &new);
    report_missing(&[&old, &new], session);
    let edition = |side: Side| Edition { version: side.version, withdrawn: side.withdrawn };
    Ok(Changed {
        title: meta.title,
        language: meta.language,
        right_to_left: meta.right_to_left,
        from: edition(old),
        to: edition(new),
        chapters,
    })
}

fn files(manuscript: &Manuscript) -> HashMap<String, String> {
    let chapters = manuscript.chapters.iter();
    chapters.filter_map(|chapter| Some((chapter.slug.to_string(), chapter.path.clone()?))).collect()
}

fn record(ledger: &Ledger, version: &Version) -> Result<Record, Error> {
    let unknown = || {
        let before = ledger.versions().rev().find(|other| *other < version);
        let behind = ledger.versions().find(|other| *other > version);
        Error::Unknown(version.clone(), before.into_iter().chain(behind).cloned().collect())
    };
    ledger.record(version).map_err(Error::Record)?.ok_or_else(unknown)
}

/// Tells of editions whose words are not all there.
fn report_missing(sides: &[&Side], session: &mut Session<'_>) {
    for version in sides.iter().filter(|side| side.has_missing()).filter_map(|side| side.version.as_ref()) {
        let message = format!(
            "the text of edition {version} is not all here: paragraphs are named without their words"
        );
        let hint = "it is in the commit that the record names; into a shallow clone, `git fetch --unshallow` brings it";
        let finding = Diagnostic::new(Code::EditionTextMissing, Span::DETACHED, message);
        session.diagnostics.push(finding.at_path(format!("{FOLDER}/{version}.toml")).hint(hint));
    }
}
