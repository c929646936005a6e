//! An edition compared with its record: the files that are there, their signature, and the books made again.

use std::path::Path;

use super::again::{as_recorded, equal};
use super::{Error, SIGNATURE, SUMS, asked, files, make, record, sign};
use crate::diag::{Code, Diagnostic};
use crate::ledger::{BlockEntry, ChapterEntry, FOLDER, Record, Version};
use crate::load::{self, Worktree};
use crate::model::Toggle;
use crate::package::folder;
use crate::pipeline::{self, Plan, Session, TYPST_VERSION};
use crate::render::Files;
use crate::source::Span;

/// What was compared.
#[derive(Debug)]
pub struct Verified {
    /// The edition's record.
    pub record: Record,
    /// How many files were compared; `None` where they are not there and the books are made again.
    pub files: Option<usize>,
    /// What the signature says, where there is one.
    pub signature: Option<String>,
    /// How the books were compared that were made again, where they were.
    pub rebuilt: Option<Rebuilt>,
}

/// How books that were made again were compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rebuilt {
    /// Byte by byte.
    Bytes,
    /// By text, structure and ids, since another recto, Typst or engine made them.
    Text,
}

/// Compares the files of an edition with its record. What differs is a [`Code::RecordDiffers`]. Where the books are made
/// again, the files may be elsewhere, as they are in a clone.
///
/// # Errors
/// When there is no such edition, or its files are not there.
pub fn verify(
    manuscript: &Path,
    version: &Version,
    out: &Path,
    made_again: Toggle,
    session: &mut Session<'_>,
) -> Result<Verified, Error> {
    let ledger = load::records(manuscript, &mut session.diagnostics)?;
    let record = ledger.record(version).map_err(Error::Record)?;
    let record = record.ok_or_else(|| asked::unknown(version, &ledger))?;
    let place = out.join(version.to_string());
    let found = folder::files(&place);
    if found.is_none() && made_again.is_on() {
        return Ok(Verified { record, files: None, signature: None, rebuilt: None });
    }
    let Some(found) = found else {
        let hint =
            format!("name the folder that it is in with --out, or make it again: `recto release {version}`");
        return Err(Error::Refused(format!("`{}` is not there", place.display()), hint));
    };
    let mut report = |name: &str, message: String| {
        let finding = Diagnostic::new(Code::RecordDiffers, Span::DETACHED, message);
        session.diagnostics.push(finding.at_path(place.join(name).display().to_string()));
    };
    compare(&record, &found, &mut report);
    let signature = signature(&record, &found, &mut report);
    let files = Some(record.artefacts.len());
    Ok(Verified { record, files, signature, rebuilt: None })
}

/// Reports the files that are not those of the record, by their names.
fn compare(record: &Record, found: &Files, report: &mut impl FnMut(&str, String)) {
    for artefact in &record.artefacts {
        match found.get(&artefact.name) {
            None => report(&artefact.name, "a file of the edition is missing".to_owned()),
            Some(bytes) if bytes.len() as u64 != artefact.size => {
                let message =
                    format!("it has {} bytes, and was released with {}", bytes.len(), artefact.size);
                report(&artefact.name, message);
            }
            Some(bytes) if files::sha256(bytes) != artefact.sha256 => {
                report(&artefact.name, "it is not the file that was released".to_owned());
            }
            Some(_) => {}
        }
    }
    for (name, _) in found.iter() {
        let is_known = name == SUMS || name == SIGNATURE && record.key.is_some();
        if !is_known && !record.artefacts.iter().any(|artefact| artefact.name == name) {
            report(name, "it is no file of the edition".to_owned());
        }
    }
    if found.get(SUMS).is_none_or(|bytes| **bytes != *files::sums(&record.artefacts).as_bytes()) {
        report(SUMS, "the checksums are not those of the record".to_owned());
    }
}

/// What the signature of the checksums says, where it holds.
fn signature(record: &Record, found: &Files, report: &mut impl FnMut(&str, String)) -> Option<String> {
    let key = record.key.as_ref()?;
    let signature = found.get(SIGNATURE).and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
    let sums = files::sums(&record.artefacts);
    let said = sign::verify(key, &signature.unwrap_or_default(), sums.as_bytes());
    let said = said.and_then(|comment| match comment == files::comment(record) {
        true => Ok(comment),
        false => Err(format!("it signs another edition: {comment}")),
    });
    said.map_err(|why| report(SIGNATURE, why)).ok()
}

/// Makes the books of an edition again, of the commit that its record names, and compares them.
///
/// # Errors
/// When the commit is not there, or the books can't be made.
pub fn rebuild(plan: &Plan, verified: &mut Verified, session: &mut Session<'_>) -> Result<(), Error> {
    let record = &verified.record;
    let manuscript = load::root_of(&plan.manuscript)?;
    let commit = record.commit.as_deref().ok_or_else(|| {
        let hint = "it was released with --allow-dirty, outside of git".to_owned();
        Error::Refused(format!("the record of {} names no commit", record.version), hint)
    })?;
    session.progress.stage("Bringing back the commit");
    let worktree = Worktree::at(&manuscript, commit)
        .map_err(|why| Error::Refused(why, "fetch the whole history: `git fetch --unshallow`".to_owned()))?;
    let mut plan = Plan { manuscript: worktree.manuscript().to_owned(), ..as_recorded(plan, record) };
    if let Some(edition) = &mut plan.edition {
        // A record is committed behind the text that it is of, and perhaps behind the next one.
        edition.ledger = Some(load::records(&manuscript, &mut session.diagnostics)?);
    }
    let mut read = pipeline::read(&plan, session).map_err(Error::Pipeline)?;
    let Some(made) = make(&plan, &mut read, None, session)? else { return Ok(()) };
    let is_same_maker = super::PROGRAM == record.recto
        && record.typst == TYPST_VERSION
        && made.record.engine == record.engine;
    verified.rebuilt = Some(match is_same_maker {
        true => {
            equal(&made, record, session);
            Rebuilt::Bytes
        }
        false => {
            same_text(&record::chapters(&read, None), record, session);
            Rebuilt::Text
        }
    });
    Ok(())
}

/// Reports what is another text, structure or id.
fn same_text(now: &[ChapterEntry], record: &Record, session: &mut Session<'_>) {
    let mut report = |message: String| {
        let finding = Diagnostic::new(Code::RecordDiffers, Span::DETACHED, message);
        session.diagnostics.push(finding.at_path(format!("{FOLDER}/{}.toml", record.version)));
    };
    let slugs = |chapters: &[ChapterEntry]| -> Vec<String> {
        chapters.iter().map(|chapter| chapter.slug.clone()).collect()
    };
    if slugs(now) != slugs(&record.chapters) {
        report("the chapters are not those that were released, or in another order".to_owned());
    }
    for chapter in now {
        let Some(before) = record.chapters.iter().find(|before| before.slug == chapter.slug) else {
            continue;
        };
        let key = |block: &BlockEntry| (block.id.clone(), block.hash.clone(), block.depth);
        let is_same = before.blocks.iter().map(key).eq(chapter.blocks.iter().map(key));
        if !is_same || before.hash != chapter.hash {
            report(format!(
                "the text, structure or ids of `{}` are not those that were released",
                chapter.slug
            ));
        }
    }
}
