//! `recto which`

use std::path::PathBuf;

use clap::Args;

use super::manuscript::folder;
use super::output::{FindingsFormat, Output};
use super::release::fault;
use super::{ExitStatus, Fault};
use crate::pipeline::{Session, Silent};
use crate::release::{self, Which as Found};

/// Tells which edition of the book a file is, an EPUB, PDF or zip that a reader sends, and whether it is unaltered.
#[derive(Debug, Args)]
pub(super) struct Which {
    /// The file, whatever it is called.
    file: PathBuf,
    /// The manuscript's folder.
    manuscript: Option<PathBuf>,
}

impl Which {
    #[expect(clippy::disallowed_methods, reason = "a file that the command line names")]
    pub(super) fn run(&self, output: &Output) -> Result<ExitStatus, Fault> {
        let bytes = std::fs::read(&self.file)
            .map_err(|error| Fault::new(format!("`{}` can't be read: {error}", self.file.display())))?;
        let mut session = Session::new(&Silent);
        let manuscript = folder(self.manuscript.as_deref())?;
        let found = release::which(&bytes, &manuscript, &mut session).map_err(fault)?;
        output.findings(&session, FindingsFormat::Text)?;
        let (words, status) = said(&found);
        output.print(&format!("{}: {words}\n", self.file.display()))?;
        Ok(status)
    }
}

fn said(found: &Found) -> (String, ExitStatus) {
    let withdrawn = |why: &Option<String>| {
        let why = why.as_ref().map(|why| format!("; withdrawn: {}", why.replace(char::is_control, " ")));
        why.unwrap_or_default()
    };
    match found {
        Found::Unaltered { version, name, withdrawn: why } => {
            (format!("edition {version}, unaltered ({name}){}", withdrawn(why)), ExitStatus::Success)
        }
        Found::Altered { version, withdrawn: why } => (
            format!("edition {version}, altered: it is not the file that was released{}", withdrawn(why)),
            ExitStatus::Failure,
        ),
        Found::Unrecorded(version) => {
            let version = version.replace(char::is_control, " ");
            (
                format!("it says that it is edition {version}, of which there is no record"),
                ExitStatus::Failure,
            )
        }
        Found::Draft => ("of this book, and of no edition".to_owned(), ExitStatus::Failure),
        Found::Other(identifier) => {
            let identifier = identifier.replace(char::is_control, " ");
            (format!("of another book, {identifier}"), ExitStatus::Failure)
        }
        Found::Unknown => ("it does not say what it is of".to_owned(), ExitStatus::Failure),
    }
}
