//! `CHANGELOG.md`: what is not yet released, and what becomes of it.

use recto::news::changelog::{released, unreleased};

const BEFORE: &str = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- Maps.\n\n## [0.3.0] - 2026-10-01\n\n- Slices.\n\n\
                      [unreleased]: https://example.com/book/compare/v0.3.0...HEAD\n\
                      [0.3.0]: https://example.com/book/compare/v0.2.0...v0.3.0\n";

const AFTER: &str = "# Changelog\n\n## [Unreleased]\n\n## [0.4.0] - 2026-11-23\n\n### Added\n\n- Maps.\n\n\
                     ## [0.3.0] - 2026-10-01\n\n- Slices.\n\n\
                     [unreleased]: https://example.com/book/compare/v0.4.0...HEAD\n\
                     [0.4.0]: https://example.com/book/compare/v0.3.0...v0.4.0\n\
                     [0.3.0]: https://example.com/book/compare/v0.2.0...v0.3.0\n";

fn at(text: &str, version: &str) -> String {
    released(text, &version.parse().expect("a version"), "2026-11-23")
}

fn cut(text: &str) -> String {
    at(text, "0.4.0")
}

#[test]
fn what_was_not_released_is_below_the_versions_heading() {
    assert_eq!(cut(BEFORE), AFTER);
    assert_eq!(unreleased(&cut(BEFORE)).text, "");
}

#[test]
fn a_version_is_released_once() {
    assert_eq!(cut(AFTER), AFTER);
    for heading in ["## 0.4.0", "## [v0.4.0] - 2026-01-01", "## [0.4.0] - 2026-01-01 [YANKED]"] {
        let text = format!("## Unreleased\n\n- A.\n\n{heading}\n");
        assert_eq!(cut(&text), text);
    }
    assert_ne!(at(AFTER, "0.4.0-rc.1"), AFTER);
}

#[test]
fn ends_of_lines_stay_as_they_are() {
    let windows = |text: &str| text.replace('\n', "\r\n");
    assert_eq!(cut(&windows(BEFORE)), windows(AFTER));
    assert_eq!(unreleased(&windows(BEFORE)).text, "### Added\r\n\r\n- Maps.");
    // The last line has no end.
    assert_eq!(cut("## [Unreleased]"), "## [Unreleased]\n\n## [0.4.0] - 2026-11-23");
}

#[test]
fn a_heading_is_written_as_its_author_writes_it() {
    assert_eq!(
        cut("## unreleased\n- A.\n## 0.3.0\n"),
        "## unreleased\n\n## [0.4.0] - 2026-11-23\n- A.\n## 0.3.0\n"
    );
}

#[test]
fn a_file_without_a_part_for_it_gets_one() {
    let heads = "## [Unreleased]\n\n## [0.4.0] - 2026-11-23\n";
    for (before, after) in [
        ("", heads.to_owned()),
        ("# Changelog", format!("# Changelog\n\n{heads}")),
        ("# Changelog\n\nWords.\n", format!("# Changelog\n\nWords.\n\n{heads}")),
        ("# C\n\n## [0.3.0]\n- A.\n", format!("# C\n\n{heads}\n## [0.3.0]\n- A.\n")),
        ("# C\n\n[a]: b\n", format!("# C\n\n{heads}\n[a]: b\n")),
    ] {
        assert_eq!(cut(before), after);
    }
}

#[test]
fn a_heading_in_code_or_in_a_comment_is_none() {
    for hidden in [
        "```md\n## [Unreleased]\n```\n",
        "~~~~\n## [Unreleased]\n~~~\n## 0.1.0\n~~~~\n",
        "````\n```\n## [Unreleased]\n````\n",
        "<!-- ## [Unreleased] -->\n",
        "<!--\n## [Unreleased]\n-->\n",
        "    ## [Unreleased]\n",
        "- ```\n  ## [Unreleased]\n  ```\n",
    ] {
        let text =
            format!("# C\n\n{hidden}\n## [Unreleased]\n\n- It.\n\n{hidden}\n- Too.\n\n## 0.3.0\n\n- No.\n");
        let notes = unreleased(&text);
        assert_eq!(notes.text, format!("- It.\n\n{hidden}\n- Too."));
        let above = text.find("- It.").expect("it is there");
        assert_eq!(notes.line, text[..above].matches('\n').count(), "{hidden}");
        assert!(
            cut(&text).starts_with(&format!("# C\n\n{hidden}\n## [Unreleased]\n\n## [0.4.0]")),
            "{hidden}"
        );
    }
}

#[test]
fn notes_end_at_any_heading_above_them_or_as_high() {
    assert_eq!(unreleased("## Unreleased\n- A.\n### Added\n- B.\n## 0.1\n").text, "- A.\n### Added\n- B.");
    assert_eq!(unreleased("## Unreleased\n- A.\n# Older\n- B.\n## 0.1\n").text, "- A.");
    assert_eq!(unreleased("## 0.1\n- A.\n").text, "");
    assert_eq!(unreleased("").path, "CHANGELOG.md");
}

#[test]
fn notes_have_the_links_that_they_ask_for() {
    let text = "## [Unreleased]\n- See [the site][site] and `[x]: y`.\n\n## [0.1.0]\n\n[site]: https://example.com\n[0.1.0]: https://example.com/1\n";
    let notes = unreleased(text).text;
    assert_eq!(notes, "- See [the site][site] and `[x]: y`.\n\n[site]: https://example.com");
    assert_eq!(unreleased("## Unreleased\n```\n[a]: b\n```\n").text, "```\n[a]: b\n```");
}

#[test]
fn links_that_compare_nothing_stay_as_they_are() {
    let text = "## [Unreleased]\n\n[unreleased]: https://example.com/all\n[0.3.0]: https://example.com/compare/a...b\n";
    let after = "## [Unreleased]\n\n## [0.4.0] - 2026-11-23\n\n[unreleased]: https://example.com/all\n[0.3.0]: https://example.com/compare/a...b\n";
    assert_eq!(cut(text), after);
}
