//! `SUMMARY.md`.

use recto::config::Overrides;
use recto::diag::{Code, Diagnostic, Diagnostics};
use recto::load::{Manuscript, OutlineEntry, from_memory};
use recto::model::{Matter, Status};
use recto::source::Sources;

/// Loads an outline; `files` exist with some text. Findings of the configuration are left out.
fn load(summary: &str, files: &[&str]) -> (Manuscript, Vec<Diagnostic>, Sources) {
    let sources = Sources::default();
    let mut diagnostics = Diagnostics::new();
    let mut all = vec![("SUMMARY.md", summary.as_bytes())];
    all.extend(files.iter().map(|&path| (path, b"# Heading\n\nText.\n".as_slice())));
    let manuscript = from_memory(all, &Overrides::default(), &sources, &mut diagnostics);
    let mut findings = diagnostics.sorted(&sources);
    findings.retain(|finding| finding.code != Code::ConfigDerived);
    (manuscript, findings, sources)
}

/// The outline as text: `1 Title` per line, indented by depth.
fn show(book: &Manuscript) -> String {
    fn line(book: &Manuscript, entry: &OutlineEntry, out: &mut String) {
        match entry {
            OutlineEntry::Part { title, .. } => *out += &format!("# {title}\n"),
            OutlineEntry::Separator => *out += "---\n",
            OutlineEntry::Chapter { index, children } => {
                let chapter = &book.chapters[*index];
                let mark = match (chapter.status, chapter.matter) {
                    (Status::Planned, _) => "planned",
                    (_, Matter::Front) => "front",
                    (_, Matter::Main) => "main",
                    (_, Matter::Back) => "back",
                };
                let indent = "  ".repeat(chapter.depth.into());
                *out += &format!("{indent}{mark} {} = {}\n", chapter.title, chapter.slug);
                children.iter().for_each(|child| line(book, child, out));
            }
        }
    }
    let mut out = String::new();
    book.outline.iter().for_each(|entry| line(book, entry, &mut out));
    out
}

#[test]
fn mdbook_shape() {
    let summary = "# Summary\n\n[Preface](pre.md)\n\n# Part One\n\n- [A](a.md)\n    - [B](b.md)\n        - [C](c.md)\n\
        \x20   - [D](d.md)\n- [Draft]()\n\n---\n\n# Part Two\n\n1. [E](e.md)\n\n[Glossary](g.md)\n";
    let (book, findings, _) = load(summary, &["pre.md", "a.md", "b.md", "c.md", "d.md", "e.md", "g.md"]);
    assert_eq!(findings, []);
    assert_eq!(
        show(&book),
        "front Preface = pre\n# Part One\nmain A = a\n  main B = b\n    main C = c\n  main D = d\n\
         planned Draft = draft\n---\n# Part Two\nmain E = e\nback Glossary = g\n"
    );
}

#[test]
fn honkit_shape() {
    let summary = "# The Guide\n\n* [Introduction](README.md)\n\n## Part\n\n* [A](a.md)\n  * [Section](a.md#x)\n\
        \x20 * [B](dir/README.md)\n* Later\n* [Site](https://example.org)\n";
    let (book, findings, sources) = load(summary, &["README.md", "a.md", "dir/README.md"]);
    assert_eq!(
        show(&book),
        "main Introduction = introduction\n# Part\nmain A = a\n  main B = dir\nplanned Later = later\n"
    );
    assert_eq!(book.meta.title, "The Guide");
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!(sources.locate(findings[0].span).expect("a place").1.line, 11);
}

#[test]
fn honkit_begins_with_its_readme_even_when_it_is_not_listed() {
    let (book, findings, _) = load("# Summary\n\n* [A](a.md)\n", &["README.md", "a.md"]);
    assert_eq!(findings, []);
    assert_eq!(show(&book), "front Introduction = introduction\nmain A = a\n");
    // The title is the README's first heading, since the outline has none of its own.
    assert_eq!(book.meta.title, "Heading");
}

