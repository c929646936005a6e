//! `recto changes`: what readers of one edition find changed, with the words of texts that git has.

mod texts;

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::Value;

use super::Run;
use crate::support::editions::Editions;
use crate::support::{assert_html, not_here};

const TOML: &str =
    "[book]\ntitle = \"The Book\"\nlanguage = \"en\"\nslug = \"t\"\nidentifier = \"urn:x:1\"\n";
const LONG: &str = "This paragraph of the first chapter goes to another chapter as it is, and it has enough words to be known there.";
const ONE: &str = "A slice grows when it is full, and its elements are copied.";
const TWO: &str = "Maps have no order, so that nobody comes to depend on one that they see.";
const THREE: &str = "Trees are walked from their roots, branch after branch, until nothing is left to see.";
const CODE: &str = "```go\nfunc main() {\n\treturn\n}\n```\n";

fn git(editions: &Editions, arguments: &[&str]) -> String {
    let mut git = Command::new("git");
    git.arg("-C").arg(editions.root()).args(["-c", "user.name=a", "-c", "user.email=a@b"]).args(arguments);
    let run = git.env("HOME", editions.root()).output().expect("git is there");
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8_lossy(&run.stdout).trim().to_owned()
}

fn commit(editions: &Editions) -> String {
    git(editions, &["add", "."]);
    git(editions, &["commit", "--quiet", "-m", "One"]);
    git(editions, &["rev-parse", "HEAD"])
}

/// Runs the program beside the manuscript.
fn recto(editions: &Editions, arguments: &[&str]) -> Run {
    let mut recto = Command::new(env!("CARGO_BIN_EXE_recto"));
    recto.args(arguments).current_dir(editions.root()).env_remove("NO_COLOR");
    Run::of(recto.output().expect("the program runs"))
}

fn json(editions: &Editions, arguments: &[&str]) -> Value {
    let run = recto(editions, &[&["changes"], arguments, &["--format", "json"]].concat()).ends(0);
    assert!(!run.err.contains("edition-text-missing"), "{}", run.err);
    serde_json::from_str(&run.out).expect("it is JSON")
}

/// A committed book with its first edition.
fn first() -> Option<Editions> {
    if Command::new("git").arg("--version").output().is_err() {
        not_here("what changed, with its words", "there is no git");
        return None;
    }
    let one = format!("# One\n\nWords that stay.\n\n{LONG}\n\n## Growth\n\n{ONE}\n\n{CODE}");
    let two = format!("# Two\n\n{TWO}\n\nGone soon.\n");
    let editions = Editions::new(&[
        ("book.toml", TOML),
        ("SUMMARY.md", "- [One](src/one.md)\n- [Two](two.md)\n- [Three](three.md)\n"),
        ("src/one.md", one.as_str()),
        ("two.md", two.as_str()),
        ("three.md", &format!("# Three\n\n{THREE}\n")),
    ]);
    git(&editions, &["init", "--quiet"]);
    let commit = commit(&editions);
    editions.cut("0.1.0", Some(commit));
    Some(editions)
}

/// The same with a second edition, in which a paragraph moved, one was revised, one removed, a chapter was renamed, one
/// added and one taken into another.
fn second() -> Option<Editions> {
    let editions = first()?;
    let revised = ONE.replace("when it is full", "as soon as it is full");
    let code = CODE.replace("\treturn", "\tos.Exit(1)");
    editions.write("SUMMARY.md", "- [One](src/one.md)\n- [Second](two.md)\n- [Four](four.md)\n");
    editions.write("src/one.md", &format!("# One\n\nWords that stay.\n\n## Growth\n\n{revised}\n\n{code}"));
    editions.write("two.md", &format!("# Second\n\n{TWO}\n\n{LONG}\n\n{THREE}\n"));
    editions.write("four.md", "# Four\n\nAll of this is new.\n");
    let commit = commit(&editions);
    editions.cut("0.2.0", Some(commit));
    Some(editions)
}

/// A chapter of what was printed.
fn chapter<'a>(changed: &'a Value, slug: &str) -> &'a Value {
    let chapters = changed["chapters"].as_array().expect("a list");
    chapters
        .iter()
        .find(|chapter| chapter["slug"] == slug)
        .unwrap_or_else(|| panic!("no {slug}: {changed:#}"))
}

