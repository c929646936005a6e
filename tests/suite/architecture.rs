//! What the architecture promises of the code itself.

mod looks;
mod modules;
mod promises;
mod words;

use std::path::{Path, PathBuf};

/// A source file: its path below the crate's folder, with `/`, and its text.
struct File {
    path: String,
    text: String,
}

/// Every file of a folder of the crate that ends so, by path.
fn files(folder: &str, end: &str) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    collect(&root.join(folder), &mut paths);
    paths.sort();
    let file = |path: &PathBuf| {
        let short = path.strip_prefix(root).expect("files are below the crate's folder");
        let text = std::fs::read_to_string(path).expect("sources are text");
        File { path: short.to_string_lossy().replace('\\', "/"), text }
    };
    let files: Vec<File> =
        paths.iter().filter(|path| path.to_string_lossy().ends_with(end)).map(file).collect();
    assert!(!files.is_empty(), "{folder} has no {end}");
    files
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("the folder is there").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, paths);
        } else {
            paths.push(path);
        }
    }
}
