//! The metadata of a package document (EPUB 3.3 §5.5), with all its refinements.

use std::io;

use quick_xml::Writer;
use quick_xml::events::BytesText;

use crate::render::epub::{Accessibility, Metadata, Person};
use crate::xml::clean;

type Out = Writer<Vec<u8>>;

/// Writes the element.
pub(super) fn write(out: &mut Out, metadata: &Metadata) -> io::Result<()> {
    let element = out
        .create_element("metadata")
        .with_attribute(("xmlns:dc", "http://purl.org/dc/elements/1.1/"))
        .with_attribute(("xmlns:opf", "http://www.idpf.org/2007/opf"));
    element.write_inner_content(|out| {
        identity(out, metadata)?;
        people(out, metadata)?;
        subject(out, metadata)?;
        edition(out, metadata)?;
        accessibility(out, &metadata.accessibility)
    })?;
    Ok(())
}

fn identity(out: &mut Out, metadata: &Metadata) -> io::Result<()> {
    dublin(out, "dc:identifier", &[("id", "epub-id-1")], &metadata.identifier)?;
    if let Some(isbn) = &metadata.isbn {
        dublin(out, "dc:identifier", &[("id", "isbn")], isbn)?;
    }
    dublin(out, "dc:title", &[("id", "title")], &metadata.title)?;
    meta(out, "title-type", &[("refines", "#title")], "main")?;
    if let Some(subtitle) = &metadata.subtitle {
        meta(out, "display-seq", &[("refines", "#title")], "1")?;
        dublin(out, "dc:title", &[("id", "subtitle")], subtitle)?;
        meta(out, "title-type", &[("refines", "#subtitle")], "subtitle")?;
        meta(out, "display-seq", &[("refines", "#subtitle")], "2")?;
    }
    dublin(out, "dc:language", &[], &metadata.language)
}

fn people(out: &mut Out, metadata: &Metadata) -> io::Result<()> {
    persons(out, "dc:creator", &metadata.creators)?;
    persons(out, "dc:contributor", &metadata.contributors)
}

fn persons(out: &mut Out, name: &str, people: &[Person]) -> io::Result<()> {
    for (person, number) in people.iter().zip(1..) {
        let refines = format!("#{}", person.id);
        let refines = ("refines", refines.as_str());
        dublin(out, name, &[("id", &person.id)], &person.name)?;
        meta(out, "role", &[refines, ("scheme", "marc:relators")], "aut")?;
        meta(out, "file-as", &[refines], &person.sorted)?;
        meta(out, "display-seq", &[refines], &number.to_string())?;
    }
    Ok(())
}

fn subject(out: &mut Out, metadata: &Metadata) -> io::Result<()> {
    for (name, words) in [
        ("dc:publisher", &metadata.publisher),
        ("dc:rights", &metadata.rights),
        ("dc:description", &metadata.description),
    ] {
        if let Some(words) = words {
            dublin(out, name, &[], words)?;
        }
    }
    for subject in &metadata.subjects {
        dublin(out, "dc:subject", &[], subject)?;
    }
    if let Some(series) = &metadata.series {
        meta(out, "belongs-to-collection", &[("id", "series")], &series.name)?;
        meta(out, "collection-type", &[("refines", "#series")], "series")?;
        if let Some(position) = &series.position {
            meta(out, "group-position", &[("refines", "#series")], position)?;
        }
    }
    Ok(())
}

fn edition(out: &mut Out, metadata: &Metadata) -> io::Result<()> {
    dublin(out, "dc:date", &[], &metadata.date)?;
    meta(out, "dcterms:modified", &[], &metadata.modified)?;
    if let Some(version) = &metadata.version {
        meta(out, "schema:bookEdition", &[], version)?;
        meta(out, "ibooks:version", &[], core(version))?;
    }
    if let Some(source) = &metadata.page_source {
        dublin(out, "dc:source", &[("id", "page-source")], source)?;
        meta(out, "source-of", &[("refines", "#page-source")], "pagination")?;
        meta(out, "pageBreakSource", &[], source)?;
    }
    named(out, "generator", &metadata.generator)?;
    // What readers of EPUB 2 know the cover by.
    named(out, "cover", "cover-image")
}

/// The numbers of a version, which are all that Apple's has (Apple Books Asset Guide, "Book Versioning").
fn core(version: &str) -> &str {
    version.split(['-', '+']).next().unwrap_or(version)
}

fn accessibility(out: &mut Out, accessibility: &Accessibility) -> io::Result<()> {
    for mode in &accessibility.modes {
        meta(out, "schema:accessMode", &[], mode.name())?;
    }
    for modes in &accessibility.sufficient {
        let names: Vec<_> = modes.iter().map(|mode| mode.name()).collect();
        meta(out, "schema:accessModeSufficient", &[], &names.join(","))?;
    }
    for feature in &accessibility.features {
        meta(out, "schema:accessibilityFeature", &[], feature.name())?;
    }
    meta(out, "schema:accessibilityHazard", &[], accessibility.hazard.name())?;
    meta(out, "schema:accessibilitySummary", &[("xml:lang", "en"), ("dir", "ltr")], &accessibility.summary)?;
    if let Some(conformance) = &accessibility.conformance {
        meta(out, "dcterms:conformsTo", &[("id", "conformance")], conformance.standard)?;
        meta(out, "a11y:certifiedBy", &[("refines", "#conformance")], &conformance.certifier)?;
    }
    Ok(())
}

/// An element of Dublin Core.
fn dublin(out: &mut Out, name: &str, attributes: &[(&str, &str)], words: &str) -> io::Result<()> {
    let element = out.create_element(name).with_attributes(attributes.iter().copied());
    element.write_text_content(BytesText::new(&clean(words)))?;
    Ok(())
}

/// A property (EPUB 3.3 §5.5.6).
fn meta(out: &mut Out, property: &str, attributes: &[(&str, &str)], words: &str) -> io::Result<()> {
    let element = out.create_element("meta").with_attributes(attributes.iter().copied());
    element.with_attribute(("property", property)).write_text_content(BytesText::new(&clean(words)))?;
    Ok(())
}

/// A property as EPUB 2 had it (EPUB 3.3 §5.5.6.1: readers ignore it, or know it).
fn named(out: &mut Out, name: &str, content: &str) -> io::Result<()> {
    let element = out.create_element("meta").with_attribute(("name", name));
    element.with_attribute(("content", clean(content).as_str())).write_empty()?;
    Ok(())
}
