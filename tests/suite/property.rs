//! What must hold of every manuscript, held of generated ones.
//!
//! The generator is seeded, so that a run is like every other; `PROPTEST_CASES=100000 cargo test property` looks further.

mod manuscript;
mod words;
mod written;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};
use recto::diag::{Diagnostic, Diagnostics, Style};
use recto::render::flow::Medium;
use recto::render::typst::{self, Engine};

use crate::holds::{check_books, check_found, differences};
use crate::support::{Book, PNG, not_run};
use manuscript::{Manuscript, manuscript};
use written::Written;

/// What manuscripts are made of, whole and in shreds.
#[rustfmt::skip]
const SHREDS: &[&str] = &[
    "word ", "Ünï ", "漢字", "👩‍👩‍👧", "שלום ", " ", "  ", "\t", "\n", "\n\n", "\n    ", "\n> ", "\n- ",
    "\n1. ", "\n  - ", "\n: ", "*", "**", "_", "~~", "`", "``", "\\", "&amp;", "&#0;", "\"", "'", "--",
    "...", "$", "$$", "x^2", "\\frac{1}{2}", "{", "}", "[", "]", "(", ")", "](", "![", "![x](a.png)",
    "![x](a.png \"T\"){#fig:a}", "![](b.png){width=50%}", "[t](#two)", "[t](other.md#one)",
    "[t](chapter.md)", "[t](https://example.com)", "[t](javascript:x)", "<https://example.com>",
    "https://example.com/a", "@fig:a", "@sec:b", "@tbl:c", "@lst:d", "@eq:e", "[@fig:a]", "[^1]", "[^a]",
    "\n[^1]: ", "\n[^a]: note\n", "\n# ", "\n## One\n", "\n## Two {#two}\n", "\n### ",
    "\n#### Four {#sec:b}\n", "\nOne\n===\n", "\nTwo\n---\n", "\n***\n",
    "\n| a | b |\n| - | :-: |\n| 1 | 2 |\n", "| x ", "|\n", "\nTable: C {#tbl:c}\n", "\n```go\n", "\n```\n",
    "\n~~~rust {1}\n# x\n~~~\n", "\n```sh title=\"a\" #lst:d caption=\"C *d*\" linenos\n$ x\n```\n",
    "\n$$ E $$ {#eq:e}\n", "\n> [!NOTE]\n> ", "\n> [!TIP] *T*\n> x\n", "- [x] ", "<b>", "</b>", "<i>",
    "</i>", "<br>", "<br/>", "<kbd>", "</kbd>", "<div>", "</div>", "\n<div>\n", "\n</div>\n", "<p>", "</p>",
    "<a id=\"x\">", "</a>", "<a href=\"#x\">", "<details>", "<summary>", "</summary>", "</details>", "<ul>",
    "<li>", "</ul>", "<table>", "<tr>", "<td>", "<td colspan=2 rowspan=3>", "<th>", "</table>", "<caption>",
    "<pre>", "</pre>", "<!--", "-->", "<script>", "</script>", "<svg>", "<img src=a.png>", "<video>",
    "<select>", "<figure>", "<figcaption>", "</figure>", "<q>", "<h2>", "</h2>", "<dl>", "<dt>", "<dd>",
    "<x-y>", "<T>", "</", "<", ">", "{{#include part.txt}}", "{{#include part.txt:a}}",
    "{{#include no.txt}}", "{{#include chapter.md}}", "{{#", "}}", "\r\n", "\r", "\0", "\u{feff}",
    "\u{200d}", "\u{fffe}",
];

fn shreds() -> impl Strategy<Value = [String; 3]> {
    let text =
        || prop::collection::vec(prop::sample::select(SHREDS), 0..60).prop_map(|shreds| shreds.concat());
    [text(), text(), text()]
}

fn book([chapter, other, part]: [String; 3]) -> Book {
    Book::new()
        .with("chapter.md", chapter)
        .with("other.md", other)
        .with("part.txt", format!("{part}\n// ANCHOR: a\n{part}\n// ANCHOR_END: a\n"))
        .with("a.png", PNG)
}

