//! `recto changes`

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::manuscript::folder;
use super::output::{FindingsFormat, Output, Spinner};
use super::{ExitStatus, Fault};
use crate::changes::{self, Error};
use crate::ledger::Version;
use crate::pipeline::{Session, Silent};
use crate::release::Asked;

/// Shows what readers of one edition find changed in another, down to the words of each paragraph.
#[derive(Debug, Args)]
pub(super) struct Changes {
    /// The edition that is known, as 0.2.0.
    old: String,
    /// The edition that it is compared with, and the manuscript's folder: by default the text as it is now.
    #[arg(value_name = "NEW] [MANUSCRIPT", num_args = 0..=2)]
    targets: Vec<String>,
    /// How changes are written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

/// How changes are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// For a terminal.
    Text,
    /// Markdown, with `<ins>` and `<del>`.
    Markdown,
    /// A JSON value.
    Json,
    /// A page that needs nothing beside it.
    Html,
}

impl Changes {
    pub(super) fn run(&self, output: &Output) -> Result<ExitStatus, Fault> {
        let old = Asked::parse(&self.old).map_err(Fault::new)?;
        let (new, manuscript) = self.targets()?;
        let manuscript = folder(manuscript.as_deref())?;
        let spinner = Spinner::new();
        let mut session = Session::new(&spinner);
        let changed = changes::between(&manuscript, &old, new.as_ref(), &mut session);
        let session = Session { progress: &Silent, ..session };
        drop(spinner);
        let status = output.findings(&session, FindingsFormat::Text)?;
        let changed = changed.map_err(fault)?;
        output.print(&match self.format {
            Form::Text => changed.text(output.results()),
            Form::Markdown => changed.markdown(),
            Form::Json => changed.json(),
            Form::Html => changed.html(),
        })?;
        Ok(status)
    }

    /// The new edition, `None` for the text as it is now, and the manuscript. What is no version is the manuscript.
    fn targets(&self) -> Result<(Option<Version>, Option<PathBuf>), Fault> {
        let path = |text: &String| Some(Path::new(text).to_owned());
        match self.targets.as_slice() {
            [] => Ok((None, None)),
            [one] => Ok(match Asked::parse(one) {
                Ok(version) => (Some(version), None),
                Err(_) => (None, path(one)),
            }),
            [version, manuscript, ..] => {
                Ok((Some(Asked::parse(version).map_err(Fault::new)?), path(manuscript)))
            }
        }
    }
}

fn fault(error: Error) -> Fault {
    let hint = match &error {
        Error::Unknown(_, near) if near.is_empty() => {
            "no edition was cut yet: `recto release 0.1.0` cuts the first".to_owned()
        }
        Error::Unknown(_, near) => {
            let near: Vec<String> = near.iter().map(ToString::to_string).collect();
            format!("the nearest: {}", near.join(", "))
        }
        Error::Load(_) | Error::Record(_) => return Fault::new(error),
    };
    Fault::new(error).hint(hint)
}
