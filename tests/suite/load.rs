//! Files, front matter, slugs and whole books.

#[path = "load/mdbook.rs"]
mod mdbook;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use recto::config::Overrides;
use recto::diag::{Code, Diagnostic, Diagnostics, Severity};
use recto::load::{LoadError, Manuscript, ReadError, find, from_memory, join, load};
use recto::model::Status;
use recto::render::flow::Medium;
use recto::source::Sources;

use crate::support::Book;

const TOML: &str = "[book]\ntitle = 'T'\nlanguage = 'en'\nidentifier = 'urn:x:1'\n";

fn memory(files: &[(&str, &[u8])]) -> (Manuscript, Vec<Diagnostic>, Sources) {
    let sources = Sources::default();
    let mut diagnostics = Diagnostics::new();
    let mut all = vec![("book.toml", TOML.as_bytes())];
    all.extend_from_slice(files);
    let manuscript = from_memory(all, &Overrides::default(), &sources, &mut diagnostics);
    let findings = diagnostics.sorted(&sources);
    (manuscript, findings, sources)
}

fn disk(folder: &Path) -> (Manuscript, Vec<Diagnostic>) {
    let sources = Sources::default();
    let mut diagnostics = Diagnostics::new();
    let book = load(folder, &Overrides::default(), &sources, &mut diagnostics).expect("a manuscript");
    (book, diagnostics.sorted(&sources))
}

fn one(text: &[u8]) -> (Manuscript, Vec<Diagnostic>, Sources) {
    memory(&[("SUMMARY.md", b"- [One](one.md)\n"), ("one.md", text)])
}

fn slugs(paths: &[&str]) -> Vec<String> {
    let summary: String = paths.iter().map(|path| format!("- [Title]({path})\n")).collect();
    let mut files = vec![("SUMMARY.md", summary.as_bytes())];
    files.extend(paths.iter().filter(|path| !path.is_empty()).map(|&path| (path, b"Text.".as_slice())));
    memory(&files).0.chapters.iter().map(|chapter| chapter.slug.to_string()).collect()
}

#[test]
fn front_matter_is_yaml_or_toml() {
    for text in [
        "---\nstatus: draft\nsummary: What it is\nslug: first\nauthors: [A, B]\n---\n# One\n",
        "+++\nstatus = 'draft'\nsummary = 'What it is'\nslug = 'first'\nauthors = ['A', 'B']\n+++\n# One\n",
        "\u{feff}---\r\nstatus: draft\r\nsummary: What it is\r\nslug: first\r\nauthors: [A, B]\r\n---\r\n# One\n",
    ] {
        let (book, findings, sources) = one(text.as_bytes());
        assert_eq!(findings, [], "{text}");
        let chapter = &book.chapters[0];
        assert_eq!((chapter.status, chapter.slug.as_str()), (Status::Draft, "first"));
        assert_eq!(chapter.summary.as_deref(), Some("What it is"));
        assert_eq!(chapter.authors, ["A", "B"]);
        let source = sources.get(chapter.file.expect("it was read"));
        assert_eq!(&source.text[chapter.start..], "# One\n");
    }
}

#[test]
fn authors_without_a_name_are_left_out() {
    let (book, findings, _) = one(b"---\nauthors: [\"\", \" X Y \"]\n---\n# One\n\nText.\n");
    assert_eq!(findings, []);
    assert_eq!(book.chapters[0].authors, ["X Y"]);
}

#[test]
fn rules_are_not_front_matter() {
    for text in [
        "---\n\nProse: more: prose\n\n---\n",
        "---\nSome words: of: prose [\n---\n",
        "---\n# One\n",
        "Text\n---\n",
    ] {
        let (book, findings, _) = one(text.as_bytes());
        assert_eq!(findings, [], "{text}");
        assert_eq!((book.chapters[0].start, book.chapters[0].status), (0, Status::Final), "{text}");
    }
}

#[test]
fn wrong_front_matter_is_reported_at_its_line() {
    for (text, code, line) in [
        ("---\nsummary: x\nstatus: done\n---\n", Code::FrontMatterValue, 3),
        ("---\nsummary: é\nslug: Ä b\n---\n", Code::SlugInvalid, 3),
        ("---\nsummary: éééé\nauthors: [a\n---\n", Code::FrontMatterSyntax, 3),
        ("+++\nstatus = 'draft'\nslug = \n+++\n", Code::FrontMatterSyntax, 3),
        ("---\nstatus: draft\nweight: 3\ntags: [x]\n---\n", Code::FrontMatterUnknown, 3),
        ("---\nslug: print\n---\n", Code::SlugTaken, 2),
    ] {
        let (_, findings, sources) = one(text.as_bytes());
        assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [code], "{text}");
        let (path, position) = sources.locate(findings[0].span).expect("a place");
        assert_eq!(path, "one.md");
        assert!((line..=line + 1).contains(&position.line), "{text}: {position:?}");
    }
}

