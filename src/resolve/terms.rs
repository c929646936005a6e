//! The words this program adds to a book, by language.

use crate::model::{AlertKind, LabelKind};

macro_rules! terms {
    ($($(#[doc = $doc:literal])+ $field:ident)+) => {
        /// The words in one language.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct Terms {
            $($(#[doc = $doc])+ pub $field: &'static str,)+
        }
    };
}

terms! {
    /// The language these words are of, as BCP 47 has it.
    language
    /// Contents
    contents
    /// Figure
    figure
    /// Listing
    listing
    /// Table
    table
    /// Equation
    equation
    /// Section
    section
    /// Chapter
    chapter
    /// Part
    part
    /// Appendix
    appendix
    /// List of Figures
    figures
    /// List of Listings
    listings
    /// List of Tables
    tables
    /// Note
    note
    /// Tip
    tip
    /// Important
    important
    /// Warning
    warning
    /// Caution
    caution
    /// Footnotes
    footnotes
    /// Back to the text (of a footnote's back link)
    back_to_text
    /// Cover
    cover
    /// Title Page
    title_page
    /// Copyright
    copyright
    /// Start of Content
    start_of_content
    /// List of Pages
    pages
    /// Previous
    previous
    /// Next
    next
    /// Skip to content
    skip_to_content
    /// Copy (a listing)
    copy
    /// Copied
    copied
    /// Draft (a chapter's mark)
    draft
    /// In Review (a chapter's mark)
    review
    /// Planned (a chapter's mark)
    planned
    /// This chapter is planned and not yet written.
    planned_notice
    /// Early Access
    early_access
    /// {n} of {m} chapters are written.
    progress
    /// by (before the authors on a title page)
    by
    /// and (between the last two authors)
    and
    /// Details (the summary of folded text without one)
    details
    /// Image not available
    image_missing
    /// Single page (link to print.html)
    single_page
    /// Edition of (before the date)
    edition_of
    /// ISBN
    isbn
    /// Line numbers start here… (unused by sight; for assistive technology) code listing
    code_listing
    /// Done (a task)
    done
    /// To do (a task)
    to_do
    /// Opens the left quotation mark
    quote_open
    /// Closes it
    quote_close
}

impl Terms {
    /// The word before a number.
    pub fn kind(&self, kind: LabelKind) -> &'static str {
        match kind {
            LabelKind::Figure => self.figure,
            LabelKind::Listing => self.listing,
            LabelKind::Table => self.table,
            LabelKind::Equation => self.equation,
            LabelKind::Section => self.section,
        }
    }

    /// The title of an alert without one.
    pub fn alert(&self, kind: AlertKind) -> &'static str {
        match kind {
            AlertKind::Note => self.note,
            AlertKind::Tip => self.tip,
            AlertKind::Important => self.important,
            AlertKind::Warning => self.warning,
            AlertKind::Caution => self.caution,
        }
    }
}
