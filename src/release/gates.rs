//! What must hold before a text is released. Each thing that does not is a finding at its line.

use std::collections::BTreeMap;

use super::Order;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::identity::followed;
use crate::ledger::{Address, FOLDER, Record};
use crate::load;
use crate::model::{
    Chapter, Inline, InlineKind, Section, Toggle, Visitor, walk_blocks, walk_body, walk_inline, walk_inlines,
};
use crate::package::folder;
use crate::pipeline::{Read, Session};
use crate::source::{Sources, Span};

/// Words that authors leave where something is to be done.
const UNFINISHED: [&str; 4] = ["TODO", "TK", "TBD", "FIXME"];

/// Looks whether what was read can be released.
pub(super) fn check(read: &Read, order: &Order, last: Option<&Record>, session: &mut Session<'_>) {
    let Session { sources, diagnostics, .. } = session;
    dated(diagnostics);
    identified(read, last, diagnostics);
    if order.allow_dirty == Toggle::Off {
        committed(read, order, diagnostics);
    }
    unfinished(read, sources, diagnostics);
    dropped(read, diagnostics);
    led(read, diagnostics);
}

/// A date that was made up is no date of a release.
fn dated(diagnostics: &mut Diagnostics) {
    let is_unknown = diagnostics.iter().any(|finding| finding.code == Code::DateUnknown);
    if is_unknown {
        let message = "an edition has a date, and none is known";
        let mut finding = Diagnostic::new(Code::DateUnknown, Span::DETACHED, message);
        finding.severity = Severity::Error;
        diagnostics.push(finding.hint("commit the manuscript to git, or give `--date 2026-11-24`"));
    }
}

/// All editions are known by one identifier.
fn identified(read: &Read, last: Option<&Record>, diagnostics: &mut Diagnostics) {
    let own = &read.manuscript.meta.identifier;
    let is_given = read.manuscript.given.lines().any(|line| line.starts_with("book.identifier = "));
    if !is_given {
        let message = "the book has no identifier, by which readers' programs know all editions as one book";
        let finding = Diagnostic::new(Code::IdentifierMissing, Span::DETACHED, message);
        let hint = match last {
            Some(last) => format!("write `identifier = \"{}\"` below `[book]`", last.book.identifier),
            None => "write the line that `recto new --identifier` prints below `[book]`".to_owned(),
        };
        diagnostics.push(finding.at_path("book.toml").hint(hint));
    } else if let Some(last) = last.filter(|last| last.book.identifier != *own) {
        let message = format!("the identifier is not that of edition {}", last.version);
        let finding = Diagnostic::new(Code::IdentifierMissing, Span::DETACHED, message);
        let hint = format!("write `identifier = \"{}\"` again", last.book.identifier);
        diagnostics.push(finding.at_path("book.toml").hint(hint));
    }
}

/// An edition is made of a commit, so that it can be made again.
fn committed(read: &Read, order: &Order, diagnostics: &mut Diagnostics) {
    let Some(root) = read.manuscript.store.root() else { return };
    let mut report = |path: Option<&str>, message: &str, hint: &str| {
        let finding = Diagnostic::new(Code::Uncommitted, Span::DETACHED, message).hint(hint);
        diagnostics.push(match path {
            Some(path) => finding.at_path(path),
            None => finding,
        });
    };
    let changed = load::changed(root);
    let Some(changed) = changed.filter(|_| read.manuscript.revision.is_some()) else {
        let message = "the manuscript is not in git, so that nobody can make this edition again";
        return report(None, message, "commit it, or give `--allow-dirty`");
    };
    let out = load::inside(root, &order.out);
    let is_out = |path: &str| out.as_ref().is_some_and(|out| path.starts_with(out.as_str()));
    // What a run that was killed left there is no file of the author's.
    for path in changed.iter().filter(|path| !is_out(path) && !folder::is_trace(path)) {
        let hint = match path.strip_prefix(FOLDER).and_then(|name| name.strip_prefix('/')) {
            Some(_) => "commit the record of the last edition first",
            None => "commit it, or give `--allow-dirty`",
        };
        report(Some(path), "this file has changes that are not committed", hint);
    }
}

