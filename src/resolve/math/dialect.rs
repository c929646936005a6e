//! LaTeX that authors write and the reader does not know, in words that it knows.

use std::ops::Range;

/// Commands with what stands for them: name, how many arguments, and these as `#1` and `#2` in the other words.
const COMMANDS: &[(&str, usize, &str)] = &[
    ("boxed", 1, "{\\begin{darray}{|c|}\\hline #1\\\\ \\hline\\end{darray}}"),
    ("fbox", 1, "{\\begin{array}{|c|}\\hline \\text{#1}\\\\ \\hline\\end{array}}"),
    ("hbox", 1, "\\text{#1}"),
    ("LaTeX", 0, "\\text{LaTeX}"),
    ("mathnormal", 1, "{#1}"),
    ("mbox", 1, "\\text{#1}"),
    // Only the height of the line differs, which a page of text has no need to know.
    ("smash", 1, "{#1}"),
    ("substack", 1, "\\begin{subarray}{c}#1\\end{subarray}"),
    ("TeX", 0, "\\text{TeX}"),
    ("textcolor", 2, "{\\color{#1}#2}"),
    ("widetilde", 1, "\\tilde{#1}"),
];

/// Environments with what stands for their beginning and their end, and whether an argument of theirs is left out.
const ENVIRONMENTS: &[(&str, &str, &str, usize)] = &[
    ("alignat", "align", "align", 1),
    ("alignat*", "align*", "align*", 1),
    ("alignedat", "aligned", "aligned", 1),
    ("smallmatrix", "matrix", "matrix", 0),
    ("split", "aligned", "aligned", 0),
];

/// Environments that a `\tag` may stand in.
const NUMBERED: &[&str] = &["align", "alignat", "equation", "gather", "multline"];

/// Commands that nothing stands for, with what to write instead.
const INSTEAD: &[(&[&str], &str)] = &[
    (
        &["newcommand", "renewcommand", "providecommand", "def", "let", "gdef"],
        "a formula defines no commands: write out what it stands for",
    ),
    (&["DeclareMathOperator"], "write `\\operatorname{name}` where the operator stands"),
    (&["ce", "pu", "cf"], "write the formula out: `\\mathrm{H_2O}`"),
    (&["SI", "si", "qty", "unit", "num"], "write the unit out: `3\\,\\mathrm{km}`"),
    (&["abs"], "write `\\lvert x \\rvert`"),
    (&["norm"], "write `\\lVert x \\rVert`"),
    (&["dv", "pdv"], "write `\\frac{df}{dx}`"),
    (
        &["href", "url", "ref", "eqref", "cite"],
        "write the link or the reference in the text beside the formula",
    ),
    (&["colorbox", "fcolorbox"], "write `\\boxed{x}`, or `\\textcolor{red}{x}`"),
    (&["eqnarray", "eqnarray*"], "write `\\begin{align} a &= b \\end{align}`"),
    (&["root"], "write `\\sqrt[3]{x}`"),
    (&["verb"], "write `\\texttt{x}`"),
    (&["intertext", "shortintertext"], "write the words between two formulas"),
    (
        &["rlap", "llap", "clap", "mathrlap", "mathllap", "mathclap"],
        "write what is in it alone, or `\\phantom`",
    ),
    (&["CD", "tikzcd", "tikzpicture"], "draw it, and put it in as a picture"),
];

/// What to write instead of the command or environment that a message names.
pub(super) fn instead(message: &str) -> Option<&'static str> {
    let named = message.split('"').nth(1)?.trim_start_matches('\\');
    INSTEAD.iter().find(|(names, _)| names.contains(&named)).map(|(_, hint)| *hint)
}

/// A formula in the reader's words.
#[derive(Default)]
pub(super) struct Known {
    pub(super) latex: String,
    /// From where in it what comes from where in the source, and whether that is copied from there.
    pieces: Vec<(usize, usize, bool)>,
}

impl Known {
    /// The formula in the words that the reader knows. A `\tag` stands in an equation.
    pub(super) fn of(latex: &str) -> Self {
        let mut known = Self::default();
        let is_numbered = NUMBERED.iter().any(|name| latex.contains(&format!("\\begin{{{name}}}")));
        let is_tagged = latex.contains("\\tag") && !is_numbered;
        if is_tagged {
            known.made("\\begin{equation}", 0);
        }
        known.part(latex, 0..latex.len());
        if is_tagged {
            known.made("\\end{equation}", latex.len());
        }
        known
    }

