//! What `recto fetch` brought: pictures from other sites, pinned by their hash.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Manuscript;
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

impl Fetched {
    /// Reads the record; files that are not what it says are left out, with a finding.
    pub fn read(manuscript: &Manuscript, diagnostics: &mut Diagnostics) -> Self {
        let Ok(bytes) = manuscript.store.read(RECORD) else { return Self::default() };
        let text = String::from_utf8_lossy(&bytes);
        let mut fetched: Self = match toml::from_str(&text) {
            Ok(fetched) => fetched,
            Err(error) => {
                let finding = Diagnostic::new(Code::ConfigSyntax, Span::DETACHED, error.message().to_owned());
                diagnostics
                    .push(finding.at_path(RECORD).hint("`recto fetch` writes it; take it back from history"));
                return Self::default();
            }
        };
        fetched.image.retain(|address, pinned| {
            let hash =
                manuscript.store.read(&pinned.path).map(|bytes| blake3::hash(&bytes).to_hex().to_string());
            let is_same = hash.as_ref().is_ok_and(|hash| *hash == pinned.blake3);
            if !is_same {
                let message = format!("`{}` is not what was fetched from `{address}`", pinned.path);
                let finding = Diagnostic::new(Code::ImageRemote, Span::DETACHED, message);
                diagnostics.push(finding.at_path(RECORD).hint("run `recto fetch` again"));
            }
            is_same
        });
        fetched
    }

    /// The file that was fetched from an address.
    pub fn path(&self, address: &str) -> Option<&str> {
        self.image.get(address).map(|pinned| pinned.path.as_str())
    }
}
