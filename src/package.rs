//! Files → artefacts. The only module that writes them: whole or not at all.

pub mod epub;
pub mod folder;
mod zip;
