//! MathML as EPUB and HTML have it: what the reader of LaTeX wrote, with a text alternative, and in the words of MathML 3,
//! which EPUB 3.3 holds to and MathML Core has left behind.

use std::borrow::Cow;

use roxmltree::Node;

/// Writes a formula; `latex` is its text alternative.
pub(super) fn write(math: Node<'_, '_>, latex: &str) -> String {
    let alternative = latex.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::from("<math");
    attribute("alttext", &alternative, &mut out);
    attribute("xmlns", math.tag_name().namespace().unwrap_or_default(), &mut out);
    math.attributes().for_each(|given| attribute(given.name(), given.value(), &mut out));
    out.push('>');
    math.children().for_each(|child| node(child, &mut out));
    out.push_str("</math>");
    out
}

fn node(node: Node<'_, '_>, out: &mut String) {
    if !node.is_element() {
        out.push_str(&crate::xml::escape(spacing(node.text().unwrap_or_default())));
        return;
    }
    let name = node.tag_name().name();
    let styles: Vec<_> = node.attributes().filter(|given| is_of_style(name, given.name())).collect();
    // A row with a style is what MathML 3 calls a style; what else has one stands inside of it.
    let name = if name == "mrow" && !styles.is_empty() { "mstyle" } else { name };
    let is_wrapped = name != "mstyle" && !styles.is_empty();
    if is_wrapped {
        out.push_str("<mstyle");
        styles.iter().for_each(|given| attribute(given.name(), given.value(), out));
        out.push('>');
    }
    out.push('<');
    out.push_str(name);
    for given in node.attributes().filter(|given| !is_wrapped || !styles.contains(given)) {
        // A table starts anew at the size of its row, which is what readers do without being told.
        if (name, given.name()) == ("mtable", "scriptlevel") {
            continue;
        }
        attribute(given.name(), &length(given.value()), out);
    }
    out.push('>');
    node.children().for_each(|child| self::node(child, out));
    out.push_str("</");
    out.push_str(name);
    out.push('>');
    if is_wrapped {
        out.push_str("</mstyle>");
    }
}

/// Whether MathML 3 has an attribute on `<mstyle>` alone (MathML 3 §3.3.4) where MathML Core has it everywhere.
fn is_of_style(element: &str, attribute: &str) -> bool {
    match attribute {
        "displaystyle" => !matches!(element, "mstyle" | "mtable"),
        "scriptlevel" => !matches!(element, "mstyle" | "mtable"),
        _ => false,
    }
}

/// An arrow over a letter as a character of its own: one that combines has no width to be centred by.
fn spacing(text: &str) -> &str {
    match text {
        "\u{20d7}" => "\u{2192}",
        "\u{20d6}" => "\u{2190}",
        _ => text,
    }
}

/// A length in a unit that MathML 3 knows (§2.1.5.2).
fn length(value: &str) -> Cow<'_, str> {
    match value.strip_suffix("rem") {
        Some(number) if number.parse::<f64>().is_ok() => Cow::Owned(format!("{number}em")),
        Some(_) | None => Cow::Borrowed(value),
    }
}

fn attribute(name: &str, value: &str, out: &mut String) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    out.push_str(&crate::xml::escape(value));
    out.push('"');
}