#[test]
fn the_readme_of_a_part_is_not_that_of_the_book() {
    let summary = "# Summary\n\n## One\n\n* [Part I](part1/README.md)\n  * [A](a.md)\n<!-- README.md -->\n";
    let (book, findings, _) = load(summary, &["README.md", "part1/README.md", "a.md"]);
    assert_eq!(findings, []);
    assert_eq!(show(&book), "front Introduction = introduction\n# One\nmain Part I = part1\n  main A = a\n");
}

#[test]
fn titles_lose_their_markdown_and_nothing_else() {
    let summary = "- [`a_b` and *c*](a.md)\n- [2 \\* 3 \\[x\\]](b.md)\n- [_d_ snake_case 2 * 3](c.md)\n- [C &amp; D](d.md \"t\")\n";
    let (book, _, _) = load(summary, &["a.md", "b.md", "c.md", "d.md"]);
    let titles: Vec<_> = book.chapters.iter().map(|chapter| chapter.title.as_str()).collect();
    assert_eq!(titles, ["a_b and c", "2 * 3 [x]", "d snake_case 2 * 3", "C & D"]);
}

#[test]
fn a_link_ends_at_its_own_parenthesis() {
    let summary = "- [A](a.md) (optional)\n- [B](b.md 'T') (or not)\n- [C](c(1).md (T))\n- [D](<d e.md> \"T)\") x\n\
        - [E](e.md \"T (1)\")\n";
    let (book, findings, _) = load(summary, &["a.md", "b.md", "c(1).md", "d e.md", "e.md"]);
    assert_eq!(findings, []);
    let titles: Vec<_> = book.chapters.iter().map(|chapter| chapter.title.as_str()).collect();
    assert_eq!(titles, ["A", "B", "C", "D", "E"]);
}

#[test]
fn a_comment_behind_a_line_is_followed_to_its_end() {
    let summary = "- [A](a.md) <!-- later:\n- [B](b.md)\n-->\n- [C `<!--`](c.md)<!-- x --> <!-- y -->\n\
        <!-- z --> - [D](d.md)\n";
    let (book, findings, _) = load(summary, &["a.md", "b.md", "c.md", "d.md"]);
    assert_eq!(findings, []);
    assert_eq!(show(&book), "main A = a\nmain C <!-- = c\n");
}

#[test]
fn a_missing_file_is_an_error_at_its_line_with_the_nearest() {
    let (_, findings, sources) = load("# S\n\n- [A](a.md)\n- [B](chaptre.md)\n", &["a.md", "chapter.md"]);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].code, Code::ChapterMissing);
    assert_eq!(sources.locate(findings[0].span).expect("a place").1.line, 4);
    assert_eq!(findings[0].hints, ["did you mean `chapter.md`?"]);
}

#[test]
fn a_file_listed_twice_is_an_error_at_the_second() {
    let (_, findings, sources) = load("- [A](a.md)\n- [B](./a.md)\n", &["a.md"]);
    assert_eq!(findings[0].code, Code::ChapterTwice);
    assert_eq!(sources.locate(findings[0].span).expect("a place").1.line, 2);
}

#[test]
fn a_path_that_leaves_the_folder_is_refused() {
    let (book, findings, _) = load("- [A](../a.md)\n- [B](x/%2e%2e/../../b.md)\n", &[]);
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [Code::PathOutside; 2]);
    assert!(book.chapters.iter().all(|chapter| chapter.file.is_none()));
}

#[test]
fn an_empty_outline_is_an_error() {
    for summary in ["", "# Summary\n", "<!-- - [A](a.md) -->\n"] {
        let (_, findings, _) = load(summary, &["a.md"]);
        assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [Code::OutlineEmpty], "{summary:?}");
        assert!(findings[0].hints[0].contains("- [Title](file.md)"));
    }
}

#[test]
fn a_line_that_is_nothing_is_a_warning() {
    let (book, findings, sources) = load("- [A](a.md)\n\nSome words.\n", &["a.md"]);
    assert_eq!(findings[0].code, Code::OutlineSyntax);
    assert_eq!(sources.locate(findings[0].span).expect("a place").1.line, 3);
    assert_eq!(book.chapters.len(), 1);
}
