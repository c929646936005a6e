//! Formulas: LaTeX, read once, to MathML and to Typst.

/// A formula in the two languages it is shown in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formula {
    /// A whole `<math>` element, well-formed XML with its name space and an `alttext`.
    pub mathml: String,
    /// A Typst expression in code mode: the body of an equation.
    pub typst: String,
}
