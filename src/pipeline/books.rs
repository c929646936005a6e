//! The books, made of what was read: set, packed, and read back where that is asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Error, Plan, Proving, Read, Session, must_stop, pdf, styles};
use crate::model::Format;
use crate::package::epub;
use crate::package::folder::Artefact;
use crate::prove::{Proof, prove};
use crate::render::epub::{Publication, Resource, ResourceRole};
use crate::render::html::{self, AuthorStyles};
use crate::render::typst::EngineName;
use crate::render::{self, PagePlace, PageStart};
use crate::resolve::{self, Resolved};

/// Books that were made and are nowhere yet.
#[derive(Debug)]
pub struct Books {
    /// Each with its format; none where errors were found and the build was to stop.
    pub artefacts: Vec<(Format, Artefact)>,
    /// The cover's picture, where an EPUB was made.
    pub cover: Arc<[u8]>,
    /// What is known of the PDF, where one was made.
    pub pdf: Option<PdfFacts>,
    /// What was compared, where books were read back.
    pub proof: Option<Proof>,
    /// Whether Typst found errors in the PDF.
    pub pdf_failed: bool,
}

/// What is known of a PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PdfFacts {
    /// How many pages it has.
    pub count: usize,
    /// By a place, the label of the page that it is on.
    pub labels: BTreeMap<PagePlace, String>,
    /// What set it.
    pub engine: EngineName,
}

/// The formats that a sample has.
pub const OF_SAMPLE: [Format; 2] = [Format::Epub, Format::Pdf];

/// Makes the sample of a book that was read: EPUB and PDF, read back where the plan says so. `None` where nothing is marked
/// for one. What was read stays as it was.
///
/// # Errors
/// When the EPUB can't be packed, or there is nothing that sets the PDF.
pub fn sample(plan: &Plan, read: &mut Read, session: &mut Session<'_>) -> Result<Option<Books>, Error> {
    let Some(book) = resolve::sample::sample(&read.book) else { return Ok(None) };
    let whole = std::mem::replace(&mut read.book, book);
    let made = make(plan, read, &OF_SAMPLE, session);
    read.book = whole;
    made.map(Some)
}

/// Makes the books of what was read.
///
/// # Errors
/// When the EPUB can't be packed, or there is nothing that sets the PDF.
pub fn make(
    plan: &Plan,
    read: &mut Read,
    formats: &[Format],
    session: &mut Session<'_>,
) -> Result<Books, Error> {
    let mut books =
        Books { artefacts: Vec::new(), cover: Arc::new([]), pdf: None, proof: None, pdf_failed: false };
    if must_stop(plan, session) {
        return Ok(books);
    }
    // A sample has the marks of the whole book, as far as they are in it.
    if read.book.sample.is_none() {
        read.book.mark_problems(&session.diagnostics);
    }
    let pdf = match formats.contains(&Format::Pdf) {
        true => pdf::set(plan, read, session).map_err(Error::Typst)?,
        false => None,
    };
    books.pdf_failed = formats.contains(&Format::Pdf) && pdf.is_none();
    if must_stop(plan, session) {
        return Ok(books);
    }
    let pages = pdf.as_ref().map(|(_, pdf)| pdf.pages.as_slice()).unwrap_or_default();
    books.make(read, formats, pages, session)?;
    if let Some((engine, pdf)) = pdf {
        books.artefacts.push((Format::Pdf, Artefact::File(pdf.bytes.into())));
        books.pdf = Some(PdfFacts { count: pdf.page_count, labels: pdf.labels, engine });
    }
    books.proof = proof(plan, &read.book, &books.artefacts, session);
    Ok(books)
}

/// Reads the books back, where that is asked for.
fn proof(
    plan: &Plan,
    book: &Resolved,
    artefacts: &[(Format, Artefact)],
    session: &mut Session<'_>,
) -> Option<Proof> {
    match plan.proving {
        Proving::Unproved => None,
        Proving::Proved => {
            session.progress.stage("Reading the books back");
            let books: Vec<_> = artefacts.iter().map(|(format, artefact)| (*format, artefact)).collect();
            Some(prove(book, &books, &mut session.diagnostics))
        }
    }
}

impl Books {
    /// Makes the EPUB and the HTML. The printed pages are those of the PDF, if there is one.
    fn make(
        &mut self,
        read: &Read,
        formats: &[Format],
        pages: &[PageStart],
        session: &mut Session<'_>,
    ) -> Result<(), Error> {
        if formats.contains(&Format::Epub) {
            let publication = publication(read, pages, session);
            session.progress.stage("Packing the EPUB");
            let bytes = epub::write(&publication).map_err(Error::Pack)?;
            self.artefacts.push((Format::Epub, Artefact::File(bytes.into())));
            let is_cover = |resource: &&Resource| resource.role == ResourceRole::CoverImage;
            self.cover =
                publication.resources.iter().find(is_cover).expect("every EPUB has a cover").bytes.clone();
        }
        if formats.contains(&Format::Html) {
            session.progress.stage("Writing the HTML");
            let sheets = site_styles(read, session);
            let files = html::render(&read.book, &read.theme, &sheets, &read.fonts);
            self.artefacts.push((Format::Html, Artefact::Folder(files)));
        }
        Ok(())
    }
}

pub(super) fn publication(read: &Read, pages: &[PageStart], session: &mut Session<'_>) -> Publication {
    session.progress.stage("Writing the EPUB");
    let diagnostics = &mut session.diagnostics;
    let sheets = styles::read(&read.manuscript, &read.manuscript.settings.epub_css, diagnostics);
    render::epub::render(&read.book, &read.theme, &sheets, &read.fonts, pages, diagnostics)
}

/// The author's own style sheets of the site, which is all of it that can be wrong.
pub(super) fn site_styles(read: &Read, session: &mut Session<'_>) -> AuthorStyles {
    styles::read(&read.manuscript, &read.manuscript.settings.html_css, &mut session.diagnostics)
}
