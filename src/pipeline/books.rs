//! The books, made of what was read: set, packed, and read back where that is asked for.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Error, Plan, Proving, Read, Session, must_stop, pdf, styles};
use crate::diag::Diagnostics;
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
    let read = &*read;
    let (pdf, site) = pages_and_site(plan, read, formats, session)?;
    books.pdf_failed = formats.contains(&Format::Pdf) && pdf.is_none();
    if must_stop(plan, session) {
        return Ok(books);
    }
    let pages = pdf.as_ref().map(|(_, pdf)| pdf.pages.as_slice()).unwrap_or_default();
    if formats.contains(&Format::Epub) {
        books.epub(read, pages, session)?;
    }
    if let Some((engine, pdf)) = pdf {
        books.artefacts.push((Format::Pdf, Artefact::File(pdf.bytes.into())));
        books.pdf = Some(PdfFacts { count: pdf.page_count, labels: pdf.labels, engine });
    }
    if plan.proving == Proving::Proved && !books.artefacts.is_empty() {
        session.progress.stage("Reading the books back");
    }
    books.proof = proof(plan, &read.book, &books.artefacts, &mut session.diagnostics);
    if let Some(site) = site {
        books.add(site);
    }
    Ok(books)
}

/// Sets the PDF, and makes the site meanwhile, which asks nothing of it. The site has a thread of its own: the embedded
/// Typst would wait for one of the pool that waits for it, where the pool has no other.
fn pages_and_site(
    plan: &Plan,
    read: &Read,
    formats: &[Format],
    session: &mut Session<'_>,
) -> Result<(Option<pdf::Set>, Option<Site>), Error> {
    let (pdf, site) = std::thread::scope(|scope| {
        let site = formats.contains(&Format::Html).then(|| scope.spawn(|| Site::make(plan, read)));
        let pdf = match formats.contains(&Format::Pdf) {
            true => pdf::set(plan, read, session),
            false => Ok(None),
        };
        (pdf, site.map(|site| site.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))))
    });
    let pdf = pdf.map_err(Error::Typst)?;
    let site = site.map(|(site, findings)| {
        session.diagnostics.append(findings);
        site
    });
    Ok((pdf, site))
}

/// The HTML, and what was compared of it.
struct Site {
    artefact: Artefact,
    proof: Option<Proof>,
}

impl Site {
    /// Makes it, and tells what was found.
    fn make(plan: &Plan, read: &Read) -> (Self, Diagnostics) {
        let mut findings = Diagnostics::new();
        let sheets = site_styles(read, &mut findings);
        let files = html::render(&read.book, &read.theme, &sheets, &read.fonts);
        let made = [(Format::Html, Artefact::Folder(files))];
        let proof = proof(plan, &read.book, &made, &mut findings);
        let [(_, artefact)] = made;
        (Self { artefact, proof }, findings)
    }
}

/// Reads the books back, where that is asked for.
fn proof(
    plan: &Plan,
    book: &Resolved,
    artefacts: &[(Format, Artefact)],
    diagnostics: &mut Diagnostics,
) -> Option<Proof> {
    match plan.proving {
        Proving::Proved if !artefacts.is_empty() => {
            let books: Vec<_> = artefacts.iter().map(|(format, artefact)| (*format, artefact)).collect();
            Some(prove(book, &books, diagnostics))
        }
        Proving::Proved | Proving::Unproved => None,
    }
}

impl Books {
    /// Makes the EPUB. The printed pages are those of the PDF, if there is one.
    fn epub(&mut self, read: &Read, pages: &[PageStart], session: &mut Session<'_>) -> Result<(), Error> {
        let publication = publication(read, pages, session);
        session.progress.stage("Packing the EPUB");
        let bytes = epub::write(&publication).map_err(Error::Pack)?;
        self.artefacts.push((Format::Epub, Artefact::File(bytes.into())));
        let is_cover = |resource: &&Resource| resource.role == ResourceRole::CoverImage;
        let cover = publication.resources.iter().find(is_cover).expect("every EPUB has a cover");
        self.cover = cover.bytes.clone();
        Ok(())
    }

    /// Adds the HTML, behind the EPUB.
    fn add(&mut self, site: Site) {
        let place = self.artefacts.partition_point(|(format, _)| *format == Format::Epub);
        self.artefacts.insert(place, (Format::Html, site.artefact));
        self.proof = self.proof.into_iter().chain(site.proof).reduce(Proof::and);
    }
}

pub(super) fn publication(read: &Read, pages: &[PageStart], session: &mut Session<'_>) -> Publication {
    session.progress.stage("Writing the EPUB");
    let diagnostics = &mut session.diagnostics;
    let sheets = styles::read(&read.manuscript, &read.manuscript.settings.epub_css, diagnostics);
    render::epub::render(&read.book, &read.theme, &sheets, &read.fonts, pages, diagnostics)
}

/// The author's own style sheets of the site, which is all of it that can be wrong.
pub(super) fn site_styles(read: &Read, diagnostics: &mut Diagnostics) -> AuthorStyles {
    styles::read(&read.manuscript, &read.manuscript.settings.html_css, diagnostics)
}
