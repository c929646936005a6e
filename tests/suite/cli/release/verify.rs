//! `recto verify` and `recto which`.

use super::shelf;

#[test]
fn an_edition_is_verified_and_made_again() {
    let Some(shelf) = shelf() else { return };
    shelf.cut("0.1.0");
    shelf.edit("hills.md", "The hills", "These hills");
    shelf.cut("0.2.0");
    for version in ["0.1.0", "0.2.0"] {
        let run = shelf.recto(&["verify", version, "book", "--out", "out", "--rebuild"]).ends(0);
        assert!(run.out.contains(&format!("Lands {version}: as it was released")), "{}", run.out);
        assert!(run.out.contains("made again, and compared byte by byte"), "{}", run.out);
    }
    assert_eq!(shelf.git(&["worktree", "list"]).lines().count(), 1);
    // In a clone there are no files, and what is made again is all that can be compared.
    let run = shelf.recto(&["verify", "0.1.0", "book", "--out", "elsewhere", "--rebuild"]).ends(0);
    assert!(run.out.contains("the files are not there") && run.out.contains("byte by byte"), "{}", run.out);
    // By another program the bytes may be others, the text not.
    let record = "book/editions/0.1.0.toml";
    let text = shelf.read(record);
    shelf.edit("editions/0.1.0.toml", "typst = \"0.15.1\"", "typst = \"0.14.0\"");
    let run = shelf.recto(&["verify", "0.1.0", "book", "--out", "out", "--rebuild"]).ends(0);
    assert!(
        run.out.contains("by text, structure and ids") && run.out.contains("Typst 0.14.0, program"),
        "{}",
        run.out
    );
    let forged = shelf.read(record).replacen("id = \"springs\"", "id = \"wells\"", 1);
    shelf.folder.write(record, forged);
    let run = shelf.recto(&["verify", "0.1.0", "book", "--out", "out", "--rebuild"]).ends(1);
    assert!(run.err.contains("error[record-differs]: the text, structure or ids of `rivers`"), "{}", run.err);
    shelf.folder.write(record, text.replacen("commit = \"", "commit = \"0000", 1));
    let run = shelf.recto(&["verify", "0.1.0", "book", "--out", "out", "--rebuild"]).ends(2);
    assert!(run.err.contains("is not in this repository"), "{}", run.err);
}

#[test]
fn what_is_not_as_it_was_released_is_named() {
    let Some(shelf) = shelf() else { return };
    shelf.cut("0.1.0");
    let verify = || shelf.recto(&["verify", "0.1.0", "book", "--out", "out"]);
    let run = verify().ends(0);
    assert!(
        run.out.contains("8 files, by size and SHA-256") && run.out.contains("not signed"),
        "{}",
        run.out
    );
    let epub = std::fs::read(shelf.folder.path("out/0.1.0/lands-0.1.0.epub")).expect("it is there");
    let mut other = epub.clone();
    *other.last_mut().expect("it has bytes") ^= 1;
    for (bytes, message) in [
        (&other[..], "it is not the file that was released"),
        (&epub[..9], "it has 9 bytes, and was released with"),
    ] {
        shelf.folder.write("out/0.1.0/lands-0.1.0.epub", bytes);
        let run = verify().ends(1);
        assert!(run.err.contains(message) && run.err.contains("lands-0.1.0.epub"), "{}", run.err);
        assert!(run.out.contains("not as it was released"), "{}", run.out);
    }
    shelf.folder.write("out/0.1.0/lands-0.1.0.epub", &epub);
    shelf.folder.write("out/0.1.0/more.txt", "more");
    let sums = shelf.read("out/0.1.0/SHA256SUMS");
    shelf.folder.write("out/0.1.0/SHA256SUMS", sums.replacen('a', "b", 1));
    std::fs::remove_file(shelf.folder.path("out/0.1.0/cover.jpg")).expect("it is there");
    let run = verify().ends(1);
    for message in [
        "it is no file of the edition",
        "the checksums are not those of the record",
        "a file of the edition is missing",
    ] {
        assert!(run.err.contains(message), "{message} is not in:\n{}", run.err);
    }
    shelf.recto(&["verify", "0.2.0", "book", "--out", "out"]).ends(2);
    let run = shelf.recto(&["verify", "0.1.0", "book", "--out", "elsewhere"]).ends(2);
    assert!(run.err.contains("`elsewhere/0.1.0` is not there"), "{}", run.err);
}

