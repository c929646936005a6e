//! Strange texts.

use recto::diag::{Code, Severity};
use recto::render::flow::Medium;

use super::{assert_place, book, chapter};
use crate::support::{Book, PNG};

#[test]
fn a_byte_order_mark_and_crlf_are_accepted() {
    let found =
        chapter("\u{feff}# One\r\n\r\nSee @fig:none.\r\n\r\n```go\r\nx := 1\r\n\r\ny := 2\r\n```\r\n");
    assert_place(&found, Code::RefUndefined, "chapter.md", 3, 5);
    assert_eq!(found.codes(), [Code::RefUndefined]);
    let page = found.chapter("chapter", Medium::Web);
    assert!(!page.contains('\r'), "{page:?}");
    let listing = found.book.code.values().next().expect("a listing");
    assert_eq!(listing.lines.len(), 3);
}

#[test]
fn findings_in_a_wrapped_paragraph_are_at_their_own_lines() {
    let found =
        chapter("I don't know\n*what* &amp; how\n\"see\" @fig:none, \\* [^x] and\r\n> [@tbl:none].\n");
    let places = found.places();
    let places: Vec<_> = places.iter().map(|(code, _, line, column)| (*code, *line, *column)).collect();
    assert_eq!(
        places,
        [(Code::RefUndefined, 3, 7), (Code::NoteUndefined, 3, 21), (Code::RefUndefined, 4, 3)],
    );
    let found = chapter("![x](a.png){width=10%} don't @fig:none\n");
    assert_place(&found, Code::RefUndefined, "chapter.md", 1, 30);
}

#[test]
fn an_outline_and_a_book_toml_with_bom_and_crlf_are_accepted() {
    let found = book(
        Book::new()
            .with(
                "book.toml",
                "\u{feff}[book]\r\ntitle = 'T'\r\nlanguage = 'en'\r\nidentifier = 'urn:x:1'\r\n",
            )
            .with("SUMMARY.md", "\u{feff}# Summary\r\n\r\n- [One](one.md)\r\n")
            .with("one.md", "Text.\r\n"),
    );
    assert_eq!(found.codes(), []);
}

#[test]
fn a_bare_carriage_return_ends_a_line() {
    let found = chapter("One\rtwo\r\rSee @fig:none");
    assert_eq!(found.codes(), [Code::RefUndefined]);
}

#[test]
fn nul_bytes_and_controls_become_what_xml_may_hold() {
    let found = chapter(
        "a\0b\u{1}c\u{b}d\u{7f}e\u{fffe}f `\0` [x\0](https://e\0.com/\u{1} \"t\0\")\n\n```go\n\0\u{1b}[1m\n```\n",
    );
    let page = found.chapter("chapter", Medium::Epub);
    assert!(page.contains("b\u{fffd}c") && !page.contains('\0'), "{page:?}");
}

#[test]
fn a_lone_surrogate_in_a_key_is_an_error_at_its_line() {
    let found = book(
        Book::new()
            .with("book.toml", "[book]\ntitle = \"\\ud800\"\nlanguage = 'en'\nidentifier = 'urn:x:1'\n")
            .with("one.md", "Text.\n"),
    );
    assert_eq!(super::place(&found, Code::ConfigSyntax).1, 2);
}

#[test]
fn a_character_reference_of_a_surrogate_is_replaced() {
    let found = chapter("&#xD800; &#0; &#x110000; <b title=\"&#xD800;\">x</b>\n");
    assert!(found.chapter("chapter", Medium::Web).contains('\u{fffd}'));
}

#[test]
fn a_title_of_markup_emoji_and_right_to_left_text_is_escaped() {
    let title = "<&\"> 👩‍👩‍👧 שלום #set $x$ \\ @y";
    let found = book(
        Book::new()
            .with("SUMMARY.md", format!("- [{}](one.md)\n", title.replace('\\', "\\\\").replace('<', "\\<")))
            .with("one.md", format!("# {}\n\nText.\n", title.replace('\\', "\\\\").replace('<', "\\<")))
            .set(&format!("book.title={title}")),
    );
    assert_eq!(found.book.book.meta.title, title);
    assert!(
        !found.codes().iter().any(|code| code.severity() == Severity::Error),
        "{}",
        found.findings_text()
    );
    let chapter = &found.book.book.chapters[0];
    assert_eq!(chapter.title, title);
    let files = found.site();
    let index = String::from_utf8(files.get("index.html").expect("it is there").to_vec()).expect("UTF-8");
    assert!(index.contains("&lt;&amp;\"&gt; 👩‍👩‍👧 שלום #set $x$ \\ @y"), "{index}");
}

