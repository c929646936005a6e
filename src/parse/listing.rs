//! Code blocks → listings.

use std::ops::{Range, RangeInclusive};

use pulldown_cmark::{CodeBlockKind, Event};

use super::attributes::Attributes;
use super::text;
use super::tree::{self, Tree};
use crate::diag::{Code, Diagnostic};
use crate::model::{Block, BlockKind, Listing, ListingKind};
use crate::source::Span;

/// Reads the code block that was just started, with its end.
pub(super) fn read(tree: &mut Tree<'_, '_, '_>, kind: &CodeBlockKind<'_>, range: Range<usize>) -> Block {
    let mut code = Lines::default();
    while let Some((event, range)) = tree.next() {
        match event {
            Event::End(_) => break,
            Event::Text(text) => code.push(&text, range, tree),
            _ => {}
        }
    }
    let source = tree.slice(range.clone());
    let first = source.lines().next().unwrap_or_default().len();
    let span = tree.span(range.start..range.start + first);
    let info = match kind {
        // As the author wrote it: Markdown would take the backslash from a quote within quotes.
        CodeBlockKind::Fenced(_) => {
            check_closed(tree, source, span);
            source[..first].trim_start_matches(['`', '~']).trim()
        }
        CodeBlockKind::Indented => "",
    };
    let listing = listing(tree, info, code, span);
    let whole = tree.span(range);
    let (index, longest) = listing
        .code
        .split('\n')
        .map(str::len)
        .enumerate()
        .max_by_key(|(_, length)| *length)
        .unwrap_or_default();
    let at = listing.line_spans.get(index).copied().unwrap_or(span);
    let long = tree.context.too_long("a line of code", at, longest);
    tree.block(long.unwrap_or(BlockKind::Listing(listing)), whole)
}

/// Code and where its lines come from.
#[derive(Default)]
struct Lines {
    code: String,
    spans: Vec<Span>,
}

impl Lines {
    fn push(&mut self, text: &str, range: Range<usize>, tree: &Tree<'_, '_, '_>) {
        let is_copy = text.len() == range.len();
        let mut offset = 0;
        for line in text.split_inclusive('\n') {
            let start = if is_copy { range.start + offset } else { range.start };
            let span = tree.span(start..start + line.trim_end_matches(['\r', '\n']).len());
            if self.code.is_empty() || self.code.ends_with('\n') {
                self.spans.push(span);
            } else if let Some(last) = self.spans.last_mut() {
                *last = last.to(span);
            }
            self.code.push_str(line);
            offset += line.len();
        }
    }

    /// Drops lines, and the prefix of others: `None` for a line that is not shown.
    fn rewrite(&mut self, line: impl Fn(&str) -> Option<String>) {
        let lines = std::mem::take(&mut self.code);
        let spans = std::mem::take(&mut self.spans);
        for (text, span) in lines.split_inclusive('\n').zip(spans) {
            if let Some(text) = line(text) {
                self.code.push_str(&text);
                self.spans.push(span);
            }
        }
    }

    fn finish(mut self) -> (String, Vec<Span>) {
        if self.code.contains('\r') {
            self.code = self.code.replace("\r\n", "\n").replace('\r', "\n");
        }
        while self.code.ends_with('\n') {
            self.code.pop();
        }
        let count = if self.code.is_empty() { 0 } else { self.code.split('\n').count() };
        self.spans.resize(count, self.spans.last().copied().unwrap_or_default());
        (self.code, self.spans)
    }
}

fn check_closed(tree: &mut Tree<'_, '_, '_>, source: &str, span: Span) {
    let opening = source.trim_start();
    let fence = opening.chars().next().unwrap_or('`');
    let length = opening.chars().take_while(|&c| c == fence).count();
    let last = source.trim_end().lines().last().unwrap_or_default();
    let last = last.trim_start_matches(|c: char| c.is_whitespace() || c == '>');
    let closes = last.chars().all(|c| c == fence) && last.chars().count() >= length;
    if !closes || source.trim_end().lines().count() < 2 {
        let fence: String = std::iter::repeat_n(fence, length).collect();
        tree.context.diagnostics.push(
            Diagnostic::new(Code::FenceUnclosed, span, "this fence is never closed").hint(format!(
                "end it with a line of {fence} and nothing else; until then all that follows is code"
            )),
        );
    }
}

