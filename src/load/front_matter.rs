//! What a chapter says of itself before its text: YAML between `---`, or TOML between `+++`.

use saphyr::{LoadableYamlNode, Scalar, Yaml};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Month, Slug, Status, Toggle};
use crate::source::{FileId, Sources, Span};

/// Front matter, read.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    /// How many bytes it takes.
    pub(super) length: usize,
    pub(super) status: Option<Status>,
    pub(super) summary: Option<String>,
    pub(super) expected: Option<Month>,
    pub(super) slug: Option<(Slug, Span)>,
    pub(super) authors: Vec<String>,
    pub(super) sample: Option<Toggle>,
}

const KEYS: [&str; 6] = ["status", "summary", "expected", "slug", "authors", "sample"];

/// Reads the front matter of a text; one without any gives the default.
pub(super) fn read(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> FrontMatter {
    let source = sources.get(file);
    let Some((fence, inner, length)) = ["---", "+++"]
        .into_iter()
        .find_map(|fence| between(&source.text, fence).map(|(inner, length)| (fence, inner, length)))
    else {
        return FrontMatter::default();
    };
    let text = &source.text[inner.clone()];
    let pairs = match fence {
        "+++" => toml_pairs(text),
        _ => yaml_pairs(text),
    };
    let pairs = match pairs {
        Ok(Some(pairs)) => pairs,
        // A rule and another one: Markdown, not front matter.
        Ok(None) => return FrontMatter::default(),
        Err(_) if fence == "---" && !begins_with_key(text) => return FrontMatter::default(),
        Err((message, at)) => {
            let at = (inner.start + at).min(inner.end);
            let finding = Diagnostic::new(Code::FrontMatterSyntax, Span::new(file, at..at), message);
            diagnostics.push(finding.hint(match fence {
                "+++" => "write `key = \"value\"` lines between two lines `+++`",
                _ => "write `key: value` lines between two lines `---`",
            }));
            return FrontMatter { length, ..FrontMatter::default() };
        }
    };
    let mut reader = Reader { file, text, start: inner.start, diagnostics, found: FrontMatter::default() };
    reader.pairs(pairs);
    FrontMatter { length, ..reader.found }
}

/// Whether a text begins as `key: value` does. Prose between two rules does not, and need not be YAML.
fn begins_with_key(text: &str) -> bool {
    let line = text.lines().find(|line| !line.trim_start().starts_with('#')).unwrap_or_default();
    let is_word = |key: &str| key.chars().all(|c| c.is_alphanumeric() || "-_\"'".contains(c));
    line.split_once(':').is_some_and(|(key, _)| !key.is_empty() && is_word(key.trim_end()))
}

/// The bytes between a fence on the first line and the next one, and how far that goes.
fn between(text: &str, fence: &str) -> Option<(std::ops::Range<usize>, usize)> {
    let first = text.lines().next()?;
    if first.trim_end() != fence {
        return None;
    }
    let start = text.find('\n')? + 1;
    let mut offset = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some((start..offset, offset + line.len()));
        }
        offset += line.len();
    }
    None
}

type Pairs = Vec<(String, Values)>;

enum Values {
    One(String),
    /// `true` or `false`, without quotes.
    Switch(bool),
    Many(Vec<String>),
    Nothing,
    Other,
}

fn toml_pairs(text: &str) -> Result<Option<Pairs>, (String, usize)> {
    let table: toml::Table = toml::from_str(text)
        .map_err(|error| (error.message().to_owned(), error.span().map_or(0, |span| span.start)))?;
    let one = |value: &toml::Value| match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Float(number) => Some(number.to_string()),
        toml::Value::Datetime(date) => Some(date.to_string()),
        toml::Value::Boolean(_) | toml::Value::Array(_) | toml::Value::Table(_) => None,
    };
    let values = |value: &toml::Value| match value {
        toml::Value::Boolean(on) => Values::Switch(*on),
        toml::Value::Array(items) => {
            items.iter().map(one).collect::<Option<_>>().map_or(Values::Other, Values::Many)
        }
        _ => one(value).map_or(Values::Other, Values::One),
    };
    Ok(Some(table.iter().map(|(key, value)| (key.clone(), values(value))).collect()))
}

