//! `styles/tokens.toml`.

use std::collections::BTreeMap;

/// The values that all media share, by table and key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tokens {
    tables: BTreeMap<String, BTreeMap<String, Value>>,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A colour, a length, a number: as CSS and Typst both write it.
    Plain(String),
    /// Families of type, the wanted one first.
    Families(Vec<String>),
}

impl Tokens {
    /// Reads the file.
    ///
    /// # Panics
    /// When the file that is built in is not of the form it has.
    pub(super) fn parse(text: &str) -> Self {
        let table: toml::Table = toml::from_str(text).expect("tokens.toml is TOML");
        let value = |value: &toml::Value| match value {
            toml::Value::String(text) => Value::Plain(text.clone()),
            toml::Value::Array(items) => {
                Value::Families(items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect())
            }
            other => Value::Plain(other.to_string()),
        };
        let tables = table
            .iter()
            .map(|(name, table)| {
                let table = table.as_table().expect("every value of tokens.toml is in a table");
                (name.clone(), table.iter().map(|(key, item)| (key.clone(), value(item))).collect())
            })
            .collect();
        Self { tables }
    }

    /// A table's keys and values in order; nothing for a table that is not there.
    pub fn table(&self, name: &str) -> impl Iterator<Item = (&str, &Value)> {
        self.tables.get(name).into_iter().flatten().map(|(key, value)| (key.as_str(), value))
    }

    /// The names of the tables, in order.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.tables.keys().map(String::as_str)
    }

    /// A value that is no list.
    pub fn get(&self, table: &str, key: &str) -> Option<&str> {
        match self.tables.get(table)?.get(key)? {
            Value::Plain(text) => Some(text),
            Value::Families(_) => None,
        }
    }
}
