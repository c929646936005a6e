//! Terminal sessions: prompts, commands, and what they print.

use super::{Token, grammar};

const PROMPTS: [&str; 5] = ["$ ", "# ", "% ", "> ", "PS> "];

pub(super) fn paint(code: &str, paint: &mut [Option<Token>]) {
    let mut start = 0;
    let mut continues = false;
    for line in code.split_inclusive('\n') {
        let end = start + line.trim_end().len();
        match prompt(line).or(continues.then_some(0)) {
            Some(length) => {
                paint[start..start + length].fill(Some(Token::Prompt));
                let command = &code[start + length..end.max(start + length)];
                grammar::paint("bash", command, start + length, paint);
                continues = command.ends_with('\\');
            }
            None => {
                paint[start..end].fill(Some(Token::Output));
                continues = false;
            }
        }
        start += line.len();
    }
}

/// How long the prompt at the start of a line is: a mark, or `user@host:~/book$ `.
fn prompt(line: &str) -> Option<usize> {
    if let Some(mark) = PROMPTS.iter().find(|mark| line.starts_with(**mark)) {
        return Some(mark.len());
    }
    if line.trim_end() == "$" {
        return Some(1);
    }
    let at = line.find("$ ")?;
    let before = &line[..at];
    let is_host = before.contains('@') && !before.contains(char::is_whitespace);
    is_host.then_some(at + 2)
}
