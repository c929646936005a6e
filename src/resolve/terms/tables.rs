//! The words of each language, a file each.

mod chinese;
mod english;
mod french;
mod german;
mod spanish;

use super::Terms;

/// The first table is the one that others fall back to.
pub(super) const TABLES: [&Terms; 5] =
    [&english::TERMS, &german::TERMS, &french::TERMS, &spanish::TERMS, &chinese::TERMS];
