//! Who keeps going gets all books, whatever is wrong with the manuscript.

use std::path::Path;

use recto::diag::{Code, Severity};
use recto::model::Format;
use recto::pipeline::{self, Built, OnErrors, Plan, Proving, Session, Silent, find_engine};

use crate::support::huge_png;

/// What a manuscript can't make: a server that has no picture, a fault in the Typst source, and books that differ from it,
/// which have cases of their own.
const NOT_WRITTEN: [Code; 11] = [
    Code::FetchFailed,
    Code::Typst,
    Code::BooksDiffer,
    // Of editions, which are cut without any error or not at all.
    Code::AlreadyReleased,
    Code::RecordDiffers,
    Code::Unfinished,
    Code::Uncommitted,
    Code::IdentifierMissing,
    Code::ChapterDropped,
    Code::RedirectBroken,
    Code::EpubCheck,
];

const TOML: &str = "[book]\ntitle = \"T\"\nlanguage = \"en\"\nslug = \"t\"\nidentifier = \"urn:x:1\"\n";
const OUTLINE: &str = "- [One](one.md)\n- [Two](two.md)\n";

/// A kind of error, and the files that make it; the others are those of a small book that has none.
type Fault = (Code, Vec<(String, Vec<u8>)>);

fn fault(code: Code, path: &str, bytes: impl AsRef<[u8]>) -> Fault {
    (code, vec![(path.to_owned(), bytes.as_ref().to_vec())])
}

/// A fault in the text of a chapter.
fn text(code: Code, text: &str) -> Fault {
    fault(code, "one.md", format!("# One\n\n{text}\n"))
}

fn faults() -> Vec<Fault> {
    let toml = |code, more: &str| fault(code, "book.toml", format!("{TOML}{more}\n"));
    let front = |code, front: &str| fault(code, "one.md", format!("---\n{front}\n---\n# One\n\nText.\n"));
    let mut all = vec![
        toml(Code::ConfigSyntax, "subtitle ="),
        toml(Code::ConfigUnknownKey, "autors = 1"),
        toml(Code::ConfigValue, "isbn.pdf = 1"),
        toml(Code::StyleSheet, "[epub]\ncss = [\"no.css\"]\n[html]\ncss = [\"no.css\"]"),
        fault(Code::RecordBroken, "editions/0.1.0.toml", "version = \"0.1.0\"\n"),
        fault(Code::RecordBroken, "editions/first.toml", ""),
        fault(Code::OutlineEmpty, "SUMMARY.md", "# Summary\n"),
        fault(Code::ChapterMissing, "SUMMARY.md", "- [One](no.md)\n"),
        fault(Code::ChapterTwice, "SUMMARY.md", "- [One](one.md)\n- [Again](one.md)\n"),
        fault(Code::PathOutside, "SUMMARY.md", "- [One](one.md)\n- [Out](../../out.md)\n"),
        fault(Code::NotUtf8, "one.md", b"# One\n\ncaf\xe9\n"),
        front(Code::SlugTaken, "slug: index"),
        front(Code::SlugTaken, "slug: title-page"),
        front(Code::SlugInvalid, "slug: A b"),
        front(Code::FrontMatterSyntax, "authors: [a"),
        front(Code::FrontMatterValue, "status: done"),
        text(Code::IncludeMissing, "{{#include no.txt}}"),
        text(Code::IncludeAnchor, "{{#include two.md:no}}"),
        text(Code::IncludeCycle, "{{#include one.md}}"),
        text(Code::NestingTooDeep, &format!("{}Deep", "> ".repeat(50))),
        text(Code::NoteUndefined, "A note[^no]."),
        text(Code::MathSyntax, "A formula $\\no$ and\n\n$$\n\\no{x}\n$$"),
        text(Code::TextTooLong, &"word ".repeat(20_001)),
        text(Code::RefUndefined, "See @fig:no."),
        text(Code::LinkBroken, "[There](#no) and [there](two.md#no)."),
        text(Code::LabelDuplicate, "## A {#a}\n\n## B {#a}"),
        text(Code::LinkUnsafe, "[x](javascript:x) and ![x](file:///etc/hostname)"),
        text(Code::ImageMissing, "![A](no.png)"),
    ];
    all.push(with(text(Code::ImageBroken, "![A](a.png)"), "a.png", "no picture"));
    all.push(with(text(Code::ImageTooLarge, "![A](a.png)"), "a.png", huge_png()));
    all.push(doubling());
    all.push(with(front(Code::SlugTaken, "slug: a"), "two.md", "---\nslug: a\n---\n# Two\n"));
    all
}

