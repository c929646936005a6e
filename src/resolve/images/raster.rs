//! Pictures of pixels.

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits};

use super::{Fallback, Picture, PictureType, Refused, private};
use crate::diag::Code;

/// The longest side that is kept. A page's measure of 5 inches at 400 dpi; no screen of a reader shows more.
const LONGEST_SIDE: u32 = 2000;
/// More pixels than this are not decoded: 16,384 × 8,192.
const MOST_PIXELS: u64 = 134_217_728;
const JPEG_QUALITY: u8 = 88;

pub(super) fn read(kind: PictureType, bytes: Arc<[u8]>) -> Result<Picture, Refused> {
    let (width, height) = size(kind, &bytes)?;
    // Whether a file is whole is known only when it was decoded.
    let mut decoded = decode(kind, &bytes)?;
    // One that moves can't be made smaller without being made anew.
    let is_large = width.max(height) > LONGEST_SIDE && kind != PictureType::Gif;
    if is_large {
        decoded.shrink();
    }
    let as_it_is =
        if is_large || decoded.is_turned { None } else { private::without_private_data(kind, &bytes) };
    let read_as = kind;
    let (kind, bytes) = match (kind, as_it_is) {
        (kind, Some(bytes)) => (kind, bytes.into()),
        (PictureType::Jpeg, None) => (PictureType::Jpeg, decoded.jpeg()?),
        (PictureType::Png | PictureType::WebP, None) => (PictureType::Png, decoded.png()?),
        (PictureType::Gif | PictureType::Svg, None) => (kind, bytes),
    };
    let (width, height) = (decoded.image.width(), decoded.image.height());
    let fallback = match kind {
        PictureType::WebP => Some(Fallback { bytes: decoded.png()?, width, height }),
        PictureType::Png | PictureType::Jpeg | PictureType::Gif | PictureType::Svg => None,
    };
    Ok(Picture { read_as, kind, bytes, width, height, fallback, dropped: Vec::new() })
}

fn format(kind: PictureType) -> ImageFormat {
    match kind {
        PictureType::Png | PictureType::Svg => ImageFormat::Png,
        PictureType::Jpeg => ImageFormat::Jpeg,
        PictureType::Gif => ImageFormat::Gif,
        PictureType::WebP => ImageFormat::WebP,
    }
}

fn reader(kind: PictureType, bytes: &[u8]) -> ImageReader<Cursor<&[u8]>> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format(kind));
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_PIXELS * 8);
    reader.limits(limits);
    reader
}

/// Width and height by the header, before anything is decoded.
pub(super) fn size(kind: PictureType, bytes: &[u8]) -> Result<(u32, u32), Refused> {
    let (width, height) = reader(kind, bytes).into_dimensions().map_err(Refused::broken)?;
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Refused {
            code: Code::ImageTooLarge,
            message: format!("is {width} × {height} pixels"),
            hint: format!("no page shows more than {LONGEST_SIDE} in a row: make it smaller"),
        });
    }
    Ok((width, height))
}

/// A picture that was read.
struct Decoded {
    /// Its pixels, upright.
    image: DynamicImage,
    /// Whether it had to be turned for that.
    is_turned: bool,
    /// What its colours are, where they are not those of every screen.
    profile: Option<Vec<u8>>,
}

fn decode(kind: PictureType, bytes: &[u8]) -> Result<Decoded, Refused> {
    let mut decoder = reader(kind, bytes).into_decoder().map_err(Refused::broken)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().unwrap_or_default();
    let mut image = DynamicImage::from_decoder(decoder).map_err(Refused::broken)?;
    image.apply_orientation(orientation);
    // What was four inks is three colours now (ICC.1:2022 §7.2.6).
    let colors = if image.color().has_color() { b"RGB " } else { b"GRAY" };
    let profile = profile.filter(|profile| profile.get(16..20) == Some(colors));
    Ok(Decoded { image, is_turned: orientation != Orientation::NoTransforms, profile })
}

/// A picture of pixels as JPEG, which is what shops take; one that is so already is given as it is.
pub(super) fn jpeg(bytes: &Arc<[u8]>) -> Option<Arc<[u8]>> {
    let kind = match image::guess_format(bytes).ok()? {
        ImageFormat::Jpeg => return Some(bytes.clone()),
        ImageFormat::Png => PictureType::Png,
        ImageFormat::Gif => PictureType::Gif,
        ImageFormat::WebP => PictureType::WebP,
        _ => return None,
    };
    decode(kind, bytes).and_then(|decoded| decoded.jpeg()).ok()
}

impl Decoded {
    fn shrink(&mut self) {
        let filter = image::imageops::FilterType::Lanczos3;
        self.image = self.image.resize(LONGEST_SIDE, LONGEST_SIDE, filter);
    }

    fn png(&self) -> Result<Arc<[u8]>, Refused> {
        let mut bytes = Vec::new();
        let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, PngFilter::Adaptive);
        self.write(encoder, &self.image)?;
        Ok(bytes.into())
    }

    fn jpeg(&self) -> Result<Arc<[u8]>, Refused> {
        let mut bytes = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        match self.image.color().has_color() {
            true => self.write(encoder, &self.image.to_rgb8().into())?,
            false => self.write(encoder, &self.image.to_luma8().into())?,
        }
        Ok(bytes.into())
    }

    fn write(&self, mut encoder: impl ImageEncoder, image: &DynamicImage) -> Result<(), Refused> {
        if let Some(profile) = &self.profile {
            encoder.set_icc_profile(profile.clone()).map_err(Refused::broken)?;
        }
        image.write_with_encoder(encoder).map_err(Refused::broken)
    }
}
