//! Drawings: read by `usvg` and written back by it, with text as outlines.
//!
//! So all three books show the same, whatever fonts a reader has; and no script, event handler, external reference or
//! entity can come through, since none of these is in what `usvg` writes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use resvg::{tiny_skia, usvg};

use super::{Fallback, Picture, PictureType, Refused, bounds, drawn};

/// No drawing for a page is larger: 20 MiB.
const LARGEST: usize = 20 << 20;
/// The width of the fallback, in pixels: twice the measure of a page at 96 dpi.
const FALLBACK_WIDTH: f32 = 1400.0;
/// No side of a drawing is longer, in CSS pixels.
const LARGEST_SIDE: f32 = 20_000.0;

/// The families that generic names stand for (CSS Fonts 4 §2.1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GenericFamilies {
    /// `serif`
    pub serif: &'static str,
    /// `sans-serif`, and where a drawing says nothing.
    pub sans_serif: &'static str,
    /// `monospace`
    pub monospace: &'static str,
}

/// The faces that text in drawings is set in.
#[derive(Debug, Clone)]
pub struct DrawingFonts(Arc<usvg::fontdb::Database>);

impl DrawingFonts {
    /// Of font files, and the families that CSS's generic names stand for.
    pub fn new(files: impl IntoIterator<Item = &'static [u8]>, generic: GenericFamilies) -> Self {
        let mut fonts = usvg::fontdb::Database::new();
        for file in files {
            fonts.load_font_source(usvg::fontdb::Source::Binary(Arc::new(file)));
        }
        fonts.set_serif_family(generic.serif);
        fonts.set_sans_serif_family(generic.sans_serif);
        fonts.set_monospace_family(generic.monospace);
        Self(Arc::new(fonts))
    }

    /// How drawings are read; a picture in one that can't be is told.
    fn options(&self, is_refused: Arc<AtomicBool>) -> usvg::Options<'static> {
        let embedded = move |kind: &str, data, options: &usvg::Options<'_>| {
            let picture = bounds::embedded(kind, data, options);
            is_refused.fetch_or(picture.is_none(), Ordering::Relaxed);
            picture
        };
        usvg::Options {
            font_family: self.0.family_name(&usvg::fontdb::Family::SansSerif).to_owned(),
            fontdb: Arc::clone(&self.0),
            // Pictures inside a drawing only from the drawing itself: nothing is read from disk or elsewhere.
            image_href_resolver: usvg::ImageHrefResolver {
                resolve_data: Box::new(embedded),
                resolve_string: Box::new(|_, _| None),
            },
            ..usvg::Options::default()
        }
    }

    /// Draws an SVG of our own making, as a cover is, with that width in pixels: the PNG.
    pub fn rasterize(&self, svg: &str, width: u32) -> Option<Vec<u8>> {
        let tree = usvg::Tree::from_str(svg, &self.options(Arc::default())).ok()?;
        drawn::png(draw(&tree, width as f32 / tree.size().width())?).ok()
    }
}

pub(super) fn read(bytes: &[u8], fonts: &DrawingFonts) -> Result<Picture, Refused> {
    if bytes.len() > LARGEST {
        return Err(Refused::broken("it is larger than 20 MiB"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Refused::broken("it is not UTF-8"))?;
    let document = parse(text)?;
    let mut dropped = dropped(&document);
    let is_refused = Arc::new(AtomicBool::new(false));
    let tree =
        usvg::Tree::from_str(text, &fonts.options(Arc::clone(&is_refused))).map_err(Refused::broken)?;
    if is_refused.load(Ordering::Relaxed) {
        dropped.push("a picture in it that can't be read".to_owned());
    }
    let size = tree.size();
    if size.width() > LARGEST_SIDE || size.height() > LARGEST_SIDE {
        return Err(Refused::broken("it is larger than any page"));
    }
    let written =
        tree.to_string(&usvg::WriteOptions { preserve_text: false, ..usvg::WriteOptions::default() });
    let scale = (FALLBACK_WIDTH / size.width()).clamp(0.1, 2.0);
    bounds::of_tree(&tree, scale)?;
    let drawn = draw(&tree, scale).ok_or_else(|| Refused::broken("it has no extent"))?;
    let (width, height) = (drawn.width(), drawn.height());
    let fallback = Fallback { bytes: drawn::png(drawn).map_err(Refused::broken)?.into(), width, height };
    Ok(Picture {
        read_as: PictureType::Svg,
        kind: PictureType::Svg,
        bytes: written.into_bytes().into(),
        width: size.width().ceil() as u32,
        height: size.height().ceil() as u32,
        fallback: Some(fallback),
        dropped,
    })
}

/// The elements of a drawing, if there are no more than a page can show.
pub(super) fn parse(text: &str) -> Result<roxmltree::Document<'_>, Refused> {
    bounds::of_text(text)?;
    let parsing = roxmltree::ParsingOptions { allow_dtd: true, nodes_limit: 1_000_000, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(text, parsing).map_err(Refused::broken)?;
    bounds::of_document(&document)?;
    Ok(document)
}

fn draw(tree: &usvg::Tree, scale: f32) -> Option<tiny_skia::Pixmap> {
    let size = tree.size();
    let pixels = |side: f32| (side * scale).round().max(1.0) as u32;
    let mut pixmap = tiny_skia::Pixmap::new(pixels(size.width()), pixels(size.height()))?;
    resvg::render(tree, tiny_skia::Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    Some(pixmap)
}

/// What of a drawing does not come into the books.
fn dropped(document: &roxmltree::Document<'_>) -> Vec<String> {
    let mut dropped: Vec<String> = Vec::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        if matches!(
            name,
            "script"
                | "foreignObject"
                | "iframe"
                | "audio"
                | "video"
                | "animate"
                | "animateTransform"
                | "set"
        ) {
            dropped.push(format!("<{name}>"));
        }
        for attribute in node.attributes() {
            let value = attribute.value().trim();
            if attribute.name().starts_with("on") {
                dropped.push(format!("the attribute `{}`", attribute.name()));
            }
            if attribute.name() == "href" && !value.starts_with('#') && !value.starts_with("data:image/") {
                dropped.push(format!("the reference `{}`", value.chars().take(60).collect::<String>()));
            }
        }
        let is_style = name == "style";
        if is_style && node.text().is_some_and(|css| css.contains("url(") || css.contains("@import")) {
            dropped.push("references in `<style>`".to_owned());
        }
    }
    dropped.sort();
    dropped.dedup();
    dropped
}
