//! `recto verify`

use std::path::PathBuf;

use clap::Args;

use super::build::default_out;
use super::manuscript::{TypstArgument, folder, plan};
use super::output::{FindingsFormat, Output, Spinner};
use super::release::fault;
use super::{ExitStatus, Fault};
use crate::pipeline::{Session, Silent};
use crate::release::{self, Asked, Rebuilt, Verified};

/// Compares the files of an edition with its record: sizes, checksums and signature; with --rebuild, the books too.
#[derive(Debug, Args)]
pub(super) struct Verify {
    /// The edition's version.
    version: String,
    /// The manuscript's folder.
    manuscript: Option<PathBuf>,
    /// The folder that the edition's own folder is in: by default dist/.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Makes the books again, of the commit that the record names, and compares them.
    #[arg(long)]
    rebuild: bool,
    #[command(flatten)]
    typst: TypstArgument,
}

impl Verify {
    pub(super) fn run(&self, output: &Output) -> Result<ExitStatus, Fault> {
        let version = Asked::parse(&self.version).map_err(Fault::new)?;
        // What is compared is made, never remembered.
        let plan = plan(folder(self.manuscript.as_deref())?, &self.typst, true, None)?;
        let out = self.out.clone().unwrap_or_else(|| default_out(&plan.manuscript));
        let spinner = Spinner::new();
        let mut session = Session::new(&spinner);
        let verified = release::verify(&plan.manuscript, &version, &out, self.rebuild.into(), &mut session);
        let verified = verified.and_then(|mut verified| {
            if self.rebuild {
                release::rebuild(&plan, &mut verified, &mut session)?;
            }
            Ok(verified)
        });
        let findings = Session { progress: &Silent, ..session };
        drop(spinner);
        let status = output.findings(&findings, FindingsFormat::Text)?;
        let verified = verified.map_err(fault)?;
        output.print(&summary(&verified, status))?;
        Ok(status)
    }
}

fn summary(verified: &Verified, status: ExitStatus) -> String {
    let record = &verified.record;
    let verdict = if status == ExitStatus::Success { "as it was released" } else { "not as it was released" };
    let mut out = format!("{} {}: {verdict}\n", record.book.title, record.version);
    match verified.files {
        Some(files) => {
            out.push_str(&format!("  {files} files, by size and SHA-256\n"));
            out.push_str(&match (&verified.signature, &record.key) {
                (Some(comment), Some(key)) => format!("  signed by {key}: {comment}\n"),
                (None, Some(key)) => format!("  the signature of {key} does not hold\n"),
                (_, None) => "  not signed\n".to_owned(),
            });
        }
        None => out.push_str("  the files are not there\n"),
    }
    match verified.rebuilt {
        Some(Rebuilt::Bytes) => out.push_str("  made again, and compared byte by byte\n"),
        Some(Rebuilt::Text) => out.push_str(&format!(
            "  made again, and compared by text, structure and ids: the record is of recto {}, Typst {}, {}\n",
            record.recto, record.typst, record.engine
        )),
        None => {}
    }
    if let Some(why) = &record.withdrawn {
        out.push_str(&format!("  withdrawn: {}\n", why.replace(char::is_control, " ")));
    }
    out
}
