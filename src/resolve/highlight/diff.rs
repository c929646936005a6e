//! Diffs: what was added, what was removed, and where.

use super::Token;

pub(super) fn paint(code: &str, paint: &mut [Option<Token>]) {
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        paint[start..end].fill(token(line));
        start += line.len();
    }
}

fn token(line: &str) -> Option<Token> {
    let is_file = ["+++ ", "--- ", "diff ", "index ", "new file", "deleted file", "rename ", "similarity "]
        .iter()
        .any(|head| line.starts_with(head));
    match line.chars().next()? {
        _ if is_file => Some(Token::Label),
        '+' => Some(Token::Inserted),
        '-' => Some(Token::Deleted),
        '@' => Some(Token::Attribute),
        '\\' => Some(Token::Comment),
        _ => None,
    }
}
