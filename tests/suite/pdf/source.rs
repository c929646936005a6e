//! The Typst source that is written.

use recto::diag::{Code, Diagnostics};

use super::{code, project};
use crate::support::{Book, PNG};

const CHAPTER: &str = "chapters/chapter.typ";

/// Source without what stands in string literals.
fn outside_of_strings(code: &str) -> String {
    let mut out = String::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        out.push(c);
        if c != '"' {
            continue;
        }
        while let Some(c) = chars.next() {
            match c {
                '\\' => drop(chars.next()),
                '"' => break,
                _ => {}
            }
        }
        out.push('"');
    }
    out
}

#[test]
fn nothing_an_author_types_is_read_as_typst() {
    const HOSTILE: [&str; 12] = [
        "#set text(red)",
        "#panic(0)",
        "$ x $",
        "@nothing",
        "back\\slash",
        "\"quoted\"",
        "\\\"); panic(1); (\"",
        "<label>",
        "= heading",
        "// comment",
        "/* comment */",
        "\\u{41}",
    ];
    for hostile in HOSTILE {
        let escaped: String = hostile
            .chars()
            .flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c]))
            .collect();
        let markdown = format!(
            "Text MARK{escaped}.\n\n`MARK{hostile}`\n\n```go title=\"MARK\" caption=\"MARK{escaped}\"\nMARK{hostile}\n```\n\n| MARK{escaped} |\n|---|\n| MARK{escaped} |\n\n> MARK{escaped}[^a]\n\n[^a]: MARK{escaped}\n\n## MARK{escaped}\n\n![MARK{escaped}](x.png)\n\n[MARK](https://example.org/{escaped})\n"
        );
        let book = Book::of(&markdown).with("x.png", PNG).set("book.description=MARK #set \" \\");
        let (project, _) = project(&book.set(&format!("book.title=MARK{hostile}")).resolve());
        for path in [CHAPTER, "main.typ"] {
            let outside = outside_of_strings(code(&project, path));
            for word in ["MARK", "set text", "panic", "//", "/*", "$", "@", "\\", "<label>"] {
                assert!(!outside.contains(word), "{hostile}: `{word}` is outside of strings in\n{outside}");
            }
        }
    }
}

#[test]
fn every_piece_knows_its_place() {
    let markdown = "# Title\n\nFirst words.\n\n- an item\n  with more\n- another *item*\n\n```go\nfirst()\nsecond()\n```\n\n| a |\n|---|\n| cell |\n\nNote[^n].\n\n[^n]: Said below.\n";
    let found = Book::of(markdown).resolve();
    let (project, _) = project(&found);
    let code = code(&project, CHAPTER);
    for (words, line) in [
        ("First words", 3),
        ("an item", 5),
        ("item\";})", 7),
        ("second", 11),
        ("cell\"", 16),
        ("Said below", 20),
    ] {
        let offset = code.find(words).unwrap_or_else(|| panic!("`{words}` is written in\n{code}"));
        let span = project.maps[CHAPTER].find(offset).expect("it comes from somewhere");
        let (path, place) = found.sources.locate(span).expect("it comes from a text");
        assert_eq!((path.as_str(), place.line), ("chapter.md", line), "{words}");
    }
}

#[test]
fn what_no_font_has_is_shown_and_reported_once_for_a_chapter() {
    let found = Book::of("One\n\nKorean 한국어 and 한.\n\n`\u{e123}`\n").resolve();
    let (project, diagnostics) = project(&found);
    assert!(code(&project, CHAPTER).contains("Korean \u{fffd}\u{fffd}\u{fffd} and \u{fffd}."));
    let findings: Vec<_> = diagnostics.iter().collect();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(findings[0].code, Code::GlyphMissing);
    assert!(findings[0].message.contains("U+D55C") && findings[0].message.contains("5 characters"));
    assert_eq!(found.sources.locate(findings[0].span).expect("it has a place").1.line, 3);
}

#[test]
fn what_is_not_seen_needs_no_glyph() {
    let found = Book::of("soft\u{ad}hyphen, joined\u{200d}, heart ❤\u{fe0f}\n").resolve();
    let (_, diagnostics) = project(&found);
    assert_eq!(diagnostics.iter().count(), 0, "{diagnostics:?}");
}