/// The blocks of a section: what became of each, and its words with marks.
fn blocks(section: &Value) -> Vec<(String, String)> {
    let marked = |run: &Value| {
        let text = run["text"].as_str().expect("a text");
        match run["change"].as_str() {
            Some("kept") => text.to_owned(),
            Some("inserted") => format!("{{+{text}+}}"),
            Some("deleted") => format!("[-{text}-]"),
            other => panic!("{other:?}"),
        }
    };
    let block = |block: &Value| {
        let words = block["words"].as_array().expect("words").iter().map(marked).collect();
        (block["change"].as_str().expect("a word").to_owned(), words)
    };
    section["blocks"].as_array().expect("a list").iter().map(block).collect()
}

#[test]
fn programs_read_every_word_that_changed() {
    let Some(editions) = second() else { return };
    let changed = json(&editions, &["0.1.0", "0.2.0"]);
    assert_eq!((&changed["from"], &changed["to"]), (&"0.1.0".into(), &"0.2.0".into()));
    let slugs: Vec<&Value> =
        changed["chapters"].as_array().expect("a list").iter().map(|c| &c["slug"]).collect();
    assert_eq!(slugs, ["src-one", "two", "four", "three"]);
    let one = chapter(&changed, "src-one");
    assert_eq!(
        (&one["file"], &one["title"], &one["change"]),
        (&"src/one.md".into(), &"One".into(), &"revised".into())
    );
    assert!(one["share"].as_f64().is_some_and(|share| share > 0.0 && share < 1.0), "{one:#}");
    let growth = &one["sections"][0];
    assert_eq!((&growth["anchor"], &growth["title"]), (&"growth".into(), &"Growth".into()));
    assert_eq!(
        blocks(growth),
        [
            (
                "revised".to_owned(),
                "A slice grows[- when-]{+ as soon as+} it is full, and its elements are copied.".to_owned()
            ),
            ("revised".to_owned(), "func main() {[-\n\treturn-]{+\n\tos.Exit(1)+}\n}".to_owned()),
        ]
    );
    let two = chapter(&changed, "two");
    assert_eq!((&two["change"], &two["former_title"]), (&"revised".into(), &"Two".into()));
    let own: Vec<(String, String)> = blocks(&two["sections"][0]);
    assert_eq!(
        own,
        [
            ("revised".to_owned(), "[-Two-]{+Second+}".to_owned()),
            ("removed".to_owned(), "[-Gone soon.-]".to_owned()),
            ("moved".to_owned(), LONG.to_owned()),
            ("moved".to_owned(), THREE.to_owned()),
        ]
    );
    assert_eq!(two["sections"][0]["blocks"][2]["moved_from"], "src-one");
    assert_eq!(two["sections"][0]["blocks"][3]["moved_from"], "three");
    let four = chapter(&changed, "four");
    assert_eq!((&four["change"], &four["share"]), (&"new".into(), &1.0.into()));
    assert_eq!(blocks(&four["sections"][0])[1], ("new".to_owned(), "{+All of this is new.+}".to_owned()));
    let three = chapter(&changed, "three");
    assert_eq!((&three["change"], &three["leads_to"]), (&"removed".into(), &"two".into()));
    assert_eq!(blocks(&three["sections"][0]), [("removed".to_owned(), "[-Three-]".to_owned())]);
}

#[test]
fn ids_are_those_of_the_record() {
    let Some(editions) = second() else { return };
    let changed = json(&editions, &["0.1.0", "0.2.0"]);
    let record = std::fs::read_to_string(editions.root().join("editions/0.1.0.toml")).expect("a record");
    let id =
        chapter(&changed, "src-one")["sections"][0]["blocks"][0]["id"].as_str().expect("an id").to_owned();
    assert!(id.starts_with("b-") && record.contains(&format!("id = \"{id}\"")), "{id}");
}

#[test]
fn the_text_as_it_is_now_is_compared_where_nothing_else_is() {
    let Some(editions) = second() else { return };
    for arguments in [&["0.2.0"][..], &["0.2.0", "."], &["v0.2.0", "../book"]] {
        let changed = json(&editions, arguments);
        assert_eq!((&changed["to"], &changed["chapters"]), (&Value::Null, &Value::Array(Vec::new())));
    }
    assert_eq!(
        recto(&editions, &["changes", "0.2.0"]).ends(0).out,
        "0.2.0 → working tree\nnothing of the text changed\n"
    );
    // What is neither committed nor released.
    editions.write("four.md", "# Four\n\nAll of this is newer.\n");
    let changed = json(&editions, &["0.1.0"]);
    assert_eq!(chapter(&changed, "four")["change"], "new");
    let changed = json(&editions, &["0.2.0"]);
    assert_eq!(blocks(&chapter(&changed, "four")["sections"][0])[0].1, "All of this is[- new-]{+ newer+}.");
    // And nothing was written.
    assert_eq!(git(&editions, &["status", "--porcelain", "--untracked-files=no"]), "M four.md");
}

