//! A publication → the file, through epub-builder and a finishing pass over what it wrote.
//!
//! What epub-builder 0.8.3 can't do, or does wrong, is made good here and nowhere else:
//!
//! - It gives `dc:language` and `dc:creator` the same id; it can write only a UUID as identifier, no second one, no
//!   subtitle, no refinements with their `refines`. The metadata is written anew (`metadata`).
//! - It knows no manifest properties but those of its own (so MathML would be an error), no `linear`, no place for the
//!   navigation in the spine, and writes a guide that EPUB 3 has no use for (`opf`).
//! - Its NCX has no identifier, says that it is one level deep, has the contents' name for the book's, ids that are
//!   positions, and no pages (`ncx`).
//! - Its navigation has no language, numbered landmarks or pages; ours takes its place.
//! - It compresses everything, in the order of calling, and its time stamps follow a feature of a dependency. The
//!   archive is written by `zip::archive`. So the contents of the files need not pass through it:
//!   it is given their names, and would deflate them only to have them inflated again.

mod metadata;
mod ncx;
mod opf;

use std::collections::BTreeMap;
use std::fmt;

use epub_builder::{EpubBuilder, EpubContent, EpubVersion, TocElement, ZipLibrary};

use super::zip::{archive, files};
use crate::render::epub::{DocumentKind, Entry, Publication, ResourceRole};
use crate::xml::clean;

/// The folder of the package document, as epub-builder has it.
const FOLDER: &str = "OEBPS/";
/// The first file of every EPUB (OCF §4.3), stored as it is.
const MIMETYPE: (&str, &[u8]) = ("mimetype", b"application/epub+zip");

/// Why an EPUB can't be packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackError(String);

impl fmt::Display for PackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an archive can't be packed: {}", self.0)
    }
}

impl std::error::Error for PackError {}

pub(super) fn failed(error: impl fmt::Display) -> PackError {
    PackError(error.to_string())
}

/// Packs a publication.
///
/// # Errors
/// For more than an archive can hold.
pub fn write(publication: &Publication) -> Result<Vec<u8>, PackError> {
    let skeleton = Skeleton::of(publication)?;
    let opf = opf::finish(&skeleton.text("OEBPS/content.opf")?, publication).map_err(failed)?;
    let ncx = ncx::finish(&skeleton.text("OEBPS/toc.ncx")?, publication).map_err(failed)?;
    let mut files: BTreeMap<String, &[u8]> = BTreeMap::new();
    for (path, bytes) in &skeleton.0 {
        if path.starts_with("META-INF/") {
            files.insert(path.clone(), bytes);
        }
    }
    let mut add = |path: &str, bytes| files.insert(format!("{FOLDER}{path}"), bytes);
    add("content.opf", opf.as_bytes());
    add("toc.ncx", ncx.as_bytes());
    add("stylesheet.css", &publication.style);
    for document in &publication.documents {
        add(&document.path, &document.bytes);
    }
    for resource in &publication.resources {
        add(&resource.path, &resource.bytes);
    }
    let entries = files.iter().map(|(path, bytes)| (path.as_str(), *bytes));
    archive(std::iter::once(MIMETYPE).chain(entries), 1).map_err(failed)
}

/// The files of an EPUB that was written, by path.
///
/// # Errors
/// For what is no archive, or can't be unpacked.
pub fn read(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, PackError> {
    files(bytes).map_err(|error| PackError(error.to_string()))
}

/// What epub-builder writes for a publication: files by path.
struct Skeleton(BTreeMap<String, Vec<u8>>);

impl Skeleton {
    fn of(publication: &Publication) -> Result<Self, PackError> {
        let bytes = build(publication).map_err(failed)?;
        files(&bytes).map(Self).map_err(failed)
    }

    fn text(&self, path: &str) -> Result<String, PackError> {
        let bytes = self.0.get(path).ok_or_else(|| failed(format!("epub-builder wrote no {path}")))?;
        String::from_utf8(bytes.clone()).map_err(failed)
    }
}

fn build(publication: &Publication) -> Result<Vec<u8>, epub_builder::Error> {
    const NOTHING: &[u8] = b"";
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    builder.metadata("title", clean(&publication.metadata.title))?;
    builder.metadata("toc_name", clean(&publication.metadata.title))?;
    // Both are put right in the finishing pass; unset, they would be random and the clock's.
    builder.set_uuid(uuid::Uuid::nil());
    builder.set_modified_date(chrono::DateTime::UNIX_EPOCH);
    builder.stylesheet(NOTHING)?;
    for document in publication.documents.iter().filter(|document| document.kind != DocumentKind::Navigation)
    {
        let mut content = EpubContent::new(document.path.clone(), NOTHING);
        if let Some(entry) = &document.entry {
            content = content.title(clean(&entry.label)).level(i32::from(entry.level));
            content = entry.children.iter().fold(content, |content, entry| content.child(line(entry)));
        }
        builder.add_content(content)?;
    }
    for resource in &publication.resources {
        match resource.role {
            ResourceRole::CoverImage => {
                builder.add_cover_image(&resource.path, NOTHING, resource.media_type)?;
            }
            ResourceRole::Plain => {
                builder.add_resource(&resource.path, NOTHING, resource.media_type)?;
            }
        }
    }
    let mut bytes = Vec::new();
    builder.generate(&mut bytes)?;
    Ok(bytes)
}

fn line(entry: &Entry) -> TocElement {
    let line = TocElement::new(entry.target.clone(), clean(&entry.label)).level(i32::from(entry.level));
    entry.children.iter().fold(line, |line, entry| line.child(self::line(entry)))
}
