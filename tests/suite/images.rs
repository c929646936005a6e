//! Pictures: what of them comes into the books.

use std::io::Cursor;

use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{PngDecoder, PngEncoder};
use image::codecs::webp::{WebPDecoder, WebPEncoder};
use image::{DynamicImage, ImageDecoder, ImageEncoder, RgbImage};

use crate::support::Book;
use recto::resolve::images::{Asset, PictureType};

/// What no reader should see.
const SECRET: &[u8] = b"52.5N 13.4E";

/// The picture of a chapter that shows a file.
fn shown(name: &str, bytes: &[u8]) -> Asset {
    let found = Book::of(&format!("![A photograph]({name})\n")).with(name, bytes).resolve();
    assert!(found.findings.is_empty(), "{}", found.findings_text());
    found.book.assets.into_iter().next().expect("the picture is shown")
}

/// Pixels of all colours.
fn pixels(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, (x + y) as u8]))
}

/// The head of a colour profile for screens, as much as says what it is of.
fn profile() -> Vec<u8> {
    let mut profile = vec![0; 128];
    profile[12..24].copy_from_slice(b"mntrRGB XYZ ");
    profile
}

/// A picture with the profile, in the form of an encoder.
macro_rules! encoded {
    ($picture:expr, $encoder:path) => {{
        let mut bytes = Vec::new();
        let mut encoder = $encoder(&mut bytes);
        encoder.set_icc_profile(profile()).expect("every encoder here takes a profile");
        DynamicImage::from($picture.clone()).write_with_encoder(encoder).expect("it can be written");
        bytes
    }};
}

fn png(picture: &RgbImage) -> Vec<u8> {
    encoded!(picture, PngEncoder::new)
}

fn jpeg(picture: &RgbImage) -> Vec<u8> {
    encoded!(picture, JpegEncoder::new)
}

fn webp(picture: &RgbImage) -> Vec<u8> {
    encoded!(picture, WebPEncoder::new_lossless)
}

fn kept_profile(asset: &Asset) -> Option<Vec<u8>> {
    let bytes = Cursor::new(&asset.bytes[..]);
    match asset.kind {
        PictureType::Png => PngDecoder::new(bytes).expect("a PNG").icc_profile(),
        PictureType::Jpeg => JpegDecoder::new(bytes).expect("a JPEG").icc_profile(),
        PictureType::WebP => WebPDecoder::new(bytes).expect("a WebP").icc_profile(),
        PictureType::Gif | PictureType::Svg => Ok(None),
    }
    .expect("it can be read")
}

fn decoded(bytes: &[u8]) -> DynamicImage {
    image::load_from_memory(bytes).expect("a picture")
}

/// A chunk of a PNG.
fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [name, data].concat();
    let sum = named.iter().fold(u32::MAX, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 * (sum & 1)))
    });
    [&(data.len() as u32).to_be_bytes(), named.as_slice(), &(!sum).to_be_bytes()].concat()
}

/// EXIF with an orientation, and a place in the maker's own words.
fn exif(orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif.extend(SECRET);
    exif
}

fn with(bytes: &[u8], at: usize, more: &[u8]) -> Vec<u8> {
    [&bytes[..at], more, &bytes[at..]].concat()
}

/// A segment of a JPEG.
fn segment(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = (data.len() as u16 + 2).to_be_bytes();
    [&[0xff, marker], length.as_slice(), data].concat()
}

/// A WebP with EXIF and XMP behind its pixels.
fn webp_with_secrets(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = webp(picture);
    assert_eq!(&bytes[12..16], b"VP8X");
    bytes[20] |= 0x0c;
    for name in [b"EXIF", b"XMP "] {
        let data = exif(1);
        bytes.extend(name);
        bytes.extend((data.len() as u32).to_le_bytes());
        bytes.extend(&data);
        bytes.resize(bytes.len().next_multiple_of(2), 0);
    }
    let length = bytes.len() as u32 - 8;
    bytes[4..8].copy_from_slice(&length.to_le_bytes());
    bytes
}

