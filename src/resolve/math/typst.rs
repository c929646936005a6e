//! MathML → Typst mathematics.
//!
//! Every character of a formula is written as an escape (`\u{78}`) or in a string, so that none can be read as Typst.

use std::fmt::Write as _;

use roxmltree::Node;

use super::mathml::{self, words};
use super::table;

/// The body of an equation, as an expression in code mode.
pub(super) fn equation(math: Node<'_, '_>) -> String {
    let mut out = String::from("$");
    match table::only_lines(math) {
        Some(lines) => table::lines(lines, &mut out),
        None => row(math, &mut out),
    }
    out.push('$');
    out
}

pub(super) fn elements<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> + use<'a, 'i> {
    node.children().filter(Node::is_element)
}

pub(super) fn name<'a>(node: Node<'a, '_>) -> &'a str {
    node.tag_name().name()
}

/// The children of a node, one after another.
pub(super) fn row(node: Node<'_, '_>, out: &mut String) {
    let children: Vec<_> = elements(node).collect();
    if let [open, table, rest @ ..] = children.as_slice()
        && operator(*open) == Some("{")
        && name(*table) == "mtable"
        && rest.iter().all(|node| operator(*node).is_some_and(|mark| visible(mark).is_empty()))
    {
        table::cases(*table, out);
        return;
    }
    if children.len() > 1 && children.first().is_some_and(is_fence) && children.last().is_some_and(is_fence) {
        out.push_str("lr(");
        children.iter().for_each(|child| self::node(*child, out));
        out.push_str(") ");
        return;
    }
    children.iter().for_each(|child| self::node(*child, out));
}

/// Whether a node is a bracket that grows with what it holds; MathML's dictionary has them grow unless they say no.
fn is_fence(node: &Node<'_, '_>) -> bool {
    let is_bracket = |mark: &str| mark.is_empty() || "()[]{}|‖⟨⟩⌈⌉⌊⌋⟦⟧/\\↑↓".contains(mark);
    operator(*node).is_some_and(|mark| is_bracket(visible(mark)))
        && node.attribute("stretchy") != Some("false")
}

/// An operator without the marks that say how it is meant and are not seen.
fn visible(text: &str) -> &str {
    text.trim_matches(['\u{2061}', '\u{2062}', '\u{2063}', '\u{2064}'])
}

fn operator<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    (name(node) == "mo").then(|| node.text().unwrap_or_default())
}

fn node(node: Node<'_, '_>, out: &mut String) {
    let text = node.text().unwrap_or_default();
    match name(node) {
        "mi" => identifier(node, text, out),
        "mn" => string(text, out),
        "mo" => symbol(node, text, out),
        "mtext" | "ms" | "merror" => written(node, out),
        "mspace" => space(node, out),
        "mfrac" => fraction(node, out),
        "msqrt" => wrapped("sqrt(", node, out),
        "mroot" => call("root", &[1, 0], node, out),
        "msub" => attach("scripts", &[("b", 1)], node, out),
        "msup" => attach("scripts", &[("t", 1)], node, out),
        "msubsup" => attach("scripts", &[("b", 1), ("t", 2)], node, out),
        "munder" => under_over(&[("b", 1)], node, out),
        "mover" => under_over(&[("t", 1)], node, out),
        "munderover" => attach("limits", &[("b", 1), ("t", 2)], node, out),
        "mtable" => table::matrix(node, out),
        "mphantom" => wrapped("std.hide(", node, out),
        "menclose" => wrapped(stroke(node), node, out),
        "mrow" | "mstyle" if color(node).is_some() => {
            write!(out, "text(fill: #rgb(\"{}\"), ", color(node).unwrap_or_default())
                .expect("writing to a string does not fail");
            filled(out, |out| row(node, out));
            out.push_str(") ");
        }
        "mstyle" if node.attribute("displaystyle") == Some("true") => wrapped("display(", node, out),
        "semantics" => elements(node).take(1).for_each(|first| self::node(first, out)),
        "annotation" | "annotation-xml" => {}
        // mrow, mstyle, mpadded, mtr, mtd: what is in them.
        _ => row(node, out),
    }
}

