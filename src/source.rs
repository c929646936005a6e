//! Every text that was read, and the look-up from a place in it to line and column.
//!
//! A [`Span`] is twelve bytes and stands on every node of the model. [`Sources`] owns the texts; nothing else
//! needs them to pass a span along, only to show it.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock};

/// A text in [`Sources`]. The order of ids says nothing: diagnostics sort by path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

/// A range of bytes in one text. The default span is [detached](Span::DETACHED).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    file: FileId,
    start: u32,
    end: u32,
}

impl Span {
    /// The span of what was made and not read.
    pub const DETACHED: Self = Self { file: FileId(u32::MAX), start: 0, end: 0 };

    /// The bytes `range` of `file`.
    ///
    /// # Panics
    /// Where the text is larger than 4 GiB, which [`Sources::add`] never lets in.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let at = |offset: usize| u32::try_from(offset).expect("texts are smaller than 4 GiB");
        Self { file, start: at(range.start), end: at(range.end) }
    }

    /// The text this span is in, `None` for a detached one.
    pub fn file(self) -> Option<FileId> {
        (!self.is_detached()).then_some(self.file)
    }

    /// The bytes of the text, from its start.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether this span is of nothing that was read.
    pub fn is_detached(self) -> bool {
        self.file == Self::DETACHED.file
    }

    /// The smallest span over both; that of the other where one is detached or of another text.
    pub fn to(self, end: Self) -> Self {
        if self.is_detached() {
            return end;
        }
        if end.is_detached() || end.file != self.file {
            return self;
        }
        Self { file: self.file, start: self.start.min(end.start), end: self.end.max(end.end) }
    }
}

impl Default for Span {
    fn default() -> Self {
        Self::DETACHED
    }
}

/// A place as people count it: line and column from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// One text: where it came from and what it says.
#[derive(Debug)]
pub struct Source {
    /// The path as messages show it: relative to the manuscript's folder, with `/`.
    pub path: String,
    /// The text, without byte-order mark.
    pub text: Arc<str>,
    line_starts: Vec<u32>,
    /// How many characters come before each block of the text: counted when a long line is first asked about.
    characters: OnceLock<Vec<usize>>,
}

/// The bytes of a block, for counting characters.
const BLOCK: usize = 4096;

impl Source {
    /// Line and column of a byte offset; the end of the text for an offset behind it.
    pub fn position(&self, offset: usize) -> Position {
        let offset = offset.min(self.text.len());
        let line = self.line_starts.partition_point(|&start| start as usize <= offset) - 1;
        let start = self.line_starts[line] as usize;
        let column = match offset - start {
            0..BLOCK => characters(&self.text.as_bytes()[start..offset]),
            _ => self.characters_before(offset) - self.characters_before(start),
        };
        Position { line: line + 1, column: column + 1 }
    }

    /// The byte offset of a line and of a column in bytes, both from 1; the end of the text for what is behind it.
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let start = self.line_starts.get(line.saturating_sub(1)).map_or(self.text.len(), |&at| at as usize);
        self.text.floor_char_boundary(start + column.saturating_sub(1))
    }

    /// How many characters begin before an offset, without counting all of them each time.
    fn characters_before(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let blocks = self.characters.get_or_init(|| {
            let sum = |before: &mut usize, block: &[u8]| {
                let start = *before;
                *before += characters(block);
                Some(start)
            };
            bytes.chunks(BLOCK).scan(0, sum).collect()
        });
        let block = offset / BLOCK;
        match blocks.get(block) {
            Some(before) => before + characters(&bytes[block * BLOCK..offset]),
            None => blocks.last().map_or(0, |before| before + characters(&bytes[(block - 1) * BLOCK..])),
        }
    }

    /// The bytes of a line (from 1), without its end.
    pub fn line(&self, line: usize) -> Range<usize> {
        let start = self.line_starts.get(line - 1).map_or(self.text.len(), |&at| at as usize);
        let end = self.line_starts.get(line).map_or(self.text.len(), |&at| at as usize);
        let text = &self.text[start..end];
        start..start + text.trim_end_matches(['\n', '\r']).len()
    }
}

/// How many characters begin in these bytes of UTF-8.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count()
}

/// All texts of one run. Adding is possible while others read, so that chapters can be parsed side by side.
#[derive(Debug, Default)]
pub struct Sources {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    list: Vec<Arc<Source>>,
    by_path: HashMap<String, FileId>,
}

impl Sources {
    /// Adds a text, or gives the id it was added under before. A byte-order mark is left out.
    ///
    /// # Panics
    /// For a text of 4 GiB or more; loading refuses those.
    pub fn add(&self, path: &str, text: &str) -> FileId {
        let mut inner = self.inner.lock().expect("no reader panics while it holds the sources");
        if let Some(&id) = inner.by_path.get(path) {
            return id;
        }
        assert!(u32::try_from(text.len()).is_ok(), "texts are smaller than 4 GiB");
        let text: Arc<str> = text.strip_prefix('\u{feff}').unwrap_or(text).into();
        let line_starts = std::iter::once(0)
            .chain(text.bytes().zip(1..).filter(|&(byte, _)| byte == b'\n').map(|(_, next)| next))
            .collect();
        let id = FileId(u32::try_from(inner.list.len()).expect("fewer than 2³² texts"));
        inner.list.push(Arc::new(Source {
            path: path.to_owned(),
            text,
            line_starts,
            characters: OnceLock::new(),
        }));
        inner.by_path.insert(path.to_owned(), id);
        id
    }

    /// The text of an id.
    pub fn get(&self, id: FileId) -> Arc<Source> {
        let inner = self.inner.lock().expect("no reader panics while it holds the sources");
        inner.list[id.0 as usize].clone()
    }

    /// Path and start of a span, `None` for a detached one.
    pub fn locate(&self, span: Span) -> Option<(String, Position)> {
        let source = self.get(span.file()?);
        let position = source.position(span.range().start);
        Some((source.path.clone(), position))
    }
}
