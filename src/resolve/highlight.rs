//! Static highlighting: code to runs of token kinds, once for all formats.
//!
//! Grammars are tree-sitter's; diffs, terminal sessions and assembly for ARM64, as Go's tools and GNU's write it, are read by
//! small line readers of our own, since no grammar knows them.

mod assembly;
mod diff;
mod grammar;
mod session;

use std::ops::Range;

/// A listing larger than this is shown plain, for nobody reads it: 1 MiB.
const LARGEST: usize = 1 << 20;

/// The languages by the names that authors give them, for suggestions.
pub const LANGUAGES: &[&str] = &[
    "aarch64",
    "arm64",
    "arm64asm",
    "asm",
    "bash",
    "c",
    "console",
    "cpp",
    "css",
    "diff",
    "dockerfile",
    "go",
    "goasm",
    "gomod",
    "html",
    "ini",
    "java",
    "javascript",
    "json",
    "output",
    "patch",
    "plan9",
    "python",
    "rust",
    "sh",
    "shell",
    "sql",
    "text",
    "toml",
    "typescript",
    "xml",
    "yaml",
];

/// How a language is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// By a tree-sitter grammar of that name.
    Grammar(&'static str),
    Assembly,
    Diff,
    Session,
    /// All of it is what a program prints.
    Output,
    /// Not at all: plain text.
    Plain,
}

fn reader(language: &str) -> Option<Reader> {
    Some(match language {
        "go" | "golang" => Reader::Grammar("go"),
        "rust" | "rs" => Reader::Grammar("rust"),
        "c" | "h" => Reader::Grammar("c"),
        "cpp" | "c++" | "cc" | "cxx" | "hpp" => Reader::Grammar("cpp"),
        "bash" | "sh" | "shell" | "zsh" => Reader::Grammar("bash"),
        "json" | "jsonc" | "json5" => Reader::Grammar("json"),
        "yaml" | "yml" => Reader::Grammar("yaml"),
        "toml" => Reader::Grammar("toml"),
        "diff" | "patch" => Reader::Diff,
        "sql" => Reader::Grammar("sql"),
        "python" | "py" | "python3" => Reader::Grammar("python"),
        "javascript" | "js" | "mjs" | "jsx" => Reader::Grammar("javascript"),
        "typescript" | "ts" => Reader::Grammar("typescript"),
        "html" => Reader::Grammar("html"),
        "xml" | "svg" => Reader::Grammar("xml"),
        "css" => Reader::Grammar("css"),
        "dockerfile" | "docker" => Reader::Grammar("dockerfile"),
        "ini" | "conf" => Reader::Grammar("ini"),
        "java" => Reader::Grammar("java"),
        "gomod" | "mod" | "go.mod" => Reader::Grammar("ini"),
        "asm" | "s" | "arm64asm" | "arm64" | "aarch64" | "goasm" | "plan9" | "armasm" | "x86asm" => {
            Reader::Assembly
        }
        "console" | "session" | "shell-session" | "terminal" => Reader::Session,
        "output" => Reader::Output,
        "text" | "txt" | "plain" | "plaintext" | "none" | "" => Reader::Plain,
        _ => return None,
    })
}

/// Whether there is highlighting for a language, or it is one that needs none.
pub fn is_known(language: &str) -> bool {
    reader(language).is_some()
}

/// Makes a language ready. Threads that find one that is not each make it ready for themselves, and keep one.
pub fn prepare(language: &str) {
    if let Some(Reader::Grammar(name)) = reader(language) {
        grammar::prepare(name);
    }
}

/// Code as runs; `None` for a language without highlighting.
pub fn highlight(language: &str, code: &str) -> Option<Highlighted> {
    let reader = reader(language)?;
    let mut paint = vec![None; code.len()];
    if code.len() <= LARGEST {
        match reader {
            Reader::Grammar(name) => grammar::paint(name, code, 0, &mut paint),
            Reader::Assembly => assembly::paint(code, &mut paint),
            Reader::Diff => diff::paint(code, &mut paint),
            Reader::Session => session::paint(code, &mut paint),
            Reader::Output => paint.fill(Some(Token::Output)),
            Reader::Plain => {}
        }
    }
    Some(Highlighted { lines: runs(code, &paint) })
}

/// The paint of every byte as runs by line.
fn runs(code: &str, paint: &[Option<Token>]) -> Vec<Vec<Run>> {
    let mut start = 0;
    let lines = code.split_inclusive('\n').map(|line| {
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        let mut runs: Vec<Run> = Vec::new();
        for (at, c) in code[start..end].char_indices() {
            let at = start + at;
            let next = at + c.len_utf8();
            // White space is of the run before it, so that there are fewer.
            match runs.last_mut() {
                Some(run) if run.token == paint[at] || c == ' ' && run.token != Some(Token::Comment) => {
                    run.range.end = next;
                }
                _ => runs.push(Run { token: paint[at], range: at..next }),
            }
        }
        start += line.len();
        runs
    });
    lines.collect()
}

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

impl Token {
    /// The class in style sheets, and the function in `book.typ`; none for what looks like plain code.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Keyword => Some("k"),
            Self::Type => Some("t"),
            Self::Function => Some("f"),
            Self::String => Some("s"),
            Self::Constant => Some("n"),
            Self::Comment => Some("c"),
            Self::Attribute => Some("a"),
            Self::Label => Some("l"),
            Self::Prompt => Some("p"),
            Self::Output => Some("o"),
            Self::Inserted => Some("i"),
            Self::Deleted => Some("d"),
            Self::Variable | Self::Operator | Self::Punctuation => None,
        }
    }
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
