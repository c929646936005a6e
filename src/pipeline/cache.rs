//! Results of earlier builds: bytes by a key that names every input.
//!
//! What is kept could be made again, and `--no-cache` gives the same bytes; so a fault of the cache is never a fault of the
//! build: what can't be read is made, what can't be kept is not.
#![expect(clippy::disallowed_methods, reason = "the cache is in the user's cache folder and nowhere else")]

use std::fs;
use std::path::PathBuf;

/// Where results are kept, or that they are not.
#[derive(Debug, Clone)]
pub enum Cache {
    /// Below a folder.
    Folder(PathBuf),
    /// Nothing is kept and nothing is looked for.
    Off,
}

/// How many results are kept: the newest.
const MOST: usize = 64;

impl Cache {
    /// What was kept under a key.
    pub fn get(&self, key: &blake3::Hash) -> Option<Vec<u8>> {
        match self {
            Self::Folder(folder) => {
                let bytes = fs::read(folder.join(key.to_hex().as_str())).ok()?;
                // The hash of the bytes comes first, so that half a file is none.
                let (hash, rest) = bytes.split_at_checked(blake3::OUT_LEN)?;
                (blake3::hash(rest).as_bytes() == hash).then(|| rest.to_vec())
            }
            Self::Off => None,
        }
    }

    /// Keeps bytes under a key.
    pub fn put(&self, key: &blake3::Hash, bytes: &[u8]) {
        let Self::Folder(folder) = self else { return };
        let keep = || -> std::io::Result<()> {
            fs::create_dir_all(folder)?;
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            std::io::Write::write_all(&mut file, blake3::hash(bytes).as_bytes())?;
            std::io::Write::write_all(&mut file, bytes)?;
            file.persist(folder.join(key.to_hex().as_str())).map_err(|error| error.error)?;
            Ok(())
        };
        drop(keep());
        self.prune();
    }

    fn prune(&self) {
        let Self::Folder(folder) = self else { return };
        let Ok(entries) = fs::read_dir(folder) else { return };
        let mut kept: Vec<_> = entries
            .flatten()
            .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
            .collect();
        kept.sort();
        for (_, path) in kept.iter().rev().skip(MOST) {
            drop(fs::remove_file(path));
        }
    }
}
