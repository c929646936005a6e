//! Messages as plain text, wrapped.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::message::{Piece, Run, plain};

/// How many columns a line has at most (RFC 3676 §4.2 asks for 78 or fewer, and replies quote with more).
pub(super) const COLUMNS: usize = 72;

/// Writes pieces, parted by empty lines.
pub(super) fn write(pieces: &[Piece]) -> String {
    within(pieces, COLUMNS)
}

fn within(pieces: &[Piece], columns: usize) -> String {
    let written: Vec<String> =
        pieces.iter().map(|piece| self::piece(piece, columns)).filter(|piece| !piece.is_empty()).collect();
    written.join("\n\n")
}

fn piece(piece: &Piece, columns: usize) -> String {
    match piece {
        Piece::Heading(_, runs) => {
            let heading = wrapped(&words(runs), columns);
            let width = heading.lines().map(UnicodeWidthStr::width).max().unwrap_or_default();
            format!("{heading}\n{}", "-".repeat(width))
        }
        Piece::Paragraph(runs) => {
            words(runs).split('\n').map(|line| wrapped(line, columns)).collect::<Vec<_>>().join("\n")
        }
        Piece::List(start, items) => list(*start, items, columns),
        Piece::Quote(inner) => indented(&within(inner, columns - 2), "> ", "> "),
        Piece::Code(code) => indented(code.trim_end_matches('\n'), "    ", "    "),
        Piece::Rule => "* * *".to_owned(),
    }
}

fn list(start: Option<u64>, items: &[Vec<Piece>], columns: usize) -> String {
    let item = |(index, item): (usize, &Vec<Piece>)| {
        let mark = match start {
            Some(start) => format!("{}. ", start.saturating_add(index as u64)),
            None => "- ".to_owned(),
        };
        let within = columns.saturating_sub(mark.len()).max(20);
        let pieces: Vec<String> = item.iter().map(|inner| piece(inner, within)).collect();
        indented(&pieces.join("\n"), &mark, &" ".repeat(mark.len()))
    };
    items.iter().enumerate().map(item).collect::<Vec<_>>().join("\n")
}

/// A text with something before its first line, and before each of the others.
fn indented(text: &str, first: &str, others: &str) -> String {
    let line = |(index, line): (usize, &str)| {
        let before = if index == 0 { first } else { others };
        format!("{before}{line}").trim_end().to_owned()
    };
    text.split('\n').enumerate().map(line).collect::<Vec<_>>().join("\n")
}

/// The words of runs; links with their addresses behind them.
fn words(runs: &[Run]) -> String {
    let run = |run: &Run| match run {
        Run::Text(words) | Run::Code(words) => words.clone(),
        Run::Emphasis(inner) | Run::Strong(inner) => words(inner),
        Run::Link(address, inner) => {
            let said = plain(inner);
            if said == *address { said } else { format!("{said} <{address}>") }
        }
        Run::Break => "\n".to_owned(),
    };
    runs.iter().map(run).collect()
}

/// A text in lines of so many columns. A word that is longer, as an address may be, has a line of its own.
pub(super) fn wrapped(text: &str, columns: usize) -> String {
    let mut lines = String::new();
    let mut width = 0;
    for (is_spaced, atom) in atoms(text) {
        let space = usize::from(is_spaced && width > 0);
        if width > 0 && width + space + atom.width() > columns {
            lines.push('\n');
            width = 0;
        } else if space > 0 {
            lines.push(' ');
            width += 1;
        }
        lines.push_str(atom);
        width += atom.width();
    }
    lines
}

/// What no line may be broken in, and whether a space is before it. Lines are broken at spaces, and between the signs of
/// scripts without spaces, but not before what closes.
fn atoms(text: &str) -> Vec<(bool, &str)> {
    let mut atoms = Vec::new();
    for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
        let mut start = 0;
        let mut last: Option<char> = None;
        for (at, c) in word.char_indices() {
            let is_wide = |c: char| c.width() == Some(2);
            let may_break =
                last.is_some_and(|last| (is_wide(last) || is_wide(c)) && !opens(last)) && !closes(c);
            if may_break {
                atoms.push((start == 0, &word[start..at]));
                start = at;
            }
            last = Some(c);
        }
        atoms.push((start == 0, &word[start..]));
    }
    atoms
}

fn opens(c: char) -> bool {
    matches!(c, '（' | '《' | '「' | '『' | '“' | '‘' | '(' | '[')
}

fn closes(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '》'
            | '」'
            | '』'
            | '”'
            | '’'
            | '…'
            | '.'
            | ','
            | ')'
            | ']'
            | '\u{a0}'
    )
}
