//! The same manuscript makes the same bytes, wherever and by whomever it is built; and where it does not, what differs.

#[cfg(unix)]
mod builds;
mod difference;
mod epub;
pub(crate) mod pdf;
#[cfg(unix)]
mod place;
mod planted;
mod tree;

pub(crate) use difference::list;
pub(crate) use pdf::Same;
