//! The act of releasing: one folder with an edition's files, and one record of what it published.
//!
//! A version is cut once. Whoever cuts it again, with the same text and settings, gets the same files; with another text
//! it is refused. The folder comes into its place first, then the record, which makes the edition one, and at last the
//! changelog is told: whatever is interrupted is made whole by the same command.

mod again;
mod asked;
mod checker;
mod files;
mod gates;
mod record;
mod sign;
mod verify;
mod which;
mod write;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::diag::Diagnostics;
use crate::ledger::{Broken, FOLDER, Record, Version};
use crate::load::{self, LoadError};
use crate::model::{Format, Toggle};
use crate::news::Notes;
use crate::package::folder::{self, Artefact, WriteError};
use crate::pipeline::{self, EditionPlan, OnErrors, Plan, Proving, Read, Session};

pub use asked::Asked;
pub use files::{ANNOUNCEMENT_HTML, ANNOUNCEMENT_TEXT, NOTES, SIGNATURE, SUMS};
pub use sign::Signing;
pub use verify::{Rebuilt, Verified, rebuild, verify};
pub use which::{Which, which};

/// This program in records: its version, and a hash of its sources.
pub const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), "+", env!("RECTO_SOURCES"));

/// What is to be cut.
#[derive(Debug, Clone)]
pub struct Order {
    /// Which version.
    pub version: Asked,
    /// What the author says of it; else what `CHANGELOG.md` has that is not yet released.
    pub notes: Option<Notes>,
    /// The folder in which the edition's own folder is made.
    pub out: PathBuf,
    /// Whether uncommitted changes, and a folder without git, are let pass.
    pub allow_dirty: Toggle,
    /// Whether nothing is written.
    pub dry_run: Toggle,
    /// What signs the checksums, where anything does.
    pub signing: Option<Signing>,
}

/// What became of it.
#[derive(Debug)]
pub enum Outcome {
    /// The edition was cut; or would be, where nothing is to be written.
    Cut(Box<Cut>),
    /// It was cut before, of the same text.
    Already {
        /// Its record.
        record: Box<Record>,
        /// Where its files are.
        folder: PathBuf,
        /// Whether they were made again, since they were not there.
        is_remade: bool,
    },
    /// Findings stand in the way; what would change is known where the text could be read.
    Refused(Option<Box<Record>>),
}

/// An edition that was cut.
#[derive(Debug)]
pub struct Cut {
    /// Its record.
    pub record: Record,
    /// Its folder.
    pub folder: PathBuf,
    /// The manuscript's folder.
    pub manuscript: PathBuf,
    /// Whether `CHANGELOG.md` was given the version's heading.
    pub changelog: bool,
}

/// Why nothing could be done.
#[derive(Debug)]
pub enum Error {
    /// The books can't be made.
    Pipeline(pipeline::Error),
    /// What is asked for can't be done: why, and what to do.
    Refused(String, String),
    /// A record can't be read.
    Record(Broken),
    /// The checksums can't be signed, or their signature not be read.
    Sign(String),
    /// The edition can't be written.
    Write(WriteError),
    /// Something that is no edition has its place.
    Occupied(PathBuf),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pipeline(error) => error.fmt(f),
            Self::Refused(why, _) => f.write_str(why),
            Self::Record(broken) => broken.fmt(f),
            Self::Sign(why) => f.write_str(why),
            Self::Write(error) => error.fmt(f),
            Self::Occupied(path) => {
                write!(f, "`{}` is there and is no edition of this book: nothing was written", path.display())
            }
        }
    }
}

impl std::error::Error for Error {}

impl From<LoadError> for Error {
    fn from(error: LoadError) -> Self {
        Self::Pipeline(pipeline::Error::Load(error))
    }
}

