//! Much of everything.

use std::fmt::Write as _;
use std::time::Instant;

use recto::diag::Code;
use recto::render::flow::Medium;

use super::{GREAT, assert_place, grows_linearly, large};
use crate::support::{Book, Found};

/// Resolves a chapter of that text.
#[track_caller]
fn chapter(text: impl AsRef<[u8]>) -> Found {
    large(Book::new().with("chapter.md", text))
}

fn lines(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        writeln!(text, "{}", line(number)).expect("strings take all");
        text
    })
}

#[test]
fn ten_megabytes_on_one_line() {
    let found = chapter("word ".repeat((10 << 20) / "word ".len()));
    assert_eq!(found.codes(), [Code::TextTooLong]);
}

#[test]
fn what_repeats_without_end_takes_the_time_of_its_length() {
    for unit in [
        "word ",
        "*a* ",
        "[",
        "](",
        "**a",
        "`",
        "$x$ ",
        "<b>",
        "&amp;",
        "@fig:a ",
        "![",
        "\\",
        "a_b",
        "<!--",
        "\"'",
        "{{#x ",
        "https://a.b ",
        "{{#x }} ",
        "{{#include no}} ",
        "\\{{#x}} ",
        "{% include a ",
        "[^",
        "[^a",
        "[!NOTE] ",
        "@",
        "www.",
        "{",
        "![x](a){",
        "\n>",
        "\n: ",
        "\n| ",
        "\n[^a]: ",
    ] {
        let found = grows_linearly(|size| Book::of(&unit.repeat(size / unit.len())));
        assert!(found.findings.len() <= GREAT / unit.len() + 10, "{unit}");
    }
}

#[test]
fn what_is_too_long_for_a_page_is_named_at_its_line_and_marked() {
    let long = "word ".repeat(20_001);
    for (text, line) in [
        (format!("One.\n\n{long}\n"), 3),
        (format!("One.\n\n<p>{long}</p>\n"), 3),
        (format!("```text\nx\n{long}\n```\n"), 3),
        ("One.\n\nWord {{#include long.txt}}\n".to_owned(), 3),
    ] {
        let found = large(Book::of(&text).with("long.txt", &long));
        let places: Vec<_> = found.places().into_iter().map(|(code, _, line, _)| (code, line)).collect();
        assert!(places.contains(&(Code::TextTooLong, line)), "{places:?}");
        let page = found.chapter("chapter", Medium::Web);
        assert!(page.contains("class=\"problem\"") && page.len() < 10_000, "{} bytes", page.len());
    }
    assert!(chapter("word ".repeat(19_000)).findings.is_empty());
}

#[test]
fn five_hundred_nested_quotes_and_lists() {
    let quotes = chapter(format!("{}Deep\n", "> ".repeat(500)));
    assert_place(&quotes, Code::NestingTooDeep, "chapter.md", 1, 25);
    assert!(quotes.body("chapter", Medium::Web).contains("Deep"));
    let bullets = chapter(lines(500, |depth| format!("{}- Item {depth}", "  ".repeat(depth))));
    assert_place(&bullets, Code::NestingTooDeep, "chapter.md", 13, 25);
    let page = bullets.body("chapter", Medium::Web);
    assert!(page.contains("Item 0") && page.contains("Item 499"), "{page}");
    chapter(format!("{}Deep\n", "- ".repeat(500)));
    chapter(format!("{}Deep\n", "1. > ".repeat(500)));
}

#[test]
fn deep_emphasis_and_deep_links() {
    for (open, close) in [
        ("*a **b ", "** *"),
        ("[", "](https://example.com)"),
        ("![", "](a.png)"),
        ("~~a ", "~~ "),
        ("<b>", "</b>"),
        ("<div>", "</div>"),
        ("<ul><li>", "</ul>"),
        ("<table><tr><td>", "</table>"),
        ("<blockquote>", ""),
        ("<p>", ""),
        ("<svg>", ""),
        ("<b><p>", ""),
    ] {
        let count = 3000;
        chapter(format!("{}deep{}\n", open.repeat(count), close.repeat(count)));
        chapter(format!("{}\n\ndeep\n\n{}\n", open.repeat(count), close.repeat(count)));
    }
}