#[test]
fn a_finding_of_front_matter_is_at_the_key_and_not_at_one_that_begins_alike() {
    for (text, line) in [
        ("---\nstatus-code: 1\nstatus: done\n---\n", 3),
        ("---\n\"statuses\": 1\n\"status\" : done\n---\n", 3),
        ("+++\nstatus-code = 1\nstatus = 'done'\n+++\n", 3),
    ] {
        let (_, findings, sources) = one(text.as_bytes());
        let finding = findings.iter().find(|f| f.code == Code::FrontMatterValue).expect("the error");
        assert_eq!(sources.locate(finding.span).expect("a place").1.line, line, "{text}");
    }
    for text in ["+++\nslug = 'a'\n[params]\nx = 1\n+++\n", "+++\nslug = 'a'\nparams.x = 1\n+++\n"] {
        let (_, findings, sources) = one(text.as_bytes());
        assert_eq!(findings[0].code, Code::FrontMatterUnknown);
        assert_eq!(sources.locate(findings[0].span).expect("a place").1.line, 3, "{text}");
    }
}

#[test]
fn the_hint_for_wrong_front_matter_speaks_its_language() {
    for (text, hint) in [
        ("+++\nslug = \n+++\n", "write `key = \"value\"` lines between two lines `+++`"),
        ("---\nauthors: [a\n---\n", "write `key: value` lines between two lines `---`"),
    ] {
        assert_eq!(one(text.as_bytes()).1[0].hints, [hint], "{text}");
    }
}

#[test]
fn a_text_that_is_not_utf8_is_an_error() {
    for text in [b"# One\n\ncaf\xe9\n".as_slice(), b"\xef\xbb\xbf# One\n\ncaf\xe9\n"] {
        let (book, findings, sources) = one(text);
        assert_eq!(findings[0].code, Code::NotUtf8);
        let (path, at) = sources.locate(findings[0].span).expect("it has a place");
        assert_eq!((path.as_str(), at.line, at.column), ("one.md", 3, 4));
        assert_eq!(book.chapters[0].file, None);
    }
}

#[test]
fn a_folder_is_no_chapter() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("c.md")).expect("made");
    std::fs::write(folder.path().join("SUMMARY.md"), "- [C](c.md)\n- [Dir](.)\n").expect("written");
    let (_, findings) = disk(folder.path());
    let said: Vec<_> = findings.iter().filter(|finding| finding.code == Code::FileUnreadable).collect();
    let messages: Vec<_> = said.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(messages, ["`c.md` can't be read: it is a folder", "`.` can't be read: it is a folder"]);
}

#[test]
fn slugs_come_from_paths_alone() {
    assert_eq!(slugs(&["a/x.md", "b/x.md", "c/y.md"]), ["a-x", "b-x", "c-y"]);
    assert_eq!(slugs(&["p/a/x.md", "q/a/x.md", "x.md"]), ["p-a-x", "q-a-x", "x"]);
    assert_eq!(slugs(&["README.md", "a/README.md", "b/index.md"]), ["introduction", "a", "b"]);
    assert_eq!(
        slugs(&["cover.md", "a/print.md", "search/README.md"]),
        ["cover-chapter", "a-print", "search-chapter"]
    );
    assert_eq!(slugs(&["", ""]), ["title", "title-2"]);
}

#[test]
fn no_chapter_that_comes_or_moves_renames_another() {
    let all = ["x/a.md", "y/a.md", "a.md", "x/README.md", "z/b c.md", "", "d.md"];
    let named: BTreeMap<_, _> = all.into_iter().zip(slugs(&all)).collect();
    for start in 0..all.len() {
        let some = [&all[start..], &all[..start / 2]].concat();
        for (path, slug) in some.iter().zip(slugs(&some)) {
            assert_eq!(named[path], slug, "{some:?}");
        }
    }
}

#[test]
fn paths_that_only_an_author_can_tell_apart_are_named() {
    let outline =
        "- [One](a b.md)\n- [Two](a.b.md)\n- [Three]()\n- [Three]()\n- [Four](d.md)\n- [Five](e.md)\n";
    for outline in [outline.to_owned(), outline.lines().rev().map(|line| format!("{line}\n")).collect()] {
        let (book, findings, sources) = memory(&[
            ("SUMMARY.md", outline.as_bytes()),
            ("a b.md", b"x"),
            ("a.b.md", b"x"),
            ("d.md", b"x"),
            ("e.md", b"---\nslug: d\n---\nx"),
        ]);
        let slug = |title: &str| {
            book.chapters.iter().find(|chapter| chapter.title == title).map(|chapter| chapter.slug.as_str())
        };
        assert_eq!(["One", "Two", "Four", "Five"].map(slug), ["a-b", "a-b-2", "d-2", "d"].map(Some));
        let taken: Vec<_> = findings.iter().filter(|finding| finding.code == Code::SlugTaken).collect();
        assert!(taken.iter().all(|finding| finding.severity == Severity::Notice));
        let lines = taken.iter().map(|finding| sources.locate(finding.span).map(|(_, at)| at.line));
        assert_eq!(lines.collect::<Vec<_>>(), [2, 4, 5].map(Some));
        assert!(taken[0].hints[0].contains("slug: name"), "{taken:?}");
    }
}

