//! The two texts that are compared: what each published, and its words where they can be had.
//!
//! A record has a hash of each block and no words. They come from the text that it was made of; what has the same hash there
//! says the same.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use crate::config::Overrides;
use crate::diag::Diagnostics;
use crate::identity::{Identity, identify};
use crate::ledger::{Address, BlockEntry, ChapterEntry, Record, Version};
use crate::load::{self, Manuscript};
use crate::model::{Book, Status};
use crate::parse;
use crate::source::Sources;

/// One of the two texts.
#[derive(Debug, Default)]
pub(super) struct Side {
    /// Its version; `None` for the working tree.
    pub(super) version: Option<Version>,
    /// Why it was withdrawn.
    pub(super) withdrawn: Option<String>,
    /// What it published.
    pub(super) chapters: Vec<ChapterEntry>,
    /// Old addresses and where they lead.
    pub(super) redirects: BTreeMap<Address, Address>,
    /// By a chapter's slug, its file in the manuscript.
    pub(super) files: HashMap<String, String>,
    /// By the hash of a block, its words.
    words: HashMap<String, String>,
    /// Whether words were asked for that are not known.
    is_missing: Cell<bool>,
}

impl Side {
    /// The words of a block, where they are known.
    pub(super) fn words(&self, block: &BlockEntry) -> Option<&str> {
        let words = self.words.get(&block.hash).map(String::as_str);
        self.is_missing.set(self.is_missing.get() || words.is_none());
        words
    }

    /// Whether words were asked for that are not known.
    pub(super) fn has_missing(&self) -> bool {
        self.is_missing.get()
    }

    /// The manuscript as it is now, after the last edition.
    pub(super) fn of_tree(
        manuscript: &Manuscript,
        last: Option<&Record>,
        sources: &Sources,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let book = parse::parse(manuscript, sources, diagnostics);
        let identity = identify(&book, last, &manuscript.settings.redirects, diagnostics);
        let (words, files) = (words(&identity), files(&book));
        let Identity { chapters, redirects, .. } = identity;
        Self { chapters, redirects, files, words, ..Self::default() }
    }

    /// An edition, with the words of the commit that it was made of, where git has that. Files that it does not name are
    /// those of the manuscript as it is now.
    pub(super) fn of_record(record: Record, root: Option<&Path>, now: &HashMap<String, String>) -> Self {
        let text = root
            .zip(record.commit.as_deref())
            .and_then(|(root, commit)| of_commit(root, commit, record.drafts));
        let (words, files) = text.unwrap_or_else(|| (HashMap::new(), now.clone()));
        Self {
            version: Some(record.version),
            withdrawn: record.withdrawn,
            chapters: record.chapters,
            redirects: record.redirects,
            files,
            words,
            is_missing: Cell::new(false),
        }
    }
}

/// The words and the files of a commit. What is wrong with its text was said when it was released.
fn of_commit(
    root: &Path,
    commit: &str,
    has_drafts: bool,
) -> Option<(HashMap<String, String>, HashMap<String, String>)> {
    let (sources, mut unheard) = (Sources::default(), Diagnostics::new());
    let manuscript = load::from_commit(root, commit, &Overrides::default(), &sources, &mut unheard)?;
    let book = parse::parse(&manuscript.release(Status::released(has_drafts.into())), &sources, &mut unheard);
    let identity = identify(&book, None, &BTreeMap::new(), &mut unheard);
    Some((words(&identity), files(&book)))
}

fn words(identity: &Identity) -> HashMap<String, String> {
    let chapters = identity.chapters.iter().zip(&identity.words);
    let blocks = chapters.flat_map(|(chapter, words)| chapter.blocks.iter().zip(words));
    blocks.map(|(block, words)| (block.hash.clone(), words.clone())).collect()
}

fn files(book: &Book) -> HashMap<String, String> {
    let chapters = book.chapters.iter();
    chapters.filter_map(|chapter| Some((chapter.slug.to_string(), chapter.path.clone()?))).collect()
}
