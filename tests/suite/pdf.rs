//! The PDF: what is written for Typst, what Typst says, and what the written file says of itself.
//!
//! What needs an engine is run where one is: the `typst` of the pinned version on the path, or the built-in one.

mod book;
mod engine;
mod facts;
mod fit;
mod printed;
mod source;

use recto::diag::Diagnostics;
use recto::render::pdf::{self, Project};
use recto::render::typst::{self, Engine, Pdf};
use recto::theme::Theme;

use crate::support::{Found, not_run};

/// The Typst project of a book, with what was found while writing it.
pub(crate) fn project(found: &Found) -> (Project, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    (pdf::render(&found.book, &Theme::built_in(), &mut diagnostics), diagnostics)
}

/// A file of a project.
fn code<'a>(project: &'a Project, path: &str) -> &'a str {
    let bytes = project.files.get(path).unwrap_or_else(|| panic!("{path} was written"));
    std::str::from_utf8(bytes).expect("Typst source is UTF-8")
}

/// What sets pages here, if anything does.
fn an_engine() -> Option<Engine> {
    let engine = typst::find(None).ok();
    if engine.is_none() {
        not_run("the tests of the PDF", &format!("there is no Typst {}", typst::VERSION));
    }
    engine
}

/// A book's PDF; `None` where nothing sets pages here.
///
/// # Panics
/// When Typst has anything to say.
pub(crate) fn set(found: &Found) -> Option<Pdf> {
    let engine = an_engine()?;
    let (project, _) = project(found);
    let mut diagnostics = Diagnostics::new();
    let pdf = typst::compile(&engine, &project, found.book.release.date, &mut diagnostics);
    let said: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.message.clone()).collect();
    assert!(said.is_empty(), "Typst says {said:#?}");
    Some(pdf.expect("the engine works").expect("Typst has no errors"))
}
