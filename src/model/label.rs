//! Names: what authors call things, and what chapters are called for good.

use std::fmt;

/// What the author calls a place: `fig:heap`, `growth`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label(String);

impl Label {
    /// A label of that name.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The kind its prefix says, `None` for a label without one.
    pub fn kind(&self) -> Option<LabelKind> {
        let (prefix, _) = self.0.split_once(':')?;
        LabelKind::ALL.into_iter().find(|kind| kind.prefix() == prefix)
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What can be referred to by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LabelKind {
    /// `fig:`
    Figure,
    /// `lst:`
    Listing,
    /// `tbl:`
    Table,
    /// `eq:`
    Equation,
    /// `sec:`: a section or a chapter.
    Section,
}

impl LabelKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [Self::Figure, Self::Listing, Self::Table, Self::Equation, Self::Section];

    /// What stands before the colon.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Figure => "fig",
            Self::Listing => "lst",
            Self::Table => "tbl",
            Self::Equation => "eq",
            Self::Section => "sec",
        }
    }
}

/// A chapter's name in file names and addresses: lower-case ASCII letters, digits and hyphens, never empty, short enough
/// for a file on any system, and none that Windows keeps for a device.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// The most bytes of one: file systems have names of up to 255, and more stands before and behind it.
    pub const LONGEST: usize = 100;

    /// The slug that an author gave, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let framed = text.starts_with('-') || text.ends_with('-');
        let is_name = !text.is_empty() && text.len() <= Self::LONGEST && !is_device(text);
        (is_name && !framed && text.chars().all(fits)).then(|| Self(text.to_owned()))
    }

    /// The slug of any text: transliterated, words joined by hyphens, as many of them as there is room for; `untitled`
    /// where nothing is left.
    pub fn of(text: &str) -> Self {
        let mut slug = String::new();
        for c in deunicode::deunicode(text).chars() {
            if c.is_ascii_alphanumeric() {
                slug.push(c.to_ascii_lowercase());
            } else if c != '\'' && !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        match cut(&slug, Self::LONGEST) {
            "" => Self("untitled".to_owned()),
            device if is_device(device) => Self(format!("{device}-file")),
            slug => Self(slug.to_owned()),
        }
    }

    /// This one with a number behind it.
    pub fn numbered(&self, number: u32) -> Self {
        self.ended(&format!("-{number}"))
    }

    /// The slug of the sample of a book with this one.
    pub fn of_sample(&self) -> Self {
        self.ended("-sample")
    }

    /// This one with an end of its own, for which words give way.
    fn ended(&self, end: &str) -> Self {
        Self(cut(&self.0, Self::LONGEST - end.len()).to_owned() + end)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// As many words of a slug as there is room for; of a word that is too long, its beginning.
fn cut(slug: &str, room: usize) -> &str {
    let end = match slug.get(..room) {
        Some(start) if slug.len() > room && !slug[room..].starts_with('-') => {
            start.rfind('-').unwrap_or(room)
        }
        Some(start) => start.len(),
        None => slug.len(),
    };
    slug[..end].trim_end_matches('-')
}

/// Whether Windows keeps a name for a device, whatever its extension.
fn is_device(name: &str) -> bool {
    let is_numbered = |device| {
        name.strip_prefix(device)
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    matches!(name, "con" | "prn" | "aux" | "nul") || is_numbered("com") || is_numbered("lpt")
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
