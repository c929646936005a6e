//! The manuscripts of `tests/hostile/`, built by the whole program, and their three books read back.
//!
//! `tests/hostile/README.md` says what stands where. `RECTO_BLESS=1 cargo test manuscripts` writes what is found in them:
//! read the difference, since a finding that is lost is seen there.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::books::Books;
use super::made::{self, SECRET};

macro_rules! manuscripts {
    ($($test:ident $folder:literal)+) => {
        const MANUSCRIPTS: &[&str] = &[$($folder),+];

        $(#[test]
        fn $test() {
            run($folder);
        })+
    };
}

manuscripts! {
    addresses "addresses"
    broken_images "broken-images"
    chapter_twice "chapter-twice"
    configuration_link "configuration-link"
    configured_addresses "configured-addresses"
    embedded_html "embedded-html"
    empty_book "empty-book"
    empty_chapter "empty-chapter"
    empty_outline "empty-outline"
    entities "entities"
    event_attributes "event-attributes"
    formulas "formulas"
    front_matter "front-matter"
    hidden_controls "hidden-controls"
    include_cycle "include-cycle"
    laughing_drawings "laughing-drawings"
    links_outside "links-outside"
    long_line "long-line"
    long_listing "long-listing"
    long_table "long-table"
    malformed_html "malformed-html"
    many_notes "many-notes"
    mark_and_returns "mark-and-returns"
    missing_chapter "missing-chapter"
    nested_quotes "nested-quotes"
    not_utf8 "not-utf8"
    null_bytes "null-bytes"
    odd_titles "odd-titles"
    outline_link "outline-link"
    outline_outside "outline-outside"
    paths_outside "paths-outside"
    same_ids "same-ids"
    scripts_in_drawings "scripts-in-drawings"
    slip "slip"
    slow_drawings "slow-drawings"
    slugs "slugs"
    source_link "source-link"
    source_outside "source-outside"
    style_attributes "style-attributes"
    style_sheets "style-sheets"
    templates "templates"
    terminal "terminal"
    text_of_marks "text-of-marks"
    typst_in_text "typst-in-text"
    unclosed_fences "unclosed-fences"
    utf_16 "utf-16"
}

#[test]
fn every_manuscript_is_run() {
    let mut there: Vec<String> = std::fs::read_dir(folder())
        .expect("the manuscripts are there")
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .collect();
    there.sort();
    assert_eq!(there, MANUSCRIPTS);
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/hostile")
}

/// Builds a manuscript, plainly and, where it has errors, in spite of them; what is found is what is expected, what is
/// written is what a reader may be given, and nothing else is written.
fn run(name: &str) {
    let place = tempfile::tempdir().expect("a temporary folder");
    made::make(&folder().join(name), place.path());
    let before = made::tree(place.path());
    let formats = if recto::render::typst::find(None).is_ok() { "epub,pdf,html" } else { "epub,html" };
    let mut ended = build(place.path(), formats, &[]);
    if ended.status != 0 {
        assert!(!place.path().join("dist").exists(), "{name} ended with {}, and wrote books", ended.status);
        let plain = ended;
        ended = build(place.path(), formats, &["--keep-going"]);
        assert_eq!(ended.status, plain.status, "{name}, with `--keep-going`: {}", ended.said);
    }
    compare(name, &format!("ends with {}\n{}", ended.status, findings(&ended.said)));
    assert!(!ended.said.contains(SECRET), "{name} tells what stands beside it: {}", ended.said);
    assert_eq!(made::tree(place.path()), before, "{name} writes elsewhere than into dist/");
    let faults = Books::read(&place.path().join("dist")).faults();
    assert!(faults.is_empty(), "{name}:\n{}", faults.join("\n"));
}

/// Far more than any of these builds takes, on a machine that does much else: what takes longer does not end.
const LONGEST: Duration = Duration::from_secs(1200);

/// How a build ended, and what it said.
struct Ended {
    status: i32,
    said: String,
}

fn build(place: &Path, formats: &str, more: &[&str]) -> Ended {
    let said = |name: &str| place.join("said").join(name);
    std::fs::create_dir_all(place.join("said")).expect("a folder is made");
    let file = |name| Stdio::from(std::fs::File::create(said(name)).expect("a file is made"));
    let mut child = Command::new(env!("CARGO_BIN_EXE_recto"))
        .args(["build", "book", "--no-cache", "--date", "2026-01-01", "--format", formats])
        .args(more)
        .current_dir(place)
        .stdin(Stdio::null())
        .stdout(file("out"))
        .stderr(file("err"))
        .spawn()
        .expect("the program starts");
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().expect("it is ours") {
            break status;
        }
        if started.elapsed() > LONGEST {
            child.kill().expect("it is ours");
            child.wait().expect("it ends");
            panic!("no end after {} seconds", LONGEST.as_secs());
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let text = |name| std::fs::read_to_string(said(name)).expect("the program speaks UTF-8");
    let err = text("err");
    let status = status.code().unwrap_or_else(|| panic!("{status}: {err}"));
    // A panic ends with another.
    assert!((0..=2).contains(&status), "it ended with {status}: {err}");
    Ended { status, said: text("out") + &err }
}

/// The findings, one a line: where, what, and the message.
fn findings(said: &str) -> String {
    let mut found = String::new();
    for part in said.split("\n\n") {
        let mut lines = part.lines();
        let is_finding = |line: &&str| {
            ["error", "warning", "notice"]
                .iter()
                .any(|level| line.strip_prefix(level).is_some_and(|rest| rest.starts_with(['[', ':'])))
        };
        let Some(head) = lines.find(is_finding) else { continue };
        // A message may have more lines than one.
        let place = lines.find_map(|line| line.trim_start().strip_prefix("--> "));
        found.push_str(&format!("{}: {head}\n", place.unwrap_or("-")));
    }
    found
}

fn compare(name: &str, found: &str) {
    let path = folder().join(name).join("findings.txt");
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    if std::env::var_os("RECTO_BLESS").is_some() {
        if expected != found {
            std::fs::write(path, found).expect("it can be written");
        }
        return;
    }
    let is_lost = |line: &&str| !found.lines().any(|other| other == *line);
    let is_new = |line: &&str| !expected.lines().any(|other| other == *line);
    let lost: Vec<&str> = expected.lines().filter(is_lost).collect();
    let new: Vec<&str> = found.lines().filter(is_new).collect();
    assert!(
        expected == found,
        "{name}: other findings than those of tests/hostile/{name}/findings.txt; is that what you want, `RECTO_BLESS=1` writes them anew\n\nlost:\n{}\n\nnew:\n{}",
        lost.join("\n"),
        new.join("\n")
    );
}
