//! Typst source being written, with a note of where every piece of it comes from.
//!
//! Text goes into string literals and nowhere else, so that nothing an author types can be read as Typst: in a literal
//! only `"` and `\` mean anything, and both are escaped.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::theme::{Face, Family};

/// Shown in the place of a character that no font has.
const REPLACEMENT: char = '\u{fffd}';
/// How many characters a finding names before it says that there are more.
const NAMED: usize = 8;

/// How long words are that can be broken, so that they do not run out of the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct LongWord {
    /// In bytes: a longer one can be broken behind its punctuation.
    behind_mark: usize,
    /// In letters: one of the text that is longer without punctuation, as no word of a language is, can be broken anywhere.
    anywhere: usize,
    /// Likewise for one in code, which is not hyphenated, or with digits in it.
    in_code: usize,
}

impl LongWord {
    /// Of the text on wide paper.
    const TEXT: Self = Self { behind_mark: 24, anywhere: 66, in_code: 40 };
    /// In a cell of a table.
    pub(super) const CELL: Self = Self { behind_mark: 9, anywhere: 40, in_code: 20 };

    /// Of the text, on paper that has so many columns of code: none is longer than its line.
    pub(super) fn text(columns: usize) -> Self {
        let Self { behind_mark, anywhere, in_code } = Self::TEXT;
        Self { behind_mark, anywhere: anywhere.min(columns * 5 / 6), in_code: in_code.min(columns / 2) }
    }

    /// Of headings, which are larger and not hyphenated.
    pub(super) fn heading(columns: usize) -> Self {
        let most = 28.min(columns * 2 / 5);
        Self { behind_mark: most, anywhere: most, in_code: most }
    }

    /// Likewise of code.
    pub(super) const fn of_code(self) -> Self {
        Self { anywhere: self.in_code, ..self }
    }
}

/// One file of Typst source.
#[derive(Debug)]
pub(super) struct Writer {
    code: String,
    /// How long words are that can be broken.
    pub(super) long_word: LongWord,
    map: Vec<(u32, Span)>,
    /// Whether a font has a character, for those that were asked for.
    known: HashMap<char, bool>,
    /// Likewise of the face of code.
    code_face: HashMap<char, bool>,
    /// What no font has: how often, and where first.
    missing: BTreeMap<char, (usize, Span)>,
}

/// Where the pieces of a Typst file come from: offsets in it and the places in the manuscript, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceMap(Vec<(u32, Span)>);

impl SourceMap {
    /// Adds the rest of a file to the map of its start.
    pub(super) fn extend(&mut self, rest: Self) {
        self.0.extend(rest.0);
    }

    /// The place in the manuscript that an offset in the Typst file was written for.
    pub fn find(&self, offset: usize) -> Option<Span> {
        let behind = self.0.partition_point(|&(start, _)| start as usize <= offset);
        self.0[..behind].last().map(|&(_, span)| span).filter(|span| !span.is_detached())
    }
}

impl Writer {
    pub(super) fn new(head: &str) -> Self {
        Self {
            code: head.to_owned(),
            long_word: LongWord::TEXT,
            map: Vec::new(),
            known: HashMap::new(),
            code_face: HashMap::new(),
            missing: BTreeMap::new(),
        }
    }

    /// What is written from here on comes from there.
    pub(super) fn at(&mut self, span: Span) {
        let offset = u32::try_from(self.code.len()).expect("sources are smaller than 4 GiB");
        match self.map.last_mut() {
            Some(last) if last.0 == offset => last.1 = span,
            _ => self.map.push((offset, span)),
        }
    }

    /// Typst code, as it is.
    pub(super) fn code(&mut self, code: &str) {
        self.code.push_str(code);
    }

    /// The end of a line, where it is not there.
    pub(super) fn end_line(&mut self) {
        if !self.code.ends_with('\n') {
            self.code.push('\n');
        }
    }

    /// The code so far, for what is formatted into it.
    pub(super) fn raw(&mut self) -> &mut String {
        &mut self.code
    }

