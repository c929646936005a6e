//! Typst source being written, with a note of where every piece of it comes from.
//!
//! Text goes into string literals and nowhere else, so that nothing an author types can be read as Typst: in a literal
//! only `"` and `\` mean anything, and both are escaped.

use std::collections::{BTreeMap, HashMap};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::Span;
use crate::theme::Face;

/// Shown in the place of a character that no font has.
const REPLACEMENT: char = '\u{fffd}';
/// How many characters a finding names before it says that there are more.
const NAMED: usize = 8;
/// How long a word of the text is that can be broken behind its punctuation, so that it does not run out of the page.
pub(super) const LONG_WORD: usize = 24;
/// Likewise in a cell of a table.
pub(super) const LONG_WORD_IN_CELL: usize = 9;

/// One file of Typst source.
#[derive(Debug)]
pub(super) struct Writer {
    code: String,
    /// A word longer than this can be broken behind its punctuation.
    pub(super) long_word: usize,
    map: Vec<(u32, Span)>,
    /// Whether a font has a character, for those that were asked for.
    known: HashMap<char, bool>,
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
            long_word: LONG_WORD,
            map: Vec::new(),
            known: HashMap::new(),
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

    /// Text as a string literal.
    pub(super) fn string(&mut self, text: &str) {
        self.code.push('"');
        for c in text.chars() {
            self.character(c);
        }
        self.code.push('"');
    }

    /// Text as a statement; where a word is very long, it can be broken behind its punctuation.
    pub(super) fn words(&mut self, text: &str) {
        let mut rest = text;
        while let Some(at) = break_in(rest, self.long_word) {
            let (start, end) = rest.split_at(at);
            self.string(start);
            self.code(";soft;");
            rest = end;
        }
        self.string(rest);
    }

    fn character(&mut self, c: char) {
        match c {
            '"' => self.code.push_str("\\\""),
            '\\' => self.code.push_str("\\\\"),
            '\n' => self.code.push_str("\\n"),
            ' '..='~' => self.code.push(c),
            // A mark of byte order has no place in the midst of a text, and none in a PDF/UA (ISO 14289-1 §7.21.7): what it
            // once meant has a character of its own.
            '\u{feff}' => self.code.push('\u{2060}'),
            // What a reader can't see, and fonts have no glyph for.
            c if c.is_control() || is_noncharacter(c) => {}
            c if is_ignorable(c) || self.has_glyph(c) => self.code.push(c),
            c => {
                let span = self.map.last().map_or(Span::DETACHED, |&(_, span)| span);
                self.missing.entry(c).or_insert((0, span)).0 += 1;
                self.code.push(REPLACEMENT);
            }
        }
    }

    fn has_glyph(&mut self, c: char) -> bool {
        *self.known.entry(c).or_insert_with(|| {
            let wanted = [c].into();
            Face::all().iter().any(|face| !face.covers(&wanted).is_empty())
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

/// Where a very long word at the start of a text, or behind white space in it, can be broken first.
pub(super) fn break_in(text: &str, long: usize) -> Option<usize> {
    if text.len() <= long {
        return None;
    }
    let mut start = 0;
    let mut place = None;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            (start, place) = (at, None);
        } else if at - start > long && place.is_some() {
            return place;
        } else if at > start + 2 && "/.,:;?&=_-#%+)]}>".contains(c) {
            place = Some(at + c.len_utf8());
        }
    }
    None
}

fn is_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code)
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
