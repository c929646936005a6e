//! What must hold of every manuscript, held of generated ones.
//!
//! The generator is seeded, so that a run is like every other; `PROPTEST_CASES=100000 cargo test property` looks further.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use recto::model::{Block, BlockKind, Body, Inline, Section, Visitor, walk_block, walk_body, walk_inline};
use recto::render::flow::Medium;
use recto::source::{Sources, Span};

use crate::support::{Book, Found, PNG, assert_html, assert_xml};

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

fn manuscript() -> impl Strategy<Value = [String; 3]> {
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
    let result = runner.run(&manuscript(), |texts| {
        let found = book(texts.clone()).resolve();
        check_spans(&found);
        let pages = check_pages(&found);
        check_content_documents(&found);
        let again = book(texts).resolve().site();
        assert!(pages == again, "the same manuscript gave two books");
        let differences = found.differences_of(found.epub(), None, again);
        let text = recto::diag::text(&differences, &found.sources, recto::diag::Style::Plain);
        assert!(differences.is_empty(), "{text}");
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
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

/// Every span is of a text that was read, in it, and at the bounds of characters.
fn check_spans(found: &Found) {
    struct Spans<'s>(&'s Sources);
    impl Spans<'_> {
        fn check(&self, span: Span, what: &str) {
            let Some(file) = span.file() else { panic!("{what} has no place") };
            let text = &self.0.get(file).text;
            assert!(text.get(span.range()).is_some(), "{what}: {:?} of {} bytes", span.range(), text.len());
        }
    }
    impl<'a> Visitor<'a> for Spans<'_> {
        fn block(&mut self, block: &'a Block) {
            self.check(block.span, &format!("{:?}", block.kind));
            if let BlockKind::Listing(listing) = &block.kind {
                let count = if listing.code.is_empty() { 0 } else { listing.code.split('\n').count() };
                assert_eq!(listing.line_spans.len(), count, "{listing:?}");
                listing.line_spans.iter().for_each(|span| self.check(*span, "a line"));
            }
            walk_block(self, block);
        }

        fn inline(&mut self, inline: &'a Inline) {
            self.check(inline.span, &format!("{:?}", inline.kind));
            walk_inline(self, inline);
        }

        fn section(&mut self, section: &'a Section) {
            self.check(section.heading.span, "a heading");
            walk_body(self, &section.body);
        }
    }
    let mut spans = Spans(&found.sources);
    for chapter in &found.book.book.chapters {
        walk_body(&mut spans, &chapter.body);
        for note in &chapter.notes {
            spans.check(note.span, "a note");
            walk_body(&mut spans, &Body { blocks: note.blocks.clone(), sections: Vec::new() });
        }
    }
    for finding in &found.findings {
        if finding.path.is_none() {
            spans.check(finding.span, &finding.message);
        }
        finding.related.iter().for_each(|(span, _)| spans.check(*span, &finding.message));
    }
    assert_eq!(found.findings_text().is_empty(), found.findings.is_empty());
}

/// Every page of the site is HTML without a fault, every id is there once, and every link has its target.
fn check_pages(found: &Found) -> recto::render::Files {
    let files = found.site();
    let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut links: Vec<(&str, String)> = Vec::new();
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = std::str::from_utf8(bytes).expect("pages are UTF-8");
        let (content_ids, content_links) = ids_and_links(page);
        let count = content_ids.len();
        let unique: BTreeSet<String> = content_ids.into_iter().collect();
        assert_eq!(unique.len(), count, "{path} has an id twice:\n{page}");
        ids.insert(path, unique);
        links.extend(content_links.into_iter().map(|link| (path, link)));
    }
    for (path, link) in links.iter().filter(|(_, link)| !link.contains(':')) {
        let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
        let file = if file.is_empty() { path } else { file };
        assert!(files.get(file).is_some(), "{path} links to {link}");
        assert!(fragment.is_empty() || ids[file].contains(fragment), "{path} links to {link}");
    }
    for chapter in &found.book.book.chapters {
        assert_html(&found.chapter(chapter.slug.as_str(), Medium::Web));
    }
    files
}

/// The values of `id` and `href` in a page that this program wrote: it escapes `<` and `>` wherever no tag is meant.
fn ids_and_links(page: &str) -> (Vec<String>, Vec<String>) {
    let tags: Vec<&str> = page.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect();
    let values = |name: &str| {
        let values = tags.iter().filter_map(|tag| tag.split_once(name)?.1.split('"').next());
        values.map(|value| value.replace("&amp;", "&")).collect()
    };
    (values(" id=\""), values(" href=\""))
}

/// Every chapter of the EPUB is well-formed XML, with ids that XML allows, each once.
fn check_content_documents(found: &Found) {
    for chapter in &found.book.book.chapters {
        let page = found.chapter(chapter.slug.as_str(), Medium::Epub);
        assert_xml(&page);
        let (ids, _) = ids_and_links(&page);
        let unique: BTreeSet<&String> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "an id is there twice:\n{page}");
        for id in ids {
            assert!(id.starts_with(|c: char| c.is_alphabetic() || c == '_'), "{id} is no name of XML");
            assert!(!id.contains(char::is_whitespace), "{id} is no name of XML");
        }
    }
}