#[test]
fn a_slug_that_two_chapters_were_given_is_an_error() {
    let text = b"---\nslug: same\n---\n";
    let (book, findings, _) = memory(&[
        ("SUMMARY.md", b"- [A](a.md)\n- [B](b.md)\n- [C](same.md)\n"),
        ("a.md", text),
        ("b.md", text),
        ("same.md", b"x"),
    ]);
    let severities: Vec<_> = findings.iter().map(|f| (f.code, f.severity, f.related.len())).collect();
    let expected =
        [(Severity::Notice, 1), (Severity::Error, 1)].map(|(s, related)| (Code::SlugTaken, s, related));
    assert_eq!(severities, expected);
    let slugs: Vec<_> = book.chapters.iter().map(|chapter| chapter.slug.as_str()).collect();
    assert_eq!(slugs, ["same", "same-2", "same-3"]);
    let (book, ..) = one(b"---\nslug: index\n---\n");
    assert_eq!(book.chapters[0].slug.as_str(), "index-2");
}

#[test]
fn links_are_joined_inside_the_folder_only() {
    let joined = |link: &str| join("src/part/one.md", link);
    assert_eq!(joined("two.md").as_deref(), Some("src/part/two.md"));
    assert_eq!(joined("../images/a%20b.png").as_deref(), Some("src/images/a b.png"));
    assert_eq!(joined("./x/../y.md").as_deref(), Some("src/part/y.md"));
    assert_eq!(joined("../../top.md").as_deref(), Some("top.md"));
    assert_eq!(
        (joined("../../../etc/passwd"), joined("..%2f..%2f..%2fx"), joined("C:/x")),
        (None, None, None)
    );
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_refused() {
    let outside = tempfile::tempdir().expect("a folder");
    std::fs::write(outside.path().join("secret.md"), "secret").expect("written");
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("SUMMARY.md"), "- [A](a.md)\n- [B](b.md)\n").expect("written");
    std::os::unix::fs::symlink(outside.path().join("secret.md"), folder.path().join("a.md")).expect("linked");
    std::fs::write(folder.path().join("c.md"), "inside").expect("written");
    std::os::unix::fs::symlink("c.md", folder.path().join("b.md")).expect("linked");
    let (book, findings) = disk(folder.path());
    assert!(findings.iter().any(|finding| finding.code == Code::PathOutside));
    assert_eq!((book.chapters[0].file.is_some(), book.chapters[1].file.is_some()), (false, true));
    assert_eq!(book.store.read("/etc/hostname"), Err(ReadError::Outside));
}

#[test]
fn the_nearest_manuscript_is_found() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("a path");
    std::fs::create_dir_all(root.join("book/src/deep")).expect("made");
    std::fs::write(root.join("book/src/SUMMARY.md"), "").expect("written");
    assert_eq!(find(&root.join("book/src/deep")), Some(root.join("book")));
    std::fs::write(root.join("book.toml"), "").expect("written");
    assert_eq!(find(&root.join("book/src/deep")), Some(root.clone()));
    let empty = root.join("empty");
    std::fs::create_dir(&empty).expect("made");
    let result = load(&empty, &Overrides::default(), &Sources::default(), &mut Diagnostics::new());
    assert!(matches!(result, Err(LoadError::NoManuscript(_))));
    let result =
        load(&root.join("nowhere"), &Overrides::default(), &Sources::default(), &mut Diagnostics::new());
    assert!(matches!(result, Err(LoadError::Folder(..))));
}

/// Loads a manuscript of these files alone.
fn bare(files: &[(&str, &str)]) -> (Manuscript, Vec<Diagnostic>, Sources) {
    let sources = Sources::default();
    let mut diagnostics = Diagnostics::new();
    let files = files.iter().map(|&(path, text)| (path, text.as_bytes()));
    let manuscript = from_memory(files, &Overrides::default(), &sources, &mut diagnostics);
    let findings = diagnostics.sorted(&sources);
    (manuscript, findings, sources)
}

