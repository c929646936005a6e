//! Books made of what was read, in memory: of all of it, or of its sample.

use super::{Error, Plan, Proving, Read, Session, artefacts, must_stop, pdf};
use crate::model::Format;
use crate::package::folder::Artefact;
use crate::prove::{Proof, prove};
use crate::resolve::{Resolved, sample as resolve};

/// Books that were made and are not written yet.
#[derive(Debug, Default)]
pub struct Books {
    /// Each with its name; none when there are errors and the build was to stop, and no PDF where Typst found some.
    pub books: Vec<Book>,
    /// How many pages the PDF has.
    pub pages: Option<usize>,
    /// What was compared, where books were read back.
    pub proof: Option<Proof>,
}

/// A book under its name.
pub type Book = (Format, (String, Artefact));

/// The formats that a sample has.
pub const OF_SAMPLE: [Format; 2] = [Format::Epub, Format::Pdf];

/// Makes the sample of a book that was read: EPUB and PDF, read back where the plan says so. `None` where nothing is marked
/// for one.
///
/// # Errors
/// When the books can't be made.
pub fn sample(plan: &Plan, read: &Read, session: &mut Session<'_>) -> Result<Option<Books>, Error> {
    let Some(book) = resolve::sample(&read.book) else { return Ok(None) };
    make(plan, read, &book, &OF_SAMPLE, session).map(Some)
}

/// Makes the books of what was read, or of a part of it.
pub(super) fn make(
    plan: &Plan,
    read: &Read,
    book: &Resolved,
    formats: &[Format],
    session: &mut Session<'_>,
) -> Result<Books, Error> {
    let pdf = match formats.contains(&Format::Pdf) {
        true => pdf::set(plan, read, book, session).map_err(Error::Typst)?,
        false => None,
    };
    let mut made = Books { pages: pdf.as_ref().map(|pdf| pdf.page_count), ..Books::default() };
    if must_stop(plan, session) {
        return Ok(made);
    }
    let pages = pdf.as_ref().map(|pdf| pdf.pages.as_slice()).unwrap_or_default();
    made.books = artefacts(read, book, formats, pages, session)?;
    if let Some(pdf) = pdf {
        let name = format!("{}.pdf", book.book.meta.slug);
        made.books.push((Format::Pdf, (name, Artefact::File(pdf.bytes.into()))));
    }
    made.proof = proof(plan, book, &made.books, session);
    Ok(made)
}

/// Reads the books back, where that is asked for.
fn proof(plan: &Plan, book: &Resolved, artefacts: &[Book], session: &mut Session<'_>) -> Option<Proof> {
    match plan.proving {
        Proving::Unproved => None,
        Proving::Proved => {
            session.progress.stage("Reading the books back");
            let books: Vec<_> = artefacts.iter().map(|(format, (_, artefact))| (*format, artefact)).collect();
            Some(prove(book, &books, &mut session.diagnostics))
        }
    }
}
