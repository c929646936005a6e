//! Pictures: read once, known by their content, made fit for a page.

mod bounds;
mod drawn;
mod private;
mod raster;
mod svg;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rayon::prelude::*;

pub use svg::{DrawingFonts, GenericFamilies};

use super::AssetId;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::load::{Manuscript, ReadError, remote};
use crate::model::{Book, Image, ImageSource, NodeId, Slug, Width};
use crate::source::Span;

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

impl PictureType {
    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Gif => "gif",
            Self::WebP => "webp",
            Self::Svg => "svg",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Gif => "image/gif",
            Self::WebP => "image/webp",
            Self::Svg => "image/svg+xml",
        }
    }

    /// What a file is, by its first bytes.
    pub fn sniff(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Some(Self::Png);
        }
        if bytes.starts_with(b"\xff\xd8\xff") {
            return Some(Self::Jpeg);
        }
        if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
            return Some(Self::Gif);
        }
        if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            return Some(Self::WebP);
        }
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
        head.contains("<svg").then_some(Self::Svg)
    }

    /// What a name says a file is.
    fn of_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        Some(match extension.to_ascii_lowercase().as_str() {
            "png" => Self::Png,
            "jpg" | "jpeg" | "jpe" => Self::Jpeg,
            "gif" => Self::Gif,
            "webp" => Self::WebP,
            "svg" => Self::Svg,
            _ => return None,
        })
    }
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
    /// The same as PNG, of an SVG or WebP, for readers that can't show these.
    pub fallback: Option<Fallback>,
}

/// A PNG that stands for another picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fallback {
    /// The file.
    pub bytes: Arc<[u8]>,
    /// Its own pixels.
    pub width: u32,
    /// Its own pixels.
    pub height: u32,
}

impl Asset {
    /// Its file name.
    pub fn file_name(&self) -> String {
        format!("{}.{}", self.stem, self.kind.extension())
    }

    /// Width and height in CSS pixels where that width was asked for; one in parts of the measure is the page's business.
    pub fn shown_size(&self, width: Option<Width>) -> (u32, u32) {
        match width {
            Some(Width::Pixels(thousandths)) => {
                let width = (thousandths / 1000).max(1);
                let height = u64::from(self.height) * u64::from(width) / u64::from(self.width.max(1));
                (width, u32::try_from(height).unwrap_or(self.height).max(1))
            }
            Some(Width::OfMeasure(_)) | None => (self.width.max(1), self.height.max(1)),
        }
    }
}

/// A picture made fit, before it has a name.
struct Picture {
    /// What its file is; a WebP may have been made a PNG.
    read_as: PictureType,
    kind: PictureType,
    bytes: Arc<[u8]>,
    width: u32,
    height: u32,
    fallback: Option<Fallback>,
    /// What was taken out of it.
    dropped: Vec<String>,
}

/// Why a picture can't be shown.
struct Refused {
    code: Code,
    message: String,
    hint: String,
}

impl Refused {
    fn broken(why: impl std::fmt::Display) -> Self {
        Self {
            code: Code::ImageBroken,
            message: format!("can't be read: {why}"),
            hint: "open it in a viewer and save it again".to_owned(),
        }
    }
}

/// A picture of pixels as JPEG, `None` for what is none.
pub fn jpeg(bytes: &Arc<[u8]>) -> Option<Arc<[u8]>> {
    raster::jpeg(bytes)
}

/// The pictures of a book.
pub(super) struct Pictures {
    pub(super) by_node: HashMap<NodeId, AssetId>,
    pub(super) assets: Vec<Asset>,
    pub(super) cover: Option<AssetId>,
    pub(super) diagnostics: Diagnostics,
}

/// Every image of a book, in reading order.
pub fn of(book: &Book) -> Vec<&Image> {
    crate::identity::collect::collect(book).images
}

/// Reads every picture once.
pub(super) fn read(
    book: &Book,
    images: &[&Image],
    manuscript: &Manuscript,
    fonts: &DrawingFonts,
) -> Pictures {
    let mut diagnostics = Diagnostics::new();
    let remote = remote::Fetched::read(manuscript, &mut diagnostics);
    let mut paths: BTreeMap<String, Span> = BTreeMap::new();
    let mut wanted: Vec<(&Image, Option<String>)> = Vec::new();
    for &image in images {
        report_alternative(image, &mut diagnostics);
        let path = match &image.source {
            ImageSource::File(path) => Some(path.clone()),
            ImageSource::Remote(address) => match remote.path(address) {
                Some(path) => Some(path.to_owned()),
                None => {
                    let finding = Diagnostic::new(
                        Code::ImageRemote,
                        image.span,
                        format!("`{address}` was not fetched"),
                    );
                    diagnostics
                        .push(finding.hint("`recto fetch` brings it into the manuscript, to be committed"));
                    None
                }
            },
            ImageSource::Refused(_) => None,
        };
        if let Some(path) = &path {
            paths.entry(path.clone()).or_insert(image.span);
        }
        wanted.push((image, path));
    }
    if let Some(cover) = &book.meta.cover {
        paths.entry(cover.clone()).or_insert(Span::DETACHED);
    }
    let paths: Vec<_> = paths.into_iter().collect();
    let made: Vec<_> = paths.par_iter().map(|(path, _)| picture(manuscript, path, fonts)).collect();
    let mut pictures = Pictures { by_node: HashMap::new(), assets: Vec::new(), cover: None, diagnostics };
    let mut ids: BTreeMap<&str, AssetId> = BTreeMap::new();
    let stems = stems(paths.iter().map(|(path, _)| path.as_str()));
    for (((path, span), made), stem) in paths.iter().zip(made).zip(stems) {
        if let Some(id) = pictures.add(path, *span, stem, made, manuscript) {
            ids.insert(path, id);
        }
    }
    for (image, path) in wanted {
        if let Some(&id) = path.as_deref().and_then(|path| ids.get(path)) {
            pictures.by_node.insert(image.id, id);
        }
    }
    pictures.cover = book.meta.cover.as_deref().and_then(|cover| ids.get(cover).copied());
    pictures
}

