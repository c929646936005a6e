//! How many columns of code fit on a line, in each format.

use super::Theme;
use crate::model::{Block, BlockKind, Format, Listing, Orientation, PdfSettings};

/// The advance of a letter of the code face, in em.
const ADVANCE: f64 = 0.6;
/// The width that a letter of a table takes, in em, words and the space between them taken together.
const LETTER: f64 = 0.5;
/// The width of a page on the smallest reader that is common, in multiples of its reader's own size: six inches of screen,
/// 90 mm between the margins, at 11 pt.
const READER: f64 = 23.2;
/// What stands beside the code in its panel, on both sides together, in em of the code.
const PANEL: f64 = 2.2;

/// What stands beside the code of a site's panel that does not reach into the margins, as `PANEL`.
const NESTED_PANEL: f64 = 2.0;
/// The room of line numbers on the screen, in em of the code.
const NUMBERS: f64 = 2.4;
/// The room behind line numbers on paper, in columns.
const BEHIND_NUMBERS: f64 = 2.0;

impl Theme {
    /// The columns of a line of code before it is wrapped, where nothing stands beside it.
    pub fn code_columns(&self, format: Format, pdf: &PdfSettings) -> usize {
        self.columns(format, pdf, None, &[])
    }

    /// The columns of a line of a listing that is in those blocks.
    pub fn listing_columns(
        &self,
        format: Format,
        pdf: &PdfSettings,
        listing: &Listing,
        around: &[&Block],
    ) -> usize {
        self.columns(format, pdf, listing.digits(), around)
    }

    fn columns(&self, format: Format, pdf: &PdfSettings, digits: Option<usize>, around: &[&Block]) -> usize {
        let beside: f64 = around.iter().map(|block| self.beside(format, block)).sum();
        let on_screen = |measure: f64, size: &str, panel: f64| {
            let numbers = if digits.is_some() { NUMBERS } else { 0.0 };
            ((measure - beside) / self.number("size", size) - panel - numbers) / ADVANCE
        };
        let columns = match format {
            Format::Epub => on_screen(READER, "screen-code", PANEL),
            Format::Html => {
                // Panels reach into the margins, as on paper, but not out of what they are in.
                let panel = if around.is_empty() { 0.0 } else { NESTED_PANEL };
                on_screen(self.number("space", "measure"), "screen-listing", panel)
            }
            Format::Pdf => {
                let measure = self.paper_measure(pdf) - beside * self.number("size", "text");
                let numbers = digits.map_or(0.0, |digits| digits as f64 + BEHIND_NUMBERS);
                measure / self.number("size", "code") / ADVANCE - numbers
            }
        };
        // A line that is as wide as the page to a hair is not wrapped.
        (columns + 0.01).floor().max(1.0) as usize
    }

    /// What a block leaves free beside what is in it, as the style sheets and `book.typ` have it, in em of the text; of a
    /// table it is not known.
    fn beside(&self, format: Format, block: &Block) -> f64 {
        match &block.kind {
            BlockKind::List { .. } | BlockKind::Definitions(_) => self.number("space", "indent"),
            BlockKind::Quote(_) => match format {
                Format::Epub | Format::Html => 1.4,
                Format::Pdf => 1.6,
            },
            BlockKind::Alert { .. } => match format {
                Format::Epub => 1.45,
                Format::Html => 2.65,
                Format::Pdf => 1.3,
            },
            BlockKind::Details { .. } => match format {
                Format::Epub | Format::Html => 2.1,
                Format::Pdf => 1.8,
            },
            BlockKind::Paragraph(_)
            | BlockKind::Heading(_)
            | BlockKind::Listing(_)
            | BlockKind::Figure(_)
            | BlockKind::Table(_)
            | BlockKind::Equation { .. }
            | BlockKind::Rule
            | BlockKind::Anchor(_)
            | BlockKind::Problem(_) => 0.0,
        }
    }

    /// The letters of a table's line on paper.
    pub fn table_letters(&self, pdf: &PdfSettings) -> usize {
        (self.paper_measure(pdf) / self.number("size", "table") / LETTER).floor().max(1.0) as usize
    }

    /// The width of the text on paper, in points; panels of code reach into the margins.
    fn paper_measure(&self, pdf: &PdfSettings) -> f64 {
        const POINTS: f64 = 72.0 / 25.4;
        let width = match pdf.orientation {
            Orientation::Portrait => pdf.paper.width,
            Orientation::Landscape => pdf.paper.height,
        };
        let share = f64::from(width) / 100.0 * self.number("page", "share") / 100.0;
        share.min(self.number("page", "most")) * POINTS
    }

    /// A token's number, whatever its unit.
    ///
    /// # Panics
    /// For a token that is none.
    fn number(&self, table: &str, key: &str) -> f64 {
        let text = self.tokens.get(table, key).unwrap_or_else(|| panic!("tokens.toml has {table}.{key}"));
        let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
        digits.parse().unwrap_or_else(|_| panic!("{table}.{key} is a number with a unit"))
    }
}
