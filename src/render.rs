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

use crate::model::NodeId;

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
    /// The first block that begins on the page.
    pub block: NodeId,
}