#[test]
fn html_that_is_huge_and_never_closed() {
    let found = chapter(format!("{}\n\nText.\n", "<div>\n".repeat(50_000)));
    assert!(found.codes().contains(&Code::NestingTooDeep));
    chapter(format!("{}\n\nText.\n", "<b><i>x".repeat(20_000)));
    chapter(format!("{}x\n", "</div>".repeat(100_000)));
    chapter(format!("<b {}>x</b>\n", lines(20_000, |number| format!("a{number}=1"))));
    chapter(format!("<table>{}</table>\n", "<tr><td colspan=1000 rowspan=1000>x".repeat(3000)));
}

#[test]
fn a_hundred_thousand_footnotes() {
    let marks = lines(100_000, |number| {
        let end = if number % 1000 == 0 { "\n" } else { "" };
        format!("a[^{number}]{end}")
    });
    let notes = lines(100_000, |number| format!("[^{number}]: Note {number}.\n"));
    let found = chapter(format!("{marks}\n{notes}"));
    assert_eq!(found.codes(), []);
    assert_eq!(found.book.chapters[0].notes.len(), 100_000);
    let found = chapter(format!("{}\n\n[^a]: Note.\n", "a[^a] ".repeat(16_000)));
    assert_eq!(found.book.chapters[0].notes[0].marks.len(), 16_000);
    let unused = chapter(lines(20_000, |number| format!("[^{number}]: Note.\n")));
    assert_eq!(unused.codes().iter().filter(|code| **code == Code::NoteUnused).count(), 20_000);
}

#[test]
fn ten_thousand_headings_of_one_name() {
    let found = chapter(format!("# Book\n\n{}", "## Same\n\n".repeat(10_000)));
    assert_eq!(found.codes(), []);
    let page = found.chapter("chapter", Medium::Web);
    assert!(page.contains("id=\"same\"") && page.contains("id=\"same-9999\""));
    chapter(format!("# Book\n\n{}", "## Same {#same}\n\n".repeat(10_000)));
}

#[test]
fn ten_thousand_references_to_nothing() {
    let labels = lines(2000, |number| format!("![x](a.png \"A\"){{#fig:label-{number}}}\n"));
    let found = chapter(format!("{labels}{}", lines(2000, |number| format!("@fig:lable-{number}"))));
    assert_eq!(found.codes().iter().filter(|code| **code == Code::RefUndefined).count(), 2000);
    let headings = lines(2000, |number| format!("## Heading {number}\n"));
    chapter(format!("# A\n\n{headings}{}", lines(2000, |number| format!("[x](#haeding-{number})"))));
}

#[test]
fn a_table_of_five_thousand_columns() {
    let row = |cell: &str| format!("{}|\n", format!("|{cell}").repeat(5000));
    let text = format!("{}{}{}", row("h"), row("-"), row("c"));
    let page = chapter(&text).body("chapter", Medium::Web);
    assert_eq!(page.matches("<td>c</td>").count(), 5000);
    // Cells that the author left out are there too.
    chapter(format!("{}{}{}", row("h"), row("-"), "|\n".repeat(200)));
}

#[test]
fn long_listings_and_long_lines_of_code() {
    for language in ["go", "rust", "console", "diff", "json", "goasm", "klingon"] {
        chapter(format!("```{language}\n{}```\n", "x := \"y\" // z\n".repeat(5000)));
        chapter(format!("```{language}\n{}\n```\n", "f(x) + ".repeat(10_000)));
        chapter(format!("```{language}\n{}\n```\n", "([{".repeat(1000)));
    }
    let odd = (0..20_000).map(|number| format!("{},", 2 * number + 1)).collect::<String>();
    let found = chapter(format!("```go {{{odd}}}\n{}```\n", "x\n".repeat(10_000)));
    assert_eq!(found.codes(), [Code::ListingRange]);
}

#[test]
fn many_chapters() {
    let outline = lines(2000, |number| format!("- [Chapter]({number}.md)"));
    let mut files = Book::new().with("SUMMARY.md", outline);
    for number in 0..2000 {
        files =
            files.with(&format!("{number}.md"), format!("# Same\n\n[next]({}.md)\n", (number + 1) % 2000));
    }
    assert_eq!(large(files).codes(), []);
}

#[test]
fn an_outline_that_is_nested_without_end() {
    let outline = lines(3000, |depth| format!("{}- [C{depth}]({depth}.md)", "  ".repeat(depth)));
    let mut files = Book::new().with("SUMMARY.md", outline);
    for depth in 0..3000 {
        files = files.with(&format!("{depth}.md"), "Text.\n");
    }
    large(files);
}