#[test]
fn long_lines_are_data_and_short_ones_code() {
    let long = "x".repeat(100);
    let found = Book::of(&format!("```go linenos start=9\nshort()\n\tif {long} {{\n```\n")).resolve();
    let (project, _) = project(&found);
    let code = code(&project, CHAPTER);
    assert!(code.contains("digits: 2, w => {"), "{code}");
    assert!(code.contains("line-number(\" 9\");f(\"short\");\"()\";br\n"), "{code}");
    assert!(
        code.contains(&format!(
            "long-line(w, 109, (\"\", \"    \"), (\"k\", \"if \"), (\"\", \"{long} {{\"), )"
        )),
        "{code}"
    );
}

#[test]
fn runs_of_one_look_are_one() {
    let found = Book::of("```go\na.b(c, d)\n```\n").resolve();
    let (project, _) = project(&found);
    let code = code(&project, CHAPTER);
    assert!(!code.contains("\";\""), "plain runs stand beside one another in\n{code}");
}

#[test]
fn long_words_can_be_broken_behind_their_marks() {
    let found = Book::of("https://example.org/a/path/that/is/long and short/words.\n").resolve();
    let (project, _) = project(&found);
    let code = code(&project, CHAPTER);
    assert!(
        code.contains("{\"https://example.org/a/\";soft;\"path/that/is/long\";});\" and short/words.\""),
        "{code}"
    );
}

#[test]
fn planned_chapters_that_follow_one_another_share_a_file() {
    let outline = "- [One](one.md)\n- [Two]()\n- [Three]()\n- [Four](four.md)\n- [Five]()\n";
    let book = Book::new().with("SUMMARY.md", outline).with("one.md", "# One\n").with("four.md", "# Four\n");
    let (project, _) = project(&book.resolve());
    let written: Vec<&str> =
        project.files.iter().map(|(path, _)| path).filter(|path| path.starts_with("chapters/")).collect();
    assert_eq!(written, ["chapters/five.typ", "chapters/four.typ", "chapters/one.typ", "chapters/two.typ"]);
    assert_eq!(code(&project, "chapters/two.typ").matches("planned-chapter(mark").count(), 2);
}

#[test]
fn links_lead_to_names_that_are_written() {
    let one = "# One {#sec:one}\n\n## Sub {#sec:sub}\n\n> ### In a quotation {#sec:quoted}\n\n<a id=\"here\"></a>\n\nText <span id=\"span\">x</span> $$x$$ {#eq:e}\n\n```go #lst:l caption=\"L\"\nx\n```\n\n| a |\n|---|\n| [^n] |\n\nTable: T {#tbl:t}\n\n[^n]: Note[^n].\n\n![alt](x.png \"Caption\"){#fig:f}\n";
    let two = "# Two\n\n@sec:one @sec:sub @eq:e @lst:l @tbl:t @fig:f [a](one.md#here) [b](one.md#span) [c](one.md#sec:quoted) [d](one.md)\n";
    let found = Book::new().with("one.md", one).with("two.md", two).with("x.png", PNG).resolve();
    let (project, _) = project(&found);
    let (one, two) = (code(&project, "chapters/one.typ"), code(&project, "chapters/two.typ"));
    let names = |function: &str, code: &str| -> Vec<String> {
        code.split(function).skip(1).filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect()
    };
    let mut targets = names("reference(\"", two);
    targets.extend(names("go(\"", two));
    assert!(targets.len() > 8, "{two}");
    for target in targets {
        let (mark, bookmark) = (format!("mark(\"{target}\")"), format!(", \"{target}\", "));
        assert!(one.contains(&mark) || one.contains(&bookmark), "nothing is named `{target}` in\n{one}");
    }
    let mut diagnostics = Diagnostics::new();
    recto::render::pdf::render(&found.book, &recto::theme::Theme::built_in(), &mut diagnostics);
    assert_eq!(diagnostics.iter().count(), 0);
}

