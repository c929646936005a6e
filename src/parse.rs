//! Markdown → model. The only module that knows `pulldown_cmark` and the HTML parser.
//!
//! Parsing never fails: what can't be understood becomes a finding, and a [`Problem`](crate::model::BlockKind::Problem)
//! where a reader would miss something. Chapters are parsed side by side.

mod attributes;
mod comments;
mod expand;
mod html;
mod inlines;
mod listing;
mod milestones;
mod outline;
mod promise;
mod settle;
mod table;
mod templates;
mod text;
mod tree;
mod typographic;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::load::{ChapterSource, Manuscript, OutlineEntry};
use crate::model::{
    BlockKind, Body, Book, Chapter, ChapterId, Entry, Heading, Label, NodeId, Note, Status, Toggle,
    plain_text,
};
use crate::source::{FileId, Sources, Span};
use expand::Expanded;

/// How deep blocks may nest in one another, and inlines. Readers are lost long before; Typst's own limit is near 70.
const MAX_DEPTH: usize = 12;
/// How deep elements of HTML may nest, less those that a table's cell or a list's item is made of.
const HTML_DEPTH: usize = 40;

/// A paragraph or a line of code with more bytes than this is data, not text, and takes minutes to be set.
const LONGEST_TEXT: usize = 100_000;

/// Parses every chapter of a manuscript.
pub fn parse(manuscript: &Manuscript, sources: &Sources, diagnostics: &mut Diagnostics) -> Book {
    let parsed: Vec<_> = manuscript
        .chapters
        .par_iter()
        .enumerate()
        .map(|(index, source)| {
            let id = ChapterId(u32::try_from(index).expect("an outline has fewer than 2³² lines"));
            chapter(manuscript, sources, id, source)
        })
        .collect();
    let mut chapters = Vec::with_capacity(parsed.len());
    for (chapter, findings) in parsed {
        chapters.push(chapter);
        diagnostics.append(findings);
    }
    Book {
        meta: manuscript.meta.clone(),
        settings: manuscript.settings.clone(),
        outline: entries(&manuscript.outline),
        chapters,
    }
}

fn entries(outline: &[OutlineEntry]) -> Vec<Entry> {
    outline
        .iter()
        .map(|entry| match entry {
            OutlineEntry::Chapter { index, children } => Entry::Chapter {
                id: ChapterId(u32::try_from(*index).expect("an outline has fewer than 2³² lines")),
                children: entries(children),
            },
            OutlineEntry::Part { title, span } => Entry::Part { title: title.clone(), span: *span },
            OutlineEntry::Separator => Entry::Separator,
        })
        .collect()
}

/// What the parser of one chapter needs to know and where it puts what it finds.
struct Context<'a> {
    manuscript: &'a Manuscript,
    sources: &'a Sources,
    /// The chapter's file.
    path: &'a str,
    text: Arc<Expanded>,
    chapter: ChapterId,
    nodes: u32,
    /// Titles of images that may turn out to be figures, and where the images are.
    titles: HashMap<NodeId, (String, Span)>,
    /// Labels of images, likewise.
    image_labels: HashMap<NodeId, Label>,
    /// What headings say of the sample, and where, until it is known which of them begin something.
    samples: HashMap<NodeId, (Toggle, Span)>,
    /// Where a text begins with a character that was escaped.
    escaped: HashSet<(FileId, usize)>,
    diagnostics: Diagnostics,
}

impl Context<'_> {
    fn node(&mut self) -> NodeId {
        let index = self.nodes;
        self.nodes += 1;
        NodeId { chapter: self.chapter, index }
    }

    /// What stands for a paragraph or a line of code that is too long to be set; `None` for one that is not.
    fn too_long(&mut self, what: &str, span: Span, length: usize) -> Option<BlockKind> {
        if length <= LONGEST_TEXT {
            return None;
        }
        let message = format!("{what} of {length} bytes is too long for a page");
        self.diagnostics.push(
            Diagnostic::new(Code::TextTooLong, span, message.clone())
                .hint(format!("break it up: no reader reads more than {LONGEST_TEXT} in one piece")),
        );
        Some(BlockKind::Problem(message))
    }

    fn report(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, span, message));
    }

    fn smart_punctuation(&self) -> Toggle {
        self.manuscript.settings.smart_punctuation
    }
}

