//! Messages of Typst's as findings at the author's lines.

use super::Message;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::render::pdf::Project;
use crate::source::Span;

/// Reports what Typst says: at the innermost place that the author wrote.
pub(super) fn report(messages: &[Message], project: &Project, diagnostics: &mut Diagnostics) {
    for message in messages {
        let find = |(path, offset): &(String, usize)| project.maps.get(path)?.find(*offset);
        let span = message.places.iter().find_map(find).unwrap_or(Span::DETACHED);
        let code = if message.is_error { Code::Typst } else { Code::TypstWarning };
        let mut finding = Diagnostic::new(code, span, message.text.clone());
        for hint in &message.hints {
            finding = finding.hint(hint.clone());
        }
        if span.is_detached()
            && let Some((path, _)) = message.places.first()
        {
            finding = finding.hint(format!("Typst names `{path}`, which recto wrote"));
        }
        diagnostics.push(finding);
    }
}
