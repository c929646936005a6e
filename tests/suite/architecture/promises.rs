//! The README promises nothing without a check that is there.

use super::files;

#[test]
fn every_promise_names_a_check_that_is_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).expect("there is a README");
    let (_, promises) = readme.split_once("| promise | check |\n").expect("it has a table of promises");
    let rows: Vec<&str> = promises.lines().skip(1).take_while(|line| line.starts_with('|')).collect();
    assert!(rows.len() > 8, "{rows:#?}");
    let tests = files("tests/suite", ".rs");
    for row in rows {
        let check = row.rsplit('|').nth(1).expect("a row has two cells");
        let paths: Vec<&str> = check.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        assert!(!paths.is_empty(), "no check: {row}");
        for path in paths {
            assert!(root.join(path).exists(), "{path} is not there: {row}");
        }
        let names = check.split('`').skip(1).step_by(2).filter(|name| name.contains('_'));
        for name in names.filter(|name| !name.contains(['.', '/', ' '])) {
            let is_test = tests.iter().any(|file| file.text.contains(&format!("#[test]\nfn {name}()")));
            assert!(is_test, "no test is named {name}: {row}");
        }
    }
}
