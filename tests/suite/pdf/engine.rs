//! Finding an engine, and what it says of a book.

use recto::diag::{Code, Diagnostics};
use recto::render::typst::{self, EMBEDDED, Engine, EngineError, VERSION};

use super::{an_engine, project};
use crate::same::{Same, list, pdf};
use crate::support::{Book, not_run};

#[test]
fn a_program_that_is_asked_for_must_be_there() {
    let error = typst::find(Some("/nowhere/typst")).expect_err("there is none");
    assert_eq!(error, EngineError::Missing { asked: "/nowhere/typst".to_owned() });
    assert!(error.to_string().contains(VERSION), "{error}");
}

#[cfg(unix)]
#[test]
fn a_program_that_is_asked_for_must_be_of_the_version() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (says, found) in [("typst 0.14.2 (abc)", Some("Typst 0.14.2".to_owned())), ("something else", None)] {
        let path = folder.path().join("typst");
        std::fs::write(&path, format!("#!/bin/sh\necho '{says}'\n")).expect("it can be written");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("it can be made run");
        let asked = path.to_str().expect("its path is UTF-8");
        let error = typst::find(Some(asked)).expect_err("it is another version");
        let path = path.canonicalize().expect("it is there");
        assert_eq!(error, EngineError::Version { path, found });
    }
}

#[test]
fn the_built_in_engine_can_be_asked_for() {
    let found = typst::find(Some(EMBEDDED));
    if cfg!(feature = "embedded-typst") {
        assert_eq!(found, Ok(Engine::Embedded));
    } else {
        assert_eq!(found, Err(EngineError::NotEmbedded));
    }
}

/// Compiles a chapter in whose source a word was replaced by Typst code, and gives what is said and where.
fn say(markdown: &str, words: &str, code: &str) -> Option<Vec<(Code, String, usize)>> {
    const CHAPTER: &str = "chapters/chapter.typ";
    let engine = an_engine()?;
    let found = Book::of(markdown).resolve();
    let (mut project, _) = project(&found);
    let source = super::code(&project, CHAPTER).replace(&format!("\"{words}\""), code);
    assert!(source.contains(code), "{source}");
    project.files.insert(CHAPTER, source.into_bytes());
    let mut diagnostics = Diagnostics::new();
    let pdf = typst::compile(&engine, &project, found.book.release.date, &mut diagnostics);
    let has_errors = diagnostics.has_errors();
    assert_eq!(pdf.expect("the engine works").is_none(), has_errors);
    let said = diagnostics.iter().map(|diagnostic| {
        let line = found.sources.locate(diagnostic.span).map_or(0, |(_, place)| place.line);
        (diagnostic.code, diagnostic.message.clone(), line)
    });
    Some(said.collect())
}

#[test]
fn an_error_of_typst_is_shown_at_the_authors_line() {
    let markdown = "# Title\n\nText.\n\n- item\n- WRONG\n\nMore.\n";
    let Some(said) = say(markdown, "WRONG", "panic(0)") else { return };
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!((said[0].0, said[0].2), (Code::Typst, 6), "{said:?}");
    assert!(said[0].1.contains("panicked"), "{said:?}");
}

#[test]
fn an_error_in_the_look_is_shown_where_it_was_called_for() {
    let markdown = "# Title\n\nText.\n\nMore.\n\nSee ![WRONG](images/none.png).\n";
    let Some(said) = say(markdown, "WRONG", "range()") else { return };
    assert_eq!((said[0].0, said[0].2), (Code::Typst, 7), "{said:?}");
}

#[test]
fn a_warning_of_typst_is_shown_at_the_authors_line() {
    let markdown = "# Title\n\nText.\n\nWARN\n";
    let Some(said) = say(markdown, "WARN", "text(font: \"No Such Font\", fallback: true, \"x\")") else {
        return;
    };
    assert_eq!((said[0].0, said[0].2), (Code::TypstWarning, 5), "{said:?}");
}

/// The two engines make the same PDF: every object is the same, however its streams are compressed.
#[test]
fn both_engines_make_the_same_pdf() {
    let engines = [typst::find(None), typst::find(Some(EMBEDDED))];
    let [Ok(program @ Engine::Program { .. }), Ok(embedded)] = engines else {
        not_run("the comparison of both engines", &format!("they are not both there: {engines:?}"));
        return;
    };
    let found = super::book::everything();
    let (project, _) = project(&found);
    let read = |engine: &Engine| {
        let mut diagnostics = Diagnostics::new();
        let pdf = typst::compile(engine, &project, found.book.release.date, &mut diagnostics);
        pdf.expect("the engine works").expect("Typst has no errors")
    };
    let (one, other) = (read(&program), read(&embedded));
    assert_eq!(one.pages, other.pages);
    let differences = pdf::differences(&one.bytes, &other.bytes, Same::Objects);
    assert!(
        differences.is_empty(),
        "the program makes one, the built-in engine the other:{}",
        list(&differences)
    );
}
