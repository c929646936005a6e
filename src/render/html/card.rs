//! The picture of a link card: the author's cover, or words on the cover's ground.

use crate::diag::Diagnostics;
use crate::render::epub::drawable;
use crate::render::flow::image::{fallback_source, source};
use crate::resolve::images::{Asset, DrawingFonts};
use crate::resolve::{Resolved, imprint};
use crate::theme::{Theme, cover};

/// Where a card's picture is, and how large.
pub(super) struct Picture {
    /// Its path in the site.
    pub(super) path: String,
    /// Pixels.
    pub(super) width: u32,
    /// Pixels.
    pub(super) height: u32,
}

/// The picture that the pages name. Those who draw cards know pixels only: of a drawing or a WebP it is the fallback.
pub(super) fn picture(book: &Resolved) -> Picture {
    let Some(asset) = given(book) else {
        // No picture of the author's has such a name.
        let (width, height) = cover::CARD;
        return Picture { path: "images/_card.png".to_owned(), width, height };
    };
    match &asset.fallback {
        Some(png) => Picture { path: fallback_source(asset), width: png.width, height: png.height },
        None => Picture { path: source(asset), width: asset.width, height: asset.height },
    }
}

/// Its bytes, where it is not among the book's own pictures.
pub(super) fn bytes(book: &Resolved, theme: &Theme, fonts: &DrawingFonts) -> Option<Vec<u8>> {
    match given(book) {
        Some(asset) => asset.fallback.as_ref().map(|png| png.bytes.to_vec()),
        None => Some(drawn(book, theme, fonts)),
    }
}

fn given(book: &Resolved) -> Option<&Asset> {
    book.cover.map(|id| &book.assets[id.0 as usize])
}

fn drawn(book: &Resolved, theme: &Theme, fonts: &DrawingFonts) -> Vec<u8> {
    // What the faces lack is said of the cover, which has the same words.
    let meta = drawable(&book.book.meta, &mut Diagnostics::new());
    fonts
        .rasterize(&cover::card(theme, &meta, imprint::edition_line(book).as_deref()), cover::CARD.0)
        .expect("the card of our own making can be drawn")
}
