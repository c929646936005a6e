//! Where a build writes when nothing says so.

use super::{Folder, Run, TOML};

/// Builds the HTML while standing in a folder, and gives what was said on standard output.
fn build(folder: &Folder, standing: &str, arguments: &[&str]) -> String {
    std::fs::create_dir_all(folder.path(standing)).expect("a folder is made");
    let mut command = folder.command(&["build", "--format", "html"]);
    command.args(arguments).current_dir(folder.path(standing));
    Run::of(command.output().expect("it runs")).ends(0).out
}

/// The folders called `dist`, wherever they are.
fn dists(folder: &Folder) -> Vec<String> {
    let files = folder.tree("").into_iter().filter_map(|(path, _)| {
        let path = path.strip_prefix(folder.path("")).expect("it is in the folder").to_owned();
        let place = path.ancestors().find(|part| part.ends_with("dist"))?;
        Some(place.to_string_lossy().replace('\\', "/"))
    });
    let mut dists: Vec<String> = files.collect();
    dists.dedup();
    dists
}

/// A book whose text is in `book/src`.
fn book() -> Folder {
    let folder = Folder::new();
    folder.write("book/book.toml", TOML);
    folder.write("book/src/SUMMARY.md", "- [One](one.md)\n");
    folder.write("book/src/one.md", "# One\n\nText.\n");
    folder
}

#[test]
fn a_build_writes_where_one_stands_outside_of_the_manuscript() {
    let folder = book();
    let said = build(&folder, "", &["book"]);
    assert_eq!(dists(&folder), ["dist"]);
    assert!(said.contains("  dist/t-html/"), "{said}");
    let folder = book();
    build(&folder, "elsewhere", &["../book"]);
    assert_eq!(dists(&folder), ["elsewhere/dist"]);
    let folder = book();
    // Its name begins as the manuscript's.
    build(&folder, "bookshelf", &["../book"]);
    assert_eq!(dists(&folder), ["bookshelf/dist"]);
}

#[test]
fn a_build_writes_below_the_manuscripts_root_from_anywhere_inside() {
    let folder = book();
    assert!(build(&folder, "book", &[]).contains("  dist/t-html/"));
    assert_eq!(dists(&folder), ["book/dist"]);
    for (standing, arguments) in [
        ("book/src", &[][..]),
        ("book/src/images/deep", &[]),
        ("book/src/images", &["../.."]),
        ("book/src/images", &["../../book.toml"]),
    ] {
        let folder = book();
        let said = build(&folder, standing, arguments);
        assert_eq!(dists(&folder), ["book/dist"], "from {standing}, {arguments:?}");
        let up = "../".repeat(standing.matches('/').count());
        assert!(said.contains(&format!("  {up}dist/t-html/")), "{said}");
    }
}

#[test]
fn the_root_is_that_of_the_outline_without_a_book_toml() {
    let folder = Folder::new();
    folder.write("notes/SUMMARY.md", "- [One](one.md)\n");
    folder.write("notes/one.md", "# One\n\nText.\n");
    build(&folder, "notes/images", &[]);
    assert_eq!(dists(&folder), ["notes/dist"]);
    let folder = Folder::new();
    folder.write("book/src/SUMMARY.md", "- [One](one.md)\n");
    folder.write("book/src/one.md", "# One\n\nText.\n");
    build(&folder, "book/src/images", &[]);
    assert_eq!(dists(&folder), ["book/dist"]);
}

#[test]
fn what_out_says_is_taken_from_where_one_stands() {
    let folder = book();
    build(&folder, "book/src/images", &["--out", "dist"]);
    assert_eq!(dists(&folder), ["book/src/images/dist"]);
}