    /// Where in the source a range of the formula is.
    pub(super) fn source(&self, range: Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let index = self.pieces.partition_point(|(start, ..)| *start <= at).saturating_sub(1);
            let &(start, source, is_copy) = self.pieces.get(index).unwrap_or(&(0, 0, true));
            if is_copy { source + at.saturating_sub(start) } else { source }
        };
        let start = place(range.start);
        start..place(range.end).max(start)
    }

    fn made(&mut self, text: &str, source: usize) {
        self.pieces.push((self.latex.len(), source, false));
        self.latex.push_str(text);
    }

    fn copy(&mut self, latex: &str, range: Range<usize>) {
        self.pieces.push((self.latex.len(), range.start, true));
        self.latex.push_str(&latex[range]);
    }

    fn part(&mut self, latex: &str, range: Range<usize>) {
        let mut done = range.start;
        let mut at = range.start;
        while let Some(found) = latex[at..range.end].find('\\').map(|found| at + found) {
            let name = command(&latex[found + 1..range.end]);
            let behind = found + 1 + name.len();
            at = behind;
            let end = match name {
                "begin" | "end" => self.environment(latex, done..found, behind..range.end, name),
                _ => self.command(latex, done..found, behind..range.end, name),
            };
            if let Some(end) = end {
                (done, at) = (end, end);
            }
        }
        self.copy(latex, done..range.end);
    }

    /// Writes what stands for a command, with what is before it; where the command ends with its arguments.
    fn command(
        &mut self,
        latex: &str,
        before: Range<usize>,
        rest: Range<usize>,
        name: &str,
    ) -> Option<usize> {
        let (_, count, other) = COMMANDS.iter().find(|(known, ..)| *known == name)?;
        let mut arguments = Vec::new();
        let mut end = rest.start;
        for _ in 0..*count {
            let (argument, behind) = argument(latex, end..rest.end)?;
            end = behind;
            arguments.push(argument);
        }
        let start = before.end;
        self.copy(latex, before);
        let mut parts = other.split('#');
        self.made(parts.next().unwrap_or_default(), start);
        for part in parts {
            // The table has no number of more than one figure.
            let (number, behind) = part.split_at(1);
            let index = number.parse::<usize>().expect("a number follows `#` in the table") - 1;
            self.part(latex, arguments[index].clone());
            self.made(behind, start);
        }
        Some(end)
    }

    fn environment(
        &mut self,
        latex: &str,
        before: Range<usize>,
        rest: Range<usize>,
        word: &str,
    ) -> Option<usize> {
        let name = latex[rest.clone()].strip_prefix('{')?.split('}').next()?;
        let (_, begin, end, left_out) = ENVIRONMENTS.iter().find(|(known, ..)| *known == name)?;
        let start = before.end;
        self.copy(latex, before);
        let mut behind = rest.start + name.len() + "{}".len();
        if word == "begin" {
            self.made(&format!("\\begin{{{begin}}}"), start);
            for _ in 0..*left_out {
                behind = argument(latex, behind..rest.end).map_or(behind, |(_, behind)| behind);
            }
        } else {
            self.made(&format!("\\end{{{end}}}"), start);
        }
        Some(behind)
    }
}

/// The name of a command: letters, or one character.
fn command(rest: &str) -> &str {
    let letters = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let length = if letters > 0 { letters } else { rest.chars().next().map_or(0, char::len_utf8) };
    &rest[..length]
}

/// What is between the braces that follow, or the one character, and where it ends; `None` where there is neither.
fn argument(latex: &str, range: Range<usize>) -> Option<(Range<usize>, usize)> {
    let text = &latex[range.clone()];
    let start = range.start + (text.len() - text.trim_start().len());
    let first = latex[start..range.end].chars().next().filter(|c| !matches!(c, '\\' | '}' | '['))?;
    if first != '{' {
        let end = start + first.len_utf8();
        return Some((start..end, end));
    }
    let mut open = 0_usize;
    let mut is_escaped = false;
    for (at, c) in latex[start..range.end].char_indices() {
        match c {
            _ if is_escaped => {}
            '{' => open += 1,
            '}' => open -= 1,
            _ => {}
        }
        is_escaped = c == '\\' && !is_escaped;
        if open == 0 {
            return Some((start + 1..start + at, start + at + 1));
        }
    }
    None
}
