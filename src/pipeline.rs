//! The whole program on one page: the stages in their order, and all reuse of earlier results.
//!
//! load → parse → resolve → render → package, lint for those who ask what could be better, and prove for those who want the books read back. Every stage before the last is a function from values to values; what is
//! wrong with a manuscript is in the [`Diagnostics`], and only the world's faults are an [`Error`].

mod books;
mod cache;
mod edition;
mod pdf;
mod styles;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::config::Overrides;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::identity::{self, Identity};
use crate::load::{self, LoadError, Manuscript};
use crate::model::{Block, Format, ImageSource, Listing, Release, Status};
use crate::package::epub::PackError;
use crate::package::folder::{self, WriteError, Written};
use crate::prove::Proof;
use crate::render;
use crate::render::typst::EngineError;
use crate::resolve::images::{DrawingFonts, GenericFamilies};
use crate::resolve::{self, Resolved};
use crate::source::{Sources, Span};
use crate::theme::{Face, Family, Theme};
use crate::{lint, parse};

pub use crate::render::typst::{
    EngineName, VERSION as TYPST_VERSION, find as find_engine, stop as stop_engine,
};
pub use books::{Books, OF_SAMPLE, PdfFacts, make, sample};
pub use cache::Cache;
pub use edition::{EditionPlan, EditionRead};

/// What is to be done, with nothing left to decide.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The manuscript's folder.
    pub manuscript: PathBuf,
    /// What `--set` says.
    pub overrides: Overrides,
    /// The Typst program that was asked for, before `[pdf] typst` is.
    pub typst: Option<String>,
    /// Results of earlier builds.
    pub cache: Cache,
    /// What happens when the manuscript has errors.
    pub on_errors: OnErrors,
    /// Whether the books are read back before they are written.
    pub proving: Proving,
    /// Whether the book is built or its sample.
    pub extent: Extent,
    /// What makes this an edition; `None` for a build that is none.
    pub edition: Option<EditionPlan>,
    /// The date that was asked for; else the manuscript's last commit has one.
    pub date: Option<jiff::Timestamp>,
    /// Which chapters are in the books; the others are planned.
    pub released: Vec<Status>,
}

impl Plan {
    /// A build of a manuscript as it is: nothing is overridden, kept or proved.
    pub fn of(manuscript: impl Into<PathBuf>) -> Self {
        Self {
            manuscript: manuscript.into(),
            overrides: Overrides::default(),
            typst: None,
            cache: Cache::Off,
            on_errors: OnErrors::Stop,
            proving: Proving::Unproved,
            extent: Extent::Whole,
            edition: None,
            date: None,
            released: Status::WRITTEN.to_vec(),
        }
    }
}

/// What happens when the manuscript has errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnErrors {
    /// No book is written.
    Stop,
    /// The books are written, each error with a visible mark in its place.
    KeepGoing,
}

/// How much of a book is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// What its author marked for a sample.
    Sample,
}

/// Whether books are read back and compared with the manuscript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proving {
    /// They are.
    Proved,
    /// They are not.
    Unproved,
}

/// What one run reads, finds and tells.
pub struct Session<'a> {
    /// Every text that was read.
    pub sources: Sources,
    /// What was found.
    pub diagnostics: Diagnostics,
    /// Who is told what is being done.
    pub progress: &'a dyn Progress,
}

impl<'a> Session<'a> {
    /// A run that has not begun.
    pub fn new(progress: &'a dyn Progress) -> Self {
        Self { sources: Sources::default(), diagnostics: Diagnostics::new(), progress }
    }
}

/// Who is told what is being done.
pub trait Progress: Sync {
    /// A stage begins: `Setting the PDF`.
    fn stage(&self, what: &str);
}

/// Nobody is told.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _what: &str) {}
}

/// What the world did wrong.
#[derive(Debug)]
pub enum Error {
    /// The manuscript can't be loaded.
    Load(LoadError),
    /// The EPUB can't be packed.
    Pack(PackError),
    /// There is nothing that sets the PDF, or it does not work.
    Typst(EngineError),
    /// The books can't be written.
    Write(WriteError),
    /// A sample was asked for, and nothing is marked for one.
    NoSample,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Load(error) => error.fmt(f),
            Self::Pack(error) => error.fmt(f),
            Self::Typst(error) => error.fmt(f),
            Self::Write(error) => error.fmt(f),
            Self::NoSample => f.write_str("nothing that is written is marked for a sample"),
        }
    }
}