fn chapter(
    manuscript: &Manuscript,
    sources: &Sources,
    id: ChapterId,
    source: &ChapterSource,
) -> (Chapter, Diagnostics) {
    let smart_punctuation = manuscript.settings.smart_punctuation;
    let mut chapter = Chapter {
        id,
        title: if source.title.is_empty() { source.slug.to_string() } else { source.title.clone() },
        slug: source.slug.clone(),
        matter: source.matter,
        depth: source.depth,
        status: source.status,
        summary: source.summary.as_ref().map(|words| typographic::line(words, smart_punctuation)),
        expected: source.expected,
        authors: source.authors.clone(),
        sample: source.sample,
        path: source.path.clone(),
        heading: None,
        body: Body::default(),
        notes: Vec::new(),
        promised: Vec::new(),
        span: source.span,
    };
    let (Some(file), Some(path)) = (source.file, &source.path) else {
        return (chapter, Diagnostics::new());
    };
    let (written, diagnostics) = text(manuscript, sources, id, source, (file, path));
    // An outline's line without words takes those of the chapter itself.
    let heading =
        written.heading.iter().map(|heading| plain_text(&heading.inlines)).find(|words| !words.is_empty());
    if let Some(words) = heading.filter(|_| source.title.is_empty()) {
        chapter.title = words;
    }
    if source.status == Status::Planned {
        // Nobody reads the text yet, and nothing need be right in it.
        chapter.promised = promise::labels(&written);
        return (chapter, Diagnostics::new());
    }
    chapter.sample = written.sample.unwrap_or(chapter.sample);
    (chapter.heading, chapter.body, chapter.notes) = (written.heading, written.body, written.notes);
    (chapter, diagnostics)
}

/// What a chapter's file says.
struct Written {
    heading: Option<Heading>,
    body: Body,
    notes: Vec<Note>,
    /// What its heading says of the sample.
    sample: Option<Toggle>,
}

fn text(
    manuscript: &Manuscript,
    sources: &Sources,
    id: ChapterId,
    source: &ChapterSource,
    (file, path): (FileId, &str),
) -> (Written, Diagnostics) {
    let mut diagnostics = Diagnostics::new();
    let text = expand::expand(&manuscript.store, sources, path, file, source.start, &mut diagnostics);
    let text = templates::read(text, manuscript, &mut diagnostics);
    let text = comments::close(text, &mut diagnostics);
    let mut context = Context {
        manuscript,
        sources,
        path,
        text: Arc::new(text),
        chapter: id,
        nodes: 0,
        titles: HashMap::new(),
        image_labels: HashMap::new(),
        samples: HashMap::new(),
        escaped: HashSet::new(),
        diagnostics,
    };
    let mut parsed = tree::document(&mut context);
    attributes::report_titles(&mut context);
    settle::settle(&mut parsed.blocks);
    parsed.notes.iter_mut().for_each(|note| settle::settle(&mut note.blocks));
    milestones::set(&mut parsed.blocks, &mut context);
    if parsed.blocks.is_empty() {
        let span = Span::new(file, source.start..source.start);
        context.diagnostics.push(
            Diagnostic::new(Code::ChapterEmpty, span, "this chapter has no text")
                .hint("write it, or plan it: `status: planned` in its front matter"),
        );
    }
    let (heading, body) = outline::nest(parsed.blocks, &mut context);
    let sample = heading.as_ref().and_then(|heading| context.samples.remove(&heading.id));
    attributes::report_samples(&mut context);
    let sample = sample.map(|(sample, _)| sample);
    (Written { heading, body, notes: parsed.notes, sample }, context.diagnostics)
}
