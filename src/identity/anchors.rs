//! The `id`s of a chapter: those the author gave, those that an edition published, then those made of words, each once.
//!
//! An id is an XML name without colon, since EPUB's documents are XML: `fig:heap` becomes `fig-heap`. A link may use
//! the author's form, the id, or the words as GitHub and mdBook make them into a fragment.

use std::collections::{HashMap, HashSet};

use super::collect::{Collected, Labelled, What};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::{Book, ChapterId, Inline, NodeId, plain_text};
use crate::source::Span;

/// Ids and the ways to name them.
#[derive(Debug, Clone, Default)]
pub struct Anchors {
    /// The id of every node that has one.
    pub by_node: HashMap<NodeId, String>,
    /// What a fragment names, by chapter.
    pub by_fragment: HashMap<(ChapterId, String), NodeId>,
    /// What a label names, in the whole book.
    pub by_label: HashMap<String, NodeId>,
    /// Every id that is taken, by chapter.
    pub taken: HashMap<ChapterId, Ids>,
}

/// What editions published.
pub(super) struct Published<'a> {
    /// The ids of places that were published and are still there.
    pub(super) kept: &'a HashMap<NodeId, String>,
    /// By the slug of a chapter, ids that other places had in it: a link to one must not lead to something else.
    pub(super) retired: &'a HashMap<String, HashSet<String>>,
}

/// Gives every labelled place of the book its id.
pub(super) fn assign(
    book: &Book,
    collected: &Collected<'_>,
    published: &Published<'_>,
    diagnostics: &mut Diagnostics,
) -> Anchors {
    let mut anchors = Anchors::default();
    let mut spans: HashMap<&str, Span> = HashMap::new();
    for chapter in &book.chapters {
        let places = collected.of_chapter(chapter.id);
        let mut taken = Ids::default();
        OF_PAGES.iter().for_each(|id| drop(taken.take(id)));
        for place in places {
            let Some(label) = place.label else { continue };
            let first = *spans.entry(label.as_str()).or_insert(place.span);
            if anchors.is_duplicate(place, label.as_str()) {
                diagnostics.push(
                    Diagnostic::new(
                        Code::LabelDuplicate,
                        place.span,
                        format!("the label `{label}` is given twice"),
                    )
                    .related(first, "here first")
                    .hint("a label names one place: give this one another"),
                );
            }
            let id = taken.take(&name(label.as_str()));
            anchors.add(place, id, label.as_str());
        }
        let unlabelled = || places.iter().filter(|place| place.label.is_none());
        for place in unlabelled() {
            let Some(id) = published.kept.get(&place.id) else { continue };
            let words = wanted(place).map(|(_, words)| slug(&words));
            // Two that had one id were mistaken for one another: the first has it.
            if wanted(place).is_some() && taken.taken.insert(id.clone()) {
                anchors.add(place, id.clone(), words.as_deref().unwrap_or(id));
            }
        }
        taken.retire(published.retired.get(chapter.slug.as_str()));
        for place in unlabelled().filter(|place| !anchors.by_node.contains_key(&place.id)).collect::<Vec<_>>()
        {
            let Some((prefix, words)) = wanted(place) else { continue };
            let slug = slug(&words);
            let id = taken.take(&name(&format!("{prefix}{slug}")));
            anchors.add(place, id, &slug);
        }
        // A heading with a label is found by its words too, where nothing else is.
        for place in places.iter().filter(|place| place.label.is_some()) {
            if let Some(("", words)) = wanted(place) {
                anchors.by_fragment.entry((chapter.id, slug(&words))).or_insert(place.id);
            }
        }
        anchors.taken.insert(chapter.id, taken);
    }
    anchors
}

/// The `id`s that a chapter's page has anyway.
const OF_PAGES: [&str; 2] = ["chapter-title", "content"];

impl Anchors {
    fn add(&mut self, place: &Labelled<'_>, id: String, fragment: &str) {
        let chapter = place.id.chapter;
        self.by_fragment.entry((chapter, id.clone())).or_insert(place.id);
        self.by_fragment.entry((chapter, fragment.to_owned())).or_insert(place.id);
        if let Some(label) = place.label {
            self.by_label.entry(label.as_str().to_owned()).or_insert(place.id);
        }
        self.by_node.insert(place.id, id);
    }

    /// A label must be one of its kind in the book; a heading's, or HTML's, only in its chapter.
    fn is_duplicate(&self, place: &Labelled<'_>, label: &str) -> bool {
        let is_global = crate::model::Label::new(label).kind().is_some();
        self.by_label.get(label).is_some_and(|other| is_global || other.chapter == place.id.chapter)
    }
}

/// What an id is made of where the author gave none: a prefix and words.
fn wanted(place: &Labelled<'_>) -> Option<(&'static str, String)> {
    let text = |inlines: &[Inline]| plain_text(inlines);
    match place.what {
        What::Chapter(heading) | What::Section(heading, _) | What::Heading(heading) => {
            Some(("", text(&heading.inlines)))
        }
        What::Figure(figure) if figure.is_numbered() => Some(("fig-", text(&figure.caption))),
        What::Table(table) if table.is_numbered() => Some(("tbl-", text(&table.caption))),
        What::Listing(listing) if listing.is_numbered() => Some(("lst-", text(&listing.caption))),
        What::Figure(_) | What::Table(_) | What::Listing(_) | What::Equation | What::Anchor => None,
    }
}

/// The ids of a page.
#[derive(Debug, Clone, Default)]
pub struct Ids {
    taken: HashSet<String>,
    /// Those of them that nothing has any more.
    retired: HashSet<String>,
    /// The number that the next of a name is tried with.
    next: HashMap<String, usize>,
}

impl Ids {
    /// Takes an id that is given already.
    pub(super) fn reserve(&mut self, id: &str) {
        self.taken.insert(id.to_owned());
        self.retired.remove(id);
    }

    /// Takes ids that nothing may have any more.
    fn retire(&mut self, ids: Option<&HashSet<String>>) {
        for id in ids.into_iter().flatten() {
            if self.taken.insert(id.clone()) {
                self.retired.insert(id.clone());
            }
        }
    }

    /// Whether something of the page has an id.
    pub(super) fn is_given(&self, id: &str) -> bool {
        self.taken.contains(id) && !self.retired.contains(id)
    }

    /// Takes the id that is wanted, or the next that nothing else has: with a number behind it.
    pub fn take(&mut self, wanted: &str) -> String {
        if self.taken.insert(wanted.to_owned()) {
            return wanted.to_owned();
        }
        let number = self.next.entry(wanted.to_owned()).or_insert(1);
        loop {
            let id = format!("{wanted}-{number}");
            *number += 1;
            if self.taken.insert(id.clone()) {
                return id;
            }
        }
    }
}

/// Words as GitHub and mdBook make them a fragment: lower case, spaces to hyphens, letters and digits kept.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_alphanumeric() || c == '_' || c == '-' {
            slug.extend(c.to_lowercase());
        } else if c.is_whitespace() {
            slug.push('-');
        }
    }
    slug
}

/// A text as an XML name without colon (XML 1.0 §2.3): what no name may hold becomes a hyphen or is left out.
pub fn name(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ':' | '/' | ' ' => name.push('-'),
            _ if is_name_char(c) => name.push(c),
            _ => {}
        }
    }
    let starts = name.chars().next().is_some_and(is_name_start);
    if starts { name } else { format!("s-{}", name.trim_start_matches('-')).trim_end_matches('-').to_owned() }
}

fn is_name_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '_' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}')
}

fn is_name_char(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}
