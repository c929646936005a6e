//! `recto release`

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::build::default_out;
use super::edition;
use super::manuscript::{TypstArgument, date, folder, plan};
use super::output::{FindingsFormat, Output, Spinner};
use super::{ExitStatus, Fault};
use crate::ledger::{FOLDER, Record};
use crate::model::{Status, Toggle};
use crate::news::{CHANGELOG, Notes};
use crate::pipeline::{Plan, Session, Silent};
use crate::release::{self, Asked, Cut, Order, Outcome, Signing};

/// Cuts an edition: a folder with its books and what is told to buyers, and a record of what it published.
///
/// The key that `RECTO_MINISIGN_KEY` names signs the checksums, opened with `RECTO_MINISIGN_PASSWORD` where it is locked.
#[derive(Debug, Args)]
pub(super) struct Release {
    /// The version, as 0.3.0, then the manuscript's folder; with --major, --minor or --patch the folder alone.
    #[arg(value_name = "VERSION] [MANUSCRIPT", num_args = 0..=2)]
    targets: Vec<String>,
    /// Raises the first number of the last version.
    #[arg(long, conflicts_with_all = ["minor", "patch"])]
    major: bool,
    /// Raises the second number of the last version.
    #[arg(long, conflicts_with = "patch")]
    minor: bool,
    /// Raises the third number of the last version.
    #[arg(long)]
    patch: bool,
    /// The date of the edition: by default `SOURCE_DATE_EPOCH`, else that of the manuscript's last commit.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<jiff::Timestamp>,
    /// The folder in which the edition's own folder is made: by default dist/.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// What is new in the author's words, as Markdown: by default the Unreleased part of CHANGELOG.md beside book.toml.
    #[arg(long, value_name = "FILE")]
    notes: Option<PathBuf>,
    /// Publishes chapters that are drafts too.
    #[arg(long)]
    drafts: bool,
    /// Cuts an edition of a text that is not committed.
    #[arg(long)]
    allow_dirty: bool,
    /// Writes nothing, and says what would be released.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    typst: TypstArgument,
    /// Uses no result of an earlier build, and keeps none.
    #[arg(long)]
    no_cache: bool,
}

impl Release {
    pub(super) fn run(&self, output: &Output) -> Result<ExitStatus, Fault> {
        let (version, manuscript) = self.targets()?;
        let plan = plan(folder(manuscript.map(Path::new))?, &self.typst, self.no_cache, self.date)?;
        let released = Status::released(self.drafts.into()).to_vec();
        let plan = Plan { released, ..plan };
        let order = Order {
            version,
            notes: self.notes.as_deref().map(notes).transpose()?,
            out: self.out.clone().unwrap_or_else(|| default_out(&plan.manuscript)),
            allow_dirty: self.allow_dirty.into(),
            dry_run: self.dry_run.into(),
            signing: signing()?,
        };
        let spinner = Spinner::new();
        let mut session = Session::new(&spinner);
        let outcome = release::cut(&plan, &order, &mut session);
        let findings = Session { progress: &Silent, ..session };
        drop(spinner);
        let status = output.findings(&findings, FindingsFormat::Text)?;
        match outcome.map_err(fault)? {
            Outcome::Cut(cut) => output.print(&summary(&cut, order.dry_run))?,
            Outcome::Already { record, folder, is_remade } => {
                let made = if is_remade { "; its files were made again" } else { "" };
                let version = &record.version;
                output.print(&format!("{version} is already released: {}{made}\n", folder.display()))?;
            }
            Outcome::Refused(record) => {
                if let Some(record) = record.filter(|_| self.dry_run) {
                    output.print(&edition::changes(&record))?;
                }
                output.say("nothing was released\n");
            }
        }
        Ok(status)
    }

    /// What is to be cut, and where the manuscript is.
    fn targets(&self) -> Result<(Asked, Option<&str>), Fault> {
        let bump = match (self.major, self.minor, self.patch) {
            (true, _, _) => Some(Asked::Major),
            (_, true, _) => Some(Asked::Minor),
            (_, _, true) => Some(Asked::Patch),
            (false, false, false) => None,
        };
        match (bump, self.targets.as_slice()) {
            (Some(bump), []) => Ok((bump, None)),
            (Some(bump), [manuscript]) => Ok((bump, Some(manuscript))),
            (Some(_), _) => Err(Fault::new("with --major, --minor or --patch no version is given")),
            (None, [version, rest @ ..]) => {
                let version = Asked::parse(version).map_err(Fault::new)?;
                Ok((Asked::Version(version), rest.first().map(String::as_str)))
            }
            (None, []) => Err(Fault::new("which version is to be released?")
                .hint("give it, as `recto release 0.1.0`, or raise the last one with --minor")),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a file that the command line names")]
fn notes(path: &Path) -> Result<Notes, Fault> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| Fault::new(format!("`{}` can't be read: {error}", path.display())))?;
    Ok(Notes { text: text.trim_end().to_owned(), line: 0, path: path.display().to_string() })
}

/// The key that the environment names.
#[expect(
    clippy::disallowed_methods,
    reason = "secrets come from the environment, never from the command line"
)]
fn signing() -> Result<Option<Signing>, Fault> {
    let Some(path) = std::env::var_os("RECTO_MINISIGN_KEY").filter(|path| !path.is_empty()) else {
        return Ok(None);
    };
    let key = std::fs::read_to_string(&path).map_err(|error| {
        Fault::new(format!("the key that RECTO_MINISIGN_KEY names can't be read: {error}"))
    })?;
    Ok(Some(Signing { key, password: std::env::var("RECTO_MINISIGN_PASSWORD").ok() }))
}

pub(super) fn fault(error: release::Error) -> Fault {
    match error {
        release::Error::Refused(why, hint) => Fault::new(why).hint(hint),
        error @ (release::Error::Pipeline(_)
        | release::Error::Record(_)
        | release::Error::Sign(_)
        | release::Error::Write(_)
        | release::Error::Occupied(_)) => Fault::new(error),
    }
}

/// What was released, what changed, and what is to be done now.
fn summary(cut: &Cut, dry_run: Toggle) -> String {
    let record = &cut.record;
    let mut out = edition::changes(record);
    let verb = if dry_run.is_on() { "would be" } else { "was" };
    writeln!(out, "{} {} {verb} released into {}", record.book.title, record.version, cut.folder.display())
        .expect("strings take all");
    for artefact in &record.artefacts {
        writeln!(out, "  {:<48} {:>9}", artefact.name, super::build::size_of(artefact.size))
            .expect("strings take all");
    }
    if !dry_run.is_on() {
        out.push_str(&git(cut, record));
    }
    out
}

/// The commands that keep the record.
fn git(cut: &Cut, record: &Record) -> String {
    let version = &record.version;
    let changelog = if cut.changelog { format!(" {CHANGELOG}") } else { String::new() };
    let folder = cut.manuscript.display().to_string();
    let quoted = format!("'{}'", folder.replace('\'', r"'\''"));
    format!(
        "keep the record:\n  git -C {quoted} add {FOLDER}/{version}.toml{changelog}\n  git -C {quoted} commit -m 'Release {version}'\n  git -C {quoted} tag -a 'v{version}' -m '{version}'\n"
    )
}
