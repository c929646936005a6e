//! All three books of what was resolved, read back and compared with it.

use std::sync::OnceLock;

use recto::diag::{self, Diagnostic, Diagnostics, Style};
use recto::model::Format;
use recto::package::epub;
use recto::package::folder::Artefact;
use recto::prove::prove;
use recto::render::pdf::Project;
use recto::render::typst::{self, Engine};
use recto::render::{Files, epub as publication, pdf};
use recto::theme::Theme;

use super::{Found, fonts, release};

impl Found {
    /// The EPUB, without printed pages.
    pub(crate) fn epub(&self) -> Vec<u8> {
        let sheets = Vec::new();
        let book = &self.book;
        let findings = &mut Diagnostics::new();
        let publication = publication::render(book, &Theme::built_in(), &sheets, fonts(), &[], findings);
        epub::write(&publication).expect("it is small enough")
    }

    /// What the PDF is set of.
    pub(crate) fn project(&self) -> Project {
        pdf::render(&self.book, &Theme::built_in(), &mut Diagnostics::new())
    }

    /// The PDF; `None` where there is nothing that sets pages.
    #[track_caller]
    pub(crate) fn pdf(&self) -> Option<Vec<u8>> {
        let mut findings = Diagnostics::new();
        let made =
            typst::compile(engine()?, &self.project(), release().date, &mut findings).expect("Typst runs");
        let findings = findings.sorted(&self.sources);
        let said = || diag::text(&findings, &self.sources, Style::Plain);
        Some(made.unwrap_or_else(|| panic!("Typst found errors: {}", said())).bytes)
    }

    /// Whatever of the three books is not as it should be; of two, where there is nothing that sets pages.
    #[track_caller]
    pub(crate) fn differences(&self) -> Vec<Diagnostic> {
        self.differences_of(self.epub(), self.pdf(), self.site())
    }

    /// The same of books that are made already.
    pub(crate) fn differences_of(&self, epub: Vec<u8>, pdf: Option<Vec<u8>>, site: Files) -> Vec<Diagnostic> {
        let (epub, site) = (Artefact::File(epub.into()), Artefact::Folder(site));
        let pdf = pdf.map(|bytes| Artefact::File(bytes.into()));
        let mut books = vec![(Format::Epub, &epub), (Format::Html, &site)];
        books.extend(pdf.iter().map(|pdf| (Format::Pdf, pdf)));
        let mut findings = Diagnostics::new();
        prove(&self.book, &books, &mut findings);
        findings.sorted(&self.sources)
    }
}

fn engine() -> Option<&'static Engine> {
    static ENGINE: OnceLock<Option<Engine>> = OnceLock::new();
    ENGINE.get_or_init(|| typst::find(None).ok()).as_ref()
}
