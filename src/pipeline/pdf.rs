//! The PDF: written as Typst source, then set, unless a build of the same source is kept.

use super::{Plan, Read, Session};
use crate::diag::Diagnostics;
use crate::render::pdf::{self, Project};
use crate::render::typst::{self, Engine, EngineError, EngineName, Pdf};
use crate::theme::Face;

/// A PDF, and what set it.
pub(super) type Set = (EngineName, Pdf);

/// Sets the PDF. `None` where Typst found errors.
pub(super) fn set(plan: &Plan, read: &Read, session: &mut Session<'_>) -> Result<Option<Set>, EngineError> {
    let engine = typst::find(asked(plan, read).as_deref())?;
    session.progress.stage("Writing the PDF's pages as Typst");
    let project = pdf::render(&read.book, &read.theme, &mut session.diagnostics);
    let date = read.book.release.date;
    let key = key(&engine, &project, date);
    if let Some(pdf) = plan.cache.get(&key).and_then(|bytes| typst::read(bytes, &project).ok()) {
        return Ok(Some((engine.name(), pdf)));
    }
    session.progress.stage("Setting the PDF with Typst");
    let mut said = Diagnostics::new();
    let made = typst::compile(&engine, &project, date, &mut said)?;
    // What Typst warned of must be said by the next build too.
    if let Some(pdf) = made.as_ref().filter(|_| said.iter().next().is_none()) {
        plan.cache.put(&key, &pdf.bytes);
    }
    session.diagnostics.append(said);
    Ok(made.map(|pdf| (engine.name(), pdf)))
}

/// The program that was asked for; a path in `book.toml` begins in its folder.
fn asked(plan: &Plan, read: &Read) -> Option<String> {
    let configured =
        read.book.book.settings.pdf.typst.as_ref().map(|path| match path.contains(['/', '\\']) {
            true => plan.manuscript.join(path).to_string_lossy().into_owned(),
            false => path.clone(),
        });
    plan.typst.clone().or(configured)
}

/// Everything that a PDF is made of.
fn key(engine: &Engine, project: &Project, date: jiff::Timestamp) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    let mut add = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    add(engine.describe().as_bytes());
    add(&date.as_second().to_le_bytes());
    for standard in &project.standards {
        add(standard.name().as_bytes());
    }
    for (path, bytes) in project.files.iter() {
        add(path.as_bytes());
        add(bytes);
    }
    for face in Face::all() {
        add(face.file_name().as_bytes());
        add(blake3::hash(face.bytes()).as_bytes());
    }
    hasher.finalize()
}
