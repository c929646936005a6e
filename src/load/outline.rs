//! `SUMMARY.md`, as mdBook and as HonKit have it, read line by line.
//!
//! A list item is a numbered chapter, nested by its indentation. A link outside of any list is front matter before the
//! first list and back matter after it. Headings are parts, but the first of level 1, which is the outline's own title.

use super::{OutlineEntry, Store, join, root};
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::Matter;
use crate::source::{Sources, Span};

/// The outline as read.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// Its title as written.
    pub(super) title: Option<String>,
    pub(super) entries: Vec<OutlineEntry>,
    /// The chapters in reading order.
    pub(super) chapters: Vec<Line>,
}

impl Outline {
    /// Its title, `None` where it only says that this is an outline.
    pub(super) fn given_title(&self) -> Option<&str> {
        self.title
            .as_deref()
            .filter(|title| !title.is_empty() && !PLAIN_TITLES.contains(&title.to_lowercase().as_str()))
    }

    /// HonKit begins with `README.md` whether the outline names it or not; mdBook, which has a `book.toml`, does not.
    fn add_introduction(&mut self, store: &Store, src: &str, span: Span) {
        let path = Some(root::path(src, "README.md"));
        let is_listed = self.chapters.iter().any(|line| line.path == path);
        if is_listed || store.exists("book.toml") || !path.as_deref().is_some_and(|path| store.exists(path)) {
            return;
        }
        let title = "Introduction".to_owned();
        self.entries.iter_mut().for_each(move_on);
        self.chapters.insert(0, Line { title, path, matter: Matter::Front, depth: 0, span });
        self.entries.insert(0, OutlineEntry::Chapter { index: 0, children: Vec::new() });
    }
}

/// Makes room for a chapter before all others.
fn move_on(entry: &mut OutlineEntry) {
    match entry {
        OutlineEntry::Chapter { index, children } => {
            *index += 1;
            children.iter_mut().for_each(move_on);
        }
        OutlineEntry::Part { .. } | OutlineEntry::Separator => {}
    }
}

/// A chapter's line.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) title: String,
    pub(super) path: Option<String>,
    pub(super) matter: Matter,
    pub(super) depth: u8,
    pub(super) span: Span,
}

/// How deep chapters may nest in one another. Readers are lost long before.
const DEEPEST: usize = 20;

/// Titles that outlines have when nobody gave them one.
const PLAIN_TITLES: [&str; 7] =
    ["summary", "table of contents", "contents", "toc", "index", "目录", "inhaltsverzeichnis"];

/// Reads the outline of the folder `src`.
pub(super) fn read(store: &Store, src: &str, sources: &Sources, diagnostics: &mut Diagnostics) -> Outline {
    let path = root::path(src, "SUMMARY.md");
    if !store.exists(&path) {
        let finding = Diagnostic::new(Code::OutlineEmpty, Span::DETACHED, format!("there is no `{path}`"));
        let hint = "it is the book's outline: one line `- [Title](file.md)` for each chapter";
        diagnostics.push(finding.at_path(path).hint(hint));
        return Outline::default();
    }
    let Some(file) = store.text(&path, Span::DETACHED, sources, diagnostics) else {
        return Outline::default();
    };
    let source = sources.get(file);
    let mut reader = Reader {
        path: &path,
        open: Vec::new(),
        seen_entry: false,
        seen_list: false,
        outline: Outline::default(),
        diagnostics,
    };
    let mut offset = 0;
    let mut in_comment = false;
    for line in source.text.split_inclusive('\n') {
        let shown = without_comments(line, &mut in_comment);
        let text = shown.trim_end();
        let start = offset + (text.len() - text.trim_start().len());
        if !text.trim().is_empty() {
            reader.line(text, Span::new(file, start..offset + line.trim_end().len()));
        }
        offset += line.len();
    }
    reader.close(0);
    let mut outline = reader.outline;
    outline.add_introduction(store, src, Span::new(file, 0..0));
    outline
}

