//! The cases of `tests/spec/`: Markdown, and what each format makes of it.
//!
//! `tests/spec/README.md` says how a case is written. `RECTO_BLESS=1 cargo test spec` writes what the program makes into the
//! files: read the difference before committing it.

mod case;

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use recto::model::{Chapter, Status};
use recto::render::flow::contents::{Extent, Missing, PlannedAs, Shown};
use recto::render::flow::{Dialect, Flow, Medium};

use crate::support::{Book, Found, assert_html, assert_xml, not_run, written};
use case::{Case, Output, Outputs, SpecFile};

macro_rules! files {
    ($($test:ident $file:literal)+) => {
        const FILES: &[&str] = &[$($file),+];

        $(#[test]
        fn $test() {
            run($file);
        })+
    };
}

files! {
    blocks "blocks.md"
    inlines "inlines.md"
    headings "headings.md"
    tables "tables.md"
    notes "notes.md"
    math "math.md"
    html "html.md"
    listings "listings.md"
    highlighting "highlighting.md"
    includes "includes.md"
    images "images.md"
    references "references.md"
    outline "outline.md"
}

#[test]
fn every_file_is_run() {
    let mut there: Vec<String> = std::fs::read_dir(folder())
        .expect("the cases are there")
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(".md") && name != "README.md")
        .collect();
    there.sort();
    let mut run: Vec<&str> = FILES.to_vec();
    run.sort_unstable();
    assert_eq!(there, run);
}

#[test]
fn every_case_says_the_same_in_all_books() {
    if recto::render::typst::find(None).is_err() {
        not_run("the proof of every case on paper", "there is no Typst");
    }
    for name in FILES {
        let text = std::fs::read_to_string(folder().join(name)).expect("the file is there");
        let file = SpecFile::parse(name, &text);
        file.cases.par_iter().for_each(|case| {
            let found = resolved(case);
            let text = recto::diag::text(&found.differences(), &found.sources, recto::diag::Style::Plain);
            assert!(text.is_empty(), "tests/spec/{name}: {}\n{text}", case.name);
        });
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/spec")
}

/// Compares every case of a file, or writes them anew.
fn run(name: &str) {
    let path = folder().join(name);
    let text = std::fs::read_to_string(&path).expect("the file is there");
    let file = SpecFile::parse(name, &text);
    assert!(!file.cases.is_empty(), "tests/spec/{name} has no case");
    let made: Vec<Outputs> = file.cases.iter().map(make).collect();
    if std::env::var_os("RECTO_BLESS").is_some() {
        let blessed = file.blessed(&made);
        if blessed != text {
            std::fs::write(&path, blessed).expect("the file can be written");
        }
        return;
    }
    let differences: Vec<String> =
        file.cases.iter().zip(&made).filter_map(|(case, made)| case.difference(name, made)).collect();
    assert!(
        differences.is_empty(),
        "\n\n{}\n{} of {} cases of tests/spec/{name} differ; is that what you want, `RECTO_BLESS=1` writes them anew\n",
        differences.join("\n"),
        differences.len(),
        file.cases.len()
    );
}

/// The book of a case.
fn resolved(case: &Case) -> Found {
    let mut book = Book::new();
    for entry in std::fs::read_dir(folder().join("images")).expect("the images are there").flatten() {
        let name = entry.file_name().into_string().expect("its name is ASCII");
        book = book.with(&format!("images/{name}"), std::fs::read(entry.path()).expect("it can be read"));
    }
    for (path, text) in &case.files {
        book = match path.as_str() {
            "book.toml" => text.lines().fold(book, |book, line| book.set(&line.replacen(" = ", "=", 1))),
            _ => book.with(path, text),
        };
    }
    book.resolve()
}

/// What the program makes of a case.
fn make(case: &Case) -> Outputs {
    let found = resolved(case);
    let has_outline = case.files.iter().any(|(path, _)| path == "SUMMARY.md");
    let html = pages(&found, Medium::Web, has_outline);
    let xhtml = pages(&found, Medium::Epub, has_outline);
    assert_html(&html);
    assert_xml(&xhtml);
    Outputs::new([
        (Output::Html, html),
        (Output::Xhtml, xhtml),
        (Output::Typst, typst(&found)),
        (Output::Findings, found.findings_text()),
    ])
}

/// The chapters' content, and before it the contents where the case has an outline of its own.
fn pages(found: &Found, medium: Medium, has_outline: bool) -> String {
    let chapters: Vec<&Chapter> = written_chapters(found).collect();
    let mut parts = Vec::new();
    if has_outline {
        parts.push(("SUMMARY.md", contents(found, medium)));
    }
    for chapter in &chapters {
        parts.push((chapter.path.as_deref().unwrap_or_default(), page(found, chapter, medium)));
    }
    match parts.as_slice() {
        [(_, only)] => only.clone(),
        _ => parts.iter().map(|(path, content)| format!("<!-- {path} -->\n{content}\n")).collect(),
    }
}

fn written_chapters(found: &Found) -> impl Iterator<Item = &Chapter> {
    let chapters = found.book.book.chapters.iter();
    chapters.filter(|chapter| found.book.chapter(chapter.id).is_written)
}

fn page(found: &Found, chapter: &Chapter, medium: Medium) -> String {
    let slug = chapter.slug.as_str();
    if is_whole(chapter) { found.chapter(slug, medium) } else { found.body(slug, medium) }
}

/// Whether a chapter is shown with its opening: where its file opens with a heading, or it is not final.
fn is_whole(chapter: &Chapter) -> bool {
    chapter.heading.is_some() || chapter.status != Status::Final
}

fn contents(found: &Found, medium: Medium) -> String {
    let planned = match medium {
        Medium::Web | Medium::Single => PlannedAs::Words,
        Medium::Epub => PlannedAs::Links,
    };
    let missing = Missing::Shown;
    let shown =
        Shown { planned, missing, sections: 2, summaries: true, current: None, extent: Extent::Whole };
    written(&[Flow::contents(&found.book, &Dialect::new(medium), shown).into()], medium)
}

/// The Typst source of the chapters.
fn typst(found: &Found) -> String {
    let (project, _) = crate::pdf::project(found);
    let mut parts = Vec::new();
    for chapter in &found.book.book.chapters {
        let Some(source) = project.files.get(&format!("chapters/{}.typ", chapter.slug)) else { continue };
        let source = std::str::from_utf8(source).expect("Typst is text");
        parts.push((chapter.path.as_deref().unwrap_or("SUMMARY.md"), shown(source, is_whole(chapter))));
    }
    match parts.as_slice() {
        [(_, only)] => only.clone(),
        _ => parts.iter().map(|(path, source)| format!("// {path}\n{source}\n")).collect(),
    }
}

/// A file without what all begin with, and without the marks that pages are found by; of a chapter that is not shown whole,
/// what stands below its opening.
fn shown(source: &str, is_whole: bool) -> String {
    let source = source.strip_prefix("#import \"/book.typ\": *\n#").expect("every file begins so");
    let is_mark = |line: &str| line.starts_with("mark(\"p.") && line.ends_with(')');
    let mut lines: Vec<&str> = source.lines().filter(|line| !line.is_empty() && !is_mark(line)).collect();
    if !is_whole {
        let opening = lines.iter().position(|line| line.starts_with("chapter-opening("));
        lines.drain(..=opening.expect("a chapter has an opening"));
        assert_eq!(lines.pop(), Some("})"));
    }
    lines.join("\n")
}
