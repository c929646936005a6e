//! Whole books in memory, for tests of what comes after loading.
//!
//! ```text
//! let found = Book::of("See @fig:heap.").resolve();             // one chapter, `chapter.md`, with a complete book.toml
//! assert_eq!(found.codes(), [Code::RefUndefined]);
//!
//! let found = Book::new()
//!     .with("SUMMARY.md", "- [One](one.md)\n- [Two]()\n")       // without one, every .md file is a chapter, in order
//!     .with("one.md", "# One\n\n![Heap](heap.png)\n")
//!     .with("heap.png", PNG)
//!     .set("book.language=de")                                  // as `--set` does
//!     .edition("0.4.0")                                         // as `recto release` does, and without it as `recto build`
//!     .resolve();
//! let page = found.chapter("one", Medium::Epub);                // XHTML of the whole chapter
//! let files = found.site();                                     // HTML
//! ```

#[path = "support/editions.rs"]
pub(crate) mod editions;
#[path = "support/proof.rs"]
mod proof;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{Cursor, Read as _, Write as _};
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock, PoisonError};

use recto::config::Overrides;
use recto::diag::{self, Code, Diagnostic, Diagnostics, Style};
use recto::identity::{Identity, identify};
use recto::load::{Manuscript, from_memory};
use recto::model::{Chapter, Release, Status};
use recto::render::Files;
use recto::render::flow::{Dialect, Flow, Medium};
use recto::render::html;
use recto::render::markup::{Node, Syntax, write};
use recto::resolve::images::DrawingFonts;
use recto::resolve::{Resolved, resolve};
use recto::source::{Position, Sources};
use recto::theme::Theme;

/// A picture of one dark pixel.
pub(crate) const PNG: &[u8] = include_bytes!("../spec/images/dot.png");

/// A picture that says of itself that it has 30,000 × 30,000 pixels.
pub(crate) fn huge_png() -> Vec<u8> {
    let mut png = PNG.to_vec();
    // Width and height stand behind the signature and the head of the first chunk (PNG §11.2.2).
    png[16..20].copy_from_slice(&30_000_u32.to_be_bytes());
    png[20..24].copy_from_slice(&30_000_u32.to_be_bytes());
    png.splice(29..33, crc(&png[12..29]).to_be_bytes());
    png
}

/// CRC-32 as PNG has it (PNG §D).
fn crc(bytes: &[u8]) -> u32 {
    let bit = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), bit))
}

/// The title of a book that `Book` makes.
const TOML: &str =
    "[book]\ntitle = \"The Book\"\nlanguage = \"en\"\nslug = \"the-book\"\nidentifier = \"urn:x:1\"\n";

/// A manuscript in memory.
#[derive(Debug, Clone, Default)]
pub(crate) struct Book {
    files: Vec<(String, Vec<u8>)>,
    set: Vec<String>,
    version: Option<String>,
}

impl Book {
    /// Without files.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// With one chapter, `chapter.md`.
    pub(crate) fn of(markdown: &str) -> Self {
        Self::new().with("chapter.md", markdown)
    }

    /// With a file.
    pub(crate) fn with(mut self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        self.files.push((path.to_owned(), bytes.as_ref().to_vec()));
        self
    }

    /// With a key of `book.toml`: `book.language=de`.
    pub(crate) fn set(mut self, argument: &str) -> Self {
        self.set.push(argument.to_owned());
        self
    }

    /// As an edition of that version, which has the chapters that editions have.
    pub(crate) fn edition(mut self, version: &str) -> Self {
        self.version = Some(version.to_owned());
        self
    }

    fn has(&self, path: &str) -> bool {
        self.files.iter().any(|(other, _)| other == path)
    }

