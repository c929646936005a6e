//! `recto man`

use std::path::PathBuf;

use clap::Args;

use super::output::Output;
use super::{ExitStatus, Fault};

/// Prints the manual page, or writes those of all commands into a folder.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The folder for `recto.1`, `recto-build.1` and the others.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Man {
    #[expect(clippy::disallowed_methods, reason = "the manual's folder is no artefact of a book")]
    pub(super) fn run(&self, output: &Output) -> Result<ExitStatus, Fault> {
        let Some(folder) = &self.out else {
            let mut page = Vec::new();
            clap_mangen::Man::new(super::command()).render(&mut page)?;
            output.print(&String::from_utf8_lossy(&page))?;
            return Ok(ExitStatus::Success);
        };
        std::fs::create_dir_all(folder)?;
        clap_mangen::generate_to(super::command(), folder)?;
        Ok(ExitStatus::Success)
    }
}
