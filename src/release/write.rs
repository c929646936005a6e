//! The edition put into its place: its folder, then its record, at last the changelog.

use std::path::Path;

use super::{Error, Made, Order};
use crate::ledger::{FOLDER, Record};
use crate::news::{CHANGELOG, changelog};
use crate::package::folder::{self, Artefact};

/// Puts back what a run that was interrupted left half written in the manuscript: the changelog may be put aside.
pub(super) fn restore(manuscript: &Path) -> Result<(), Error> {
    let folders = [manuscript.to_owned(), manuscript.join(FOLDER)];
    folders.iter().try_for_each(|folder| folder::restore(folder)).map_err(Error::Write)
}

/// Writes an edition; tells whether the changelog was given its heading.
pub(super) fn write(made: &Made, order: &Order, manuscript: &Path) -> Result<bool, Error> {
    files(made, order)?;
    let name = format!("{}.toml", made.record.version);
    let record = Artefact::File(made.record.text().into_bytes().into());
    folder::write(&manuscript.join(FOLDER), &[(name, record)]).map_err(Error::Write)?;
    tell(&made.record, manuscript)
}

/// Writes the folder. One that is there and is of no record is left by a run that was interrupted.
pub(super) fn files(made: &Made, order: &Order) -> Result<(), Error> {
    let name = made.record.version.to_string();
    let place = order.out.join(&name);
    if folder::is_there(&place) && !is_of(&place, &made.record) {
        return Err(Error::Occupied(place));
    }
    let files = Artefact::Folder(made.files.clone());
    folder::write(&order.out, &[(name, files)]).map(drop).map_err(Error::Write)
}

/// Whether a folder is an edition of this version of this book. Two books may be released into one folder.
fn is_of(place: &Path, record: &Record) -> bool {
    let epub = format!("  {}-{}.epub", record.book.slug, record.version);
    let sums = folder::text(&place.join(super::SUMS)).unwrap_or_default();
    sums.lines().any(|line| line.ends_with(&epub))
}

/// The signature in an edition's folder.
pub(super) fn signature(place: &Path) -> Option<String> {
    folder::text(&place.join(super::SIGNATURE))
}

/// Whether all files of an edition have their names in its folder.
pub(super) fn is_whole(place: &Path, record: &Record) -> bool {
    let names = record.artefacts.iter().map(|artefact| artefact.name.as_str());
    names.chain([super::SUMS]).all(|name| folder::is_there(&place.join(name)))
}

/// Gives what was not released the version's heading, where the changelog still has it so.
pub(super) fn tell(record: &Record, manuscript: &Path) -> Result<bool, Error> {
    let Some(text) = folder::text(&manuscript.join(CHANGELOG)) else { return Ok(false) };
    let date = record.date.strftime("%Y-%m-%d").to_string();
    let notes = changelog::unreleased(&text).text;
    if notes != record.notes {
        return Ok(false);
    }
    let told = changelog::released(&text, &record.version, &date);
    if told == text {
        return Ok(false);
    }
    let told = Artefact::File(told.into_bytes().into());
    folder::write(manuscript, &[(CHANGELOG.to_owned(), told)]).map_err(Error::Write)?;
    Ok(true)
}
