//! What git knows of the manuscript. Without git, or outside of a repository, nothing.
//!
//! A repository may come from elsewhere with its own settings, and none of them may start a program or ask another machine:
//! not a monitor of files, not what brings missing objects, and not a filter.

use std::path::Path;
use std::process::{Command, Stdio};

use super::Revision;

/// The last commit that touched a folder.
pub(super) fn last(folder: &Path) -> Option<Revision> {
    let line = said(git(folder).args(["log", "-1", "--no-show-signature", "--format=%H %ct", "--", "."]))?;
    let (commit, seconds) = line.trim().split_once(' ')?;
    let date = jiff::Timestamp::from_second(seconds.parse().ok()?).ok()?;
    let mut status = git(folder);
    without_filters(&mut status, &own_filters(folder));
    // Files that git does not know are not asked for: books written below the folder would make the next ones differ.
    let changes = said(status.args(["status", "--porcelain", "--untracked-files=no", "--", "."]))?;
    Some(Revision { commit: commit.to_owned(), date, is_dirty: !changes.trim().is_empty() })
}

/// The files below a folder that differ from the last commit, or that git does not know; `None` outside of git.
pub fn changed(folder: &Path) -> Option<Vec<String>> {
    let mut status = git(folder);
    without_filters(&mut status, &own_filters(folder));
    status.args(["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", "."]);
    let prefix = said(git(folder).args(["rev-parse", "--show-prefix"]))?;
    let said = said(&mut status)?;
    let paths = said.split_terminator('\0').filter_map(|line| line.get(3..));
    Some(
        paths
            .map(|path| path.strip_prefix(prefix.trim_end_matches('\n')).unwrap_or(path).to_owned())
            .collect(),
    )
}

/// A path below a folder as the folder's files are named; `None` for one that is elsewhere.
pub fn inside(folder: &Path, path: &Path) -> Option<String> {
    // What is not there yet is in a folder that is.
    let real = path.ancestors().find_map(|there| {
        let there = if there.as_os_str().is_empty() { Path::new(".") } else { there };
        let rest = path.strip_prefix(there).unwrap_or(path);
        Some(there.canonicalize().ok()?.join(rest))
    })?;
    let inside = real.strip_prefix(folder.canonicalize().ok()?).ok()?;
    let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    (!parts.is_empty()).then(|| parts.join("/") + "/")
}

/// A commit's hash as readers see it. Git's own abbreviation grows with the repository, so that two clones could differ.
pub fn abbreviated(commit: &str) -> &str {
    commit.get(..12).unwrap_or(commit)
}

#[expect(clippy::disallowed_methods, reason = "the one place that asks git")]
pub(super) fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.args(["--no-optional-locks", "-c", "core.fsmonitor=false", "-C"]).arg(folder);
    git.env("GIT_ALLOW_PROTOCOL", "none").stdin(Stdio::null());
    git
}

pub(super) fn said(git: &mut Command) -> Option<String> {
    let output = git.output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The keys of the filters that the repository itself sets. Those of the user, as of Git LFS, are the user's.
pub(super) fn own_filters(folder: &Path) -> Vec<String> {
    const FILTERS: &str = r"^filter\..*\.(clean|process|required)$";
    let mut config = git(folder);
    config.args(["config", "--null", "--show-scope", "--name-only", "--get-regexp", FILTERS]);
    // Scope and key by turns.
    let said = said(&mut config).unwrap_or_default();
    let mut fields = said.split_terminator('\0');
    let pairs = std::iter::from_fn(|| Some((fields.next()?, fields.next()?)));
    let is_own = |scope: &str| !matches!(scope, "system" | "global" | "command");
    pairs.filter(|(scope, _)| is_own(scope)).map(|(_, key)| key.to_owned()).collect()
}

pub(super) fn without_filters(git: &mut Command, keys: &[String]) {
    git.env("GIT_CONFIG_COUNT", keys.len().to_string());
    for (index, key) in keys.iter().enumerate() {
        let value = if key.ends_with(".required") { "false" } else { "" };
        git.env(format!("GIT_CONFIG_KEY_{index}"), key).env(format!("GIT_CONFIG_VALUE_{index}"), value);
    }
}