/// Reports a fence of backticks that is text, since its info string holds a backtick too, as a caption with code does.
/// The fence that was meant to close it then opens another.
pub(super) fn check_fences(tree: &mut Tree<'_, '_, '_>, range: Range<usize>) {
    const FENCE: &str = "```";
    let source = tree.slice(range.clone());
    let mut start = range.start;
    for line in source.split_inclusive('\n') {
        let info = line.trim_start().strip_prefix(FENCE).map(|rest| rest.trim_start_matches('`'));
        // Code between fences on one line is code in a text.
        if info.is_some_and(|info| info.contains('`') && !line.trim_end().ends_with(FENCE)) {
            let span = tree.span(start..start + line.trim_end().len());
            tree.context.diagnostics.push(
                Diagnostic::new(Code::FenceBacktick, span, "this is no fence, since a backtick follows it")
                    .hint("open and close the listing with `~~~`; then it may have backticks in its caption"),
            );
        }
        start += line.len();
    }
}

fn listing(tree: &mut Tree<'_, '_, '_>, info: &str, mut code: Lines, span: Span) -> Listing {
    let (mut language, mut attributes) = parse_info(tree, info, span);
    if language.is_none() && !attributes.classes.is_empty() {
        language = Some(attributes.classes.remove(0));
    }
    let language = language.map(|language| language.to_lowercase()).filter(|language| !language.is_empty());
    let hidden = tree.context.manuscript.settings.hidelines.get(language.as_deref().unwrap_or_default());
    match (hidelines(info).or(hidden.map(String::as_str)), language.as_deref()) {
        (_, Some("rust")) => code.rewrite(hide_rust),
        (Some(prefix), _) => code.rewrite(|line| hide(line, prefix)),
        (None, _) => {}
    }
    let label = attributes.label.take();
    let title =
        attributes.take("title").or_else(|| attributes.take("file")).map(|title| text::unescaped(&title));
    let caption = attributes.take("caption");
    let caption = caption.map(|caption| tree::fragment(tree.context, &caption, span)).unwrap_or_default();
    let start = number(tree, &mut attributes, &["start", "startFrom", "linenostart"], span).unwrap_or(1);
    let numbered =
        attributes.words.iter().chain(&attributes.classes).any(|word| NUMBERED.contains(&word.as_str()));
    report_unknown(tree, &attributes, span);
    let (code, line_spans) = code.finish();
    let listing = Listing {
        kind: kind(language.as_deref()),
        language,
        code,
        line_spans,
        title,
        caption,
        label,
        marked: attributes.ranges,
        numbered,
        start,
    };
    check_ranges(tree, &listing, span);
    Listing { marked: joined(listing.marked), ..listing }
}

/// What has a listing's lines numbered, as several programs call it.
const NUMBERED: [&str; 5] = ["linenos", "line-numbers", "numberLines", "number-lines", "lineNumbers"];

/// Words that mdBook and rustdoc have for tests and playgrounds, which a book has not.
#[rustfmt::skip]
const OF_MDBOOK: [&str; 15] = [
    "rust", "ignore", "should_panic", "no_run", "compile_fail", "editable", "noplayground", "noplaypen",
    "playground", "mdbook-runnable", "test_harness", "standalone_crate", "does_not_compile", "panics",
    "not_desired_behavior",
];

fn is_of_mdbook(word: &str) -> bool {
    let is_error =
        word.len() == 5 && word.starts_with('E') && word[1..].bytes().all(|byte| byte.is_ascii_digit());
    let is_edition = word.strip_prefix("edition").is_some_and(|year| year.parse::<u16>().is_ok());
    OF_MDBOOK.contains(&word) || is_error || is_edition || word.starts_with("ignore-")
}

fn kind(language: Option<&str>) -> ListingKind {
    match language {
        Some("console" | "session" | "shell-session" | "terminal") => ListingKind::Session,
        Some("output") => ListingKind::Output,
        _ => ListingKind::Code,
    }
}

/// `go title="…"`, `{.go #id}`, `rust,ignore`: the language and the rest.
fn parse_info(tree: &mut Tree<'_, '_, '_>, info: &str, span: Span) -> (Option<String>, Attributes) {
    let is_braced = info.starts_with("{.") || info.starts_with("{#") || info.starts_with("{ ");
    let (language, rest) = if is_braced {
        let inner = info.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        (None, inner.unwrap_or(info).to_owned())
    } else {
        let end = info.find(|c: char| c.is_whitespace() || c == ',' || c == '{').unwrap_or(info.len());
        (Some(text::unescaped(&info[..end])), spaced(&info[end..]))
    };
    // `go {#lst:x caption="…"}`: pandoc's braces behind a language.
    let inner = rest.trim().strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
    let rest = match inner {
        Some(inner) if inner.starts_with(['#', '.']) || inner.contains('=') => inner,
        _ => rest.as_str(),
    };
    match Attributes::parse(rest) {
        Ok(attributes) => {
            let words = attributes.words.iter().flat_map(|word| word.split(',')).map(str::to_owned);
            let words = words.filter(|word| !word.is_empty()).collect();
            (language, Attributes { words, ..attributes })
        }
        Err(at) => {
            let message = format!("`{}` can't be read", rest[at..].trim());
            tree.context.diagnostics.push(
                Diagnostic::new(Code::AttributeSyntax, span, message)
                    .hint("write `go title=\"main.go\" {3,5-7} linenos start=40 #lst:main caption=\"…\"`"),
            );
            (language, Attributes::default())
        }
    }
}

