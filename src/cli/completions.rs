//! `recto completions`

use clap::Args;
use clap_complete::Shell;

use super::output::Output;
use super::{ExitStatus, Fault};

/// Prints the completions of a shell.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell.
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, output: &Output) -> Result<ExitStatus, Fault> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut super::command(), "recto", &mut script);
        output.print(&String::from_utf8_lossy(&script))?;
        Ok(ExitStatus::Success)
    }
}
