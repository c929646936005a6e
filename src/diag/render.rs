//! Findings as people and programs read them.

mod sarif;

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

pub use sarif::sarif;

use super::{Diagnostic, Severity};
use crate::source::{Source, Sources, Span};

/// Whether colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For a terminal.
    Coloured,
    /// For files and pipes.
    Plain,
}

/// A line longer than this is shown in part: 240 characters around the place.
const LONGEST_LINE: usize = 240;

/// As people read them: what, where, the line itself, and what to do.
pub fn text(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let renderer = match style {
        Style::Coloured => Renderer::styled(),
        Style::Plain => Renderer::plain(),
    };
    let mut out = String::new();
    for diagnostic in diagnostics {
        // The renderer shows the controls of ASCII, and lets through the others, which some terminals obey.
        out.push_str(
            &one(diagnostic, sources, &renderer).replace(|c| matches!(c, '\u{80}'..='\u{9f}'), "\u{fffd}"),
        );
        out.push_str("\n\n");
    }
    out
}

fn one(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Notice => Level::NOTE.with_name("notice"),
    };
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code.name());
    let windows: Vec<Window> = std::iter::once((diagnostic.span, ""))
        .chain(diagnostic.related.iter().map(|(span, label)| (*span, label.as_str())))
        .filter_map(|(span, label)| Window::of(span, label, sources))
        .collect();
    let mut group = Group::with_title(title);
    for (index, window) in windows.iter().enumerate() {
        let kind = if index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(window.range.clone());
        let annotation = if window.label.is_empty() { annotation } else { annotation.label(&window.label) };
        let snippet = Snippet::source(&window.text).line_start(window.line).annotation(annotation);
        group = match window.column {
            None => group.element(snippet.path(&window.path)),
            Some(column) => {
                let place = Origin::path(&window.path).line(window.line).char_column(column);
                group.element(place).element(snippet)
            }
        };
    }
    if windows.is_empty()
        && let Some(path) = &diagnostic.path
    {
        group = group.element(Origin::path(path.clone()));
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.message(hint));
    }
    renderer.render(&[group])
}

/// The lines around a span, as much of them as is worth showing.
struct Window {
    path: String,
    line: usize,
    /// The column in the source, where the text begins later than its line and would give another.
    column: Option<usize>,
    text: String,
    range: std::ops::Range<usize>,
    label: String,
}

impl Window {
    fn of(span: Span, label: &str, sources: &Sources) -> Option<Self> {
        let source = sources.get(span.file()?);
        let at = span.range();
        let position = source.position(at.start);
        let line = source.line(position.line);
        let end = at.end.clamp(at.start, line.end.max(at.start));
        let (from, to) = part(&source, &line, at.start);
        let text = source.text.get(from..to).unwrap_or_default().to_owned();
        let start = at.start.saturating_sub(from).min(text.len());
        let end = (end.saturating_sub(from)).clamp(start, text.len());
        let path = source.path.clone();
        let column = (from > line.start).then_some(position.column);
        Some(Self { path, line: position.line, column, text, range: start..end, label: label.to_owned() })
    }
}

/// The part of a long line around a place, at the bounds of characters.
fn part(source: &Source, line: &std::ops::Range<usize>, at: usize) -> (usize, usize) {
    if line.len() <= LONGEST_LINE {
        return (line.start, line.end);
    }
    let text = &source.text;
    let mut from = at.saturating_sub(LONGEST_LINE / 2).max(line.start);
    let mut to = (at + LONGEST_LINE / 2).min(line.end);
    while !text.is_char_boundary(from) {
        from -= 1;
    }
    while !text.is_char_boundary(to) {
        to += 1;
    }
    (from, to)
}

#[derive(Serialize)]
struct Record<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(flatten)]
    place: PlaceRecord,
    hints: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: PlaceRecord,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlaceRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<usize>,
}

impl From<Place> for PlaceRecord {
    fn from(place: Place) -> Self {
        let part = |index: usize| place.region.map(|region| region[index]);
        let (line, column, end_line, end_column) = (part(0), part(1), part(2), part(3));
        Self { path: place.path, line, column, end_line, end_column }
    }
}

/// One JSON object a line: code, severity, message, path, line, column, endLine, endColumn, hints, and related: other
/// places, each with message, path, line, column, endLine and endColumn. Lines and columns count from 1, columns in
/// characters.
pub fn json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let related = diagnostic.related.iter().filter_map(|(span, message)| {
            Some(Related { message, place: Place::of_span(*span, sources)?.into() })
        });
        let record = Record {
            code: diagnostic.code.name(),
            severity: diagnostic.severity.name(),
            message: &diagnostic.message,
            place: Place::of(diagnostic, sources).into(),
            hints: &diagnostic.hints,
            related: related.collect(),
        };
        let line = serde_json::to_string(&record).expect("strings and numbers are JSON");
        writeln!(out, "{line}").expect("strings take all");
    }
    out
}

/// Where a finding is, in lines and columns.
struct Place {
    path: Option<String>,
    /// Line, column, last line, last column.
    region: Option<[usize; 4]>,
}

impl Place {
    fn of(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        Self::of_span(diagnostic.span, sources)
            .unwrap_or_else(|| Self { path: diagnostic.path.clone(), region: None })
    }

    /// `None` for a detached span.
    fn of_span(span: Span, sources: &Sources) -> Option<Self> {
        let source = sources.get(span.file()?);
        let range = span.range();
        let (start, end) = (source.position(range.start), source.position(range.end));
        let region = Some([start.line, start.column, end.line, end.column]);
        Some(Self { path: Some(source.path.clone()), region })
    }
}
