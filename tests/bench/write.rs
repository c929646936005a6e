//! Writes the benchmarks' manuscript: `cargo run --release --example manuscript -- DIR [WORDS]`.
#![expect(clippy::disallowed_methods, reason = "this program makes files for others to read")]

mod manuscript;

use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let mut arguments = env::args().skip(1);
    let folder = arguments.next().map(PathBuf::from).expect("the folder to write into is the first argument");
    let words =
        arguments.next().map(|words| words.parse().expect("the second argument is a number of words"));
    for (path, text) in manuscript::manuscript(words.unwrap_or(manuscript::WORDS)) {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("files are in the folder"))?;
        fs::write(path, text)?;
    }
    Ok(())
}
