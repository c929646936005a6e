//! Tree-sitter grammars, compiled once for the whole run.

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use arborium::{Config, GrammarStore, Highlighter};

use super::Token;

fn store() -> &'static Arc<GrammarStore> {
    static STORE: OnceLock<Arc<GrammarStore>> = OnceLock::new();
    STORE.get_or_init(|| Arc::new(GrammarStore::new()))
}

fn highlighter() -> Highlighter {
    let config = Config { max_injection_depth: 1, ..Config::default() };
    Highlighter::with_store_and_config(Arc::clone(store()), config)
}

thread_local! {
    static HIGHLIGHTER: RefCell<Highlighter> = RefCell::new(highlighter());
}

/// Compiles a grammar, which takes as long as reading a thousand lines.
pub(super) fn prepare(language: &str) {
    drop(store().get(language));
}

/// Paints `code`, which starts at `offset` of what `paint` is of. Where the grammar fails, nothing is painted.
pub(super) fn paint(language: &str, code: &str, offset: usize, paint: &mut [Option<Token>]) {
    let spans = HIGHLIGHTER.with_borrow_mut(|highlighter| highlighter.highlight_spans(language, code));
    let Ok(mut spans) = spans else { return };
    // What is inside wins over what is around it; of two for the same text, what says more, and else the later rule of
    // the grammar.
    spans.sort_by_cached_key(|span| {
        let length = span.end.saturating_sub(span.start);
        (std::cmp::Reverse(length), weight(&span.capture), span.pattern_index)
    });
    for span in spans {
        let range = span.start as usize..span.end as usize;
        let Some(token) = code.get(range.clone()).and_then(|words| token(&span.capture, words)) else {
            continue;
        };
        if let Some(part) = paint.get_mut(offset + range.start..offset + range.end) {
            part.fill(Some(token));
        }
    }
}

/// How much a capture says, where grammars say more than one thing of a name: that it is one, or what it does.
fn weight(capture: &str) -> u8 {
    match capture.split('.').next() {
        Some("variable") => 0,
        Some("function" | "method") => 2,
        _ => 1,
    }
}

/// The token of a capture's name: by its first word, with the exceptions of the second.
fn token(capture: &str, words: &str) -> Option<Token> {
    let (word, rest) = capture.split_once('.').unwrap_or((capture, ""));
    Some(match word {
        "keyword" | "include" | "conditional" | "repeat" | "exception" | "storageclass" | "structure" => {
            Token::Keyword
        }
        "preproc" | "define" | "macro" | "attribute" | "annotation" | "decorator" => Token::Attribute,
        "function" if rest.starts_with("macro") => Token::Attribute,
        "function" | "method" | "constructor" => Token::Function,
        // To SQL's grammar every literal is a string.
        "string" if words.parse::<f64>().is_ok() => Token::Constant,
        "string" | "character" | "escape" => Token::String,
        "comment" => Token::Comment,
        "type" | "namespace" | "module" | "class" => Token::Type,
        "variable" if rest.starts_with("builtin") => Token::Constant,
        "variable" | "parameter" => Token::Variable,
        "property" | "field" | "label" | "tag" => Token::Label,
        "constant" | "boolean" | "number" | "float" => Token::Constant,
        "operator" => Token::Operator,
        "punctuation" => Token::Punctuation,
        _ => return None,
    })
}
