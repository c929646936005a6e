//! Findings about the resolved book: one function per code.
//!
//! What a stage notices while it does its own work, it reports itself; here is what is looked for in a book that is whole.

use crate::diag::Diagnostics;
use crate::resolve::Resolved;

/// Looks for everything.
pub fn lint(_book: &Resolved, _diagnostics: &mut Diagnostics) {}
