//! Formulas: LaTeX, read once, to MathML and to Typst.
//!
//! One reader of LaTeX decides what is accepted, so that a formula that EPUB shows can't fail in the PDF: the Typst form
//! is made from the MathML.

mod dialect;
mod mathml;
mod table;
mod typst;

use std::ops::Range;
use std::sync::OnceLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

use crate::model::MathStyle;
use dialect::Known;

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
    /// What to write instead, where that is known.
    pub instead: Option<&'static str>,
}

fn reader() -> &'static LatexToMathML {
    static READER: OnceLock<LatexToMathML> = OnceLock::new();
    READER.get_or_init(|| {
        let config = MathCoreConfig { xml_namespace: true, ..MathCoreConfig::default() };
        LatexToMathML::new(config).expect("a configuration without macros has none that is wrong")
    })
}

/// How deep parts of a formula may nest; those who read it call themselves for each.
const DEEPEST: usize = 60;

/// How deep parts of a formula can nest at most: by braces, and by commands without anything between them, as
/// `\sqrt\sqrt x` nests.
fn nesting(latex: &str) -> usize {
    let (mut deepest, mut open, mut run) = (0_usize, 0_usize, 0_usize);
    let mut rest = latex;
    while let Some(c) = rest.chars().next() {
        let command = rest.strip_prefix('\\').map(|rest| {
            let letters = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
            &rest[..letters.max(rest.chars().next().map_or(0, char::len_utf8))]
        });
        match (c, command) {
            (_, Some(name)) => {
                open = match name {
                    "left" | "begin" => open + 1,
                    "right" | "end" => open.saturating_sub(1),
                    _ => open,
                };
                run += 1;
            }
            ('{', _) => open += 1,
            ('}', _) => open = open.saturating_sub(1),
            ('^' | '_', _) => run += 1,
            (c, _) if c.is_whitespace() => {}
            _ => run = 0,
        }
        // A row of symbols nests in nothing, and a formula has fewer of them in a row than this.
        deepest = deepest.max(open + run / 4);
        rest = &rest[command.map_or(c.len_utf8(), |name| name.len() + 1)..];
    }
    deepest
}

/// Reads a formula.
///
/// # Errors
/// With the place of what is not understood.
pub fn formula(latex: &str, style: MathStyle) -> Result<Formula, MathError> {
    let wrong = |message: String| MathError { message, range: 0..latex.len(), instead: None };
    let too_deep = || wrong("it is nested deeper than a line can show".to_owned());
    if latex.trim().is_empty() {
        return Err(wrong("there is nothing in it".to_owned()));
    }
    if nesting(latex) > DEEPEST {
        return Err(too_deep());
    }
    let known = Known::of(latex);
    if nesting(&known.latex) > DEEPEST {
        return Err(too_deep());
    }
    let display = match style {
        MathStyle::Inline => MathDisplay::Inline,
        MathStyle::Display => MathDisplay::Block,
    };
    let made = reader().convert_with_local_state(&known.latex, display).map_err(|error| {
        let range = known.source(error.0.clone());
        let message = error.error_message();
        let instead = dialect::instead(&message);
        MathError { message, range: range.start.min(latex.len())..range.end.min(latex.len()), instead }
    })?;
    // The reader of LaTeX draws a line above with the character of one below.
    let read = unnumbered(&made.mathml, latex).replace("\u{332}</mo></mover>", "\u{203e}</mo></mover>");
    let document = roxmltree::Document::parse(&read).map_err(|error| wrong(error.to_string()))?;
    let math = document.root_element();
    Ok(Formula { mathml: mathml::write(math, latex), typst: typst::equation(math) })
}

/// A formula without the numbers that the reader of LaTeX gives the lines of `align` and its like, from 1 in each: only what
/// has a label is numbered, and a line with `\tag`.
fn unnumbered(mathml: &str, latex: &str) -> String {
    const BEFORE: &str = "%;text-align: right;justify-items: end;\">";
    if latex.contains("\\tag") {
        return mathml.to_owned();
    }
    let mut parts = mathml.split(BEFORE);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        kept.push_str(BEFORE);
        kept.push_str(part.split_once("</mtext>").map_or(part, |(_, rest)| rest));
    }
    kept
}
