//! `recto build`

use super::{Folder, TOML};

#[test]
fn the_manuscript_is_that_of_the_nearest_book_toml_then_summary_then_manuscript() {
    let folder = Folder::new();
    folder.write("a/book.toml", TOML);
    folder.write("a/SUMMARY.md", "- [One](one.md)\n");
    folder.write("a/one.md", "# One\n\nText.\n");
    std::fs::create_dir_all(folder.path("a/deep/er")).expect("a folder is made");
    let mut command = folder.command(&["check"]);
    let run =
        super::Run::of(command.current_dir(folder.path("a/deep/er")).output().expect("it runs")).ends(0);
    assert!(!run.err.contains("error"), "{}", run.err);
    folder.recto(&["check"]).ends(2);
    folder.write("manuscript/SUMMARY.md", "- [One](one.md)\n");
    folder.write("manuscript/one.md", "Text.\n");
    folder.recto(&["check"]).ends(0);
}

#[test]
fn a_summary_stands_for_the_manuscript_whose_outline_it_is() {
    let folder = Folder::new();
    folder.write("m/book.toml", TOML.replace("\"T\"", "\"The Title\""));
    folder.write("m/src/SUMMARY.md", "- [One](one.md)\n");
    folder.write("m/src/one.md", "# One\n\nText.\n");
    std::fs::create_dir_all(folder.path("m/src/deep")).expect("a folder is made");
    for (standing, named) in [
        ("", "m/src/SUMMARY.md"),
        ("", "m/src/deep/../SUMMARY.md"),
        ("m", "src/SUMMARY.md"),
        ("m/src", "SUMMARY.md"),
        ("m/src/deep", "../SUMMARY.md"),
        ("m", "book.toml"),
        ("m/src/deep", "../../book.toml"),
    ] {
        let out = folder.path("out");
        let mut command = folder.command(&["build", named, "--format", "html", "--out"]);
        let output = command.arg(&out).current_dir(folder.path(standing)).output().expect("it runs");
        let run = super::Run::of(output).ends(0);
        assert!(run.out.starts_with("The Title: 1 of 1"), "{named} from {standing}: {}", run.out);
    }
    let run = folder.recto(&["check", "no/such/SUMMARY.md"]).ends(2);
    assert!(run.err.contains("no/such"), "{}", run.err);
}

#[test]
fn an_error_stops_the_build_and_leaves_what_was_there() {
    let folder = Folder::with_chapter("# One\n\nFirst.\n");
    folder.recto(&["build", "book", "--format", "html"]).ends(0);
    let before = folder.tree("dist");
    assert!(!before.is_empty());
    folder.write("book/one.md", "# One\n\nSecond @fig:none\n");
    let run = folder.recto(&["build", "book", "--format", "html"]).ends(1);
    assert!(run.out.is_empty(), "{}", run.out);
    assert_eq!(folder.tree("dist"), before);
    folder.recto(&["build", "book", "--format", "html", "--keep-going"]).ends(1);
    let page = folder.read("dist/t-html/one.html");
    assert!(page.contains("Second") && page.contains("class=\"problem\""), "{page}");
}

#[test]
fn the_summary_has_sizes_words_and_time() {
    let out = Folder::with_chapter("# One\n\nThree words here.\n")
        .recto(&["build", "book", "--format", "html"])
        .ends(0)
        .out;
    for part in ["T: 1 of 1 chapters, ", " words", "dist/t-html/", " kB", " files", " s\n"] {
        assert!(out.contains(part), "{part} is not in:\n{out}");
    }
}

#[test]
fn nothing_is_written_below_the_manuscript() {
    let folder = Folder::with_chapter("# One\n\nText.\n");
    let before = folder.tree("book");
    folder.recto(&["build", "book", "--format", "html"]).ends(0);
    folder.recto(&["check", "book"]).ends(0);
    assert_eq!(folder.tree("book"), before);
}

#[test]
fn set_overrides_any_key_and_knows_no_other() {
    let folder = Folder::with_chapter("# One\n\nText.\n");
    let build = |set: &str| folder.recto(&["build", "book", "--format", "html", "--set", set]);
    build("book.title=a=b, c").ends(0);
    assert!(folder.read("dist/t-html/index.html").contains("<title>a=b, c</title>"));
    let run = build("book.titel=x").ends(2);
    assert!(run.err.contains("book.title"), "{}", run.err);
    build("book.title").ends(2);
}

#[test]
fn the_date_is_given_or_taken_from_the_environment() {
    let folder = Folder::with_chapter("# One\n\nText.\n");
    folder.recto(&["build", "book", "--format", "html", "--date", "2024-02-29"]).ends(0);
    assert!(folder.read("dist/t-html/index.html").contains("29 February 2024"));
    folder.recto(&["build", "book", "--date", "yesterday"]).ends(2);
    let run = |epoch: &str| {
        let mut command = folder.command(&["build", "book", "--format", "html"]);
        super::Run::of(command.env("SOURCE_DATE_EPOCH", epoch).output().expect("it runs"))
    };
    let said = run("1700000000").ends(0);
    assert!(!said.err.contains("date-unknown"), "{}", said.err);
    assert!(folder.read("dist/t-html/index.html").contains("14 November 2023"));
    run("soon").ends(2);
    let said = folder.recto(&["build", "book", "--format", "html"]).ends(0);
    assert!(said.err.contains("date-unknown"), "{}", said.err);
}

#[test]
fn what_is_no_manuscript_is_named() {
    let folder = Folder::new();
    let run = folder.recto(&["build", "nowhere"]).ends(2);
    assert!(run.err.contains("nowhere"), "{}", run.err);
    std::fs::create_dir(folder.path("empty")).expect("a folder is made");
    folder.recto(&["build", "empty"]).ends(2);
}