    /// The lines of an outline of every Markdown file, in the order they were given.
    fn outline(&self) -> String {
        let chapters = self.files.iter().filter_map(|(path, _)| {
            let stem = path.strip_suffix(".md")?;
            let name = stem.rsplit('/').next().unwrap_or(stem);
            let (first, rest) = name.split_at(name.chars().next().map_or(0, char::len_utf8));
            let title = first.to_uppercase() + rest;
            Some(format!("- [{title}]({path})\n"))
        });
        chapters.collect()
    }

    /// Loads, parses and resolves it.
    pub(crate) fn resolve(mut self) -> Found {
        if !self.has("book.toml") {
            self = self.with("book.toml", TOML);
        }
        if !self.has("SUMMARY.md") {
            let outline = self.outline();
            self = self.with("SUMMARY.md", outline);
        }
        let overrides = Overrides::parse(&self.set).expect("the test's overrides are well formed");
        let sources = Sources::default();
        let mut diagnostics = Diagnostics::new();
        let files = self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        let manuscript = from_memory(files, &overrides, &sources, &mut diagnostics);
        match self.version {
            None => Found::of(manuscript, sources, diagnostics),
            version => {
                let manuscript = manuscript.release(&Status::RELEASED);
                Found::of_release(manuscript, sources, diagnostics, Release { version, ..release() })
            }
        }
    }
}

/// A resolved book and what was found.
#[derive(Debug)]
pub(crate) struct Found {
    /// The manuscript.
    pub(crate) manuscript: Manuscript,
    /// Every text that was read.
    pub(crate) sources: Sources,
    /// The findings as a reader gets them: by file and line.
    pub(crate) findings: Vec<Diagnostic>,
    /// The book.
    pub(crate) book: Resolved,
}

impl Found {
    /// Parses and resolves what was loaded.
    pub(crate) fn of(manuscript: Manuscript, sources: Sources, diagnostics: Diagnostics) -> Self {
        Self::of_release(manuscript, sources, diagnostics, release())
    }

    fn of_release(
        manuscript: Manuscript,
        sources: Sources,
        mut diagnostics: Diagnostics,
        release: Release,
    ) -> Self {
        let book = recto::parse::parse(&manuscript, &sources, &mut diagnostics);
        // Ids made of texts would be in every line of what tests expect.
        let identity = identify(&book, None, &manuscript.settings.redirects, &mut diagnostics);
        let identity = Identity { blocks: HashMap::new(), notes: HashMap::new(), ..identity };
        let book = resolve(book, &identity, &manuscript, fonts(), &sources, release, &mut diagnostics);
        let findings = diagnostics.sorted(&sources);
        Self { manuscript, sources, findings, book }
    }

    /// With a mark in the place of each error, as `--keep-going` sets them.
    pub(crate) fn marked(mut self) -> Self {
        let mut diagnostics = Diagnostics::new();
        self.findings.iter().for_each(|finding| diagnostics.push(finding.clone()));
        self.book.mark_problems(&diagnostics);
        self
    }

    /// The book's sample, if there is one.
    pub(crate) fn sampled(mut self) -> Option<Self> {
        self.book = recto::resolve::sample::sample(&self.book)?;
        Some(self)
    }

    /// The kinds of finding, in order.
    pub(crate) fn codes(&self) -> Vec<Code> {
        self.findings.iter().map(|finding| finding.code).collect()
    }

    /// The findings with their places: code, file, line and column.
    pub(crate) fn places(&self) -> Vec<(Code, String, usize, usize)> {
        let place = |finding: &Diagnostic| {
            let nowhere = (finding.path.clone().unwrap_or_default(), Position { line: 0, column: 0 });
            let (path, at) = self.sources.locate(finding.span).unwrap_or(nowhere);
            (finding.code, path, at.line, at.column)
        };
        self.findings.iter().map(place).collect()
    }

    /// The findings as people read them.
    pub(crate) fn findings_text(&self) -> String {
        diag::text(&self.findings, &self.sources, Style::Plain)
    }

    /// The chapter of a slug.
    pub(crate) fn find(&self, slug: &str) -> &Chapter {
        let chapters = &self.book.book.chapters;
        chapters.iter().find(|chapter| chapter.slug.as_str() == slug).expect("the test names a chapter")
    }

