//! `recto withdraw`

use std::path::PathBuf;

use clap::Args;

use super::manuscript::folder;
use super::output::Output;
use super::release::fault;
use super::{ExitStatus, Fault};
use crate::ledger::FOLDER;
use crate::release::{self, Asked};

/// Marks a bad edition in its record, so that nobody takes it for a good one.
#[derive(Debug, Args)]
pub(super) struct Withdraw {
    /// The edition's version.
    version: String,
    /// The manuscript's folder.
    manuscript: Option<PathBuf>,
    /// Why: buyers may read it.
    #[arg(long, value_name = "REASON")]
    why: String,
}

impl Withdraw {
    pub(super) fn run(&self, output: &Output) -> Result<ExitStatus, Fault> {
        let version = Asked::parse(&self.version).map_err(Fault::new)?;
        if self.why.trim().is_empty() {
            return Err(Fault::new("--why is empty").hint("say it in a sentence: buyers may read it"));
        }
        release::withdraw(&folder(self.manuscript.as_deref())?, &version, &self.why).map_err(fault)?;
        output.print(&format!("{version} is withdrawn: commit {FOLDER}/{version}.toml\n"))?;
        Ok(ExitStatus::Success)
    }
}
