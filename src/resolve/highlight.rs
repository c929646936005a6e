//! Static highlighting: code to runs of token kinds, once for all formats.

use std::ops::Range;

/// What a run of code is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Token {
    /// A word of the language.
    Keyword,
    /// A type's name.
    Type,
    /// A function's name, a mnemonic, a command.
    Function,
    /// A variable, parameter, field or register.
    Variable,
    /// Text in quotes.
    String,
    /// A number or a named constant.
    Constant,
    /// A comment.
    Comment,
    /// An operator.
    Operator,
    /// Brackets, commas and the like.
    Punctuation,
    /// An attribute, annotation, directive or macro.
    Attribute,
    /// A label, tag or key.
    Label,
    /// The prompt of a terminal session.
    Prompt,
    /// What a program prints.
    Output,
    /// A line that was added, in a diff.
    Inserted,
    /// A line that was removed, in a diff.
    Deleted,
}

/// Code as runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Highlighted {
    /// By line; the runs of a line follow one another without gap and leave its end out.
    pub lines: Vec<Vec<Run>>,
}

/// Characters of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What they are, `None` for plain ones.
    pub token: Option<Token>,
    /// Their bytes in the listing's code.
    pub range: Range<usize>,
}
