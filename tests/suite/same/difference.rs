//! Where two books differ, and what each has there.

use std::collections::BTreeMap;
use std::fmt;

/// A place where two books differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// From the outside in: `t.epub: OEBPS/content.opf: line 3, byte 120`.
    pub(crate) place: String,
    /// What the one book has there.
    pub(crate) one: String,
    /// What the other has.
    pub(crate) other: String,
}

impl Difference {
    /// At a place, with what each book has there.
    pub(super) fn new(place: impl Into<String>, one: impl Into<String>, other: impl Into<String>) -> Self {
        Self { place: place.into(), one: one.into(), other: other.into() }
    }

    /// The same, in what contains its place.
    pub(super) fn within(self, whole: &str) -> Self {
        Self { place: format!("{whole}: {}", self.place), ..self }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n      one: {}\n    other: {}", self.place, self.one, self.other)
    }
}

/// Differences as people read them: the first ones of each artefact, and how many more there are.
pub(crate) fn list(differences: &[Difference]) -> String {
    const MOST: usize = 4;
    let mut groups: BTreeMap<&str, Vec<&Difference>> = BTreeMap::new();
    for difference in differences {
        let artefact = difference.place.split([':', '/']).next().unwrap_or_default();
        groups.entry(artefact).or_default().push(difference);
    }
    let mut text = String::new();
    for (artefact, differences) in groups {
        text.extend(differences.iter().take(MOST).map(|difference| format!("\n  {difference}")));
        if differences.len() > MOST {
            text += &format!("\n  and {} more in {artefact}", differences.len() - MOST);
        }
    }
    text
}

/// The first place where two sequences of bytes differ: the line where both are text, and the byte, both counted as editors
/// do: lines from 1, bytes from 0.
pub(super) fn bytes(one: &[u8], other: &[u8]) -> Option<Difference> {
    if one == other {
        return None;
    }
    let at = first(one, other);
    let is_text = [one, other].iter().all(|bytes| std::str::from_utf8(bytes).is_ok());
    let line = 1 + one[..at].iter().filter(|&&byte| byte == b'\n').count();
    let place = if is_text { format!("line {line}, byte {at}") } else { format!("byte {at}") };
    Some(Difference::new(place, around(one, at), around(other, at)))
}

/// The first byte that differs, or the end of the shorter one.
pub(super) fn first(one: &[u8], other: &[u8]) -> usize {
    let differs = one.iter().zip(other).position(|(one, other)| one != other);
    differs.unwrap_or(one.len().min(other.len()))
}

/// What stands around a byte, as text, with a mark in front of it.
pub(super) fn around(bytes: &[u8], at: usize) -> String {
    const BEFORE: usize = 32;
    const BEHIND: usize = 48;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).escape_debug().to_string();
    let end = bytes.len().min(at + BEHIND);
    let rest = if at == bytes.len() { "(its end)".to_owned() } else { text(&bytes[at..end]) };
    format!("{}▸{rest}", text(&bytes[at.saturating_sub(BEFORE)..at]))
}
