//! What git knows of the manuscript. Without git, or outside of a repository, nothing.

use std::path::Path;

use super::Revision;

/// The last commit that touched a folder.
pub(super) fn last(folder: &Path) -> Option<Revision> {
    let line = git(folder, &["log", "-1", "--no-show-signature", "--format=%H %ct", "--", "."])?;
    let (commit, seconds) = line.trim().split_once(' ')?;
    let date = jiff::Timestamp::from_second(seconds.parse().ok()?).ok()?;
    // Files that git does not know are not asked for: books written below the folder would make the next ones differ.
    let changes = git(folder, &["status", "--porcelain", "--untracked-files=no", "--", "."])?;
    // Git's own abbreviation grows with the repository, so that two clones could differ.
    let commit = commit.get(..12).unwrap_or(commit).to_owned();
    Some(Revision { commit, date, is_dirty: !changes.trim().is_empty() })
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
