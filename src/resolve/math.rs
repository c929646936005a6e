//! Formulas: LaTeX, read once, to MathML and to Typst.
//!
//! One reader of LaTeX decides what is accepted, so that a formula that EPUB shows can't fail in the PDF: the Typst form
//! is made from the MathML.

mod typst;

use std::ops::Range;
use std::sync::OnceLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use crate::model::MathStyle;

/// A formula in the two languages it is shown in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// A whole `<math>` element, well-formed XML with its name space and an `alttext`.
    pub mathml: String,
    /// A Typst expression in code mode: the body of an equation.
    pub typst: String,
}

/// Why a formula can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MathError {
    /// What is wrong, in a few words.
    pub message: String,
    /// Where, in bytes of the LaTeX.
    pub range: Range<usize>,
}

fn reader() -> &'static LatexToMathML {
    static READER: OnceLock<LatexToMathML> = OnceLock::new();
    READER.get_or_init(|| {
        let config = MathCoreConfig { xml_namespace: true, ..MathCoreConfig::default() };
        LatexToMathML::new(config).expect("a configuration without macros has none that is wrong")
    })
}

/// Reads a formula.
///
/// # Errors
/// With the place of what is not understood.
pub fn formula(latex: &str, style: MathStyle) -> Result<Formula, MathError> {
    let display = match style {
        MathStyle::Inline => MathDisplay::Inline,
        MathStyle::Display => MathDisplay::Block,
    };
    let made = reader().convert_with_local_state(latex, display).map_err(|error| {
        let range = error.0.clone();
        MathError {
            message: error.error_message(),
            range: range.start.min(latex.len())..range.end.min(latex.len()),
        }
    })?;
    let mathml = finish(&made.mathml, latex);
    let document = roxmltree::Document::parse(&mathml)
        .map_err(|error| MathError { message: error.to_string(), range: 0..latex.len() })?;
    let typst = typst::equation(document.root_element());
    Ok(Formula { mathml, typst })
}

/// Adds the text alternative, takes away what EPUB's MathML 3 does not know on a table, and draws lines where they belong.
fn finish(mathml: &str, latex: &str) -> String {
    let alternative = latex.split_whitespace().collect::<Vec<_>>().join(" ");
    let alternative = crate::xml::escape(&alternative);
    let mut out = String::with_capacity(mathml.len() + alternative.len() + 16);
    let rest = mathml.strip_prefix("<math").unwrap_or(mathml);
    out.push_str("<math alttext=\"");
    out.push_str(&alternative);
    out.push('"');
    let mut rest = rest;
    while let Some(at) = rest.find("<mtable") {
        let end = at + rest[at..].find('>').unwrap_or(0);
        out.push_str(&rest[..at]);
        out.push_str(&without_attribute(&rest[at..end], "scriptlevel"));
        rest = &rest[end..];
    }
    out.push_str(rest);
    // The reader of LaTeX draws a line above with the character of one below.
    out.replace("\u{332}</mo></mover>", "\u{203e}</mo></mover>")
}

fn without_attribute(tag: &str, name: &str) -> String {
    let Some(at) = tag.find(&format!(" {name}=\"")) else { return tag.to_owned() };
    let value = at + name.len() + 3;
    let end = tag[value..].find('"').map_or(tag.len(), |end| value + end + 1);
    format!("{}{}", &tag[..at], &tag[end..])
}
