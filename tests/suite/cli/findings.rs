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
fn the_column_in_a_long_line_is_that_of_its_source() {
    let text = format!(
        "# One\n\n{}é @fig:a {}@fig:b {}\n",
        "word ".repeat(40),
        "word ".repeat(40),
        "word ".repeat(60)
    );
    let err = Folder::with_chapter(&text).recto(&["check", "book"]).ends(1).err;
    for place in ["--> one.md:3:203\n", "--> one.md:3:410\n"] {
        assert!(err.contains(place), "{place} is not in:\n{err}");
    }
    assert!(err.contains("^^^^^^"), "the place is marked:\n{err}");
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

/// A book in which a label is given twice, in a file whose name is no URI.
fn twice() -> Folder {
    let folder = Folder::with_chapter("");
    folder.write("book/SUMMARY.md", "- [One](<50% é.md>)\n");
    folder.write("book/50% é.md", "# One\n\n## A {#a}\n\n## B {#a}\n");
    folder
}

#[test]
fn programs_get_the_places_that_belong_to_a_finding() {
    let out = twice().recto(&["check", "book", "--format-diagnostics", "json"]).ends(1).out;
    let findings = out.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let found = findings.into_iter().find(|finding| finding["code"] == "label-duplicate").expect("it");
    let related = &found["related"][0];
    assert_eq!((related["path"].as_str(), related["line"].as_u64()), (Some("50% é.md"), Some(3)));
    assert!(related["message"].as_str().is_some_and(|message| !message.is_empty()), "{related}");
}

#[test]
fn sarif_has_addresses_that_are_uris_and_the_places_that_belong_to_a_finding() {
    let out = twice().recto(&["check", "book", "--format-diagnostics", "sarif"]).ends(1).out;
    let log: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    let result = results.iter().find(|result| result["ruleId"] == "label-duplicate").expect("the finding");
    let related = &result["relatedLocations"][0];
    for location in [&result["locations"][0], related] {
        let uri = &location["physicalLocation"]["artifactLocation"]["uri"];
        assert_eq!(uri, "50%25%20%C3%A9.md");
    }
    assert_eq!(related["physicalLocation"]["region"]["startLine"], 3);
    assert!(related["message"]["text"].is_string(), "{related}");
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

#[test]
fn line_numbers_and_what_a_listing_is_in_take_columns_from_its_lines() {
    let line = "x".repeat(74);
    let check = |text: String| Folder::with_chapter(&text).recto(&["check", "book"]).ends(0).err;
    assert!(!check(format!("# One\n\n```text\n{line}\n```\n")).contains("warning["));
    for (text, shows) in [
        (format!("```text linenos\n{line}\n```\n"), "a small reader shows 37, the HTML shows 72\n"),
        (format!("- a\n\n  ```text\n  {line}\n  ```\n"), "a small reader shows 38, the HTML shows 70\n"),
        (
            format!(
                "- a\n  - b\n    - c\n\n      ```text linenos start=9998\n      a\n      b\n      {line}\n      ```\n"
            ),
            "a small reader shows 29, the PDF shows 64, the HTML shows 60\n",
        ),
        (format!("> [!NOTE]\n> ```text\n> {line}\n> ```\n"), "a small reader shows 38, the HTML shows 67\n"),
    ] {
        let err = check(format!("# One\n\n{text}"));
        assert!(err.contains(&format!("this line has 74 columns: {shows}")), "{text}{err}");
    }
}
