//! Tree-sitter grammars, compiled once for the whole run.

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};

use arborium::{Config, GrammarStore, Highlighter};

use super::Token;

fn highlighter() -> Highlighter {
    static STORE: OnceLock<Arc<GrammarStore>> = OnceLock::new();
    let store = STORE.get_or_init(|| Arc::new(GrammarStore::new()));
    let config = Config { max_injection_depth: 1, ..Config::default() };
    Highlighter::with_store_and_config(Arc::clone(store), config)
}

thread_local! {
    static HIGHLIGHTER: RefCell<Highlighter> = RefCell::new(highlighter());
}

/// Paints `code`, which starts at `offset` of what `paint` is of. Where the grammar fails, nothing is painted.
pub(super) fn paint(language: &str, code: &str, offset: usize, paint: &mut [Option<Token>]) {
    let spans = HIGHLIGHTER.with_borrow_mut(|highlighter| highlighter.highlight_spans(language, code));
    let Ok(mut spans) = spans else { return };
    // What is inside wins over what is around it; of two for the same text, the later rule of the grammar.
    spans.sort_by_key(|span| (std::cmp::Reverse(span.end.saturating_sub(span.start)), span.pattern_index));
    for span in spans {
        let range = offset + span.start as usize..offset + span.end as usize;
        if let (Some(token), Some(part)) = (token_in(language, &span.capture), paint.get_mut(range)) {
            part.fill(Some(token));
        }
    }
}

/// The token of a capture in a language: the grammar of differences calls lines what code has.
fn token_in(language: &str, capture: &str) -> Option<Token> {
    match (language, token(capture)) {
        ("diff", Some(Token::String)) => Some(Token::Inserted),
        ("diff", Some(Token::Keyword)) => Some(Token::Deleted),
        (_, token) => token,
    }
}

/// The token of a capture's name: by its first word, with the exceptions of the second.
fn token(capture: &str) -> Option<Token> {
    let (word, rest) = capture.split_once('.').unwrap_or((capture, ""));
    Some(match word {
        "keyword" | "include" | "conditional" | "repeat" | "exception" | "storageclass" | "structure" => {
            Token::Keyword
        }
        "preproc" | "define" | "macro" | "attribute" | "annotation" | "decorator" => Token::Attribute,
        "function" if rest.starts_with("macro") => Token::Attribute,
        "function" | "method" | "constructor" => Token::Function,
        "string" | "character" | "escape" => Token::String,
        "comment" => Token::Comment,
        "type" | "namespace" | "module" | "class" => Token::Type,
        "variable" if rest.starts_with("builtin") => Token::Constant,
        "variable" | "parameter" => Token::Variable,
        "property" | "field" | "label" | "tag" => Token::Label,
        "constant" | "boolean" | "number" | "float" => Token::Constant,
        "operator" => Token::Operator,
        "punctuation" => Token::Punctuation,
        "diff" if rest.starts_with("add") || rest == "plus" => Token::Inserted,
        "diff" if rest.starts_with("del") || rest == "minus" => Token::Deleted,
        _ => return None,
    })
}
