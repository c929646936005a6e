//! Where on the pages of a PDF its text and its pictures are, read as one that prints it would.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

/// What reaches over the edges of its page.
pub(super) fn outside(bytes: &[u8]) -> Vec<String> {
    let document = Document::load_mem(bytes).expect("a PDF");
    let pages = document.get_pages();
    let outside = pages.iter().flat_map(|(number, &id)| {
        let found = Page::new(&document, id).read().outside;
        found.into_iter().map(move |what| format!("page {number}: {what}"))
    });
    outside.collect()
}

/// Text that is printed over other text of the same line.
pub(super) fn overprinted(bytes: &[u8]) -> Vec<String> {
    let document = Document::load_mem(bytes).expect("a PDF");
    let pages = document.get_pages();
    let mut found = Vec::new();
    for (number, &id) in &pages {
        let mut texts = Page::new(&document, id).read().texts;
        // Base lines of code and of words beside it are not quite the same.
        texts.sort_by(|one, other| {
            one[1].round().total_cmp(&other[1].round()).then(one[0].total_cmp(&other[0]))
        });
        let is_over =
            |pair: &&[[f32; 3]]| pair[0][1].round() == pair[1][1].round() && pair[0][2] > pair[1][0] + 1.5;
        let over = texts.windows(2).filter(is_over);
        found.extend(over.map(|pair| format!("page {number}: {:.0?} over {:.0?}", pair[0], pair[1])));
    }
    found
}

/// The pictures of all pages, in order: left, bottom, right and top, in points.
pub(super) fn pictures(bytes: &[u8]) -> Vec<[f32; 4]> {
    let document = Document::load_mem(bytes).expect("a PDF");
    let pages = document.get_pages();
    pages.values().flat_map(|&id| Page::new(&document, id).read().pictures).collect()
}

/// A point (x, y) becomes (a x + c y + e, b x + d y + f) (ISO 32000-1 §8.3.3).
type Matrix = [f32; 6];

const UNCHANGED: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First the one, then the other.
fn then([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix) -> Matrix {
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}

/// A page that is read from its start.
struct Page<'a> {
    document: &'a Document,
    id: ObjectId,
    size: (f32, f32),
    around: Vec<Matrix>,
    now: Matrix,
    text: Matrix,
    font: Vec<u8>,
    font_size: f32,
    pictures: Vec<[f32; 4]>,
    /// Pieces of text that are set upright: left, base line and right.
    texts: Vec<[f32; 3]>,
    outside: Vec<String>,
}

impl<'a> Page<'a> {
    fn new(document: &'a Document, id: ObjectId) -> Self {
        let page = document.get_dictionary(id).expect("a page");
        let sides = page.get(b"MediaBox").and_then(Object::as_array).expect("its size");
        let side = |index: usize| sides[index].as_float().expect("a number");
        Self {
            document,
            id,
            size: (side(2), side(3)),
            around: Vec::new(),
            now: UNCHANGED,
            text: UNCHANGED,
            font: Vec::new(),
            font_size: 0.0,
            pictures: Vec::new(),
            texts: Vec::new(),
            outside: Vec::new(),
        }
    }

    fn read(mut self) -> Self {
        let content = self.document.get_page_content(self.id);
        let content = Content::decode(&content).expect("it can be read");
        content.operations.iter().for_each(|operation| self.operation(operation));
        self
    }

    fn operation(&mut self, Operation { operator, operands }: &Operation) {
        match operator.as_str() {
            "q" => self.around.push(self.now),
            "Q" => self.now = self.around.pop().expect("each has a start"),
            "cm" => self.now = then(matrix(operands), self.now),
            "Tm" => self.text = matrix(operands),
            "Tf" => {
                self.font = operands[0].as_name().expect("a font's name").to_vec();
                self.font_size = operands[1].as_float().expect("its size");
            }
            "Tj" => self.show(operands),
            "TJ" => self.show(operands[0].as_array().expect("pieces of text")),
            // The square of 1 by 1 that a picture fills.
            "Do" if operands[0].as_name().is_ok_and(|name| name.starts_with(b"x")) => {
                let [width, _, _, height, left, bottom] = self.now;
                self.pictures.push([left, bottom, left + width, bottom + height]);
                self.reach("picture", self.now, (1.0, 1.0));
            }
            _ => {}
        }
    }

    fn show(&mut self, pieces: &[Object]) {
        let width = |piece: &Object| match piece {
            Object::String(glyphs, _) => glyphs
                .chunks(2)
                .map(|glyph| self.advance(i64::from(glyph[0]) << 8 | i64::from(glyph[1])))
                .sum(),
            back => -back.as_float().expect("a piece of text or a distance"),
        };
        let width: f32 = pieces.iter().map(width).sum::<f32>() / 1000.0 * self.font_size;
        let height = 0.5 * self.font_size;
        let at = then(self.text, self.now);
        if at[1] == 0.0 {
            self.texts.push([at[4], at[5], at[4] + at[0] * width]);
        }
        self.reach("text", at, (width, height));
    }

    /// The width of a glyph, in thousandths of the font's size (ISO 32000-1 §9.7.4.3).
    fn advance(&self, glyph: i64) -> f32 {
        let fonts = self.document.get_page_fonts(self.id).expect("the page's fonts");
        let font = fonts[&self.font].get(b"DescendantFonts").and_then(Object::as_array).expect("a font");
        let font = match &font[0] {
            Object::Reference(id) => self.document.get_dictionary(*id).expect("a font"),
            font => font.as_dict().expect("a font"),
        };
        let widths = font.get_deref(b"W", self.document).and_then(Object::as_array).expect("its widths");
        let mut rest = widths.as_slice();
        loop {
            let number = |at: usize| rest[at].as_i64().expect("a glyph");
            match rest {
                [_, Object::Array(widths), behind @ ..] => {
                    let at = usize::try_from(glyph - number(0)).ok();
                    if let Some(width) = at.and_then(|at| widths.get(at)) {
                        return width.as_float().expect("a width");
                    }
                    rest = behind;
                }
                [_, _, width, behind @ ..] => {
                    if (number(0)..=number(1)).contains(&glyph) {
                        return width.as_float().expect("a width");
                    }
                    rest = behind;
                }
                _ => return 0.0,
            }
        }
    }

    /// Notes what is printed from the origin of a matrix to that corner, where some of it is off the page.
    fn reach(&mut self, what: &str, at: Matrix, (width, height): (f32, f32)) {
        let [a, b, c, d, e, f] = at;
        let (x, y) = (a * width + c * height + e, b * width + d * height + f);
        let is_on = |at: f32, size: f32| (-1.0..=size + 1.0).contains(&at);
        if ![e, x].iter().all(|&x| is_on(x, self.size.0)) || ![f, y].iter().all(|&y| is_on(y, self.size.1)) {
            self.outside.push(format!("{what} from {e:.0},{f:.0} to {x:.0},{y:.0}"));
        }
    }
}

fn matrix(operands: &[Object]) -> Matrix {
    std::array::from_fn(|index| operands[index].as_float().expect("a number"))
}

#[test]
fn what_is_off_the_page_is_seen() {
    let mut document = Document::with_version("1.7");
    let stream = Stream::new(Dictionary::new(), b"q 50 0 0 90 60 0 cm /x0 Do Q".to_vec());
    let content = document.add_object(stream);
    let page = dictionary! {
        "MediaBox" => vec![0.into(), 0.into(), 100.into(), 100.into()],
        "Contents" => content,
    };
    let page = document.add_object(page);
    assert_eq!(Page::new(&document, page).read().outside, ["picture from 60,0 to 110,90"]);
}
