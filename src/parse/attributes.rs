//! Attributes: `{#fig:heap width=80% caption="…"}` behind an image, a formula or a table, and the info strings of
//! listings, which hold the same words without braces.

use std::ops::RangeInclusive;

use pulldown_cmark::CowStr;

use super::Context;
use crate::diag::{Code, Diagnostic};
use crate::load;
use crate::model::{Image, ImageSource, Inline, InlineKind, Label, MathStyle, Toggle, Width, plain_text};
use crate::source::Span;

/// What stands between braces, or in an info string.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Attributes {
    /// `#fig:heap`
    pub(super) label: Option<Label>,
    /// `.go`
    pub(super) classes: Vec<String>,
    /// `start=40`, `caption="…"`
    pub(super) pairs: Vec<(String, String)>,
    /// `linenos`
    pub(super) words: Vec<String>,
    /// `{3,5-7}`
    pub(super) ranges: Vec<RangeInclusive<u32>>,
}

impl Attributes {
    /// Takes the value of a key.
    pub(super) fn take(&mut self, key: &str) -> Option<String> {
        let at = self.pairs.iter().position(|(name, _)| name == key)?;
        Some(self.pairs.remove(at).1)
    }

    /// The words of an info string, or of what is between braces. `Err` holds the byte where reading failed.
    pub(super) fn parse(text: &str) -> Result<Self, usize> {
        let mut attributes = Self::default();
        let mut at = 0;
        while let Some(skipped) = text[at..].find(|c: char| !c.is_whitespace()) {
            at += skipped;
            let length = word_length(&text[at..]).ok_or(at)?;
            attributes.add(&text[at..at + length]).ok_or(at)?;
            at += length;
        }
        Ok(attributes)
    }

    fn add(&mut self, word: &str) -> Option<()> {
        if let Some(label) = word.strip_prefix('#') {
            self.label = Some(Label::new(label));
        } else if let Some(ranges) = word.strip_prefix('{') {
            self.ranges.extend(line_ranges(ranges.trim_end_matches('}'))?);
        } else if let Some((key, value)) = word.split_once('=').filter(|(key, _)| !key.contains('"')) {
            self.pairs.push((key.to_owned(), unquote(value)));
        } else if let Some(class) = word.strip_prefix('.').filter(|class| !class.is_empty()) {
            self.classes.push(class.to_owned());
        } else {
            self.words.push(word.to_owned());
        }
        Some(())
    }
}

/// How long the word at the start of a text is: quotes and braces hold spaces.
fn word_length(text: &str) -> Option<usize> {
    if text.starts_with('{') {
        return text.find('}').map(|end| end + 1);
    }
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match quote {
            Some(_) if escaped => escaped = false,
            Some(_) if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c.is_whitespace() => return Some(at),
            None if (c == '"' || c == '\'') && text[..at].ends_with('=') => quote = Some(c),
            None => {}
        }
    }
    quote.is_none().then_some(text.len())
}

fn unquote(value: &str) -> String {
    let Some(quote) = value.chars().next().filter(|&c| c == '"' || c == '\'') else {
        return value.to_owned();
    };
    let inner = value[1..].strip_suffix(quote).unwrap_or(&value[1..]);
    inner.replace(&format!("\\{quote}"), &quote.to_string()).replace("\\\\", "\\")
}

fn line_ranges(text: &str) -> Option<Vec<RangeInclusive<u32>>> {
    let number = |text: &str| text.trim().parse::<u32>().ok();
    text.split(',')
        .filter(|part| !part.trim().is_empty())
        .map(|part| match part.split_once('-') {
            Some((from, to)) => Some(number(from)?..=number(to)?),
            None => number(part).map(|only| only..=only),
        })
        .collect()
}

/// Attributes at the start of a text, with how many bytes they take.
pub(super) fn leading(text: &str) -> Option<(Attributes, usize)> {
    if !text.starts_with('{') || !text[1..].starts_with(|c: char| "#.".contains(c) || c.is_ascii_alphabetic())
    {
        return None;
    }
    let end = closing_brace(text)?;
    // Smart punctuation came first.
    let inner = text[1..end].replace(['“', '”'], "\"");
    Some((Attributes::parse(&inner).ok()?, end + 1))
}

