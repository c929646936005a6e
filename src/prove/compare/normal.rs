//! The form in which blocks of two tellings are compared.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::super::Edition;
use super::super::said::{Kind, OBJECT, SEAM, Said, Speech};
use crate::model::{Inline, InlineKind, Listing, Visitor, walk_blocks, walk_body, walk_inline, walk_inlines};
use crate::resolve::Resolved;
use crate::theme::Face;
use crate::xml::clean;

/// What must be equal.
pub(super) type Key = (Kind, String);

/// How blocks of an edition are compared.
pub(super) struct Normal {
    edition: Edition,
    /// Whether the book runs so.
    is_right_to_left: bool,
    /// On paper, the characters that no font has.
    missing: BTreeSet<char>,
    /// On paper, what short forms stand for, as it is said behind them.
    long_forms: BTreeSet<String>,
}

impl Normal {
    pub(super) fn new<L>(book: &Resolved, edition: Edition, told: &Speech<L>) -> Self {
        if edition != Edition::Pdf {
            return Self {
                edition,
                is_right_to_left: false,
                missing: BTreeSet::new(),
                long_forms: BTreeSet::new(),
            };
        }
        let words = told.text.iter().chain(&told.notes).flat_map(|said| said.words.chars());
        let mut missing: BTreeSet<char> =
            words.filter(|&c| !c.is_ascii() && !is_unseen(c) && c != OBJECT).collect();
        for face in Face::all() {
            let covered = face.covers(&missing);
            missing.retain(|c| !covered.contains(c));
        }
        Self {
            edition,
            is_right_to_left: book.book.meta.right_to_left,
            missing,
            long_forms: long_forms(book),
        }
    }

    /// The form of a block of the manuscript.
    pub(super) fn told<L>(&self, said: &Said<L>) -> Key {
        let kind = match (said.kind, self.edition) {
            (Kind::Heading(_), Edition::Pdf) => Kind::Heading(0),
            (Kind::Heading(level), Edition::Single) => Kind::Heading((level + 1).min(6)),
            (Kind::Heading(level), Edition::Epub | Edition::Site) => Kind::Heading(level.min(6)),
            (kind, _) => kind,
        };
        if self.edition != Edition::Pdf {
            // Lines end as they do in every text.
            return (kind, on_screen(kind, &clean(&said.words.replace("\r\n", "\n"))));
        }
        (kind, self.on_paper(&self.shown(&said.words)))
    }

    /// The form of a block of the book.
    pub(super) fn read<L>(&self, said: &Said<L>) -> Key {
        match (said.kind, self.edition) {
            (Kind::Heading(_), Edition::Pdf) => (Kind::Heading(0), self.on_paper(&said.words)),
            (kind, Edition::Pdf) => (kind, self.on_paper(&said.words)),
            (kind, _) => (kind, on_screen(kind, &said.words)),
        }
    }

    /// Words on paper, in no order: a letter with a mark once.
    fn on_paper(&self, words: &str) -> String {
        let squeezed = self.printed(words);
        let mut letters: Vec<&str> = squeezed.graphemes(true).collect();
        letters.sort_unstable();
        letters.dedup_by(|a, b| a == b && is_composed(a));
        let mut letters: Vec<char> = letters.into_iter().flat_map(str::chars).collect();
        letters.sort_unstable();
        letters.into_iter().collect()
    }

    /// Words without what only paper says.
    fn printed(&self, words: &str) -> String {
        let mut printed = squeezed(words);
        for form in &self.long_forms {
            if printed.contains(form) {
                printed = printed.replace(form, "");
            }
        }
        printed
    }

    /// Whether letters that are the same are in the same order. Those of words from right to left are in that of the page, and
    /// a mark may go to the sign for a letter that no font has.
    pub(super) fn is_in_order<L>(&self, told: &Said<L>, printed: &str) -> bool {
        let shown = self.shown(&told.words);
        self.is_right_to_left
            || shown.chars().any(|c| is_right_to_left(c) || c == char::REPLACEMENT_CHARACTER)
            || self.printed(&shown) == self.printed(printed)
    }

    /// Words with a mark for each character that no font has.
    fn shown(&self, words: &str) -> String {
        let mut in_object = false;
        let shown = words.chars().map(|c| {
            in_object ^= c == OBJECT;
            if !in_object && self.missing.contains(&c) { char::REPLACEMENT_CHARACTER } else { c }
        });
        shown.collect()
    }

    /// Where in words printed ones have white space that they should not have, or lack it: in characters. Where pieces of
    /// text meet, as at the end of a printed line, there may be some or none. What is printed was compared before.
    pub(super) fn wrong_space(&self, words: &str, printed: &str) -> Option<usize> {
        if self.is_right_to_left {
            return None;
        }
        let mut printed = printed.chars().filter(|&c| c == SEAM || !is_unseen(c)).peekable();
        let mut should = false;
        for (at, c) in words.chars().enumerate().filter(|(_, c)| !is_unseen(*c)) {
            if c.is_whitespace() {
                should = true;
                continue;
            }
            let (mut is, mut at_seam) = (false, at == 0);
            while let Some(blank) = printed.next_if(|&c| c == SEAM || c.is_whitespace()) {
                is |= blank != SEAM;
                at_seam |= blank == SEAM;
            }
            // Forms of one character, and what paper says besides: no place behind is the same.
            if printed.next() != Some(c) {
                return None;
            }
            if is != should && !at_seam {
                return Some(at);
            }
            should = false;
        }
        None
    }