#[test]
fn the_folder_of_the_outline_may_be_written_in_any_way_that_stays_inside() {
    for (src, path) in [
        ("x/../.", "one.md"),
        (".", "one.md"),
        ("./", "one.md"),
        ("./text/", "text/one.md"),
        ("x/../text", "text/one.md"),
        ("text/./", "text/one.md"),
    ] {
        let outline = path.replace("one.md", "SUMMARY.md");
        let toml = format!("{TOML}src = '{src}'\n");
        let (book, findings, _) =
            bare(&[("book.toml", &toml), (&outline, "- [One](one.md)\n"), (path, "Text.\n")]);
        assert_eq!(findings, [], "{src}");
        assert_eq!(book.chapters[0].path.as_deref(), Some(path), "{src}");
    }
    let toml = format!("{TOML}src = 'x/../../text'\n");
    let (_, findings, _) =
        bare(&[("book.toml", &toml), ("SUMMARY.md", "- [One](one.md)\n"), ("one.md", "x")]);
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [Code::PathOutside]);
}

#[test]
fn an_empty_title_and_language_are_as_none() {
    let toml = "[book]\ntitle = ' '\nlanguage = ''\nidentifier = 'urn:x:1'\n";
    let outline = "# The Title\n\n- [One](one.md)\n";
    let (book, findings, _) = bare(&[("book.toml", toml), ("SUMMARY.md", outline), ("one.md", "Text.\n")]);
    assert_eq!((book.meta.title.as_str(), book.meta.language.as_str()), ("The Title", "en"));
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), [Code::ConfigDerived; 2]);
}

#[test]
fn a_book_json_is_read_and_what_has_no_meaning_is_named() {
    let honkit = |json: &str| {
        bare(&[("book.json", json), ("text/SUMMARY.md", "* [One](one.md)\n"), ("text/one.md", "Text.\n")])
    };
    let (book, findings, _) = honkit(
        "{\"title\": \"T\", \"language\": \"de\", \"root\": \"./text\", \"plugins\": [\"x\"], \"styles\": {}, \"variables\": {}}",
    );
    assert_eq!((book.meta.title.as_str(), book.meta.language.as_str()), ("T", "de"));
    assert_eq!(book.chapters[0].path.as_deref(), Some("text/one.md"));
    let named: Vec<_> = findings.iter().filter(|finding| finding.code == Code::ConfigIgnored).collect();
    assert_eq!(named.len(), 1, "{findings:?}");
    assert_eq!(named[0].message, "without meaning here: `plugins`, `styles`");
    assert_eq!(named[0].path.as_deref(), Some("book.json"));
    let (_, findings, _) = honkit("{\"title\": [\"T\"], \"root\": \"text\"}");
    assert!(findings.iter().any(|finding| finding.code == Code::ConfigValue), "{findings:?}");
}

#[test]
fn a_book_json_that_is_none_is_an_error_at_its_line() {
    for (json, line) in [("{\n  \"title\": \"T\",\n  \"é\" 1\n}\n", 3), ("[]", 1), ("", 1)] {
        let (_, findings, sources) =
            bare(&[("book.json", json), ("SUMMARY.md", "- [One](one.md)\n"), ("one.md", "Text.\n")]);
        let finding = findings.iter().find(|finding| finding.code == Code::ConfigSyntax).expect("the error");
        let (path, position) = sources.locate(finding.span).expect("a place");
        assert_eq!((path.as_str(), position.line), ("book.json", line), "{json}");
    }
}

#[test]
fn a_manuscript_below_comes_before_one_above() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("a path");
    let write = |path: &str| {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, "").expect("written");
    };
    write("book.toml");
    write("SUMMARY.md");
    write("nb/README.md");
    write("nb/manuscript/book.toml");
    assert_eq!(find(&root.join("nb")), Some(root.join("nb/manuscript")));
    assert_eq!(disk(&root.join("nb")).0.store.root(), Some(root.join("nb/manuscript").as_path()));
    assert_eq!(find(&root.join("nb/manuscript")), Some(root.join("nb/manuscript")));
    write("manuscript/book.toml");
    assert_eq!(find(&root), Some(root.clone()));
    write("nb/SUMMARY.md");
    assert_eq!(disk(&root.join("nb")).0.store.root(), Some(root.join("nb").as_path()));
}

fn books() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books")
}

#[test]
fn a_honkit_book_loads_as_it_is() {
    let (book, findings) = disk(&books().join("honkit"));
    assert!(findings.iter().all(|finding| finding.code == Code::ConfigDerived), "{findings:?}");
    assert_eq!(book.meta.title, "Pocket Guide to Logs");
    let slugs: Vec<_> = book.chapters.iter().map(|chapter| chapter.slug.as_str()).collect();
    assert_eq!(
        slugs,
        [
            "introduction",
            "basics-lines",
            "basics-time",
            "basics-levels",
            "advanced-rotation",
            "advanced",
            "shipping-logs-elsewhere"
        ]
    );
}
