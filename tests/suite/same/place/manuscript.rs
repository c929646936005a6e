//! A copy of a manuscript, with or without circumstances.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use super::{Circumstance, NOBODY, Place};
use crate::support::not_run;

/// Copies a manuscript into its place and commits it there.
pub(super) fn copy(place: &Place<'_>, book: &Path) {
    let mut paths = Vec::new();
    collect(book, Path::new(""), &mut paths);
    paths.sort();
    if place.has(Circumstance::Files) {
        paths.reverse();
    }
    let root = place.manuscript();
    fs::create_dir(&root).expect("a folder is made");
    for path in &paths {
        file(place, &book.join(path), &root.join(path));
    }
    commit(place, &root);
    if place.is_of_another_user() {
        give(&root);
    }
}

/// Every file below a folder, by its path from there, but for the repository's own.
fn collect(root: &Path, folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(root.join(folder)).expect("the manuscript's folder") {
        let entry = entry.expect("an entry");
        let path = folder.join(entry.file_name());
        if entry.path().is_file() {
            paths.push(path);
        } else if entry.path().is_dir() && entry.file_name() != ".git" {
            collect(root, &path, paths);
        }
    }
}

fn file(place: &Place<'_>, from: &Path, to: &Path) {
    fs::create_dir_all(to.parent().expect("it is in a folder")).expect("a folder is made");
    let bytes = fs::read(from).expect("the manuscript can be read");
    fs::write(to, bytes).expect("it can be copied");
    let years = place.either(Circumstance::Files, 63, 50);
    let changed = SystemTime::UNIX_EPOCH + Duration::from_secs(years * 365 * 86_400);
    let file = File::options().write(true).open(to).expect("it is there");
    file.set_modified(changed).expect("it has a time");
    let rights = place.either(Circumstance::Files, 0o600, 0o644);
    file.set_permissions(Permissions::from_mode(rights)).expect("it is the tests' own");
}

/// Makes it the only commit of a repository, at a time that is another day elsewhere.
fn commit(place: &Place<'_>, root: &Path) {
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "core.autocrlf=false", "-c", "commit.gpgsign=false"]);
        command.args(arguments).current_dir(root);
        place.environment(&mut command);
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        for who in ["AUTHOR", "COMMITTER"] {
            command
                .env(format!("GIT_{who}_NAME"), "Author")
                .env(format!("GIT_{who}_EMAIL"), "author@example.org");
            command.env(format!("GIT_{who}_DATE"), "2026-01-02T15:30:00+0000");
        }
        command.output().is_ok_and(|run| run.status.success())
    };
    if git(&["--version"]) {
        assert!(git(&["init", "-q"]) && git(&["add", "-A"]) && git(&["commit", "-q", "-m", "All"]));
    } else {
        not_run("builds of the same commit in two places", "there is no git");
    }
}

/// Gives a folder to the other user, who is told nothing of what belongs to others.
fn give(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).expect("an administrator may");
    if path.is_dir() {
        fs::read_dir(path).expect("a folder").for_each(|entry| give(&entry.expect("an entry").path()));
    }
}
