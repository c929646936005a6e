//! A record written as TOML: one order, one line a block, so that two branches' records merge and a reviewer can read
//! what changed.

use std::fmt::{Display, Write as _};

use super::{Address, BlockEntry, ChapterChange, ChapterEntry, Record, SectionChange, Version};

/// What every record begins with.
const HEAD: &str = "# What this edition published, written by recto. Commit it; it is never changed.\n";

impl Record {
    /// The record as its file has it.
    pub fn text(&self) -> String {
        let mut out = Out(HEAD.to_owned());
        self.edition(&mut out);
        out.table("[book]");
        out.pair("identifier", &self.book.identifier);
        out.pair("slug", &self.book.slug);
        out.pair("title", &self.book.title);
        for artefact in &self.artefacts {
            out.table("[[artefact]]");
            out.pair("name", &artefact.name);
            out.plain("size", artefact.size);
            out.pair("sha256", &artefact.sha256);
        }
        for part in &self.parts {
            out.table("[[part]]");
            out.pair("name", &part.name);
            out.pair("title", &part.title);
            out.plain("chapters", list(&part.chapters));
        }
        self.chapters.iter().for_each(|chapter| out.chapter(chapter));
        out.table("[redirects]");
        for (from, to) in &self.redirects {
            out.plain(&quoted(&from.to_string()), quoted(&to.to_string()));
        }
        out.table("[changes]");
        out.some("from", self.changes.from.as_ref().map(Version::to_string).as_deref());
        self.changes.chapters.iter().for_each(|change| out.change(change));
        out.0
    }

    fn edition(&self, out: &mut Out) {
        out.pair("version", &self.version.to_string());
        out.some("withdrawn", self.withdrawn.as_deref());
        out.pair("date", &self.date.to_string());
        out.some("commit", self.commit.as_deref());
        out.pair("recto", &self.recto);
        out.pair("typst", &self.typst);
        out.pair("engine", &self.engine);
        out.flag("drafts", self.drafts);
        out.flag("early-access", self.early_access);
        out.pair("settings", &self.settings);
        out.some("key", self.key.as_deref());
        if !self.notes.is_empty() {
            out.pair("notes", &self.notes);
        }
    }

    /// The text of a record with the line by which it is withdrawn.
    pub fn withdrawn(text: &str, why: &str) -> String {
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        let behind = lines.iter().position(|line| line.starts_with("version = ")).map_or(0, |at| at + 1);
        if lines.get(behind).is_some_and(|line| line.starts_with("withdrawn = ")) {
            lines.remove(behind);
        }
        let why = why.split_whitespace().collect::<Vec<_>>().join(" ");
        lines.insert(behind, format!("withdrawn = {}\n", quoted(&why)));
        lines.concat()
    }
}

/// TOML that is being written.
struct Out(String);

impl Out {
    fn table(&mut self, head: &str) {
        self.0.push('\n');
        self.0.push_str(head);
        self.0.push('\n');
    }

    fn plain(&mut self, key: &str, value: impl Display) {
        writeln!(self.0, "{key} = {value}").expect("strings take all");
    }

    fn pair(&mut self, key: &str, value: &str) {
        self.plain(key, quoted(value));
    }

    fn some(&mut self, key: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.pair(key, value);
        }
    }

    fn flag(&mut self, key: &str, is_on: bool) {
        if is_on {
            self.plain(key, true);
        }
    }

    fn chapter(&mut self, chapter: &ChapterEntry) {
        self.table("[[chapter]]");
        self.pair("slug", &chapter.slug);
        self.pair("title", &chapter.title);
        self.pair("status", &chapter.status);
        self.plain("words", chapter.words);
        self.pair("hash", &chapter.hash);
        self.lines("blocks", chapter.blocks.iter().map(block));
    }

    fn lines(&mut self, key: &str, items: impl Iterator<Item = String>) {
        let lines = items.fold(String::new(), |lines, item| lines + "  " + &item + ",\n");
        if !lines.is_empty() {
            self.plain(key, format!("[\n{lines}]"));
        }
    }

    fn change(&mut self, change: &ChapterChange) {
        self.table("[[changes.chapter]]");
        self.pair("slug", &change.slug);
        self.pair("title", &change.title);
        self.pair("change", change.change.name());
        self.plain("share", share(change.share));
        self.some("former-title", change.former_title.as_deref());
        self.flag("moved", change.is_moved);
        self.some("leads-to", change.leads_to.as_ref().map(Address::to_string).as_deref());
        self.lines("sections", change.sections.iter().map(section));
    }
}

fn block(block: &BlockEntry) -> String {
    let mut fields = vec![
        field("id", &block.id),
        field("kind", block.kind.name()),
        field("hash", &block.hash),
        format!("words = {}", block.sketch.words),
        field("sketch", &block.sketch.text()),
    ];
    fields.extend(block.title.as_deref().map(|title| field("title", title)));
    if block.depth > 0 {
        fields.push(format!("depth = {}", block.depth));
    }
    fields.extend(block.page.as_deref().map(|page| field("page", page)));
    if !block.anchors.is_empty() {
        fields.push(format!("anchors = {}", list(&block.anchors)));
    }
    inline(&fields)
}

fn section(section: &SectionChange) -> String {
    let mut fields = Vec::new();
    fields.extend(section.anchor.as_deref().map(|anchor| field("anchor", anchor)));
    fields.push(field("title", &section.title));
    fields.push(field("change", section.change.name()));
    fields.push(format!("share = {}", share(section.share)));
    fields.extend(section.moved_from.as_deref().map(|slug| field("moved-from", slug)));
    fields.extend(section.former_page.as_deref().map(|page| field("former-page", page)));
    inline(&fields)
}

fn field(key: &str, value: &str) -> String {
    format!("{key} = {}", quoted(value))
}

fn inline(fields: &[String]) -> String {
    format!("{{ {} }}", fields.join(", "))
}

fn list(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| quoted(item)).collect();
    format!("[{}]", items.join(", "))
}

/// A share to three places, so that it is read back as it was.
fn share(share: f64) -> String {
    format!("{share:.3}")
}

/// A basic string (TOML 1.0 §String); of several lines where the text has them.
fn quoted(text: &str) -> String {
    let is_long = text.contains('\n');
    let mut out = String::with_capacity(text.len() + 2);
    out.push_str(if is_long { "\"\"\"\n" } else { "\"" });
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push('\n'),
            c if c.is_control() => write!(out, "\\u{:04X}", u32::from(c)).expect("strings take all"),
            c => out.push(c),
        }
    }
    out.push_str(if is_long { "\"\"\"" } else { "\"" });
    out
}
