//! Where the words of an edition come from, and what is said where they can't be had.

use serde_json::Value;

use super::{THREE, blocks, chapter, commit, first, git, json, recto, second};

#[test]
fn what_changed_is_said_without_git_too() {
    let Some(editions) = second() else { return };
    std::fs::remove_dir_all(editions.root().join(".git")).expect("it can be removed");
    let run = recto(&editions, &["changes", "0.1.0", "0.2.0"]).ends(0);
    assert!(
        run.err.contains("notice[edition-text-missing]: the text of edition 0.1.0 is not all here"),
        "{}",
        run.err
    );
    assert!(run.err.contains("edition 0.2.0") && run.err.contains("editions/0.2.0.toml"), "{}", run.err);
    assert!(
        run.out.contains("\n  Growth (#growth): revised, ") && run.out.contains("\n    text revised (#b-"),
        "{}",
        run.out
    );
    // What is here is shown: the text that came.
    let run = recto(&editions, &["changes", "0.1.0", "--format", "json"]).ends(0);
    let changed: Value = serde_json::from_str(&run.out).expect("it is JSON");
    assert_eq!(chapter(&changed, "src-one")["sections"][0]["blocks"][0]["words"], Value::Null);
    assert_eq!(blocks(&chapter(&changed, "four")["sections"][0])[1].1, "{+All of this is new.+}");
}

#[test]
fn a_shallow_clone_is_told_what_it_lacks() {
    let Some(editions) = second() else { return };
    let source = format!("file://{}", editions.root().display());
    commit(&editions);
    git(&editions, &["clone", "--quiet", "--depth", "1", &source, "clone"]);
    let run = recto(&editions, &["changes", "0.1.0", "clone"]).ends(0);
    assert!(
        run.err.contains("the text of edition 0.1.0 is not all here") && run.err.contains("--unshallow"),
        "{}",
        run.err
    );
}

#[test]
fn words_are_read_of_the_commit_alone() {
    let Some(editions) = second() else { return };
    // A setting of the repository that would give another text, and a link that leads out.
    git(&editions, &["config", "filter.a.smudge", "touch RUN; cat"]);
    git(&editions, &["config", "diff.a.textconv", "touch RUN; cat"]);
    editions.write(".gitattributes", "*.md filter=a diff=a\n");
    let changed = json(&editions, &["0.1.0", "0.2.0"]);
    assert_eq!(blocks(&chapter(&changed, "two")["sections"][0])[1].1, "[-Gone soon.-]");
    assert!(!editions.root().join("RUN").exists());
}

#[cfg(unix)]
#[test]
fn a_link_in_a_commit_is_the_file_that_it_leads_to() {
    let Some(editions) = first() else { return };
    let root = editions.root();
    std::fs::rename(root.join("three.md"), root.join("src/trees.md")).expect("it can be renamed");
    std::os::unix::fs::symlink("src/trees.md", root.join("three.md")).expect("a link is made");
    let commit = commit(&editions);
    editions.cut("0.2.0", Some(commit));
    editions.write("src/trees.md", &format!("# Three\n\n{}\n", THREE.replace("roots", "leaves")));
    let changed = json(&editions, &["0.2.0"]);
    let words = &blocks(&chapter(&changed, "three")["sections"][0])[0].1;
    assert!(words.contains("from their[- roots-]{+ leaves+}, branch"), "{words}");
}
