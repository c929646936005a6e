//! The text of a page, by marked content (PDF 1.7 §14.6).

use std::collections::HashMap;
use std::rc::Rc;

use hayro_cmap::{BfString, CMap};
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{Dict, Name, Object, ObjectIdentifier, Stream, String as PdfString};
use hayro_syntax::page::Page;

use crate::render::typst::pages::text;

/// A piece of text that is shown at once.
#[derive(Debug)]
pub(super) struct Piece {
    /// What it says.
    pub(super) text: String,
    /// The height of its base line, in points; unknown for what is said in the place of glyphs.
    pub(super) height: Option<f32>,
}

/// What the glyphs of fonts say, each read once for all pages.
pub(super) type Fonts = HashMap<ObjectIdentifier, Option<Rc<CMap>>>;

/// The pieces of each marked content of a page, in order.
pub(super) fn read(page: &Page<'_>, fonts: &mut Fonts) -> HashMap<i32, Vec<Piece>> {
    let mut reader = Reader {
        page,
        fonts,
        names: HashMap::new(),
        font: None,
        around: Vec::new(),
        now: UNCHANGED,
        text: UNCHANGED,
        marks: Vec::new(),
        before: String::new(),
        found: HashMap::new(),
    };
    let mut operations = page.typed_operations();
    while let Some(operation) = operations.next() {
        reader.operation(&operation);
    }
    reader.found
}

/// What stands for a character that no font has.
const LACKING: char = char::REPLACEMENT_CHARACTER;

/// A point (x, y) becomes (a x + c y + e, b x + d y + f) (PDF 1.7 §8.3.3).
type Matrix = [f64; 6];

const UNCHANGED: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

struct Reader<'p, 'a> {
    page: &'p Page<'a>,
    fonts: &'p mut Fonts,
    /// By its name on this page, what the glyphs of a font say.
    names: HashMap<String, Option<Rc<CMap>>>,
    /// Of the font that is used.
    font: Option<Rc<CMap>>,
    around: Vec<Matrix>,
    now: Matrix,
    text: Matrix,
    marks: Vec<Mark>,
    /// What the glyph before, or what was said in its place, says where that is more than a character.
    before: String,
    found: HashMap<i32, Vec<Piece>>,
}

/// What is around the operations that follow.
#[derive(Clone, Copy)]
struct Mark {
    id: Option<i32>,
    /// Whether its text is said already.
    is_said: bool,
}

impl Reader<'_, '_> {
    fn operation(&mut self, operation: &TypedInstruction<'_, '_>) {
        match operation {
            TypedInstruction::SaveState(_) => self.around.push(self.now),
            TypedInstruction::RestoreState(_) => self.now = self.around.pop().unwrap_or(UNCHANGED),
            TypedInstruction::Transform(by) => {
                let by = [by.0, by.1, by.2, by.3, by.4, by.5].map(|number| number.as_f64());
                self.now = then(by, self.now);
            }
            TypedInstruction::SetTextMatrix(to) => {
                self.text = [to.0, to.1, to.2, to.3, to.4, to.5].map(|number| number.as_f64());
            }
            TypedInstruction::TextFont(font) => self.use_font(font.0),
            TypedInstruction::ShowText(shown) => self.show(std::slice::from_ref(shown.0)),
            TypedInstruction::ShowTexts(shown) => {
                let texts: Vec<_> = shown.0.iter::<Object<'_>>().filter_map(Object::into_string).collect();
                self.show(&texts);
            }
            TypedInstruction::BeginMarkedContent(_) => self.mark(None),
            TypedInstruction::BeginMarkedContentWithProperties(mark) => match mark.1 {
                Object::Dict(properties) => self.mark(Some(properties)),
                _ => self.mark(None),
            },
            TypedInstruction::EndMarkedContent(_) => {
                self.marks.pop();
            }
            _ => {}
        }
    }

    fn use_font(&mut self, name: &Name<'_>) {
        let name_of_it = name.as_str();
        if let Some(known) = self.names.get(name_of_it) {
            self.font.clone_from(known);
            return;
        }
        let font = self.page.resources().get_font(name);
        let read = |font: &Dict<'_>| {
            let map = font.get::<Stream<'_>>("ToUnicode")?;
            CMap::parse(&map.decoded().ok()?, |_| None).map(Rc::new)
        };
        let map = font.and_then(|font| match font.obj_id() {
            Some(id) => self.fonts.entry(id).or_insert_with(|| read(&font)).clone(),
            None => read(&font),
        });
        self.names.insert(name_of_it.to_owned(), map.clone());
        self.font = map;
    }

    fn mark(&mut self, properties: Option<&Dict<'_>>) {
        let around = self.marks.last().copied().unwrap_or(Mark { id: None, is_said: false });
        let id = properties.and_then(|properties| properties.get::<i32>("MCID"));
        let said = properties.and_then(|properties| properties.get::<PdfString<'_>>("ActualText"));
        let said = said.and_then(|said| text(said.as_bytes())).filter(|_| !around.is_said);
        let mark = Mark { id: id.or(around.id), is_said: around.is_said || said.is_some() };
        self.marks.push(mark);
        if let Some(said) = said.filter(|said| !self.repeats(said)) {
            self.before.clone_from(&said);
            self.say(said, None);
        }
    }

    /// Whether something is said again, as of a letter with its marks each of their glyphs says all.
    fn repeats(&self, said: &str) -> bool {
        said == self.before && said.chars().nth(1).is_some() && !said.contains(LACKING)
    }

    fn show(&mut self, shown: &[PdfString<'_>]) {
        if self.marks.last().is_some_and(|mark| mark.is_said) {
            return;
        }
        let map = self.font.clone();
        let mut text = String::new();
        for codes in shown.iter().flat_map(|shown| shown.as_bytes().chunks(2)) {
            let code = codes.iter().fold(0, |code, &byte| code << 8 | u32::from(byte));
            match map.as_ref().and_then(|map| map.lookup_bf_string(code)) {
                Some(BfString::Char(c)) => {
                    text.push(c);
                    self.before.clear();
                }
                Some(BfString::String(string)) if self.repeats(&string) => {}
                Some(BfString::String(string)) => {
                    text.push_str(&string);
                    self.before = string;
                }
                None => text.push(LACKING),
            }
        }
        let height = then(self.text, self.now)[5];
        self.say(text, Some(height as f32));
    }

    fn say(&mut self, text: String, height: Option<f32>) {
        if let Some(id) = self.marks.last().and_then(|mark| mark.id) {
            self.found.entry(id).or_default().push(Piece { text, height });
        }
    }
}

/// First the one, then the other.
fn then([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix) -> Matrix {
    [a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + l]
}
