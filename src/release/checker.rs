//! EPUBCheck, where it is installed: an EPUB that it finds fault with is sold nowhere.
#![expect(
    clippy::disallowed_methods,
    reason = "the one place that starts EPUBCheck, on a file of its own that is gone afterwards"
)]

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::Format;
use crate::package::folder::Artefact;
use crate::pipeline::Books;
use crate::source::Span;

/// The program, as its packages name it.
const PROGRAM: &str = "epubcheck";

/// Checks the EPUB. Where the program is not there or can't be run, nothing is said.
pub(super) fn check(books: &Books, diagnostics: &mut Diagnostics) {
    let epub = books.artefacts.iter().find(|(format, _)| *format == Format::Epub);
    let Some((_, Artefact::File(bytes))) = epub else { return };
    let Some(report) = report(bytes) else { return };
    let messages = report["messages"].as_array();
    for message in messages.into_iter().flatten() {
        let severity = match message["severity"].as_str() {
            Some("ERROR" | "FATAL") => Severity::Error,
            Some("WARNING") => Severity::Warning,
            Some(_) | None => continue,
        };
        let text = |key: &str| message[key].as_str().unwrap_or_default().to_owned();
        let place = &message["locations"][0];
        let path = place["path"].as_str().unwrap_or_default();
        let words = format!("EPUBCheck: {} {}", text("ID"), text("message"));
        let mut finding = Diagnostic::new(Code::EpubCheck, Span::DETACHED, words);
        finding.severity = severity;
        diagnostics.push(finding.at_path(path));
    }
}

fn report(epub: &[u8]) -> Option<Value> {
    let folder = tempfile::tempdir().ok()?;
    let (book, report) = (folder.path().join("book.epub"), folder.path().join("report.json"));
    std::fs::File::create(&book).ok()?.write_all(epub).ok()?;
    let mut command = Command::new(PROGRAM);
    command.arg(&book).arg("--json").arg(&report);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // It ends with another status where it finds faults.
    command.status().ok()?;
    serde_json::from_slice(&std::fs::read(&report).ok()?).ok()
}
