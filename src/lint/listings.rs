//! Lines of listings that are wrapped.

use unicode_width::UnicodeWidthStr;

use super::Budget;
use crate::diag::{Code, Diagnostic, Diagnostics, Severity};
use crate::model::{Block, BlockKind, Format, Listing, Visitor, walk_block, walk_blocks, walk_body};
use crate::resolve::Resolved;
use crate::source::Span;

/// [`Code::ListingOverlong`]: a warning for each line that is wider than a page or a screen; one notice a listing for those
/// that only small readers wrap.
pub(super) fn overlong(book: &Resolved, budget: &Budget<'_>, diagnostics: &mut Diagnostics) {
    let mut finder = Finder { budget, around: Vec::new(), diagnostics };
    for chapter in &book.book.chapters {
        walk_body(&mut finder, &chapter.body);
        chapter.notes.iter().for_each(|note| walk_blocks(&mut finder, &note.blocks));
    }
}

struct Finder<'f, 'a> {
    budget: &'f Budget<'f>,
    /// The blocks that this one is in.
    around: Vec<&'a Block>,
    diagnostics: &'f mut Diagnostics,
}

impl<'a> Visitor<'a> for Finder<'_, 'a> {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Listing(listing) = &block.kind {
            self.listing(listing);
        }
        self.around.push(block);
        walk_block(self, block);
        self.around.pop();
    }
}

impl Finder<'_, '_> {
    fn listing(&mut self, listing: &Listing) {
        let budgets = Format::ALL.map(|format| (format, (self.budget)(format, listing, &self.around)));
        let mut small = Vec::new();
        for (line, &at) in listing.code.split('\n').zip(&listing.line_spans) {
            let columns = width(line);
            let over: Vec<_> = budgets.iter().filter(|(_, budget)| columns > *budget).collect();
            match over.as_slice() {
                [] => {}
                [(Format::Epub, _)] => small.push(at),
                _ => self.wide(at, columns, &over),
            }
        }
        if let (Some(&first), Some((_, budget))) =
            (small.first(), budgets.iter().find(|(format, _)| *format == Format::Epub))
        {
            let lines =
                if small.len() == 1 { "one line".to_owned() } else { format!("{} lines", small.len()) };
            let message =
                format!("{lines} of this listing: wider than the {budget} columns of a small reader");
            let mut notice = Diagnostic::new(Code::ListingOverlong, first, message);
            notice.severity = Severity::Notice;
            self.diagnostics.push(notice.hint("they are wrapped there, with a mark"));
        }
    }

    fn wide(&mut self, at: Span, columns: usize, over: &[&(Format, usize)]) {
        let named: Vec<String> =
            over.iter().map(|(format, budget)| format!("{} shows {budget}", name(*format))).collect();
        let message = format!("this line has {columns} columns: {}", named.join(", "));
        let finding = Diagnostic::new(Code::ListingOverlong, at, message);
        self.diagnostics.push(finding.hint("it is wrapped there, with a mark; break it where it reads best"));
    }
}

fn name(format: Format) -> &'static str {
    match format {
        Format::Epub => "a small reader",
        Format::Pdf => "the PDF",
        Format::Html => "the HTML",
    }
}

/// The columns of a line: tabs go to the next stop, wide characters take two.
fn width(line: &str) -> usize {
    line.split('\t').enumerate().fold(0, |columns, (index, part)| {
        let start = if index == 0 { 0 } else { (columns / Listing::TAB + 1) * Listing::TAB };
        start + part.width()
    })
}