#[test]
fn typst_in_text_is_text() {
    let text = "#set page(fill: red) #import \"x\" \\#panic() @x \\$ \\\\ ~ -- <a> `#x` *#b* = h\n";
    let page = chapter(text).chapter("chapter", Medium::Web);
    assert!(page.contains("#set page(fill: red) #import “x” #panic() @x $ \\ ~ –"), "{page}");
}

#[test]
fn addresses_that_run_something_are_refused_in_every_spelling() {
    for address in [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "&#106;avascript:alert(1)",
        "java%0ascript:x",
        "vbscript:x",
        "data:text/html;base64,AAAA",
        "file:///etc/passwd",
        "blob:x",
        "javascript&colon;alert(1)",
    ] {
        let found = chapter(format!(
            "[x]({address}) <a href=\"{address}\">y</a> <a href=\" \u{1}{address}\">z</a>\n"
        ));
        let page = found.chapter("chapter", Medium::Web);
        let hrefs: Vec<&str> =
            page.split("href=\"").skip(1).map(|rest| &rest[..rest.find('"').unwrap_or(0)]).collect();
        assert!(hrefs.is_empty(), "{address}: {hrefs:?}");
        assert!(found.codes().iter().any(|code| *code != Code::HtmlMalformed), "{address} is not reported");
    }
}

#[test]
fn attributes_that_run_something_are_dropped() {
    let found = chapter(
        "<p onclick=\"x()\">a</p>\n\n<b onmouseover=x>b</b> <img src=\"a.png\" onerror=\"x()\" alt=\"\">\n",
    );
    let page = found.chapter("chapter", Medium::Web);
    assert!(!page.contains("onclick") && !page.contains("onerror") && !page.contains("onmouse"), "{page}");
    assert_eq!(found.codes().iter().filter(|code| **code == Code::HtmlDropped).count(), 3);
}

#[test]
fn malformed_html_is_mended_and_reported_at_its_line() {
    let text = "One.\n\n<table><tr><td>a<p>b</div></td><td></table>\n\nTwo </b> <i><b>x</i>y</b>\n\n<div class=\"a\" class=\"b\" <p>\n";
    let found = chapter(text);
    let lines: Vec<usize> = found
        .places()
        .into_iter()
        .filter(|place| place.0 == Code::HtmlMalformed)
        .map(|place| place.2)
        .collect();
    assert!(lines.contains(&3) && lines.contains(&5), "{lines:?}");
}

#[test]
fn marks_that_this_program_makes_for_itself_are_nobody_elses() {
    let found = chapter(
        "One *two*\n\n<recto-node n=0></recto-node>\n\n<b recto-at=99>x</b> <recto-node n=1>y</recto-node>\n",
    );
    let page = found.chapter("chapter", Medium::Web);
    assert!(page.contains("<p>One <em>two</em></p>\n"), "{page}");
    assert!(page.contains("&lt;recto-node"), "{page}");
}

#[test]
fn nothing_is_lost_behind_elements_of_raw_text() {
    for name in ["plaintext", "xmp", "iframe", "title", "noscript", "noframes", "template", "select", "svg"] {
        let found = chapter(format!("Before.\n\n<{name}>\n\nAfter *this*.\n\n- And this.\n"));
        let page = found.chapter("chapter", Medium::Web);
        assert!(page.contains("After <em>this</em>.") && page.contains("And this."), "{name}: {page}");
    }
}

#[test]
fn an_unclosed_fence_is_reported_where_it_begins() {
    let found = chapter("# One\n\n> ```go\n> x\n\nText.\n\n````text\n```\n");
    let places: Vec<_> = found.places().into_iter().filter(|place| place.0 == Code::FenceUnclosed).collect();
    assert_eq!(
        places,
        [
            (Code::FenceUnclosed, "chapter.md".to_owned(), 3, 3),
            (Code::FenceUnclosed, "chapter.md".to_owned(), 8, 1),
        ]
    );
}

