//! An edition that is cut, and cut again.

use super::shelf;

#[test]
fn an_edition_is_a_folder_and_a_record_and_is_never_written_again() {
    let Some(shelf) = shelf() else { return };
    shelf.write("CHANGELOG.md", "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Rivers and hills.\n");
    shelf.commit();
    let run = shelf.release(&["0.1.0"]).ends(0);
    for words in
        ["Lands 0.1.0 was released into out/0.1.0", "git -C '", "add editions/0.1.0.toml CHANGELOG.md"]
    {
        assert!(run.out.contains(words), "{words} is not in:\n{}", run.out);
    }
    for file in ["epub", "pdf", "html.zip"] {
        let name = if file == "html.zip" {
            "lands-0.1.0-html.zip".to_owned()
        } else {
            format!("lands-0.1.0.{file}")
        };
        assert!(shelf.has(&format!("out/0.1.0/{name}")), "{name}");
    }
    assert!(shelf.has("out/0.1.0/cover.jpg") && shelf.has("out/0.1.0/release.json"));
    let log = shelf.read("book/CHANGELOG.md");
    assert!(log.contains("## [Unreleased]\n\n## [0.1.0] - 2026-03-02\n\n### Added"), "{log}");
    let record = shelf.record("0.1.0");
    assert_eq!(record.commit.as_deref(), Some(shelf.git(&["rev-parse", "HEAD"]).as_str()));
    assert_eq!(record.book.slug, "lands");
    assert_eq!(
        record.chapters.iter().map(|chapter| chapter.slug.as_str()).collect::<Vec<_>>(),
        ["preface", "rivers", "hills", "seas"]
    );
    assert!(record.chapters[1].blocks.iter().any(|block| block.id == "springs" && block.page.is_some()));
    for artefact in &record.artefacts {
        let size = std::fs::metadata(shelf.folder.path(&format!("out/0.1.0/{}", artefact.name)))
            .expect("it is there")
            .len();
        assert_eq!(size, artefact.size, "{}", artefact.name);
    }
    let sums = shelf.read("out/0.1.0/SHA256SUMS");
    assert!(
        record
            .artefacts
            .iter()
            .all(|artefact| sums.contains(&format!("{}  {}\n", artefact.sha256, artefact.name)))
    );

    // The same text again; another commit of other things does not matter.
    shelf.commit();
    let before = shelf.files("0.1.0");
    let run = shelf.release(&["v0.1.0"]).ends(0);
    assert!(run.out.contains("0.1.0 is already released"), "{}", run.out);
    assert_eq!(shelf.files("0.1.0"), before);
    // As in a fresh clone.
    std::fs::remove_dir_all(shelf.folder.path("out")).expect("it is there");
    let run = shelf.release(&["0.1.0"]).ends(0);
    assert!(run.out.contains("its files were made again"), "{}", run.out);
    assert_eq!(shelf.files("0.1.0"), before);

    // Files that are not those of the record are not put there.
    let record = shelf.read("book/editions/0.1.0.toml");
    let epub =
        shelf.record("0.1.0").artefacts.into_iter().find(|artefact| artefact.name.ends_with("0.1.0.epub"));
    let hash = epub.expect("there is one").sha256;
    shelf.folder.write("book/editions/0.1.0.toml", record.replace(&hash, &"0".repeat(64)));
    std::fs::rename(shelf.folder.path("out"), shelf.folder.path("aside")).expect("it is there");
    let run = shelf.release(&["0.1.0"]).ends(1);
    assert!(
        run.err.contains("error[record-differs]: `lands-0.1.0.epub` is not the file that was released"),
        "{}",
        run.err
    );
    assert!(!shelf.has("out"), "{}", run.err);
    std::fs::rename(shelf.folder.path("aside"), shelf.folder.path("out")).expect("it is there");
    shelf.folder.write("book/editions/0.1.0.toml", record);

    // Another text.
    shelf.edit("hills.md", "The hills", "These hills");
    shelf.commit();
    let run = shelf.release(&["0.1.0"]).ends(1);
    let message = "error[already-released]: 0.1.0 was released with another text of `hills`";
    assert!(run.err.contains(message) && run.err.contains("--> hills.md:1:1"), "{}", run.err);
    assert!(!run.err.contains("rivers"), "{}", run.err);
    shelf.edit("book.toml", "Lands", "Countries");
    let run = shelf.release(&["0.1.0"]).ends(1);
    assert!(run.err.contains("0.1.0 was released with other settings"), "{}", run.err);
    assert_eq!(shelf.files("0.1.0"), before);
}