#[test]
fn an_authors_style_sheet_is_last_and_may_ask_for_nothing() {
    let folder = Folder::with_chapter("# One\n\nText.\n");
    folder.write("book/mine.css", "p { color: red }");
    let set = "html.css=[\"mine.css\"]";
    folder.recto(&["build", "book", "--format", "html", "--set", set]).ends(0);
    let page = folder.read("dist/t-html/one.html");
    let (own, mine) = (page.find("style.css"), page.find("author-mine.css"));
    assert!(own.is_some() && own < mine, "{page}");
    folder.write("book/mine.css", "@import 'https://example.com/x.css'");
    let run = folder.recto(&["build", "book", "--format", "html", "--set", set]).ends(1);
    assert!(run.err.contains("error[style-sheet]"), "{}", run.err);
}

#[test]
fn every_style_sheet_of_an_author_has_a_name_of_its_own() {
    let folder = Folder::with_chapter("# One\n\nText.\n");
    folder.write("book/a/b.css", "p { color: red }");
    folder.write("book/a-b.css", "p { color: blue }");
    let css = "css=[\"a/b.css\", \"a-b.css\", \"a-b.css\"]";
    let (epub, html) = (format!("epub.{css}"), format!("html.{css}"));
    folder.recto(&["build", "book", "--format", "epub,html", "--set", &epub, "--set", &html]).ends(0);
    for (name, text) in [("a-b", "red"), ("a-b-2", "blue"), ("a-b-3", "blue")] {
        let sheet = folder.read(&format!("dist/t-html/author-{name}.css"));
        assert_eq!(sheet, format!("p {{ color: {text} }}"));
    }
}

#[test]
fn a_style_sheet_asks_for_nothing_in_any_spelling() {
    let folder = Folder::with_chapter("# One\n\nText.\n");
    let check = |css: &str| {
        folder.write("book/mine.css", css);
        folder.recto(&["check", "book", "--set", "html.css=mine.css"])
    };
    for asking in [
        "p { background: URL('https://example.com/X.png') }",
        "@IMPORT 'x.css';",
        "@\\69mport 'x.css';",
        "p { background: \\75rl(x.png) }",
        "p { background: \\000075 \\52 L(x.png) }",
        "p { background: u\\rl(x.png) }",
        "p { background: \\75\r\nrl(x.png) }",
        "p { background: u\\72\u{c}l(x.png) }",
        "p { background: -webkit-Image-Set('x.png' 1x) }",
        "p { background: im\\61ge-set(\"x.png\" 1x, url(data:image/png;base64,AA==) 2x) }",
        "p { background: src('x.png') }",
        "p { background: url(data:text/html,x) }",
        "p { background: url(\"#a\"), url('//example.com/x') }",
        // A reader that follows it reads `url(`.
        "@charset \"iso-2022-jp\"; p { background: u\u{1b}(Brl(x.png) }",
    ] {
        let run = check(asking).ends(1);
        assert!(run.err.contains("asks for another file"), "{asking}: {}", run.err);
    }
    assert!(check("p { background: URL(X.png) }").err.contains("`X.png`"));
    for own in [
        "p { fill: url(#a) }",
        "p { background: Url( 'DATA:image/png;base64,AA==') }",
        "q::before { content: \"\\201c\" }",
        "@charset \"UTF-8\"; p { background: url(#image) }",
        "@font-face { font-family: a; src: url(data:font/woff2;base64,AA==) }",
    ] {
        check(own).ends(0);
    }
}

#[test]
fn nothing_that_an_author_writes_commands_the_terminal() {
    let folder = Folder::with_chapter(
        "# One\n\n\u{1b}[2J ![\u{1b}[2J](\u{1b}[2J.png) @fig:\u{9b}2J {{#include \u{7}}}\n",
    );
    let title = "book.title=\"\\u001b]0;mine\\u0007\"";
    let build =
        ["build", "book", "--format", "html", "--keep-going", "--set", title, "--set", "html.css=\u{1b}[2J"];
    let run = folder.recto(&build).ends(1);
    for text in [run.out, run.err, folder.recto(&["check", "book", "--set", title]).ends(1).err] {
        let commands: Vec<char> = text.chars().filter(|&c| c.is_control() && c != '\n').collect();
        assert!(commands.is_empty(), "{commands:?} in {text:?}");
    }
}

#[test]
fn a_sample_is_an_epub_and_a_pdf_in_the_place_of_the_books() {
    let folder = Folder::with_chapter("---\nsample: true\n---\n# One\n\nText.\n");
    let run = folder.recto(&["build", "book", "--sample", "--format", "epub,html"]).ends(0);
    assert!(run.out.starts_with("T (sample): 1 of 1 chapters"), "{}", run.out);
    let paths: Vec<_> = folder.tree("dist").into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, [folder.path("dist/t-sample.epub")]);
    let run = folder.recto(&["build", "book", "--sample", "--format", "html"]).ends(2);
    assert!(run.err.contains("a sample is an EPUB and a PDF, and has no HTML"), "{}", run.err);
}

#[test]
fn where_nothing_is_marked_a_sample_is_an_error_that_says_how_to_mark() {
    let folder = Folder::with_chapter("# One\n\nText.\n");
    let run = folder.recto(&["build", "book", "--sample", "--format", "epub"]).ends(2);
    for words in ["nothing that is written is marked for a sample", "`sample: true`", "`{sample=true}`"] {
        assert!(run.err.contains(words), "{}", run.err);
    }
    assert!(folder.tree("dist").is_empty());
}
