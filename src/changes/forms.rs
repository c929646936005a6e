//! Changes for people: as text for a terminal, and as Markdown.

use super::difference::shortened;
use super::{BlockChanged, Changed, ChapterChanged, Edition, Fate, Run, SectionChanged};
use crate::diag::Style;
use crate::ledger::{BlockName, Change};
use crate::news::{escaped, said, said_of_section};
use crate::resolve::terms::{Terms, terms};

/// How many words are shown of what only went to another place.
const MOVED_WORDS: usize = 12;

impl Changed {
    /// The changes as people read them on a terminal.
    pub fn text(&self, style: Style) -> String {
        let (english, _) = terms("en");
        let mut out = format!("{} → {}\n", name(&self.from), name(&self.to));
        for edition in [&self.from, &self.to] {
            out.extend(withdrawn(edition).map(|line| harmless(&line) + "\n"));
        }
        if self.chapters.is_empty() {
            out.push_str("nothing of the text changed\n");
        }
        for chapter in &self.chapters {
            let what = self.chapter(chapter, &english).join("; ");
            let file = chapter.file.as_ref().map(|file| format!(" ({file})")).unwrap_or_default();
            out.push_str(&harmless(&format!("\n{}{file}: {what}\n", chapter.change.title)));
            for section in shown(chapter) {
                if let Some(title) = title(section, &english) {
                    let what = self.section(section, &english).join("; ");
                    let anchor = section.change.anchor.as_ref().map(|id| format!(" (#{id})"));
                    out.push_str(&harmless(&format!("  {title}{}: {what}\n", anchor.unwrap_or_default())));
                }
                for block in &section.blocks {
                    out.push_str(&block_text(block, style));
                }
            }
        }
        out
    }

    /// The changes as Markdown, in the book's language, with `<ins>` and `<del>`.
    pub fn markdown(&self) -> String {
        let (own, _) = terms(&self.language);
        let mut out = format!("# {}: {} → {}\n", escaped(&self.title), name(&self.from), name(&self.to));
        for line in [&self.from, &self.to].into_iter().filter_map(withdrawn) {
            out.push_str(&format!("\n**{}**\n", escaped(&line)));
        }
        if self.chapters.is_empty() {
            let version = self.from.version.as_ref().map(ToString::to_string).unwrap_or_default();
            out.push_str(&format!("\n{}\n", own.same_text(&version)));
        }
        for chapter in &self.chapters {
            let what = self.chapter(chapter, &own).join(own.semicolon());
            let file = chapter
                .file
                .as_ref()
                .map(|file| format!(" (`{}`)", file.replace('`', "'")))
                .unwrap_or_default();
            out.push_str(&format!("\n## {}{file}\n\n{}\n", escaped(&chapter.change.title), escaped(&what)));
            for section in shown(chapter) {
                if let Some(title) = title(section, &own) {
                    let what = self.section(section, &own).join(own.semicolon());
                    out.push_str(&format!("\n### {}\n", escaped(title)));
                    let what = (!what.is_empty()).then(|| format!("\n{}\n", escaped(&what)));
                    out.extend(what);
                }
                out.extend(section.blocks.iter().map(block_markdown));
            }
        }
        out
    }

    /// What became of a chapter.
    pub(super) fn chapter(&self, chapter: &ChapterChanged, terms: &Terms) -> Vec<String> {
        let change = &chapter.change;
        // Of a chapter in which paragraphs only moved, nothing of the text is another.
        let is_only_moved = change.change == Change::Revised && change.share == 0.0;
        if is_only_moved { vec![terms.change_moved.to_owned()] } else { said(terms, change) }
    }

    /// What became of a section.
    pub(super) fn section(&self, section: &SectionChanged, terms: &Terms) -> Vec<String> {
        let change = &section.change;
        let title_of = |slug: &str| {
            let chapters = self.chapters.iter().map(|chapter| &chapter.change);
            Some(
                chapters
                    .clone()
                    .find(|chapter| chapter.slug == slug)
                    .map_or(slug, |chapter| &chapter.title)
                    .to_owned(),
            )
        };
        let is_only_moved = change.change == Change::Revised && change.share == 0.0;
        match is_only_moved {
            true => vec![terms.change_moved.to_owned()],
            false => said_of_section(terms, change, title_of),
        }
    }
}

/// What a text is called.
pub(super) fn name(edition: &Edition) -> String {
    edition.version.as_ref().map_or_else(|| "working tree".to_owned(), ToString::to_string)
}

