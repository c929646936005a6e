//! The door to Typst: two engines that make the same PDF of the same project, and what is read back from it.
//!
//! The program is used where one of the pinned version is found, since it costs nothing to build; otherwise the same
//! version does the work as a library, where it was built in. Both see the same files and fonts, no fonts of the system,
//! no network and no clock.

#[cfg(feature = "embedded-typst")]
mod embedded;
pub(crate) mod pages;
mod program;
mod report;
mod running;
mod workplace;

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use super::pdf::Project;
use super::{PagePlace, PageStart};
use crate::diag::Diagnostics;

pub use pages::{keywords, read};
pub use program::find;
pub use running::{Stopped, stop};

/// The version of Typst that books are set with: its setting of lines and pages is part of what a book looks like.
pub const VERSION: &str = "0.15.1";
/// The name that asks for the built-in engine.
pub const EMBEDDED: &str = "embedded";

/// What sets the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Engine {
    /// The program.
    Program {
        /// Where it is.
        path: PathBuf,
    },
    /// The library in this program; only with the feature `embedded-typst`.
    Embedded,
}

/// Which of the two engines. Their PDFs are the same but for compression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineName {
    /// The program.
    Program,
    /// The library in this program.
    BuiltIn,
}

impl EngineName {
    /// The word in records.
    pub fn name(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::BuiltIn => "built-in",
        }
    }
}

impl Engine {
    /// Which of the two it is.
    pub fn name(&self) -> EngineName {
        match self {
            Self::Program { .. } => EngineName::Program,
            Self::Embedded => EngineName::BuiltIn,
        }
    }

    /// What it is, in a few words.
    pub fn describe(&self) -> String {
        match self {
            Self::Program { path } => format!("Typst {VERSION}, the program {}", path.display()),
            Self::Embedded => format!("Typst {VERSION}, built in"),
        }
    }
}

/// Why there are no pages, where the book is not to blame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EngineError {
    /// The program that was asked for is not there.
    Missing {
        /// What was asked for.
        asked: String,
    },
    /// The program that was asked for is of another version, or no Typst.
    Version {
        /// Where it is.
        path: PathBuf,
        /// What it says of itself, if anything.
        found: Option<String>,
    },
    /// The built-in engine was asked for and is not built in.
    NotEmbedded,
    /// Nothing was asked for and nothing was found, or only a program of another version.
    NoEngine {
        /// Program and version.
        other: Option<(PathBuf, String)>,
    },
    /// The engine failed in a way that is not the book's fault.
    Failed {
        /// What happened.
        why: String,
    },
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { asked } => write!(
                f,
                "there is no Typst program `{asked}`; install Typst {VERSION}, or leave `--typst`, TYPST and `[pdf] typst` away"
            ),
            Self::Version { path, found } => {
                let found = found.as_deref().unwrap_or("no Typst");
                write!(
                    f,
                    "`{}` is {found}, and books are set with Typst {VERSION}: name one of that version",
                    path.display()
                )
            }
            Self::NotEmbedded => write!(
                f,
                "Typst is not built into this program: build it with its default features, or install Typst {VERSION}"
            ),
            Self::NoEngine { other } => {
                if let Some((path, version)) = other {
                    write!(f, "`{}` is Typst {version}, which sets books differently. ", path.display())?;
                }
                write!(
                    f,
                    "the PDF needs Typst {VERSION}: install it (https://github.com/typst/typst/releases/tag/v{VERSION}) or name it with `--typst PATH`, or build recto with its default features, which bring it along"
                )
            }
            Self::Failed { why } => write!(f, "Typst failed: {why}"),
        }
    }
}

impl std::error::Error for EngineError {}

/// A PDF with what was read back from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub page_count: usize,
    /// Where its pages begin, in order; pages on which no block begins are left out.
    pub pages: Vec<PageStart>,
    /// By each place that it names, the label of the page that it is on.
    pub labels: BTreeMap<PagePlace, String>,
}

/// Sets a project. `None` where Typst found errors, which are findings at the author's lines.
///
/// # Errors
/// Where the engine can't be run.
pub fn compile(
    engine: &Engine,
    project: &Project,
    date: jiff::Timestamp,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Pdf>, EngineError> {
    let output = match engine {
        Engine::Program { path } => program::compile(path, project, date)?,
        #[cfg(feature = "embedded-typst")]
        Engine::Embedded => embedded::compile(project, date)?,
        #[cfg(not(feature = "embedded-typst"))]
        Engine::Embedded => return Err(EngineError::NotEmbedded),
    };
    report::report(&output.messages, project, diagnostics);
    output.bytes.map(|bytes| pages::read(bytes, project)).transpose()
}

/// What an engine gives.
struct Output {
    /// The PDF, `None` where there were errors.
    bytes: Option<Vec<u8>>,
    messages: Vec<Message>,
}

/// What Typst says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Message {
    is_error: bool,
    text: String,
    hints: Vec<String>,
    /// Paths in the project and offsets: where it is, then the calls that led there, inner ones first.
    places: Vec<(String, usize)>,
}
