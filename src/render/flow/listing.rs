//! Listings: every line an element, so that it wraps with a hanging indent and a mark that is not copied.

use super::Flow;
use crate::model::{LabelKind, Listing, ListingKind, NodeId};
use crate::render::PagePlace;
use crate::render::markup::{Element, Node, element, text};
use crate::resolve::highlight::{Run, Token};

impl<'a> Flow<'a> {
    pub(super) fn listing(&self, id: NodeId, listing: &'a Listing) -> Element {
        let kind = match listing.kind {
            ListingKind::Code => "listing",
            ListingKind::Session => "listing session",
            ListingKind::Output => "listing output",
        };
        let mut out = element("figure").class(kind).maybe("id", self.anchor(id));
        if let Some(title) = &listing.title {
            out = out.child(element("div").class("listing-title").child(element("code").text(title.clone())));
        }
        out = out.child(self.code(id, listing));
        let label =
            self.book.numbers.get(&id).map(|number| self.book.terms.numbered(LabelKind::Listing, number));
        match self.caption("figcaption", label, &listing.caption) {
            Some(caption) => out.child(caption),
            None => out,
        }
    }

    fn code(&self, id: NodeId, listing: &'a Listing) -> Element {
        let class = listing.language.as_deref().filter(|language| is_class(language));
        let class = class.map(|language| format!("language-{language}"));
        let mut code = element("code").maybe("class", class);
        let highlighted = self.book.code.get(&id);
        let mut start = 0;
        for (index, line) in listing.code.split_inclusive('\n').enumerate() {
            let words = line.trim_end_matches('\n');
            let plain = [Run { token: None, range: start..start + words.len() }];
            let runs = highlighted.and_then(|code| code.lines.get(index)).map_or(&plain[..], Vec::as_slice);
            if let Ok(line) = u32::try_from(index) {
                code = code.children(self.dialect.page_breaks(PagePlace::Line(id, line), "span"));
            }
            code = code.child(self.line(listing, index, runs));
            start += line.len();
        }
        // Code runs from left to right in every language.
        let mut pre = element("pre").maybe("dir", self.left_to_right());
        if listing.numbered {
            pre = pre.class("numbered");
        }
        pre.child(code)
    }

    /// A line with its end inside: as a block of its own it shows none, and copied text has it once.
    fn line(&self, listing: &'a Listing, index: usize, runs: &[Run]) -> Element {
        let is_marked = listing.is_marked(index);
        let mut line = element("span").class(if is_marked { "line marked" } else { "line" });
        if listing.numbered {
            let number = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(listing.start);
            line = line.with("data-n", number.to_string());
        }
        for run in runs {
            let words = listing.code.get(run.range.clone()).unwrap_or_default();
            line = line.child(self.run(run.token, words));
        }
        line.text("\n")
    }

    fn run(&self, token: Option<Token>, words: &str) -> Node {
        match token.and_then(token_class) {
            Some(class) => element("span").class(class).text(words.to_owned()).into(),
            None => text(words.to_owned()),
        }
    }
}

/// The class of a token in style sheets; what looks like plain code has none.
pub fn token_class(token: Token) -> Option<&'static str> {
    match token {
        Token::Keyword => Some("k"),
        Token::Type => Some("t"),
        Token::Function => Some("f"),
        Token::String => Some("s"),
        Token::Constant => Some("n"),
        Token::Comment => Some("c"),
        Token::Attribute => Some("a"),
        Token::Label => Some("l"),
        Token::Prompt => Some("p"),
        Token::Output => Some("o"),
        Token::Inserted => Some("i"),
        Token::Deleted => Some("d"),
        Token::Variable | Token::Operator | Token::Punctuation => None,
    }
}

fn is_class(language: &str) -> bool {
    language.chars().all(|c| c.is_ascii_alphanumeric() || "+#._-".contains(c))
}
