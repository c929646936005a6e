//! What every command that reads a manuscript is told.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Fault;
use crate::config::Overrides;
use crate::load;
use crate::pipeline::{Cache, OnErrors, Plan};

/// Which manuscript, and how it is read.
#[derive(Debug, Args)]
pub(super) struct ManuscriptArguments {
    /// The manuscript's folder, or one with manuscript/ in it: by default this one, else that of the nearest book.toml
    /// above, else of the nearest SUMMARY.md.
    manuscript: Option<PathBuf>,
    /// Overrides a key of book.toml: `--set book.title="My Book"`.
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Goes on in spite of errors, with a visible mark in the place of each; the exit status is 1 all the same.
    #[arg(long)]
    keep_going: bool,
    #[command(flatten)]
    typst: TypstArgument,
    /// Uses no result of an earlier build, and keeps none.
    #[arg(long)]
    no_cache: bool,
}

/// Which Typst sets the PDF.
#[derive(Debug, Args)]
pub(super) struct TypstArgument {
    /// The Typst program to use, instead of the one that is found or built in.
    #[arg(long, value_name = "PATH", env = "TYPST", hide_env_values = true)]
    typst: Option<String>,
}

impl TypstArgument {
    /// The program that was asked for; an empty name asks for none, as `TYPST= recto` does.
    pub(super) fn asked(&self) -> Option<&str> {
        self.typst.as_deref().filter(|path| !path.is_empty())
    }
}

impl ManuscriptArguments {
    /// Decides everything.
    pub(super) fn plan(&self, date: Option<jiff::Timestamp>) -> Result<Plan, Fault> {
        let overrides = Overrides::parse(&self.set).map_err(Fault::new)?;
        let on_errors = if self.keep_going { OnErrors::KeepGoing } else { OnErrors::Stop };
        let folder = folder(self.manuscript.as_deref())?;
        Ok(Plan { overrides, on_errors, ..plan(folder, &self.typst, self.no_cache, date)? })
    }
}

/// The plan of a manuscript as `book.toml` has it.
pub(super) fn plan(
    manuscript: PathBuf,
    typst: &TypstArgument,
    no_cache: bool,
    date: Option<jiff::Timestamp>,
) -> Result<Plan, Fault> {
    let date = match date {
        Some(date) => Some(date),
        None => epoch()?,
    };
    let cache = if no_cache { Cache::Off } else { cache() };
    Ok(Plan { typst: typst.asked().map(str::to_owned), cache, date, ..Plan::of(manuscript) })
}

/// The manuscript's folder. A `SUMMARY.md` stands for the manuscript whose outline it is, which may be in the folder
/// above.
pub(super) fn folder(named: Option<&Path>) -> Result<PathBuf, Fault> {
    let Some(named) = named else {
        return load::find(&here()?).ok_or_else(|| {
            Fault::new("there is no manuscript here: neither book.toml, nor SUMMARY.md, nor manuscript/")
                .hint("name its folder, or make a new one: `recto new DIR`")
        });
    };
    let Some(name) = named.file_name().filter(|name| *name == "book.toml" || *name == "SUMMARY.md") else {
        return Ok(named.to_owned());
    };
    let parent = named.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or(Path::new(".")).to_owned();
    // A path with `..` or links in it has other folders above it than its words say.
    let found =
        parent.canonicalize().ok().filter(|_| name == "SUMMARY.md").and_then(|real| load::find(&real));
    Ok(found.unwrap_or(parent))
}

/// The folder that the user is in.
#[expect(clippy::disallowed_methods, reason = "paths on the command line begin here")]
pub(super) fn here() -> Result<PathBuf, Fault> {
    std::env::current_dir().map_err(|error| Fault::new(format!("this folder can't be read: {error}")))
}

/// A moment: `2026-11-24`, which is midnight UTC, or `2026-11-24T12:00:00Z`.
pub(super) fn date(text: &str) -> Result<jiff::Timestamp, String> {
    let date = text.parse::<jiff::Timestamp>().ok().or_else(|| {
        let date = text.parse::<jiff::civil::Date>().ok()?;
        jiff::tz::Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()
    });
    date.filter(in_range)
        .ok_or_else(|| "write it as `2026-11-24` or `2026-11-24T12:00:00Z`, from 1980 on".to_owned())
}

/// What EPUB's archive and every format can state.
fn in_range(date: &jiff::Timestamp) -> bool {
    (315_532_800..4_102_444_800).contains(&date.as_second())
}

/// `SOURCE_DATE_EPOCH` (reproducible-builds.org).
#[expect(clippy::disallowed_methods, reason = "a date from the environment, as builders of packages give it")]
fn epoch() -> Result<Option<jiff::Timestamp>, Fault> {
    let Some(text) = std::env::var_os("SOURCE_DATE_EPOCH").filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    let seconds = text.to_str().and_then(|text| text.trim().parse().ok());
    let date = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()).filter(in_range);
    let wrong = || Fault::new("SOURCE_DATE_EPOCH is no time from 1980 on, in seconds since 1970");
    date.map(Some).ok_or_else(wrong)
}

/// The user's cache folder, as each system has it; no cache where there is none.
#[expect(clippy::disallowed_methods, reason = "the user's cache folder is named by the environment")]
fn cache() -> Cache {
    let folder = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|folder| folder.is_absolute());
    let base = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Caches"))
    } else {
        folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")))
    };
    base.map_or(Cache::Off, |base| Cache::Folder(base.join("recto").join("results")))
}
