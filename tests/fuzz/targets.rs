//! What is fuzzed: each target is a function of bytes that panics when something that always holds does not.
//!
//! Of a package of its own and of the test suite, which runs every case in `corpus/`: so a target can't fall behind the program.

use recto::config::Overrides;
use recto::diag::Diagnostics;
use recto::load::from_memory;
use recto::source::Sources;

use crate::holds::{check_epub, check_findings, check_found, check_project, check_site, check_spans};
use crate::support::{Book, PNG};

/// A target.
type Target = fn(&[u8]);

/// The targets by name, which is that of the folder of its cases.
pub(crate) const TARGETS: &[(&str, Target)] = &[
    ("parse", parse),
    ("html", html),
    ("epub", epub),
    ("pdf", pdf),
    ("outline", outline),
    ("config", config),
    ("front-matter", front_matter),
    ("formula", formula),
    ("svg", svg),
];

/// A book without what takes long and is the same in all: a cover that is drawn, and faces.
const TOML: &str = "[book]\ntitle = \"T\"\nlanguage = \"en\"\nidentifier = \"urn:x:1\"\ncover = \"a.png\"\n\n[epub]\nfonts = false\n";

/// How a line begins that names the file that the next lines are of.
const FILE: &[u8] = b"@@ ";

/// A manuscript in one text: `chapter.md`, then, each behind a line `@@ its/path`, other files. An included text, a picture and
/// another chapter are there in any case.
fn manuscript(data: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![("chapter.md".to_owned(), Vec::new())];
    for line in data.split_inclusive(|&byte| byte == b'\n') {
        match line.strip_prefix(FILE) {
            Some(path) => files.push((String::from_utf8_lossy(path).trim().to_owned(), Vec::new())),
            None => files.last_mut().expect("there is always one").1.extend_from_slice(line),
        }
    }
    let others: [(&str, &[u8]); 4] = [
        ("other.md", b"# Other\n\n## One {#sec:one}\n"),
        ("part.txt", b"a\n// ANCHOR: a\nb\n"),
        ("a.png", PNG),
        ("book.toml", TOML.as_bytes()),
    ];
    for (path, bytes) in others {
        if !files.iter().any(|(known, _)| known == path) {
            files.push((path.to_owned(), bytes.to_vec()));
        }
    }
    files
}

fn book(data: &[u8]) -> Book {
    manuscript(data).into_iter().fold(Book::new(), |book, (path, bytes)| book.with(&path, bytes))
}

/// A book of one chapter, to which more may be added.
fn plain(chapter: impl AsRef<[u8]>) -> Book {
    Book::new().with("book.toml", TOML).with("a.png", PNG).with("chapter.md", chapter)
}

/// A manuscript, read and no more: every span is one.
fn parse(data: &[u8]) {
    let (sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let mut files = manuscript(data);
    files.push(("SUMMARY.md".to_owned(), b"[C](chapter.md)\n\n- [O](other.md)\n".to_vec()));
    let files = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
    let manuscript = from_memory(files, &Overrides::default(), &sources, &mut diagnostics);
    let book = recto::parse::parse(&manuscript, &sources, &mut diagnostics);
    check_spans(&book, &sources);
}

/// The site of a manuscript.
fn html(data: &[u8]) {
    check_site(&book(data).resolve().site());
}

/// The EPUB of a manuscript.
fn epub(data: &[u8]) {
    check_epub(&book(data).resolve().epub());
}

/// The Typst source of a manuscript; Typst itself takes too long to be asked thousands of times.
fn pdf(data: &[u8]) {
    let found = book(data).resolve();
    check_findings(&found);
    check_project(&found.project(), &found.sources);
}

/// A `SUMMARY.md`.
fn outline(data: &[u8]) {
    let book = plain("# One\n").with("SUMMARY.md", data).with("a/b.md", "Two\n");
    check_found(&book.resolve());
}

/// A `book.toml`.
fn config(data: &[u8]) {
    check_found(&Book::of("# One\n\nText.\n").with("book.toml", data).resolve());
}

/// A chapter's front matter.
fn front_matter(data: &[u8]) {
    let chapter = [b"---\n", data, b"\n---\n# One\n\nText.\n"].concat();
    check_found(&plain(chapter).with("other.md", "[One](chapter.md)").resolve());
}

/// A formula, in the line and on a line of its own.
fn formula(data: &[u8]) {
    let latex = String::from_utf8_lossy(data);
    let chapter =
        format!("A ${}$.\n\n$$\n{latex}\n$$\n", latex.split_whitespace().collect::<Vec<_>>().join(" "));
    check_found(&plain(chapter).resolve());
}

/// A drawing, as figure and in the line.
fn svg(data: &[u8]) {
    check_found(&plain("![A](a.svg \"B\")\n\nA ![c](a.svg).\n").with("a.svg", data).resolve());
}
