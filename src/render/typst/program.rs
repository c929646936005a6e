//! The `typst` program.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one place that starts Typst, in a folder of its own that is gone afterwards"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::running::Running;
use super::workplace::Workplace;
use super::{EMBEDDED, Engine, EngineError, Message, Output, VERSION};
use crate::model::PdfStandard;
use crate::render::pdf::{MAIN, Project};
use crate::theme::Face;

/// The PDF that the program writes, in its folder.
const RESULT: &str = "book.pdf";

/// Variables that would change what Typst does.
const VARIABLES: [&str; 12] = [
    "SOURCE_DATE_EPOCH",
    "TYPST_CERT",
    "TYPST_FEATURES",
    "TYPST_FONT_PATHS",
    "TYPST_IGNORE_EMBEDDED_FONTS",
    "TYPST_IGNORE_SYSTEM_FONTS",
    "TYPST_JOBS",
    "TYPST_PACKAGE_CACHE_PATH",
    "TYPST_PACKAGE_PATH",
    "TYPST_PDF_STANDARD",
    "TYPST_ROOT",
    "TYPST_UPDATE_BACKUP_PATH",
];

/// Finds what sets the pages: the program that was asked for (`--typst`, `TYPST`, `[pdf] typst`; the word `embedded` asks
/// for the built-in one), else a `typst` of the pinned version on the path, else the built-in one.
///
/// # Errors
/// Where what was asked for is not there or not of the pinned version, and where there is nothing at all.
pub fn find(asked: Option<&str>) -> Result<Engine, EngineError> {
    if let Some(asked) = asked {
        return named(asked);
    }
    let mut other = None;
    for path in on_path("typst") {
        match version(&path) {
            Some(version) if version == VERSION => return Ok(Engine::Program { path }),
            Some(version) if other.is_none() => other = Some((path, version)),
            Some(_) | None => {}
        }
    }
    if cfg!(feature = "embedded-typst") { Ok(Engine::Embedded) } else { Err(EngineError::NoEngine { other }) }
}

fn named(asked: &str) -> Result<Engine, EngineError> {
    if asked == EMBEDDED {
        return if cfg!(feature = "embedded-typst") {
            Ok(Engine::Embedded)
        } else {
            Err(EngineError::NotEmbedded)
        };
    }
    let is_path = Path::new(asked).components().count() > 1;
    let found = if is_path { Some(PathBuf::from(asked)) } else { on_path(asked).next() };
    let path = found
        .filter(|path| path.is_file())
        // The program runs in another folder.
        .and_then(|path| path.canonicalize().ok())
        .ok_or_else(|| EngineError::Missing { asked: asked.to_owned() })?;
    match version(&path) {
        Some(version) if version == VERSION => Ok(Engine::Program { path }),
        Some(version) => Err(EngineError::Version { path, found: Some(format!("Typst {version}")) }),
        None => Err(EngineError::Version { path, found: None }),
    }
}

fn on_path(name: &str) -> impl Iterator<Item = PathBuf> + use<'_> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    folders.into_iter().map(move |folder| folder.join(&file)).filter(|path| path.is_file())
}

/// The version that a program says it is, if it says it as Typst does: `typst 0.15.1 (…)`.
fn version(path: &Path) -> Option<String> {
    let mut command = Command::new(path);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let (_, said) = Running::start(|| Ok((command, None))).ok()?.wait().ok()?;
    let mut words = said.split_whitespace();
    (words.next() == Some("typst")).then(|| words.next().map(str::to_owned)).flatten()
}