fn with((code, mut files): Fault, path: &str, bytes: impl AsRef<[u8]>) -> Fault {
    files.push((path.to_owned(), bytes.as_ref().to_vec()));
    (code, files)
}

/// Files that include the next one twice, so that what is included grows over any size.
fn doubling() -> Fault {
    let first = text(Code::FileTooLarge, "{{#include 0.txt}}");
    (0..40).fold(first, |fault, step| {
        let next = format!("{{{{#include {}.txt}}}}\n", step + 1).repeat(2);
        with(fault, &format!("{step}.txt"), &next)
    })
}

/// Builds a manuscript into `dist` beside it, and gives the kinds of error that it has.
fn build(folder: &Path, formats: &[Format]) -> (Built, Vec<Code>) {
    let (on_errors, proving) = (OnErrors::KeepGoing, Proving::Proved);
    let plan = Plan { on_errors, proving, ..Plan::of(folder.join("book")) };
    let mut session = Session::new(&Silent);
    let built = pipeline::build(&plan, formats, &folder.join("dist"), &mut session);
    let findings = session.diagnostics.sorted(&session.sources);
    let is_error = |severity| severity == Severity::Error;
    let codes = findings.iter().filter(|finding| is_error(finding.severity)).map(|finding| finding.code);
    let codes = codes.collect();
    (built.unwrap_or_else(|error| panic!("{codes:?}: {error}")), codes)
}

fn write(folder: &Path, path: &str, bytes: &[u8]) {
    let path = folder.join("book").join(path);
    std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder is made");
    std::fs::write(path, bytes).expect("a file is written");
}

/// A book without errors, but for what the fault makes of it.
fn manuscript((_, files): &Fault) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in [("book.toml", TOML), ("SUMMARY.md", OUTLINE), ("two.md", "# Two\n\nText.\n")] {
        write(folder.path(), path, text.as_bytes());
    }
    write(folder.path(), "one.md", b"# One\n\nText.\n");
    for (path, bytes) in files {
        write(folder.path(), path, bytes);
    }
    folder
}

/// Builds all formats that can be built here, and holds that each is there.
#[track_caller]
fn assert_written(folder: &Path, code: Code) {
    let mut formats = vec![Format::Epub, Format::Html];
    // Without a Typst there is no PDF to keep going for.
    formats.extend(find_engine(None).is_ok().then_some(Format::Pdf));
    let (built, codes) = build(folder, &formats);
    assert!(codes.contains(&code), "{code:?} is not in {codes:?}");
    assert!(!codes.contains(&Code::BooksDiffer), "{code:?}: what marks it differs from book to book");
    assert!(built.failed_pdf.is_none(), "{code:?}: Typst found errors: {codes:?}");
    for format in formats {
        let place = built.written.iter().find(|(written, _)| *written == format);
        let place = place.map(|(_, written)| written.path.clone());
        assert!(place.as_ref().is_some_and(|path| path.exists()), "{code:?}: no {format:?}");
    }
    let chapters = built.read.book.book.chapters.iter();
    for chapter in chapters.filter(|chapter| built.read.book.chapter(chapter.id).is_written) {
        let page = folder.join(format!("dist/t-html/{}.html", chapter.slug));
        let text =
            std::fs::read_to_string(&page).unwrap_or_else(|error| panic!("{code:?}: {page:?}: {error}"));
        let others = built.read.book.book.chapters.iter().filter(|other| other.slug == chapter.slug).count();
        assert!(others == 1 && text.contains("<main"), "{code:?}: {page:?} is not the chapter's own");
    }
}

#[test]
fn every_kind_of_error_has_a_case() {
    let mut known: Vec<Code> = faults().iter().map(|fault| fault.0).chain(NOT_WRITTEN).collect();
    known.push(Code::FileUnreadable);
    let errors = Code::ALL.iter().filter(|code| code.severity() == Severity::Error);
    let missing: Vec<_> = errors.filter(|code| !known.contains(code)).collect();
    assert!(missing.is_empty(), "write a case for {missing:?}");
}

#[test]
fn all_books_are_written_in_spite_of_each_error() {
    for fault in faults() {
        assert_written(manuscript(&fault).path(), fault.0);
    }
}

#[cfg(unix)]
#[test]
fn all_books_are_written_in_spite_of_a_file_that_cannot_be_read() {
    let folder = manuscript(&text(Code::FileUnreadable, "{{#include loop.txt}}"));
    std::os::unix::fs::symlink("loop.txt", folder.path().join("book/loop.txt")).expect("a link is made");
    assert_written(folder.path(), Code::FileUnreadable);
}
