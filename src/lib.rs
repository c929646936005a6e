#![doc = include_str!("ARCHITECTURE.md")]

pub mod source;

pub mod diag;

pub mod address;

pub mod model;

pub mod ledger;

pub mod config;

pub mod load;

pub mod parse;

pub mod identity;

pub mod resolve;

pub mod news;

pub mod lint;

pub mod theme;

pub mod xml;

pub mod render;

pub mod package;

pub mod prove;

pub mod pipeline;

pub mod release;

pub mod changes;

pub mod fetch;

pub mod cli;
