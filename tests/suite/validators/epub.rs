//! What EPUBCheck and Ace say of every EPUB.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use recto::model::Format;
use serde_json::Value;

use super::{run, validators};
use crate::books::{Written, sampled};

#[test]
fn epubcheck_finds_nothing() {
    let Some((home, books)) = validators("EPUBCheck") else { return };
    for book in books {
        assert_eq!(epubcheck(&home, &book.epub), [""; 0], "{}", book.name);
    }
    assert_eq!(epubcheck(&home, &sampled().0), [""; 0], "a sample");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let epub = folder.path().join("planted.epub");
    plant(&books[0], "<p>", "<p foo=\"bar\">", &epub);
    let said = epubcheck(&home, &epub);
    assert!(said.iter().any(|said| said.contains("attribute \\\"foo\\\" not allowed")), "{said:#?}");
}

#[test]
fn epubcheck_finds_nothing_in_an_edition() {
    let Some((home, books)) = validators("EPUBCheck") else { return };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let built = crate::edition::built(&books[0].manuscript, &[Format::Epub], folder.path());
    let (_, epub) = &built.written[0];
    assert_eq!(epubcheck(&home, &epub.path), [""; 0]);
}

/// What EPUBCheck finds, warnings too.
fn epubcheck(home: &Path, epub: &Path) -> Vec<String> {
    let jar = home.join("epubcheck/epubcheck.jar");
    let report = run(Command::new("java").arg("-jar").arg(jar).arg(epub).args(["--json", "-"]));
    let start = report.find('{').unwrap_or_else(|| panic!("{}: no report: {report}", epub.display()));
    let mut reports = serde_json::Deserializer::from_str(&report[start..]).into_iter();
    let report: Value = reports.next().expect("a report").expect("JSON");
    let version = report["checker"]["checkerVersion"].as_str().expect("a version");
    assert!(version.starts_with("5.3"), "EPUBCheck {version}");
    assert!(report["publication"]["title"].is_string(), "{}: it was read", epub.display());
    let messages = report["messages"].as_array().expect("messages").iter();
    let bad = messages.filter(|message| !matches!(message["severity"].as_str(), Some("INFO" | "USAGE")));
    bad.map(Value::to_string).collect()
}

#[test]
fn ace_finds_no_violation() {
    let Some((home, books)) = validators("Ace by DAISY") else { return };
    for book in books {
        assert_eq!(ace(&home, &book.epub), [""; 0], "{}", book.name);
    }
    assert_eq!(ace(&home, &sampled().0), [""; 0], "a sample");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let epub = folder.path().join("planted.epub");
    plant(&books[0], "<p>", "<p style=\"color: #999\">", &epub);
    let said = ace(&home, &epub);
    assert!(said.iter().any(|said| said.contains("color-contrast")), "{said:#?}");
}

/// The violations that Ace finds.
fn ace(home: &Path, epub: &Path) -> Vec<String> {
    let out = tempfile::tempdir().expect("a temporary folder");
    run(Command::new(home.join("node"))
        .arg(home.join("node_modules/.bin/ace-puppeteer"))
        .env("PUPPETEER_EXECUTABLE_PATH", home.join("chromium"))
        .args(["-f", "-o"])
        .arg(out.path())
        .arg(epub));
    let report = std::fs::read_to_string(out.path().join("report.json")).expect("Ace writes a report");
    let report: Value = serde_json::from_str(&report).expect("JSON");
    let documents = report["assertions"].as_array().expect("assertions").iter();
    let violations: Vec<String> = documents
        .flat_map(|document| document["assertions"].as_array().expect("a list"))
        .map(Value::to_string)
        .collect();
    let outcome = report["earl:result"]["earl:outcome"].as_str().expect("an outcome");
    assert_eq!(violations.is_empty(), outcome == "pass", "{}: {outcome}", epub.display());
    violations
}

/// Writes a book's EPUB with a fault: the first such words of each document become others.
fn plant(book: &Written, words: &str, others: &str, path: &Path) {
    let mut archive = zip::ZipWriter::new(File::create(path).expect("it can be written"));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut files: Vec<(String, Vec<u8>)> = book.epub_files().into_iter().collect();
    // It must be first (OCF 3.3 §4.3).
    files.sort_by_key(|(name, _)| name != "mimetype");
    for (name, mut bytes) in files {
        if name.ends_with(".xhtml") {
            let text = String::from_utf8(bytes).expect("UTF-8");
            bytes = text.replacen(words, others, 1).into_bytes();
        }
        archive.start_file(name, stored).expect("a file of the archive");
        archive.write_all(&bytes).expect("it can be written");
    }
    archive.finish().expect("it can be written");
}