#[test]
fn every_manuscript_becomes_a_book() {
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(&shreds(), |texts| {
        let found = book(texts.clone()).resolve();
        let (site, _, _) = check_found(&found);
        let again = book(texts).resolve().site();
        assert!(site == again, "the same manuscript gave two books");
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

#[test]
fn every_word_of_a_whole_manuscript_is_in_every_book() {
    // A whole manuscript takes as long as many small ones.
    let cases = Config::default().cases.div_ceil(4);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let result = runner.run(&manuscript(), |manuscript| {
        let written = Written::of(&manuscript);
        let found = written.book().resolve().marked();
        let (site, epub, project) = check_found(&found);
        written.check(&found, &site, &epub, &project);
        Ok(())
    });
    if let Err(TestError::Fail(reason, manuscript)) = result {
        panic!("{reason}\n{}", Written::of(&manuscript).shown());
    }
}

/// Many manuscripts as one book, since Typst begins slowly; `PROPTEST_CASES` asks for more of them.
#[test]
fn typst_sets_every_manuscript() {
    const AT_ONCE: usize = 16;
    let Ok(engine) = typst::find(None) else {
        not_run("the setting of generated manuscripts", &format!("there is no Typst {}", typst::VERSION));
        return;
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let count = runner.config().cases.div_ceil(16);
    let mut trees: Vec<_> =
        (0..count).map(|_| manuscript().new_tree(&mut runner).expect("nothing is left out")).collect();
    for trees in trees.chunks_mut(AT_ONCE) {
        let manuscripts: Vec<Manuscript> = trees.iter().map(ValueTree::current).collect();
        if let Err(said) = set(&engine, &Manuscript::joined(&manuscripts)) {
            let alone = trees.iter_mut().find_map(|tree| simplest(&engine, tree));
            panic!("Typst says {said}\n{}", alone.unwrap_or_default());
        }
    }
}

/// Sets the pages of a manuscript; `Err` holds what Typst has to say.
fn set(engine: &Engine, manuscript: &Manuscript) -> Result<(), String> {
    let found = Written::of(manuscript).book().resolve().marked();
    let (site, epub, project) = check_found(&found);
    let mut said = Diagnostics::new();
    let pdf = typst::compile(engine, &project, found.book.release.date, &mut said);
    let said: Vec<Diagnostic> = said.iter().cloned().collect();
    if !said.is_empty() {
        return Err(recto::diag::text(&said, &found.sources, Style::Plain));
    }
    let pdf = pdf.expect("the engine works").expect("Typst has no errors");
    let differences = differences(&found, &epub, &site, Some(&pdf.bytes));
    if !differences.is_empty() {
        return Err(differences);
    }
    check_books(&found, &epub, &site, Some(&pdf.bytes));
    Ok(())
}

/// The simplest form of a manuscript that Typst does not set, with what it says; `None` where it sets it.
fn simplest(engine: &Engine, tree: &mut impl ValueTree<Value = Manuscript>) -> Option<String> {
    let mut worst = None;
    for _ in 0..100 {
        let manuscript = tree.current();
        let goes_on = match set(engine, &manuscript) {
            Err(said) => {
                worst = Some(format!("{said}\n{}", Written::of(&manuscript).shown()));
                tree.simplify()
            }
            Ok(()) => worst.is_some() && tree.complicate(),
        };
        if !goes_on {
            break;
        }
    }
    worst
}

/// What holds words, with or without an end; in none of it a word may be lost.
#[rustfmt::skip]
const HOLDERS: &[&str] = &[
    "*", "`", "\n", "\n\n", "\n\n- ", "\n\n    ", "\n\n> ", "\n\n```\n", "\n\n| a |\n| - |\n| ", "\n\n<div>\n", "\n</div>\n\n",
    "<pre>\n", "\n\n<pre>\n\n", "\n</pre>\n\n", "</pre>", "<b>", "</b>", "\n\n<b>\n\n", "\n\n</b>\n\n", "<code>", "</code>",
    "\n\n<ul>\n<li>\n\n", "\n\n</ul>\n\n", "\n\n<blockquote>\n\n", "\n\n</blockquote>\n\n", "\n\n<details>\n\n",
    "\n\n</details>\n\n", "<summary>", "</summary>", "\n\n<dl>\n<dt>", "<dd>", "\n\n</dl>\n\n",
    "\n\n<table>\n<tr><td>\n\n", "\n\n</table>\n\n", "\n\n<p>\n\n", "</p>",
];

#[test]
fn no_word_is_missing() {
    let config = Config { failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let holders = prop::collection::vec(prop::sample::select(HOLDERS), 0..20);
    let result = runner.run(&holders, |holders| {
        let word = |(number, holder): (usize, &&str)| format!("{holder}word{number}. ");
        let text: String = holders.iter().enumerate().map(word).collect();
        let page = Book::of(&text).resolve().body("chapter", Medium::Web);
        for number in 0..holders.len() {
            assert!(page.contains(&format!("word{number}.")), "no word{number} of\n{text}\nin\n{page}");
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}
