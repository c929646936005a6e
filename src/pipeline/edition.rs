//! What makes a build an edition: which chapters are in it, and the chapter that says what is new.

use super::{Plan, Session};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::identity::Identity;
use crate::ledger::{self, Broken, Changes, FOLDER, Ledger, Record, Version};
use crate::load::Manuscript;
use crate::model::{Book, Slug};
use crate::news::{self, CHANGELOG, Notes, Reading, changelog};
use crate::resolve::terms::{Terms, terms};
use crate::source::Span;

/// How many editions before the last are compared with the text: who read one of them is told what to read.
const READINGS: usize = 4;

/// What makes a build an edition.
#[derive(Debug, Clone)]
pub struct EditionPlan {
    /// Its version.
    pub version: Version,
    /// What the author says of it; else what `CHANGELOG.md` has that is not yet released.
    pub notes: Option<Notes>,
    /// The records of the editions that came before, for one that is made again of a commit; else those of the manuscript.
    pub ledger: Option<Ledger>,
    /// The commit that it was made of, whole, for one that is made again; else the manuscript's last.
    pub commit: Option<String>,
}

/// What was found out about an edition before it is made.
#[derive(Debug, Clone, PartialEq)]
pub struct EditionRead {
    /// What the author says of it.
    pub notes: Notes,
    /// What changed since the edition before.
    pub changes: Changes,
}

/// The records before what is made.
pub(super) fn before(plan: &Plan, manuscript: &Manuscript) -> Ledger {
    match &plan.edition {
        Some(edition) => edition.ledger.as_ref().unwrap_or(&manuscript.ledger).before(&edition.version),
        None => manuscript.ledger.clone(),
    }
}

/// A record, or the finding that it can't be read.
pub(super) fn readable(
    record: Result<Option<Record>, Broken>,
    diagnostics: &mut Diagnostics,
) -> Option<Record> {
    record.unwrap_or_else(|broken| {
        let finding = Diagnostic::new(Code::RecordBroken, Span::DETACHED, broken.to_string());
        let path = format!("{FOLDER}/{}.toml", broken.version);
        diagnostics.push(finding.at_path(path).hint("put it back from git"));
        None
    })
}

/// The name in file names is that of the first edition.
pub(super) fn keep_slug(manuscript: &mut Manuscript, last: Option<&Record>) {
    if let Some(slug) = last.and_then(|record| Slug::parse(&record.book.slug)) {
        manuscript.meta.slug = slug;
    }
}

/// Puts the chapter that says what is new into the manuscript of an edition, with the author's notes.
pub(super) fn open(plan: &Plan, manuscript: &mut Manuscript, session: &mut Session<'_>) -> Option<Notes> {
    let edition = plan.edition.as_ref()?;
    let notes = edition.notes.clone().unwrap_or_else(|| unreleased(manuscript));
    let (terms, _) = terms(&manuscript.meta.language);
    news::open(manuscript, &notes, &terms, &session.sources);
    Some(notes)
}

fn unreleased(manuscript: &Manuscript) -> Notes {
    let text = manuscript.store.read(CHANGELOG).ok();
    let text = text.and_then(|bytes| String::from_utf8(bytes.to_vec()).ok()).unwrap_or_default();
    changelog::unreleased(&text)
}

/// Finds out what changed, and adds it to the chapter that says so.
pub(super) fn tell(
    notes: Notes,
    book: &mut Book,
    identity: &mut Identity,
    ledger: &Ledger,
    last: Option<&Record>,
    diagnostics: &mut Diagnostics,
) -> EditionRead {
    let changes = match last {
        Some(last) => ledger::changes(last, &identity.chapters, &identity.redirects),
        None => ledger::first(&identity.chapters),
    };
    let readings = readings(identity, ledger, diagnostics);
    let (terms, _): (Terms, bool) = terms(&book.meta.language);
    news::tell(book, &terms, identity, &changes, &readings);
    EditionRead { notes, changes }
}

/// What readers of the editions before the last should read.
fn readings(identity: &Identity, ledger: &Ledger, diagnostics: &mut Diagnostics) -> Vec<Reading> {
    let earlier = ledger.versions().rev().skip(1).take(READINGS);
    let records: Vec<Record> =
        earlier.filter_map(|version| readable(ledger.record(version), diagnostics)).collect();
    let reading = |record: &Record| {
        let changes = ledger::changes(record, &identity.chapters, &identity.redirects);
        Reading { version: record.version.clone(), changes }
    };
    records.iter().map(reading).collect()
}
