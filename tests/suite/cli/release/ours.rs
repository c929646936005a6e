//! The editions of the book that comes with the program.

use std::path::Path;
use std::process::Command;

use recto::diag::Diagnostics;
use recto::load;

use super::super::Folder;

#[test]
fn every_edition_of_the_manuscript_can_be_made_again_of_its_commit() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ledger =
        load::records(&root.join("manuscript"), &mut Diagnostics::new()).expect("there is a manuscript");
    let versions: Vec<String> = ledger.versions().map(ToString::to_string).collect();
    assert!(versions.len() >= 3, "{versions:?}");
    let first =
        ledger.record(ledger.versions().next().expect("one")).expect("it can be read").expect("it is there");
    let commit = first.commit.expect("it was made of a commit");
    let has_history = Command::new("git").arg("-C").arg(root).args(["cat-file", "-e", &commit]).status();
    if !has_history.is_ok_and(|status| status.success()) {
        return crate::support::not_here("the editions of the manuscript", "its history is not there");
    }
    if Command::new("typst").arg("--version").output().is_err() {
        return crate::support::not_run("the editions of the manuscript", "there is no typst");
    }
    let folder = Folder::new();
    let manuscript = root.join("manuscript").display().to_string();
    for version in &versions {
        let run = folder.recto(&["verify", version, &manuscript, "--out", "none", "--rebuild"]).ends(0);
        assert!(
            run.out.contains("as it was released") && run.out.contains("made again, and compared"),
            "{}",
            run.out
        );
    }
}
