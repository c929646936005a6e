//! What is told of an edition outside of its books: the page of a release, the e-mail to buyers, `CHANGELOG.md`.

mod changelog;

use recto::news::{Announcement, announcement, notes};
use recto::resolve::terms::terms;
use unicode_width::UnicodeWidthStr;

use crate::support::assert_html;
use crate::support::editions::Editions;

const TOML: &str = "[book]\ntitle = \"The <Book>\"\nlanguage = \"en\"\nslug = \"the-book\"\nidentifier = \"urn:x:1\"\nauthors = [\"Ada\", \"Bob & Co\"]\n\
                    [edition]\nearly-access = true\n[offer]\nurl = \"https://example.com/buy?a=1&b=2\"\n";
const OUTLINE: &str = "- [One](one.md)\n- [Two](two.md)\n- [Three](three.md)\n";
const ONE: &str = "# One\n\nWords of the first chapter that stay as they are.\n\n## Growth\n\nA slice grows when it is full.\n";
const TWO: &str = "# Two\n\nThe second chapter has some words of its own, which are kept.\n";
const THREE: &str = "# Three\n\nThe third chapter is about trees and how they are walked.\n";

/// Two editions' texts: the first is cut, the second is that of the folder.
fn second(language: &str) -> Editions {
    let toml = TOML.replace("\"en\"", &format!("\"{language}\""));
    let files = [
        ("book.toml", toml.as_str()),
        ("SUMMARY.md", OUTLINE),
        ("one.md", ONE),
        ("two.md", TWO),
        ("three.md", THREE),
    ];
    let editions = Editions::new(&files);
    editions.cut("0.1.0", None);
    editions.write("SUMMARY.md", "- [One](one.md)\n- [Second](two.md)\n- [Four](four.md)\n- [Maps]()\n");
    editions.write("one.md", &ONE.replace("when it is full", "when it has no more room at all"));
    editions.write("four.md", "# Four\n\nA chapter that was not there before.\n");
    editions.write(
        "CHANGELOG.md",
        "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- *Four*, about `four`.\n\n## [0.1.0]\n",
    );
    editions
}

fn told(editions: &Editions, notes: Option<&str>) -> (String, Announcement) {
    let read = editions.read("0.2.0", notes);
    let changes = &read.edition.as_ref().expect("it is an edition").changes;
    (recto::news::notes(&read.book, changes), announcement(&read.book, changes))
}

#[test]
fn the_page_of_a_release_says_what_changed() {
    let (notes, _) = told(&second("en"), None);
    let expected = "# The \\<Book\\>\n\nEarly access 0.2.0 · 23 November 2026 · 3 of 4 chapters\n\n## Added\n\n\
                    - *Four*, about `four`.\n\n## What has changed since 0.1.0\n\n\
                    - One: revised, 29\u{a0}% of its text\n  - Growth: revised, 55\u{a0}% of its text\n\
                    - Second: formerly called “Two”\n\
                    - Four: new\n- Maps: newly planned\n- Three: removed; see One\n";
    assert_eq!(notes, expected);
}

#[test]
fn links_lead_to_the_site_where_it_is_known() {
    let editions = second("en");
    editions.write("book.toml", &format!("{TOML}[html]\nurl = \"https://example.com/read\"\n"));
    let (notes, mail) = told(&editions, Some("See [one](one.md)."));
    assert!(notes.contains("[Growth](https://example.com/read/one.html#growth)"), "{notes}");
    assert!(notes.contains("See [one](https://example.com/read/one.html)."), "{notes}");
    assert!(mail.text.contains("See one <https://example.com/read/one.html>."), "{}", mail.text);
    let (notes, _) = told(&second("en"), Some("See [one](one.md)."));
    assert!(notes.contains("\nSee one.\n"), "{notes}");
}

#[test]
fn an_e_mail_tells_buyers_what_is_new_and_where_it_is() {
    let (_, mail) = told(&second("en"), None);
    let expected = "Subject: The <Book>: edition 0.2.0\n\n\
                    There is a new edition of “The <Book>”: Early access 0.2.0 · 23 November\n2026 · 3 of 4 chapters.\n\n\
                    Added\n-----\n\n- Four, about four.\n\n\
                    What has changed since 0.1.0\n----------------------------\n\n\
                    - Four: new\n- One: revised, 29\u{a0}% of its text\n- Three: removed\n- Second: formerly called “Two”\n- Maps: newly planned\n\n\
                    You can get the new files where you bought the book:\nhttps://example.com/buy?a=1&b=2\n\n\
                    Thank you for reading.\n\nAda and Bob & Co\n";
    assert_eq!(mail.text, expected);
}

