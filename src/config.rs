//! `book.toml` and `--set` → [`Meta`] and [`Settings`], with every default decided.
//!
//! The keys stand in one table ([`keys`]); a key that is not there is an error that names the nearest one, unless it is
//! mdBook's, whose keys without meaning here are named in one notice.

mod decide;
pub mod keys;
mod paper;
mod read;

use std::collections::BTreeMap;

pub use decide::{decide, is_right_to_left, sample_identifier};
pub use paper::parse_paper;
pub use read::read;

use crate::model::{Meta, Settings};
use crate::source::Span;

/// What the author decided: by key, as `book.title`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    values: BTreeMap<String, Value>,
}

/// A value and where it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// What was given.
    pub setting: Setting,
    /// Where; detached for `--set`.
    pub span: Span,
}

/// The types a key can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    /// Words, or a number as it was written.
    Text(String),
    /// Several.
    Texts(Vec<String>),
    /// Yes or no.
    Switch(bool),
}

impl Config {
    /// The words of a key.
    pub fn text(&self, key: &str) -> Option<&str> {
        match &self.values.get(key)?.setting {
            Setting::Text(text) => Some(text),
            Setting::Texts(_) | Setting::Switch(_) => None,
        }
    }

    /// The list of a key, less what is empty.
    pub fn texts(&self, key: &str) -> Vec<String> {
        let texts = match self.values.get(key).map(|value| &value.setting) {
            Some(Setting::Texts(texts)) => texts.as_slice(),
            Some(Setting::Text(text)) => std::slice::from_ref(text),
            Some(Setting::Switch(_)) | None => &[],
        };
        texts.iter().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
    }

    /// The switch of a key.
    pub fn switch(&self, key: &str) -> Option<bool> {
        match self.values.get(key)?.setting {
            Setting::Switch(on) => Some(on),
            Setting::Text(_) | Setting::Texts(_) => None,
        }
    }

    /// The words of every key in a table, by its name there.
    pub fn table(&self, table: &str) -> BTreeMap<String, String> {
        let name = |key: &str| Some(key.strip_prefix(table)?.strip_prefix('.')?.to_owned());
        self.values.keys().filter_map(|key| Some((name(key)?, self.text(key)?.to_owned()))).collect()
    }

    /// Every key and what was given for it, in the order of keys: two of one text decide the same.
    pub fn text_of_all(&self) -> String {
        let lines = self.values.iter().map(|(key, value)| format!("{key} = {:?}\n", value.setting));
        lines.collect()
    }

    /// Where a key was given.
    pub fn span(&self, key: &str) -> Span {
        self.values.get(key).map_or(Span::DETACHED, |value| value.span)
    }

    /// Gives a key a value where the author gave none.
    pub fn default_text(&mut self, key: &str, text: impl Into<String>) {
        let value = Value { setting: Setting::Text(text.into()), span: Span::DETACHED };
        self.values.entry(key.to_owned()).or_insert(value);
    }

    /// Gives a key a value, whatever it had.
    pub fn set(&mut self, key: &str, setting: Setting, span: Span) {
        self.values.insert(key.to_owned(), Value { setting, span });
    }
}

/// What `book.toml` decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// What the book is.
    pub meta: Meta,
    /// How it is to be made.
    pub settings: Settings,
}

/// `--set` as given, checked against the table of keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides(Vec<(String, Setting)>);

impl Overrides {
    /// Reads `key=value` arguments: split at the first `=`; the value is TOML where it parses as the key's type, else
    /// the string itself.
    ///
    /// # Errors
    /// A sentence for an argument without `=`, an unknown key, or a value that the key can't have.
    pub fn parse(arguments: &[String]) -> Result<Self, String> {
        arguments.iter().map(|argument| read::argument(argument)).collect::<Result<_, _>>().map(Self)
    }

    /// Lays these over what the file says.
    pub fn apply(&self, config: &mut Config) {
        for (key, setting) in &self.0 {
            config.set(key, setting.clone(), Span::DETACHED);
        }
    }
}
