//! An EPUB, read as reading systems do: from its container to its package document, and along the spine.

use std::collections::BTreeMap;

use super::page::{Element, Pages, xhtml};
use crate::package::epub;

/// Reads the documents of an EPUB in the order of its spine (EPUB 3.3 §5.7).
///
/// # Errors
/// For what is no EPUB.
pub(super) fn read(bytes: &[u8]) -> Result<Pages, String> {
    let files = epub::read(bytes).map_err(|error| error.to_string())?;
    let container = document(&files, "META-INF/container.xml")?;
    let package = find(&container, "rootfile").and_then(|file| file.attribute("full-path"));
    let package = package.ok_or("its container names no package document")?;
    let folder = package.rfind('/').map_or("", |end| &package[..=end]);
    let package = document(&files, package)?;
    let mut paths = BTreeMap::new();
    let items = find(&package, "manifest").ok_or("it has no manifest")?.elements();
    for item in items {
        paths.extend(item.attribute("id").zip(item.attribute("href")));
    }
    let mut pages = Pages::new();
    for item in find(&package, "spine").ok_or("it has no spine")?.elements() {
        let path = item.attribute("idref").and_then(|id| paths.get(id));
        let path = path.ok_or("its spine names what is not in its manifest")?;
        pages.read(path, &document(&files, &format!("{folder}{path}"))?);
    }
    Ok(pages)
}

fn document(files: &BTreeMap<String, Vec<u8>>, path: &str) -> Result<Element, String> {
    let bytes = files.get(path).ok_or_else(|| format!("it has no file `{path}`"))?;
    xhtml(bytes).map_err(|error| format!("`{path}` is not well-formed: {error}"))
}

/// The first element of a name.
fn find<'a>(element: &'a Element, name: &str) -> Option<&'a Element> {
    if element.name == name { Some(element) } else { element.elements().find_map(|inner| find(inner, name)) }
}
