//! Findings about the resolved book: one function per code.
//!
//! What a stage notices while it does its own work, it reports itself; here is what is looked for in a book that is whole.

mod listings;

use crate::diag::Diagnostics;
use crate::model::Format;
use crate::resolve::Resolved;

/// How many columns of code each format shows on a line.
pub type Budgets = [(Format, usize); 3];

/// Looks for everything that is worth an author's time but no reason to speak up at every build.
pub fn lint(book: &Resolved, budgets: &Budgets, diagnostics: &mut Diagnostics) {
    listings::overlong(book, budgets, diagnostics);
}
