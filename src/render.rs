//! A resolved book → the files of one format. Pure: values in, values out.
//!
//! `Format` is closed and every backend is a function of one shape, so that the compiler lists every place that a
//! new kind of node must be taught.

pub mod epub;
pub mod flow;
pub mod html;
pub mod markup;
pub mod pdf;
pub mod typst;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{ChapterId, NodeId};

/// Files by path, relative and with `/`, in the order of their paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    map: BTreeMap<String, Arc<[u8]>>,
}

impl Files {
    /// No files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, or replaces that of the same path.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Arc<[u8]>>) {
        self.map.insert(path.into(), bytes.into());
    }

    /// The bytes of a path.
    pub fn get(&self, path: &str) -> Option<&Arc<[u8]>> {
        self.map.get(path)
    }

    /// Paths and bytes in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Arc<[u8]>)> {
        self.map.iter().map(|(path, bytes)| (path.as_str(), bytes))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.map.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.map.is_empty()
    }
}

/// Where a printed page begins: what an EPUB's page list and a reader's citations go by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageStart {
    /// The page's label as it is printed: `iv`, `17`.
    pub label: String,
    /// The first place on the page.
    pub place: PagePlace,
}

/// A place that the PDF names, so that its page is known, and where an EPUB can say that this page begins. Of two at the
/// same height, the lesser is the outer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PagePlace {
    /// The cover.
    Cover,
    /// The title page.
    Title,
    /// The copyright page.
    Copyright,
    /// The contents.
    Contents,
    /// The opening of a part, by its number.
    Part(usize),
    /// The opening of a chapter.
    Chapter(ChapterId),
    /// A heading, a block, or a milestone in a paragraph.
    Node(NodeId),
    /// The last page of a sample.
    FullBook,
    /// A line of a listing, counted from 0.
    Line(NodeId, u32),
}
