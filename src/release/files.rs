//! The files of an edition: the books, the cover, what is told to buyers, and what machines read.

use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Error, Made, Signing, record};
use crate::ledger::{Artefact, Change, ChapterChange, Record};
use crate::model::Format;
use crate::package::folder;
use crate::package::{self, epub::PackError};
use crate::pipeline::{self, Books, Plan, Read};
use crate::render::Files;
use crate::resolve::images::jpeg;

/// What is told on a page of releases.
pub const NOTES: &str = "NOTES.md";
/// A mail to buyers.
pub const ANNOUNCEMENT_TEXT: &str = "announcement.txt";
/// The same as HTML.
pub const ANNOUNCEMENT_HTML: &str = "announcement.html";
/// What programs read.
const JSON: &str = "release.json";
/// The checksums, as `sha256sum` writes and checks them.
pub const SUMS: &str = "SHA256SUMS";
/// Their signature.
pub const SIGNATURE: &str = "SHA256SUMS.minisig";
/// The cover, as shops take it.
const COVER: &str = "cover.jpg";

/// Puts the files of an edition together, and its record.
pub(super) fn made(
    plan: &Plan,
    read: &Read,
    books: Books,
    sample: Option<Books>,
    signing: Option<&Signing>,
) -> Result<Made, Error> {
    let mut record = record::record(plan, read, books.pdf.as_ref(), Vec::new());
    let mut files = Files::new();
    let stem = format!("{}-{}", record.book.slug, record.version);
    let (cover, own) = rayon::join(
        || jpeg(&books.cover).expect("covers are pictures that were read"),
        || {
            books
                .artefacts
                .into_iter()
                .map(|(format, book)| named(&stem, format, book))
                .collect::<Result<Vec<_>, _>>()
        },
    );
    let of_sample = sample.into_iter().flat_map(|sample| sample.artefacts);
    let of_sample = of_sample.map(|(format, book)| named(&format!("{stem}-sample"), format, book));
    for (name, bytes) in own?.into_iter().chain(of_sample.collect::<Result<Vec<_>, _>>()?) {
        files.insert(name, bytes);
    }
    files.insert(COVER, cover);
    files.insert(JSON, json(read, &record).into_bytes());
    record.artefacts = files.iter().map(|(name, bytes)| artefact(name, bytes)).collect();
    let sums = sums(&record.artefacts);
    if let Some(signing) = signing {
        let signed = signing.sign(sums.as_bytes(), &comment(&record))?;
        record.key = Some(signed.public);
        files.insert(SIGNATURE, signed.signature.into_bytes());
    }
    files.insert(SUMS, sums.into_bytes());
    Ok(Made { record, files })
}

/// A book under its name: the HTML as an archive.
fn named(stem: &str, format: Format, book: folder::Artefact) -> Result<(String, Arc<[u8]>), Error> {
    match book {
        folder::Artefact::File(bytes) => Ok((format!("{stem}.{}", format.name()), bytes)),
        folder::Artefact::Folder(pages) => {
            let bytes = package::archive(&pages, stem).map_err(packing)?;
            Ok((format!("{stem}-{}.zip", format.name()), bytes.into()))
        }
    }
}

fn packing(error: PackError) -> Error {
    Error::Pipeline(pipeline::Error::Pack(error))
}

fn artefact(name: &str, bytes: &[u8]) -> Artefact {
    Artefact { name: name.to_owned(), size: bytes.len() as u64, sha256: sha256(bytes) }
}

/// SHA-256 in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("strings take all");
        hex
    })
}

/// The checksums of files, as `sha256sum` writes them.
pub(super) fn sums(artefacts: &[Artefact]) -> String {
    artefacts.iter().map(|file| format!("{}  {}\n", file.sha256, file.name)).collect()
}

/// What the signature says of what it signs.
pub(super) fn comment(record: &Record) -> String {
    let date = record.date.strftime("%Y-%m-%d");
    format!("{} {} of {date}", record.book.title.replace(char::is_control, " "), record.version)
}

/// An edition for programs.
fn json(read: &Read, record: &Record) -> String {
    let meta = &read.book.book.meta;
    let chapters: Vec<Value> = record
        .chapters
        .iter()
        .map(|chapter| {
            json!({
                "slug": chapter.slug,
                "title": chapter.title,
                "status": chapter.status,
                "words": chapter.words,
            })
        })
        .collect();
    let value = json!({
        "version": record.version.to_string(),
        "date": record.date.strftime("%Y-%m-%d").to_string(),
        "book": {
            "identifier": record.book.identifier,
            "title": record.book.title,
            "authors": meta.authors,
            "language": meta.language,
            "early_access": record.early_access,
        },
        "commit": record.commit,
        "generator": read.book.release.generator,
        "chapters": chapters,
        "changes": {
            "from": record.changes.from.as_ref().map(ToString::to_string),
            "chapters": record.changes.chapters.iter().map(change).collect::<Vec<_>>(),
        },
    });
    let text = serde_json::to_string_pretty(&value).expect("it has no keys but words");
    text + "\n"
}

fn change(change: &ChapterChange) -> Value {
    let sections: Vec<Value> = change
        .sections
        .iter()
        .map(|section| {
            json!({
                "anchor": section.anchor,
                "title": section.title,
                "change": section.change.name(),
                "share": section.share,
            })
        })
        .collect();
    let is_there = !matches!(change.change, Change::Removed | Change::Planned);
    json!({
        "slug": change.slug,
        "file": is_there.then(|| format!("{}.html", change.slug)),
        "title": change.title,
        "change": change.change.name(),
        "share": change.share,
        "sections": sections,
    })
}
