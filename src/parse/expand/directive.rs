//! The directives of mdBook and HonKit in a text.

/// A directive, and where it is.
pub(super) struct Directive<'a> {
    pub(super) range: std::ops::Range<usize>,
    pub(super) kind: Kind<'a>,
}

/// What a directive asks for.
pub(super) enum Kind<'a> {
    Include(&'a str),
    /// Code that mdBook lets its readers run.
    Playground(&'a str),
    /// `\{{#include …}}`: shown without the backslash.
    Escaped,
    /// A directive that has no meaning here, as `{{#title …}}`.
    Nothing,
}

impl<'a> Directive<'a> {
    /// The first of a text. An end that is not there is looked for once.
    pub(super) fn find(text: &'a str) -> Option<Self> {
        let (mut has_end, mut has_honkit_end) = (true, true);
        for (at, _) in text.match_indices('{') {
            let rest = &text[at..];
            let found = if has_end && rest.starts_with("{{#") {
                let end = rest.find("}}");
                has_end = end.is_some();
                end.and_then(|end| Self::mdbook(text, at, at + end + 2))
            } else if has_honkit_end && rest.starts_with("{% include") {
                let end = rest.find("%}");
                has_honkit_end = end.is_some();
                end.map(|end| Self::honkit(text, at, at + end + 2))
            } else {
                None
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn mdbook(text: &'a str, at: usize, end: usize) -> Option<Self> {
        if text[..at].ends_with('\\') {
            return Some(Self { range: at - 1..end, kind: Kind::Escaped });
        }
        let inner = text[at + 3..end - 2].trim();
        let (word, target) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let kind = match word {
            "include" | "rustdoc_include" => {
                Kind::Include(target.split_whitespace().next().unwrap_or_default())
            }
            "playground" | "playpen" => {
                Kind::Playground(target.split_whitespace().next().unwrap_or_default())
            }
            "title" => Kind::Nothing,
            _ => return None,
        };
        Some(Self { range: at..end, kind })
    }

    fn honkit(text: &'a str, at: usize, end: usize) -> Self {
        let target = text[at + "{% include".len()..end - 2].trim().trim_matches(['"', '\'']);
        Self { range: at..end, kind: Kind::Include(target) }
    }
}