#[test]
fn versions_rise() {
    let Some(shelf) = shelf() else { return };
    shelf.cut("0.2.0");
    let run = shelf.release(&["0.1.9"]).ends(2);
    assert!(run.err.contains("error: 0.1.9 is not after 0.2.0, the last edition"), "{}", run.err);
    assert!(run.err.contains("hint: give a higher one, as 0.3.0, or `--minor`"), "{}", run.err);
    shelf.release(&["0.1"]).ends(2);
    shelf.release(&["1.0.0+x"]).ends(2);
    shelf.release(&["1.0.0", "--minor"]).ends(2);
    for (flag, version) in [("--patch", "0.2.1"), ("--minor", "0.3.0"), ("--major", "1.0.0")] {
        shelf.edit("hills.md", "The hills", "The  hills");
        shelf.commit();
        let run = shelf.release(&[flag]).ends(0);
        assert!(run.out.contains(&format!("Lands {version} was released")), "{}", run.out);
        shelf.commit();
    }
    let run = shelf.recto(&["editions", "book"]).ends(0);
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 4, "{}", run.out);
    assert!(lines[0].starts_with("0.2.0      2026-03-01  3 of 4 chapters"), "{}", run.out);
    assert!(lines[3].contains("nothing"), "{}", run.out);
}

#[test]
fn what_is_left_by_a_run_that_was_killed_is_made_whole() {
    let Some(shelf) = shelf() else { return };
    shelf.write("CHANGELOG.md", "## [Unreleased]\n\nRivers.\n");
    shelf.commit();
    shelf.release(&["0.1.0"]).ends(0);
    let (files, record, log) =
        (shelf.files("0.1.0"), shelf.read("book/editions/0.1.0.toml"), shelf.read("book/CHANGELOG.md"));
    // Killed before the record was written.
    shelf.remove("editions/0.1.0.toml");
    shelf.write("CHANGELOG.md", "## [Unreleased]\n\nRivers.\n");
    shelf.release(&["0.1.0"]).ends(0);
    assert_eq!((shelf.files("0.1.0"), shelf.read("book/editions/0.1.0.toml")), (files, record.clone()));
    // Killed before the changelog was.
    shelf.write("CHANGELOG.md", "## [Unreleased]\n\nRivers.\n");
    shelf.release(&["0.1.0"]).ends(0);
    assert_eq!((shelf.read("book/CHANGELOG.md"), shelf.read("book/editions/0.1.0.toml")), (log, record));
    // What stands in the place of an edition and is none is not touched.
    shelf.folder.write("out/0.2.0/letters.txt", "mine");
    shelf.commit();
    let run = shelf.release(&["0.2.0"]).ends(2);
    assert!(
        run.err.contains("`out/0.2.0` is there and is no edition of this book: nothing was written"),
        "{}",
        run.err
    );
    assert_eq!(shelf.read("out/0.2.0/letters.txt"), "mine");
    assert!(!shelf.has("book/editions/0.2.0.toml"));
}

#[test]
fn what_was_left_in_the_manuscript_is_made_whole_too() {
    let Some(shelf) = shelf() else { return };
    const LOG: &str = "## [Unreleased]\n\nRivers.\n";
    shelf.write("CHANGELOG.md", LOG);
    shelf.commit();
    shelf.release(&["0.1.0"]).ends(0);
    let (record, log) = (shelf.read("book/editions/0.1.0.toml"), shelf.read("book/CHANGELOG.md"));
    let killed = || ["editions/.recto.lock", ".recto.lock"].map(|path| shelf.write(path, ""));
    // Killed while the record was written.
    shelf.remove("editions/0.1.0.toml");
    shelf.write("CHANGELOG.md", LOG);
    killed();
    shelf.write("editions/.recto-new-0.1.0.toml", "version =");
    shelf.release(&["0.1.0", "--dry-run"]).ends(0);
    shelf.release(&["0.1.0"]).ends(0);
    assert_eq!(shelf.read("book/editions/0.1.0.toml"), record);
    // Killed while the changelog was exchanged for the new one.
    shelf.remove("CHANGELOG.md");
    killed();
    shelf.write(".recto-old-CHANGELOG.md", LOG);
    shelf.write(".recto-new-CHANGELOG.md", &log);
    shelf.release(&["0.1.0"]).ends(0);
    assert_eq!(shelf.read("book/CHANGELOG.md"), log);
    assert_eq!(shelf.git(&["status", "--porcelain"]), "M CHANGELOG.md\n?? editions/");
    let left = std::fs::read_dir(shelf.folder.path("book/editions")).expect("it is there").count();
    assert_eq!(left, 1);
}

