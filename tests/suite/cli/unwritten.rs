//! What is said of books that could not be written.
#![cfg(unix)]

use super::Folder;

/// A Typst that finds an error in every book.
const WRONG: &str = "#!/bin/sh\nif [ \"$1\" = --version ]; then echo 'typst 0.15.1'; exit; fi\necho 'error: no way' >&2\nexit 1\n";

fn folder() -> Folder {
    let folder = Folder::with_chapter("# One\n\nText.\n");
    folder.script("typst", WRONG);
    folder
}

const BUILD: [&str; 4] = ["build", "book", "--typst", "./typst"];

#[test]
fn the_books_beside_a_pdf_that_fails_are_named_and_so_is_it() {
    let folder = folder();
    let run = folder.recto(&[&BUILD[..], &["--keep-going"]].concat()).ends(1);
    assert!(run.err.contains("error[typst]: no way"), "{}", run.err);
    assert!(!run.err.contains("--keep-going"), "it was given: {}", run.err);
    for line in
        ["  dist/t.epub ", "  dist/t-html/ ", "  dist/t.pdf    not written, since Typst found errors\n"]
    {
        assert!(run.out.contains(line), "{line} is not in:\n{}", run.out);
    }
    assert!(folder.path("dist/t.epub").exists() && !folder.path("dist/t.pdf").exists());
    folder.write("dist/t.pdf", "an older one");
    let run = folder.recto(&[&BUILD[..], &["--keep-going"]].concat()).ends(1);
    let line = "not written, since Typst found errors; the one that is there is older\n";
    assert!(run.out.contains(line), "{}", run.out);
    assert_eq!(folder.read("dist/t.pdf"), "an older one");
}

#[test]
fn no_hint_promises_a_pdf_that_typst_cannot_set() {
    let folder = folder();
    for more in [&["--format", "pdf", "--keep-going"][..], &["--format", "pdf"]] {
        let run = folder.recto(&[&BUILD[..], more].concat()).ends(1);
        let said = "no book was written, since Typst found errors in the PDF\n";
        assert!(run.err.ends_with(said), "{}", run.err);
        assert!(run.out.is_empty() && !folder.path("dist").exists(), "{}", run.out);
    }
    let run = folder.recto(&BUILD).ends(1);
    let said = "no book was written; `--keep-going` writes all but the PDF, in which Typst found errors\n";
    assert!(run.err.ends_with(said), "{}", run.err);
    assert!(!folder.path("dist").exists());
}

#[test]
fn a_typst_that_was_killed_is_said_to_be() {
    let folder = folder();
    folder.script("typst", &WRONG.replace("echo 'error: no way' >&2", "kill -KILL $$"));
    let run = folder.recto(&[&BUILD[..], &["--format", "pdf"]].concat()).ends(2);
    assert!(run.err.contains("error: Typst failed: signal: 9"), "{}", run.err);
}

#[test]
fn a_typst_that_does_not_work_keeps_nobody_from_the_other_books() {
    let folder = folder();
    folder.script("typst", &WRONG.replace("error: no way", "out of order"));
    let run = folder.recto(&[&BUILD[..], &["--keep-going"]].concat()).ends(2);
    let hint = "hint: no book was written; `--format epub,html` writes what needs no Typst\n";
    assert!(
        run.err.contains("error: Typst failed: out of order\n") && run.err.ends_with(hint),
        "{}",
        run.err
    );
    let run = folder.recto(&[&BUILD[..], &["--format", "pdf"]].concat()).ends(2);
    assert!(!run.err.contains("--format"), "{}", run.err);
}

#[test]
fn what_typst_cannot_tag_is_said_with_what_an_author_can_do() {
    let folder = folder();
    folder.script("typst", &WRONG.replace("no way", "this element'\\''s PDF tag would be split up"));
    let run = folder.recto(&BUILD).ends(1);
    assert!(run.err.contains("tag would be split up"), "{}", run.err);
    assert!(run.err.contains("move it into the text, or shorten the note"), "{}", run.err);
}
