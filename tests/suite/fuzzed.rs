//! What fuzzing began with and what it found, run by the targets themselves.

#[path = "../fuzz/targets.rs"]
mod targets;

use std::path::Path;

use targets::TARGETS;

/// Runs the cases of some targets; says of each that fails which it is.
fn run(is_asked: impl Fn(&str) -> bool) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    let mut failed = Vec::new();
    for (name, target) in TARGETS.iter().filter(|(name, _)| is_asked(name)) {
        let cases = std::fs::read_dir(corpus.join(name)).unwrap_or_else(|_| panic!("{name} has no cases"));
        let mut paths: Vec<_> = cases.flatten().map(|case| case.path()).collect();
        paths.sort();
        assert!(!paths.is_empty(), "{name} has no cases");
        for path in paths {
            let data = std::fs::read(&path).expect("a case can be read");
            if std::panic::catch_unwind(|| target(&data)).is_err() {
                failed.push(path);
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn what_fuzzing_found_of_whole_books_holds() {
    run(|name| ["html", "epub", "pdf"].contains(&name));
}

#[test]
fn what_fuzzing_found_of_parts_holds() {
    run(|name| !["html", "epub", "pdf"].contains(&name));
}

#[test]
fn every_case_of_the_corpus_has_a_target() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    for folder in std::fs::read_dir(corpus).expect("there is a corpus").flatten() {
        let name = folder.file_name().into_string().expect("UTF-8");
        assert!(TARGETS.iter().any(|(target, _)| *target == name), "no target is called {name}");
    }
}
