//! Typst as a library: the same files, fonts and options as the program gets, from memory.

use typst::diag::{FileError, FileResult, SourceDiagnostic, SourceResult, Tracepoint};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{DiagSpan, FileId, RootedPath, Source, Spanned, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World, WorldExt};
use typst_kit::files::{FileLoader, FileStore};
use typst_kit::fonts::{FontStore, embedded};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandards, Timestamp};

use super::{EngineError, Message, Output};
use crate::model::PdfStandard;
use crate::render::Files;
use crate::render::pdf::{MAIN, Project};
use crate::theme::Face;

/// Typst goes as deep as a text is nested; the program has as much.
const STACK: usize = 64 << 20;

/// Sets a project.
pub(super) fn compile(project: &Project, date: jiff::Timestamp) -> Result<Output, EngineError> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || set(project, date));
        match thread.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(output)) => output,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(error) => Err(EngineError::Failed { why: error.to_string() }),
        }
    })
}

fn set(project: &Project, date: jiff::Timestamp) -> Result<Output, EngineError> {
    let world = Memory::new(project)?;
    let options = options(project, date)?;
    let warned = typst::compile::<PagedDocument>(&world);
    let mut messages: Vec<Message> =
        warned.warnings.iter().map(|warning| message(&world, warning, false)).collect();
    let pdf: SourceResult<Vec<u8>> = warned.output.and_then(|document| typst_pdf::pdf(&document, &options));
    let bytes = match pdf {
        Ok(bytes) => Some(bytes),
        Err(errors) => {
            messages.extend(errors.iter().map(|error| message(&world, error, true)));
            None
        }
    };
    Ok(Output { bytes, messages })
}

/// What the program makes of its arguments.
fn options(project: &Project, date: jiff::Timestamp) -> Result<PdfOptions, EngineError> {
    let failed = |why: &str| EngineError::Failed { why: why.to_owned() };
    let date = jiff::tz::Offset::UTC.to_datetime(date);
    let part = |value: i8| u8::try_from(value).unwrap_or(0);
    let moment = Datetime::from_ymd_hms(
        i32::from(date.year()),
        part(date.month()),
        part(date.day()),
        part(date.hour()),
        part(date.minute()),
        part(date.second()),
    )
    .ok_or_else(|| failed("the book's date is out of range"))?;
    let standards: Vec<_> = project.standards.iter().copied().map(standard).collect();
    let standards = PdfStandards::new(&standards).map_err(|error| failed(error.message()))?;
    Ok(PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Auto,
        timestamp: Some(Timestamp::new_utc(moment)),
        page_ranges: None,
        standards,
        tagged: true,
        pretty: false,
    })
}

fn standard(standard: PdfStandard) -> typst_pdf::PdfStandard {
    use typst_pdf::PdfStandard as Typst;
    match standard {
        PdfStandard::V14 => Typst::V_1_4,
        PdfStandard::V15 => Typst::V_1_5,
        PdfStandard::V16 => Typst::V_1_6,
        PdfStandard::V17 => Typst::V_1_7,
        PdfStandard::V20 => Typst::V_2_0,
        PdfStandard::A1b => Typst::A_1b,
        PdfStandard::A1a => Typst::A_1a,
        PdfStandard::A2b => Typst::A_2b,
        PdfStandard::A2u => Typst::A_2u,
        PdfStandard::A2a => Typst::A_2a,
        PdfStandard::A3b => Typst::A_3b,
        PdfStandard::A3u => Typst::A_3u,
        PdfStandard::A3a => Typst::A_3a,
        PdfStandard::A4 => Typst::A_4,
        PdfStandard::A4f => Typst::A_4f,
        PdfStandard::A4e => Typst::A_4e,
        PdfStandard::Ua1 => Typst::Ua_1,
    }
}

/// The files of a project.
struct Loader(Files);

impl FileLoader for Loader {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.get().vpath().get_without_slash();
        match self.0.get(path) {
            Some(bytes) => Ok(Bytes::new(bytes.clone())),
            None => Err(FileError::NotFound(path.into())),
        }
    }
}

/// A project with the fonts, as Typst asks for them.
struct Memory {
    library: LazyHash<Library>,
    fonts: FontStore,
    files: FileStore<Loader>,
    main: FileId,
}

impl Memory {
    fn new(project: &Project) -> Result<Self, EngineError> {
        let mut fonts = FontStore::new();
        for face in Face::all() {
            for font in Font::iter(Bytes::new(face.bytes())) {
                let info = font.info().clone();
                fonts.push((font, info));
            }
        }
        fonts.extend(embedded());
        let path = VirtualPath::new(MAIN).expect("the main file's path is plain");
        Ok(Self {
            library: LazyHash::new(Library::default()),
            fonts,
            files: FileStore::new(Loader(project.files.clone())),
            main: RootedPath::new(VirtualRoot::Project, path).intern(),
        })
    }

    fn place(&self, span: impl Into<DiagSpan>) -> Option<(String, usize)> {
        let span = span.into();
        let path = span.id()?.get().vpath().get_without_slash().to_owned();
        Some((path, self.range(span)?.start))
    }
}

impl World for Memory {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.files.source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.file(id)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }

    /// Nothing that is written asks for the day.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn message(world: &Memory, diagnostic: &SourceDiagnostic, is_error: bool) -> Message {
    let place = world.place(diagnostic.span);
    let calls = diagnostic.trace.iter().filter_map(|point: &Spanned<Tracepoint>| world.place(point.span));
    let hints = diagnostic.hints.iter().filter(|hint| hint.span.is_detached());
    Message {
        is_error,
        text: diagnostic.message.to_string(),
        hints: hints.map(|hint| hint.v.to_string()).collect(),
        places: place.into_iter().chain(calls).collect(),
    }
}
