//! `recto build --prove`

use super::Folder;

/// As the program says it when all is well.
const WELL: &str = "all as in the manuscript";

#[test]
fn books_that_say_the_same_are_written_and_it_is_said_what_was_compared() {
    let folder = Folder::with_chapter("# One\n\nWords.\n\n- an item\n");
    let run = folder.recto(&["build", "book", "--format", "epub,html", "--prove"]).ends(0);
    assert!(
        run.out.contains(&format!("  3 blocks, looked for in what was written: {WELL}\n")),
        "{}",
        run.out
    );
    assert!(folder.path("dist/t.epub").exists() && folder.path("dist/t-html").exists());
    let run = folder.recto(&["build", "book", "--format", "epub,html"]).ends(0);
    assert!(!run.out.contains("blocks"), "{}", run.out);
}

/// A program that changes a word of the book before Typst sees it.
#[cfg(unix)]
const FORGER: &str = "#!/bin/sh\nif [ \"$1\" = compile ]; then find . -name '*.typ' -exec sed -i 's/three words/drei words/' {} +; fi\n\
                      exec typst \"$@\"\n";

#[cfg(unix)]
#[test]
fn a_book_that_says_something_else_is_not_written() {
    if std::process::Command::new("typst").arg("--version").output().is_err() {
        crate::support::not_run("a PDF that was tampered with", "there is no typst in the PATH");
        return;
    }
    let folder = Folder::with_chapter("# One\n\nAs it was.\n");
    folder.recto(&["build", "book"]).ends(0);
    let before = folder.tree("dist");
    folder.write("book/one.md", "# One\n\nSome text.\n\nThere are three words\nhere.\n");
    folder.script("forger", FORGER);
    let run = folder.recto(&["build", "book", "--no-cache", "--typst", "./forger", "--prove"]).ends(1);
    let message = "error[books-differ]: the PDF says `There are drei words here.` instead of `There are three words here.`";
    assert!(run.err.contains(message), "{}", run.err);
    assert!(run.err.contains("--> one.md:5:1"), "{}", run.err);
    assert_eq!(folder.tree("dist"), before, "what was there before is untouched");
    let run = folder
        .recto(&["build", "book", "--no-cache", "--typst", "./forger", "--prove", "--keep-going"])
        .ends(1);
    assert!(run.out.contains("not all as in the manuscript"), "{}", run.out);
    assert_ne!(folder.tree("dist"), before);
    // Unproved, nobody notices.
    folder.recto(&["build", "book", "--no-cache", "--typst", "./forger"]).ends(0);
}
