//! How the books look: `styles/` and `fonts/`, made into what each backend needs.
//!
//! Values are shared and stand in `styles/tokens.toml`; structure is written in each medium's own language.

mod columns;
pub mod cover;
mod css;
mod faces;
mod tokens;
mod typst;

pub use css::{Sheet, Values};
pub use faces::{Face, FaceStyle, Family};
pub use tokens::Tokens;

mod embedded {
    //! The files of `fonts/` and `styles/`, as the build put them in.
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// How the books look.
#[derive(Debug, Clone)]
pub struct Theme {
    tokens: Tokens,
}

impl Theme {
    /// The theme that comes with the program.
    pub fn built_in() -> Self {
        Self { tokens: Tokens::parse(style("tokens.toml")) }
    }

    /// The values that all media share.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self::built_in()
    }
}

/// A file of `styles/`.
///
/// # Panics
/// For one that is not there, which a build of the program never asks for.
pub fn style(name: &str) -> &'static str {
    let found = embedded::STYLES.iter().find(|(path, _)| *path == name);
    let (_, bytes) = found.unwrap_or_else(|| panic!("styles/{name} is built in"));
    std::str::from_utf8(bytes).expect("style sheets are UTF-8")
}
