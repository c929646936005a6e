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

/// Adds the text alternative, writes styles as the MathML 3 of EPUB has them, and draws lines where they belong.
fn finish(mathml: &str, latex: &str) -> String {
    let alternative = latex.split_whitespace().collect::<Vec<_>>().join(" ");
    let alternative = crate::xml::escape(&alternative);
    let mut out = String::with_capacity(mathml.len() + alternative.len() + 16);
    let rest = mathml.strip_prefix("<math").unwrap_or(mathml);
    out.push_str("<math alttext=\"");
    out.push_str(&alternative);
    out.push('"');
    restyle(rest, &mut out);
    // The reader of LaTeX draws a line above with the character of one below.
    out.replace("\u{332}</mo></mover>", "\u{203e}</mo></mover>")
}

/// Puts an `<mstyle>` around every element that has a style of its own, and takes `scriptlevel` off tables: MathML 3
/// has styles nowhere else (§3.3.4, §3.5.1).
fn restyle(mathml: &str, out: &mut String) {
    const STYLES: [&str; 2] = ["displaystyle", "scriptlevel"];
    // What follows the end tag of each element that is open.
    let mut open: Vec<&str> = Vec::new();
    let mut rest = mathml;
    while let Some(at) = rest.find('<') {
        let end = rest[at..].find('>').map_or(rest.len(), |length| at + length + 1);
        let tag = &rest[at..end];
        out.push_str(&rest[..at]);
        rest = &rest[end..];
        let is_styled = STYLES.iter().any(|name| attribute(tag, name).is_some());
        let after = if tag.starts_with("</") {
            out.push_str(tag);
            out.push_str(open.pop().unwrap_or_default());
            continue;
        } else if tag.starts_with("<mtable") {
            out.push_str(&without_attribute(tag, "scriptlevel"));
            ""
        } else if is_styled && !tag.starts_with("<mstyle") {
            let styles: String = STYLES.iter().filter_map(|name| attribute(tag, name)).collect();
            let plain = STYLES.iter().fold(tag.to_owned(), |tag, name| without_attribute(&tag, name));
            out.push_str(&format!("<mstyle{styles}>{plain}"));
            "</mstyle>"
        } else {
            out.push_str(tag);
            ""
        };
        match tag.ends_with("/>") {
            true => out.push_str(after),
            false => open.push(after),
        }
    }
    out.push_str(rest);
}

/// An attribute as it stands in a tag, with the space before it.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.find(&format!(" {name}=\""))?;
    let value = at + name.len() + 3;
    let end = tag[value..].find('"').map_or(tag.len(), |end| value + end + 1);
    Some(&tag[at..end])
}

fn without_attribute(tag: &str, name: &str) -> String {
    attribute(tag, name).map_or_else(|| tag.to_owned(), |attribute| tag.replacen(attribute, "", 1))
}
