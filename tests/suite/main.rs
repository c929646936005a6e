//! Every behaviour of the program has its case below this file: one binary, so that it links once.

mod cli;
mod config;
mod load;
mod outline;
