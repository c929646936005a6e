//! How the book can be read, found out from what is in it (EPUB Accessibility 1.1): nothing is claimed that is not so.

use std::collections::BTreeSet;

use crate::model::{
    Block, BlockKind, Chapter, Image, Inline, InlineKind, Visitor, walk_block, walk_blocks, walk_body,
    walk_inline, walk_inlines,
};
use crate::resolve::images::{Asset, PictureType};
use crate::resolve::{AssetId, Resolved, Target};

/// What is said of how the book can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accessibility {
    /// `schema:accessMode`: by which senses its content comes.
    pub modes: Vec<AccessMode>,
    /// `schema:accessModeSufficient`: sets of senses, each enough for all of it.
    pub sufficient: Vec<Vec<AccessMode>>,
    /// `schema:accessibilityFeature`.
    pub features: Vec<Feature>,
    /// `schema:accessibilityHazard`.
    pub hazard: Hazard,
    /// `schema:accessibilitySummary`, in English.
    pub summary: String,
    /// `dcterms:conformsTo`, where every criterion that a program can judge is met.
    pub conformance: Option<Conformance>,
}

/// A sense by which content comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccessMode {
    /// As text.
    Textual,
    /// As pictures.
    Visual,
}

impl AccessMode {
    /// The value in metadata.
    pub fn name(self) -> &'static str {
        match self {
            Self::Textual => "textual",
            Self::Visual => "visual",
        }
    }
}

macro_rules! features {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal)+) => {
        /// What helps readers, by the names of the Schema.org vocabulary.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Feature {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Feature {
            /// The value in metadata.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

features! {
    /// Headings and lists are marked as what they are.
    StructuralNavigation "structuralNavigation"
    /// There are contents with links.
    TableOfContents "tableOfContents"
    /// The order of the text is that of reading.
    ReadingOrder "readingOrder"
    /// Readers can choose size, face and colours.
    DisplayTransformability "displayTransformability"
    /// Roles say what parts are.
    Aria "ARIA"
    /// Every picture that says something has words.
    AlternativeText "alternativeText"
    /// Formulas are MathML.
    MathMl "MathML"
    /// Marks in the text say where printed pages begin.
    PageBreakMarkers "pageBreakMarkers"
    /// There is a list of printed pages.
    PageNavigation "pageNavigation"
}

/// What in it may harm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hazard {
    /// Nothing.
    None,
    /// Pictures move, and nobody has looked how.
    Unknown,
}

impl Hazard {
    /// The value in metadata.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Unknown => "unknown",
        }
    }
}

/// A standard that is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conformance {
    /// Its name, as EPUB Accessibility 1.1 §2.3 wants it written.
    pub standard: &'static str,
    /// Who looked: this program.
    pub certifier: String,
}

const STANDARD: &str = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA";

/// What else the book has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// How many printed pages are marked.
    pub(super) pages: usize,
    /// How many style sheets are the author's, whose colours nobody has measured.
    pub(super) author_styles: usize,
}

/// What is so of a book.
pub(super) fn accessibility(book: &Resolved, survey: &Survey, extent: Extent) -> Accessibility {
    let mut features = vec![
        Feature::StructuralNavigation,
        Feature::TableOfContents,
        Feature::ReadingOrder,
        Feature::DisplayTransformability,
        Feature::Aria,
    ];
    let has_pictures = survey.pictures > 0;
    let is_described = survey.undescribed == 0;
    features.extend((has_pictures && is_described).then_some(Feature::AlternativeText));
    features.extend((survey.formulas > 0).then_some(Feature::MathMl));
    if extent.pages > 0 {
        features.extend([Feature::PageBreakMarkers, Feature::PageNavigation]);
    }
    let mut sufficient = Vec::new();
    sufficient.extend(is_described.then(|| vec![AccessMode::Textual]));
    sufficient.extend(has_pictures.then(|| vec![AccessMode::Textual, AccessMode::Visual]));
    let conforms = is_described
        && survey.moving == 0
        && survey.unnamed_tables == 0
        && survey.unnamed_headings == 0
        && survey.unnamed_links == 0
        && survey.coloured == 0
        && survey.problems == 0
        && extent.author_styles == 0;
    Accessibility {
        modes: if has_pictures {
            vec![AccessMode::Textual, AccessMode::Visual]
        } else {
            vec![AccessMode::Textual]
        },
        sufficient,
        features,
        hazard: if survey.moving == 0 { Hazard::None } else { Hazard::Unknown },
        summary: summary(survey, extent),
        conformance: conforms.then(|| Conformance {
            standard: STANDARD,
            certifier: format!("{} (automatic checks)", book.release.generator),
        }),
    }
}

fn summary(survey: &Survey, extent: Extent) -> String {
    let mut sentences = vec![
        "The text reflows, and its size, faces and colours can be changed. Headings, lists, tables, code and \
         footnotes are marked as what they are, and contents lead to every chapter."
            .to_owned(),
    ];
    let plural = |count: usize, one: &str, more: &str| match count {
        1 => one.to_owned(),
        count => more.replace("{n}", &count.to_string()),
    };
    match (survey.pictures, survey.undescribed) {
        (0, _) => sentences.push("There are no pictures that one needs to see.".to_owned()),
        (_, 0) => sentences.push("Every picture has a text alternative.".to_owned()),
        (_, missing) => sentences.push(plural(
            missing,
            "One picture has no text alternative.",
            "{n} pictures have no text alternative.",
        )),
    }
    if survey.moving > 0 {
        sentences.push("Some pictures may move.".to_owned());
    }
    if survey.formulas > 0 {
        sentences.push("Formulas are MathML, with their LaTeX as text alternative.".to_owned());
    }
    if extent.pages > 0 {
        sentences.push("Marks and a list of pages give the page numbers of the PDF.".to_owned());
    }
    sentences.join(" ")
}