/// The beginning of a call around what is in a node.
fn wrapped(call: &str, node: Node<'_, '_>, out: &mut String) {
    out.push_str(call);
    filled(out, |out| row(node, out));
    out.push_str(") ");
}

/// Words in the style they have.
fn written(node: Node<'_, '_>, out: &mut String) {
    use mathml::TextStyle as Style;
    let calls: &[&str] = match mathml::text_style(node) {
        Style::Plain => &[],
        Style::Bold => &["bold("],
        Style::Italic => &["italic("],
        Style::BoldItalic => &["bold(", "italic("],
        Style::Monospace => &["std.math.mono("],
        Style::SansSerif => &["std.math.sans("],
        Style::SmallCapitals => &["std.smallcaps("],
        Style::Struck => &["std.strike("],
        Style::Underlined => &["std.underline("],
    };
    calls.iter().for_each(|call| out.push_str(call));
    string(&words(node), out);
    calls.iter().for_each(|_| out.push_str(") "));
}

/// How a line through a node is drawn.
fn stroke(node: Node<'_, '_>) -> &'static str {
    let notation = node.attribute("notation").unwrap_or_default();
    match (notation.contains("updiagonalstrike"), notation.contains("downdiagonalstrike")) {
        (true, true) => "cancel(cross: #true, ",
        (true, false) => "cancel(",
        (false, true) => "cancel(inverted: #true, ",
        (false, false) => "cancel(angle: #90deg, ",
    }
}

/// The colour of a row: `#FF0000`.
fn color<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    let color = mathml::styled(node, "color")?;
    let is_one = color.starts_with('#') && color[1..].chars().all(|c| c.is_ascii_hexdigit());
    is_one.then_some(color)
}

/// One letter slants as the font has it; a word is an operator's name.
fn identifier(node: Node<'_, '_>, text: &str, out: &mut String) {
    let mut chars = text.chars();
    let is_one = chars.next().is_some() && chars.next().is_none();
    match (is_one, node.attribute("mathvariant")) {
        (true, Some("normal")) => {
            out.push_str("upright(");
            escape(text, out);
            out.push_str(") ");
        }
        (true, _) => escape(text, out),
        (false, _) => {
            out.push_str("op(");
            string(text, out);
            out.push_str(") ");
        }
    }
}

fn symbol(node: Node<'_, '_>, text: &str, out: &mut String) {
    let text = visible(text);
    let is_word = text.chars().count() > 1 && text.chars().all(char::is_alphabetic);
    if is_word {
        out.push_str("op(");
        string(text, out);
        out.push_str(") ");
    } else if node.attribute("stretchy") == Some("true") && text == "|" {
        out.push_str("mid(");
        escape(text, out);
        out.push_str(") ");
    } else {
        escape(text, out);
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        write!(out, "\\u{{{:x}}} ", u32::from(c)).expect("writing to a string does not fail");
    }
}

pub(super) fn string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push_str("\" ");
}

fn space(node: Node<'_, '_>, out: &mut String) {
    let width = node.attribute("width").unwrap_or_default();
    let em = width.strip_suffix("em").and_then(|width| width.parse::<f64>().ok()).unwrap_or(0.0);
    write!(out, "#h({em}em) ").expect("writing to a string does not fail");
}

fn argument(node: Option<&Node<'_, '_>>, out: &mut String) {
    filled(out, |out| {
        if let Some(child) = node {
            self::node(*child, out);
        }
    });
}

/// Writes an argument; where nothing comes of it, as of `{}`, an empty text, since Typst asks for one.
pub(super) fn filled(out: &mut String, write: impl FnOnce(&mut String)) {
    let start = out.len();
    write(out);
    if out[start..].trim().is_empty() {
        out.push_str("\"\"");
    }
}

