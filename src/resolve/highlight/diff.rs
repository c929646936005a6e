//! Diffs: what was added, what was removed, and where.

use super::Token;

pub(super) fn paint(code: &str, paint: &mut [Option<Token>]) {
    let mut start = 0;
    let mut hunk = Hunk::default();
    let mut before = None;
    let mut lines = code.split_inclusive('\n').peekable();
    while let Some(line) = lines.next() {
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        let token = match hunk.take(line) {
            true => changed(line),
            false => {
                hunk = Hunk::begun(line).unwrap_or_default();
                let after = lines.peek().copied().unwrap_or_default();
                if is_header(before.unwrap_or_default(), line, after) {
                    Some(Token::Label)
                } else {
                    changed(line)
                }
            }
        };
        paint[start..end].fill(token);
        before = Some(line);
        start += line.len();
    }
}

/// The lines of the two files that a hunk still has: whatever they look like, they are no headers.
#[derive(Default)]
struct Hunk {
    old: u32,
    new: u32,
}

impl Hunk {
    /// What a line such as `@@ -1,7 +1,6 @@` begins; of one line where a length is not said.
    fn begun(line: &str) -> Option<Self> {
        let (ranges, _) = line.strip_prefix("@@ -")?.split_once(" @@")?;
        let (old, new) = ranges.split_once(" +")?;
        let length = |range: &str| range.split_once(',').map_or(Some(1), |(_, length)| length.parse().ok());
        Some(Self { old: length(old)?, new: length(new)? })
    }

    /// Whether a line is of it.
    fn take(&mut self, line: &str) -> bool {
        if self.old == 0 && self.new == 0 {
            return false;
        }
        let (old, new) = match line.as_bytes().first() {
            Some(b'-') => (1, 0),
            Some(b'+') => (0, 1),
            Some(b'\\') => (0, 0),
            Some(b' ' | b'\n' | b'\r') => (1, 1),
            // It is shorter than it says.
            _ => return false,
        };
        self.old = self.old.saturating_sub(old);
        self.new = self.new.saturating_sub(new);
        true
    }
}

/// Whether a line outside of hunks says which files differ. The two names stand together; a removed line may begin as one
/// does, as a comment in SQL.
fn is_header(before: &str, line: &str, after: &str) -> bool {
    match line.get(..4) {
        Some("--- ") => after.starts_with("+++ "),
        Some("+++ ") => before.starts_with("--- "),
        _ => ["diff ", "index ", "new file", "deleted file", "rename ", "similarity "]
            .iter()
            .any(|head| line.starts_with(head)),
    }
}

fn changed(line: &str) -> Option<Token> {
    match line.chars().next()? {
        '+' => Some(Token::Inserted),
        '-' => Some(Token::Deleted),
        '@' => Some(Token::Attribute),
        '\\' => Some(Token::Comment),
        _ => None,
    }
}
