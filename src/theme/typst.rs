//! Tokens as a Typst module.

use std::fmt::Write as _;

use super::Theme;
use super::tokens::Value;

impl Theme {
    /// `theme.typ`: a dictionary `tokens` of dictionaries, as `tokens.color.ink`. Lengths of the screen are left out.
    pub fn typst(&self) -> String {
        let mut out = String::from("#let tokens = (\n");
        for table in self.tokens.tables().filter(|table| !table.ends_with("dark")) {
            writeln!(out, "  {table}: (").expect("strings take all");
            for (key, value) in self.tokens.table(table) {
                if let Some(value) = typst_value(value) {
                    writeln!(out, "    {key}: {value},").expect("strings take all");
                }
            }
            out.push_str("  ),\n");
        }
        out.push_str(")\n");
        out
    }
}

fn typst_value(value: &Value) -> Option<String> {
    match value {
        Value::Plain(text) if text.starts_with('#') => Some(format!("rgb(\"{text}\")")),
        Value::Plain(text) if text.ends_with("rem") => None,
        Value::Plain(text) => Some(text.clone()),
        Value::Families(families) => {
            let quoted: Vec<_> = families.iter().map(|family| format!("\"{family}\",")).collect();
            Some(format!("({})", quoted.join(" ")))
        }
    }
}