#[test]
fn people_read_what_changed_in_the_text() {
    let Some(editions) = second() else { return };
    let run = recto(&editions, &["changes", "0.1.0", "0.2.0"]).ends(0);
    for said in [
        "0.1.0 → 0.2.0\n",
        "\nOne (src/one.md): revised, ",
        "\n  Growth (#growth): revised, ",
        "\n    A slice grows [-when-] {+as soon as+} it is full, and its elements are copied.\n",
        "\nSecond (two.md): revised, ",
        "; formerly called “Two”\n",
        "\n    [-Gone soon.-]\n",
        " moved from src-one (#b-",
        "] This paragraph of the first chapter goes to another chapter as it …\n",
        "\nFour (four.md): new\n",
        "\nThree (three.md): removed\n",
    ] {
        assert!(run.out.contains(said), "{said}:\n{}", run.out);
    }
    assert!(!run.out.contains('\u{1b}'), "{}", run.out);
    let run = recto(&editions, &["changes", "0.1.0", "0.2.0", "--color", "always"]).ends(0);
    assert!(
        run.out.contains("grows \u{1b}[9;31mwhen\u{1b}[0m \u{1b}[4;32mas soon as\u{1b}[0m it"),
        "{}",
        run.out
    );
}

#[test]
fn a_page_and_markdown_mark_words_by_elements() {
    let Some(editions) = second() else { return };
    editions.write("four.md", "# Four\n\nAll of this is <new & `*old*`\n");
    let page = recto(&editions, &["changes", "0.1.0", "--format", "html"]).ends(0).out;
    assert!(page.contains("grows <del>when</del> <ins>as soon as</ins> it is full"), "{page}");
    assert!(
        page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">")
            && page.contains("<h2>Second <code>two.md</code>"),
        "{page}"
    );
    for outside in ["<script", "src=", "<link", "url(", "@import"] {
        assert!(!page.contains(outside), "{outside}");
    }
    let body = page.split("<body>").nth(1).and_then(|rest| rest.split("</body>").next()).expect("a body");
    assert_html(body);
    let page = recto(&editions, &["changes", "0.2.0", "--format", "html"]).ends(0).out;
    assert!(page.contains("is <ins>&lt;</ins>new"), "{page}");
    let text = recto(&editions, &["changes", "0.2.0", "--format", "markdown"]).ends(0).out;
    assert!(text.starts_with("# The Book: 0.2.0 → working tree\n\n## Four (`four.md`)\n"), "{text}");
    assert!(text.contains("is <ins>\\<</ins>new") && text.contains("\\*old\\*"), "{text}");
}

#[test]
fn what_the_terminal_would_obey_is_shown_to_nobody() {
    let Some(editions) = second() else { return };
    editions.write("four.md", "# Four\n\nAll \u{1b}[2Jof this is new.\n");
    let out = recto(&editions, &["changes", "0.2.0"]).ends(0).out;
    assert!(out.contains("{+\u{fffd}[2J") && !out.contains('\u{1b}'), "{out:?}");
}

#[test]
fn an_edition_that_was_withdrawn_is_said_to_be() {
    let Some(editions) = second() else { return };
    recto(&editions, &["withdraw", "0.1.0", "--why", "the maps were wrong"]).ends(0);
    for format in ["text", "markdown", "html"] {
        let out = recto(&editions, &["changes", "0.1.0", "--format", format]).ends(0).out;
        assert!(out.contains("0.1.0 was withdrawn: the maps were wrong"), "{format}: {out}");
    }
    assert_eq!(json(&editions, &["0.1.0"])["withdrawn"]["from"], "the maps were wrong");
}

#[test]
fn an_edition_that_is_not_there_is_named_with_the_nearest() {
    let Some(editions) = second() else { return };
    let run = recto(&editions, &["changes", "0.1.5"]).ends(2);
    assert_eq!(run.err, "error: there is no edition 0.1.5\nhint: the nearest: 0.1.0, 0.2.0\n");
    let run = recto(&editions, &["changes", "0.1.0", "0.9.0"]).ends(2);
    assert!(
        run.err.contains("there is no edition 0.9.0") && run.err.contains("nearest: 0.2.0\n"),
        "{}",
        run.err
    );
    for arguments in [&["0.1"][..], &["0.1.0", "no-such"], &["0.1.0", "no-such", "."], &[]] {
        recto(&editions, &[&["changes"], arguments].concat()).ends(2);
    }
    std::fs::remove_dir_all(editions.root().join("editions")).expect("it can be removed");
    let run = recto(&editions, &["changes", "0.1.0"]).ends(2);
    assert!(run.err.contains("no edition was cut yet"), "{}", run.err);
}