/// Sets a project in a folder of its own.
pub(super) fn compile(path: &Path, project: &Project, date: jiff::Timestamp) -> Result<Output, EngineError> {
    let failed = |why: String| EngineError::Failed { why };
    let mut running = Running::start(|| prepare(path, project, date))?;
    let (status, said) = running.wait().map_err(|error| failed(error.to_string()))?;
    let messages = messages(&said, project);
    if status.success() {
        let bytes =
            running.read(RESULT).map_err(|error| failed(format!("its PDF can't be read: {error}")))?;
        return Ok(Output { bytes: Some(bytes), messages });
    }
    if !messages.iter().any(|message| message.is_error) {
        // Who is killed, as when memory runs out, says nothing.
        let said = said.trim();
        return Err(failed(if said.is_empty() { status.to_string() } else { said.to_owned() }));
    }
    Ok(Output { bytes: None, messages })
}

/// What is run to set a project, and the folder that it runs in.
fn prepare(
    path: &Path,
    project: &Project,
    date: jiff::Timestamp,
) -> Result<(Command, Option<Workplace>), EngineError> {
    let failed =
        |error: std::io::Error| EngineError::Failed { why: format!("its folder can't be written: {error}") };
    let workplace = Workplace::new().map_err(failed)?;
    write(workplace.path(), project).map_err(failed)?;
    let mut command = Command::new(path);
    command.current_dir(workplace.path()).args(arguments(project, date)).args([MAIN, RESULT]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    for variable in VARIABLES {
        command.env_remove(variable);
    }
    Ok((command, Some(workplace)))
}

fn arguments(project: &Project, date: jiff::Timestamp) -> Vec<String> {
    let mut arguments: Vec<String> = [
        "compile",
        "--root=.",
        "--font-path=fonts",
        "--ignore-system-fonts",
        "--package-path=packages",
        "--package-cache-path=packages",
    ]
    .map(str::to_owned)
    .into();
    arguments.push(format!("--creation-timestamp={}", date.as_second()));
    if !project.standards.is_empty() {
        let names: Vec<_> = project.standards.iter().copied().map(PdfStandard::name).collect();
        arguments.push(format!("--pdf-standard={}", names.join(",")));
    }
    arguments
}

fn write(root: &Path, project: &Project) -> std::io::Result<()> {
    for (path, bytes) in project.files.iter() {
        let place = root.join(path);
        fs::create_dir_all(place.parent().unwrap_or(root))?;
        fs::write(place, bytes)?;
    }
    let fonts = root.join("fonts");
    fs::create_dir_all(&fonts)?;
    for face in Face::all() {
        fs::write(fonts.join(face.file_name()), face.bytes())?;
    }
    Ok(())
}

/// What Typst says for people, read. Its short form leaves out the calls that led to a place, and the hints.
fn messages(said: &str, project: &Project) -> Vec<Message> {
    let mut messages: Vec<Message> = Vec::new();
    for line in said.lines() {
        if let Some((is_error, text)) = heading(line) {
            messages.push(Message { is_error, text: text.to_owned(), hints: Vec::new(), places: Vec::new() });
            continue;
        }
        let Some(message) = messages.last_mut() else { continue };
        if let Some((_, hint)) = line.split_once("= hint: ") {
            message.hints.push(hint.to_owned());
        } else if let Some((_, place)) = line.split_once("┌─ ") {
            message.places.extend(self::place(place, project));
        } else if let Some(trace) = line.strip_prefix("  while ")
            && let Some((_, place)) = trace.rsplit_once(" at ")
        {
            message.places.extend(self::place(place, project));
        }
    }
    messages
}

fn heading(line: &str) -> Option<(bool, &str)> {
    let error = line.strip_prefix("error: ").map(|text| (true, text));
    error.or_else(|| line.strip_prefix("warning: ").map(|text| (false, text)))
}

/// `chapters/maps.typ:3:11` (lines from 1, columns from 0) as path and offset.
fn place(text: &str, project: &Project) -> Option<(String, usize)> {
    let mut parts = text.trim().rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let path = parts.next()?.trim_start_matches("./").replace('\\', "/");
    let code = std::str::from_utf8(project.files.get(&path)?).ok()?;
    let start: usize = code.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let within = code[start..].char_indices().nth(column).map_or(0, |(at, _)| at);
    Some((path, start + within))
}