    /// Text that is shown, as a string literal.
    pub(super) fn string(&mut self, text: &str) {
        self.code.push('"');
        for c in text.chars() {
            let c = self.shown(c);
            push_character(c, &mut self.code);
        }
        self.code.push('"');
    }

    /// Code that is shown, as a string literal or, where a word is very long, as a block.
    pub(super) fn title(&mut self, text: &str) {
        if break_in(text, self.long_word.of_code()).is_none() {
            self.string(text);
            return;
        }
        self.code("{");
        self.code_words(text);
        self.code("}");
    }

    /// Text that is not shown, as a string literal: an address, a name, what a picture shows.
    pub(super) fn literal(&mut self, text: &str) {
        self.code.push('"');
        text.chars().for_each(|c| push_character(c, &mut self.code));
        self.code.push('"');
    }

    /// A place that links lead to.
    pub(super) fn mark(&mut self, name: &str) {
        self.code("mark(");
        self.literal(name);
        self.code(")");
    }

    /// A formula in Typst's own language, of which all characters are in strings or written as `\u{78}`.
    pub(super) fn formula(&mut self, code: &str) {
        let mut rest = code;
        while let Some(at) = rest.find(|c: char| !c.is_ascii()).into_iter().chain(rest.find("\\u{")).min() {
            let (before, behind) = rest.split_at(at);
            self.code(before);
            let escaped = behind.strip_prefix("\\u{").and_then(|hex| hex.split_once('}'));
            let code =
                escaped.and_then(|(hex, _)| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
            match (code, escaped, behind.chars().next()) {
                (Some(c), Some((_, behind)), _) => {
                    let c = self.in_formula(c);
                    write!(self.code, "\\u{{{:x}}}", u32::from(c)).expect("strings take all");
                    rest = behind;
                }
                (_, _, Some(c)) => {
                    let shown = self.in_formula(c);
                    self.code.push(shown);
                    rest = &behind[c.len_utf8()..];
                }
                (_, _, None) => return,
            }
        }
        self.code(rest);
    }

    /// A letter of a formula. The fonts of formulas have all that mathematics needs; letters of other scripts are looked for.
    fn in_formula(&mut self, c: char) -> char {
        let is_mathematical =
            matches!(c, '\0'..='\u{3ff}' | '\u{2000}'..='\u{2bff}' | '\u{1d400}'..='\u{1d7ff}');
        if is_mathematical { c } else { self.shown(c) }
    }

    /// Text as a statement; where a word is very long, it can be broken.
    pub(super) fn words(&mut self, text: &str) {
        self.broken(text, self.long_word);
    }

    /// Code, likewise.
    pub(super) fn code_words(&mut self, text: &str) {
        self.broken(text, self.long_word.of_code());
    }

    fn broken(&mut self, text: &str, long: LongWord) {
        let mut rest = text;
        while let Some(at) = break_in(rest, long) {
            let (start, end) = rest.split_at(at);
            self.string(start);
            self.code(";soft;");
            rest = end;
        }
        self.string(rest);
    }

    /// What is shown for a character: itself where a font has it.
    fn shown(&mut self, c: char) -> char {
        // A mark of byte order has no place in the midst of a text, and none in a PDF/UA (ISO 14289-1 §7.21.7): what it once meant
        // has a character of its own.
        let c = if c == '\u{feff}' { '\u{2060}' } else { c };
        if c.is_ascii() || is_unseen(c) || is_ignorable(c) || self.has_glyph(c) {
            return c;
        }
        let span = self.map.last().map_or(Span::DETACHED, |&(_, span)| span);
        self.missing.entry(c).or_insert((0, span)).0 += 1;
        REPLACEMENT
    }

    fn has_glyph(&mut self, c: char) -> bool {
        *self.known.entry(c).or_insert_with(|| {
            let wanted = [c].into();
            Face::all().iter().any(|face| !face.covers(&wanted).is_empty())
        })
    }

    /// Whether the face of code has a character: those that others have are wider.
    pub(super) fn is_in_code_face(&mut self, c: char) -> bool {
        *self.code_face.entry(c).or_insert_with(|| {
            let face = Face::all().iter().find(|face| face.family == Family::Mono);
            c.is_ascii() || face.is_some_and(|face| !face.covers(&[c].into()).is_empty())
        })
    }

    /// The source with its map, and one finding for the characters that no font has.
    pub(super) fn finish(self, diagnostics: &mut Diagnostics) -> (String, SourceMap) {
        if let Some(finding) = missing_glyphs(&self.missing) {
            diagnostics.push(finding);
        }
        (self.code, SourceMap(self.map))
    }
}

/// Marks behind which a long word can be broken; never between two of them.
const MARKS: &str = "/.,:;?&=_-#%+|<([{)]}>";

/// Where a very long word at the start of a text, or behind white space in it, can be broken first.
pub(super) fn break_in(text: &str, long: LongWord) -> Option<usize> {
    if text.len() <= long.behind_mark {
        return None;
    }
    let mut start = 0;
    let mut place = None;
    let mut halves = 0;
    let mut has_digits = false;
    for (at, c) in text.char_indices() {
        halves += half_letters(c);
        has_digits |= c.is_ascii_digit();
        if c.is_whitespace() {
            (start, place, halves, has_digits) = (at, None, 0, false);
        } else if at - start > long.behind_mark && place.is_some() && !MARKS.contains(c) {
            return place;
        } else if halves > 2 * (if has_digits { long.in_code } else { long.anywhere })
            && let Some(at) = last_boundary(text, start, at)
        {
            return Some(at);
        } else if c.width() == Some(2) {
            // Lines can be broken at ideographs as it is.
            halves = 0;
        } else if at > start + 2 && MARKS.contains(c) {
            place = Some(at + c.len_utf8());
        }
    }
    None
}

/// The width of a letter in halves of a common one.
fn half_letters(c: char) -> usize {
    match c {
        'm' | 'w' | 'M' | 'W' => 4,
        c if c.is_uppercase() => 3,
        _ => 2,
    }
}

/// The last place between two characters as readers see them, behind a place and not behind another.
fn last_boundary(text: &str, start: usize, end: usize) -> Option<usize> {
    let places = text[start..].grapheme_indices(true).map(|(at, _)| start + at);
    places.take_while(|&at| at <= end).last().filter(|&at| at > start)
}

/// A character of a literal; what can't be seen and no font has is left out.
fn push_character(c: char, code: &mut String) {
    match c {
        '"' => code.push_str("\\\""),
        '\\' => code.push_str("\\\\"),
        '\n' => code.push_str("\\n"),
        c if is_unseen(c) => {}
        c => code.push(c),
    }
}

/// Control characters and those that are no characters (Unicode §23.7).
fn is_unseen(c: char) -> bool {
    let code = u32::from(c);
    c.is_control() || code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code)
}

/// Characters that steer the setting and have no look of their own (Unicode, `Default_Ignorable_Code_Point`).
fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0000}'..='\u{e0fff}')
}

fn missing_glyphs(missing: &BTreeMap<char, (usize, Span)>) -> Option<Diagnostic> {
    let &(_, span) = missing.values().min_by_key(|(_, span)| span.range().start)?;
    let count: usize = missing.values().map(|(count, _)| count).sum();
    let named: Vec<String> =
        missing.keys().take(NAMED).map(|&c| format!("`{c}` (U+{:04X})", u32::from(c))).collect();
    let more =
        if missing.len() > NAMED { format!(" and {} more", missing.len() - NAMED) } else { String::new() };
    let message = match count {
        1 => format!("no font of the PDF has {}", named.join(", ")),
        _ => format!("no font of the PDF has {}{more}: {count} characters in this file", named.join(", ")),
    };
    let finding = Diagnostic::new(Code::GlyphMissing, span, message);
    Some(
        finding
            .hint(format!("`{REPLACEMENT}` is shown instead; EPUB and HTML show it with the reader's fonts")),
    )
}
