//! The books that were written say what the manuscript says, block by block; and whatever differs is found at its line.
//!
//! What is compared, and what may differ and why, is in `src/prove.rs`.

mod words;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use recto::diag::{Code, Diagnostic, Diagnostics};
use recto::model::Format;
use recto::package::folder::Artefact;
use recto::pipeline::{self, Plan, Read, Session, Silent};
use recto::prove::{Proof, prove};
use recto::render::Files;
use recto::source::Sources;

use crate::books::{Written, write, written};

#[test]
fn every_block_of_every_book_is_in_all_three_formats() {
    let Some(books) = written("the proof that all formats say the same") else { return };
    for book in books {
        let (read, sources) = read(&book.manuscript);
        let (proof, findings) = proved(&read, &sources, book);
        let text = recto::diag::text(&findings, &sources, recto::diag::Style::Plain);
        assert!(findings.is_empty(), "{}: {text}", book.name);
        assert!(proof.blocks > 20, "{}: {proof:?}", book.name);
        // The site has each chapter twice; planned chapters and parts have no pages of their own there.
        assert!(
            proof.compared > 3 * proof.blocks && proof.compared <= 4 * proof.blocks,
            "{}: {proof:?}",
            book.name
        );
    }
}

/// The model of a manuscript, without anything that was written.
fn read(manuscript: &Path) -> (Read, Sources) {
    let plan = Plan::of(manuscript);
    let mut session = Session::new(&Silent);
    let read = pipeline::read(&plan, &mut session).expect("there is a manuscript");
    (read, session.sources)
}

/// Compares a manuscript with the books in their folder.
fn proved(read: &Read, sources: &Sources, book: &Written) -> (Proof, Vec<Diagnostic>) {
    let file = |path: &Path| -> Arc<[u8]> { std::fs::read(path).expect("it was written").into() };
    let mut site = Files::new();
    for page in book.pages() {
        site.insert(page.file_name().expect("a page").to_string_lossy(), file(&page));
    }
    let (epub, pdf) = (Artefact::File(file(&book.epub)), Artefact::File(file(&book.pdf)));
    let site = Artefact::Folder(site);
    let books = [(Format::Epub, &epub), (Format::Pdf, &pdf), (Format::Html, &site)];
    let mut diagnostics = Diagnostics::new();
    let proof = prove(&read.book, &books, &mut diagnostics);
    (proof, diagnostics.sorted(sources))
}

/// A manuscript's folder with one chapter.
fn folder(name: &str, text: &str) -> std::path::PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("parity").join(name);
    std::fs::create_dir_all(&folder).expect("a folder is made");
    let toml = "[book]\ntitle = \"T\"\nlanguage = \"en\"\nslug = \"t\"\nidentifier = \"urn:x:1\"\n";
    let files = [("book.toml", toml), ("SUMMARY.md", "- [One](one.md)\n- [Two]()\n"), ("one.md", text)];
    for (path, text) in files {
        std::fs::write(folder.join(path), text).expect("a file is written");
    }
    std::fs::write(folder.join("a.png"), crate::support::PNG).expect("a file is written");
    folder
}

/// What a manuscript says, and what the books say in its place: each difference in blocks of its own.
const DIFFERENCES: &[(&str, &str, &str)] = &[
    ("a word that is lost", "One two three.", "One three."),
    ("two words that are one", "Four five six.", "Four fivesix."),
    ("a paragraph that is lost", "Said once.\n\nSaid and lost.\n\nSaid again.", "Said once.\n\nSaid again."),
    ("a paragraph that is said twice", "Twice told.", "Twice told.\n\nTwice told."),
    ("blocks in another order", "First of two.\n\nSecond of two.", "Second of two.\n\nFirst of two."),
    ("a heading that is none", "## Is a heading", "Is a heading"),
    ("another heading", "## Growth of slices", "## Growth of maps"),
    ("a line of code that is lost", "```\nalpha()\nbeta()\n```", "```\nalpha()\n```"),
    ("code that is indented otherwise", "```\nif x:\n    gamma()\n```", "```\nif x:\n  gamma()\n```"),
    ("lines that are one", "```\ndelta()\nepsilon()\n```", "```\ndelta()epsilon()\n```"),
    ("a title of code", "```go title=\"a.go\"\nx\n```", "```go title=\"b.go\"\nx\n```"),
    ("a cell that is lost", "| a | b |\n| - | - |\n| c1 | d1 |", "| a | b |\n| - | - |\n| c1 | |"),
    ("cells that are exchanged", "| a | b |\n| - | - |\n| c2 | d2 |", "| a | b |\n| - | - |\n| d2 | c2 |"),
    ("a cell in another column", "| a | b |\n| - | - |\n| | d3 |", "| a | b |\n| - | - |\n| d3 | |"),
    ("another caption", "![Alt](a.png \"Of a heap\")", "![Alt](a.png \"Of a stack\")"),
    ("another text alternative", "![A heap](a.png)", "![A stack](a.png)"),
    ("a footnote's words", "Noted[^n].\n\n[^n]: As it was.", "Noted[^n].\n\n[^n]: As it is."),
    ("another target", "See [there](https://example.com/a).", "See [there](https://example.com/b)."),
    ("a link that is none", "See [nowhere](https://example.com/c).", "See nowhere."),
    ("another place in the book", "To [it](#is-a-place) now.", "To [it](#is-another) now."),
    ("another formula", "As $a + b$ is.", "As $a + c$ is."),
    ("another displayed formula", "$$\nE = m\n$$", "$$\nE = n\n$$"),
    ("a list's number", "Text.\n\n4. Four\n", "Text.\n\n5. Four\n"),
    ("another alert", "> [!NOTE]\n> Of an alert.", "> [!TIP]\n> Of an alert."),
    ("a task that is done", "- [ ] To do", "- [x] To do"),
    ("a quotation's words", "> Quoted so.", "> Quoted otherwise."),
];

