//! Every behaviour of the program has its case below this file: one binary, so that it links once.
#![expect(clippy::disallowed_methods, reason = "tests make files and start programs")]

mod architecture;
mod books;
mod check;
mod cli;
mod config;
mod edition;
mod epub;
mod folder;
mod fuzzed;
mod holds;
mod hostile;
mod html;
mod images;
mod keep_going;
mod load;
mod news;
mod outline;
mod parity;
mod pdf;
mod property;
mod same;
mod sample;
mod spec;
mod summaries;
mod support;
mod validators;