fn jpeg_with_secrets(picture: &RgbImage) -> Vec<u8> {
    let exif = [b"Exif\0\0", exif(1).as_slice()].concat();
    let multiple = [b"MPF\0", SECRET].concat();
    let more = [segment(0xe1, &exif), segment(0xfe, SECRET), segment(0xe2, &multiple), segment(0xeb, SECRET)];
    let mut bytes = with(&jpeg(picture), 2, &more.concat());
    // A picture behind the picture.
    bytes.extend(SECRET);
    bytes
}

fn png_with_secrets(picture: &RgbImage) -> Vec<u8> {
    let text = [b"Author\0", SECRET].concat();
    let more =
        [chunk(b"tEXt", &text), chunk(b"eXIf", &exif(1)), chunk(b"prVt", SECRET), chunk(b"pHYs", &[0; 9])];
    let mut bytes = with(&png(picture), 33, &more.concat());
    bytes.extend(SECRET);
    bytes
}

/// A GIF of one pixel with a comment.
fn gif_with_secrets() -> Vec<u8> {
    let gif = include_bytes!("../spec/images/cells.gif");
    let colors = 3 << ((gif[10] & 7) + 1);
    let comment = [b"\x21\xfe\x0b", SECRET, b"\0"].concat();
    with(gif, 13 + colors, &comment)
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

#[test]
fn what_a_picture_says_of_its_maker_comes_into_no_book() {
    let picture = pixels(8, 5);
    for (name, bytes, has_profile) in [
        ("a.png", png_with_secrets(&picture), true),
        ("a.jpg", jpeg_with_secrets(&picture), true),
        ("a.webp", webp_with_secrets(&picture), true),
        ("a.gif", gif_with_secrets(), false),
    ] {
        assert!(holds(&bytes, SECRET), "{name}");
        let asset = shown(name, &bytes);
        assert!(!holds(&asset.bytes, SECRET) && !holds(&asset.bytes, b"Exif"), "{name}");
        assert_eq!(decoded(&asset.bytes), decoded(&bytes), "{name} has its pixels");
        assert_eq!(kept_profile(&asset).is_some(), has_profile, "{name}");
        assert_eq!(PictureType::sniff(&asset.bytes), PictureType::sniff(&bytes), "{name}");
    }
    assert!(holds(&shown("a.png", &png_with_secrets(&picture)).bytes, b"pHYs"), "its resolution");
}

#[test]
fn a_picture_that_lacks_its_end_is_written_anew() {
    let mut bytes = jpeg_with_secrets(&pixels(8, 5));
    bytes.truncate(bytes.len() - SECRET.len() - 2);
    let asset = shown("a.jpg", &bytes);
    assert!(!holds(&asset.bytes, SECRET));
    assert_eq!((asset.width, asset.height), (8, 5));
}

#[test]
fn a_smaller_picture_has_the_colours_of_the_large_one() {
    let picture = pixels(2400, 12);
    for (name, bytes) in [("a.png", png(&picture)), ("a.jpg", jpeg(&picture)), ("a.webp", webp(&picture))] {
        let asset = shown(name, &bytes);
        assert_eq!((asset.width, asset.height), (2000, 10), "{name}");
        assert_eq!(kept_profile(&asset), Some(profile()), "{name}");
    }
}

#[test]
fn a_profile_of_other_colours_than_are_written_is_left_out() {
    let mut bytes = jpeg(&pixels(2400, 12));
    let at = bytes.windows(4).position(|window| window == b"RGB ").expect("the profile");
    bytes[at..at + 4].copy_from_slice(b"CMYK");
    assert_eq!(kept_profile(&shown("a.jpg", &bytes)), None);
}

#[test]
fn a_photograph_is_upright() {
    let exif = [b"Exif\0\0", exif(6).as_slice()].concat();
    let bytes = with(&jpeg(&pixels(8, 5)), 2, &segment(0xe1, &exif));
    let asset = shown("a.jpg", &bytes);
    assert_eq!((asset.width, asset.height), (5, 8));
    assert_eq!(kept_profile(&asset), Some(profile()));
    assert!(!holds(&asset.bytes, SECRET));
}
