//! The words of a block in short: what was said, near enough to be found again and compared word by word.

/// Each word is 12 bits of its hash, written as two characters.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How many words a sketch holds at most. Of a longer block those are kept whose code is a multiple of 2, 4, 8 …, so that
/// words keep their place in the sample whatever is put in before them.
const MOST: usize = 512;

/// The words of a block, each as 12 bits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch {
    /// How many words the block has.
    pub words: usize,
    /// Codes of its words in order; of a long block, of a sample of them.
    codes: Vec<u16>,
}

impl Sketch {
    /// The sketch of a text. What parts its words does not count, nor whether they are capitals.
    pub fn of(text: &str) -> Self {
        let codes: Vec<u16> = words(text).map(code).collect();
        Self { words: codes.len(), codes }.sampled()
    }

    /// The sketch of code, in which signs count as words do.
    pub fn of_code(code: &str) -> Self {
        let codes: Vec<u16> = tokens(code).map(self::code).collect();
        Self { words: codes.len(), codes }.sampled()
    }

    /// Reads what [`text`](Self::text) wrote.
    pub fn parse(words: usize, text: &str) -> Option<Self> {
        let value = |byte: u8| ALPHABET.iter().position(|&letter| letter == byte);
        let pairs = text.as_bytes().chunks(2);
        let code = |pair: &[u8]| {
            let (high, low) = (value(*pair.first()?)?, value(*pair.get(1)?)?);
            u16::try_from(high << 6 | low).ok()
        };
        Some(Self { words, codes: pairs.map(code).collect::<Option<_>>()? })
    }

    /// The sketch as a word of letters.
    pub fn text(&self) -> String {
        let letters = |code: &u16| [code >> 6, code & 63].map(|six| char::from(ALPHABET[usize::from(six)]));
        self.codes.iter().flat_map(letters).collect()
    }

    /// The codes: of every word, or of a sample.
    pub fn codes(&self) -> &[u16] {
        &self.codes
    }

    /// How many words of the block one code stands for.
    fn weight(&self) -> f64 {
        self.words as f64 / self.codes.len().max(1) as f64
    }

    fn sampled(mut self) -> Self {
        let mut step = 1;
        while self.codes.len() > MOST && step < 256 {
            step *= 2;
            self.codes.retain(|code| code % step == 0);
        }
        self
    }

    /// How many words are put in and how many are taken out from this block to another.
    pub fn difference(&self, other: &Self) -> (usize, usize) {
        if self == other {
            return (0, 0);
        }
        let mut kept = 0;
        for op in similar::capture_diff_slices(similar::Algorithm::Myers, &self.codes, &other.codes) {
            if let similar::DiffOp::Equal { len, .. } = op {
                kept += len;
            }
        }
        let of = |sketch: &Self| (kept as f64 * sketch.weight()).round() as usize;
        (other.words.saturating_sub(of(other)), self.words.saturating_sub(of(self)))
    }
}

/// The words of a text: runs of letters and digits, and each sign of a script without spaces.
fn words(text: &str) -> impl Iterator<Item = &str> {
    use unicode_segmentation::UnicodeSegmentation as _;
    text.unicode_words()
}

/// The words and signs of code.
fn tokens(code: &str) -> impl Iterator<Item = &str> {
    use unicode_segmentation::UnicodeSegmentation as _;
    code.split_word_bounds().filter(|token| !token.trim().is_empty())
}

fn code(word: &str) -> u16 {
    let hash = blake3::hash(word.to_lowercase().as_bytes());
    u16::from_le_bytes([hash.as_bytes()[0], hash.as_bytes()[1]]) & 0xfff
}