/// What follows a language, with spaces for the commas between its first words: `,ignore,should_panic {3}`.
fn spaced(rest: &str) -> String {
    if !rest.starts_with(',') {
        return rest.to_owned();
    }
    let end = rest.find(|c: char| c.is_whitespace() || c == '{' || c == '"').unwrap_or(rest.len());
    let gap = if rest[end..].starts_with('{') { " " } else { "" };
    rest[..end].replace(',', " ") + gap + &rest[end..]
}

fn number(
    tree: &mut Tree<'_, '_, '_>,
    attributes: &mut Attributes,
    keys: &[&str],
    span: Span,
) -> Option<u32> {
    let value = keys.iter().find_map(|key| attributes.take(key))?;
    let number = value.parse().ok();
    if number.is_none() {
        tree.context.report(Code::AttributeSyntax, span, format!("`{value}` is no line number"));
    }
    number
}

fn report_unknown(tree: &mut Tree<'_, '_, '_>, attributes: &Attributes, span: Span) {
    const KNOWN: [&str; 4] = ["title", "file", "caption", "start"];
    for (key, _) in attributes.pairs.iter().filter(|(key, _)| key != "hidelines") {
        let message = format!("a listing has no attribute `{key}`");
        let finding = Diagnostic::new(Code::AttributeUnknown, span, message);
        tree.context.diagnostics.push(finding.did_you_mean(key, KNOWN));
    }
    let words = attributes.words.iter().chain(&attributes.classes);
    for word in words.filter(|word| !NUMBERED.contains(&word.as_str()) && !is_of_mdbook(word)) {
        let message = format!("a listing knows nothing of `{word}`");
        let finding = Diagnostic::new(Code::AttributeUnknown, span, message);
        tree.context.diagnostics.push(finding.did_you_mean(word, NUMBERED));
    }
}

fn check_ranges(tree: &mut Tree<'_, '_, '_>, listing: &Listing, span: Span) {
    let count = u32::try_from(listing.line_spans.len()).unwrap_or(u32::MAX);
    let last = listing.start.saturating_add(count).saturating_sub(1);
    let is_wrong = |range: &&RangeInclusive<u32>| {
        *range.start() < listing.start || *range.end() > last || range.is_empty()
    };
    if let Some(range) = listing.marked.iter().find(is_wrong) {
        let message = match range.start() == range.end() {
            true => format!("line {} is marked and not there", range.start()),
            false => format!("lines {} to {} are marked and not there", range.start(), range.end()),
        };
        tree.context.diagnostics.push(
            Diagnostic::new(Code::ListingRange, span, message)
                .hint(format!("the listing's lines are numbered {} to {last}", listing.start)),
        );
    }
}

/// Ranges in order, those that touch made one.
fn joined(ranges: Vec<RangeInclusive<u32>>) -> Vec<RangeInclusive<u32>> {
    let mut ranges = ranges;
    ranges.retain(|range| !range.is_empty());
    ranges.sort_by_key(|range| *range.start());
    let mut joined: Vec<RangeInclusive<u32>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if *range.start() <= last.end().saturating_add(1) => {
                *last = *last.start()..=*last.end().max(range.end());
            }
            _ => joined.push(range),
        }
    }
    joined
}

/// What the lines of this listing begin with that mdBook hides: ```` ```python,hidelines=! ````.
fn hidelines(info: &str) -> Option<&str> {
    let mut words = info.split(|c: char| c == ',' || c.is_whitespace());
    let prefix = words.find_map(|word| word.strip_prefix("hidelines="))?;
    Some(prefix.trim_matches(['"', '\''])).filter(|prefix| !prefix.is_empty())
}

fn hide(line: &str, prefix: &str) -> Option<String> {
    (!line.trim_start().starts_with(prefix)).then(|| line.to_owned())
}

/// Rust's documentation tests hide lines that begin with `# `; `##` shows a `#`.
fn hide_rust(line: &str) -> Option<String> {
    let code = line.trim_start();
    let indent = &line[..line.len() - code.len()];
    if let Some(shown) = code.strip_prefix("##") {
        return Some(format!("{indent}#{shown}"));
    }
    let is_hidden = code.trim_end() == "#" || code.starts_with("# ");
    (!is_hidden).then(|| line.to_owned())
}