/// A line with spaces in the place of comments, which may begin or end in others; nothing of a line that begins in one,
/// which is HTML to its end. In code there are none.
fn without_comments(line: &str, in_comment: &mut bool) -> String {
    let is_html = *in_comment || line.trim_start().starts_with("<!--");
    let mut shown = String::with_capacity(line.len());
    let mut rest = line;
    while !rest.is_empty() {
        let mark = if *in_comment { "-->" } else { "<!--" };
        let end =
            rest.find(mark).filter(|at| *in_comment || rest[..*at].matches('`').count().is_multiple_of(2));
        let behind = match end {
            Some(at) if *in_comment => at + mark.len(),
            Some(at) => at,
            None => rest.len(),
        };
        match *in_comment {
            true => shown.extend(std::iter::repeat_n(' ', behind)),
            false => shown.push_str(&rest[..behind]),
        }
        rest = &rest[behind..];
        *in_comment ^= end.is_some();
    }
    if is_html { String::new() } else { shown }
}

/// A list item that is still open, with its indentation.
struct Open {
    indent: usize,
    index: usize,
    children: Vec<OutlineEntry>,
}

struct Reader<'a> {
    path: &'a str,
    open: Vec<Open>,
    /// Whether the first part, chapter or rule has been read: a heading before it is the outline's title.
    seen_entry: bool,
    seen_list: bool,
    outline: Outline,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn line(&mut self, line: &str, span: Span) {
        let text = line.trim_start();
        let indent = columns(&line[..line.len() - text.len()]);
        if let Some(title) = heading(text) {
            self.heading(title, text, span);
        } else if is_rule(text) {
            self.seen_entry = true;
            self.close(0);
            self.outline.entries.push(OutlineEntry::Separator);
        } else if let Some(item) = item(text) {
            self.seen_list = true;
            self.item(item, indent, span);
        } else if let Some((title, target)) = link(text) {
            self.close(0);
            let matter = if self.seen_list { Matter::Back } else { Matter::Front };
            if let Some(index) = self.chapter(&title, &target, matter, 0, span) {
                self.outline.entries.push(OutlineEntry::Chapter { index, children: Vec::new() });
            }
        } else {
            self.diagnostics.push(
                Diagnostic::new(Code::OutlineSyntax, span, "this line is neither a chapter nor a part")
                    .hint("write `- [Title](file.md)`, `# Part`, or `---`"),
            );
        }
    }

    fn heading(&mut self, title: String, text: &str, span: Span) {
        let is_first = !self.seen_entry;
        self.seen_entry = true;
        if is_first && text.starts_with("# ") && self.outline.title.is_none() {
            self.outline.title = Some(title);
            return;
        }
        self.close(0);
        self.outline.entries.push(OutlineEntry::Part { title, span });
    }

    fn item(&mut self, item: &str, indent: usize, span: Span) {
        self.close_to(indent);
        if self.open.len() >= DEEPEST {
            let message = "this chapter is nested deeper than a book can show";
            let finding = Diagnostic::new(Code::NestingTooDeep, span, message);
            self.diagnostics.push(finding.hint(format!("it is set as one of {DEEPEST} levels")));
            self.close(DEEPEST - 1);
        }
        let depth = u8::try_from(self.open.len()).unwrap_or(u8::MAX);
        let (title, target) = link(item).unwrap_or_else(|| (plain(item), String::new()));
        if let Some(index) = self.chapter(&title, &target, Matter::Main, depth, span) {
            self.open.push(Open { indent, index, children: Vec::new() });
        }
    }

    fn chapter(&mut self, title: &str, target: &str, matter: Matter, depth: u8, span: Span) -> Option<usize> {
        self.seen_entry = true;
        let is_address = target.contains("://") || target.starts_with("mailto:");
        let file = target.split('#').next().unwrap_or_default();
        let anchor = target.len() > file.len();
        if is_address {
            let mut finding =
                Diagnostic::new(Code::OutlineSyntax, span, "an address is not a chapter and is left out");
            finding.severity = Severity::Notice;
            self.diagnostics.push(finding);
            return None;
        }
        if anchor && self.is_listed(file) {
            // HonKit lets the outline point to sections; a book's contents has its sections anyway.
            return None;
        }
        let path = match file {
            "" => None,
            _ => match join(self.path, file) {
                Some(path) => Some(path),
                None => {
                    let message = format!("`{file}` is outside of the manuscript's folder");
                    let hint = "a book is made of its own folder: copy the file into it";
                    self.diagnostics.push(Diagnostic::new(Code::PathOutside, span, message).hint(hint));
                    None
                }
            },
        };
        self.outline.chapters.push(Line { title: title.to_owned(), path, matter, depth, span });
        Some(self.outline.chapters.len() - 1)
    }

    fn is_listed(&self, file: &str) -> bool {
        let path = join(self.path, file);
        file.is_empty() || self.outline.chapters.iter().any(|line| line.path == path)
    }

    fn close_to(&mut self, indent: usize) {
        while self.open.last().is_some_and(|open| open.indent >= indent) {
            self.close(self.open.len() - 1);
        }
    }

    /// Closes the open items from a depth on.
    fn close(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some(Open { index, children, .. }) = self.open.pop() else { return };
            let entry = OutlineEntry::Chapter { index, children };
            match self.open.last_mut() {
                Some(parent) => parent.children.push(entry),
                None => self.outline.entries.push(entry),
            }
        }
    }
}