#[test]
fn files_of_another_book_are_not_written_over() {
    let Some(shelf) = shelf() else { return };
    shelf.release(&["0.1.0"]).ends(0);
    let files = shelf.files("0.1.0");
    let record = shelf.read("book/editions/0.1.0.toml");
    shelf.edit("book.toml", "slug = \"lands\"", "slug = \"moons\"");
    shelf.remove("editions/0.1.0.toml");
    shelf.commit();
    let run = shelf.release(&["0.1.0"]).ends(2);
    assert!(run.err.contains("`out/0.1.0` is there and is no edition of this book"), "{}", run.err);
    assert_eq!(shelf.files("0.1.0"), files);
    assert!(!shelf.has("book/editions/0.1.0.toml"));
    // Nor are they taken for this one's, when it was released elsewhere.
    shelf.recto(&["release", "0.1.0", "book", "--out", "other"]).ends(0);
    shelf.release(&["0.1.0"]).ends(2);
    assert_eq!(shelf.files("0.1.0"), files);
    // What is missing of an edition's own files is made again.
    shelf.edit("book.toml", "slug = \"moons\"", "slug = \"lands\"");
    shelf.write("editions/0.1.0.toml", &record);
    std::fs::remove_file(shelf.folder.path("out/0.1.0/lands-0.1.0.pdf")).expect("it is there");
    shelf.folder.write("out/0.1.0/SHA256SUMS.minisig", "signed");
    let run = shelf.release(&["0.1.0"]).ends(0);
    assert!(run.out.contains("its files were made again"), "{}", run.out);
    assert_eq!(shelf.read("out/0.1.0/SHA256SUMS.minisig"), "signed", "the key may be elsewhere");
    std::fs::remove_file(shelf.folder.path("out/0.1.0/SHA256SUMS.minisig")).expect("it is there");
    assert_eq!(shelf.files("0.1.0"), files);
}

#[test]
fn an_edition_that_is_withdrawn_says_so() {
    let Some(shelf) = shelf() else { return };
    shelf.cut("0.1.0");
    let run = shelf.recto(&["withdraw", "0.1.0", "book", "--why", "Chapter 2 is \"wrong\"\nin part"]).ends(0);
    assert!(run.out.contains("commit editions/0.1.0.toml"), "{}", run.out);
    let record = shelf.record("0.1.0");
    assert_eq!(record.withdrawn.as_deref(), Some("Chapter 2 is \"wrong\" in part"));
    let run = shelf.recto(&["editions", "book"]).ends(0);
    assert!(run.out.contains("withdrawn: Chapter 2 is \"wrong\" in part"), "{}", run.out);
    let run = shelf.recto(&["withdraw", "0.2.0", "book", "--why", "x"]).ends(2);
    assert!(
        run.err.contains("there is no edition 0.2.0") && run.err.contains("the last ones are 0.1.0"),
        "{}",
        run.err
    );
    shelf.recto(&["withdraw", "0.1.0", "book", "--why", " "]).ends(2);
}

#[test]
fn checksums_are_signed_by_the_key_that_is_named() {
    let Some(shelf) = shelf() else { return };
    let keys = minisign::KeyPair::generate_unencrypted_keypair().expect("a pair of keys");
    let key = keys.sk.to_box(None).expect("a box").into_string();
    shelf.folder.write("key", &key);
    let mut command = shelf.folder.command(&["release", "0.1.0", "book", "--out", "out"]);
    let run = super::Run::of(
        command.env("RECTO_MINISIGN_KEY", shelf.folder.path("key")).output().expect("it runs"),
    );
    let run = run.ends(0);
    let secret = key.lines().nth(1).expect("a key has two lines");
    assert!(!run.out.contains(secret) && !run.err.contains(secret));
    let signature = minisign::SignatureBox::from_string(&shelf.read("out/0.1.0/SHA256SUMS.minisig"))
        .expect("a signature");
    assert_eq!(signature.trusted_comment().expect("a comment"), "Lands 0.1.0 of 2026-03-01");
    let sums = shelf.read("out/0.1.0/SHA256SUMS");
    minisign::verify(&keys.pk, &signature, std::io::Cursor::new(sums), true, false, false).expect("it holds");
    assert_eq!(shelf.record("0.1.0").key, Some(keys.pk.to_base64()));
    // A key that is none is said to be none, and what it says is not shown.
    shelf.folder.write("key", "my secret\nwords\n");
    let mut command = shelf.folder.command(&["release", "0.2.0", "book", "--out", "out"]);
    command.args(["--allow-dirty"]).env("RECTO_MINISIGN_KEY", shelf.folder.path("key"));
    let run = super::Run::of(command.output().expect("it runs")).ends(2);
    assert!(!run.err.contains("my secret"), "{}", run.err);
    assert!(!shelf.has("out/0.2.0"));
}

