//! Assembly, as Go's assembler and `go build -S` write it, and as GNU's does for ARM64 and x86-64.
//!
//! Read by lines and words: no more is promised than that mnemonics, registers, labels, symbols, constants and comments
//! are told apart.

use super::Token;

pub(super) fn paint(code: &str, paint: &mut [Option<Token>]) {
    let mut start = 0;
    for line in code.split_inclusive('\n') {
        self::line(line.trim_end_matches(['\n', '\r']), &mut paint[start..]);
        start += line.len();
    }
}

fn line(line: &str, paint: &mut [Option<Token>]) {
    let text_end = comment(line);
    paint[text_end..line.len()].fill(Some(Token::Comment));
    let mut needs_mnemonic = true;
    let mut at = 0;
    while at < text_end {
        let rest = &line[at..text_end];
        let c = rest.chars().next().unwrap_or(' ');
        let length = word(rest, c);
        let token = if c.is_whitespace() {
            None
        } else if c == '"' || c == '\'' {
            Some(Token::String)
        } else if is_word(c) {
            let text = &rest[..length];
            let is_label = rest[length..].starts_with(':');
            let token = classify(text, is_label, needs_mnemonic);
            if token == Token::Function || token == Token::Attribute {
                needs_mnemonic = false;
            }
            Some(token)
        } else if c == '$' || c == '#' {
            Some(Token::Constant)
        } else {
            Some(Token::Punctuation)
        };
        paint[at..at + length].fill(token);
        at += length;
    }
}

/// Where the comment of a line starts.
fn comment(line: &str) -> usize {
    let mut quoted = false;
    let bytes = line.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'/' if !quoted && bytes.get(at + 1) == Some(&b'/') => return at,
            b';' if !quoted && line[at + 1..].starts_with(' ') => return at,
            _ => {}
        }
    }
    line.len()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || "_.·∕%<>*".contains(c)
}

/// The bytes of the word at the start of a text.
fn word(text: &str, c: char) -> usize {
    if c == '"' || c == '\'' {
        return text[1..].find(c).map_or(text.len(), |end| end + 2);
    }
    let same: fn(char) -> bool = if c.is_whitespace() {
        char::is_whitespace
    } else if is_word(c) {
        is_word
    } else if c == '$' || c == '#' {
        return c.len_utf8()
            + text[c.len_utf8()..]
                .find(|c: char| !(c.is_alphanumeric() || "-._".contains(c)))
                .unwrap_or(text.len() - 1);
    } else {
        return c.len_utf8();
    };
    text.find(|c| !same(c)).unwrap_or(text.len())
}

fn classify(word: &str, is_label: bool, needs_mnemonic: bool) -> Token {
    if is_label {
        return Token::Label;
    }
    let is_number = word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_hexdigit() || "xX._".contains(c));
    if is_number {
        return Token::Constant;
    }
    if is_register(word) {
        return Token::Variable;
    }
    // `b.ne`
    if needs_mnemonic && word.strip_prefix("b.").is_some_and(|condition| condition.len() == 2) {
        return Token::Function;
    }
    let is_symbol = word.contains(['·', '<', '%', '*'])
        || word.chars().skip(1).any(|c| c == '.')
            && word.chars().any(char::is_lowercase)
            && !word.contains(".W")
            && !word.contains(".P");
    if is_symbol {
        return if needs_mnemonic && word.contains(".go") { Token::Comment } else { Token::Label };
    }
    if word.starts_with('.') || DIRECTIVES.contains(&word) {
        return Token::Attribute;
    }
    let is_mnemonic = word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '.')
        || word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.');
    if needs_mnemonic && is_mnemonic {
        return Token::Function;
    }
    if word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase() || c == '_') {
        return Token::Attribute;
    }
    Token::Label
}

const DIRECTIVES: [&str; 8] = ["TEXT", "DATA", "GLOBL", "FUNCDATA", "PCDATA", "PCALIGN", "STEXT", "RODATA"];

fn is_register(word: &str) -> bool {
    const NAMED: [&str; 22] = [
        "RSP", "SP", "FP", "SB", "PC", "LR", "ZR", "sp", "pc", "lr", "fp", "xzr", "wzr", "AX", "BX", "CX",
        "DX", "SI", "DI", "BP", "g", "NZCV",
    ];
    if NAMED.contains(&word) {
        return true;
    }
    let word = word.split('.').next().unwrap_or(word);
    let Some(number) = word.strip_prefix(['R', 'F', 'V', 'X', 'x', 'w', 'd', 's', 'q', 'v', 'r']) else {
        return false;
    };
    let digits = number.trim_end_matches(['d', 'w', 'b']);
    !digits.is_empty() && digits.len() <= 2 && digits.chars().all(|c| c.is_ascii_digit())
}
