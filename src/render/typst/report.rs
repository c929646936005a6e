//! Messages of Typst's as findings at the author's lines.

use super::Message;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::render::pdf::Project;
use crate::source::Span;

/// What Typst 0.15 says of footnotes whose tables and lists are split between pages.
const SPLIT: [&str; 2] = ["PDF tag would be split up", "internal error: parent group"];

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
        if SPLIT.iter().any(|words| message.text.contains(words)) {
            finding = finding.hint("a table or a list in a footnote that goes on over a page is more than Typst can tag: move it into the text, or shorten the note");
        }
        if span.is_detached()
            && let Some((path, _)) = message.places.first()
        {
            finding = finding.hint(format!("Typst names `{path}`, which recto wrote"));
        }
        diagnostics.push(finding);
    }
}
