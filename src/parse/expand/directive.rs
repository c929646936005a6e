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
    /// The first of a text. Each end is looked for once.
    pub(super) fn find(text: &'a str) -> Option<Self> {
        let (mut end, mut honkit_end) = (End::new("}}"), End::new("%}"));
        text.match_indices('{').find_map(|(at, _)| {
            let rest = &text[at..];
            if rest.starts_with("{{#") {
                Self::mdbook(text, at, end.after(text, at)?)
            } else if rest.starts_with("{% include") {
                Some(Self::honkit(text, at, honkit_end.after(text, at)?))
            } else {
                None
            }
        })
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

/// What ends directives, and where it was last found.
struct End {
    mark: &'static str,
    /// Behind the mark; `None` where there is none any more.
    found: Option<usize>,
}

impl End {
    fn new(mark: &'static str) -> Self {
        Self { mark, found: Some(0) }
    }

    /// The first end behind a byte, which is behind all that were asked for before.
    fn after(&mut self, text: &str, at: usize) -> Option<usize> {
        if self.found? < at + self.mark.len() {
            self.found = text[at..].find(self.mark).map(|end| at + end + self.mark.len());
        }
        self.found
    }
}