/// Words that say that a text is not finished, where readers would see them.
fn unfinished(read: &Read, sources: &Sources, diagnostics: &mut Diagnostics) {
    let written = read.book.book.chapters.iter().filter(|chapter| read.book.chapter(chapter.id).is_written);
    let mut unfinished = Unfinished { sources, diagnostics };
    for chapter in written {
        if let Some(heading) = &chapter.heading {
            walk_inlines(&mut unfinished, &heading.inlines);
        }
        walk_body(&mut unfinished, &chapter.body);
        chapter.notes.iter().for_each(|note| walk_blocks(&mut unfinished, &note.blocks));
    }
}

struct Unfinished<'a> {
    sources: &'a Sources,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Visitor<'a> for Unfinished<'_> {
    fn section(&mut self, section: &'a Section) {
        walk_inlines(self, &section.heading.inlines);
        walk_body(self, &section.body);
    }

    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Text(words) = &inline.kind {
            for (_, word) in marks(words) {
                let message = format!("`{word}` in a text that is to be released");
                let span = self.place(inline.span, word);
                let finding = Diagnostic::new(Code::Unfinished, span, message);
                self.diagnostics.push(finding.hint("finish it, or set the chapter back to `status: draft`"));
            }
        }
        walk_inline(self, inline);
    }
}

impl Unfinished<'_> {
    /// Where the word is in its text; the whole text where that has it otherwise.
    fn place(&self, span: Span, word: &str) -> Span {
        let Some(file) = span.file() else { return span };
        let source = self.sources.get(file);
        let text = source.text.get(span.range()).unwrap_or_default();
        let found = marks(text).find(|(_, found)| *found == word);
        found.map_or(span, |(at, _)| {
            let start = span.range().start + at;
            Span::new(file, start..start + word.len())
        })
    }
}

/// Such words in a text, whole, with where they are.
fn marks(text: &str) -> impl Iterator<Item = (usize, &'static str)> {
    let is_edge = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    UNFINISHED.into_iter().flat_map(move |word| {
        text.match_indices(word).filter_map(move |(at, _)| {
            let (before, behind) = (text[..at].chars().next_back(), text[at + word.len()..].chars().next());
            (is_edge(before) && is_edge(behind)).then_some((at, word))
        })
    })
}

/// Chapters that the last edition published and that nothing leads to.
fn dropped(read: &Read, diagnostics: &mut Diagnostics) {
    for chapter in read.identity.dropped.iter().filter(|chapter| !chapter.is_led) {
        let slug = &chapter.slug;
        let message = format!(
            "the last edition published the chapter `{slug}` (\"{}\"), and this one has none of that name",
            chapter.title
        );
        let finding = Diagnostic::new(Code::ChapterDropped, Span::DETACHED, message).at_path("book.toml");
        let finding = match &chapter.most_in {
            Some(most_in) => finding.hint(format!(
                "most of it is in `{most_in}`: write `{slug} = \"{most_in}\"` below `[redirects]`, or, if that is the same chapter, `slug: {slug}` into its front matter"
            )),
            None => finding.hint(format!(
                "write `{slug} = \"another-chapter\"` below `[redirects]`, so that old links arrive"
            )),
        };
        diagnostics.push(finding);
    }
}

/// Redirects of the author's that lead nowhere.
fn led(read: &Read, diagnostics: &mut Diagnostics) {
    let slugs: Vec<&str> = read
        .identity
        .chapters
        .iter()
        .filter(|chapter| chapter.is_written())
        .map(|chapter| chapter.slug.as_str())
        .collect();
    let redirects = &read.manuscript.settings.redirects;
    let given: BTreeMap<Address, Address> =
        redirects.iter().map(|(from, to)| (Address::parse(from), Address::parse(to))).collect();
    for (from, to) in redirects {
        let led = followed(&Address::parse(to), &given, |slug| slugs.contains(&slug));
        let chapter = led.chapter.as_str();
        if !slugs.contains(&chapter) {
            let message =
                format!("the redirect of `{from}` leads to `{to}`, which is no chapter of this edition");
            let finding = Diagnostic::new(Code::RedirectBroken, Span::DETACHED, message);
            diagnostics.push(finding.at_path("book.toml").did_you_mean(chapter, slugs.iter().copied()));
        }
    }
}

/// Where a chapter is: its heading, else its line in the outline.
pub(super) fn place(chapter: &Chapter) -> Span {
    chapter.heading.as_ref().map_or(chapter.span, |heading| heading.span)
}