#[test]
fn formulas_that_nest_without_end() {
    for latex in [
        format!("{}x{}", "{".repeat(2000), "}".repeat(2000)),
        format!("{}x{}", "\\frac{1}{".repeat(500), "}".repeat(500)),
        format!("{}x{}", "\\sqrt{".repeat(5000), "}".repeat(5000)),
        format!("x{}", "^{x".repeat(1000) + &"}".repeat(1000)),
        format!("{}x{}", "\\left(".repeat(1000), "\\right)".repeat(1000)),
        "x+".repeat(100_000),
    ] {
        chapter(format!("${latex}$\n\n$$\n{latex}\n$$\n"));
    }
}

#[test]
fn front_matter_that_costs_more_than_it_is_long() {
    let mut laughing = String::from("a0: &a0 [ha, ha]\n");
    for step in 1..20 {
        let parts = vec![format!("*a{}", step - 1); 10].join(", ");
        writeln!(laughing, "a{step}: &a{step} [{parts}]").expect("strings take all");
    }
    for yaml in [
        laughing,
        format!("a: {}\n", "[".repeat(100_000)),
        format!("a: {}{}\n", "[".repeat(10_000), "]".repeat(10_000)),
        format!("a: {}\n", "{a: ".repeat(100_000)),
        format!("a:\n{}\n", "- ".repeat(100_000)),
        format!("a:\n{}x\n", "- ".repeat(30)),
        lines(5000, |depth| format!("{}a:", " ".repeat(depth))),
        format!("summary: {}\n", "x".repeat(1 << 20)),
    ] {
        chapter(format!("---\n{yaml}---\nText.\n"));
    }
    chapter(format!("+++\na = {}{}\n+++\nText.\n", "[".repeat(10_000), "]".repeat(10_000)));
}

/// Holds that four times as much takes no more than eight times as long, less what a busy machine takes, in one of eight tries.
#[track_caller]
fn assert_grows_evenly(text: impl Fn(usize) -> Book, count: usize) {
    let seconds = |count: usize| {
        let book = text(count);
        let started = Instant::now();
        book.resolve().findings_text();
        started.elapsed().as_secs_f64()
    };
    grows_evenly(seconds, count);
}

/// The same of anything that tells how many seconds it takes for a count.
#[track_caller]
pub(crate) fn grows_evenly(seconds: impl Fn(usize) -> f64, count: usize) {
    let mut tries = Vec::new();
    for _ in 0..8 {
        let (once, four_times) = (seconds(count), seconds(4 * count));
        if four_times < 8.0 * once + 0.3 {
            return;
        }
        tries.push((once, four_times));
    }
    panic!("seconds of {count} and of four times as many: {tries:?}");
}

#[test]
fn tags_without_an_end_take_no_longer_than_they_are_long() {
    assert_grows_evenly(|count| Book::of(&format!("<div {}\n", "<a ".repeat(count))), 20_000);
    assert_grows_evenly(|count| Book::of(&"<b <a ".repeat(count)), 20_000);
}

#[test]
fn nesting_has_a_bound_however_tags_are_hidden() {
    for hidden in [
        "<svg><title><b x=\"</title><i y=\">",
        "<title><b x=\"</title>",
        "<select><title><b x=\"</title>",
        "<script><!--<script></script><b x=\"</script>",
        "<svg><style>",
        "<!doctype <ul>",
        "<!--->",
        "<a =\"x>",
        "<a b=c\"d>",
        "<a b = \"d>\">",
        "<plaintext a=\"",
    ] {
        chapter(format!("<p>{hidden}{}\n", "<div>".repeat(2000)));
        let deep = "<div>".repeat(40) + &format!("<div a=\"{}\">", "<div>".repeat(2000));
        chapter(format!("{hidden}{deep}\n"));
    }
}

#[test]
fn a_long_chapter_with_one_include_takes_no_longer_than_it_is_long() {
    let text = |count| Book::of(&format!("{{{{#include a.txt}}}}\n\n{}", "A.\n\n".repeat(count)));
    assert_grows_evenly(|count| text(count).with("a.txt", "x"), 5000);
}

#[test]
fn many_captions_take_no_longer_than_they_are_long() {
    assert_grows_evenly(|count| Book::of(&"| a |\n|---|\n\nTable: C\n\n".repeat(count)), 10_000);
}

#[test]
fn directives_with_one_end_take_no_longer_than_they_are_long() {
    assert_grows_evenly(|count| Book::of(&format!("{}}}}}\n", "{{#x ".repeat(count))), 20_000);
}

#[test]
fn findings_on_one_line_take_no_longer_than_it_is_long() {
    assert_grows_evenly(|count| Book::of(&"@fig:a ".repeat(count)), 1000);
}