    /// The first line of code that doesn't begin a printed line behind as much white space as it should. What is
    /// printed was compared before.
    pub(super) fn broken_line<'a>(&self, code: &'a str, printed: &str) -> Option<&'a str> {
        if code.chars().any(|c| is_right_to_left(c) || self.missing.contains(&c)) {
            return None;
        }
        let mut pieces = printed.split('\n');
        code.lines().filter(|line| !squeezed(line).is_empty()).find(|line| {
            // Where there is no room, white space at the start may have a line of its own.
            let mut blank = 0;
            let first = pieces.find(|piece| {
                let is_blank = squeezed(piece).is_empty();
                blank += if is_blank { indent(piece) } else { 0 };
                !is_blank
            });
            let Some(first) = first else { return true };
            let (whole, mut so_far) = (squeezed(line), squeezed(first));
            while so_far.len() < whole.len()
                && let Some(piece) = pieces.next()
            {
                so_far += &squeezed(piece);
            }
            so_far != whole || ![indent(first), blank + indent(first)].contains(&indent(line))
        })
    }
}

/// The columns of white space that a line begins with.
fn indent(line: &str) -> usize {
    let seen = line.chars().filter(|&c| c == '\t' || !is_unseen(c));
    seen.take_while(|c| c.is_whitespace()).fold(0, |column, c| match c {
        '\t' => column + Listing::TAB - column % Listing::TAB,
        // They begin a line.
        '\u{2028}' | '\u{2029}' => 0,
        _ => column + 1,
    })
}

/// Words as a page shows them: each white space is one space. Of code, lines without white space at their ends.
fn on_screen(kind: Kind, words: &str) -> String {
    match kind {
        Kind::Code => {
            let seen = without_unseen(words);
            let lines: Vec<&str> = seen.lines().map(str::trim_end).collect();
            lines.join("\n").trim_end().to_owned()
        }
        Kind::Heading(_) | Kind::Text | Kind::Ordinal | Kind::Cell { .. } | Kind::Note => spaced(words),
    }
}

/// Words as one who reads sees them: what stands around others' places is not shown.
pub(super) fn seen(words: &str) -> String {
    spaced(&words.replace(OBJECT, ""))
}

/// Words with one space for each white space.
fn spaced(words: &str) -> String {
    without_unseen(words).split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_unseen(words: &str) -> String {
    words.chars().filter(|&c| c.is_ascii_whitespace() || !is_unseen(c)).collect()
}

/// Whether a character is its own plain form and no part of another: most of a text is made of such, and is compared as it
/// is.
fn is_plain(c: char) -> bool {
    c.is_ascii()
        || matches!(
            c,
            '\u{2013}' | '\u{2014}' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' | '\u{4e00}'
                ..='\u{9fff}'
        )
}

/// Words without white space and what can't be seen, each character in its plain form. Of letters with marks that follow
/// one another and are the same, one: where each glyph of a letter is set by itself, each says all of it.
fn squeezed(words: &str) -> String {
    if words.chars().all(is_plain) {
        return words.chars().filter(|&c| !c.is_whitespace() && !is_unseen(c)).collect();
    }
    let plain: String = words.nfkc().filter(|&c| !c.is_whitespace() && !is_unseen(c)).collect();
    if plain.is_ascii() {
        return plain;
    }
    let mut out = String::with_capacity(plain.len());
    let mut before = "";
    for letter in plain.graphemes(true) {
        if letter != before || !is_composed(letter) {
            out.push_str(letter);
        }
        before = letter;
    }
    out
}

/// Whether a letter has a mark, or is of more than one character.
fn is_composed(letter: &str) -> bool {
    !letter.is_ascii() && letter.nfd().nth(1).is_some()
}

/// Characters that no page shows: control characters, those that steer the setting, and those that are none.
fn is_unseen(c: char) -> bool {
    let code = u32::from(c);
    c.is_control()
        || code & 0xfffe == 0xfffe
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Letters of the scripts that run from right to left (Unicode, `Bidi_Class` R and AL), and characters that make others run so.
fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// What the short forms of a book stand for, as paper says it.
fn long_forms(book: &Resolved) -> BTreeSet<String> {
    struct Forms(BTreeSet<String>);
    impl<'a> Visitor<'a> for Forms {
        fn inline(&mut self, inline: &'a Inline) {
            if let InlineKind::Abbreviation { title, .. } = &inline.kind {
                self.0.insert(squeezed(&format!("({title})")));
            }
            walk_inline(self, inline);
        }
    }
    let mut forms = Forms(BTreeSet::new());
    for chapter in &book.book.chapters {
        chapter.heading.iter().for_each(|heading| walk_inlines(&mut forms, &heading.inlines));
        walk_body(&mut forms, &chapter.body);
        chapter.notes.iter().for_each(|note| walk_blocks(&mut forms, &note.blocks));
    }
    forms.0.remove("()");
    forms.0
}
