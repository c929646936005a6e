//! Listings: every line an element, so that it wraps with a hanging indent and a mark that is not copied.

use super::Flow;
use crate::model::{LabelKind, Listing, ListingKind, NodeId};
use crate::render::PagePlace;
use crate::render::markup::{Element, element, text};
use crate::resolve::highlight::Token;

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
        for (index, runs) in self.book.code_lines(id, listing).enumerate() {
            if let Ok(line) = u32::try_from(index) {
                code = code.children(self.dialect.page_breaks(PagePlace::Line(id, line), "span"));
            }
            code = code.child(line(listing, index, runs));
        }
        // Code runs from left to right in every language.
        let mut pre = element("pre").maybe("dir", self.left_to_right());
        if listing.numbered {
            pre = pre.class("numbered");
        }
        pre.child(code)
    }
}

/// A line with its end inside: as a block of its own it shows none, and copied text has it once.
fn line(listing: &Listing, index: usize, runs: Vec<(Option<Token>, &str)>) -> Element {
    let is_marked = listing.is_marked(index);
    let mut line = element("span").class(if is_marked { "line marked" } else { "line" });
    if listing.numbered {
        let number = u32::try_from(index).unwrap_or(u32::MAX).saturating_add(listing.start);
        line = line.with("data-n", number.to_string());
    }
    for (token, words) in runs {
        line = line.child(match token.and_then(Token::name) {
            Some(name) => element("span").class(name).text(words.to_owned()).into(),
            None => text(words.to_owned()),
        });
    }
    line.text("\n")
}

fn is_class(language: &str) -> bool {
    language.chars().all(|c| c.is_ascii_alphanumeric() || "+#._-".contains(c))
}
