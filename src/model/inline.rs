//! Inlines: what stands beside one another in a line.

use super::NodeId;
use super::label::Label;
use crate::source::Span;

/// One inline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inline {
    /// What it is.
    pub kind: InlineKind,
    /// Where it is.
    pub span: Span,
}

/// The kinds of inline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InlineKind {
    /// Text, with typographic marks already put in and ends of source lines made spaces.
    Text(String),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Struck out.
    Strike(Vec<Inline>),
    /// Raised.
    Superscript(Vec<Inline>),
    /// Lowered.
    Subscript(Vec<Inline>),
    /// Marked, as with a highlighter.
    Highlight(Vec<Inline>),
    /// Smaller than the text, as legal notes are.
    Small(Vec<Inline>),
    /// A quotation in the line, which brings its marks along.
    Quoted(Vec<Inline>),
    /// A key, or what is typed.
    Keyboard(Vec<Inline>),
    /// A short form with what it stands for.
    Abbreviation {
        /// What it stands for.
        title: String,
        /// The short form.
        inlines: Vec<Inline>,
    },
    /// Code in the line.
    Code(String),
    /// A formula.
    Math {
        /// Its node.
        id: NodeId,
        /// In the line, or displayed in the midst of a paragraph.
        style: MathStyle,
        /// LaTeX.
        latex: String,
    },
    /// A link as the author wrote it; where it leads is in `resolve`.
    Link {
        /// Its node.
        id: NodeId,
        /// The address as written.
        target: String,
        /// What hovering shows.
        title: Option<String>,
        /// What is linked.
        inlines: Vec<Inline>,
    },
    /// `@fig:heap`: word and number of what is labelled.
    Reference {
        /// Its node.
        id: NodeId,
        /// The label referred to.
        label: Label,
    },
    /// An image in the line.
    Image(Image),
    /// A mark that leads to a footnote.
    NoteMark {
        /// Its node.
        id: NodeId,
        /// The footnote's name in this chapter.
        label: String,
    },
    /// A place that links can lead to.
    Anchor {
        /// Its node.
        id: NodeId,
        /// Its name.
        label: Label,
    },
    /// A place in a long paragraph at which a printed page may begin. Nothing is shown there (TEI P5 §3.11.3).
    Milestone(NodeId),
    /// The printed page that a place is on. Only paper shows it.
    PageOf {
        /// Its node.
        id: NodeId,
        /// The address of the place, as a link has it.
        target: String,
        /// The page that it was on in the last edition.
        former: Option<String>,
    },
    /// A new line in the same paragraph.
    LineBreak,
    /// What stands where a mistake is, when the author asked to go on in spite of it.
    Problem(String),
}

/// The inlines in one, borrowed as it is; what is given where it holds none.
macro_rules! inner {
    ($kind:expr, $none:expr) => {
        match $kind {
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Subscript(inner)
            | InlineKind::Highlight(inner)
            | InlineKind::Small(inner)
            | InlineKind::Quoted(inner)
            | InlineKind::Keyboard(inner)
            | InlineKind::Abbreviation { inlines: inner, .. }
            | InlineKind::Link { inlines: inner, .. } => inner,
            InlineKind::Text(_)
            | InlineKind::Code(_)
            | InlineKind::Math { .. }
            | InlineKind::Reference { .. }
            | InlineKind::Image(_)
            | InlineKind::NoteMark { .. }
            | InlineKind::Anchor { .. }
            | InlineKind::Milestone(_)
            | InlineKind::PageOf { .. }
            | InlineKind::LineBreak
            | InlineKind::Problem(_) => $none,
        }
    };
}

impl InlineKind {
    /// The inlines in it.
    pub fn inner(&self) -> &[Inline] {
        inner!(self, &[])
    }

    /// The inlines in it, for those who make the tree.
    pub(crate) fn inner_mut(&mut self) -> &mut [Inline] {
        inner!(self, &mut [])
    }
}

/// Where a formula stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MathStyle {
    /// In the line: `$…$`.
    Inline,
    /// On a line of its own: `$$…$$`.
    Display,
}

/// An image and how to show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its node.
    pub id: NodeId,
    /// Where it comes from.
    pub source: ImageSource,
    /// What it shows, in words: `None` when the author said nothing, empty when it is decoration.
    pub alt: Option<String>,
    /// The width the author asked for.
    pub width: Option<Width>,
    /// Where it is.
    pub span: Span,
}

/// Where an image comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImageSource {
    /// A file, relative to the manuscript's folder with `/`.
    File(String),
    /// An address; shown once `recto fetch` has brought it.
    Remote(String),
    /// Nothing that can be shown: a path that leaves the folder, an unsafe address. Holds what the author wrote.
    Refused(String),
}

/// A width in thousandths, so that it compares and prints exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Width {
    /// Thousandths of the measure: `width=60%` is 600.
    OfMeasure(u32),
    /// Thousandths of a CSS pixel (1/96 inch): `width=300` is 300,000.
    Pixels(u32),
}

/// The words of inlines, without any form: for titles, alternatives and slugs.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain(inlines, &mut text);
    text
}

fn push_plain(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(words) | InlineKind::Code(words) => text.push_str(words),
            InlineKind::Emphasis(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Subscript(inner)
            | InlineKind::Highlight(inner)
            | InlineKind::Small(inner)
            | InlineKind::Quoted(inner)
            | InlineKind::Keyboard(inner)
            | InlineKind::Abbreviation { inlines: inner, .. }
            | InlineKind::Link { inlines: inner, .. } => push_plain(inner, text),
            InlineKind::Math { latex, .. } => text.push_str(latex),
            InlineKind::Reference { label, .. } => text.push_str(label.as_str()),
            InlineKind::Image(image) => text.push_str(image.alt.as_deref().unwrap_or_default()),
            InlineKind::LineBreak => text.push(' '),
            InlineKind::NoteMark { .. }
            | InlineKind::Anchor { .. }
            | InlineKind::Milestone(_)
            | InlineKind::PageOf { .. }
            | InlineKind::Problem(_) => {}
        }
    }
}
