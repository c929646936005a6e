//! Embeds `fonts/` and `styles/` as tables, so that the program is one file, and tells it what it was built of.
#![expect(
    clippy::disallowed_methods,
    reason = "a build script reads files and its environment, and writes a table"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets the crate's folder"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets the output folder"));
    let mut table = String::new();
    for (name, folder) in [("FONTS", "fonts"), ("STYLES", "styles")] {
        println!("cargo::rerun-if-changed={folder}");
        let mut files = Vec::new();
        collect(&root.join(folder), &mut files);
        files.sort();
        writeln!(table, "/// Every file of `{folder}/`, by its path there, sorted.")
            .expect("strings take all");
        writeln!(table, "pub(super) static {name}: &[(&str, &[u8])] = &[").expect("strings take all");
        for file in files {
            let short = file.strip_prefix(root.join(folder)).expect("files are below their folder");
            let short = short.to_string_lossy().replace('\\', "/");
            let path = format!("/{folder}/{short}");
            // The crate's folder is found by the compiler, since a table may outlive the checkout it was written in.
            writeln!(
                table,
                "    ({short:?}, include_bytes!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))),"
            )
            .expect("strings take all");
        }
        table.push_str("];\n");
    }
    fs::write(out.join("embedded.rs"), table).expect("the output folder can be written");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-env=RECTO_SOURCES={:016x}", sources(&root));
}

/// A hash of all that the program is built of, by which records tell two programs of one version apart. No commit is asked
/// for: the same sources make the same program, wherever they come from.
fn sources(root: &Path) -> u64 {
    let mut files = vec![root.join("Cargo.lock")];
    for folder in ["src", "styles", "fonts"] {
        println!("cargo::rerun-if-changed={folder}");
        collect(&root.join(folder), &mut files);
    }
    println!("cargo::rerun-if-changed=Cargo.lock");
    files.sort();
    // FNV-1a, 64 bits: nobody is to be kept from making two of one hash.
    let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    files.iter().fold(0xcbf2_9ce4_8422_2325, |hash, file| {
        let name = file.strip_prefix(root).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let bytes = fs::read(file).unwrap_or_default();
        name.bytes().chain(bytes).fold(hash, add)
    })
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