/// What is in the written chapters.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Pictures that say something.
    pictures: usize,
    /// Those of them that have no words.
    undescribed: usize,
    /// Pictures that may move.
    moving: usize,
    formulas: usize,
    /// Those of them with colours of the author's, which nobody has measured.
    coloured: usize,
    /// Tables whose cells nothing names.
    unnamed_tables: usize,
    /// Headings without words.
    unnamed_headings: usize,
    /// Links without words.
    unnamed_links: usize,
    /// Marks of mistakes, formulas that could not be read, boxes in the place of pictures.
    problems: usize,
    /// The pictures that are shown.
    pub(super) shown: BTreeSet<AssetId>,
}

/// Looks through the written chapters.
pub(super) fn survey(book: &Resolved) -> Survey {
    let mut surveyor = Surveyor { book, survey: Survey::default() };
    for chapter in book.book.chapters.iter().filter(|chapter| book.chapter(chapter.id).is_here()) {
        surveyor.chapter(chapter);
    }
    surveyor.survey
}

struct Surveyor<'a> {
    book: &'a Resolved,
    survey: Survey,
}

impl<'a> Surveyor<'a> {
    fn chapter(&mut self, chapter: &'a Chapter) {
        if let Some(heading) = &chapter.heading {
            walk_inlines(self, &heading.inlines);
        }
        walk_body(self, &chapter.body);
        // A footnote that nothing refers to is in no book.
        for note in &self.book.chapter(chapter.id).notes {
            walk_blocks(self, &chapter.notes[note.index].blocks);
        }
    }

    fn image(&mut self, image: &Image) {
        let Some(&id) = self.book.images.get(&image.id) else {
            self.survey.problems += 1;
            return;
        };
        self.survey.shown.insert(id);
        self.survey.moving += usize::from(may_move(&self.book.assets[id.0 as usize]));
        match image.alt.as_deref() {
            Some("") => {}
            Some(_) => self.survey.pictures += 1,
            None => {
                self.survey.pictures += 1;
                self.survey.undescribed += 1;
            }
        }
    }

    fn formula(&mut self, id: crate::model::NodeId) {
        match self.book.formulas.get(&id) {
            Some(formula) => {
                self.survey.formulas += 1;
                self.survey.coloured += usize::from(formula.mathml.contains(" style=\"color:"));
            }
            None => self.survey.problems += 1,
        }
    }
}

impl<'a> Visitor<'a> for Surveyor<'a> {
    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Figure(figure) => self.image(&figure.image),
            BlockKind::Equation { .. } => self.formula(block.id),
            BlockKind::Problem(_) => self.survey.problems += 1,
            BlockKind::Table(table) => {
                let names_rows = table.rows.iter().all(|row| row.cells.iter().any(|cell| cell.names_row));
                let is_unnamed = table.head.is_empty() && !names_rows;
                self.survey.unnamed_tables += usize::from(is_unnamed);
            }
            BlockKind::Paragraph(_)
            | BlockKind::Heading(_)
            | BlockKind::List { .. }
            | BlockKind::Definitions(_)
            | BlockKind::Quote(_)
            | BlockKind::Alert { .. }
            | BlockKind::Listing(_)
            | BlockKind::Details { .. }
            | BlockKind::Rule
            | BlockKind::Anchor(_) => {}
        }
        walk_block(self, block);
    }

    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Image(image) => self.image(image),
            InlineKind::Math { id, .. } => self.formula(*id),
            InlineKind::Problem(_) => self.survey.problems += 1,
            InlineKind::Link { id, .. } => {
                let leads = matches!(self.book.links.get(id), Some(Target::Url(_) | Target::Place(_)));
                let says = self.book.has_words(std::slice::from_ref(inline));
                self.survey.unnamed_links += usize::from(leads && !says);
            }
            InlineKind::Reference { id, .. } => {
                let is_known = self
                    .book
                    .references
                    .get(id)
                    .is_some_and(|reference| reference.kind.is_some() || reference.place.is_some());
                self.survey.problems += usize::from(!is_known);
            }
            InlineKind::NoteMark { id, .. } => {
                self.survey.problems += usize::from(!self.book.note_marks.contains_key(id));
            }
            InlineKind::Text(_)
            | InlineKind::Emphasis(_)
            | InlineKind::Strong(_)
            | InlineKind::Strike(_)
            | InlineKind::Superscript(_)
            | InlineKind::Subscript(_)
            | InlineKind::Highlight(_)
            | InlineKind::Small(_)
            | InlineKind::Quoted(_)
            | InlineKind::Keyboard(_)
            | InlineKind::Abbreviation { .. }
            | InlineKind::Code(_)
            | InlineKind::Anchor { .. }
            | InlineKind::Milestone(_)
            | InlineKind::PageOf { .. }
            | InlineKind::LineBreak => {}
        }
        walk_inline(self, inline);
    }

    fn section(&mut self, section: &'a crate::model::Section) {
        self.survey.unnamed_headings += usize::from(!self.book.has_words(&section.heading.inlines));
        walk_inlines(self, &section.heading.inlines);
        walk_body(self, &section.body);
    }
}

/// Whether a picture may move: any GIF, and a PNG or WebP that says so.
fn may_move(asset: &Asset) -> bool {
    let says = |chunk: &[u8]| asset.bytes.windows(chunk.len()).take(4096).any(|window| window == chunk);
    match asset.kind {
        PictureType::Gif => true,
        PictureType::Png => says(b"acTL"),
        PictureType::WebP => says(b"ANIM"),
        PictureType::Jpeg | PictureType::Svg => false,
    }
}
