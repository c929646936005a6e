//! A hostile manuscript as it stands on a disk: its files, those that its `made.txt` describes, and beside it what is none
//! of its business.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// A word that stands beside every manuscript, and in none.
pub(super) const SECRET: &str = "kryptogramm";

/// A picture that stands beside every manuscript: the data of this chunk are in no other.
pub(super) const SECRET_PICTURE: &[u8] = include_bytes!("../../hostile/secret.png");

/// Makes the manuscript of a folder as `book/` in another.
pub(super) fn make(from: &Path, place: &Path) {
    copy(&from.join("book"), &place.join("book"));
    for (name, text) in [
        ("secret.txt", format!("{SECRET}\n")),
        ("secret.md", format!("# {SECRET}\n\n- [{SECRET}](secret.md)\n")),
        ("secret.css", format!("p {{ font-family: {SECRET} }}\n")),
        ("secret.svg", format!("<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{SECRET}\"/>\n")),
        ("secret.toml", format!("[book]\ntitle = \"{SECRET}\"\n")),
        ("secret.json", format!("{{\"title\": \"{SECRET}\"}}\n")),
    ] {
        std::fs::write(place.join(name), text).expect("a file is written");
    }
    std::fs::write(place.join("secret.png"), SECRET_PICTURE).expect("a file is written");
    let made = std::fs::read_to_string(from.join("made.txt")).unwrap_or_default();
    for line in made.lines() {
        follow(line, from, place).unwrap_or_else(|| panic!("{}: no such line: {line}", from.display()));
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder is made");
    for entry in std::fs::read_dir(from).into_iter().flatten().flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(path, to).expect("a file is copied");
        }
    }
}

/// Follows a line of `made.txt`: a command, then words and numbers as JSON has them.
fn follow(line: &str, from: &Path, place: &Path) -> Option<()> {
    let (command, rest) = line.split_once(' ')?;
    let values =
        serde_json::Deserializer::from_str(rest).into_iter().collect::<Result<Vec<Value>, _>>().ok()?;
    let path = place.join(values.first()?.as_str()?);
    std::fs::create_dir_all(path.parent()?).ok()?;
    match (command, &values[1..]) {
        ("write", [text]) => append(&path, text.as_str()?),
        ("repeat", [count, text]) => {
            let text = text.as_str()?;
            let numbered = |number: u64| {
                text.replace("{}", &number.to_string()).replace("{+}", &(number + 1).to_string())
            };
            append(&path, &(0..count.as_u64()?).map(numbered).collect::<String>())
        }
        ("copy", [file]) => std::fs::copy(from.join(file.as_str()?), path).ok().map(drop),
        ("link", [target]) => link(Path::new(target.as_str()?), &path),
        _ => None,
    }
}

fn append(path: &Path, text: &str) -> Option<()> {
    use std::io::Write;
    let mut file = std::fs::File::options().create(true).append(true).open(path).ok()?;
    file.write_all(text.as_bytes()).ok()
}

#[cfg(unix)]
fn link(target: &Path, path: &Path) -> Option<()> {
    std::os::unix::fs::symlink(target, path).ok()
}

#[cfg(windows)]
fn link(target: &Path, path: &Path) -> Option<()> {
    std::os::windows::fs::symlink_file(target, path).ok()
}

/// What stands in a folder but for what a build may write: paths, and the size and the text of files or where links lead.
pub(super) fn tree(place: &Path) -> Vec<(PathBuf, u64, String)> {
    let mut found = Vec::new();
    walk(place, &mut |path| {
        let inside = path.strip_prefix(place).expect("it stands there");
        if ["dist", "said"].iter().any(|own| inside.starts_with(own)) {
            return;
        }
        let metadata = std::fs::symlink_metadata(path).expect("it is there");
        let says = match std::fs::read_link(path) {
            Ok(target) => target.display().to_string(),
            Err(_) => blake3::hash(&std::fs::read(path).unwrap_or_default()).to_string(),
        };
        found.push((inside.to_path_buf(), metadata.len(), says));
    });
    found.sort();
    found
}

/// Visits all that stands below a folder, following no link.
pub(super) fn walk(folder: &Path, visit: &mut dyn FnMut(&Path)) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        visit(&path);
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            walk(&path, visit);
        }
    }
}