    /// A whole chapter, written for a medium.
    pub(crate) fn chapter(&self, slug: &str, medium: Medium) -> String {
        let dialect = Dialect::new(medium);
        let chapter = Flow::new(&self.book, &dialect, self.find(slug).id).chapter();
        written(&[chapter.into()], medium)
    }

    /// The whole site.
    pub(crate) fn site(&self) -> Files {
        html::render(&self.book, &Theme::built_in(), &Vec::new(), fonts())
    }

    /// What stands below a chapter's opening, written for a medium.
    pub(crate) fn body(&self, slug: &str, medium: Medium) -> String {
        let dialect = Dialect::new(medium);
        written(&Flow::new(&self.book, &dialect, self.find(slug).id).body(), medium)
    }
}

/// Nodes in the language of a medium.
pub(crate) fn written(nodes: &[Node], medium: Medium) -> String {
    let syntax = match medium {
        Medium::Web | Medium::Single => Syntax::Html,
        Medium::Epub => Syntax::Xhtml,
    };
    write(nodes, syntax)
}

/// The faces that drawings are set in, read once.
pub(crate) fn fonts() -> &'static DrawingFonts {
    static FONTS: OnceLock<DrawingFonts> = OnceLock::new();
    FONTS.get_or_init(recto::pipeline::drawing_fonts)
}

/// The making of the book that all tests share.
pub(crate) fn release() -> Release {
    Release {
        date: "2026-01-02T03:04:05Z".parse().expect("a date"),
        version: None,
        revision: None,
        generator: "recto test".to_owned(),
    }
}

/// The folder of the validators, if `RECTO_VALIDATORS` names it: then nothing may be left out.
pub(crate) fn asked_for() -> Option<PathBuf> {
    std::env::var_os("RECTO_VALIDATORS").filter(|folder| !folder.is_empty()).map(PathBuf::from)
}

/// Says what is not checked and why, in a line of its own, once, and whatever becomes of the test: what `eprintln!` says is kept back
/// from those that pass.
///
/// # Panics
/// Where nothing may be left out.
pub(crate) fn not_run(what: &str, why: &str) {
    assert!(asked_for().is_none(), "RECTO_VALIDATORS asks for all, but {what} is not run: {why}");
    not_here(what, why);
}

/// Says the same of what no installation brings: a right that this user lacks, a kind of disk.
pub(crate) fn not_here(what: &str, why: &str) {
    static SAID: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    let line = format!("not run: {what}: {why}\n");
    let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
    if !said.contains(&line) {
        std::io::stderr().write_all(line.as_bytes()).expect("the terminal takes a line");
        said.insert(line);
    }
}

/// The files of an archive.
#[track_caller]
pub(crate) fn unpacked(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a file of the archive");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("its check sum is right");
        files.insert(file.name().expect("UTF-8").into_owned(), content);
    }
    files
}

/// Asserts that a document's content is well-formed XML and says what is not.
#[track_caller]
pub(crate) fn assert_xml(content: &str) {
    let document = format!(
        "<body xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\">{content}</body>"
    );
    let options = roxmltree::ParsingOptions { nodes_limit: u32::MAX, ..Default::default() };
    if let Err(error) = roxmltree::Document::parse_with_options(&document, options) {
        panic!("not well-formed: {error}\n{content}");
    }
}

/// Asserts that an HTML parser finds nothing to mend in a document's content.
#[track_caller]
pub(crate) fn assert_html(content: &str) {
    use html5ever::tendril::TendrilSink;
    let document = format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>x</title></head><body>{content}</body></html>"
    );
    let dom = html5ever::parse_document(markup5ever_rcdom::RcDom::default(), html5ever::ParseOpts::default())
        .one(document);
    assert!(dom.errors.borrow().is_empty(), "not well-formed: {:?}\n{content}", dom.errors.borrow());
}
