//! The cover: the author's picture, or a typographic one.

use std::collections::BTreeSet;

use super::publication::{Resource, ResourceRole};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::model::Meta;
use crate::render::flow::image::{fallback_source, source};
use crate::resolve::images::{Asset, DrawingFonts, PictureType};
use crate::resolve::{Resolved, imprint};
use crate::source::Span;
use crate::theme::cover::{self, Mark};
use crate::theme::{Face, Theme};

/// The cover's picture. Shops and shelves want pixels: of a drawing or a WebP it is the fallback.
pub(super) fn picture(
    book: &Resolved,
    theme: &Theme,
    fonts: &DrawingFonts,
    diagnostics: &mut Diagnostics,
) -> Resource {
    match book.cover.map(|id| &book.assets[id.0 as usize]) {
        Some(asset) => given(asset),
        None => typographic(book, theme, fonts, diagnostics),
    }
}

fn given(asset: &Asset) -> Resource {
    let (path, bytes, kind) = match &asset.fallback {
        Some(png) => (fallback_source(asset), png.bytes.clone(), PictureType::Png),
        None => (source(asset), asset.bytes.clone(), asset.kind),
    };
    Resource { path, bytes, media_type: kind.media_type(), role: ResourceRole::CoverImage }
}

fn typographic(
    book: &Resolved,
    theme: &Theme,
    fonts: &DrawingFonts,
    diagnostics: &mut Diagnostics,
) -> Resource {
    let title = book.title().to_owned();
    let meta = drawable(&Meta { title, ..book.book.meta.clone() }, diagnostics);
    let line = imprint::edition_line(book);
    // The line says too that the book is early.
    let is_early = meta.edition.early_access && line.is_none();
    let head = book.band(is_early.then_some(book.terms.early_access));
    let marks = [head.as_deref().map(Mark::Head), line.as_deref().map(Mark::Band)].into_iter().flatten();
    let marks: Vec<Mark<'_>> =
        marks.filter(|(Mark::Head(words) | Mark::Band(words))| missing(words).is_empty()).collect();
    let svg = cover::svg(theme, &meta, &marks);
    let png = fonts.rasterize(&svg, cover::SIZE.0).expect("the cover of our own making can be drawn");
    Resource {
        // No picture of the author's has such a name.
        path: "images/_cover.png".to_owned(),
        bytes: png.into(),
        media_type: PictureType::Png.media_type(),
        role: ResourceRole::CoverImage,
    }
}

/// The words of a cover without what no face can draw. A cover without its title is none: so it is said.
pub(in crate::render) fn drawable(meta: &Meta, diagnostics: &mut Diagnostics) -> Meta {
    let words =
        meta.subtitle.iter().chain(&meta.authors).fold(meta.title.clone(), |words, more| words + more);
    let missing = missing(&words);
    if missing.is_empty() {
        return meta.clone();
    }
    let characters: String = missing.iter().filter(|c| !c.is_control()).take(12).collect();
    let message = format!("the cover can't show `{characters}`: no face of the theme has them");
    diagnostics.push(
        Diagnostic::new(Code::GlyphMissing, Span::DETACHED, message)
            .at_path("book.toml")
            .hint("give the book a cover: `cover = \"cover.png\"` below `[book]`"),
    );
    let shown = |words: &String| words.chars().filter(|c| !missing.contains(c)).collect::<String>();
    Meta {
        title: shown(&meta.title),
        subtitle: meta.subtitle.as_ref().map(shown),
        authors: meta.authors.iter().map(shown).collect(),
        ..meta.clone()
    }
}

/// The characters that no face has.
fn missing(words: &str) -> BTreeSet<char> {
    let mut missing: BTreeSet<char> = words.chars().filter(|c| !c.is_whitespace()).collect();
    for face in Face::all() {
        let covered = face.covers(&missing);
        missing.retain(|c| !covered.contains(c));
    }
    missing
}