#[test]
fn a_signature_must_hold() {
    let Some(shelf) = shelf() else { return };
    let keys = minisign::KeyPair::generate_unencrypted_keypair().expect("a pair of keys");
    shelf.folder.write("key", keys.sk.to_box(None).expect("a box").into_string());
    let mut command = shelf.folder.command(&["release", "0.1.0", "book", "--out", "out"]);
    let run = command.env("RECTO_MINISIGN_KEY", shelf.folder.path("key")).output().expect("it runs");
    super::Run::of(run).ends(0);
    let verify = || shelf.recto(&["verify", "0.1.0", "book", "--out", "out"]);
    assert!(verify().ends(0).out.contains(&format!("signed by {}: Lands 0.1.0 of", keys.pk.to_base64())));
    let signature = shelf.read("out/0.1.0/SHA256SUMS.minisig");
    shelf.folder.write("out/0.1.0/SHA256SUMS.minisig", signature.replace("Lands 0.1.0", "Lands 0.1.1"));
    assert!(verify().ends(1).err.contains("the signature does not hold"));
    std::fs::remove_file(shelf.folder.path("out/0.1.0/SHA256SUMS.minisig")).expect("it is there");
    assert!(verify().ends(1).err.contains("the signature does not hold"));
}

#[test]
fn a_file_says_which_edition_it_is() {
    let Some(shelf) = shelf() else { return };
    shelf.cut("0.1.0");
    shelf.edit("hills.md", "The hills", "These hills");
    shelf.cut("0.2.0");
    let which = |bytes: &[u8]| {
        shelf.folder.write("mail/book.bin", bytes);
        shelf.recto(&["which", "mail/book.bin", "book"])
    };
    for (version, file) in
        [("0.1.0", "lands-0.1.0.epub"), ("0.2.0", "lands-0.2.0.pdf"), ("0.1.0", "lands-0.1.0-html.zip")]
    {
        let bytes = std::fs::read(shelf.folder.path(&format!("out/{version}/{file}"))).expect("it is there");
        let run = which(&bytes).ends(0);
        assert_eq!(run.out, format!("mail/book.bin: edition {version}, unaltered ({file})\n"));
        let mut other = bytes;
        // What a reader's program writes behind a file.
        other.extend_from_slice(if file.ends_with("pdf") { b"\n" } else { b"" });
        if file.ends_with("epub") || file.ends_with("zip") {
            other = with_comment(&other);
        }
        let run = which(&other).ends(1);
        assert!(run.out.contains(&format!("edition {version}, altered")), "{file}: {}", run.out);
    }
    shelf.recto(&["withdraw", "0.1.0", "book", "--why", "Bad page"]).ends(0);
    let bytes = std::fs::read(shelf.folder.path("out/0.1.0/lands-0.1.0.epub")).expect("it is there");
    assert!(which(&bytes).ends(0).out.contains("unaltered (lands-0.1.0.epub); withdrawn: Bad page"));
    shelf.recto(&["build", "book", "--format", "epub", "--out", "dist"]).ends(0);
    let draft = std::fs::read(shelf.folder.path("dist/lands.epub")).expect("it is there");
    assert!(which(&draft).ends(1).out.contains("of this book, and of no edition"));
    shelf
        .recto(&[
            "build",
            "book",
            "--format",
            "epub",
            "--out",
            "dist",
            "--set",
            "book.identifier=urn:x:other",
        ])
        .ends(0);
    let other = std::fs::read(shelf.folder.path("dist/lands.epub")).expect("it is there");
    assert!(which(&other).ends(1).out.contains("of another book, urn:x:other"));
    assert!(which(b"words").ends(1).out.contains("it does not say what it is of"));
}

/// An archive with a comment at its end, which changes nothing that is in it.
pub(super) fn with_comment(zip: &[u8]) -> Vec<u8> {
    let mut zip = zip.to_vec();
    let length = zip.len() - 2;
    zip[length..].copy_from_slice(&4_u16.to_le_bytes());
    zip.extend_from_slice(b"mine");
    zip
}
