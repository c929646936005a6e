//! Which faces a book needs, and which characters of each.
//!
//! What is found out here follows `flow.css`: a face that it asks for and that is not here is drawn by the reader from a
//! face that is, so a rule that was forgotten costs beauty and no text.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::publication::{Resource, ResourceRole};
use crate::render::flow::font_face;
use crate::render::markup::{Element, Node};
use crate::theme::{Face, FaceStyle, Family};

/// Characters by the style they are set in.
#[derive(Debug, Default)]
pub(super) struct Usage(BTreeMap<Style, Characters>);

/// The fonts of a book, and the rules that bring them.
pub(super) struct Fonts {
    pub(super) css: String,
    pub(super) files: Vec<Resource>,
}

/// What text is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Style {
    family: Family,
    weight: u16,
    slope: FaceStyle,
}

const BODY: Style = Style { family: Family::Text, weight: 400, slope: FaceStyle::Normal };

impl Usage {
    /// The characters of a document.
    pub(super) fn of(body: &Element) -> Self {
        let mut usage = Self::default();
        usage.element(body, BODY);
        usage
    }

    /// Takes those of another document.
    pub(super) fn add(&mut self, other: Self) {
        for (style, characters) in other.0 {
            self.0.entry(style).or_default().add(&characters);
        }
    }

    fn element(&mut self, element: &Element, outer: Style) {
        let style = styled(element, outer);
        let generated = generated(element);
        if !generated.is_empty() {
            self.0.entry(style).or_default().insert(generated);
        }
        for node in element.nodes() {
            match node {
                Node::Element(inner) => self.element(inner, style),
                Node::Text(words) => self.0.entry(style).or_default().insert(words),
                // Formulas are set in a face of their own, which is embedded whole.
                Node::Verbatim(_) => {}
            }
        }
    }

    /// The faces, each with the characters that it has; a fallback gets what the others lack.
    pub(super) fn fonts(&self) -> Fonts {
        let mut wanted: BTreeMap<usize, Characters> = BTreeMap::new();
        for (style, characters) in &self.0 {
            wanted.entry(place(*style)).or_default().add(characters);
        }
        let mut lacking: BTreeMap<Family, Characters> = BTreeMap::new();
        let mut used = Vec::new();
        for (place, characters) in wanted {
            let face = &Face::all()[place];
            let all = characters.set();
            let covered = face.covers(&all);
            let fallback = fallback(face.family);
            for &c in all.difference(&covered) {
                lacking.entry(fallback).or_default().insert(c.encode_utf8(&mut [0; 4]));
            }
            used.push((face, covered));
        }
        for (family, characters) in lacking {
            let face = &Face::all()[place(Style { family, ..BODY })];
            used.push((face, face.covers(&characters.set())));
        }
        used.retain(|(_, characters)| !characters.is_empty());
        let files: Vec<_> = used
            .par_iter()
            .map(|(face, characters)| {
                let bytes = face.subset(characters).expect("the faces that are built in can be read");
                (*face, bytes)
            })
            .collect();
        let path = |face: &Face| format!("fonts/{}", face.file_name());
        Fonts {
            css: files.iter().map(|(face, _)| font_face(face, &path(face), "truetype")).collect(),
            files: files
                .into_iter()
                .map(|(face, bytes)| Resource {
                    path: path(face),
                    bytes: bytes.into(),
                    media_type: "font/ttf",
                    role: ResourceRole::Plain,
                })
                .collect(),
        }
    }
}

impl Fonts {
    /// None at all.
    pub(super) fn none() -> Self {
        Self { css: String::new(), files: Vec::new() }
    }

    /// Adds the face of formulas, whole: its larger forms are reached by its own tables and not by characters.
    pub(super) fn with_formulas(mut self, css: &str) -> Self {
        let (name, bytes) = Face::of_formulas();
        self.css.push_str(css);
        self.files.push(Resource {
            path: format!("fonts/{name}"),
            bytes: bytes.into(),
            media_type: "font/woff2",
            role: ResourceRole::Plain,
        });
        self
    }
}

/// The family that has what another lacks.
fn fallback(family: Family) -> Family {
    match family {
        Family::Text | Family::Sans | Family::Symbols => Family::Symbols,
        Family::Mono | Family::MonoSymbols => Family::MonoSymbols,
        Family::Ideographs => Family::Ideographs,
    }
}

/// The face that a reader takes for a style (CSS Fonts 4 §5.2): of that slope if there is one; of that weight, else of
/// the next bolder one, else of the next lighter one.
fn place(style: Style) -> usize {
    let distance = |face: &Face| {
        let slope = face.style != style.slope;
        let weight = if face.weight >= style.weight {
            face.weight - style.weight
        } else {
            1000 + style.weight - face.weight
        };
        (slope, weight)
    };
    let faces = Face::all().iter().enumerate().filter(|(_, face)| face.family == style.family);
    faces.min_by_key(|(_, face)| distance(face)).map(|(place, _)| place).expect("every family has a face")
}

/// The style in an element, as `flow.css` has it.
fn styled(element: &Element, outer: Style) -> Style {
    let heading = Style { family: Family::Sans, weight: 600, ..outer };
    let sans = Style { family: Family::Sans, ..outer };
    let mono = Style { family: Family::Mono, ..outer };
    let bold = Style { weight: 700, ..outer };
    let italic = Style { slope: FaceStyle::Italic, ..outer };
    let named = match element.name() {
        "h1" | "h2" | "h3" | "h4" | "summary" => heading,
        "h5" | "h6" => Style { slope: FaceStyle::Italic, ..heading },
        "table" | "nav" => sans,
        "th" => Style { weight: 600, ..outer },
        "code" | "kbd" | "pre" => mono,
        "strong" | "b" | "dt" => bold,
        "em" | "i" => italic,
        _ => outer,
    };
    let class = element.attribute("class").unwrap_or_default();
    class.split(' ').fold(named, |style, class| match class {
        "bridgehead" | "chapter-status" | "alert-title" | "part-title" => Style { weight: 600, ..heading },
        "authors" | "sample-mark" | "price" => heading,
        "full-book-entry" => Style { weight: 600, ..style },
        "planned-notice" => Style { slope: FaceStyle::Italic, ..style },
        "publisher" | "caption" | "chapter-authors" | "copyright-page" | "contents-page" | "shop" => {
            Style { family: Family::Sans, ..style }
        }
        "caption-number" => Style { weight: 600, ..style },
        "k" | "p" | "i" => Style { weight: 700, ..style },
        "c" => Style { slope: FaceStyle::Italic, ..style },
        _ => style,
    })
}

/// What the style sheets put there.
fn generated(element: &Element) -> &'static str {
    match element.name() {
        "pre" => "↪0123456789",
        "hr" => "·",
        "ol" => "0123456789.",
        "ul" => "•",
        _ => "",
    }
}

/// A set of characters, a bit each.
#[derive(Debug, Clone, Default)]
struct Characters(Vec<u64>);

impl Characters {
    fn insert(&mut self, words: &str) {
        for c in words.chars().filter(|c| !c.is_control()) {
            let (word, bit) = (c as usize / 64, c as usize % 64);
            if self.0.len() <= word {
                self.0.resize(word + 1, 0);
            }
            self.0[word] |= 1 << bit;
        }
    }

    fn add(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }

    fn set(&self) -> std::collections::BTreeSet<char> {
        let bits = self.0.iter().zip(0_u32..).flat_map(|(&bits, word)| {
            (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| word * 64 + bit)
        });
        bits.filter_map(char::from_u32).collect()
    }
}
