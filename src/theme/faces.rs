//! The faces of type.

use std::collections::BTreeSet;

use read_fonts::collections::IntSet;
use read_fonts::types::{NameId, Tag};
use read_fonts::{FontRef, TableProvider};
use skera::{DEFAULT_DROP_TABLES, DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags, subset_font};

use super::embedded::FONTS;

/// A family of type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Text.
    Text,
    /// Headings, captions, navigation.
    Sans,
    /// Code.
    Mono,
    /// Symbols that text lacks.
    Symbols,
    /// Symbols that code lacks.
    MonoSymbols,
    /// Chinese and Japanese characters: for paper and drawings. Readers of EPUB and HTML have better ones of their own.
    Ideographs,
}

impl Family {
    /// The name in style sheets and in the font files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "Recto Serif",
            Self::Sans => "Source Sans 3",
            Self::Mono => "JetBrains Mono",
            Self::Symbols => "DejaVu Sans",
            Self::MonoSymbols => "DejaVu Sans Mono",
            Self::Ideographs => "Droid Sans Fallback",
        }
    }
}

/// Upright or slanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaceStyle {
    /// Upright.
    Normal,
    /// Slanted.
    Italic,
}

/// A face.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Face {
    /// Its family.
    pub family: Family,
    /// 400 is regular, 700 bold (CSS Fonts 4 §2.2).
    pub weight: u16,
    /// Upright or slanted.
    pub style: FaceStyle,
    /// Its file's path in `fonts/`.
    path: &'static str,
    /// Its WOFF2 in `fonts/web/`.
    web: Option<&'static str>,
}

const fn face(
    family: Family,
    weight: u16,
    style: FaceStyle,
    path: &'static str,
    web: Option<&'static str>,
) -> Face {
    Face { family, weight, style, path, web }
}

use FaceStyle::{Italic, Normal};

/// Every face, in the order they are looked for.
pub(super) const FACES: &[Face] = &[
    face(Family::Text, 400, Normal, "recto-serif/RectoSerif-Regular.ttf", Some("RectoSerif-Regular.woff2")),
    face(Family::Text, 400, Italic, "recto-serif/RectoSerif-Italic.ttf", Some("RectoSerif-Italic.woff2")),
    face(Family::Text, 700, Normal, "recto-serif/RectoSerif-Bold.ttf", Some("RectoSerif-Bold.woff2")),
    face(
        Family::Text,
        700,
        Italic,
        "recto-serif/RectoSerif-BoldItalic.ttf",
        Some("RectoSerif-BoldItalic.woff2"),
    ),
    face(
        Family::Sans,
        400,
        Normal,
        "source-sans-3/SourceSans3-Regular.ttf",
        Some("SourceSans3-Regular.woff2"),
    ),
    face(Family::Sans, 400, Italic, "source-sans-3/SourceSans3-It.ttf", Some("SourceSans3-It.woff2")),
    face(
        Family::Sans,
        600,
        Normal,
        "source-sans-3/SourceSans3-Semibold.ttf",
        Some("SourceSans3-Semibold.woff2"),
    ),
    face(Family::Sans, 700, Normal, "source-sans-3/SourceSans3-Bold.ttf", None),
    face(
        Family::Mono,
        400,
        Normal,
        "jetbrains-mono/JetBrainsMono-Regular.ttf",
        Some("JetBrainsMono-Regular.woff2"),
    ),
    face(
        Family::Mono,
        700,
        Normal,
        "jetbrains-mono/JetBrainsMono-Bold.ttf",
        Some("JetBrainsMono-Bold.woff2"),
    ),
    face(
        Family::Mono,
        400,
        Italic,
        "jetbrains-mono/JetBrainsMono-Italic.ttf",
        Some("JetBrainsMono-Italic.woff2"),
    ),
    face(Family::Mono, 700, Italic, "jetbrains-mono/JetBrainsMono-BoldItalic.ttf", None),
    face(Family::Symbols, 400, Normal, "dejavu/DejaVuSans.ttf", None),
    face(Family::MonoSymbols, 400, Normal, "dejavu/DejaVuSansMono.ttf", None),
    face(Family::Ideographs, 400, Normal, "droid-sans-fallback/DroidSansFallbackFull.ttf", None),
];

impl Face {
    /// Every face of the theme.
    pub fn all() -> &'static [Self] {
        FACES
    }

    /// The whole font.
    pub fn bytes(&self) -> &'static [u8] {
        embedded(self.path)
    }

    /// The name of its file.
    pub fn file_name(&self) -> &'static str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }

    /// Name and bytes of its WOFF2, for those faces that HTML uses.
    pub fn web(&self) -> Option<(&'static str, &'static [u8])> {
        self.web.map(|name| (name, embedded(&format!("web/{name}"))))
    }

    /// Name and bytes of the WOFF2 that formulas are set in on a site and in an EPUB; `styles/formulas.css` has its rule. On
    /// paper they are set by Typst, which has its own.
    pub fn of_formulas() -> (&'static str, &'static [u8]) {
        const NAME: &str = "NewCMMath-Book.woff2";
        (NAME, embedded(&format!("web/{NAME}")))
    }

    /// The face with no more than the glyphs of those characters; without ligatures where it is for code.
    ///
    /// # Errors
    /// What the subsetter says, for a font it can't read.
    pub fn subset(&self, characters: &BTreeSet<char>) -> Result<Vec<u8>, String> {
        let font = FontRef::new(self.bytes()).map_err(|error| error.to_string())?;
        let unicodes: IntSet<u32> = characters.iter().map(|&c| u32::from(c)).collect();
        let is_code = matches!(self.family, Family::Mono | Family::MonoSymbols);
        let ligatures = [Tag::new(b"calt"), Tag::new(b"liga"), Tag::new(b"clig")];
        let features =
            DEFAULT_LAYOUT_FEATURES.iter().copied().filter(|tag| !(is_code && ligatures.contains(tag)));
        let mut scripts = IntSet::<Tag>::empty();
        scripts.invert();
        let mut names = IntSet::<NameId>::empty();
        names.insert_range(NameId::from(0)..=NameId::from(6));
        let mut languages = IntSet::<u16>::empty();
        languages.insert(0x0409);
        let plan = Plan::new(
            &IntSet::empty(),
            &unicodes,
            &font,
            SubsetFlags::SUBSET_FLAGS_NO_HINTING,
            &DEFAULT_DROP_TABLES.iter().copied().collect(),
            &scripts,
            &features.collect(),
            &names,
            &languages,
        );
        subset_font(&font, &plan).map_err(|error| error.to_string())
    }

    /// The characters that the face has, of those.
    pub fn covers(&self, characters: &BTreeSet<char>) -> BTreeSet<char> {
        let Ok(cmap) = FontRef::new(self.bytes()).and_then(|font| font.cmap()) else {
            return BTreeSet::new();
        };
        characters.iter().copied().filter(|&c| cmap.map_codepoint(c).is_some()).collect()
    }
}

fn embedded(path: &str) -> &'static [u8] {
    let found = FONTS.iter().find(|(name, _)| *name == path);
    found.unwrap_or_else(|| panic!("fonts/{path} is built in")).1
}
