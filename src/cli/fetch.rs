//! `recto fetch`

use clap::Args;

use super::manuscript::ManuscriptArguments;
use super::output::{FindingsFormat, Output, Spinner};
use super::{ExitStatus, Fault};
use crate::fetch;
use crate::pipeline::{self, Session, Silent};

/// Brings pictures from other sites into the manuscript, once, pinned by their hash, to be committed.
#[derive(Debug, Args)]
pub(super) struct Fetch {
    #[command(flatten)]
    manuscript: ManuscriptArguments,
}

impl Fetch {
    pub(super) fn run(&self, output: &Output) -> Result<ExitStatus, Fault> {
        let plan = self.manuscript.plan(None)?;
        let spinner = Spinner::new();
        let mut session = Session::new(&spinner);
        let fetched = pipeline::remote_images(&plan, &mut session).map_err(Fault::new).and_then(
            |(manuscript, images)| {
                fetch::fetch(&manuscript, &images, &spinner, &mut session.diagnostics).map_err(Fault::new)
            },
        );
        let session = Session { progress: &Silent, ..session };
        drop(spinner);
        let status = output.findings(&session, FindingsFormat::Text)?;
        let fetched = fetched?;
        output.print(&match (fetched.len(), status) {
            (0, ExitStatus::Success) => "nothing is left to be fetched\n".to_owned(),
            _ => fetched.iter().map(|path| format!("fetched {path}\n")).collect(),
        })?;
        Ok(status)
    }
}
