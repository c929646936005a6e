//! What git knows of the manuscript. Without git, or outside of a repository, nothing.

use std::path::Path;

use super::Revision;

/// The last commit that touched a folder.
pub(super) fn last(folder: &Path) -> Option<Revision> {
    let line = git(folder, &["log", "-1", "--format=%h %ct", "--", "."])?;
    let (commit, seconds) = line.trim().split_once(' ')?;
    let date = jiff::Timestamp::from_second(seconds.parse().ok()?).ok()?;
    let is_dirty = !git(folder, &["status", "--porcelain", "--", "."])?.trim().is_empty();
    Some(Revision { commit: commit.to_owned(), date, is_dirty })
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks git")]
fn git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = std::process::Command::new("git")
        .arg("--no-optional-locks")
        .arg("-C")
        .arg(folder)
        .args(arguments)
        .stdin(std::process::Stdio::null())
        .output()
        .ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}