fn report_alternative(image: &Image, diagnostics: &mut Diagnostics) {
    if image.alt.is_none() {
        diagnostics.push(
            Diagnostic::new(Code::ImageAlt, image.span, "this image has no text alternative")
                .hint("say what it shows: `![…](…)`; for mere decoration write `{alt=\"\"}` behind it"),
        );
    }
}

impl Pictures {
    fn add(
        &mut self,
        path: &str,
        span: Span,
        stem: String,
        made: Result<Picture, Refused>,
        manuscript: &Manuscript,
    ) -> Option<AssetId> {
        let picture = match made {
            Ok(picture) => picture,
            Err(refused) => {
                let mut finding =
                    Diagnostic::new(refused.code, span, format!("`{path}` {}", refused.message));
                let near = manuscript.store.nearest(path).filter(|_| refused.code == Code::ImageMissing);
                finding = match near {
                    Some(near) => finding.hint(format!("did you mean `{near}`?")),
                    None => finding.hint(refused.hint),
                };
                self.diagnostics.push(finding.at_path("book.toml"));
                return None;
            }
        };
        if PictureType::of_name(path).is_some_and(|named| named != picture.read_as) {
            let message = format!("`{path}` is in truth {}", picture.read_as.media_type());
            let finding = Diagnostic::new(Code::ImageType, span, message);
            self.diagnostics
                .push(finding.hint(format!("it is shown; name it `.{}`", picture.read_as.extension())));
        }
        if !picture.dropped.is_empty() {
            let message = format!("`{path}` holds what a book may not: {}", picture.dropped.join(", "));
            let finding = Diagnostic::new(Code::ImageUnsafe, span, message);
            self.diagnostics.push(finding.hint("it was left out of all three books"));
        }
        let id = AssetId(u32::try_from(self.assets.len()).expect("fewer than 2³² pictures"));
        let Picture { kind, bytes, width, height, fallback, .. } = picture;
        self.assets.push(Asset { stem, kind, bytes, width, height, fallback });
        Some(id)
    }
}

fn picture(manuscript: &Manuscript, path: &str, fonts: &DrawingFonts) -> Result<Picture, Refused> {
    let refused = |code, message: &str, hint: &str| Refused {
        code,
        message: message.to_owned(),
        hint: hint.to_owned(),
    };
    let bytes = manuscript.store.read(path).map_err(|error| match error {
        ReadError::Missing => {
            refused(Code::ImageMissing, "does not exist", "look at the folder and at upper and lower case")
        }
        ReadError::Outside => {
            refused(Code::PathOutside, "leads out of the manuscript's folder", "copy the file into it")
        }
        ReadError::Unreadable(why) => Refused::broken(why),
    })?;
    match PictureType::sniff(&bytes) {
        Some(PictureType::Svg) => svg::read(&bytes, fonts),
        Some(kind) => raster::read(kind, bytes),
        None if bytes.is_empty() => Err(Refused::broken("it is empty")),
        None => Err(refused(
            Code::ImageBroken,
            "is neither PNG, JPEG, GIF, WebP nor SVG",
            "convert it to one of these, which every reader can show",
        )),
    }
}

/// File names for paths: the slug of the file's name, with that of its folders where two have the same.
fn stems<'a>(paths: impl Iterator<Item = &'a str> + Clone) -> Vec<String> {
    let short = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        Slug::of(name.rsplit_once('.').map_or(name, |(stem, _)| stem)).to_string()
    };
    let mut counts: HashMap<String, usize> = HashMap::new();
    paths.clone().for_each(|path| *counts.entry(short(path)).or_default() += 1);
    paths
        .map(|path| match short(path) {
            stem if counts[&stem] == 1 && stem != "untitled" => stem,
            stem => format!("{stem}-{}", &blake3::hash(path.as_bytes()).to_hex()[..8]),
        })
        .collect()
}
