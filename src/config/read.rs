//! TOML → [`Config`].

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::keys::{self, Kind};
use super::{Config, Setting};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span};

/// Reads `book.toml`.
pub fn read(file: FileId, sources: &Sources, diagnostics: &mut Diagnostics) -> Config {
    let source = sources.get(file);
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    for error in errors {
        let span = Span::new(file, error.span().unwrap_or(0..0));
        diagnostics.push(Diagnostic::new(Code::ConfigSyntax, span, error.message().to_owned()));
    }
    let mut reader = Reader { file, config: Config::default(), ignored: Vec::new(), diagnostics };
    reader.table("", table.get_ref());
    reader.report_ignored();
    reader.config
}

struct Reader<'a> {
    file: FileId,
    config: Config,
    ignored: Vec<(String, Span)>,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn table(&mut self, prefix: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let key = if prefix.is_empty() {
                name.get_ref().to_string()
            } else {
                format!("{prefix}.{}", name.get_ref())
            };
            self.key(&key, name.span(), value.get_ref(), value.span());
        }
    }

    fn key(&mut self, key: &str, name: Range<usize>, value: &DeValue<'_>, range: Range<usize>) {
        let same = keys::SAME_AS.iter().find(|(theirs, _)| *theirs == key).map(|&(_, ours)| ours);
        if let (Some(kind), key) = (same.or(Some(key)).and_then(keys::kind), same.unwrap_or(key)) {
            let span = Span::new(self.file, range);
            match setting(kind, value) {
                // A key of ours stands before the same of mdBook's.
                Some(_) if same.is_some() && self.config.values.contains_key(key) => {}
                Some(setting) => self.config.set(key, setting, span),
                None => match (value, key) {
                    (DeValue::Table(table), "book.series") => self.series(table),
                    _ => self.wrong(key, value, span, kind),
                },
            }
            return;
        }
        match value {
            DeValue::Table(table) if keys::is_table(key) || keys::THEIR_TABLES.contains(&key) => {
                self.table(key, table);
            }
            _ if is_ignored(key) => self.ignored.push((key.to_owned(), Span::new(self.file, name))),
            _ => {
                let finding = Diagnostic::new(
                    Code::ConfigUnknownKey,
                    Span::new(self.file, name),
                    format!("there is no key `{key}`"),
                );
                let finding = match keys::nearest(key) {
                    Some(near) => finding.hint(format!("did you mean `{near}`?")),
                    None => {
                        finding.hint("the tables are book, edition, offer, pdf, epub, html and redirects")
                    }
                };
                self.diagnostics.push(finding);
            }
        }
    }

    /// `series = { name = "…", position = 2 }`, the one key that is also a table.
    fn series(&mut self, table: &DeTable<'_>) {
        for (name, value) in table {
            let key = match name.get_ref().as_ref() {
                "name" => "book.series",
                "position" => "book.series-position",
                other => {
                    let span = Span::new(self.file, name.span());
                    let message = format!("there is no key `book.series.{other}`");
                    let finding = Diagnostic::new(Code::ConfigUnknownKey, span, message);
                    self.diagnostics.push(finding.did_you_mean(other, ["name", "position"]));
                    continue;
                }
            };
            let span = Span::new(self.file, value.span());
            match setting(Kind::Text, value.get_ref()) {
                Some(setting) => self.config.set(key, setting, span),
                None => {
                    self.wrong(&format!("book.series.{}", name.get_ref()), value.get_ref(), span, Kind::Text);
                }
            }
        }
    }

    fn wrong(&mut self, key: &str, value: &DeValue<'_>, span: Span, kind: Kind) {
        let message = match (kind, value) {
            (Kind::Texts | Kind::WordLists, DeValue::Array(_)) => format!("`{key}` holds more than strings"),
            _ => format!("`{key}` can't be {}", value.type_str()),
        };
        let finding = Diagnostic::new(Code::ConfigValue, span, message);
        self.diagnostics.push(finding.hint(format!("write {}", expected(kind))));
    }

    fn report_ignored(&mut self) {
        if let Some((_, span)) = self.ignored.first() {
            let names: Vec<_> = self.ignored.iter().map(|(name, _)| format!("`{name}`")).collect();
            let message = format!("without meaning here: {}", names.join(", "));
            self.diagnostics.push(Diagnostic::new(Code::ConfigIgnored, *span, message));
        }
    }
}

fn is_ignored(key: &str) -> bool {
    keys::IGNORED
        .iter()
        .any(|ignored| key.strip_prefix(ignored).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Words => "a string in quotes",
        Kind::Texts | Kind::WordLists => "a list of strings",
        Kind::Switch => "`true` or `false`",
    }
}

fn setting(kind: Kind, value: &DeValue<'_>) -> Option<Setting> {
    match (kind, value) {
        (Kind::Switch, DeValue::Boolean(on)) => Some(Setting::Switch(*on)),
        (Kind::Text, _) => scalar(value).map(Setting::Text),
        (Kind::Texts, DeValue::Array(array)) => {
            array.iter().map(|item| scalar(item.get_ref())).collect::<Option<_>>().map(Setting::Texts)
        }
        (Kind::Texts, _) => scalar(value).map(|text| Setting::Texts(vec![text])),
        (Kind::Words, _) => words(value).map(Setting::Text),
        (Kind::WordLists, DeValue::Array(array)) => {
            array.iter().map(|item| words(item.get_ref())).collect::<Option<_>>().map(Setting::Texts)
        }
        (Kind::WordLists, _) => words(value).map(|text| Setting::Texts(vec![text])),
        (Kind::Switch, _) => None,
    }
}

fn words(value: &DeValue<'_>) -> Option<String> {
    matches!(value, DeValue::String(_)).then(|| scalar(value))?
}

fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.to_string()),
        DeValue::Datetime(date) => Some(date.to_string()),
        DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

/// `key=value` of `--set`.
pub(super) fn argument(argument: &str) -> Result<(String, Setting), String> {
    let (key, value) = argument
        .split_once('=')
        .ok_or_else(|| format!("`--set {argument}` has no `=`: write `--set book.title=…`"))?;
    let key = key.trim();
    let same = keys::SAME_AS.iter().find(|(theirs, _)| *theirs == key);
    let key = same.map_or(key, |&(_, ours)| ours);
    let Some(kind) = keys::kind(key) else {
        if is_ignored(key) {
            return Err(format!("the key `{key}` is mdBook's and has no meaning here"));
        }
        let near = keys::nearest(key).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        return Err(format!("there is no key `{key}`{near}"));
    };
    let document = format!("value = {value}");
    let parsed = DeTable::parse(&document).ok().and_then(|table| {
        let is_only = table.get_ref().len() == 1;
        table.get_ref().get("value").filter(|_| is_only).and_then(|value| setting(kind, value.get_ref()))
    });
    match (parsed, kind) {
        (Some(setting), _) => Ok((key.to_owned(), setting)),
        (None, Kind::Text | Kind::Words) => Ok((key.to_owned(), Setting::Text(value.to_owned()))),
        (None, Kind::Texts | Kind::WordLists) => Ok((key.to_owned(), Setting::Texts(vec![value.to_owned()]))),
        (None, Kind::Switch) => Err(format!("`{key}` is {}, not `{value}`", expected(kind))),
    }
}