#[test]
fn what_is_not_shown_keeps_its_letters() {
    let markdown = "# T\n\n![한국](x.png)\n\n## 한국\n\n## 중국\n\n$\\text{한 x} + 국$ [a](#중국)\n";
    let book = Book::of(markdown).with("x.png", PNG).set("book.title=한");
    let (project, diagnostics) = project(&book.resolve());
    let chapter = code(&project, CHAPTER);
    assert!(chapter.contains("plate(") || chapter.contains("picture("), "{chapter}");
    assert!(chapter.contains("\"한국\")"), "the text alternative is whole in\n{chapter}");
    assert!(chapter.contains("\"1.2 중국\")"), "the bookmark is whole in\n{chapter}");
    assert!(
        chapter.contains("\"\u{fffd}\u{a0}x\""),
        "a formula's words are shown as they can be in\n{chapter}"
    );
    assert!(chapter.contains("\\u{2b} \\u{fffd} $"), "and its letters in\n{chapter}");
    assert!(code(&project, "main.typ").contains("book(title: \"한\""));
    let finding =
        diagnostics.iter().find(|finding| finding.message.contains("U+C911")).expect("it is reported");
    assert_eq!(finding.code, Code::GlyphMissing);
}

#[test]
fn an_error_in_a_note_is_marked_there() {
    let mut found = Book::of("# T\n\nText[^1].\n\n[^1]: See [there](nowhere.md).\n").resolve();
    let mut diagnostics = Diagnostics::new();
    found.findings.iter().cloned().for_each(|finding| diagnostics.push(finding));
    found.book.mark_problems(&diagnostics);
    let (project, _) = project(&found);
    let code = code(&project, CHAPTER);
    assert!(
        code.contains("{problem-block(\"link-broken: there is no chapter `nowhere.md`\")\n{\"See \""),
        "{code}"
    );
}

#[test]
fn words_longer_than_any_of_a_language_can_be_broken_between_characters() {
    let german = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz";
    let accents = "e\u{301}".repeat(40);
    let chinese = "中文".repeat(60);
    let found = Book::of(&format!("{german} {accents} {chinese} `{}`\n", "z".repeat(50))).resolve();
    let (project, _) = project(&found);
    let code = code(&project, CHAPTER);
    assert!(code.contains(german) && code.contains(&chinese), "{code}");
    let (one, two) = ("e\u{301}".repeat(33), "e\u{301}".repeat(7));
    assert!(code.contains(&format!("{one}\";soft;\"{two}")), "{code}");
    assert!(
        code.contains(&format!("code({{\"{}\";soft;\"{}\"}})", "z".repeat(40), "z".repeat(10))),
        "{code}"
    );
}

#[test]
fn characters_of_code_are_counted_as_wide_as_they_are_set() {
    let (drawing, chinese) = ("│→─┐".repeat(30), "中".repeat(50));
    let found = Book::of(&format!("```text\n{drawing}\n{chinese}x\n```\n")).resolve();
    let (project, _) = project(&found);
    let code = code(&project, CHAPTER);
    assert!(code.contains(&format!("long-line(w, 120, (\"\", \"{drawing}\"), )")), "{code}");
    assert!(code.contains(&format!("long-line(w, 101, wide: \"中\", (\"\", \"{chinese}x\"), )")), "{code}");
}

#[test]
fn wide_letters_can_be_broken_sooner_so_that_they_stay_in_their_cells() {
    let found = Book::of(&format!("| a |\n|---|\n| {} |\n", "w".repeat(50))).resolve();
    let (project, _) = project(&found);
    let code = code(&project, CHAPTER);
    let (one, two) = ("w".repeat(20), "w".repeat(10));
    assert!(code.contains(&format!("{{\"{one}\";soft;\"{one}\";soft;\"{two}\";}}")), "{code}");
}

#[test]
fn a_long_listing_is_in_parts_that_take_no_time_with_their_square() {
    let code = |lines| {
        let found = Book::of(&format!("```go\n{}```\n", "x\n".repeat(lines))).resolve();
        let (project, _) = super::project(&found);
        String::from_utf8(project.files.get("chapters/chapter.typ").expect("a chapter").to_vec())
            .expect("Typst is text")
    };
    for (lines, parts) in [(960, 1), (961, 2), (2000, 3)] {
        let code = code(lines);
        assert_eq!(code.matches("}, {\n").count() + 1, parts, "{lines} lines");
        assert_eq!(code.matches("br\n").count() + parts, lines);
    }
}
