//! A record read from its TOML.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;

use super::{
    Address, Artefact, BlockEntry, BlockName, BookEntry, Change, Changes, ChapterChange, ChapterEntry,
    PartEntry, Record, SectionChange, Sketch, Version,
};

/// Why a text is no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    /// The edition that it should be of.
    pub version: Version,
    /// What is wrong.
    pub why: String,
    /// Where, in bytes of the text.
    pub at: usize,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the record of edition {} can't be read: {}", self.version, self.why)
    }
}

impl std::error::Error for Broken {}

impl Record {
    /// Reads the record of a version.
    ///
    /// # Errors
    /// For what is no record, or one of another version.
    pub fn read(text: &str, version: &Version) -> Result<Self, Broken> {
        let broken = |why: String, at: usize| Broken { version: version.clone(), why, at };
        let raw: RawRecord = toml::from_str(text)
            .map_err(|error| broken(error.message().to_owned(), error.span().map_or(0, |span| span.start)))?;
        if raw.version != version.to_string() {
            return Err(broken(format!("it says that it is of {}", raw.version), 0));
        }
        raw.decide(version).map_err(|why| broken(why, 0))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RawRecord {
    version: String,
    withdrawn: Option<String>,
    date: String,
    commit: Option<String>,
    recto: String,
    typst: String,
    engine: String,
    #[serde(default)]
    drafts: bool,
    #[serde(default)]
    early_access: bool,
    settings: String,
    key: Option<String>,
    #[serde(default)]
    notes: String,
    book: RawBook,
    #[serde(default)]
    artefact: Vec<RawArtefact>,
    #[serde(default)]
    part: Vec<RawPart>,
    #[serde(default)]
    chapter: Vec<RawChapter>,
    #[serde(default)]
    redirects: BTreeMap<String, String>,
    #[serde(default)]
    changes: RawChanges,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBook {
    identifier: String,
    slug: String,
    title: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawArtefact {
    name: String,
    size: u64,
    sha256: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPart {
    name: String,
    title: String,
    #[serde(default)]
    chapters: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChapter {
    slug: String,
    title: String,
    status: String,
    #[serde(default)]
    words: usize,
    hash: String,
    #[serde(default)]
    blocks: Vec<RawBlock>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBlock {
    id: String,
    kind: String,
    hash: String,
    words: usize,
    #[serde(default)]
    sketch: String,
    title: Option<String>,
    #[serde(default)]
    depth: u8,
    page: Option<String>,
    #[serde(default)]
    anchors: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChanges {
    from: Option<String>,
    #[serde(default)]
    chapter: Vec<RawChange>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RawChange {
    slug: String,
    title: String,
    change: String,
    #[serde(default)]
    share: f64,
    former_title: Option<String>,
    #[serde(default)]
    moved: bool,
    leads_to: Option<String>,
    #[serde(default)]
    sections: Vec<RawSection>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct RawSection {
    anchor: Option<String>,
    title: String,
    change: String,
    #[serde(default)]
    share: f64,
    moved_from: Option<String>,
    former_page: Option<String>,
}

impl RawRecord {
    fn decide(self, version: &Version) -> Result<Record, String> {
        let date = self.date.parse().map_err(|_| format!("`{}` is no moment", self.date))?;
        let redirects = self.redirects.iter();
        Ok(Record {
            version: version.clone(),
            withdrawn: self.withdrawn,
            date,
            commit: self.commit,
            recto: self.recto,
            typst: self.typst,
            engine: self.engine,
            drafts: self.drafts,
            early_access: self.early_access,
            settings: self.settings,
            key: self.key,
            notes: self.notes,
            book: BookEntry {
                identifier: self.book.identifier,
                slug: self.book.slug,
                title: self.book.title,
            },
            artefacts: self
                .artefact
                .into_iter()
                .map(|RawArtefact { name, size, sha256 }| Artefact { name, size, sha256 })
                .collect(),
            parts: self
                .part
                .into_iter()
                .map(|RawPart { name, title, chapters }| PartEntry { name, title, chapters })
                .collect(),
            chapters: self.chapter.into_iter().map(RawChapter::decide).collect::<Result<_, _>>()?,
            redirects: redirects.map(|(from, to)| (Address::parse(from), Address::parse(to))).collect(),
            changes: self.changes.decide()?,
        })
    }
}

impl RawChapter {
    fn decide(self) -> Result<ChapterEntry, String> {
        Ok(ChapterEntry {
            slug: self.slug,
            title: self.title,
            status: self.status,
            words: self.words,
            hash: self.hash,
            blocks: self.blocks.into_iter().map(RawBlock::decide).collect::<Result<_, _>>()?,
        })
    }
}

impl RawBlock {
    fn decide(self) -> Result<BlockEntry, String> {
        let kind = BlockName::ALL.into_iter().find(|kind| kind.name() == self.kind);
        let kind = kind.ok_or_else(|| format!("`{}` is no kind of block", self.kind))?;
        let sketch = Sketch::parse(self.words, &self.sketch);
        let sketch = sketch.ok_or_else(|| format!("the sketch of `{}` is broken", self.id))?;
        let Self { id, hash, title, depth, page, anchors, .. } = self;
        Ok(BlockEntry { id, kind, hash, sketch, title, depth, page, anchors })
    }
}

impl RawChanges {
    fn decide(self) -> Result<Changes, String> {
        let version = |text: String| Version::parse(&text).map_err(|_| format!("`{text}` is no version"));
        Ok(Changes {
            from: self.from.map(version).transpose()?,
            chapters: self.chapter.into_iter().map(RawChange::decide).collect::<Result<_, _>>()?,
        })
    }
}

impl RawChange {
    fn decide(self) -> Result<ChapterChange, String> {
        Ok(ChapterChange {
            slug: self.slug,
            title: self.title,
            change: change(&self.change)?,
            former_title: self.former_title,
            is_moved: self.moved,
            share: self.share,
            leads_to: self.leads_to.as_deref().map(Address::parse),
            sections: self.sections.into_iter().map(RawSection::decide).collect::<Result<_, _>>()?,
        })
    }
}

impl RawSection {
    fn decide(self) -> Result<SectionChange, String> {
        Ok(SectionChange {
            anchor: self.anchor,
            title: self.title,
            change: change(&self.change)?,
            share: self.share,
            moved_from: self.moved_from,
            former_page: self.former_page,
        })
    }
}

fn change(word: &str) -> Result<Change, String> {
    let known = Change::ALL.into_iter().find(|change| change.name() == word);
    known.ok_or_else(|| format!("`{word}` is no change"))
}
