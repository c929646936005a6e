//! Pictures of pixels.

use std::io::Cursor;
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};

use super::{Fallback, Picture, PictureType, Refused};
use crate::diag::Code;

/// The longest side that is kept. A page's measure of 5 inches at 400 dpi; no screen of a reader shows more.
const LONGEST_SIDE: u32 = 2000;
/// More pixels than this are not decoded: 16,384 × 8,192.
const MOST_PIXELS: u64 = 134_217_728;
const JPEG_QUALITY: u8 = 88;

pub(super) fn read(kind: PictureType, bytes: Arc<[u8]>) -> Result<Picture, Refused> {
    let (width, height) = size(kind, &bytes)?;
    // Whether a file is whole is known only when it was decoded.
    let (image, is_turned) = decode(kind, &bytes)?;
    let is_large = width.max(height) > LONGEST_SIDE;
    let must_write = is_large && kind != PictureType::Gif || is_turned;
    let image = if is_large && must_write { shrink(&image) } else { image };
    let (kind, bytes) = match (kind, must_write) {
        (PictureType::Jpeg, true) => (PictureType::Jpeg, jpeg(&image)?),
        (PictureType::Png | PictureType::WebP, true) => (PictureType::Png, png(&image)?),
        (PictureType::Jpeg, false) => (PictureType::Jpeg, without_private_data(&bytes).into()),
        (kind, _) => (kind, bytes),
    };
    let (width, height) = (image.width(), image.height());
    let fallback = match kind {
        PictureType::WebP => Some(Fallback { bytes: png(&image)?, width, height }),
        PictureType::Png | PictureType::Jpeg | PictureType::Gif | PictureType::Svg => None,
    };
    Ok(Picture { kind, bytes, width, height, fallback, dropped: Vec::new() })
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
fn size(kind: PictureType, bytes: &[u8]) -> Result<(u32, u32), Refused> {
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

/// The picture upright, and whether it had to be turned for that.
fn decode(kind: PictureType, bytes: &[u8]) -> Result<(DynamicImage, bool), Refused> {
    let mut decoder = reader(kind, bytes).into_decoder().map_err(Refused::broken)?;
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder).map_err(Refused::broken)?;
    image.apply_orientation(orientation);
    Ok((image, orientation != image::metadata::Orientation::NoTransforms))
}

fn shrink(image: &DynamicImage) -> DynamicImage {
    image.resize(LONGEST_SIDE, LONGEST_SIDE, image::imageops::FilterType::Lanczos3)
}

/// A picture as PNG.
fn png(image: &DynamicImage) -> Result<Arc<[u8]>, Refused> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, PngFilter::Adaptive);
    image.write_with_encoder(encoder).map_err(Refused::broken)?;
    Ok(bytes.into())
}

fn jpeg(image: &DynamicImage) -> Result<Arc<[u8]>, Refused> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
    let image = DynamicImage::ImageRgb8(image.to_rgb8());
    image.write_with_encoder(encoder).map_err(Refused::broken)?;
    Ok(bytes.into())
}

/// A JPEG without EXIF, XMP and comments: where a photograph was taken is no reader's business. Pixels and colour
/// profile stay as they are.
fn without_private_data(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes[..2].to_vec();
    let mut at = 2;
    while let Some(&[0xff, marker, high, low]) =
        bytes.get(at..at + 4).and_then(|head| head.first_chunk::<4>())
    {
        let is_segment = marker != 0xda && marker != 0xff && !(0xd0..=0xd9).contains(&marker);
        if !is_segment {
            break;
        }
        let end = at + 2 + usize::from(u16::from_be_bytes([high, low]));
        let Some(segment) = bytes.get(at..end) else { break };
        let is_private = matches!(marker, 0xe1 | 0xed | 0xfe);
        if !is_private {
            out.extend_from_slice(segment);
        }
        at = end;
    }
    out.extend_from_slice(&bytes[at..]);
    out
}
