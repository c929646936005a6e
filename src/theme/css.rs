//! Tokens in style sheets: as custom properties for HTML, put in their places for EPUB, whose older readers lack them.

use std::fmt::Write as _;

use super::tokens::{Tokens, Value};
use super::{Theme, style};

/// A style sheet of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// What is in a chapter: EPUB and HTML.
    Flow,
    /// What is around it on a site.
    Site,
    /// What only an EPUB needs.
    Epub,
    /// Formulas and their face: EPUB and HTML, where there are some.
    Formulas,
    /// What older readers of EPUBs can't show and must not stumble over.
    Modern,
    /// The page that compares two editions.
    Changes,
}

impl Sheet {
    fn source(self) -> &'static str {
        match self {
            Self::Flow => style("flow.css"),
            Self::Site => style("site.css"),
            Self::Epub => style("epub.css"),
            Self::Formulas => style("formulas.css"),
            Self::Modern => style("modern.css"),
            Self::Changes => style("changes.css"),
        }
    }
}

/// How a sheet has the tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// As `var(…)`; the properties themselves are in [`Theme::custom_properties`].
    CustomProperties,
    /// As they are.
    Substituted,
    /// As they are, with sides named left and right as in a book that runs so: for readers that know no start and end.
    LeftToRight,
}

impl Theme {
    /// A style sheet.
    ///
    /// # Panics
    /// For a name in it that no token has; a test holds that there is none.
    pub fn css(&self, sheet: Sheet, values: Values) -> String {
        match values {
            Values::CustomProperties => sheet.source().to_owned(),
            Values::Substituted => substitute(sheet.source(), &self.tokens),
            Values::LeftToRight => left_to_right(&substitute(sheet.source(), &self.tokens)),
        }
    }

    /// The custom properties of all tokens, and those of the dark under the reader's preference.
    pub fn custom_properties(&self) -> String {
        let mut css = String::from(":root {\n  color-scheme: light dark;\n");
        for table in self.tokens.tables().filter(|table| !table.ends_with("dark")) {
            properties(&self.tokens, table, table, &mut css);
        }
        css.push_str("}\n@media screen and (prefers-color-scheme: dark) {\n:root {\n");
        properties(&self.tokens, "dark", "color", &mut css);
        properties(&self.tokens, "code-dark", "code", &mut css);
        css.push_str("}\n}\n");
        css
    }
}

fn properties(tokens: &Tokens, table: &str, name: &str, css: &mut String) {
    for (key, value) in tokens.table(table) {
        writeln!(css, "  --{name}-{key}: {};", css_value(value, key)).expect("strings take all");
    }
}

fn css_value(value: &Value, key: &str) -> String {
    match value {
        Value::Plain(text) => text.clone(),
        Value::Families(families) => {
            let last = match key {
                "math" => "math",
                "mono" => "monospace",
                "sans" => "sans-serif",
                _ => "serif",
            };
            let quoted: Vec<_> = families.iter().map(|family| format!("\"{family}\"")).collect();
            format!("{}, {last}", quoted.join(", "))
        }
    }
}

fn substitute(css: &str, tokens: &Tokens) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(at) = rest.find("var(--") {
        let name = &rest[at + "var(--".len()..];
        let end = name.find(')').expect("a `var(` is closed");
        out.push_str(&rest[..at]);
        out.push_str(&look_up(&name[..end], tokens));
        rest = &name[end + 1..];
    }
    out.push_str(rest);
    out
}

/// Sides by the names that CSS had first (CSS Logical Properties 1 §4).
fn left_to_right(css: &str) -> String {
    const SIDES: [(&str, &str); 9] = [
        ("padding-inline-start", "padding-left"),
        ("padding-inline-end", "padding-right"),
        ("margin-inline-start", "margin-left"),
        ("border-inline-start", "border-left"),
        ("inset-inline-start", "left"),
        ("inset-inline-end", "right"),
        ("inset-block-start", "top"),
        ("text-align: start", "text-align: left"),
        ("text-align: end", "text-align: right"),
    ];
    SIDES.iter().fold(css.to_owned(), |css, (logical, physical)| css.replace(logical, physical))
}

fn look_up(name: &str, tokens: &Tokens) -> String {
    let found = tokens.tables().find_map(|table| {
        let key = name.strip_prefix(table)?.strip_prefix('-')?;
        tokens.table(table).find(|(other, _)| *other == key).map(|(_, value)| css_value(value, key))
    });
    found.unwrap_or_else(|| panic!("tokens.toml has a value for `--{name}`"))
}
