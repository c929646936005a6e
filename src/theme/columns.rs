//! How many columns of code fit on a line, in each format.

use super::Theme;
use crate::model::{Format, Orientation, PdfSettings};

/// The advance of a letter of the code face, in em.
const ADVANCE: f64 = 0.6;
/// The width that a letter of a table takes, in em, words and the space between them taken together.
const LETTER: f64 = 0.5;
/// The width of a page on the smallest reader that is common, in multiples of its reader's own size: six inches of screen,
/// 90 mm between the margins, at 11 pt.
const READER: f64 = 23.2;
/// What stands beside the code in its panel, on both sides together, in em of the code.
const PANEL: f64 = 2.2;

impl Theme {
    /// The columns of a listing's line before it is wrapped.
    pub fn code_columns(&self, format: Format, pdf: &PdfSettings) -> usize {
        let measure = match format {
            Format::Epub => READER / self.number("size", "screen-code") - PANEL,
            // Panels reach into the margins, as on paper.
            Format::Html => self.number("space", "measure") / self.number("size", "screen-listing"),
            Format::Pdf => self.paper_measure(pdf) / self.number("size", "code"),
        };
        // A line that is as wide as the page to a hair is not wrapped.
        (measure / ADVANCE + 0.01).floor().max(1.0) as usize
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
