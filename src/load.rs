//! Disk → [`Manuscript`]. The only module that reads the manuscript.

mod chapters;
mod commit;
mod front_matter;
mod ledger;
mod outline;
pub mod remote;
mod revision;
mod root;
mod store;
mod worktree;

use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use commit::from_commit;
pub use revision::{abbreviated, changed, inside};
pub use root::find;
pub use store::{LARGEST_TEXT, ReadError, Store, join};
pub use worktree::Worktree;

use crate::config::{self, Config, Decided, Overrides};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ledger::Ledger;
use crate::model::{Matter, Meta, Month, Settings, Slug, Status, Toggle};
use crate::source::{FileId, Sources, Span};

/// A manuscript: its files, what `book.toml` decides, its outline, its chapters' texts.
#[derive(Debug)]
pub struct Manuscript {
    /// Its files.
    pub store: Store,
    /// The folder of `SUMMARY.md`, empty for the manuscript's own.
    pub src: String,
    /// What the book is.
    pub meta: Meta,
    /// How it is to be made.
    pub settings: Settings,
    /// The outline; chapters are indices into [`chapters`](Self::chapters).
    pub outline: Vec<OutlineEntry>,
    /// The chapters in reading order.
    pub chapters: Vec<ChapterSource>,
    /// The last commit that touched the manuscript, if it is in a git repository.
    pub revision: Option<Revision>,
    /// The records of editions.
    pub ledger: Ledger,
    /// What `book.toml` gives, key by key, as one text.
    pub given: String,
}

impl Manuscript {
    /// Puts a chapter before all others.
    pub fn put_first(&mut self, chapter: ChapterSource) {
        self.chapters.insert(0, chapter);
        self.outline.iter_mut().for_each(OutlineEntry::count_up);
        self.outline.insert(0, OutlineEntry::Chapter { index: 0, children: Vec::new() });
    }

    /// The path of a link that begins with `/`, counted from the folder of `SUMMARY.md`, as the sites of mdBook and
    /// HonKit do.
    pub fn from_src(&self, link: &str) -> Option<String> {
        join(&root::path(&self.src, "SUMMARY.md"), link.strip_prefix('/')?)
    }

    /// The manuscript of an edition that has the chapters of these statuses. The others are planned: of what they say,
    /// their front matter alone.
    #[must_use]
    pub fn release(mut self, statuses: &[Status]) -> Self {
        for chapter in self.chapters.iter_mut().filter(|chapter| !statuses.contains(&chapter.status)) {
            chapter.status = Status::Planned;
        }
        self
    }
}

/// A line of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OutlineEntry {
    /// A chapter with those below it.
    Chapter {
        /// Index into [`Manuscript::chapters`].
        index: usize,
        /// What is nested below it.
        children: Vec<OutlineEntry>,
    },
    /// A part's title.
    Part {
        /// Its text.
        title: String,
        /// Where it is.
        span: Span,
    },
    /// A rule.
    Separator,
}

impl OutlineEntry {
    /// Makes it one of a book with one more chapter before it.
    fn count_up(&mut self) {
        match self {
            Self::Chapter { index, children } => {
                *index += 1;
                children.iter_mut().for_each(Self::count_up);
            }
            Self::Part { .. } | Self::Separator => {}
        }
    }
}

/// A chapter before it is parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChapterSource {
    /// Its title in the outline.
    pub title: String,
    /// Front, main or back matter.
    pub matter: Matter,
    /// How deep it is nested, from 0.
    pub depth: u8,
    /// Its file, relative to the manuscript's folder; `None` for a planned chapter without one.
    pub path: Option<String>,
    /// Its text, whole; `None` where there is no file or it can't be read (which was reported).
    pub file: Option<FileId>,
    /// Where its Markdown starts in the text, behind the front matter.
    pub start: usize,
    /// `status`.
    pub status: Status,
    /// `summary`.
    pub summary: Option<String>,
    /// `expected`.
    pub expected: Option<Month>,
    /// `authors`.
    pub authors: Vec<String>,
    /// `sample`: whether it is in the book's sample.
    pub sample: Toggle,
    /// `slug`, or the one made of the file's name, or of the title for a chapter without file. Unique.
    pub slug: Slug,
    /// Where the outline names it.
    pub span: Span,
}

