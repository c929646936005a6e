//! Two texts of a block compared, word by word.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation as _;

/// Words that had one fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// What became of them.
    pub fate: Fate,
    /// The words, each with the space before it.
    pub text: String,
}

/// What became of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// They are in both texts.
    Kept,
    /// They are in the new text alone.
    Inserted,
    /// They were in the old text alone.
    Deleted,
}

impl Fate {
    /// The word in what programs read.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Inserted => "inserted",
            Self::Deleted => "deleted",
        }
    }
}

/// Above this many pairs of words, what lies between the first and the last difference is taken as a whole: the time that
/// comparing takes grows with their number.
const MOST_PAIRS: usize = 4_000_000;

/// A word or a sign with the space before it.
#[derive(Debug, Clone, Copy)]
struct Token<'a> {
    space: &'a str,
    word: &'a str,
}

/// A text that is in one of the two alone, or in both.
pub(super) fn whole(text: &str, fate: Fate) -> Vec<Run> {
    if text.is_empty() { Vec::new() } else { vec![Run { fate, text: text.to_owned() }] }
}

/// Compares two texts. What parts words counts for nothing; kept words have the new text's.
pub(super) fn difference(old: &str, new: &str) -> Vec<Run> {
    let (old, new) = (tokens(old), tokens(new));
    let (old_words, new_words) = (words(&old), words(&new));
    let same = |pair: &(&&str, &&str)| pair.0 == pair.1;
    let start = old_words.iter().zip(&new_words).take_while(same).count();
    let rest = old_words[start..].iter().rev().zip(new_words[start..].iter().rev());
    let end = rest.take_while(same).count();
    let old_middle = &old_words[start..old_words.len() - end];
    let new_middle = &new_words[start..new_words.len() - end];
    let mut writer = Writer::default();
    writer.push(Fate::Kept, &new[..start]);
    if old_middle.len().saturating_mul(new_middle.len()) > MOST_PAIRS {
        writer.push(Fate::Deleted, &old[start..old.len() - end]);
        writer.push(Fate::Inserted, &new[start..new.len() - end]);
    } else {
        for op in capture_diff_slices(Algorithm::Myers, old_middle, new_middle) {
            writer.operation(op, &old[start..], &new[start..]);
        }
    }
    writer.push(Fate::Kept, &new[new.len() - end..]);
    writer.runs
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut start = 0;
    for (at, piece) in text.split_word_bound_indices() {
        if piece.trim().is_empty() {
            continue;
        }
        tokens.push(Token { space: &text[start..at], word: piece });
        start = at + piece.len();
    }
    tokens
}

fn words<'a>(tokens: &[Token<'a>]) -> Vec<&'a str> {
    tokens.iter().map(|token| token.word).collect()
}

#[derive(Default)]
struct Writer {
    runs: Vec<Run>,
}

impl Writer {
    fn operation(&mut self, op: DiffOp, old: &[Token<'_>], new: &[Token<'_>]) {
        match op {
            DiffOp::Equal { new_index, len, .. } => self.push(Fate::Kept, &new[new_index..][..len]),
            DiffOp::Insert { new_index, new_len, .. } => {
                self.push(Fate::Inserted, &new[new_index..][..new_len]);
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                self.push(Fate::Deleted, &old[old_index..][..old_len]);
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                self.push(Fate::Deleted, &old[old_index..][..old_len]);
                self.push(Fate::Inserted, &new[new_index..][..new_len]);
            }
        }
    }

    fn push(&mut self, fate: Fate, tokens: &[Token<'_>]) {
        for token in tokens {
            if self.runs.last().is_none_or(|last| last.fate != fate) {
                self.runs.push(Run { fate, text: String::new() });
            }
            let last = self.runs.last_mut().expect("there is one now");
            last.text.push_str(token.space);
            last.text.push_str(token.word);
        }
    }
}

/// How many words of what was kept stand beside what was not, where a text is shortened.
const AROUND: usize = 8;

/// The runs with most of what was kept left out.
pub(super) fn shortened(runs: &[Run]) -> Vec<Run> {
    let last = runs.len().saturating_sub(1);
    let shorten = |(index, run): (usize, &Run)| {
        let words: Vec<(usize, &str)> = run.text.split_word_bound_indices().collect();
        let words: Vec<usize> =
            words.iter().filter(|(_, word)| !word.trim().is_empty()).map(|(at, _)| *at).collect();
        if run.fate != Fate::Kept || last == 0 || words.len() <= 3 * AROUND {
            return run.clone();
        }
        let head = run.text[..words[AROUND]].trim_end();
        let tail = &run.text[words[words.len() - AROUND]..];
        let text = match index {
            0 => format!("… {tail}"),
            _ if index == last => format!("{head} …"),
            _ => format!("{head} … {tail}"),
        };
        Run { fate: Fate::Kept, text }
    };
    runs.iter().enumerate().map(shorten).collect()
}