/// The width of white space, a tab as four columns.
fn columns(space: &str) -> usize {
    space.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

fn heading(text: &str) -> Option<String> {
    let level = text.bytes().take_while(|&byte| byte == b'#').count();
    let rest = text.get(level..)?.strip_prefix(' ')?;
    let is_heading = (1..=6).contains(&level);
    is_heading.then(|| plain(rest.trim().trim_end_matches('#').trim()))
}

fn is_rule(text: &str) -> bool {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    compact.len() >= 3 && ["-", "*", "_"].iter().any(|mark| compact.chars().all(|c| mark.starts_with(c)))
}

fn item(text: &str) -> Option<&str> {
    if let Some(rest) = ["- ", "* ", "+ "].iter().find_map(|mark| text.strip_prefix(mark)) {
        return Some(rest.trim_start());
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text.get(digits..)?.strip_prefix(". ").or_else(|| text.get(digits..)?.strip_prefix(") "))?;
    (digits > 0).then(|| rest.trim_start())
}

/// `[Title](target "…")` at the start of a line: title as text, target as written. What follows says nothing.
fn link(text: &str) -> Option<(String, String)> {
    let inner = text.trim().strip_prefix('[')?;
    let end = closing(inner, '[', ']')?;
    let target = inner[end + 1..].strip_prefix('(')?.trim_start();
    let target = match target.strip_prefix('<') {
        Some(quoted) => quoted.split_once('>')?.0,
        None => {
            // A title begins behind a space; without one the target ends at its own parenthesis.
            let end = closing(target, '(', ')')?;
            let titled = [" \"", " '", " ("].iter().filter_map(|mark| target[..end].find(mark)).min();
            target[..titled.unwrap_or(end)].trim_end()
        }
    };
    Some((plain(&inner[..end]), target.to_owned()))
}

/// Where the bracket is that closes one before a text: an escaped one closes nothing.
fn closing(text: &str, opens: char, closes: char) -> Option<usize> {
    let mut depth = 1_usize;
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == opens => depth += 1,
            _ if c == closes => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })
}

/// A title's text without its Markdown: code and emphasis keep their words, an escape its character.
pub(super) fn plain(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut in_code = false;
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let next = chars.get(at + 1).copied();
        let before = at.checked_sub(1).map(|before| chars[before]);
        match (c, next) {
            ('`', _) => in_code = !in_code,
            ('\\', Some(escaped)) if !in_code && escaped.is_ascii_punctuation() => {
                out.push(escaped);
                at += 1;
            }
            ('*', _) if !in_code && !is_free(before, next) => {}
            // Within a word it is a character, as in `snake_case`.
            ('_', _) if !in_code && is_edge(before) != is_edge(next) => {}
            _ => out.push(c),
        }
        at += 1;
    }
    for (entity, character) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        out = out.replace(entity, character);
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a mark stands alone between spaces, as in `2 * 3`, and so can't open or close anything.
fn is_free(before: Option<char>, next: Option<char>) -> bool {
    let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    is_space(before) && is_space(next)
}

fn is_edge(c: Option<char>) -> bool {
    c.is_none_or(|c| !c.is_alphanumeric())
}
