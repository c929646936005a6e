//! Findings as people and programs read them.

use super::Diagnostic;
use crate::source::Sources;

/// Whether colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For a terminal.
    Coloured,
    /// For files and pipes.
    Plain,
}

/// As people read them.
pub fn text(_diagnostics: &[Diagnostic], _sources: &Sources, _style: Style) -> String {
    String::new()
}

/// One JSON object a line.
pub fn json(_diagnostics: &[Diagnostic], _sources: &Sources) -> String {
    String::new()
}

/// SARIF 2.1.0.
pub fn sarif(_diagnostics: &[Diagnostic], _sources: &Sources) -> String {
    String::new()
}