#[test]
fn a_sample_is_a_book_of_the_edition() {
    let Some(shelf) = shelf() else { return };
    shelf.edit("hills.md", "# Hills", "---\nsample: true\n---\n# Hills");
    shelf.commit();
    shelf.release(&["0.1.0"]).ends(0);
    let record = shelf.record("0.1.0");
    for format in ["epub", "pdf"] {
        let name = format!("lands-0.1.0-sample.{format}");
        assert!(record.artefacts.iter().any(|artefact| artefact.name == name), "{name}");
        let mut bytes = std::fs::read(shelf.folder.path(&format!("out/0.1.0/{name}"))).expect("it is there");
        shelf.folder.write("mail/sample", &bytes);
        let run = shelf.recto(&["which", "mail/sample", "book"]).ends(0);
        assert!(run.out.contains(&format!("edition 0.1.0, unaltered ({name})")), "{}", run.out);
        bytes =
            if format == "pdf" { [&bytes[..], b"\n"].concat() } else { super::verify::with_comment(&bytes) };
        shelf.folder.write("mail/sample", &bytes);
        let run = shelf.recto(&["which", "mail/sample", "book"]).ends(1);
        assert!(run.out.contains("edition 0.1.0, altered"), "{}", run.out);
    }
    // What is in the sample is part of what was released.
    shelf.edit("hills.md", "sample: true", "sample: false");
    shelf.commit();
    let run = shelf.release(&["0.1.0"]).ends(1);
    assert!(run.err.contains("0.1.0 was released with another text of `hills`"), "{}", run.err);
}

#[test]
fn the_authors_notes_are_in_the_books_and_their_mistakes_at_their_lines() {
    let Some(shelf) = shelf() else { return };
    const LOG: &str = "# Changelog\n\n## [Unreleased]\n\nSee [Hills](hils.md).\n";
    shelf.write("CHANGELOG.md", LOG);
    shelf.commit();
    let run = shelf.release(&["0.1.0"]).ends(1);
    assert!(
        run.err.contains("error[link-broken]") && run.err.contains("--> CHANGELOG.md:5:5"),
        "{}",
        run.err
    );
    // Others in their place: what is not released stays as it is.
    shelf.folder.write("notes.md", "Mills *and* [Hills](hills.md).\n");
    shelf.release(&["0.1.0", "--notes", "notes.md"]).ends(0);
    assert_eq!(shelf.read("book/CHANGELOG.md"), LOG);
    assert_eq!(shelf.record("0.1.0").notes, "Mills *and* [Hills](hills.md).");
    assert!(shelf.read("out/0.1.0/NOTES.md").contains("Mills *and* Hills."));
    let before = shelf.files("0.1.0");
    std::fs::remove_dir_all(shelf.folder.path("out")).expect("it is there");
    shelf.release(&["0.1.0"]).ends(0);
    assert_eq!(shelf.files("0.1.0"), before, "the record has the notes");
    let run = shelf.release(&["0.2.0", "--notes", "none.md"]).ends(2);
    assert!(run.err.contains("`none.md` can't be read"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn an_edition_that_was_cut_in_the_meantime_is_not_passed_over() {
    let Some(shelf) = shelf() else { return };
    shelf.cut("0.1.0");
    let records = shelf.folder.path("book/editions");
    let records = records.display();
    // Cuts another one while the pages are set.
    let script = format!(
        "#!/bin/sh\nif [ \"$1\" = compile ]; then sed 's/^version = .*/version = \"0.1.5\"/' '{records}/0.1.0.toml' > '{records}/0.1.5.toml'; fi\nexec typst \"$@\"\n"
    );
    shelf.folder.script("setter", &script);
    shelf.edit("hills.md", "The hills", "These hills");
    shelf.commit();
    let run = shelf.release(&["0.2.0", "--no-cache", "--typst", "./setter"]).ends(2);
    assert!(run.err.contains("another edition was cut in the meantime"), "{}", run.err);
    assert!(!shelf.has("out/0.2.0") && !shelf.has("book/editions/0.2.0.toml"));
}
