//! Findings about the resolved book: one function per code.
//!
//! What a stage notices while it does its own work, it reports itself; here is what is looked for in a book that is whole.

mod listings;

use crate::diag::Diagnostics;
use crate::model::{Block, Format, Listing};
use crate::resolve::Resolved;

/// How many columns a format shows of a line of a listing that is in those blocks.
pub type Budget<'b> = dyn Fn(Format, &Listing, &[&Block]) -> usize + 'b;

/// Looks for everything that is worth an author's time but no reason to speak up at every build.
pub fn lint(book: &Resolved, budget: &Budget<'_>, diagnostics: &mut Diagnostics) {
    listings::overlong(book, budget, diagnostics);
}
