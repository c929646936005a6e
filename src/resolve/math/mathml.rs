//! MathML as EPUB and HTML have it: what the reader of LaTeX wrote, with a text alternative, and in the words of MathML 3,
//! which EPUB 3.3 holds to and MathML Core has left behind.

use std::borrow::Cow;

use roxmltree::Node;

use super::table::is_last_rule;

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
        if name == "mtable" && matches!(given.name(), "scriptlevel" | "style") {
            continue;
        }
        attribute(given.name(), &length(given.value()), out);
    }
    match name {
        "mtext" => text(node, out),
        "menclose" => enclosed(node, out),
        "mtable" => table(node, out),
        _ => {
            out.push('>');
            node.children().for_each(|child| self::node(child, out));
        }
    }
    out.push_str("</");
    out.push_str(name);
    out.push('>');
    if is_wrapped {
        out.push_str("</mstyle>");
    }
}

/// A table with its style. A rule below it is its border: as a row of its own it would have borders at its sides.
fn table(node: Node<'_, '_>, out: &mut String) {
    let last = node.last_element_child().filter(|line| is_last_rule(*line));
    let rule = last.and_then(|line| styled(line.first_element_child()?, "border-top"));
    let style = node.attribute("style").unwrap_or_default();
    match rule {
        Some(rule) => attribute("style", &format!("{style}border-bottom: {rule};"), out),
        None if style.is_empty() => {}
        None => attribute("style", style, out),
    }
    out.push('>');
    node.children().filter(|child| last != Some(*child)).for_each(|child| self::node(child, out));
}

/// Words: text alone, with its style as MathML 3 says it and as browsers know it, which have left `mathvariant` behind.
fn text(node: Node<'_, '_>, out: &mut String) {
    let (variant, css) = match text_style(node) {
        TextStyle::Plain => (None, None),
        TextStyle::Bold => (Some("bold"), Some("font-weight: bold")),
        TextStyle::Italic => (Some("italic"), Some("font-style: italic")),
        TextStyle::BoldItalic => (Some("bold-italic"), Some("font-weight: bold; font-style: italic")),
        TextStyle::Monospace => (Some("monospace"), Some("font-family: monospace")),
        TextStyle::SansSerif => (Some("sans-serif"), Some("font-family: sans-serif")),
        TextStyle::SmallCapitals => (None, Some("font-variant-caps: small-caps")),
        TextStyle::Struck => (None, Some("text-decoration: line-through")),
        TextStyle::Underlined => (None, Some("text-decoration: underline")),
    };
    variant.into_iter().for_each(|variant| attribute("mathvariant", variant, out));
    css.into_iter().for_each(|css| attribute("style", css, out));
    out.push('>');
    out.push_str(&crate::xml::escape(&words(node)));
}

/// What is struck out, with its strokes for browsers, which know no `<menclose>`.
fn enclosed(node: Node<'_, '_>, out: &mut String) {
    let line = |direction: &str| {
        format!(
            "linear-gradient(to {direction}, transparent calc(50% - 0.03em), currentcolor calc(50% - 0.03em), \
             currentcolor calc(50% + 0.03em), transparent calc(50% + 0.03em))"
        )
    };
    let strokes =
        node.attribute("notation").unwrap_or_default().split(' ').filter_map(|stroke| match stroke {
            "updiagonalstrike" => Some(line("bottom right")),
            "downdiagonalstrike" => Some(line("bottom left")),
            "horizontalstrike" => Some(line("bottom")),
            _ => None,
        });
    attribute("style", &format!("background: {}", strokes.collect::<Vec<_>>().join(", ")), out);
    out.push('>');
    let is_stroke =
        |child: &Node<'_, '_>| child.attribute("class").is_some_and(|class| class.starts_with("menclose"));
    node.children().filter(|child| !is_stroke(child)).for_each(|child| self::node(child, out));
}

/// How words in a formula are set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextStyle {
    Plain,
    Bold,
    Italic,
    BoldItalic,
    Monospace,
    SansSerif,
    SmallCapitals,
    Struck,
    Underlined,
}

/// The style of words: the reader of LaTeX says it with elements of HTML.
pub(super) fn text_style(node: Node<'_, '_>) -> TextStyle {
    let Some(inner) = node.first_element_child() else { return TextStyle::Plain };
    match inner.tag_name().name() {
        "b" if inner.first_element_child().is_some() => TextStyle::BoldItalic,
        "b" => TextStyle::Bold,
        "i" | "em" => TextStyle::Italic,
        "code" => TextStyle::Monospace,
        "s" => TextStyle::Struck,
        "u" => TextStyle::Underlined,
        "span" if inner.attribute("class").is_some_and(|class| class.contains("sans")) => {
            TextStyle::SansSerif
        }
        "span" if styled(inner, "font-variant-caps").is_some() => TextStyle::SmallCapitals,
        _ => TextStyle::Plain,
    }
}

/// All that is written in a node.
pub(super) fn words(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect()
}

/// What a node's `style` says of a property.
pub(super) fn styled<'a>(node: Node<'a, '_>, property: &str) -> Option<&'a str> {
    let declarations = node.attribute("style")?.split(';').filter_map(|one| one.split_once(':'));
    declarations
        .map(|(name, value)| (name.trim(), value.trim()))
        .find(|(name, _)| *name == property)
        .map(|(_, value)| value)
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
