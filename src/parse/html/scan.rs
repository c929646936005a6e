//! Where the tags are in HTML that comes in shreds (HTML §13.2.5).
//!
//! A `<` in a comment or in the value of an attribute begins no tag. The scanner must never see fewer tags than the
//! parser will, else nesting would have no bound; so what it can't know it takes for tags.

/// What a shred begins in, by those before it.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    state: State,
    /// Whether an element was seen whose text has rules of its own, as a script's: from there on all that looks like a
    /// tag is taken for one.
    is_naive: bool,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum State {
    #[default]
    Text,
    Comment,
    /// What is ended by the next `>`, as a declaration is.
    Declaration,
    Attributes(Part),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    Quoted(u8),
    Unquoted,
}

/// The start of a tag.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag<'h> {
    /// Where its `<` is.
    pub(super) start: usize,
    /// Its name as written.
    pub(super) name: &'h str,
    /// Whether it is an end tag.
    pub(super) is_end: bool,
}

impl Tag<'_> {
    /// Where its name ends.
    pub(super) fn name_end(self) -> usize {
        self.start + 1 + usize::from(self.is_end) + self.name.len()
    }
}

impl Scanner {
    /// The next tag of a shred, from a byte on. What is behind its name is text, unless [`attributes`](Self::attributes)
    /// reads on.
    pub(super) fn next<'h>(&mut self, html: &'h str, from: usize) -> Option<Tag<'h>> {
        let mut at = from;
        loop {
            at = match self.state {
                State::Text => {
                    at += html[at..].find('<')?;
                    if let Some(tag) = tag(html, at) {
                        return Some(tag);
                    }
                    self.open(html, at)
                }
                State::Comment => self.close(html, at, &["-->", "--!>"])?,
                State::Declaration => self.close(html, at, &[">"])?,
                State::Attributes(_) => self.attributes(html, at)?,
            };
        }
    }

    /// Reads what the `<` at a byte begins that is no tag.
    fn open(&mut self, html: &str, at: usize) -> usize {
        let rest = &html[at + 1..];
        if self.is_naive || !rest.starts_with(['!', '?', '/']) {
            return at + 1;
        }
        let Some(comment) = rest.strip_prefix("!--") else {
            self.state = State::Declaration;
            return at + 1;
        };
        let start = at + "<!--".len();
        // `<!-->` and `<!--->` are whole.
        match [">", "->"].iter().find(|end| comment.starts_with(**end)) {
            Some(end) => start + end.len(),
            None => {
                self.state = State::Comment;
                start
            }
        }
    }

    fn close(&mut self, html: &str, at: usize, ends: &[&str]) -> Option<usize> {
        let rest = &html[at..];
        let end = ends.iter().filter_map(|end| Some(rest.find(end)? + end.len())).min()?;
        self.state = State::Text;
        Some(at + end)
    }

    /// Reads the attributes of a tag from the end of its name on; the byte behind its `>`, `None` where that is not in
    /// this shred. A naive scanner reads none.
    pub(super) fn attributes(&mut self, html: &str, from: usize) -> Option<usize> {
        if self.is_naive {
            return Some(from);
        }
        let mut part = match self.state {
            State::Attributes(part) => part,
            State::Text | State::Comment | State::Declaration => Part::BeforeName,
        };
        for (at, byte) in html.bytes().enumerate().skip(from) {
            if byte == b'>' && !matches!(part, Part::Quoted(_)) {
                self.state = State::Text;
                return Some(at + 1);
            }
            part = part.then(byte);
        }
        self.state = State::Attributes(part);
        None
    }

    /// Reads a tag's attributes that began in an earlier shred: the byte behind its end.
    pub(super) fn rest(&mut self, html: &str) -> Option<usize> {
        matches!(self.state, State::Attributes(_)).then(|| self.attributes(html, 0))?
    }

    /// Takes all that looks like a tag for one, from here on.
    pub(super) fn be_naive(&mut self) {
        self.is_naive = true;
        self.state = State::Text;
    }

    /// Ends a tag or declaration that is open: what must be written for that.
    pub(super) fn end(&mut self) -> Option<&'static str> {
        let end = match self.state {
            State::Text | State::Comment => return None,
            State::Attributes(Part::Quoted(b'"')) => "\">",
            State::Attributes(Part::Quoted(_)) => "'>",
            State::Declaration | State::Attributes(_) => ">",
        };
        self.state = State::Text;
        Some(end)
    }
}

impl Part {
    fn then(self, byte: u8) -> Self {
        let is_space = byte.is_ascii_whitespace();
        match (self, byte) {
            (Self::Quoted(quote), _) if byte == quote => Self::BeforeName,
            (Self::Quoted(_), _) => self,
            (Self::BeforeValue, b'"' | b'\'') => Self::Quoted(byte),
            (Self::BeforeValue, _) if is_space => self,
            (Self::BeforeValue, _) => Self::Unquoted,
            (Self::Unquoted, _) if !is_space => self,
            (Self::Unquoted, _) => Self::BeforeName,
            (Self::BeforeName | Self::Name | Self::AfterName, b'/') => Self::BeforeName,
            (Self::Name | Self::AfterName, b'=') => Self::BeforeValue,
            (Self::Name | Self::AfterName, _) if is_space => Self::AfterName,
            (Self::BeforeName, _) if is_space => self,
            (Self::BeforeName | Self::Name | Self::AfterName, _) => Self::Name,
        }
    }
}

/// The tag whose `<` is at a byte.
fn tag(html: &str, start: usize) -> Option<Tag<'_>> {
    let is_end = html[start + 1..].starts_with('/');
    let rest = &html[start + 1 + usize::from(is_end)..];
    if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let length = rest.find(|c: char| c.is_ascii_whitespace() || c == '/' || c == '>').unwrap_or(rest.len());
    Some(Tag { start, name: &rest[..length], is_end })
}