/// That an edition was withdrawn, and why.
pub(super) fn withdrawn(edition: &Edition) -> Option<String> {
    let why = edition.withdrawn.as_ref()?;
    Some(format!("{} was withdrawn: {why}", name(edition)))
}

/// The sections that are worth showing to people: what a whole new chapter consists of is its text, and so is what is gone
/// with one.
pub(super) fn shown(chapter: &ChapterChanged) -> &[SectionChanged] {
    match chapter.change.change {
        Change::New | Change::Removed | Change::Planned => &[],
        Change::Revised | Change::Renamed | Change::Moved => &chapter.sections,
    }
}

/// The heading that people see of a section: none for a chapter's beginning, of which all is said at the chapter.
pub(super) fn title<'a>(section: &'a SectionChanged, terms: &'a Terms) -> Option<&'a str> {
    let is_notes = section.blocks.first().is_some_and(|block| block.kind == BlockName::Note);
    let is_own = section.change.anchor.is_none() && section.change.change != Change::Removed;
    match (is_own, is_notes) {
        (true, true) => Some(terms.footnotes),
        (true, false) => None,
        (false, _) => Some(&section.change.title),
    }
}

/// What a block is shown as.
pub(super) fn runs(block: &BlockChanged) -> Option<Vec<Run>> {
    let words = block.words.as_ref()?;
    if block.change != Change::Moved {
        return Some(shortened(words));
    }
    let text: String = words.iter().map(|run| run.text.as_str()).collect();
    let all: Vec<&str> = text.split_whitespace().collect();
    let end = if all.len() > MOVED_WORDS { " …" } else { "" };
    let text = all.into_iter().take(MOVED_WORDS).collect::<Vec<_>>().join(" ") + end;
    Some(vec![Run { fate: Fate::Kept, text }])
}

/// A block's kind, what became of it, and its id: what is known of it in any case.
pub(super) fn label(block: &BlockChanged) -> String {
    let from = block.moved_from.as_ref().map(|slug| format!(" from {slug}")).unwrap_or_default();
    format!("{} {}{from} (#{})", block.kind.name(), block.change.name(), block.id)
}

fn block_text(block: &BlockChanged, style: Style) -> String {
    let Some(runs) = runs(block) else { return harmless(&format!("    {}\n", label(block))) };
    let mut out = String::from("    ");
    if block.change == Change::Moved || block.moved_from.is_some() {
        out.push_str(&harmless(&format!("[{}] ", label(block))));
    }
    for run in &runs {
        let words = run.text.trim_start();
        out.push_str(&run.text[..run.text.len() - words.len()]);
        let words = harmless(words);
        out.push_str(&match (run.fate, style) {
            (Fate::Kept, _) => words,
            (Fate::Inserted, Style::Plain) => format!("{{+{words}+}}"),
            (Fate::Deleted, Style::Plain) => format!("[-{words}-]"),
            // Underlined and struck out too, for those who can't tell the colours apart.
            (Fate::Inserted, Style::Coloured) => format!("\u{1b}[4;32m{words}\u{1b}[0m"),
            (Fate::Deleted, Style::Coloured) => format!("\u{1b}[9;31m{words}\u{1b}[0m"),
        });
    }
    out.trim_end().replace('\n', "\n      ") + "\n"
}

/// Text without what a terminal obeys.
fn harmless(text: &str) -> String {
    text.replace(|c: char| c.is_control() && !matches!(c, '\n' | '\t'), "\u{fffd}")
}

fn block_markdown(block: &BlockChanged) -> String {
    let Some(runs) = runs(block) else { return format!("\n- {}\n", escaped(&label(block))) };
    let mut out = String::new();
    for run in &runs {
        let words = run.text.trim_start();
        out.push_str(&run.text[..run.text.len() - words.len()]);
        let words = escaped(words);
        out.push_str(&match run.fate {
            Fate::Kept => words,
            Fate::Inserted => format!("<ins>{words}</ins>"),
            Fate::Deleted => format!("<del>{words}</del>"),
        });
    }
    let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
    // An item of a list, so that nothing at its beginning is taken for a form.
    let mark = if block.kind == BlockName::Heading { "**§** " } else { "" };
    match block.change {
        Change::Moved => format!("\n- {mark}{out} ({})\n", escaped(&label(block))),
        Change::New | Change::Revised | Change::Renamed | Change::Removed | Change::Planned => {
            format!("\n- {mark}{out}\n")
        }
    }
}
