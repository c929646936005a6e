//! How much a line of the page holds.

use crate::model::{Format, PdfSettings};
use crate::theme::Theme;

/// What a line of the page holds, where nothing stands beside it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    /// Columns of code.
    pub(super) code: usize,
    /// Letters of a table.
    pub(super) table: usize,
}

impl Room {
    /// Of what has no code and no tables in it.
    pub(super) const NONE: Self = Self { code: 0, table: 0 };

    /// Of the paper of a PDF.
    pub(super) fn new(theme: &Theme, pdf: &PdfSettings) -> Self {
        Self { code: theme.code_columns(Format::Pdf, pdf), table: theme.table_letters(pdf) }
    }
}
