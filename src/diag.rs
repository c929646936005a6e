//! Findings: what is wrong, where, and what to do.
//!
//! A stage never stops at the author's first mistake: it puts a [`Diagnostic`] into [`Diagnostics`] and goes on, so
//! that one run shows all of them. Every kind of finding has a [`Code`] that never changes its name.

mod render;

pub use render::{Style, json, sarif, text};

use crate::source::Span;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The book is wrong; no book is written (but with `--keep-going`) and the exit status is 1.
    Error,
    /// The book is written, and the author should look.
    Warning,
    /// Something was decided for the author.
    Notice,
}

impl Severity {
    /// The word in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal $severity:ident)+) => {
        /// The kinds of finding. A name is stable: it may be retired, never given to something else.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Code {
            /// Every code, in the order of this list.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The stable name, as in `error[ref-undefined]`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// How bad a finding of this kind is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }

            /// What the code means, in one sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii_start(),)+ }
            }
        }
    };
}

codes! {
    // Configuration
    /// `book.toml` is not TOML, or `book.json` not JSON.
    ConfigSyntax "config-syntax" Error
    /// A key that does not exist, in `book.toml` or `--set`.
    ConfigUnknownKey "config-unknown-key" Error
    /// A value of the wrong type or out of range.
    ConfigValue "config-value" Error
    /// Keys of mdBook's or HonKit's that have no meaning here.
    ConfigIgnored "config-ignored" Notice
    /// A setting the book needs was derived, since none was given.
    ConfigDerived "config-derived" Notice
    /// The book's language has no words of its own here; English ones are used.
    LanguageFallback "language-fallback" Notice

    // Outline and front matter
    /// A line of the outline that is neither a chapter, a part, nor a separator.
    OutlineSyntax "outline-syntax" Warning
    /// The outline has no chapter.
    OutlineEmpty "outline-empty" Error
    /// A chapter's file does not exist.
    ChapterMissing "chapter-missing" Error
    /// A file that is listed twice in the outline.
    ChapterTwice "chapter-twice" Error
    /// A chapter without any text.
    ChapterEmpty "chapter-empty" Warning
    /// Two chapters with one slug.
    SlugTaken "slug-taken" Error
    /// A slug with characters that an address may not have.
    SlugInvalid "slug-invalid" Error
    /// Front matter that is neither YAML nor TOML.
    FrontMatterSyntax "front-matter-syntax" Error
    /// A value in front matter that its key can't have.
    FrontMatterValue "front-matter-value" Error
    /// A key in front matter that has no meaning here.
    FrontMatterUnknown "front-matter-unknown" Notice

    // Files
    /// A text that is not UTF-8.
    NotUtf8 "not-utf8" Error
    /// A path that leaves the manuscript's folder.
    PathOutside "path-outside" Error
    /// A file that can't be read.
    FileUnreadable "file-unreadable" Error
    /// A text larger than a book's chapter can be.
    FileTooLarge "file-too-large" Error

    // Includes
    /// An included file that does not exist.
    IncludeMissing "include-missing" Error
    /// An anchor or a range of lines that the included file does not have.
    IncludeAnchor "include-anchor" Error
    /// A file that includes itself, directly or not.
    IncludeCycle "include-cycle" Error

    /// Templating of HonKit's that has no meaning here.
    TemplateUnknown "template-unknown" Warning

    // Markdown
    /// A code fence that is never closed.
    FenceUnclosed "fence-unclosed" Warning
    /// A fence of backticks with a backtick behind it, which Markdown reads as text (CommonMark §4.5).
    FenceBacktick "fence-backtick" Warning
    /// Attributes in braces that can't be read.
    AttributeSyntax "attribute-syntax" Warning
    /// An attribute that has no meaning in its place.
    AttributeUnknown "attribute-unknown" Warning
    /// Quotes, lists or other blocks nested deeper than a book can show.
    NestingTooDeep "nesting-too-deep" Error
    /// A footnote that is used and not written.
    NoteUndefined "note-undefined" Error
    /// A footnote that is written and not used.
    NoteUnused "note-unused" Warning
    /// HTML that has no meaning in a book and was left out.
    HtmlDropped "html-dropped" Warning
    /// HTML that is not well formed and was mended.
    HtmlMalformed "html-malformed" Warning
    /// A formula that can't be read.
    MathSyntax "math-syntax" Error
    /// A listing in a language that has no highlighting.
    LanguageUnknown "language-unknown" Notice
    /// A marked line that the listing does not have.
    ListingRange "listing-range" Warning
    /// A line of a listing that is longer than a page is wide.
    ListingOverlong "listing-overlong" Warning

    /// A paragraph or a line of code that is longer than any page could show.
    TextTooLong "text-too-long" Error

    // References
    /// A reference to a label that nothing has.
    RefUndefined "ref-undefined" Error
    /// A link to a place in the book that does not exist.
    LinkBroken "link-broken" Error
    /// A link to a file that is not a chapter of the book.
    LinkNotInBook "link-not-in-book" Warning
    /// A link without words.
    LinkEmpty "link-empty" Warning
    /// A label that was given twice.
    LabelDuplicate "label-duplicate" Error
    /// An address that a book may not hold, as `javascript:`.
    LinkUnsafe "link-unsafe" Error

    // Images
    /// An image that does not exist.
    ImageMissing "image-missing" Error
    /// An image that can't be read.
    ImageBroken "image-broken" Error
    /// An image of another type than its name says.
    ImageType "image-type" Warning
    /// An image with more pixels than a program can hold.
    ImageTooLarge "image-too-large" Error
    /// An image without a text alternative.
    ImageAlt "image-alt" Warning
    /// A remote image that was not fetched.
    ImageRemote "image-remote" Warning
    /// A remote image that can't be fetched.
    FetchFailed "fetch-failed" Error
    /// A drawing with parts that a book may not hold.
    ImageUnsafe "image-unsafe" Warning

    // Headings and structure
    /// A heading that skips a level.
    HeadingSkip "heading-skip" Warning
    /// A heading without text.
    HeadingEmpty "heading-empty" Warning
    /// A chapter with more than one heading of the first level.
    HeadingTitles "heading-titles" Notice

    // Editions
    /// The text that an edition was made of can't be had, so that its words are not compared.
    EditionTextMissing "edition-text-missing" Notice
    /// A record of an edition that can't be read.
    RecordBroken "record-broken" Error
    /// A version that was released before with another text or other settings.
    AlreadyReleased "already-released" Error
    /// A file that is not the one that a record names.
    RecordDiffers "record-differs" Error
    /// A word that says that a text is not finished, in a text that is to be released.
    Unfinished "unfinished" Error
    /// A file of the manuscript that is not committed as it is.
    Uncommitted "uncommitted" Error
    /// A book without an identifier of its own, or with another than its last edition has.
    IdentifierMissing "identifier-missing" Error
    /// A chapter that was published, is gone, and leads nowhere.
    ChapterDropped "chapter-dropped" Error
    /// A redirect that leads to nothing of the book.
    RedirectBroken "redirect-broken" Error
    /// What EPUBCheck finds.
    EpubCheck "epubcheck" Error

    // Rendering
    /// A style sheet of the author's that can't be used.
    StyleSheet "style-sheet" Error
    /// A character that no font of the book has.
    GlyphMissing "glyph-missing" Warning
    /// An error of Typst's.
    Typst "typst" Error
    /// A warning of Typst's.
    TypstWarning "typst-warning" Warning
    /// A book that was written does not say what the manuscript does.
    BooksDiffer "books-differ" Error
    /// The build's date is not known.
    DateUnknown "date-unknown" Notice
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind it is.
    pub code: Code,
    /// How bad it is: that of the code, unless a caller knows better.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where; detached when it is of no one place.
    pub span: Span,
    /// The path to show when there is no span, as for a file that can't be read.
    pub path: Option<String>,
    /// Other places that belong to it, each with what is there.
    pub related: Vec<(Span, String)>,
    /// What to do.
    pub hints: Vec<String>,
}