/// Where YAML begins to be what costs more to read than its length: parts in parts, or names that stand for parts with names
/// in them. No chapter says so much of itself.
fn knot(text: &str) -> Option<usize> {
    const LONGEST: usize = 64 << 10;
    const MOST_NESTED: usize = 200;
    const MOST_NAMED: usize = 10;
    let follows = |at: usize, is: fn(char) -> bool| text[at + 1..].starts_with(is);
    let nests =
        |&(at, c): &(usize, char)| matches!(c, '[' | '{') || "-?".contains(c) && follows(at, |c| c == ' ');
    let names = |&(at, c): &(usize, char)| c == '*' && follows(at, char::is_alphanumeric);
    let nested = text.char_indices().filter(nests).nth(MOST_NESTED);
    let named = text.char_indices().filter(names).nth(MOST_NAMED);
    nested.or(named).map(|(at, _)| at).or((text.len() > LONGEST).then_some(0))
}

fn yaml_pairs(text: &str) -> Result<Option<Pairs>, (String, usize)> {
    // Only the line is taken from the marker: its index counts characters, not bytes.
    if let Some(at) = knot(text) {
        return Err(("this is no front matter that a chapter needs".to_owned(), at));
    }
    let line_start =
        |line: usize| text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let documents = Yaml::load_from_str(text)
        .map_err(|error| (error.info().to_owned(), line_start(error.marker().line())))?;
    let Some(document) = documents.first() else { return Ok(Some(Vec::new())) };
    let Yaml::Mapping(mapping) = document else { return Ok(None) };
    let values = |value: &Yaml<'_>| match value {
        Yaml::Sequence(items) => {
            items.iter().map(scalar).collect::<Option<_>>().map_or(Values::Other, Values::Many)
        }
        Yaml::Value(Scalar::Null) => Values::Nothing,
        Yaml::Value(Scalar::Boolean(on)) => Values::Switch(*on),
        _ => scalar(value).map_or(Values::Other, Values::One),
    };
    Ok(Some(mapping.iter().filter_map(|(key, value)| Some((scalar(key)?, values(value)))).collect()))
}

fn scalar(value: &Yaml<'_>) -> Option<String> {
    match value {
        Yaml::Value(Scalar::String(text)) => Some(text.to_string()),
        Yaml::Value(Scalar::Integer(number)) => Some(number.to_string()),
        Yaml::Value(Scalar::FloatingPoint(number)) => Some(number.to_string()),
        Yaml::Value(Scalar::Boolean(on)) => Some(on.to_string()),
        Yaml::Representation(text, ..) => Some(text.to_string()),
        _ => None,
    }
}

/// Whether a line gives a value to a key, and not to one that begins with its letters: in YAML, in TOML, or as TOML's table.
fn begins_with(line: &str, key: &str) -> bool {
    let name = line.trim_start().trim_start_matches('[').trim_start_matches(['"', '\'']);
    name.strip_prefix(key).is_some_and(|rest| {
        rest.trim_start_matches(['"', '\'']).trim_start().starts_with([':', '=', '.', ']'])
    })
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    start: usize,
    diagnostics: &'a mut Diagnostics,
    found: FrontMatter,
}

