//! What `recto fetch` brought: pictures from other sites, pinned by their hash.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Manuscript, ReadError};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;

/// Where the record is, in the manuscript's folder.
pub const RECORD: &str = "remote/remote.toml";

/// Addresses and what was fetched from them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetched {
    /// By address.
    #[serde(default)]
    pub image: BTreeMap<String, Pinned>,
}

/// A file that was fetched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pinned {
    /// Its path in the manuscript's folder.
    pub path: String,
    /// The BLAKE3 hash of its bytes, in hexadecimal digits.
    pub blake3: String,
}

/// What to do about a picture that is not, or no longer, what the record says.
pub const UNPIN: &str =
    "take its entry out of `remote/remote.toml` and run `recto fetch`, or take the picture back from history";

impl Fetched {
    /// Reads the record; files that are not what it says are left out, with a finding.
    pub fn read(manuscript: &Manuscript, diagnostics: &mut Diagnostics) -> Self {
        let mut fetched = Self::record(manuscript, diagnostics).unwrap_or_default();
        fetched.image.retain(|address, pinned| match pinned.state(manuscript) {
            State::Same => true,
            State::Missing => {
                let message = format!("`{}`, which was fetched from `{address}`, is not there", pinned.path);
                let finding = Diagnostic::new(Code::ImageRemote, Span::DETACHED, message);
                diagnostics.push(finding.at_path(RECORD).hint("run `recto fetch` again"));
                false
            }
            State::Changed => {
                let finding = Diagnostic::new(Code::ImageRemote, Span::DETACHED, pinned.changed(address));
                diagnostics.push(finding.at_path(RECORD).hint(UNPIN));
                false
            }
        });
        fetched
    }

    /// The record as it was written; `None`, with a finding, for one that can't be read.
    pub fn record(manuscript: &Manuscript, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut wrong = |code, message: String| {
            let finding = Diagnostic::new(code, Span::DETACHED, message).at_path(RECORD);
            diagnostics.push(finding.hint("`recto fetch` writes it; take it back from history"));
            None
        };
        let bytes = match manuscript.store.read(RECORD) {
            Ok(bytes) => bytes,
            Err(ReadError::Missing) => return Some(Self::default()),
            Err(ReadError::Outside) => {
                return wrong(Code::PathOutside, format!("`{RECORD}` leads out of the manuscript's folder"));
            }
            Err(ReadError::Unreadable(why)) => {
                return wrong(Code::FileUnreadable, format!("`{RECORD}` can't be read: {why}"));
            }
        };
        match toml::from_slice(&bytes) {
            Ok(fetched) => Some(fetched),
            Err(error) => wrong(Code::ConfigSyntax, error.message().to_owned()),
        }
    }

    /// The file that was fetched from an address.
    pub fn path(&self, address: &str) -> Option<&str> {
        self.image.get(address).map(|pinned| pinned.path.as_str())
    }
}

/// How a file that was fetched stands to its pin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It is what was fetched.
    Same,
    /// There is none.
    Missing,
    /// It is another, or can't be read.
    Changed,
}

impl Pinned {
    /// Compares the file with its pin.
    pub fn state(&self, manuscript: &Manuscript) -> State {
        match manuscript.store.read(&self.path) {
            Ok(bytes) if blake3::hash(&bytes).to_hex().as_str() == self.blake3 => State::Same,
            Err(ReadError::Missing) => State::Missing,
            Ok(_) | Err(ReadError::Outside | ReadError::Unreadable(_)) => State::Changed,
        }
    }

    /// That the file is not what was fetched from an address.
    pub fn changed(&self, address: &str) -> String {
        format!("`{}` is not what was fetched from `{address}`", self.path)
    }
}
