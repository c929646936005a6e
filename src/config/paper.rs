//! Sizes of paper.

use crate::model::Paper;

/// Names and sizes in hundredths of a millimetre (ISO 216, ANSI/ASME Y14.1, trade sizes).
const NAMED: &[(&str, u32, u32)] = &[
    ("a4", 21_000, 29_700),
    ("a5", 14_800, 21_000),
    ("b5", 17_600, 25_000),
    ("letter", 21_590, 27_940),
    ("us-letter", 21_590, 27_940),
    ("legal", 21_590, 35_560),
    ("executive", 18_415, 26_670),
    ("royal", 15_600, 23_400),
    ("crown-quarto", 18_900, 24_600),
];

/// A paper by name, or as `WIDTHxHEIGHT` with `in`, `mm`, `cm` or `pt`.
pub fn parse_paper(text: &str) -> Option<Paper> {
    let lower = text.trim().to_ascii_lowercase();
    if let Some(&(_, width, height)) = NAMED.iter().find(|(name, _, _)| *name == lower) {
        return Some(Paper { name: lower, width, height });
    }
    let (unit, factor) = [("in", 2540.0), ("mm", 100.0), ("cm", 1000.0), ("pt", 2540.0 / 72.0)]
        .into_iter()
        .find(|(unit, _)| lower.ends_with(unit))?;
    let (width, height) = lower[..lower.len() - unit.len()].split_once(['x', '×'])?;
    let size = |side: &str| {
        let side = side.trim().trim_end_matches(unit).trim();
        let hundredths = side.parse::<f64>().ok()? * factor;
        // From a pocket book to a poster; anything else is a slip of the unit.
        (5_000.0..=120_000.0).contains(&hundredths).then_some(hundredths.round() as u32)
    };
    Some(Paper { width: size(width)?, height: size(height)?, name: lower.clone() })
}