/// A commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Its hash, whole.
    pub commit: String,
    /// When it was made.
    pub date: jiff::Timestamp,
    /// Whether files under the manuscript's folder differ from it.
    pub is_dirty: bool,
}

/// A file's bytes.
pub type Bytes = Arc<[u8]>;

/// Why a manuscript could not be loaded at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoadError {
    /// There is no such folder, or it can't be read.
    Folder(PathBuf, String),
    /// The folder holds neither `book.toml`, nor `SUMMARY.md`, nor a `manuscript/` with one of them.
    NoManuscript(PathBuf),
}

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Folder(path, why) => write!(f, "the folder `{}` can't be read: {why}", path.display()),
            Self::NoManuscript(path) => write!(
                f,
                "`{}` holds no manuscript: neither book.toml, nor SUMMARY.md, nor manuscript/ is there; `recto new DIR` makes one",
                path.display()
            ),
        }
    }
}

impl std::error::Error for LoadError {}

/// Loads the manuscript of a folder.
///
/// # Errors
/// Where there is no manuscript; what is wrong in one becomes findings.
pub fn load(
    folder: &Path,
    overrides: &Overrides,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Result<Manuscript, LoadError> {
    let root = root::of(folder)?;
    let revision = revision::last(&root);
    let name = root.file_name().map(|name| name.to_string_lossy().into_owned());
    let store = Store::Disk { root };
    Ok(from_store(store, name.as_deref(), revision, overrides, sources, diagnostics))
}

/// The folder of a manuscript itself, of one that has it or is in it.
///
/// # Errors
/// Where there is no manuscript.
pub fn root_of(folder: &Path) -> Result<PathBuf, LoadError> {
    root::of(folder)
}

/// The records of the editions of a manuscript in a folder.
///
/// # Errors
/// Where there is no manuscript.
pub fn records(folder: &Path, diagnostics: &mut Diagnostics) -> Result<Ledger, LoadError> {
    Ok(ledger::read(&Store::Disk { root: root::of(folder)? }, diagnostics))
}

/// Loads a manuscript of files in memory, by their paths.
pub fn from_memory<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    overrides: &Overrides,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Manuscript {
    let files = files.into_iter().map(|(path, bytes)| (path.to_owned(), Bytes::from(bytes))).collect();
    from_store(Store::Memory(files), None, None, overrides, sources, diagnostics)
}

fn from_store(
    store: Store,
    folder: Option<&str>,
    revision: Option<Revision>,
    overrides: &Overrides,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Manuscript {
    let mut config = match store.exists("book.toml") {
        true => store
            .text("book.toml", Span::DETACHED, sources, diagnostics)
            .map(|file| config::read(file, sources, diagnostics))
            .unwrap_or_default(),
        false => Config::default(),
    };
    overrides.apply(&mut config);
    let src = root::src(&store, &mut config, sources, diagnostics);
    let outline = outline::read(&store, &src, sources, diagnostics);
    root::name_book(&store, &src, folder, outline.given_title(), &mut config, diagnostics);
    let chapters = chapters::read(&store, &src, &outline.chapters, sources, diagnostics);
    if chapters.is_empty() && !diagnostics.has_errors() {
        let finding = Diagnostic::new(Code::OutlineEmpty, Span::DETACHED, "the book has no chapter");
        let hint = "name the chapters in SUMMARY.md, one a line: `- [Title](file.md)`";
        diagnostics.push(finding.at_path(root::path(&src, "SUMMARY.md")).hint(hint));
    }
    let ledger = ledger::read(&store, diagnostics);
    let given = config.text_of_all();
    let decided = config::decide(&config, diagnostics);
    let Decided { meta, settings } = decided;
    Manuscript { store, src, meta, settings, outline: outline.entries, chapters, revision, ledger, given }
}