/// The chapter with all of one side, and the lines that each difference is on.
fn side(pick: impl Fn(&(&str, &'static str, &'static str)) -> &'static str) -> (String, Vec<(usize, usize)>) {
    let mut text = String::from("# One\n\n## Is a place\n\n## Is another\n\n");
    let mut lines = Vec::new();
    for difference in DIFFERENCES {
        let start = text.lines().count() + 1;
        text.push_str(pick(difference));
        lines.push((start, text.lines().count()));
        text.push_str("\n\nBetween.\n\n***\n\n");
    }
    (text, lines)
}

#[test]
fn whatever_differs_is_found_at_its_line_in_each_format() {
    if written("the proof that differences are found").is_none() {
        return;
    }
    let (text, lines) = side(|(_, should, _)| should);
    let manuscript = folder("told", &text);
    let (other, _) = side(|(_, _, is)| is);
    let books = write(&folder("written", &other), "parity", &[]);
    let (read, sources) = read(&manuscript);
    let (proof, findings) = proved(&read, &sources, &books);
    assert_eq!(findings.iter().filter(|finding| finding.code != Code::BooksDiffer).count(), 0);
    assert!(proof.differences >= 4 * DIFFERENCES.len(), "{proof:?}");
    for format in ["the EPUB", "the PDF", "the HTML", "the HTML's page of all chapters"] {
        let about = |finding: &&Diagnostic| is_about(finding, format);
        let found: BTreeSet<usize> = findings
            .iter()
            .filter(about)
            .filter_map(|finding| Some(sources.locate(finding.span)?.1.line))
            .collect();
        for ((what, ..), &(start, end)) in DIFFERENCES.iter().zip(&lines) {
            let is_found = found.range(start..=end).next().is_some();
            assert!(is_found, "{what} (lines {start} to {end}) is not found in {format}: {found:?}");
        }
        // What is added is found at the block before it, the one between two differences.
        let is_known =
            |line: &&usize| lines.iter().any(|(start, end)| (start.saturating_sub(4)..=*end).contains(line));
        let others: Vec<_> = found.iter().filter(|line| !is_known(line)).collect();
        assert!(others.is_empty(), "{format}: lines without a difference: {others:?}");
    }
}

/// Whether a finding is about a format, and not about one whose name begins with the same words.
fn is_about(finding: &Diagnostic, format: &str) -> bool {
    finding.message.contains(&format!("{format} "))
        && (format.ends_with("chapters") || !finding.message.contains("'s page"))
}

#[test]
fn footnotes_of_footnotes_are_told_where_each_book_has_them() {
    let text = "# One[^a]\n\nText[^b].\n\n[^a]: First, with [^c].\n\n[^b]: Second.\n\n[^c]: Third.\n";
    let found = crate::support::Book::of(text).resolve();
    assert_eq!(found.codes(), []);
    assert_eq!(found.differences(), []);
}

#[test]
fn a_long_listing_is_one() {
    let lines: String = (0..3000).map(|line| format!("{}line{line}\n", "  ".repeat(line % 5))).collect();
    let found = crate::support::Book::of(&format!("# One\n\n```go linenos\n{lines}```\n")).resolve();
    assert_eq!(found.codes(), []);
    assert_eq!(found.differences(), []);
}
