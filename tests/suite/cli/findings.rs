//! Findings as people and programs read them.

use super::Folder;

const TEXT: &str = "# One\n\nSee @fig:heep.\n\n![x](a.png \"A heap\"){#fig:heap}\n";

#[test]
fn people_see_file_line_column_the_line_a_hint_and_a_code() {
    let err = Folder::with_chapter(TEXT).recto(&["check", "book"]).ends(1).err;
    for part in
        ["error[ref-undefined]", "one.md:3:5", "See @fig:heep.", "did you mean `fig:heap`?", "1 notice"]
    {
        assert!(err.contains(part), "{part} is not in:\n{err}");
    }
    assert!(!err.contains('\u{1b}'), "a pipe gets no colours:\n{err}");
}

#[test]
fn colours_are_there_when_asked_for() {
    let folder = Folder::with_chapter(TEXT);
    assert!(folder.recto(&["check", "book", "--color", "always"]).ends(1).err.contains('\u{1b}'));
}

#[test]
fn programs_get_a_json_object_a_line() {
    let out =
        Folder::with_chapter(TEXT).recto(&["check", "book", "--format-diagnostics", "json"]).ends(1).out;
    let findings: Vec<serde_json::Value> =
        out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let found = findings.iter().find(|finding| finding["code"] == "ref-undefined").expect("the finding");
    assert_eq!(found["path"], "one.md");
    assert_eq!((found["line"].as_u64(), found["column"].as_u64()), (Some(3), Some(5)));
    assert_eq!((found["endLine"].as_u64(), found["endColumn"].as_u64()), (Some(3), Some(14)));
    assert_eq!(found["severity"], "error");
}

#[test]
fn code_hosts_get_sarif() {
    let out =
        Folder::with_chapter(TEXT).recto(&["check", "book", "--format-diagnostics", "sarif"]).ends(1).out;
    let log: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let run = &log["runs"][0];
    let results = run["results"].as_array().expect("results");
    let result = results.iter().find(|result| result["ruleId"] == "ref-undefined").expect("the finding");
    assert_eq!(result["level"], "error");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 3);
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    assert!(rules.iter().any(|rule| rule["id"] == "ref-undefined"));
}

#[test]
fn findings_come_by_file_and_line_each_once() {
    let folder = Folder::with_chapter("# One\n\n@fig:b\n\n@fig:a @fig:a\n");
    let err = folder.recto(&["check", "book"]).ends(1).err;
    let places: Vec<&str> =
        err.lines().filter_map(|line| line.split_once("--> one.md:")).map(|(_, at)| at).collect();
    assert_eq!(places, ["3:1", "5:1", "5:8"]);
}

#[test]
fn lines_wider_than_a_page_are_named_with_the_budget_of_each_format() {
    let wide = format!("# One\n\n```go\nx := 1\n\t\t// {}\n```\n", "w".repeat(120));
    let err = Folder::with_chapter(&wide).recto(&["check", "book"]).ends(0).err;
    for part in ["warning[listing-overlong]", "one.md:5:1", "131 columns", "the PDF shows", "the HTML shows"]
    {
        assert!(err.contains(part), "{part} is not in:\n{err}");
    }
    let narrow = format!("# One\n\n```go\n// {}\n```\n", "w".repeat(55));
    let err = Folder::with_chapter(&narrow).recto(&["check", "book"]).ends(0).err;
    assert!(err.contains("notice[listing-overlong]: one line"), "{err}");
    let fits = "# One\n\n```go\nx := 1\n```\n";
    assert!(!Folder::with_chapter(fits).recto(&["check", "book"]).ends(0).err.contains("overlong"));
}