impl std::error::Error for Error {}

/// A manuscript and what was found out about it.
#[derive(Debug)]
pub struct Read {
    /// The manuscript.
    pub manuscript: Manuscript,
    /// The book.
    pub book: Resolved,
    /// What its places are called.
    pub identity: Identity,
    /// What makes it an edition.
    pub edition: Option<EditionRead>,
    /// How it looks.
    pub theme: Theme,
    /// The faces that drawings are set in.
    pub fonts: DrawingFonts,
}

/// Reads a manuscript and finds out all that is to be known about it.
///
/// # Errors
/// When there is no manuscript.
pub fn read(plan: &Plan, session: &mut Session<'_>) -> Result<Read, Error> {
    let mut manuscript = manuscript(plan, session)?;
    let notes = edition::open(plan, &mut manuscript, session);
    let Session { sources, diagnostics, progress } = session;
    let release = release(plan, &manuscript, diagnostics);
    let ledger = edition::before(plan, &manuscript);
    let last = edition::readable(ledger.last(), diagnostics);
    edition::keep_slug(&mut manuscript, last.as_ref());
    let mut book = parse::parse(&manuscript, sources, diagnostics);
    let given = &manuscript.settings.redirects;
    let mut identity = identity::identify(&book, last.as_ref(), given, diagnostics);
    let edition = notes
        .map(|notes| edition::tell(notes, &mut book, &mut identity, &ledger, last.as_ref(), diagnostics));
    let fonts = drawing_fonts();
    progress.stage("Resolving references, code and pictures");
    let book = resolve::resolve(book, &identity, &manuscript, &fonts, sources, release, diagnostics);
    let theme = Theme::built_in();
    Ok(Read { manuscript, book, identity, edition, theme, fonts })
}

/// The manuscript, with the chapters that are released.
fn manuscript(plan: &Plan, session: &mut Session<'_>) -> Result<Manuscript, Error> {
    let Session { sources, diagnostics, progress } = session;
    progress.stage("Reading the manuscript");
    let loaded = load::load(&plan.manuscript, &plan.overrides, sources, diagnostics);
    Ok(loaded.map_err(Error::Load)?.release(&plan.released))
}

/// The faces of the theme, for drawings.
pub fn drawing_fonts() -> DrawingFonts {
    let generic = GenericFamilies {
        serif: Family::Text.name(),
        sans_serif: Family::Sans.name(),
        monospace: Family::Mono.name(),
    };
    DrawingFonts::new(Face::all().iter().map(Face::bytes), generic)
}

/// What makes this making of the book this one. The date is `--date` or `SOURCE_DATE_EPOCH`, else the last commit's, else
/// 1980-01-01; never the clock's.
fn release(plan: &Plan, manuscript: &Manuscript, diagnostics: &mut Diagnostics) -> Release {
    let commit = manuscript.revision.as_ref();
    let date = plan.date.or(commit.map(|commit| commit.date)).unwrap_or_else(|| {
        let message = "the book's date is not known: 1980-01-01 is used";
        let hint = "commit the manuscript to git, give `--date 2026-11-24`, or set SOURCE_DATE_EPOCH";
        diagnostics.push(Diagnostic::new(Code::DateUnknown, Span::DETACHED, message).hint(hint));
        FIRST_DATE
    });
    Release {
        date,
        version: plan.edition.as_ref().map(|edition| edition.version.to_string()),
        revision: match plan.edition.as_ref().and_then(|edition| edition.commit.as_ref()) {
            Some(commit) => Some(load::abbreviated(commit).to_owned()),
            None => commit.map(|commit| {
                let mark = if commit.is_dirty { "+" } else { "" };
                format!("{}{mark}", load::abbreviated(&commit.commit))
            }),
        },
        generator: concat!("recto ", env!("CARGO_PKG_VERSION")).to_owned(),
    }
}

/// The earliest date that an archive's entry can have.
const FIRST_DATE: jiff::Timestamp = jiff::Timestamp::constant(315_532_800, 0);

