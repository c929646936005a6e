//! Which edition a file is: by what it is, and by what it says of itself.

use std::path::Path;

use super::{Error, files};
use crate::config::sample_identifier;
use crate::ledger::Version;
use crate::load;
use crate::package::epub;
use crate::pipeline::Session;
use crate::render::typst;

/// What was found out about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// It is a file of an edition, as it was released.
    Unaltered {
        /// The edition.
        version: Version,
        /// What the file was called.
        name: String,
        /// Why it was withdrawn, if it was.
        withdrawn: Option<String>,
    },
    /// It says that it is of an edition, and is not as it was released.
    Altered {
        /// The edition.
        version: Version,
        /// Why it was withdrawn, if it was.
        withdrawn: Option<String>,
    },
    /// It says that it is of an edition that has no record.
    Unrecorded(String),
    /// It is of this book, and of no edition.
    Draft,
    /// It says that it is of another book.
    Other(String),
    /// It says nothing that this program knows.
    Unknown,
}

/// What a file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Claim {
    identifier: Option<String>,
    version: Option<String>,
}

/// Finds out which edition of a book a file is.
///
/// # Errors
/// When there is no manuscript, or a record can't be read.
pub fn which(bytes: &[u8], manuscript: &Path, session: &mut Session<'_>) -> Result<Which, Error> {
    let ledger = load::records(manuscript, &mut session.diagnostics)?;
    let hash = files::sha256(bytes);
    let claim = claim(bytes);
    let mut identifiers = Vec::new();
    for version in ledger.versions().rev() {
        let record = ledger.record(version).map_err(Error::Record)?.expect("the ledger has its versions");
        if let Some(artefact) = record.artefacts.iter().find(|artefact| artefact.sha256 == hash) {
            let (name, withdrawn) = (artefact.name.clone(), record.withdrawn);
            return Ok(Which::Unaltered { version: version.clone(), name, withdrawn });
        }
        identifiers.push(record.book.identifier);
    }
    let Some(identifier) = claim.identifier else { return Ok(Which::Unknown) };
    let is_own = |own: &String| *own == identifier || sample_identifier(own) == identifier;
    if !identifiers.is_empty() && !identifiers.iter().any(is_own) {
        return Ok(Which::Other(identifier));
    }
    let Some(claimed) = claim.version else { return Ok(Which::Draft) };
    match Version::parse(&claimed).ok().and_then(|version| Some((ledger.record(&version).ok()??, version))) {
        Some((record, version)) => Ok(Which::Altered { version, withdrawn: record.withdrawn }),
        None => Ok(Which::Unrecorded(claimed)),
    }
}

fn claim(bytes: &[u8]) -> Claim {
    match bytes {
        [b'%', b'P', b'D', b'F', ..] => of_pdf(bytes),
        _ => epub::read(bytes).map(|files| of_archive(&files)).unwrap_or_default(),
    }
}

/// A PDF's keywords have both.
fn of_pdf(bytes: &[u8]) -> Claim {
    let keywords = typst::keywords(bytes);
    let after =
        |prefix: &str| keywords.iter().find_map(|keyword| keyword.strip_prefix(prefix)).map(str::to_owned);
    Claim { identifier: after("identifier:"), version: after("edition:") }
}

/// The package document of an EPUB, or the pages of a site.
fn of_archive(files: &std::collections::BTreeMap<String, Vec<u8>>) -> Claim {
    let text = |end: &str| {
        let found = files.iter().find(|(path, _)| path.ends_with(end));
        found.and_then(|(_, bytes)| String::from_utf8(bytes.clone()).ok())
    };
    if let Some(package) = text(".opf") {
        let Ok(document) = roxmltree::Document::parse(&package) else { return Claim::default() };
        let unique = document.root_element().attribute("unique-identifier").unwrap_or_default();
        let element = |is: &dyn Fn(&roxmltree::Node<'_, '_>) -> bool| {
            let found = document.descendants().find(|node| is(node));
            found.and_then(|node| node.text()).map(str::to_owned)
        };
        return Claim {
            identifier: element(&|node| node.attribute("id") == Some(unique)),
            version: element(&|node| node.attribute("property") == Some("schema:bookEdition")),
        };
    }
    let page = text("index.html").unwrap_or_default();
    let named = |name: &str| {
        let (_, rest) = page.split_once(&format!("name=\"{name}\" content=\""))?;
        rest.split_once('"').map(|(value, _)| value.replace("&amp;", "&"))
    };
    Claim { identifier: named("identifier"), version: named("edition") }
}