/// Attributes at the end of a text, with where they start.
pub(super) fn trailing(text: &str) -> Option<(Attributes, usize)> {
    let trimmed = text.trim_end();
    if !trimmed.ends_with('}') {
        return None;
    }
    let start = trimmed.rfind('{')?;
    let (attributes, length) = leading(&trimmed[start..])?;
    (start + length == trimmed.len()).then_some((attributes, start))
}

fn closing_brace(text: &str) -> Option<usize> {
    let mut quoted = false;
    for (at, c) in text.char_indices() {
        match c {
            // A smart quote is what an ASCII one became before attributes were read.
            '"' | '“' | '”' => quoted = !quoted,
            '}' if !quoted => return Some(at),
            _ => {}
        }
    }
    None
}

/// Names the attributes that have no meaning where only a label has one.
pub(super) fn report_but_label(context: &mut Context<'_>, attributes: &Attributes, what: &str, span: Span) {
    let keys = attributes.pairs.iter().map(|(key, _)| key.clone());
    let classes = attributes.classes.iter().map(|class| format!(".{class}"));
    for name in keys.chain(classes).chain(attributes.words.iter().cloned()) {
        context.report(Code::AttributeUnknown, span, format!("{what} has no attribute `{name}`"));
    }
}

/// What a heading says of the book's sample, which is all that it can say but its label.
pub(super) fn heading(
    context: &mut Context<'_>,
    classes: &[CowStr<'_>],
    pairs: &[(CowStr<'_>, Option<CowStr<'_>>)],
    span: Span,
) -> Option<Toggle> {
    let value = |value: &Option<CowStr<'_>>| value.as_deref().unwrap_or_default().to_owned();
    let mut attributes = Attributes {
        classes: classes.iter().map(ToString::to_string).collect(),
        pairs: pairs.iter().map(|(key, said)| (key.to_string(), value(said))).collect(),
        ..Attributes::default()
    };
    let said = attributes.take("sample");
    report_but_label(context, &attributes, "a heading", span);
    let sample = said?.parse::<bool>().ok().map(Toggle::from);
    if sample.is_none() {
        let message = "`sample` is neither true nor false here";
        let finding = Diagnostic::new(Code::AttributeSyntax, span, message);
        context.diagnostics.push(finding.hint("write `sample=true`, or leave it out"));
    }
    sample
}

/// Names what was said of the sample where nothing begins that could be in it.
pub(super) fn report_samples(context: &mut Context<'_>) {
    let mut spans: Vec<Span> =
        std::mem::take(&mut context.samples).into_values().map(|(_, span)| span).collect();
    spans.sort_by_key(|span| span.range().start);
    for span in spans {
        let message = "a heading within a block has no attribute `sample`";
        let finding = Diagnostic::new(Code::AttributeUnknown, span, message);
        context.diagnostics.push(finding.hint("only chapters and sections are in a sample"));
    }
}

/// What a paragraph of one thing is.
pub(super) enum Alone {
    /// An image, its title and its label.
    Image(Image, Option<String>, Option<Label>),
    /// A displayed formula and its label.
    Formula(String, Option<Label>),
}

/// What a paragraph is when it holds one image or one displayed formula, and perhaps attributes.
pub(super) fn alone(context: &mut Context<'_>, inlines: &mut Vec<Inline>) -> Option<Alone> {
    let attributes = match inlines.as_slice() {
        [_] => Attributes::default(),
        [_, Inline { kind: InlineKind::Text(text), .. }] => {
            let (attributes, length) = leading(text.trim_start())?;
            (length == text.trim().len()).then_some(attributes)?
        }
        _ => return None,
    };
    match &inlines[0].kind {
        InlineKind::Image(_) if inlines.len() == 1 => {
            let InlineKind::Image(image) = inlines.remove(0).kind else { return None };
            let title = context.titles.remove(&image.id).map(|(title, _)| title);
            let label = context.image_labels.remove(&image.id);
            Some(Alone::Image(image, title, label))
        }
        InlineKind::Math { style: MathStyle::Display, latex, .. } => {
            report_but_label(context, &attributes, "a formula", inlines[0].span);
            Some(Alone::Formula(latex.clone(), attributes.label))
        }
        _ => None,
    }
}

/// Gives an image the attributes that stand behind it.
pub(super) fn shape(context: &mut Context<'_>, image: &mut Image, attributes: &mut Attributes, span: Span) {
    if let Some(alt) = attributes.take("alt") {
        image.alt = Some(alt);
    }
    if let Some(width) = attributes.take("width") {
        image.width = parse_width(&width);
        if image.width.is_none() {
            let message = format!("`{width}` is no width");
            let finding = Diagnostic::new(Code::AttributeSyntax, span, message);
            context.diagnostics.push(finding.hint("write `width=60%` or, in CSS pixels, `width=300`"));
        }
    }
    attributes.take("height");
    for (key, _) in &attributes.pairs {
        let message = format!("an image has no attribute `{key}`");
        let finding = Diagnostic::new(Code::AttributeUnknown, span, message);
        context.diagnostics.push(finding.did_you_mean(key, ["width", "alt"]));
    }
}

/// `60%`, `300`, `300px`, `5cm`, `2in`.
pub(super) fn parse_width(text: &str) -> Option<Width> {
    let split = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let number: f64 = text[..split].parse().ok().filter(|&n| n > 0.0 && n < 100_000.0)?;
    let thousandths = |value: f64| (value * 1000.0).round() as u32;
    match text[split..].trim() {
        "%" => Some(Width::OfMeasure(thousandths(number / 100.0).min(1000))),
        "" | "px" => Some(Width::Pixels(thousandths(number))),
        "in" => Some(Width::Pixels(thousandths(number * 96.0))),
        "cm" => Some(Width::Pixels(thousandths(number * 96.0 / 2.54))),
        "mm" => Some(Width::Pixels(thousandths(number * 96.0 / 25.4))),
        "pt" => Some(Width::Pixels(thousandths(number * 96.0 / 72.0))),
        _ => None,
    }
}

/// An image as Markdown writes it. Its title waits in the context until it is known whether the image is a figure.
pub(super) fn image(
    context: &mut Context<'_>,
    address: &str,
    title: &str,
    alt: &[Inline],
    span: Span,
) -> InlineKind {
    let alt = plain_text(alt);
    let alt = (!alt.trim().is_empty()).then(|| alt.trim().replace('\n', " "));
    let id = context.node();
    if !title.is_empty() {
        context.titles.insert(id, (title.to_owned(), span));
    }
    InlineKind::Image(Image { id, source: source(context, address, span), alt, width: None, span })
}

/// Reports the titles of images that turned out to be no figures.
pub(super) fn report_titles(context: &mut Context<'_>) {
    let mut titles: Vec<(String, Span)> = std::mem::take(&mut context.titles).into_values().collect();
    titles.sort_by_key(|(_, span)| span.range().start);
    for (title, span) in titles {
        report_title(context, &title, span);
    }
}

/// Reports an image's title that no book shows.
pub(super) fn report_title(context: &mut Context<'_>, title: &str, span: Span) {
    let message = format!("the title `{}` of this image is shown nowhere", shorten(title));
    let finding = Diagnostic::new(Code::AttributeUnknown, span, message);
    context.diagnostics.push(
        finding.hint("an image has a caption where it is alone in its paragraph, and has no other caption"),
    );
}

/// Where an image comes from, by its address as the author wrote it.
pub(super) fn source(context: &mut Context<'_>, address: &str, span: Span) -> ImageSource {
    let lower = address.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        return ImageSource::Remote(address.to_owned());
    }
    if lower.starts_with("//") {
        return ImageSource::Remote(format!("https:{address}"));
    }
    let has_scheme = lower.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    let (code, message) = if has_scheme {
        (Code::LinkUnsafe, format!("an image can't come from `{}`", shorten(address)))
    } else {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let store = &context.manuscript.store;
        let from_src = context.manuscript.from_src(path).filter(|path| store.exists(path));
        match from_src.or_else(|| load::join(context.path, path)) {
            Some(path) => return ImageSource::File(path),
            None => {
                (Code::PathOutside, format!("`{}` is outside of the manuscript's folder", shorten(address)))
            }
        }
    };
    let finding = Diagnostic::new(code, span, message);
    context
        .diagnostics
        .push(finding.hint("put the file into the manuscript's folder and name it from there"));
    ImageSource::Refused(shorten(address))
}

/// An address or a title as messages show it.
fn shorten(address: &str) -> String {
    if address.chars().count() <= 60 {
        return address.to_owned();
    }
    address.chars().take(57).chain("...".chars()).collect()
}
