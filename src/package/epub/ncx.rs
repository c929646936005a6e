//! The NCX (OPF 2.0.1 §2.4.1), finished: what readers of EPUB 2 have for contents.

use std::io;

use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};

use crate::render::epub::{Entry, Publication};
use crate::xml::clean;

/// What epub-builder wrote, with the book's identifier and title, its true depth, ids made of targets, and the pages.
pub(super) fn finish(ncx: &str, publication: &Publication) -> io::Result<String> {
    let mut targets = Vec::new();
    for entry in publication.documents.iter().filter_map(|document| document.entry.as_ref()) {
        collect(entry, &mut targets);
    }
    let mut targets = targets.into_iter();
    let mut reader = Reader::from_str(ncx);
    // White space is kept as it is: beside a reference it is part of a label.
    let mut writer = Writer::new(Vec::new());
    loop {
        match reader.read_event().map_err(io::Error::other)? {
            Event::Eof => break,
            Event::Start(start) if start.name().as_ref() == "ncx" => {
                let mut start = start.into_owned();
                start.push_attribute(("xml:lang", publication.metadata.language.as_str()));
                writer.write_event(Event::Start(start))?;
            }
            Event::Start(start) if start.name().as_ref() == "head" => {
                reader.read_to_end(start.name()).map_err(io::Error::other)?;
                head(&mut writer, publication)?;
            }
            Event::Start(start) if start.name().as_ref() == "navPoint" => {
                let target =
                    targets.next().ok_or_else(|| io::Error::other("the NCX has lines of its own"))?;
                writer.write_event(Event::Start(point(&start, target)))?;
            }
            Event::End(end) if end.name().as_ref() == "navMap" => {
                writer.write_event(Event::End(end))?;
                pages(&mut writer, publication)?;
            }
            event => writer.write_event(event)?,
        }
    }
    String::from_utf8(writer.into_inner()).map_err(io::Error::other)
}

fn collect<'a>(entry: &'a Entry, targets: &mut Vec<&'a str>) {
    targets.push(&entry.target);
    for child in &entry.children {
        collect(child, targets);
    }
}

fn head(writer: &mut Writer<Vec<u8>>, publication: &Publication) -> io::Result<()> {
    let depth = publication.documents.iter().filter_map(|document| document.entry.as_ref()).map(depth).max();
    let depth = depth.unwrap_or(1).to_string();
    let last = publication.pages.iter().filter_map(|page| page.label.parse::<u32>().ok()).max();
    let (count, last) = (publication.pages.len().to_string(), last.unwrap_or(0).to_string());
    writer.create_element("head").write_inner_content(|writer| {
        for (name, content) in [
            ("dtb:uid", clean(&publication.metadata.identifier)),
            ("dtb:depth", depth),
            ("dtb:totalPageCount", count),
            ("dtb:maxPageNumber", last),
        ] {
            let meta = writer.create_element("meta").with_attribute(("name", name));
            meta.with_attribute(("content", content.as_str())).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn depth(entry: &Entry) -> u8 {
    entry.children.iter().map(depth).max().unwrap_or(0).max(entry.level)
}

/// A point with an id that stays when others come before it.
fn point<'a>(start: &BytesStart<'a>, target: &str) -> BytesStart<'a> {
    let mut out = BytesStart::new("navPoint");
    out.extend_attributes(start.attributes().flatten().filter(|other| other.key.as_ref() != "id"));
    out.push_attribute(("id", id(target).as_str()));
    out
}

/// A name made of a target, of its own for each. The NCX's ids are names as XML had them before its fifth edition, which lack
/// letters that those of pages may have, so that only letters of ASCII are taken as they are.
fn id(target: &str) -> String {
    let Some((file, place)) = target.split_once('#') else { return format!("nav_{target}") };
    let mut id = format!("nav_{file}_");
    for c in place.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' => id.push(c),
            _ => id.push_str(&format!("_{:x}_", u32::from(c))),
        }
    }
    id
}

fn pages(writer: &mut Writer<Vec<u8>>, publication: &Publication) -> io::Result<()> {
    if publication.pages.is_empty() {
        return Ok(());
    }
    writer.create_element("pageList").write_inner_content(|writer| {
        for page in &publication.pages {
            let is_number = page.label.chars().all(|c| c.is_ascii_digit());
            let target = writer
                .create_element("pageTarget")
                .with_attribute(("id", id(&page.target).as_str()))
                .with_attribute(("type", if is_number { "normal" } else { "front" }));
            let target =
                if is_number { target.with_attribute(("value", page.label.as_str())) } else { target };
            target.write_inner_content(|writer| {
                writer.create_element("navLabel").write_inner_content(|writer| {
                    writer.create_element("text").write_text_content(BytesText::new(&clean(&page.label)))?;
                    Ok(())
                })?;
                writer
                    .create_element("content")
                    .with_attribute(("src", page.target.as_str()))
                    .write_empty()?;
                Ok(())
            })?;
        }
        Ok(())
    })?;
    Ok(())
}
