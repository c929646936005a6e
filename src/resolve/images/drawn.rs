//! Drawings as pictures of pixels.

use std::collections::HashMap;

use resvg::tiny_skia::{Pixmap, PremultipliedColorU8};

/// A drawing as PNG. Few have more than 256 colours; these are written by numbers, which is a quarter of the bytes to
/// compress, and a smaller file.
pub(super) fn png(drawing: Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, drawing.width(), drawing.height());
    encoder.set_compression(png::Compression::Balanced);
    let pixels = match Numbered::of(&drawing) {
        Some(Numbered { palette, numbers }) => {
            encoder.set_color(png::ColorType::Indexed);
            encoder.set_palette(palette.iter().flat_map(|color| &color[..3]).copied().collect::<Vec<u8>>());
            encoder.set_trns(palette.iter().map(|color| color[3]).collect::<Vec<u8>>());
            // Of numbers, differences say nothing (PNG 3 §12.7).
            encoder.set_filter(png::Filter::NoFilter);
            numbers
        }
        None => {
            encoder.set_color(png::ColorType::Rgba);
            encoder.set_filter(png::Filter::Adaptive);
            drawing.take_demultiplied()
        }
    };
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&pixels)?;
    writer.finish()?;
    Ok(bytes)
}

/// A drawing by the numbers of its colours.
struct Numbered {
    palette: Vec<[u8; 4]>,
    numbers: Vec<u8>,
}

impl Numbered {
    /// `None` for more colours than a palette holds.
    fn of(drawing: &Pixmap) -> Option<Self> {
        let mut palette = Palette::default();
        let mut numbers = Vec::with_capacity(drawing.pixels().len());
        let mut above: &[u8] = &[];
        for row in drawing.data().chunks_exact(drawing.width() as usize * 4) {
            if row == above {
                numbers.extend_from_within(numbers.len() - row.len() / 4..);
                continue;
            }
            for color in row.chunks_exact(4) {
                numbers.push(palette.number(color.try_into().expect("a chunk has its size"))?);
            }
            above = row;
        }
        Some(Self { palette: palette.colors.into_iter().map(straight).collect(), numbers })
    }
}

/// A colour that was multiplied by its alpha, as it was before.
fn straight(color: [u8; 4]) -> [u8; 4] {
    let [red, green, blue, alpha] = color;
    let color = PremultipliedColorU8::from_rgba(red, green, blue, alpha).map(|color| color.demultiply());
    color.map_or([0; 4], |color| [color.red(), color.green(), color.blue(), color.alpha()])
}

/// Colours by number.
#[derive(Default)]
struct Palette {
    colors: Vec<[u8; 4]>,
    known: HashMap<[u8; 4], u8>,
    /// Most pixels are as the one before.
    last: Option<([u8; 4], u8)>,
}

impl Palette {
    /// The number of a colour, `None` where there are too many.
    fn number(&mut self, color: [u8; 4]) -> Option<u8> {
        if let Some((last, number)) = self.last
            && last == color
        {
            return Some(number);
        }
        let number = match self.known.get(&color) {
            Some(&number) => number,
            None => {
                let number = u8::try_from(self.colors.len()).ok()?;
                self.colors.push(color);
                self.known.insert(color, number);
                number
            }
        };
        self.last = Some((color, number));
        Some(number)
    }
}
