//! `recto new`

use super::{Folder, Run};

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
fn a_new_manuscript_is_found_from_the_folder_that_was_named() {
    let folder = Folder::new();
    folder.write("SUMMARY.md", "- [Outer](outer.md)\n");
    folder.recto(&["new", "nb"]).ends(0);
    folder.recto(&["check", "nb"]).ends(0);
    let mut command = folder.command(&["build", "--format", "html"]);
    let run = Run::of(command.current_dir(folder.path("nb")).output().expect("it runs")).ends(0);
    assert!(run.out.contains("nb-html/"), "{}", run.out);
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
fn a_title_that_looks_like_a_mark_of_the_files_stays_as_it_is() {
    let folder = Folder::new();
    folder.recto(&["new", "b", "--title", "The @SLUG@ of @NAME@"]).ends(0);
    assert!(folder.read("b/manuscript/SUMMARY.md").starts_with("# The @SLUG@ of @NAME@\n"));
    let toml = folder.read("b/manuscript/book.toml");
    assert!(toml.contains("title = \"The @SLUG@ of @NAME@\"\n"), "{toml}");
    assert!(toml.contains("slug = \"the-slug-of-name\"\n"), "{toml}");
}

#[test]
fn a_manuscript_is_made_in_the_empty_folder_that_one_is_in() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("my-book")).expect("a folder is made");
    for name in [".", "../my-book"] {
        let mut command = folder.command(&["new", name]);
        let output = command.current_dir(folder.path("my-book")).output().expect("it runs");
        let out = super::Run::of(output).ends(0).out;
        assert!(out.contains("\"My Book\""), "{out}");
        assert!(
            out.ends_with(if name == "." { "\nnext: recto build\n" } else { " && recto build\n" }),
            "{out}"
        );
        let entries = std::fs::read_dir(folder.path("my-book")).expect("it is there").flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.file_name()).collect();
        names.sort();
        assert_eq!(names, [".gitignore", "manuscript"]);
        folder.recto(&["check", "my-book/manuscript"]).ends(0);
        std::fs::remove_dir_all(folder.path("my-book/manuscript")).expect("it is removed");
        std::fs::remove_file(folder.path("my-book/.gitignore")).expect("it is removed");
    }
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
