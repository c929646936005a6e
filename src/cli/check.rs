//! `recto check`

use clap::Args;

use super::manuscript::ManuscriptArguments;
use super::output::{FindingsFormat, Output, Spinner};
use super::{ExitStatus, Fault};
use crate::pipeline::{self, Session, Silent};

/// Finds what is wrong with a manuscript, and writes nothing.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    manuscript: ManuscriptArguments,
    /// How findings are written: text goes to standard error, the others to standard output.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format_diagnostics: FindingsFormat,
}

impl Check {
    pub(super) fn run(&self, output: &Output) -> Result<ExitStatus, Fault> {
        let plan = self.manuscript.plan(None)?;
        let spinner = Spinner::new();
        let mut session = Session::new(&spinner);
        let checked = pipeline::check(&plan, &mut session);
        let session = Session { progress: &Silent, ..session };
        drop(spinner);
        let status = output.findings(&session, self.format_diagnostics)?;
        checked?;
        if self.format_diagnostics == FindingsFormat::Text && session.diagnostics.iter().next().is_none() {
            output.say("nothing to say: the manuscript is in order\n");
        }
        Ok(status)
    }
}
