//! What the user sees: results on standard output, findings, faults and progress on standard error.

use std::io::{ErrorKind, IsTerminal, Write};
use std::time::Duration;

use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressStyle};

use super::{ExitStatus, Fault};
use crate::diag::{self, Severity, Style};
use crate::pipeline::{Progress, Session};

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FindingsFormat {
    /// For people.
    Text,
    /// A JSON object a line.
    Json,
    /// One SARIF 2.1.0 log.
    Sarif,
}

/// Where the user is spoken to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Output {
    /// Of what is said on standard error.
    style: Style,
    /// Of results on standard output.
    printed: Style,
}

impl Output {
    pub(super) fn new(color: ColorChoice) -> Self {
        let style = |is_terminal: bool| {
            let is_coloured = match color {
                ColorChoice::Auto => is_terminal && !has_no_color(),
                ColorChoice::Always => true,
                ColorChoice::Never => false,
            };
            if is_coloured { Style::Coloured } else { Style::Plain }
        };
        let printed = style(std::io::stdout().is_terminal());
        Self { style: style(std::io::stderr().is_terminal()), printed }
    }

    /// How results are written.
    pub(super) fn results(&self) -> Style {
        self.printed
    }

    /// Writes a result. A closed pipe is no reason to fail: whoever reads it has seen enough.
    ///
    /// # Errors
    /// When it can't be written, as to a full disk.
    pub(super) fn print(&self, text: &str) -> Result<(), Fault> {
        let mut out = std::io::stdout().lock();
        written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
    }

    /// Tells something that is no result.
    pub(super) fn say(&self, text: &str) {
        drop(std::io::stderr().lock().write_all(text.as_bytes()));
    }

    /// Tells why nothing could be done.
    pub(super) fn fault(&self, fault: &Fault) {
        let (error, end) = match self.style {
            Style::Coloured => ("\u{1b}[1;91merror\u{1b}[0m", "\n"),
            Style::Plain => ("error", "\n"),
        };
        let hint = fault.hint.as_ref().map(|hint| format!("hint: {hint}\n")).unwrap_or_default();
        self.say(&format!("{error}: {}{end}{hint}", fault.message));
    }

    /// Writes the findings of a run, and gives the status that they make.
    ///
    /// # Errors
    /// As [`print`](Self::print) has.
    pub(super) fn findings(
        &self,
        session: &Session<'_>,
        format: FindingsFormat,
    ) -> Result<ExitStatus, Fault> {
        let findings = session.diagnostics.sorted(&session.sources);
        match format {
            FindingsFormat::Text => {
                self.say(&diag::text(&findings, &session.sources, self.style));
                let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
                let counted = [
                    counted(count(Severity::Error), "error"),
                    counted(count(Severity::Warning), "warning"),
                    counted(count(Severity::Notice), "notice"),
                ];
                let counted: Vec<String> = counted.into_iter().flatten().collect();
                if !counted.is_empty() {
                    self.say(&format!("{}\n", counted.join(", ")));
                }
            }
            FindingsFormat::Json => self.print(&diag::json(&findings, &session.sources))?,
            FindingsFormat::Sarif => self.print(&diag::sarif(&findings, &session.sources))?,
        }
        Ok(if session.diagnostics.has_errors() { ExitStatus::Failure } else { ExitStatus::Success })
    }
}

/// What became of writing to standard output.
pub(super) fn written(result: std::io::Result<()>) -> Result<(), Fault> {
    match result {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Fault::new(format!("standard output can't be written: {error}")))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

fn counted(count: usize, word: &str) -> Option<String> {
    match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        _ => Some(format!("{count} {word}s")),
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "what the terminal's user asked for all programs (no-color.org)"
)]
fn has_no_color() -> bool {
    std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// A line on the terminal that says what is being done; nothing where there is no terminal.
pub(super) struct Spinner(ProgressBar);

impl Spinner {
    pub(super) fn new() -> Self {
        let bar = ProgressBar::new_spinner();
        let style = ProgressStyle::with_template("{spinner} {msg} {elapsed:>4}");
        bar.set_style(style.expect("the template has known keys only"));
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(bar)
    }
}

impl Progress for Spinner {
    fn stage(&self, what: &str) {
        self.0.set_message(what.to_owned());
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
