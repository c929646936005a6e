//! Files → artefacts. The only module that writes them: whole or not at all.

pub mod epub;
pub mod folder;
mod zip;

use crate::render::Files;

/// An archive of files in a folder of that name.
///
/// # Errors
/// For more than an archive can hold.
pub fn archive(files: &Files, folder: &str) -> Result<Vec<u8>, epub::PackError> {
    let paths: Vec<String> = files.iter().map(|(path, _)| format!("{folder}/{path}")).collect();
    let entries = paths.iter().zip(files.iter()).map(|(path, (_, bytes))| (path.as_str(), &**bytes));
    zip::archive(entries, 0).map_err(epub::failed)
}