#[test]
fn directives_that_never_end_are_text() {
    let found = chapter("{{#include a\n\n```go\n{{#include\n```\n\n{% include 'x\n\n{{#\n\n{{#include }}\n");
    assert!(found.body("chapter", Medium::Web).contains("{{#include a"));
}

#[test]
fn attributes_that_never_end_are_text_or_reported() {
    for text in [
        "![x](images/a.png){width=\n",
        "# One {#a\n",
        "| a |\n| - |\n| 1 |\n\nTable: x {#tbl:a\n",
        "$$ x $$ {#eq:a\n",
        "```go title=\"\nx\n```\n",
        "```{.go #\nx\n```\n",
        "```go {\nx\n```\n",
        "```go {1-\nx\n```\n",
        "```go {99999999999999999999}\nx\n```\n",
        "```go start=99999999999999999999 linenos\nx\n```\n",
        "```go start=4294967295 linenos {4294967295}\nx\ny\n```\n",
        "```go caption=\"\\\"\nx\n```\n",
        "![x](a.png){width=1e309%}\n",
        "![x](a.png){width=0.0000000001%}\n",
        "![x](a.png){width=-5}\n",
        "<img src=a.png width=99999999999>\n",
        "<td colspan=99999999999 rowspan=-1>x\n",
        "<ol start=-9999999999999999999999><li>x</ol>\n",
    ] {
        chapter(text);
    }
}

#[test]
fn ids_that_are_given_twice_are_errors_and_unique_in_the_books() {
    let text = "# One {#a}\n\n<a id=\"a\"></a> <b id=\"a\">x</b>\n\n## Two {#a}\n\n<div id=\"a\"></div>\n\n![x](i.png \"y\"){#fig:a}\n\n<p id=\"fig-a\">z</p>\n";
    let found = book(Book::of(text).with("i.png", PNG));
    assert!(found.codes().contains(&Code::LabelDuplicate));
    let page = found.chapter("chapter", Medium::Epub);
    let mut ids: Vec<&str> =
        page.split(" id=\"").skip(1).map(|rest| &rest[..rest.find('"').expect("it ends")]).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((count, ids.len()), (7, 7), "{page}");
}

#[test]
fn labels_of_any_characters_become_ids() {
    let found = chapter(
        "# A {#\u{301}é:1/2 }\n\n## B {#💥}\n\n## C {#1}\n\n## D {#-}\n\n<a id=\"a b<c>\">x</a> [1](#1) [2](#💥)\n",
    );
    let page = found.chapter("chapter", Medium::Epub);
    for id in page.split(" id=\"").skip(1).map(|rest| &rest[..rest.find('"').expect("it ends")]) {
        assert!(id.starts_with(|c: char| c.is_alphabetic() || c == '_'), "{id}");
        assert!(!id.contains([':', ' ', '<', '/']), "{id}");
    }
}

#[test]
fn formulas_of_nonsense_are_errors_or_formulas() {
    for latex in [
        "{",
        "}",
        "\\",
        "\\frac",
        "x^",
        "x^^2",
        "\\left(",
        "\\begin{matrix}",
        "&",
        "%",
        "#1",
        "\\text{",
        "\\\\",
        "_",
        "\\def\\x{\\x}\\x",
        "\\sqrt[",
        "<script>",
        "]]>",
        "-->",
        "\\unicode{xD800}",
        "\\hspace{1e999em}",
    ] {
        chapter(format!("Text ${latex}$ and\n\n$$\n{latex}\n$$\n"));
    }
}

#[test]
fn a_definition_without_a_term_or_a_table_without_rows_is_no_panic() {
    for text in [
        ": x\n",
        ":\n",
        "| a |\n| - |\n",
        "|\n|-|\n",
        "Table: x\n",
        "Table:\n\nTable:\n",
        "> [!NOTE]\n",
        "> [!NOTE] \n> \n",
        "> [!note]x\n",
        "[^1]:\n\n[^1]\n",
        "- [ ]\n",
        "- [x]\n\n- [ ] \n",
        "1. \n2. \n",
        "#\n",
        "###### \n\n# \n",
        "![]()\n",
        "[]()\n",
        "<>\n",
        "****\n",
        "``\n",
        "[^]\n",
        "@fig:\n",
        "$$$$\n",
        "$ $\n",
        "{{}}\n",
        "\\\n",
        "&;\n",
        "***\n---\n___\n",
    ] {
        chapter(text);
    }
}
