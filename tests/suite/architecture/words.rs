//! Codes of findings, and the words of languages.

use std::collections::BTreeSet;

use recto::diag::Code;
use recto::resolve::terms::terms;

use super::files;

/// Codes that no case shows yet. The list may only get shorter.
const WITHOUT_CASE: &[Code] = &[];

#[test]
fn every_code_of_a_finding_has_a_case() {
    let mut texts: String = files("tests/suite", ".rs")
        .into_iter()
        .filter(|file| !file.path.ends_with("architecture/words.rs"))
        .map(|file| file.text)
        .collect();
    texts.extend(files("tests/spec", ".md").into_iter().map(|file| file.text));
    for code in Code::ALL {
        let is_named = texts.contains(&format!("[{}]", code.name()))
            || code.name().contains('-') && texts.contains(&format!("\"{}\"", code.name()));
        let is_there = is_named
            || texts
                .match_indices(&format!("Code::{code:?}"))
                .any(|(at, found)| !texts[at + found.len()..].starts_with(char::is_alphanumeric));
        let is_missing = WITHOUT_CASE.contains(code);
        assert!(is_there || is_missing, "no case shows `{}`", code.name());
        assert!(!(is_there && is_missing), "`{}` has a case: take it out of the list", code.name());
    }
}

#[test]
fn codes_have_stable_names_each_its_own() {
    let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(names.len(), Code::ALL.len());
    for code in Code::ALL {
        assert!(
            code.name().chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{code:?}"
        );
        assert!(code.summary().ends_with('.'), "{code:?}: {}", code.summary());
    }
}

#[test]
fn every_language_has_every_word() {
    let (english, _) = terms("en");
    for language in ["en", "de", "fr", "es", "zh"] {
        let (words, is_own) = terms(language);
        assert!(is_own && words.language == language, "{language}");
        let all = format!("{words:?}");
        assert!(!all.contains(": \"\""), "{language} lacks a word: {all}");
        assert_eq!(words.months.split(' ').count(), 12, "{language}");
        assert_eq!(words.progress(3, 8).matches(['3', '8']).count(), 2, "{language}: {}", words.progress);
        assert!(!words.progress(3, 8).contains('{'), "{language}: {}", words.progress);
        if language != "en" {
            assert_ne!(words.contents, english.contents, "{language}");
            assert_ne!(words.planned_notice, english.planned_notice, "{language}");
        }
    }
}

#[test]
fn a_language_is_found_by_its_first_part() {
    assert_eq!(terms("de-AT").0.language, "de");
    assert_eq!(terms("zh-Hans-CN").0.language, "zh");
    assert!(!terms("eo").1 && !terms("zh-TW").1);
}
