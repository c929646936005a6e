//! Archives whose bytes depend on nothing but what is in them.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// What is never smaller when compressed again.
const COMPRESSED: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "woff2"];

/// An archive of these files in this order: no clock, no folders, the same rights for all. The first `stored` of them
/// are not compressed, nor is what is compressed already.
///
/// # Errors
/// For a name that comes twice, and for more than an archive can hold.
pub(super) fn archive<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    stored: usize,
) -> Result<Vec<u8>, ZipError> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (index, (path, bytes)) in files.into_iter().enumerate() {
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        let is_stored = index < stored || COMPRESSED.contains(&extension);
        let method = if is_stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(0o644);
        writer.start_file(path, options)?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish()?.into_inner())
}

/// The files of an archive, by path.
///
/// # Errors
/// For what is no archive, or can't be unpacked.
pub(super) fn files(bytes: &[u8]) -> Result<BTreeMap<String, Vec<u8>>, ZipError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        files.insert(file.name()?.into_owned(), bytes);
    }
    Ok(files)
}
