//! Which version is asked for.

use super::Error;
use crate::ledger::{Ledger, Version};

/// A version, or which number of the last one rises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// This one.
    Version(Version),
    /// The first number rises: `1.0.0`.
    Major,
    /// The second number rises: `0.4.0`.
    Minor,
    /// The third number rises: `0.3.1`.
    Patch,
}

impl Asked {
    /// Reads a version, with or without `v` before it.
    ///
    /// # Errors
    /// A sentence for what is none (Semantic Versioning 2.0.0).
    pub fn parse(text: &str) -> Result<Version, String> {
        let version = Version::parse(text.strip_prefix('v').unwrap_or(text))
            .map_err(|_| format!("`{text}` is no version: write three numbers, as `0.3.0`"))?;
        match version.build.is_empty() {
            true => Ok(version),
            false => Err(format!("`{text}` has a build behind `+`, by which editions are not ordered")),
        }
    }

    /// The version that is meant.
    pub(super) fn decide(&self, ledger: &Ledger) -> Result<Version, Error> {
        let none = Version::new(0, 0, 0);
        let last = ledger.versions().next_back().unwrap_or(&none);
        Ok(match self {
            Self::Version(version) => version.clone(),
            // What leads up to a release is behind it.
            Self::Major if !last.pre.is_empty() && last.minor == 0 && last.patch == 0 => released(last),
            Self::Minor if !last.pre.is_empty() && last.patch == 0 => released(last),
            Self::Patch if !last.pre.is_empty() => released(last),
            Self::Major => Version::new(last.major + 1, 0, 0),
            Self::Minor => Version::new(last.major, last.minor + 1, 0),
            Self::Patch => Version::new(last.major, last.minor, last.patch + 1),
        })
    }
}

fn released(version: &Version) -> Version {
    Version::new(version.major, version.minor, version.patch)
}

/// That there is no edition of a version, and which there are.
pub(super) fn unknown(version: &Version, ledger: &Ledger) -> Error {
    let known: Vec<String> = ledger.versions().rev().take(5).map(ToString::to_string).collect();
    let hint = match known.is_empty() {
        true => "no edition was cut yet".to_owned(),
        false => format!("the last ones are {}", known.join(", ")),
    };
    Error::Refused(format!("there is no edition {version}"), hint)
}

/// Versions rise: readers and shops go by that.
pub(super) fn rises(version: &Version, ledger: &Ledger) -> Result<(), Error> {
    match ledger.versions().next_back() {
        Some(last) if last >= version => {
            let why = format!("{version} is not after {last}, the last edition");
            let next = Version::new(last.major, last.minor + 1, 0);
            Err(Error::Refused(why, format!("give a higher one, as {next}, or `--minor`")))
        }
        Some(_) | None => Ok(()),
    }
}