impl Reader<'_> {
    fn pairs(&mut self, pairs: Pairs) {
        let mut unknown = Vec::new();
        for (key, values) in pairs {
            match (key.as_str(), values) {
                ("sample", Values::Switch(on)) => self.found.sample = Some(on.into()),
                ("sample", Values::Nothing) => {}
                ("sample", _) => self.no_switch(&key),
                // A title may be `true`.
                (_, Values::Switch(on)) => self.pair(key, Values::One(on.to_string()), &mut unknown),
                (_, values) => self.pair(key, values, &mut unknown),
            }
        }
        if let Some(first) = unknown.first() {
            let names: Vec<_> = unknown.iter().map(|key| format!("`{key}`")).collect();
            let message = format!("without meaning here: {}", names.join(", "));
            let finding = Diagnostic::new(Code::FrontMatterUnknown, self.span(first), message);
            self.diagnostics.push(finding.did_you_mean(first, KEYS));
        }
    }

    /// A key whose value is words.
    fn pair(&mut self, key: String, values: Values, unknown: &mut Vec<String>) {
        match (key.as_str(), values) {
            ("status", Values::One(word)) => self.status(&word),
            ("summary", Values::One(text)) => self.found.summary = Some(text.trim().to_owned()),
            ("expected", Values::One(text)) => self.expected(&text),
            ("slug", Values::One(text)) => self.slug(&text),
            ("authors" | "author", Values::One(name)) => self.authors(&[name]),
            ("authors", Values::Many(names)) => self.authors(&names),
            ("summary" | "expected" | "slug" | "status" | "authors", Values::Nothing) => {}
            ("summary" | "expected" | "slug" | "status" | "authors", _) => {
                let message = format!("`{key}` can't have a value of this kind");
                self.diagnostics.push(Diagnostic::new(Code::FrontMatterValue, self.span(&key), message));
            }
            _ => unknown.push(key),
        }
    }

    fn no_switch(&mut self, key: &str) {
        let message = format!("`{key}` is neither true nor false");
        let finding = Diagnostic::new(Code::FrontMatterValue, self.span(key), message);
        self.diagnostics.push(finding.hint(format!("write `{key}: true`, without quotes, or leave it out")));
    }

    /// The line of a key.
    fn span(&self, key: &str) -> Span {
        let mut offset = 0;
        for line in self.text.split_inclusive('\n') {
            if begins_with(line, key) {
                let start = self.start + offset;
                return Span::new(self.file, start..start + line.trim_end().len());
            }
            offset += line.len();
        }
        Span::new(self.file, self.start..self.start)
    }

    fn authors(&mut self, names: &[String]) {
        let names = names.iter().map(|name| name.trim()).filter(|name| !name.is_empty());
        self.found.authors = names.map(str::to_owned).collect();
    }

    fn status(&mut self, word: &str) {
        const WORDS: [&str; 4] = ["planned", "draft", "review", "final"];
        self.found.status = match word.to_ascii_lowercase().as_str() {
            "planned" => Some(Status::Planned),
            "draft" => Some(Status::Draft),
            "review" => Some(Status::Review),
            "final" => Some(Status::Final),
            _ => {
                let message = format!("`{word}` is no status");
                let finding = Diagnostic::new(Code::FrontMatterValue, self.span("status"), message);
                self.diagnostics.push(finding.hint(format!("write one of {}", WORDS.join(", "))));
                None
            }
        };
    }

    fn expected(&mut self, text: &str) {
        self.found.expected = Month::parse(text.trim());
        if self.found.expected.is_none() {
            let message = format!("`{text}` is no month");
            let finding = Diagnostic::new(Code::FrontMatterValue, self.span("expected"), message);
            self.diagnostics.push(finding.hint("write the year and the month alone, as `2027-03`"));
        }
    }

    fn slug(&mut self, text: &str) {
        let span = self.span("slug");
        match Slug::parse(text) {
            Some(slug) => self.found.slug = Some((slug, span)),
            None => {
                let message = format!("`{text}` is no slug");
                let hint = format!("write lower-case letters, digits and hyphens: `{}`", Slug::of(text));
                self.diagnostics.push(Diagnostic::new(Code::SlugInvalid, span, message).hint(hint));
            }
        }
    }
}