/// Cuts an edition.
///
/// # Errors
/// When there is no manuscript, the version can't be cut, or the edition can't be made or written.
pub fn cut(plan: &Plan, order: &Order, session: &mut Session<'_>) -> Result<Outcome, Error> {
    if order.dry_run == Toggle::Off {
        write::restore(&load::root_of(&plan.manuscript)?)?;
    }
    let ledger = load::records(&plan.manuscript, &mut session.diagnostics)?;
    let version = order.version.decide(&ledger)?;
    if let Some(record) = ledger.record(&version).map_err(Error::Record)? {
        return again::again(plan, order, record, session);
    }
    asked::rises(&version, &ledger)?;
    let plan = of_edition(plan, &version, order.notes.clone(), None);
    let mut read = pipeline::read(&plan, session).map_err(Error::Pipeline)?;
    session.progress.stage("Looking whether it can be released");
    gates::check(&read, order, ledger.last().ok().flatten().as_ref(), session);
    let Some(made) = make(&plan, &mut read, order.signing.as_ref(), session)? else {
        let record = record::record(&plan, &read, None, Vec::new());
        return Ok(Outcome::Refused(Some(Box::new(record))));
    };
    let manuscript = read.manuscript.store.root().unwrap_or(&plan.manuscript).to_owned();
    let folder = order.out.join(version.to_string());
    let changelog = match order.dry_run {
        Toggle::On => false,
        Toggle::Off => {
            session.progress.stage("Writing");
            // Two that are cut at once would both say what changed since the one before them.
            let now = load::records(&plan.manuscript, &mut session.diagnostics)?;
            if !now.versions().eq(ledger.versions()) {
                let why = "another edition was cut in the meantime".to_owned();
                return Err(Error::Refused(why, "nothing was written: try again".to_owned()));
            }
            write::write(&made, order, &manuscript)?
        }
    };
    Ok(Outcome::Cut(Box::new(Cut { record: made.record, folder, manuscript, changelog })))
}

/// Marks an edition as withdrawn in its record.
///
/// # Errors
/// When there is no such edition, or its record can't be written.
pub fn withdraw(manuscript: &Path, version: &Version, why: &str) -> Result<(), Error> {
    let ledger = load::records(manuscript, &mut Diagnostics::new())?;
    let text = ledger.text(version).ok_or_else(|| asked::unknown(version, &ledger))?;
    let text = Record::withdrawn(text, why);
    // What is written must be what is read.
    Record::read(&text, version).map_err(Error::Record)?;
    let record = (format!("{version}.toml"), Artefact::File(text.into_bytes().into()));
    let folder = load::root_of(manuscript)?.join(FOLDER);
    folder::write(&folder, &[record]).map(drop).map_err(Error::Write)
}

/// The plan of an edition: with errors nothing is made, and every book is read back.
fn of_edition(plan: &Plan, version: &Version, notes: Option<Notes>, commit: Option<String>) -> Plan {
    let edition = EditionPlan { version: version.clone(), notes, ledger: None, commit };
    Plan { edition: Some(edition), proving: Proving::Proved, on_errors: OnErrors::Stop, ..plan.clone() }
}

/// An edition that is nowhere yet.
#[derive(Debug)]
pub(crate) struct Made {
    /// Its record.
    pub(crate) record: Record,
    /// Its files by name.
    pub(crate) files: crate::render::Files,
}

/// Makes an edition of what was read. `None` where errors were found.
fn make(
    plan: &Plan,
    read: &mut Read,
    signing: Option<&Signing>,
    session: &mut Session<'_>,
) -> Result<Option<Made>, Error> {
    if session.diagnostics.has_errors() {
        return Ok(None);
    }
    let books = pipeline::make(plan, read, &Format::ALL, session).map_err(Error::Pipeline)?;
    if session.diagnostics.has_errors() {
        return Ok(None);
    }
    let sample = pipeline::sample(plan, read, session).map_err(Error::Pipeline)?;
    session.progress.stage("Checking the EPUB");
    for books in std::iter::once(&books).chain(&sample) {
        checker::check(books, &mut session.diagnostics);
    }
    if session.diagnostics.has_errors() {
        return Ok(None);
    }
    session.progress.stage("Putting the edition together");
    files::made(plan, read, books, sample, signing).map(Some)
}
