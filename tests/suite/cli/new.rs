//! `recto new`

use super::Folder;

#[test]
fn a_new_manuscript_builds_without_errors_or_warnings() {
    let folder = Folder::new();
    let out = folder.recto(&["new", "my-book"]).ends(0).out;
    assert!(out.contains("cd my-book && recto build"), "{out}");
    let run = folder.recto(&["check", "my-book/manuscript"]).ends(0);
    assert!(!run.err.contains("error[") && !run.err.contains("warning["), "{}", run.err);
    let toml = folder.read("my-book/manuscript/book.toml");
    assert!(toml.contains("title = \"My Book\"") && toml.contains("identifier = \"urn:uuid:"), "{toml}");
}

#[test]
fn two_new_books_of_one_name_have_identifiers_of_their_own() {
    let (one, two) = (Folder::new(), Folder::new());
    one.recto(&["new", "b"]).ends(0);
    two.recto(&["new", "b"]).ends(0);
    let identifier = |folder: &Folder| {
        let toml = folder.read("b/manuscript/book.toml");
        toml.lines().find(|line| line.starts_with("identifier")).expect("an identifier").to_owned()
    };
    assert_ne!(identifier(&one), identifier(&two));
}

#[test]
fn a_title_with_quotes_stays_toml() {
    let folder = Folder::new();
    folder.recto(&["new", "b", "--title", "\"Say\" \\ <it> & 'mean' it"]).ends(0);
    let run = folder.recto(&["check", "b/manuscript"]).ends(0);
    assert!(!run.err.contains("error["), "{}", run.err);
}

#[test]
fn a_folder_with_files_is_left_alone() {
    let folder = Folder::new();
    folder.write("b/mine.txt", "mine");
    let run = folder.recto(&["new", "b"]).ends(2);
    assert!(run.err.contains("`"), "{}", run.err);
    assert_eq!(folder.tree("b").len(), 1);
    std::fs::create_dir(folder.path("empty")).expect("a folder is made");
    folder.recto(&["new", "empty"]).ends(0);
    folder.recto(&["new", "deep/er/down"]).ends(0);
}
