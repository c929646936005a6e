//! The records of editions, read from their folder beside `book.toml`.

use std::sync::Arc;

use super::Store;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::ledger::{FOLDER, Ledger, Version};
use crate::source::Span;

/// Reads the texts of all records; what is in them is read by those who ask for it.
pub(super) fn read(store: &Store, diagnostics: &mut Diagnostics) -> Ledger {
    let mut texts: Vec<(Version, Arc<str>)> = Vec::new();
    for name in store.names(FOLDER) {
        let Some(stem) = name.strip_suffix(".toml").filter(|stem| !stem.starts_with('.')) else { continue };
        let path = format!("{FOLDER}/{name}");
        let mut report = |message: String, hint: &str| {
            let finding = Diagnostic::new(Code::RecordBroken, Span::DETACHED, message);
            diagnostics.push(finding.at_path(&path).hint(hint));
        };
        let Ok(version) = Version::parse(stem) else {
            report(format!("`{stem}` is no version"), "only records of editions are in this folder");
            continue;
        };
        match store.read(&path).map(|bytes| String::from_utf8(bytes.to_vec())) {
            Ok(Ok(text)) => texts.push((version, text.into())),
            Ok(Err(_)) | Err(_) => {
                report(format!("the record of edition {version} can't be read"), "put it back from git");
            }
        }
    }
    Ledger::new(texts)
}
