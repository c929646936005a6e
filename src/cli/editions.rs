//! `recto editions`

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use super::edition::counted;
use super::manuscript::folder;
use super::output::{FindingsFormat, Output};
use super::{ExitStatus, Fault};
use crate::ledger::Record;
use crate::load;
use crate::pipeline::{Session, Silent};

/// Lists the editions of a book: date, chapters, words and what changed.
#[derive(Debug, Args)]
pub(super) struct Editions {
    /// The manuscript's folder.
    manuscript: Option<PathBuf>,
}

impl Editions {
    pub(super) fn run(&self, output: &Output) -> Result<ExitStatus, Fault> {
        let mut session = Session::new(&Silent);
        let folder = folder(self.manuscript.as_deref())?;
        let ledger = load::records(&folder, &mut session.diagnostics).map_err(Fault::new)?;
        let mut out = String::new();
        for version in ledger.versions() {
            let record = ledger.record(version).map_err(Fault::new)?.expect("the ledger has its versions");
            writeln!(out, "{}", line(&record)).expect("strings take all");
        }
        if out.is_empty() {
            output.say("no edition was cut yet: `recto release 0.1.0` cuts the first\n");
        }
        output.print(&out)?;
        output.findings(&session, FindingsFormat::Text)
    }
}

fn line(record: &Record) -> String {
    let written = record.chapters.iter().filter(|chapter| chapter.is_written()).count();
    let words: usize = record.chapters.iter().map(|chapter| chapter.words).sum();
    let date = record.date.strftime("%Y-%m-%d").to_string();
    let mut line = format!(
        "{:<10} {date}  {written} of {} chapters  {:>9} words  {}",
        record.version.to_string(),
        record.chapters.len(),
        super::build::grouped(words),
        counted(record)
    );
    if let Some(why) = &record.withdrawn {
        write!(line, "  withdrawn: {}", why.replace(char::is_control, " ")).expect("strings take all");
    }
    line
}
