//! Pictures: read once, known by their content, made fit for a page.

use std::sync::Arc;

/// The types of picture that books hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PictureType {
    /// image/png
    Png,
    /// image/jpeg
    Jpeg,
    /// image/gif
    Gif,
    /// image/webp
    WebP,
    /// image/svg+xml
    Svg,
}

/// A picture in the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asset {
    /// Its file name without extension: ASCII, unique, made of its path and never of its place in the book.
    pub stem: String,
    /// What it is.
    pub kind: PictureType,
    /// The picture, resized and cleaned.
    pub bytes: Arc<[u8]>,
    /// CSS pixels (1/96 inch).
    pub width: u32,
    /// CSS pixels (1/96 inch).
    pub height: u32,
    /// The same as PNG, for readers that can't show an SVG or WebP.
    pub fallback: Option<Arc<[u8]>>,
}