#[test]
fn an_e_mail_survives_mail_programs() {
    let notes = "Hello <b onclick=\"x()\">all</b> <script>alert(1)</script> [site](https://example.com/?a=1&b=2).\n\n\
                 > [!NOTE]\n> Beside.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n```go\na < b\n```\n\n1. one\n2. two\n\n- [x] done\n";
    let (page, Announcement { html, text }) = told(&second("en"), Some(notes));
    for forbidden in
        ["<script", "onclick", "<style", "<link", "<img", "class=", "src=", "@media", "url(", "javascript:"]
    {
        assert!(
            !html.contains(forbidden) && !page.contains(forbidden) && !text.contains(forbidden),
            "{forbidden}: {html}"
        );
    }
    assert!(html.contains("<title>The &lt;Book&gt;: edition 0.2.0</title>"), "{html}");
    assert!(html.contains("width=\"600\"") && html.contains("max-width: 600px"), "{html}");
    assert!(
        html.contains("content=\"light dark\"") && !html.contains("color: #") && !html.contains("background"),
        "{html}"
    );
    assert!(html.contains("href=\"https://example.com/buy?a=1&amp;b=2\""), "{html}");
    for shown in ["Beside.", "1 · 2", "a &lt; b", "☑ done", "<ol"] {
        assert!(html.contains(shown), "{shown}: {html}");
    }
    for shown in ["> Note", "- 1 · 2", "    a < b", "1. one\n2. two", "site <https://example.com/?a=1&b=2>"]
    {
        assert!(text.contains(shown), "{shown}: {text}");
    }
    for shown in
        ["> **Note**", "- 1 · 2", "```\na < b\n```", "1. one\n2. two", "[site](https://example.com/?a=1&b=2)"]
    {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    let body = html.split("<body").nth(1).and_then(|rest| rest.split_once('>')).expect("a body").1;
    assert_html(body.split("</body>").next().expect("it ends"));
}

#[test]
fn every_language_has_its_own_words() {
    let mut subjects = std::collections::BTreeSet::new();
    for language in ["en", "de", "fr", "es", "zh"] {
        let (notes, mail) = told(&second(language), Some("见下文了。".repeat(40).as_str()));
        let (own, _) = terms(language);
        for said in [own.change_new, own.change_planned, own.change_removed] {
            assert!(
                notes.contains(said) && mail.text.contains(said),
                "{language}: {said}\n{notes}\n{}",
                mail.text
            );
        }
        assert!(notes.contains(&own.changes_since("0.1.0")), "{language}: {notes}");
        assert!(mail.text.ends_with(&format!(
            "{}\n\n{}\n",
            own.mail_thanks,
            own.list(&["Ada".to_owned(), "Bob & Co".to_owned()])
        )));
        assert!(
            mail.html.contains(&format!("<html lang=\"{language}\">")) && mail.html.contains(own.mail_thanks)
        );
        assert!(!mail.text.contains('{') && !notes.contains('{'), "{language}: {}", mail.text);
        for line in mail.text.lines().skip(1) {
            assert!(line.width() <= 72, "{language}: {line}");
            assert!(!line.starts_with(['。', '，', '：']), "{language}: {line}");
        }
        subjects.insert(mail.text.lines().next().map(str::to_owned));
    }
    assert_eq!(subjects.len(), 5, "{subjects:?}");
}

#[test]
fn long_notes_are_shortened_in_an_e_mail() {
    let editions = second("en");
    let item = |n: usize| format!("- Item {n} {}\n", "word ".repeat(28));
    let notes = format!("## Added\n\n{}\n## Changed\n\nMuch more.\n", (1..=8).map(item).collect::<String>());
    let (page, mail) = told(&editions, Some(&notes));
    assert!(page.contains("Item 8") && page.contains("Much more."), "{page}");
    assert!(mail.text.contains("Item 3") && !mail.text.contains("Item 4"), "{}", mail.text);
    assert!(
        mail.text.contains("\n\n…\n\nWhat has changed") && !mail.text.contains("Changed\n---"),
        "{}",
        mail.text
    );
    let (_, mail) = told(&editions, Some(&"This sentence has six words, doesn't it. ".repeat(30)));
    assert_eq!(mail.html.matches("six words").count(), 17);
}

#[test]
fn many_changes_are_counted_in_an_e_mail() {
    let editions = second("en");
    let name = |n: usize| format!("chapter-{n}");
    let outline: String = (1..=9).map(|n| format!("- [C{n}]({}.md)\n", name(n))).collect();
    editions.write("SUMMARY.md", &outline);
    (1..=9).for_each(|n| editions.write(&format!("{}.md", name(n)), &format!("# C{n}\n\nNew {n}.\n")));
    let (_, mail) = told(&editions, None);
    assert!(mail.text.contains("- C6: new\n- and 6 more\n"), "{}", mail.text);
}

#[test]
fn the_first_edition_and_one_without_changes_say_so() {
    let editions = second("en");
    editions.cut("0.1.1", None);
    let (page, mail) = told(&editions, Some("Only notes."));
    for said in [&page, &mail.text, &mail.html] {
        assert!(
            said.contains("The text is that of edition 0.1.1.") && said.contains("Only notes."),
            "{said}"
        );
    }
    std::fs::remove_dir_all(editions.root().join("editions")).expect("it can be removed");
    let (page, mail) = told(&editions, None);
    assert!(page.contains("This is the first edition that was published."), "{page}");
    assert!(!mail.text.contains("What has changed"), "{}", mail.text);
}

#[test]
fn a_title_is_one_line_of_the_head() {
    let editions = second("en");
    editions.write("book.toml", &TOML.replace("The <Book>", "One\\r\\nBcc: all@example.com"));
    let (_, mail) = told(&editions, None);
    assert_eq!(mail.text.lines().next(), Some("Subject: One Bcc: all@example.com: edition 0.2.0"));
    assert_eq!(mail.text.lines().nth(1), Some(""));
}

#[test]
fn markdown_means_nothing_in_text() {
    let editions = second("en");
    let notes_of = |text: &str| {
        let read = editions.read("0.2.0", Some(text));
        notes(&read.book, &read.edition.as_ref().expect("an edition").changes)
    };
    for (written, expected) in [
        ("\\# no heading", "\\# no heading"),
        ("1986\\. A year", "1986\\. A year"),
        ("\\- no item \\*a\\* \\_b\\_ \\<i\\> \\[c\\]", "\\- no item \\*a\\* \\_b\\_ \\<i\\> \\[c\\]"),
        ("`` a`b ``", "``a`b``"),
        ("**a** *b*", "**a** *b*"),
        ("a\\\nb", "a\\\nb"),
    ] {
        let said = notes_of(written);
        assert!(said.contains(&format!("\n\n{expected}\n\n")), "{written}: {said}");
    }
}
