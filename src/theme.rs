//! How the books look: `styles/` and `fonts/`, made into what each backend needs.
//!
//! Values are shared and stand in `styles/tokens.toml`; structure is written in each medium's own language. A [`Role`]
//! names a thing that is styled, in both.

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

macro_rules! roles {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal)+) => {
        /// What is styled. The name is a class in CSS and a function in `styles/book.typ`, but where Typst has one of that name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Role {
            /// Every role.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The class in CSS, the function in Typst.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
        }
    };
}

roles! {
    /// The title page.
    TitlePage "title-page"
    /// The copyright page.
    CopyrightPage "copyright-page"
    /// The contents.
    Contents "contents"
    /// A part's opening.
    PartOpening "part-opening"
    /// A chapter's opening: number, title, status.
    ChapterOpening "chapter-opening"
    /// The mark of a chapter that is not final.
    ChapterStatus "chapter-status"
    /// The page of a planned chapter: title, mark and summary.
    PlannedChapter "planned-chapter"
    /// The number before a heading.
    HeadingNumber "heading-number"
    /// A note beside the text.
    Alert "alert"
    /// Its title.
    AlertTitle "alert-title"
    /// Code, as a block.
    Listing "listing"
    /// The file a listing is from.
    ListingTitle "listing-title"
    /// What stands below a figure or listing and above a table.
    Caption "caption"
    /// Word and number at its start.
    CaptionNumber "caption-number"
    /// An image with caption.
    Figure "figure"
    /// What stands for an image that can't be shown.
    ImageMissing "image-missing"
    /// A table.
    Table "table"
    /// A formula on its own line.
    Equation "equation"
    /// A quotation.
    Quote "quote"
    /// Text that can be folded.
    Details "details"
    /// Terms and meanings.
    Definitions "definitions"
    /// A task's box.
    Task "task"
    /// A break in thought.
    Rule "thematic-break"
    /// A key.
    Keyboard "keyboard"
    /// Marked text.
    Highlight "highlight"
    /// A reference by number.
    Reference "reference"
    /// Words that would link to a planned chapter.
    PlannedLink "planned-link"
    /// A footnote's mark.
    NoteMark "note-mark"
    /// A footnote.
    Note "footnote"
    /// What stands where a mistake is.
    Problem "problem"
}
