//! The words this program adds to a book, by language.

mod editions;
mod messages;
mod tables;

use crate::model::{AlertKind, LabelKind, Month};
use tables::TABLES;

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
    /// planned (in brackets, behind a reference)
    planned_remark
    /// This chapter is planned and not yet written.
    planned_notice
    /// expected {month} (behind a planned chapter's mark)
    expected
    /// Early Access
    early_access
    /// Sample (the band of a cover)
    sample
    /// {title} (sample)
    sample_of
    /// This was a sample of {title}.
    sample_end
    /// in the full book (in brackets, behind a reference)
    elsewhere_remark
    /// In the full book (the mark of a line of the contents)
    elsewhere
    /// The rest of this chapter is in the full book.
    rest_elsewhere
    /// The full book (the title of a sample's last page)
    full_book
    /// Only in the full book (above a list of chapters)
    only_in_full
    /// Where it is sold (before an address)
    sold_at
    /// What early access means, in a sentence or two
    early_access_notice
    /// Please report mistakes (before an address)
    report
    /// Early access {version} (an edition's name, while the book is written)
    early_edition
    /// First edition {version} (the name of the first after that)
    first_edition
    /// Edition {version} (the name of those with a higher major version)
    later_edition
    /// {n} of {m} chapters (are in an edition)
    chapters
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
    /// What's New in This Edition (the chapter that says so)
    whats_new
    /// This is the first edition that was published …
    first_published
    /// The text is that of edition {version}.
    same_text
    /// What has changed since {version}
    changes_since
    /// If you last read {version}
    last_read
    /// new (of a chapter or section)
    change_new
    /// revised (with a share of the text: {n} per cent)
    change_revised
    /// formerly called {title}
    change_renamed
    /// now in another place
    change_moved
    /// removed
    change_removed
    /// its text is now in (before the title of a chapter)
    removed_to
    /// newly planned
    change_planned
    /// from {title} (of a section that was in another chapter)
    moved_from
    /// p. {n} (a printed page)
    page
    /// formerly p. {n} (behind a printed page)
    page_formerly
    /// and {n} more (behind the first of many changes)
    more
    /// {title}: edition {version} (the subject of the e-mail to buyers)
    mail_subject
    /// There is a new edition of {title}: {edition}. (the e-mail's first sentence)
    mail_new
    /// How to get the files (before an address, or by itself)
    mail_files
    /// Thanks at the e-mail's end
    mail_thanks
    /// This text is in another place now (of the page of a chapter that is gone)
    moved
    /// This page does not exist (of 404.html)
    not_found
    /// Edition of (before the date)
    edition_of
    /// ISBN
    isbn
    /// Revision (before a commit)
    revision
    /// Identifier (before the book's)
    identifier
    /// Published by {name}
    published_by
    /// Sources and feedback (before an address)
    repository
    /// until {date} (behind a price)
    until
    /// later {price} (behind a price)
    later
    /// Done (a task)
    done
    /// To do (a task)
    to_do
    /// Opens the left quotation mark
    quote_open
    /// Closes it
    quote_close
    /// The months, parted by spaces
    months
}

/// A number in Roman capitals, as parts have it.
pub fn roman(number: usize) -> String {
    const STEPS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = number;
    let mut roman = String::new();
    for (value, letters) in STEPS {
        while rest >= value {
            roman.push_str(letters);
            rest -= value;
        }
    }
    roman
}

/// The words in a language, and whether they are its own: where there are none, they are English.
pub fn terms(language: &str) -> (Terms, bool) {
    let lower = language.to_ascii_lowercase();
    let primary = lower.split('-').next().unwrap_or_default();
    let is_traditional = lower.contains("hant") || lower.contains("-tw") || lower.contains("-hk");
    let wanted = if primary == "zh" && is_traditional { "zh-hant" } else { primary };
    match TABLES.iter().find(|terms| terms.language == wanted) {
        Some(terms) => (**terms, true),
        None => (*TABLES[0], false),
    }
}

/// Words with two numbers in them.
fn counted(words: &str, written: usize, all: usize) -> String {
    words.replace("{n}", &written.to_string()).replace("{m}", &all.to_string())
}

impl Terms {
    fn is_chinese(&self) -> bool {
        self.language.starts_with("zh") || self.language == "ja"
    }

    /// `Figure 3.2`, in the language's order and spacing.
    pub fn numbered(&self, kind: LabelKind, number: &str) -> String {
        let space = if self.is_chinese() { "\u{2009}" } else { "\u{a0}" };
        format!("{}{space}{number}", self.kind(kind))
    }

    /// `Chapter 3`.
    pub fn chapter_number(&self, number: &str) -> String {
        if self.is_chinese() {
            format!("第 {number} 章")
        } else {
            format!("{}\u{a0}{number}", self.chapter)
        }
    }

    /// `Part II`.
    pub fn part_number(&self, number: usize) -> String {
        if self.is_chinese() {
            format!("第 {number} 部分")
        } else {
            format!("{}\u{a0}{}", self.part, roman(number))
        }
    }

    /// What parts two remarks.
    pub fn semicolon(&self) -> &'static str {
        if self.is_chinese() { "；" } else { "; " }
    }

    /// Words in the language's quotation marks.
    pub fn quoted(&self, words: &str) -> String {
        format!("{}{words}{}", self.quote_open, self.quote_close)
    }

    /// `A, B and C`.
    pub fn list(&self, names: &[String]) -> String {
        let comma = if self.is_chinese() { "、" } else { ", " };
        match names {
            [] => String::new(),
            [one] => one.clone(),
            [first @ .., last] if self.is_chinese() => format!("{}{comma}{last}", first.join(comma)),
            [first @ .., last] => format!("{} {} {last}", first.join(comma), self.and),
        }
    }

    /// `8 of 12 chapters are written`.
    pub fn progress(&self, written: usize, all: usize) -> String {
        counted(self.progress, written, all)
    }

    /// `8 of 12 chapters`.
    pub fn chapters(&self, written: usize, all: usize) -> String {
        counted(self.chapters, written, all)
    }

    /// `Published by {name}`.
    pub fn published_by(&self, name: &str) -> String {
        self.published_by.replace("{name}", name)
    }

    /// A date in words.
    pub fn date(&self, date: jiff::civil::Date) -> String {
        let (year, month, day) = (date.year(), date.month(), date.day());
        let name = self.month_name(month.unsigned_abs());
        match self.language {
            "zh" | "zh-hant" | "ja" => format!("{year} 年 {month} 月 {day} 日"),
            "de" => format!("{day}. {name} {year}"),
            "es" | "pt" => format!("{day} de {name} de {year}"),
            _ => format!("{day} {name} {year}"),
        }
    }

    /// A month in words: `March 2027`.
    pub fn month(&self, Month { year, month }: Month) -> String {
        let name = self.month_name(month);
        match self.language {
            "zh" | "zh-hant" | "ja" => format!("{year} 年 {month} 月"),
            "es" | "pt" => format!("{name} de {year}"),
            _ => format!("{name} {year}"),
        }
    }

    /// The name of a month, from 1.
    fn month_name(&self, month: u8) -> &'static str {
        let index = usize::from(month).checked_sub(1);
        index.and_then(|index| self.months.split(' ').nth(index)).unwrap_or_default()
    }

    fn comma(&self) -> &'static str {
        if self.is_chinese() { "，" } else { ", " }
    }

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
