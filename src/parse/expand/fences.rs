//! Whether a place in a text is in a listing.

/// The fences of a text that grows.
#[derive(Debug, Default)]
pub(super) struct Fences {
    /// How much of the text was read.
    read: usize,
    /// The character and the length of the fence that is open.
    open: Option<(char, usize)>,
}

impl Fences {
    /// Whether the last line of a text is in a listing.
    pub(super) fn is_open(&mut self, text: &str) -> bool {
        let end = text.rfind('\n').map_or(0, |at| at + 1);
        for line in text.get(self.read..end).unwrap_or_default().lines() {
            self.line(line);
        }
        self.read = end.max(self.read);
        self.open.is_some()
    }

    fn line(&mut self, line: &str) {
        // A quotation's or an item's marks may stand before it.
        let line = line
            .trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || ">-+*.)".contains(c));
        let Some(fence) = line.chars().next().filter(|c| matches!(c, '`' | '~')) else { return };
        let rest = line.trim_start_matches(fence);
        let length = line.len() - rest.len();
        let closes = |open, least| fence == open && length >= least && rest.trim().is_empty();
        self.open = match self.open {
            None if length >= 3 && !(fence == '`' && rest.contains('`')) => Some((fence, length)),
            Some((open, least)) if closes(open, least) => None,
            open => open,
        };
    }
}