/// What was built.
#[derive(Debug)]
pub struct Built {
    /// The book.
    pub read: Read,
    /// What was written; empty when the manuscript has errors and the build was to stop.
    pub written: Vec<(Format, Written)>,
    /// How many pages the PDF has.
    pub pages: Option<usize>,
    /// What was compared, where books were read back.
    pub proof: Option<Proof>,
    /// Where the PDF would be, if Typst had not found errors in it: then it is never written.
    pub failed_pdf: Option<PathBuf>,
}

/// Builds the books of a manuscript into a folder: all that were asked for, or none; only those who keep going get the
/// others where Typst finds errors in the PDF.
///
/// # Errors
/// When there is no manuscript, or the books can't be written.
pub fn build(plan: &Plan, formats: &[Format], out: &Path, session: &mut Session<'_>) -> Result<Built, Error> {
    let mut read = read(plan, session)?;
    if plan.extent == Extent::Sample && !must_stop(plan, session) {
        read.book.mark_problems(&session.diagnostics);
        read.book = resolve::sample::sample(&read.book).ok_or(Error::NoSample)?;
    }
    let books = make(plan, &mut read, formats, session)?;
    let failed_pdf = books.pdf_failed.then(|| out.join(file_name(&read, Format::Pdf)));
    let pages = books.pdf.map(|pdf| pdf.count);
    let mut built = Built { read, written: Vec::new(), pages, proof: books.proof, failed_pdf };
    if must_stop(plan, session) || books.artefacts.is_empty() {
        return Ok(built);
    }
    session.progress.stage("Writing");
    let (formats, artefacts): (Vec<_>, Vec<_>) = books.artefacts.into_iter().unzip();
    let names = formats.iter().map(|format| file_name(&built.read, *format));
    let artefacts: Vec<_> = names.zip(artefacts).collect();
    let written = folder::write(out, &artefacts).map_err(Error::Write)?;
    built.written = formats.into_iter().zip(written).collect();
    Ok(built)
}

/// What a book is called in the folder that it is built into.
fn file_name(read: &Read, format: Format) -> String {
    let slug = &read.book.book.meta.slug;
    match format {
        Format::Epub => format!("{slug}.epub"),
        Format::Pdf => format!("{slug}.pdf"),
        Format::Html => format!("{slug}-html"),
    }
}

/// A picture that the manuscript asks for, and where it does so first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteImage {
    /// Its address: `http:` or `https:`.
    pub address: String,
    /// Where it is asked for.
    pub span: Span,
}

/// The pictures from other sites that a manuscript asks for, each once.
///
/// # Errors
/// When there is no manuscript.
pub fn remote_images(
    plan: &Plan,
    session: &mut Session<'_>,
) -> Result<(Manuscript, Vec<RemoteImage>), Error> {
    let manuscript = manuscript(plan, session)?;
    let book = parse::parse(&manuscript, &session.sources, &mut session.diagnostics);
    let mut images: Vec<RemoteImage> = Vec::new();
    for image in resolve::images::of(&book) {
        if let ImageSource::Remote(address) = &image.source
            && !images.iter().any(|known| known.address == *address)
        {
            images.push(RemoteImage { address: address.clone(), span: image.span });
        }
    }
    Ok((manuscript, images))
}

fn must_stop(plan: &Plan, session: &Session<'_>) -> bool {
    plan.on_errors == OnErrors::Stop && session.diagnostics.has_errors()
}

/// Finds all that a build finds before it sets pages, and what could be better. Nothing is packed, which finds nothing.
///
/// # Errors
/// When there is no manuscript.
pub fn check(plan: &Plan, session: &mut Session<'_>) -> Result<Read, Error> {
    let read = read(plan, session)?;
    let pdf = &read.book.book.settings.pdf;
    let budget = |format, listing: &Listing, around: &[&Block]| {
        read.theme.listing_columns(format, pdf, listing, around)
    };
    lint::lint(&read.book, &budget, &mut session.diagnostics);
    books::publication(&read, &[], session);
    books::site_styles(&read, &mut session.diagnostics);
    render::pdf::render(&read.book, &read.theme, &mut session.diagnostics);
    Ok(read)
}
