//! What other programs say of the written books: EPUBCheck, Ace, veraPDF, qpdf, and a browser with axe-core.
//!
//! `tests/validate/install` brings them. What is not there is not run, and said so; where `RECTO_VALIDATORS` names their
//! folder, they must be.

mod browser;
mod epub;
mod pdf;

use std::path::PathBuf;
use std::process::Command;

pub(crate) use epub::finds_nothing;

use crate::books::{Written, written};
use crate::support::{asked_for, not_run};

/// The validators' folder and every book; `None`, which is said of that one, where either is not.
fn validators(what: &str) -> Option<(PathBuf, &'static [Written])> {
    Some((home(what)?, written(what)?))
}

/// The validators' folder; `None`, which is said, where it is not there.
fn home(what: &str) -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = || variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")));
    let home = asked_for().or_else(|| Some(cache()?.join("recto/validators")))?;
    if !home.join("pinned").exists() {
        not_run(what, &format!("it is not in {}; tests/validate/install brings it", home.display()));
        return None;
    }
    Some(home)
}

/// What a validator writes; it must not fail for another reason than its findings.
fn run(command: &mut Command) -> String {
    let run = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(
        run.status.success() || !said.trim().is_empty(),
        "{command:?}: {}",
        String::from_utf8_lossy(&run.stderr)
    );
    said
}

#[test]
fn what_is_left_out_is_said_and_nothing_may_be_where_the_folder_is_named() {
    let empty = tempfile::tempdir().expect("a temporary folder");
    let tests = |name: &str| {
        let mut tests = Command::new(std::env::current_exe().expect("the tests"));
        tests.args(["validators::", "--skip", "left_out"]).env_remove("RECTO_VALIDATORS");
        tests.env(name, empty.path()).output().expect("they run")
    };
    let run = tests("XDG_CACHE_HOME");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    for what in ["EPUBCheck", "Ace by DAISY", "veraPDF", "qpdf", "Chromium with axe-core"] {
        let start = format!("not run: {what}: it is not in ");
        assert_eq!(said.lines().filter(|line| line.starts_with(&start)).count(), 1, "{said}");
    }
    let run = tests("RECTO_VALIDATORS");
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(!run.status.success() && said.contains(" 0 passed;"), "{said}");
}