impl Diagnostic {
    /// A finding with its code's severity.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            span,
            path: None,
            related: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// Adds what to do.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds `did you mean "…"?` for the candidate nearest to `word`, if one is near.
    pub fn did_you_mean<'a>(self, word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Self {
        match nearest(word, candidates) {
            Some(near) => self.hint(format!("did you mean `{near}`?")),
            None => self,
        }
    }

    /// Adds another place.
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// Names the file for a finding without a span.
    pub fn at_path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }
}

/// The candidate most like `word`, if it is like it at all.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|&(likeness, _)| likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// The sink every stage writes to.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a finding. Stages may say the same twice: [`sorted`](Self::sorted) has it once.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Takes all of another sink's.
    pub fn append(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    /// Whether an error is among them.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// The findings as they came.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// The findings by file and place, each once; those of no place come last.
    pub fn sorted(&self, sources: &crate::source::Sources) -> Vec<Diagnostic> {
        let mut keyed: Vec<_> = self.list.iter().map(|d| (sort_key(d, sources), d.clone())).collect();
        keyed.sort_by(|a, b| a.0.cmp(&b.0));
        keyed.dedup_by(|a, b| a.1 == b.1);
        keyed.into_iter().map(|(_, diagnostic)| diagnostic).collect()
    }
}

fn sort_key(
    diagnostic: &Diagnostic,
    sources: &crate::source::Sources,
) -> (bool, String, usize, Code, String) {
    let path = match diagnostic.span.file() {
        Some(file) => Some(sources.get(file).path.clone()),
        None => diagnostic.path.clone(),
    };
    let start = diagnostic.span.range().start;
    (path.is_none(), path.unwrap_or_default(), start, diagnostic.code, diagnostic.message.clone())
}
