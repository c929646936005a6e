//! A commit's files in a folder of their own, beside the working tree.

use std::path::{Path, PathBuf};

use super::revision::{git, own_filters, said, without_filters};

/// A commit's files; they are gone when this is dropped.
#[derive(Debug)]
pub struct Worktree {
    /// The repository.
    repository: PathBuf,
    folder: tempfile::TempDir,
    /// Where in the folder the manuscript is.
    manuscript: PathBuf,
}

impl Worktree {
    /// The files of a commit of the repository that a manuscript is in.
    ///
    /// # Errors
    /// A sentence for what is no repository, has no such commit, or can't be checked out.
    pub fn at(manuscript: &Path, commit: &str) -> Result<Self, String> {
        if !commit.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(format!("`{commit}` is no commit"));
        }
        let prefix = said(git(manuscript).args(["rev-parse", "--show-prefix"]));
        let prefix = prefix.ok_or("the manuscript is not in git")?;
        let folder = tempfile::Builder::new().prefix("recto-edition-").tempdir();
        let folder = folder.map_err(|error| format!("no temporary folder can be made: {error}"))?;
        let place = folder.path().join("files");
        let mut add = git(manuscript);
        without_filters(&mut add, &own_filters(manuscript));
        // No hook of the repository runs.
        add.args(["-c", "core.hooksPath=/dev/null", "worktree", "add", "--quiet", "--detach"]);
        add.arg(&place).arg(commit);
        said(&mut add).ok_or_else(|| {
            format!("the commit {commit} is not in this repository, or can't be checked out")
        })?;
        let manuscript_in_it = place.join(prefix.trim_end_matches('\n'));
        Ok(Self { repository: manuscript.to_owned(), folder, manuscript: manuscript_in_it })
    }

    /// The manuscript's folder.
    pub fn manuscript(&self) -> &Path {
        &self.manuscript
    }
}

impl Drop for Worktree {
    fn drop(&mut self) {
        let mut remove = git(&self.repository);
        remove.args(["worktree", "remove", "--force"]).arg(self.folder.path().join("files"));
        // What git keeps of a folder that is gone, its next clean-up removes.
        drop(said(&mut remove));
    }
}
