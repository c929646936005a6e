//! What stands in the way of an edition, each at its line.

use super::shelf;

#[track_caller]
fn refused(shelf: &super::Shelf, arguments: &[&str], expected: &[&str]) {
    let run = shelf.release(arguments).ends(1);
    for words in expected {
        assert!(run.err.contains(words), "{words} is not in:\n{}", run.err);
    }
    assert!(run.err.contains("nothing was released"), "{}", run.err);
    assert!(!shelf.has("out") && !shelf.has("book/editions/0.1.0.toml"));
}

#[test]
fn errors_unfinished_words_and_uncommitted_files_stop_an_edition() {
    let Some(shelf) = shelf() else { return };
    shelf.edit("hills.md", "The hills", "The TODO hills");
    shelf.write("SUMMARY.md", "- [Rivers](rivers.md)\n- [Hills](hills.md)\n- [Draft](draft.md)\n");
    shelf.write("draft.md", "---\nstatus: draft\n---\n# Draft\n\nTBD and [broken](no.md).\n");
    shelf.edit("rivers.md", "The rivers", "See @fig:none. `TODO` in code, MASTODON and `FIXME`. The rivers");
    refused(
        &shelf,
        &["0.1.0"],
        &[
            "error[ref-undefined]",
            "--> rivers.md:3:5",
            "error[unfinished]: `TODO` in a text that is to be released",
            "--> hills.md:3:5",
            "error[uncommitted]",
            "--> draft.md",
        ],
    );
    let run = shelf.release(&["0.1.0"]).ends(1);
    assert_eq!(run.err.matches("error[unfinished]").count(), 1, "{}", run.err);
    shelf.edit("rivers.md", "See @fig:none. ", "");
    shelf.edit("hills.md", "TODO ", "");
    shelf.commit();
    // Warnings do not stop it, and a draft's faults are none of the edition's.
    shelf.edit("hills.md", "# Hills", "# Hills\n\n#### Deep");
    shelf.commit();
    let run = shelf.release(&["0.1.0", "--dry-run"]).ends(0);
    assert!(run.out.contains("would be released into out/0.1.0"), "{}", run.out);
    assert!(!shelf.has("out") && !shelf.has("book/editions"));
    // By choice the draft is in, with its faults.
    refused(&shelf, &["0.1.0", "--drafts"], &["`TBD` in a text", "--> draft.md:6:1", "error[link-broken]"]);
    shelf.write("new.md", "not known to git");
    refused(&shelf, &["0.1.0"], &["error[uncommitted]", "--> new.md"]);
    shelf.release(&["0.1.0", "--allow-dirty"]).ends(0);
}

#[test]
fn an_edition_has_an_identifier_and_a_date() {
    let Some(shelf) = shelf() else { return };
    shelf.edit("book.toml", "identifier = \"urn:x:lands\"\n", "");
    shelf.commit();
    refused(&shelf, &["0.1.0"], &["error[identifier-missing]", "recto new --identifier"]);
    let line = shelf.recto(&["new", "--identifier"]).ends(0).out;
    shelf.edit("book.toml", "slug = \"lands\"\n", &format!("slug = \"lands\"\n{line}"));
    shelf.cut("0.1.0");
    shelf.edit("book.toml", "urn:uuid:", "urn:x:");
    shelf.commit();
    let run = shelf.release(&["0.2.0"]).ends(1);
    assert!(run.err.contains("the identifier is not that of edition 0.1.0"), "{}", run.err);
    std::fs::remove_dir_all(shelf.folder.path("book/.git")).expect("it is there");
    std::fs::remove_dir_all(shelf.folder.path("book/editions")).expect("it is there");
    let run = shelf.release(&["0.1.0"]).ends(1);
    assert!(run.err.contains("the manuscript is not in git"), "{}", run.err);
    assert!(run.err.contains("error[date-unknown]: an edition has a date, and none is known"), "{}", run.err);
    shelf.release(&["0.3.0", "--allow-dirty", "--date", "2026-05-06"]).ends(0);
    assert_eq!(shelf.record("0.3.0").date.to_string(), "2026-05-06T00:00:00Z");
}

#[test]
fn a_chapter_that_was_published_is_not_dropped_without_a_word() {
    let Some(shelf) = shelf() else { return };
    shelf.cut("0.1.0");
    let text = shelf.read("book/hills.md");
    shelf.remove("hills.md");
    shelf.write("heights.md", &text);
    shelf.write("SUMMARY.md", "- [Preface](preface.md)\n- [Rivers](rivers.md)\n- [Heights](heights.md)\n");
    shelf.commit();
    let run = shelf.release(&["0.2.0"]).ends(1);
    assert!(
        run.err
            .contains("error[chapter-dropped]: the last edition published the chapter `hills` (\"Hills\")"),
        "{}",
        run.err
    );
    assert!(
        run.err.contains("most of it is in `heights`: write `hills = \"heights\"` below `[redirects]`"),
        "{}",
        run.err
    );
    shelf.edit("book.toml", "[edition]", "[redirects]\nhills = \"hights\"\n\n[edition]");
    shelf.commit();
    let run = shelf.release(&["0.2.0"]).ends(1);
    assert!(
        run.err.contains("error[redirect-broken]") && run.err.contains("did you mean `heights`?"),
        "{}",
        run.err
    );
    shelf.edit("book.toml", "\"hights\"", "\"heights\"");
    shelf.cut("0.2.0");
    let record = shelf.record("0.2.0");
    let redirects: Vec<String> =
        record.redirects.iter().map(|(from, to)| format!("{from} -> {to}")).collect();
    assert!(redirects.contains(&"hills -> heights".to_owned()), "{redirects:?}");
}

#[test]
fn what_epubcheck_finds_stops_an_edition() {
    let Some(shelf) = shelf() else { return };
    let report = r#"{"messages":[{"ID":"RSC-005","severity":"ERROR","message":"No good","locations":[{"path":"EPUB/rivers.xhtml"}]},{"ID":"ACC-1","severity":"USAGE","message":"fine","locations":[]}]}"#;
    shelf.folder.script("bin/epubcheck", &format!("#!/bin/sh\nprintf '%s' '{report}' > \"$3\"\nexit 1\n"));
    let path = std::env::var("PATH").expect("a path");
    let path = format!("{}:{path}", shelf.folder.path("bin").display());
    let mut command = shelf.folder.command(&["release", "0.1.0", "book", "--out", "out"]);
    let run = super::Run::of(command.env("PATH", path).output().expect("it runs")).ends(1);
    assert!(
        run.err.contains("error[epubcheck]: EPUBCheck: RSC-005 No good") && run.err.contains("rivers.xhtml"),
        "{}",
        run.err
    );
    assert!(!run.err.contains("fine") && !shelf.has("out"), "{}", run.err);
}
