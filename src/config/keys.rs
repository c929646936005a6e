//! Every key there is.

/// The type of a key's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words; a number or a date is taken as written.
    Text,
    /// Words, and nothing else.
    Words,
    /// A list of words or numbers, or one.
    Texts,
    /// A list of words and nothing else, or one.
    WordLists,
    /// `true` or `false`.
    Switch,
}

/// Key, type and what it is for.
pub const KEYS: &[(&str, Kind, &str)] = &[
    ("book.title", Kind::Text, "the title"),
    ("book.subtitle", Kind::Words, "the subtitle"),
    ("book.authors", Kind::WordLists, "who wrote it"),
    ("book.author", Kind::Words, "who wrote it, when it is one"),
    ("book.description", Kind::Words, "what it is about"),
    ("book.language", Kind::Text, "BCP 47, as `en` or `pt-BR`"),
    ("book.src", Kind::Text, "the folder of SUMMARY.md"),
    ("book.slug", Kind::Text, "the name in file names"),
    ("book.identifier", Kind::Text, "`dc:identifier`: the same in every edition"),
    ("book.publisher", Kind::Words, "who publishes it"),
    ("book.rights", Kind::Words, "the copyright line"),
    ("book.isbn.epub", Kind::Text, "the ISBN of the EPUB"),
    ("book.isbn.pdf", Kind::Text, "the ISBN of the PDF"),
    ("book.isbn.html", Kind::Text, "the ISBN of the HTML"),
    ("book.subjects", Kind::WordLists, "what it is about, in keywords"),
    ("book.series", Kind::Text, "the series it is part of"),
    ("book.series-position", Kind::Text, "its place in the series"),
    ("book.cover", Kind::Words, "the cover picture"),
    ("book.repository", Kind::Text, "where its sources or readers' remarks are kept"),
    ("book.smart-punctuation", Kind::Switch, "typographic quotes, dashes and ellipses"),
    ("edition.early-access", Kind::Switch, "whether it is sold while it is written"),
    ("offer.price", Kind::Text, "what it costs now"),
    ("offer.later", Kind::Text, "what it costs after early access"),
    ("offer.currency", Kind::Text, "ISO 4217, as `USD`"),
    ("offer.url", Kind::Text, "the shop's page"),
    ("offer.until", Kind::Text, "until when the price holds"),
    ("pdf.paper", Kind::Text, "`a4`, `letter`, `7x9.25in`, `170x240mm`"),
    ("pdf.orientation", Kind::Text, "`portrait` or `landscape`"),
    ("pdf.two-sided", Kind::Switch, "margins of their own for left and right pages"),
    ("pdf.standard", Kind::Texts, "`ua-1`, `a-2a`, `1.7`"),
    ("pdf.typst", Kind::Text, "the Typst program to use"),
    ("epub.css", Kind::Texts, "style sheets of the author's"),
    ("epub.fonts", Kind::Switch, "whether the text faces are embedded"),
    ("html.url", Kind::Text, "where the site will stand"),
    ("html.css", Kind::Texts, "style sheets of the author's"),
];

/// Keys of mdBook's that mean the same here.
pub const SAME_AS: &[(&str, &str)] = &[
    ("output.html.smart-punctuation", "book.smart-punctuation"),
    ("output.html.curly-quotes", "book.smart-punctuation"),
    ("output.html.git-repository-url", "book.repository"),
];

/// The table of mdBook's that says for each language what hidden lines of a listing begin with.
pub const HIDELINES: &str = "output.html.code.hidelines";

/// Tables of mdBook's in which keys mean something here.
pub const THEIR_TABLES: &[&str] = &["output", "output.html", "output.html.code", HIDELINES];

/// Tables and keys of mdBook's that have no meaning here.
pub const IGNORED: &[&str] =
    &["build", "rust", "preprocessor", "output", "book.multilingual", "book.text-direction"];

/// The table that says where old addresses lead.
pub const REDIRECTS: &str = "redirects";

/// The type of a key, `None` for one that does not exist.
pub fn kind(key: &str) -> Option<Kind> {
    let is_language = key.rsplit_once('.').is_some_and(|(table, _)| table == HIDELINES);
    let known = KEYS.iter().find(|(name, _, _)| *name == key).map(|&(_, kind, _)| kind);
    let is_redirect = key.strip_prefix(REDIRECTS).is_some_and(|rest| rest.starts_with('.'));
    known.or((is_language || is_redirect).then_some(Kind::Text))
}

/// Whether a key is the beginning of others: a table.
pub fn is_table(key: &str) -> bool {
    key == REDIRECTS
        || KEYS.iter().any(|(name, _, _)| name.strip_prefix(key).is_some_and(|rest| rest.starts_with('.')))
}

/// The key most like one that does not exist: first among those of its table.
pub fn nearest(key: &str) -> Option<&'static str> {
    let table = key.rsplit_once('.').map_or("", |(table, _)| table);
    let names = || KEYS.iter().map(|&(name, _, _)| name);
    let in_table = names().filter(|name| name.rsplit_once('.').map_or("", |(table, _)| table) == table);
    let last = |key: &'static str| key.rsplit('.').next().unwrap_or(key);
    let word = key.rsplit('.').next().unwrap_or(key);
    let by_word = crate::diag::nearest(word, in_table.map(last));
    match by_word {
        Some(near) => names().find(|name| last(name) == near && name.starts_with(table)),
        None => crate::diag::nearest(key, names()),
    }
}
