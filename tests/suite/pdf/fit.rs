//! What is long, wide or tall stays on its page.

use super::printed::{outside, overprinted, pictures};
use super::set;
use crate::support::Book;

/// A grey picture.
fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::GrayImage::from_pixel(width, height, image::Luma([99]));
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture can be written");
    bytes.into_inner()
}

/// Sets a book, and asserts that all that is printed is on the pages.
#[track_caller]
fn assert_fits(book: Book) {
    let Some(pdf) = set(&book.resolve()) else { return };
    let outside = outside(&pdf.bytes);
    assert!(outside.is_empty(), "off the page: {outside:#?}");
}

#[test]
fn a_tall_picture_is_as_tall_as_a_page_lets_it_be() {
    let markdown = "# Title\n\n![alt](tall.png \"A tall figure\")\n\n![alt](tall.png)\n";
    assert_fits(Book::of(markdown).with("tall.png", picture(1000, 1300)));
}

/// Filler of so many words.
fn words(count: usize) -> String {
    let words = "Lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor".split(' ');
    words.cycle().take(count).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_table_of_few_rows_with_much_in_them_goes_on_on_the_next_page() {
    let long = words(150);
    let rows = format!("| {long} | {long} |\n").repeat(9);
    let blocks = format!("<tr><td><ul>{0}</ul></td><td>x<br>{0}</td></tr>", "<li>one</li>".repeat(60));
    let markdown =
        format!("# Title\n\n## A\n\n| a | b |\n|---|---|\n{rows}\n## B\n\n<table>{blocks}</table>\n");
    for paper in ["a4", "50x50mm"] {
        assert_fits(Book::of(&markdown).set(&format!("pdf.paper={paper}")));
    }
}

#[test]
fn a_listing_of_few_long_lines_goes_on_on_the_next_page() {
    let line = format!("{{\"k\": \"{}\"}}\n", "abcdefghij ".repeat(127));
    let markdown = format!("# Title\n\n```json\n{}```\n\n- a\n\n  ```\n  {line}  ```\n", line.repeat(6));
    for paper in ["a4", "50x50mm"] {
        assert_fits(Book::of(&markdown).set(&format!("pdf.paper={paper}")));
    }
}

#[test]
fn code_stays_on_paper_that_is_narrow_and_in_lists_that_are_deep() {
    let line = "abcdefgh".repeat(6);
    let mut markdown = format!("# Title\n\n```text linenos start=995\n{line}\n{}```\n\n", "x\n".repeat(6));
    for depth in 1..=5 {
        let indent = "  ".repeat(depth);
        for level in 0..depth {
            markdown.push_str(&format!("{}- a\n", "  ".repeat(level)));
        }
        markdown.push_str(&format!(
            "\n{indent}```text linenos\n{indent}{line}\n{indent}if x\n{indent}```\n\n---\n\n"
        ));
    }
    for paper in ["5x7in", "105x148mm", "50x120mm"] {
        assert_fits(Book::of(&markdown).set(&format!("pdf.paper={paper}")));
    }
}

/// An ideograph is as wide as two letters of code; where there is room for one, it stands there all the same.
#[test]
fn code_of_ideographs_is_set_where_not_even_one_fits() {
    for depth in 1..=9 {
        let quotes = "> ".repeat(depth);
        let markdown =
            format!("# Title\n\n{quotes}```text linenos\n{quotes}漢字漢字 = \"かな\"\n{quotes}```\n");
        set(&Book::of(&markdown).set("pdf.paper=50x120mm").resolve());
    }
}

#[test]
fn a_header_with_what_is_in_a_book_once_stands_on_the_first_page_of_its_table_alone() {
    let rows = "| x | y |\n".repeat(80);
    let heads = ["[l](https://example.org)", "@tbl:t", "x[^n]", "<span id=\"here\">x</span>"];
    for head in heads {
        let markdown = format!(
            "# Title\n\n[^n]: Note.\n\n| {head} | b |\n|---|---|\n{rows}\nTable: T {{#tbl:t}}\n\n[here](#here)\n"
        );
        assert_fits(Book::of(&markdown));
    }
}

#[test]
fn code_in_a_cell_stays_beside_that_of_the_next() {
    let options = "| Option | Type | Default | Description |\n|---|---|---|---|\n\
        | `--enable-experimental-feature-flag` | `Option<Vec<String>>` | `\"some-default-value\"` | \
        Enables the experimental feature flag, which does something very nice for the user. |\n\
        | `--x` | `bool` | `false` | No. |\n\n";
    let types = "| A | B |\n|---|---|\n| `std::collections::HashMap<String,Vec<u8>>` | text text text text text text text |\n\
        | `aVeryLongIdentifierWithoutAnyBreakInItAtAll_reallyNone` | `anotherVeryLongIdentifierWithoutAnyBreakInIt` |\n";
    let Some(pdf) = set(&Book::of(&format!("# Title\n\n{options}{types}")).resolve()) else { return };
    let found = overprinted(&pdf.bytes);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn pictures_and_code_in_cells_are_as_wide_as_their_cells() {
    let cells = "| ![i](wide.png) ".repeat(4);
    let drawn =
        format!("| a | b | c | d |\n|--|--|--|--|\n{cells}|\n\n| a |\n|--|\n| ![i](tall.png) words |\n");
    let code = format!("<pre><code>{}(aaaa)\nshort</code></pre>", "verylong".repeat(6));
    let other = format!("<td>{}</td>", words(40)).repeat(3);
    let code = format!("<table><tr><td>{code}</td>{other}</tr><tr>{other}<td>{code}</td></tr></table>");
    let markdown = format!("# Title\n\n{drawn}\n{code}\n");
    let book = Book::of(&markdown).with("wide.png", picture(1600, 300)).with("tall.png", picture(900, 2000));
    assert_fits(book.clone());
    let Some(pdf) = set(&book.resolve()) else { return };
    let found = pictures(&pdf.bytes);
    let [rows @ .., _] = found.as_slice() else { panic!("the pictures are there") };
    let is_beside = |[left, right]: [&[f32; 4]; 2]| left[2] < right[0] && right[2] - right[0] > 60.0;
    assert!(rows.len() == 4 && rows.windows(2).all(|pair| is_beside([&pair[0], &pair[1]])), "{found:?}");
}

#[test]
fn a_tall_picture_in_a_line_is_as_tall_as_a_page_lets_it_be() {
    let markdown = "# Title\n\nWords ![tall](tall.png) more words.\n\n> - ![tall](wide.png) words\n";
    let book = Book::of(markdown).with("tall.png", picture(300, 3000)).with("wide.png", picture(2000, 300));
    assert_fits(book);
}

#[test]
fn words_without_marks_and_formulas_that_are_wider_than_the_line_stay_on_the_page() {
    let (word, sum) = ("y".repeat(300), "abcdefgh_{1} + ".repeat(30));
    let markdown = format!(
        "# Title\n\n`{word}`\n\nWord {word} more.\n\n| a | b | c |\n|--|--|--|\n| `{word}` | {word} | text |\n\n```text title=\"{word}\"\nx\n```\n\n> [!NOTE] {word}\n> text\n\n$${sum} x$$\n\n- $${sum} x$$\n\n$${sum} x$$ {{#eq:e}}\n"
    );
    assert_fits(Book::of(&format!("{markdown}\n## {word}\n\nText.\n")));
    assert_fits(Book::of(&markdown).set("pdf.paper=5x8in"));
}

#[test]
fn code_of_all_scripts_is_folded_at_the_width_of_the_page() {
    let line = |words: &str| format!("{}\n", words.repeat(60));
    let code: String = ["│→─┐", "中文", "⚙☃", "é", "ж"].iter().map(|words| line(words)).collect();
    assert_fits(Book::of(&format!("# Title\n\n```text\n{code}```\n")));
}
