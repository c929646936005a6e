//! Messages as HTML that survives mail programs: blocks that all of them know, with their looks in the elements themselves.
//!
//! Colours are the mail program's own, in the light and in the dark: most rewrite those that a message brings.

use super::message::{Piece, Run};
use crate::render::markup::{Element, Node, Syntax, element, text, write};

/// How wide a message is at most: what the panes of mail programs show.
const WIDTH: &str = "600";

/// A whole message.
pub(super) fn page(language: &str, is_right_to_left: bool, title: &str, pieces: &[Piece]) -> String {
    let head = element("head")
        .child(element("meta").with("charset", "utf-8"))
        .child(
            element("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"),
        )
        .child(element("meta").with("name", "color-scheme").with("content", "light dark"))
        .child(element("title").text(title.to_owned()));
    let cell = element("td")
        .with("style", "font-family: sans-serif; font-size: 16px; line-height: 1.5; padding: 16px;")
        .children(nodes(pieces));
    // Desktop programs that know no largest width take that of a table.
    let table = element("table")
        .with("role", "presentation")
        .with("width", WIDTH)
        .with("style", format!("width: 100%; max-width: {WIDTH}px; border: 0; border-collapse: collapse;"))
        .child(element("tbody").child(element("tr").child(cell)));
    let body = element("body").with("style", "margin: 0; padding: 0; color-scheme: light dark;").child(table);
    let html = element("html").with("lang", language.to_owned());
    let html = html.maybe("dir", is_right_to_left.then_some("rtl")).child(head).child(body);
    format!("<!DOCTYPE html>\n{}\n", write(&[html.into()], Syntax::Html))
}

fn nodes(pieces: &[Piece]) -> Vec<Node> {
    pieces.iter().map(|piece| self::piece(piece).into()).collect()
}

fn styled(name: &'static str, style: &'static str) -> Element {
    element(name).with("style", style)
}

fn piece(piece: &Piece) -> Element {
    match piece {
        Piece::Heading(_, runs) => {
            styled("h2", "font-size: 18px; line-height: 1.3; margin: 24px 0 8px;").children(self::runs(runs))
        }
        Piece::Paragraph(runs) => styled("p", "margin: 0 0 12px;").children(self::runs(runs)),
        Piece::List(start, items) => {
            const LIST: &str = "margin: 0 0 12px; padding: 0 24px;";
            let list = match start {
                Some(start) => styled("ol", LIST).with("start", start.to_string()),
                None => styled("ul", LIST),
            };
            list.children(items.iter().map(|item| element("li").children(self::item(item)).into()))
        }
        Piece::Quote(inner) => {
            styled("blockquote", "margin: 0 0 12px; padding: 0 0 0 12px; border-left: 3px solid;")
                .children(nodes(inner))
        }
        Piece::Code(code) => {
            styled("pre", "margin: 0 0 12px; font-family: monospace; font-size: 14px; white-space: pre-wrap;")
                .text(code.clone())
        }
        Piece::Rule => styled("hr", "margin: 16px 0; border: 0; border-top: 1px solid;"),
    }
}

/// An item, without the space that paragraphs have between them where it is one.
fn item(pieces: &[Piece]) -> Vec<Node> {
    match pieces {
        [Piece::Paragraph(runs)] => self::runs(runs),
        pieces => nodes(pieces),
    }
}

fn runs(runs: &[Run]) -> Vec<Node> {
    runs.iter().map(run).collect()
}

fn run(run: &Run) -> Node {
    match run {
        Run::Text(words) => text(words.clone()),
        Run::Emphasis(inner) => element("em").children(runs(inner)).into(),
        Run::Strong(inner) => element("strong").children(runs(inner)).into(),
        Run::Code(code) => styled("code", "font-family: monospace;").text(code.clone()).into(),
        Run::Link(address, inner) => element("a").with("href", address.clone()).children(runs(inner)).into(),
        Run::Break => element("br").into(),
    }
}
