#![doc = include_str!("ARCHITECTURE.md")]

pub mod config;
pub mod diag;
pub mod load;
pub mod model;
pub mod package;
pub mod parse;
pub mod render;
pub mod resolve;
pub mod source;
pub mod theme;
pub mod xml;