fn call(function: &str, order: &[usize], node: Node<'_, '_>, out: &mut String) {
    let children: Vec<_> = elements(node).collect();
    out.push_str(function);
    out.push('(');
    for (number, &index) in order.iter().enumerate() {
        out.push_str(if number > 0 { ", " } else { "" });
        argument(children.get(index), out);
    }
    out.push_str(") ");
}

fn fraction(node: Node<'_, '_>, out: &mut String) {
    let is_ruled = !node.attribute("linethickness").is_some_and(|width| width.starts_with('0'));
    if is_ruled {
        call("frac", &[0, 1], node, out);
        return;
    }
    let children: Vec<_> = elements(node).collect();
    out.push_str("mat(delim: #none, ");
    argument(children.first(), out);
    out.push_str("; ");
    argument(children.get(1), out);
    out.push_str(") ");
}

fn attach(form: &str, parts: &[(&str, usize)], node: Node<'_, '_>, out: &mut String) {
    let children: Vec<_> = elements(node).collect();
    write!(out, "attach({form}(").expect("writing to a string does not fail");
    argument(children.first(), out);
    // In a line of text, what stands above and below a sum stands beside it.
    let moves = form == "limits" && children.first().is_some_and(moves_limits);
    out.push_str(if moves { ", inline: #false)" } else { ")" });
    for &(place, index) in parts {
        write!(out, ", {place}: ").expect("writing to a string does not fail");
        argument(children.get(index), out);
    }
    out.push_str(") ");
}

fn moves_limits(node: &Node<'_, '_>) -> bool {
    let is_large = |mark: &str| !mark.is_empty() && "∑∏∐⋀⋁⋂⋃⨀⨁⨂⨄⨆".contains(mark);
    node.attribute("movablelimits") == Some("true") || operator(*node).is_some_and(is_large)
}

/// A brace with its label, a line, an accent, or what stands above and below an operator.
fn under_over(parts: &[(&str, usize)], node: Node<'_, '_>, out: &mut String) {
    let children: Vec<_> = elements(node).collect();
    let mark = children.get(1).and_then(|mark| operator(*mark)).unwrap_or_default();
    if let Some(function) = spanning(mark) {
        call(function, &[0], node, out);
        return;
    }
    if let Some(inner) = children.first().filter(|inner| ["munder", "mover"].contains(&name(**inner))) {
        let braced: Vec<_> = elements(*inner).collect();
        let mark = braced.get(1).and_then(|mark| operator(*mark)).unwrap_or_default();
        if let Some(function) = spanning(mark).filter(|function| function.contains('b')) {
            out.push_str(function);
            out.push('(');
            argument(braced.first(), out);
            out.push_str(", ");
            argument(children.get(1), out);
            out.push_str(") ");
            return;
        }
    }
    let is_over = name(node) == "mover";
    if is_over && is_accent(mark) {
        out.push_str("accent(");
        argument(children.first(), out);
        out.push_str(", ");
        escape(mark, out);
        out.push_str(") ");
        return;
    }
    attach("limits", parts, node, out);
}

fn spanning(mark: &str) -> Option<&'static str> {
    Some(match mark {
        "¯" | "‾" | "―" => "overline",
        "_" | "\u{332}" => "underline",
        "⏞" => "overbrace",
        "⏟" => "underbrace",
        "⎴" => "overbracket",
        "⎵" => "underbracket",
        _ => return None,
    })
}

fn is_accent(mark: &str) -> bool {
    matches!(
        mark,
        "^" | "ˆ"
            | "~"
            | "˜"
            | "˙"
            | "¨"
            | "´"
            | "`"
            | "ˇ"
            | "˘"
            | "˚"
            | "→"
            | "⃗"
            | "←"
            | "\u{302}"
            | "\u{303}"
            | "\u{307}"
            | "\u{308}"
            | "\u{301}"
            | "\u{300}"
            | "\u{30c}"
            | "\u{306}"
    )
}
