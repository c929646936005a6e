//! The package document, finished.

use std::collections::BTreeMap;
use std::io;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, Writer};

use super::metadata;
use crate::render::epub::{Document, Publication};

/// Apple's vocabulary, which is none of those that every package document has (EPUB 3.3 §D.1.4).
const APPLE: &str = "ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/";

/// What epub-builder wrote, with our metadata, manifest properties and spine, and without a guide.
pub(super) fn finish(opf: &str, publication: &Publication) -> io::Result<String> {
    let documents: BTreeMap<&str, &Document> =
        publication.documents.iter().map(|document| (document.path.as_str(), document)).collect();
    let mut reader = Reader::from_str(opf);
    reader.config_mut().trim_text(true);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    loop {
        match reader.read_event().map_err(io::Error::other)? {
            Event::Eof => break,
            Event::Start(start) if start.name().as_ref() == "package" => {
                writer.write_event(Event::Start(package(&start, publication)))?;
            }
            Event::Start(start) if start.name().as_ref() == "metadata" => {
                reader.read_to_end(start.name()).map_err(io::Error::other)?;
                metadata::write(&mut writer, &publication.metadata)?;
            }
            Event::Start(start) if start.name().as_ref() == "spine" => {
                reader.read_to_end(start.name()).map_err(io::Error::other)?;
                spine(&mut writer, publication, &ids)?;
            }
            Event::Start(start) if start.name().as_ref() == "guide" => {
                reader.read_to_end(start.name()).map_err(io::Error::other)?;
            }
            Event::Empty(item) if item.name().as_ref() == "item" => {
                let path = attribute(&item, "href")?;
                ids.insert(path.clone(), attribute(&item, "id")?);
                let item = match documents.get(path.as_str()) {
                    Some(document) => with_properties(&item, document),
                    None => item,
                };
                writer.write_event(Event::Empty(item))?;
            }
            event => writer.write_event(event)?,
        }
    }
    check(&ids, publication)?;
    String::from_utf8(writer.into_inner()).map_err(io::Error::other)
}

fn attribute(item: &BytesStart<'_>, name: &str) -> io::Result<String> {
    let attribute = item.try_get_attribute(name).map_err(io::Error::other)?;
    let attribute = attribute.ok_or_else(|| io::Error::other(format!("an item without {name}")))?;
    Ok(attribute.value.into_owned())
}

fn package<'a>(start: &BytesStart<'a>, publication: &Publication) -> BytesStart<'a> {
    let mut start = start.clone();
    start.push_attribute(("xml:lang", publication.metadata.language.as_str()));
    start.push_attribute(("dir", publication.metadata.direction.name()));
    if publication.metadata.version.is_some() {
        start.push_attribute(("prefix", APPLE));
    }
    start
}

/// An item with the properties of its document, in the place of those it had.
fn with_properties<'a>(item: &BytesStart<'a>, document: &Document) -> BytesStart<'a> {
    let mut out = BytesStart::new("item");
    out.extend_attributes(item.attributes().flatten().filter(|other| other.key.as_ref() != "properties"));
    if !document.properties.is_empty() {
        let names: Vec<_> = document.properties.iter().map(|property| property.name()).collect();
        out.push_attribute(("properties", names.join(" ").as_str()));
    }
    out
}

fn spine(
    writer: &mut Writer<Vec<u8>>,
    publication: &Publication,
    ids: &BTreeMap<String, String>,
) -> io::Result<()> {
    let spine = writer
        .create_element("spine")
        .with_attribute(("toc", "ncx"))
        .with_attribute(("page-progression-direction", publication.metadata.direction.name()));
    spine.write_inner_content(|writer| {
        for document in &publication.documents {
            let id = ids.get(&document.path).ok_or_else(|| lost(&document.path))?;
            writer.create_element("itemref").with_attribute(("idref", id.as_str())).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

/// The manifest must list what the archive will hold, no more and no less.
fn check(ids: &BTreeMap<String, String>, publication: &Publication) -> io::Result<()> {
    let own = ["stylesheet.css", "toc.ncx"].into_iter();
    let documents = publication.documents.iter().map(|document| document.path.as_str());
    let resources = publication.resources.iter().map(|resource| resource.path.as_str());
    let mut count = 0;
    for path in own.chain(documents).chain(resources) {
        count += 1;
        if !ids.contains_key(path) {
            return Err(lost(path));
        }
    }
    match ids.len() == count {
        true => Ok(()),
        false => Err(io::Error::other("the manifest lists files that are not there")),
    }
}

fn lost(path: &str) -> io::Error {
    io::Error::other(format!("the manifest has lost {path}"))
}
