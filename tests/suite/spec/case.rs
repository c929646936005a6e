//! How a case is written, compared and written anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What a case shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Output {
    Html,
    Xhtml,
    Typst,
    Findings,
}

impl Output {
    const ALL: [Self; 4] = [Self::Html, Self::Xhtml, Self::Typst, Self::Findings];

    /// The word behind the fence.
    fn name(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Xhtml => "xhtml",
            Self::Typst => "typst",
            Self::Findings => "findings",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Html => "HTML",
            Self::Xhtml => "XHTML",
            Self::Typst => "Typst",
            Self::Findings => "Findings",
        }
    }
}

/// The outputs that are not empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Outputs(BTreeMap<Output, String>);

impl Outputs {
    pub(super) fn new(all: impl IntoIterator<Item = (Output, String)>) -> Self {
        let all = all.into_iter().map(|(output, text)| (output, tidy(&text)));
        Self(all.filter(|(_, text)| !text.is_empty()).collect())
    }

    /// The outputs as a case has them: those that are the same in one fence.
    fn written(&self) -> String {
        let mut out = String::new();
        let is_same = self.0.get(&Output::Html) == self.0.get(&Output::Xhtml);
        for (output, text) in &self.0 {
            let (title, info) = match output {
                Output::Xhtml if is_same => continue,
                Output::Html if is_same => ("HTML and XHTML", "html xhtml"),
                Output::Html | Output::Xhtml | Output::Typst | Output::Findings => {
                    (output.title(), output.name())
                }
            };
            let fence = fence(text);
            write!(out, "\n**{title}**\n\n{fence}{info}\n{text}\n{fence}\n").expect("strings take all");
        }
        out
    }
}

/// Without space at the ends of the text and of its lines.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// A fence longer than any in the text.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}

/// A file of cases.
#[derive(Debug)]
pub(super) struct SpecFile {
    /// What stands before the first case.
    head: String,
    pub(super) cases: Vec<Case>,
}

/// A case.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) name: String,
    line: usize,
    /// Heading, words and inputs as they are written.
    source: String,
    /// The inputs: paths and texts.
    pub(super) files: Vec<(String, String)>,
    expected: Outputs,
}

impl SpecFile {
    /// Reads a file.
    ///
    /// # Panics
    /// Where a case is not as it should be, with its line.
    pub(super) fn parse(name: &str, text: &str) -> Self {
        let mut file = Self { head: String::new(), cases: Vec::new() };
        let mut lines = text.lines().enumerate();
        while let Some((index, line)) = lines.next() {
            let place = format!("tests/spec/{name}:{}", index + 1);
            if let Some(title) = line.strip_prefix("## ") {
                file.cases.push(Case::new(title, index + 1));
            }
            let Some(case) = file.cases.last_mut() else {
                file.head.push_str(line);
                file.head.push('\n');
                continue;
            };
            let ticks = line.len() - line.trim_start_matches('`').len();
            if ticks < 3 {
                case.words(line, &place);
                continue;
            }
            let body: Vec<&str> =
                lines.by_ref().map(|(_, line)| line).take_while(|l| *l != &line[..ticks]).collect();
            case.fence(&line[..ticks], &line[ticks..], &body.join("\n"), &place);
        }
        file.cases.iter().for_each(|case| case.check(name));
        file
    }

    /// The file with what was made.
    pub(super) fn blessed(&self, made: &[Outputs]) -> String {
        let mut out = self.head.clone();
        for (case, made) in self.cases.iter().zip(made) {
            out.push_str(case.source.trim_end());
            out.push('\n');
            out.push_str(&made.written());
            out.push('\n');
        }
        out.trim_end().to_owned() + "\n"
    }
}

impl Case {
    fn new(name: &str, line: usize) -> Self {
        let expected = Outputs::default();
        Self { name: name.to_owned(), line, source: String::new(), files: Vec::new(), expected }
    }

    fn words(&mut self, line: &str, place: &str) {
        let is_label = line.starts_with("**") && line.ends_with("**");
        if !self.expected.0.is_empty() || is_label {
            assert!(is_label || line.is_empty(), "{place}: words belong before what is expected");
            return;
        }
        self.source.push_str(line);
        self.source.push('\n');
    }

    fn fence(&mut self, fence: &str, info: &str, body: &str, place: &str) {
        assert!(!body.trim().is_empty() || info.contains("title="), "{place}: this section is empty");
        let words: Vec<&str> = info.split(' ').collect();
        let outputs: Vec<Output> =
            Output::ALL.into_iter().filter(|output| words.contains(&output.name())).collect();
        if !outputs.is_empty() && !info.contains("title=") {
            assert_eq!(outputs.len(), words.len(), "{place}: `{info}` is no output");
            for output in outputs {
                let before = self.expected.0.insert(output, body.to_owned());
                assert!(before.is_none(), "{place}: `{}` is expected twice", output.name());
            }
            return;
        }
        assert!(self.expected.0.is_empty(), "{place}: what is read belongs before what is expected");
        let title = info.split_once("title=\"").and_then(|(_, rest)| rest.split('"').next());
        let path = match (title, words[0]) {
            (Some(path), _) => path,
            (None, "markdown") => "chapter.md",
            (None, _) => panic!("{place}: `{info}` is neither read nor made"),
        };
        self.files.push((path.to_owned(), format!("{body}\n")));
        writeln!(self.source, "{fence}{info}\n{body}\n{fence}").expect("strings take all");
    }

    fn check(&self, file: &str) {
        let place = format!("tests/spec/{file}:{}: \"{}\"", self.line, self.name);
        let has_chapter = self.files.iter().any(|(path, _)| path.ends_with(".md") && path != "SUMMARY.md");
        assert!(
            has_chapter || self.files.iter().any(|(path, _)| path == "SUMMARY.md"),
            "{place} reads nothing"
        );
        let words = self.source.lines().skip(1).find(|line| !line.is_empty()).unwrap_or_default();
        assert!(!words.is_empty() && !words.starts_with('`'), "{place} says nothing about what it shows");
    }

    /// How what was made differs from what is expected.
    pub(super) fn difference(&self, file: &str, made: &Outputs) -> Option<String> {
        if self.expected == *made {
            return None;
        }
        let mut out = format!("tests/spec/{file}:{}: {}\n", self.line, self.name);
        for output in Output::ALL {
            let text = |outputs: &Outputs| outputs.0.get(&output).cloned().unwrap_or_default();
            let (expected, made) = (text(&self.expected), text(made));
            if expected != made {
                write!(out, "  {}\n{}", output.name(), difference(&expected, &made))
                    .expect("strings take all");
            }
        }
        Some(out)
    }
}

/// The lines between what is the same at both ends.
fn difference(expected: &str, made: &str) -> String {
    let (expected, made): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), made.lines().collect());
    let same = |pair: &(&&str, &&str)| pair.0 == pair.1;
    let start = expected.iter().zip(&made).take_while(same).count();
    let (expected, made) = (&expected[start..], &made[start..]);
    let end = expected.iter().rev().zip(made.iter().rev()).take_while(same).count();
    let mut out = String::new();
    for (mark, lines) in [('-', &expected[..expected.len() - end]), ('+', &made[..made.len() - end])] {
        lines.iter().for_each(|line| writeln!(out, "  {mark} {line}").expect("strings take all"));
    }
    out
}
