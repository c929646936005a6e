//! A manuscript's repository that came from elsewhere with its settings.
#![cfg(unix)]

use std::process::Command;

use super::Folder;

fn git(folder: &Folder, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder.path("book")).args(arguments).env("HOME", folder.path("home"));
    let run = git.output().expect("git is there");
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
}

/// A committed manuscript, a chapter of which was touched since.
fn repository() -> Folder {
    let folder = Folder::with_chapter("# One\n\nText.\n");
    folder.write("book/.gitattributes", "*.md filter=a\n*.toml filter=\"b=c\"\n");
    git(&folder, &["init", "--quiet"]);
    git(&folder, &["add", "."]);
    git(&folder, &["-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "-m", "One"]);
    folder.write("book/one.md", "# One\n\nText.\n");
    folder
}

#[test]
fn no_setting_of_a_repository_starts_a_program() {
    if Command::new("git").arg("--version").output().is_err() {
        return crate::support::not_here("what git finds of a manuscript", "there is no git");
    }
    let folder = repository();
    let is_run = |name: &str| folder.path(name).exists();
    for (name, key) in [
        ("monitor", "core.fsmonitor"),
        ("signature", "gpg.program"),
        ("pager", "core.pager"),
        ("difference", "diff.external"),
        ("clean", "filter.a.clean"),
        ("process", "filter.b=c.process"),
        ("fetch", "core.sshCommand"),
        ("remote", "remote.origin.url"),
    ] {
        let program = format!("touch '{}'; cat", folder.path(name).display());
        let program = if key == "remote.origin.url" { format!("ext::sh -c {program}") } else { program };
        git(&folder, &["config", key, &program]);
    }
    for (key, value) in [
        ("filter.a.required", "true"),
        ("log.showSignature", "true"),
        ("protocol.ext.allow", "always"),
        ("remote.origin.promisor", "true"),
        ("extensions.partialClone", "origin"),
    ] {
        git(&folder, &["config", key, value]);
    }
    let run = folder.recto(&["build", "book", "--format", "html"]).ends(0);
    // Nor does it keep git from saying when the book was made, and that it is as it was.
    assert!(!run.err.contains("date-unknown"), "{}", run.err);
    // What is missing would be fetched.
    let objects = folder.path("book/.git/objects");
    for entry in std::fs::read_dir(objects).expect("there are objects").flatten() {
        if entry.file_name().len() == 2 {
            std::fs::remove_dir_all(entry.path()).expect("it can be removed");
        }
    }
    folder.recto(&["build", "book", "--format", "html"]).ends(0);
    for name in ["monitor", "signature", "pager", "difference", "clean", "process", "fetch", "remote"] {
        assert!(!is_run(name), "`{name}` was run");
    }
}
