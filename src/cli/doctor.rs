//! `recto doctor`

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use super::manuscript::TypstArgument;
use super::output::Output;
use super::{ExitStatus, Fault};
use crate::pipeline;
use crate::theme::Face;

/// Says what this program found on the machine: engine, fonts, helpers.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    #[command(flatten)]
    typst: TypstArgument,
}

/// Programs that this one can use or that check its books: name and what it is for.
const HELPERS: [(&str, &str); 6] = [
    ("git", "the date and commit that books carry"),
    ("epubcheck", "checks EPUBs"),
    ("ace", "checks the accessibility of EPUBs"),
    ("verapdf", "checks PDF/UA and PDF/A"),
    ("qpdf", "checks the structure of PDFs"),
    ("java", "runs epubcheck and veraPDF"),
];

impl Doctor {
    pub(super) fn run(&self, output: &Output) -> Result<ExitStatus, Fault> {
        let mut report = format!("recto {}\n\n", crate::release::PROGRAM);
        report.push_str("engine for the PDF\n");
        let engine = pipeline::find_engine(self.typst.asked());
        match &engine {
            Ok(engine) => writeln!(report, "  {}", engine.describe()).expect("strings take all"),
            Err(error) => writeln!(report, "  none: {error}").expect("strings take all"),
        }
        report.push('\n');
        report.push_str(&fonts());
        report.push_str("\nprograms\n");
        for (name, purpose) in HELPERS {
            let found = which(name).map_or("not found".to_owned(), |path| path.display().to_string());
            writeln!(report, "  {name:<10} {found} ({purpose})").expect("strings take all");
        }
        output.print(&report)?;
        Ok(if engine.is_ok() { ExitStatus::Success } else { ExitStatus::Error })
    }
}

fn fonts() -> String {
    let mut report = String::from("fonts (built in)\n");
    let mut families: Vec<&str> = Face::all().iter().map(|face| face.family.name()).collect();
    families.dedup();
    for family in families {
        let count = Face::all().iter().filter(|face| face.family.name() == family).count();
        let faces = if count == 1 { "1 face".to_owned() } else { format!("{count} faces") };
        writeln!(report, "  {family} ({faces})").expect("strings take all");
    }
    report
}

#[expect(clippy::disallowed_methods, reason = "programs are found by PATH")]
fn which(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|path| path.is_file())
}