#[test]
fn a_chapter_that_was_split_and_sections_that_moved_are_followed() {
    let Some(editions) = first() else { return };
    editions.write(
        "SUMMARY.md",
        "- [Two](two.md)\n- [One](src/one.md)\n- [Growing](growing.md)\n- [Three](three.md)\n",
    );
    editions.write("src/one.md", &format!("# One\n\n{LONG}\n\nWords that stay.\n"));
    editions.write(
        "growing.md",
        &format!("# Growing\n\nWords before it.\n\n## How slices grow\n\n{ONE}\n\n{CODE}"),
    );
    let changed = json(&editions, &["0.1.0"]);
    let one = chapter(&changed, "src-one");
    assert_eq!(blocks(&one["sections"][0]), [("moved".to_owned(), LONG.to_owned())]);
    let growing = chapter(&changed, "growing");
    let section = &growing["sections"].as_array().expect("a list").last().expect("one");
    assert_eq!(
        (&section["moved_from"], &section["title"]),
        (&"src-one".into(), &"How slices grow".into()),
        "{growing:#}"
    );
    assert_eq!(
        (section["change"].as_str(), blocks(section).len()),
        (Some("moved"), 3),
        "its heading is told among its blocks"
    );
    assert_eq!(growing["sections"][0]["change"], "new");
    assert!(!one["sections"].to_string().contains("\"removed\""), "{one:#}");
}

/// The names of all fields, with those of what is in them.
fn fields(value: &Value, path: &str, names: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(name, inner)| {
            names.insert(format!("{path}/{name}"));
            fields(inner, &format!("{path}/{name}"), names);
        }),
        Value::Array(list) => list.iter().for_each(|inner| fields(inner, path, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[test]
fn the_documentation_shows_every_field() {
    let Some(editions) = second() else { return };
    let text = include_str!("../../../docs/changes.md");
    let shown = text.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
    let (mut documented, mut written) = (BTreeSet::new(), BTreeSet::new());
    fields(&serde_json::from_str(shown).expect("it is JSON"), "", &mut documented);
    fields(&json(&editions, &["0.1.0", "0.2.0"]), "", &mut written);
    assert_eq!(documented, written);
    for name in &written {
        let name = name.rsplit('/').next().expect("a name");
        assert!(
            text.contains(&format!("`{name}`"))
                || name == "sections"
                || name == "blocks"
                || name == "title"
                || name == "text"
        );
    }
}

#[test]
fn a_chapter_that_is_no_longer_released_is_gone_for_readers() {
    let Some(editions) = second() else { return };
    editions.write("four.md", "---\nstatus: draft\n---\n# Four\n\nAll of this is new.\n");
    let changed = json(&editions, &["0.2.0"]);
    assert_eq!(chapter(&changed, "four")["change"], "removed");
    assert_eq!(changed["chapters"].as_array().map(Vec::len), Some(1));
}

#[test]
fn only_the_records_that_are_asked_for_are_read() {
    let Some(editions) = second() else { return };
    editions.write("editions/0.1.5.toml", "no record");
    let changed = json(&editions, &["0.1.0", "0.2.0"]);
    assert_eq!(changed["chapters"].as_array().map(Vec::len), Some(4));
    json(&editions, &["0.1.0"]);
    let run = recto(&editions, &["changes", "0.1.5"]).ends(2);
    assert!(run.err.contains("the record of edition 0.1.5 can't be read"), "{}", run.err);
}

#[test]
fn a_chapters_beginning_is_told_with_it_and_its_footnotes_by_themselves() {
    let Some(editions) = first() else { return };
    editions.write("three.md", &format!("# Three\n\n{THREE}[^a]\n\n[^a]: A note that is here.\n"));
    let commit = commit(&editions);
    editions.cut("0.2.0", Some(commit));
    editions.write("three.md", &format!("# Three\n\n{THREE} More.[^a]\n\n[^a]: A note that is there.\n"));
    let out = recto(&editions, &["changes", "0.2.0"]).ends(0).out;
    assert!(out.ends_with("branch, until nothing is left to see. {+More.+}\n  Footnotes: revised, 20\u{a0}% of its text\n    A note that is [-here-] {+there+}.\n"), "{out}");
    assert_eq!(out.matches("Three").count(), 1, "{out}");
    for format in ["markdown", "html"] {
        let out = recto(&editions, &["changes", "0.2.0", "--format", format]).ends(0).out;
        assert_eq!((out.matches("Three").count(), out.matches("Footnotes").count()), (1, 1), "{out}");
    }
}
