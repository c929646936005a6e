//! Pictures without what they say besides what they show: where and when a photograph was taken, by whom and with what is
//! no reader's business. What is not known to say how pixels look is left out; pixels stay as they are.

use super::PictureType;

/// A picture without private data; `None` for one that is not as it should be, even if it can be decoded.
pub(super) fn without_private_data(kind: PictureType, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut rest = Rest { bytes, out: Vec::with_capacity(bytes.len()) };
    match kind {
        PictureType::Png => rest.png(),
        PictureType::Jpeg => rest.jpeg(),
        PictureType::WebP => rest.webp(),
        PictureType::Gif => rest.gif(),
        PictureType::Svg => None,
    }?;
    Some(rest.out)
}

/// What of a file was not read yet, and what is kept of it.
struct Rest<'a> {
    bytes: &'a [u8],
    out: Vec<u8>,
}

impl<'a> Rest<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }

    fn keep(&mut self, length: usize) -> Option<()> {
        let kept = self.take(length)?;
        self.out.extend_from_slice(kept);
        Some(())
    }

    /// Chunks of a length, a name, data and a sum of these (PNG 3 §5.3).
    fn png(&mut self) -> Option<()> {
        const LOOKS: [&[u8]; 15] = [
            b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD",
            b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
        ];
        self.keep(8)?;
        loop {
            let length = u32::from_be_bytes(*self.bytes.first_chunk()?) as usize;
            let name = self.bytes.get(4..8)?;
            // Names of chunks that a picture can't be without begin in upper case.
            let is_kept = name[0].is_ascii_uppercase() || LOOKS.contains(&name);
            let is_last = name == b"IEND";
            let chunk = self.take(length.checked_add(12)?)?;
            self.out.extend_from_slice(if is_kept { chunk } else { &[] });
            if is_last {
                return Some(());
            }
        }
    }

    /// Segments of a marker, a length and data, and what is coded between them; behind the end are other pictures.
    fn jpeg(&mut self) -> Option<()> {
        loop {
            let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
            self.keep(self.bytes.windows(2).position(is_marker)?)?;
            let marker = self.bytes[1];
            match marker {
                0x01 | 0xd8 => self.keep(2)?,
                0xd9 => return self.keep(2),
                _ => {
                    let length = u16::from_be_bytes([*self.bytes.get(2)?, *self.bytes.get(3)?]);
                    let segment = self.take(usize::from(length) + 2)?;
                    let is_kept = match marker {
                        // JFIF's header and Adobe's, which say how colours are coded.
                        0xe0 | 0xee => true,
                        0xe2 => segment.get(4..).is_some_and(|data| data.starts_with(b"ICC_PROFILE\0")),
                        0xe1..=0xef | 0xfe => false,
                        _ => true,
                    };
                    self.out.extend_from_slice(if is_kept { segment } else { &[] });
                }
            }
        }
    }

    /// Chunks of a name, a length and data, an even number of bytes each (WebP container §RIFF).
    fn webp(&mut self) -> Option<()> {
        const LOOKS: [&[u8]; 7] = [b"VP8X", b"VP8 ", b"VP8L", b"ICCP", b"ALPH", b"ANIM", b"ANMF"];
        self.keep(12)?;
        while let Some(head) = self.bytes.first_chunk::<8>() {
            let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]) as usize;
            let start = self.out.len();
            let chunk = self.take((length + length % 2 + 8).min(self.bytes.len()))?;
            self.out.extend_from_slice(if LOOKS.contains(&&head[..4]) { chunk } else { &[] });
            // It says that there is EXIF and XMP.
            if let (b"VP8X", Some(flags)) = (&head[..4], self.out.get_mut(start + 8)) {
                *flags &= !0x0c;
            }
        }
        let length = u32::try_from(self.out.len() - 8).ok()?;
        self.out[4..8].copy_from_slice(&length.to_le_bytes());
        Some(())
    }

    /// A header, then blocks of extensions and images (GIF 89a, appendix A).
    fn gif(&mut self) -> Option<()> {
        self.keep(13)?;
        self.keep(colors(self.out[10]))?;
        loop {
            match *self.bytes.first()? {
                0x21 => {
                    let name = self.bytes.get(3..14).unwrap_or_default();
                    let is_kept = match *self.bytes.get(1)? {
                        0xfe => false,
                        0xff => [b"NETSCAPE2.0".as_slice(), b"ANIMEXTS1.0"].contains(&name),
                        _ => true,
                    };
                    let start = self.out.len();
                    self.keep(2)?;
                    self.blocks()?;
                    self.out.truncate(if is_kept { self.out.len() } else { start });
                }
                0x2c => {
                    self.keep(10)?;
                    self.keep(colors(self.out[self.out.len() - 1]) + 1)?;
                    self.blocks()?;
                }
                _ => return self.keep(1),
            }
        }
    }

    /// Data in blocks of a length and so many bytes, the last one empty.
    fn blocks(&mut self) -> Option<()> {
        loop {
            let length = usize::from(*self.bytes.first()?);
            self.keep(length + 1)?;
            if length == 0 {
                return Some(());
            }
        }
    }
}

/// The bytes of a GIF's table of colours, by the flags that say whether there is one.
fn colors(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}
