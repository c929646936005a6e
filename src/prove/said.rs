//! What a book says, block by block: one vocabulary for the manuscript and for what is read back from every book.

use crate::source::Span;

/// Stands around what is seen or read out in the place of words: a picture's text alternative, a formula's LaTeX.
pub(super) const OBJECT: char = '\u{fffc}';

/// Stands between pieces of printed text, where there may be white space or none.
pub(super) const SEAM: char = '\u{1f}';

/// A block with words of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said<L> {
    pub(super) kind: Kind,
    /// Its words, white space as it is written; of code, its lines.
    pub(super) words: String,
    /// Where its links lead, in order; of links to one place that follow one another, one.
    pub(super) links: Vec<L>,
    /// Where it is in the manuscript; detached in what was read back.
    pub(super) span: Span,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// A heading of a level, from 1.
    Heading(u8),
    /// A paragraph, a caption, a term, a title, a picture: what is read line by line.
    Text,
    /// The number of a list's item.
    Ordinal,
    /// What a table's cell says: its row and its place among the cells of that row, from 0.
    Cell { row: usize, place: usize },
    /// A listing's lines.
    Code,
    /// The number of a footnote, whose blocks follow.
    Note,
}

/// What a whole book says.
#[derive(Debug)]
pub(super) struct Speech<L> {
    /// Its text, in order.
    pub(super) text: Vec<Said<L>>,
    /// Its footnotes, in order. On paper they stand at their marks, elsewhere behind their chapters.
    pub(super) notes: Vec<Said<L>>,
}

impl<L> Default for Speech<L> {
    fn default() -> Self {
        Self { text: Vec::new(), notes: Vec::new() }
    }
}

impl<L> Speech<L> {
    /// How many blocks there are.
    pub(super) fn len(&self) -> usize {
        self.text.len() + self.notes.len()
    }
}

/// Puts words together to blocks.
pub(super) struct Teller<L> {
    speech: Speech<L>,
    /// The block that is being told.
    run: Said<L>,
    /// What the blocks around it are.
    around: Vec<Kind>,
    /// Of each footnote, its blocks.
    notes: Vec<Vec<Said<L>>>,
    /// The footnotes that are around it, as indices, with what is around each.
    outside: Vec<(usize, Said<L>, Vec<Kind>)>,
}

impl<L: PartialEq> Teller<L> {
    /// Nothing was told yet.
    pub(super) fn new() -> Self {
        Self {
            speech: Speech::default(),
            run: empty(Kind::Text),
            around: Vec::new(),
            notes: Vec::new(),
            outside: Vec::new(),
        }
    }

    /// Words of the block.
    pub(super) fn words(&mut self, words: &str) {
        self.run.words.push_str(words);
    }

    /// What follows may stand apart from what came before.
    pub(super) fn seam(&mut self) {
        self.run.words.push(SEAM);
    }

    /// What stands in the place of words; nothing where it is empty, as a decoration's text is.
    pub(super) fn object(&mut self, alternative: &str) {
        let alternative = alternative.split_whitespace().collect::<Vec<_>>().join(" ");
        if !alternative.is_empty() {
            self.words(&format!("{OBJECT}{alternative}{OBJECT}"));
        }
    }

    /// A link in the block.
    pub(super) fn link(&mut self, to: L) {
        if self.run.links.last() != Some(&to) {
            self.run.links.push(to);
        }
    }

    /// Where in the manuscript the words that follow are.
    pub(super) fn at(&mut self, span: Span) {
        self.flush();
        self.run.span = span;
    }

    /// Where in the manuscript the block that is being told is.
    pub(super) fn span(&mut self, span: Span) {
        self.run.span = span;
    }

    /// The words that follow are of another block.
    pub(super) fn flush(&mut self) {
        let (kind, span) = (self.kind(), self.run.span);
        let run = std::mem::replace(&mut self.run, empty(kind));
        self.run.span = span;
        if run.words.chars().any(|c| !c.is_whitespace() && c != SEAM) {
            let told = match self.outside.last() {
                Some(&(note, ..)) => &mut self.notes[note],
                None => &mut self.speech.text,
            };
            told.push(Said { kind, ..run });
        }
    }

    /// What follows is in a block of a kind, whatever is in it; without one, of the kind around it.
    pub(super) fn open(&mut self, kind: Option<Kind>) {
        self.flush();
        self.around.push(kind.unwrap_or_else(|| self.kind()));
    }

    /// The block that was opened last ends.
    pub(super) fn close(&mut self) {
        self.flush();
        self.around.pop();
    }

    /// A block that says nothing else.
    pub(super) fn block(&mut self, kind: Kind, words: &str) {
        self.open(Some(kind));
        self.words(words);
        self.close();
    }

    /// What follows is in a footnote, its number first, wherever that stands: the block around it goes on behind it.
    pub(super) fn open_note(&mut self) {
        let run = std::mem::replace(&mut self.run, empty(Kind::Text));
        self.run.span = run.span;
        self.outside.push((self.notes.len(), run, std::mem::take(&mut self.around)));
        self.notes.push(Vec::new());
    }

    /// The footnote ends that was opened last.
    pub(super) fn close_note(&mut self) {
        self.flush();
        if let Some((_, run, around)) = self.outside.pop() {
            (self.run, self.around) = (run, around);
        }
    }

    /// What the block is that is being told.
    pub(super) fn kind(&self) -> Kind {
        self.around.last().copied().unwrap_or(Kind::Text)
    }

    /// All that was told.
    pub(super) fn finish(mut self) -> Speech<L> {
        self.flush();
        self.speech.notes = self.notes.into_iter().flatten().collect();
        self.speech
    }
}

fn empty<L>(kind: Kind) -> Said<L> {
    Said { kind, words: String::new(), links: Vec::new(), span: Span::DETACHED }
}
