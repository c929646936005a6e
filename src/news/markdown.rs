//! Messages as Markdown (CommonMark 0.31).

use super::message::{Piece, Run};

/// Writes pieces, parted by empty lines.
pub(super) fn write(pieces: &[Piece]) -> String {
    let written: Vec<String> = pieces.iter().map(piece).filter(|piece| !piece.is_empty()).collect();
    written.join("\n\n")
}

fn piece(piece: &Piece) -> String {
    match piece {
        Piece::Heading(depth, runs) => format!("{} {}", "#".repeat(usize::from(*depth).min(6)), line(runs)),
        Piece::Paragraph(runs) => line(runs),
        Piece::List(start, items) => list(*start, items),
        Piece::Quote(inner) => lines(&write(inner), "> "),
        Piece::Code(code) => {
            let fence = "`".repeat(longest(code, '`').max(2) + 1);
            format!("{fence}\n{}\n{fence}", code.trim_end_matches('\n'))
        }
        Piece::Rule => "---".to_owned(),
    }
}

fn list(start: Option<u64>, items: &[Vec<Piece>]) -> String {
    let is_tight =
        items.iter().all(|item| item.iter().filter(|piece| !matches!(piece, Piece::List(..))).count() < 2);
    let between = if is_tight { "\n" } else { "\n\n" };
    let item = |(index, item): (usize, &Vec<Piece>)| {
        let mark = match start {
            Some(start) => format!("{}. ", start.saturating_add(index as u64)),
            None => "- ".to_owned(),
        };
        let pieces: Vec<String> = item.iter().map(piece).collect();
        let indented = lines(&pieces.join(between), &" ".repeat(mark.len()));
        format!("{mark}{}", indented.trim_start())
    };
    items.iter().enumerate().map(item).collect::<Vec<_>>().join(between)
}

/// A text with something before each of its lines.
fn lines(text: &str, before: &str) -> String {
    text.lines().map(|line| format!("{before}{line}").trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// Runs that begin a line.
fn line(runs: &[Run]) -> String {
    let written = self::runs(runs);
    let written = written.trim();
    let digits = written.len() - written.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let behind = &written[digits..];
    match written.chars().next() {
        // What would begin a heading, a list, a quotation, or underline what is above.
        Some('#' | '+' | '-' | '=' | '>') => format!("\\{written}"),
        Some('0'..='9') if behind.starts_with(['.', ')']) => format!("{}\\{behind}", &written[..digits]),
        Some(_) | None => written.to_owned(),
    }
}

fn runs(runs: &[Run]) -> String {
    runs.iter().map(run).collect()
}

fn run(run: &Run) -> String {
    match run {
        Run::Text(words) => escaped(words),
        Run::Emphasis(inner) => format!("*{}*", runs(inner)),
        Run::Strong(inner) => format!("**{}**", runs(inner)),
        Run::Code(code) => {
            let marks = "`".repeat(longest(code, '`') + 1);
            let space = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
            format!("{marks}{space}{code}{space}{marks}")
        }
        Run::Link(address, inner) => {
            let address = address.replace('(', "%28").replace(')', "%29");
            format!("[{}]({address})", runs(inner))
        }
        Run::Break => "\\\n".to_owned(),
    }
}

/// Text in which nothing means anything to Markdown, nor is HTML.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '&' | '$' | '|') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

/// The length of the longest row of a mark.
fn longest(text: &str, mark: char) -> usize {
    text.split(|c| c != mark).map(str::len).max().unwrap_or_default()
}
