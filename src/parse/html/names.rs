//! The names of HTML's elements: what each is to a book.

/// How an element is read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// As a block.
    Block,
    /// As part of a line.
    Inline,
    /// Means nothing itself: what is in it counts.
    Clear,
    /// Has no meaning in a book.
    Dropped,
}

/// How the element of a name is read.
pub(super) fn sort(name: &str) -> Sort {
    match name {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "dl" | "blockquote" | "pre"
        | "table" | "figure" | "hr" | "details" | "address" | "li" | "dt" | "dd" => Sort::Block,
        "div" | "section" | "article" | "header" | "footer" | "main" | "center" | "nav" | "aside"
        | "figcaption" | "summary" | "caption" | "html" | "body" | "tbody" | "tr" | "td" | "th"
        | "hgroup" | "search" | "form" | "fieldset" => Sort::Clear,
        "script" | "style" | "iframe" | "object" | "embed" | "applet" | "button" | "select" | "textarea"
        | "video" | "audio" | "canvas" | "svg" | "math" | "link" | "meta" | "base" | "template"
        | "noscript" | "noembed" | "noframes" | "frame" | "frameset" | "dialog" | "portal" | "map"
        | "area" | "track" | "title" | "head" | "xmp" | "datalist" => Sort::Dropped,
        _ => Sort::Inline,
    }
}

/// Whether HTML has an element of that name, now or once.
pub(super) fn is_known(name: &str) -> bool {
    const INLINE: [&str; 61] = [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "br",
        "cite",
        "code",
        "col",
        "colgroup",
        "data",
        "del",
        "dfn",
        "dir",
        "em",
        "font",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "legend",
        "mark",
        "menu",
        "meter",
        "nobr",
        "optgroup",
        "option",
        "output",
        "param",
        "picture",
        "progress",
        "q",
        "rb",
        "rp",
        "rt",
        "rtc",
        "ruby",
        "s",
        "samp",
        "slot",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "tfoot",
        "thead",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "blink",
        "marquee",
        "plaintext",
    ];
    sort(name) != Sort::Inline || INLINE.contains(&name)
}

/// Whether an element has no end, or one that may be left out (HTML §13.1.2.4).
pub(super) fn may_stay_open(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "wbr"
            | "col"
            | "area"
            | "base"
            | "embed"
            | "track"
            | "param"
            | "p"
            | "li"
            | "dt"
            | "dd"
            | "tr"
            | "td"
            | "th"
            | "thead"
            | "tbody"
            | "tfoot"
            | "colgroup"
            | "caption"
            | "option"
            | "optgroup"
            | "rb"
            | "rt"
            | "rtc"
            | "rp"
    )
}

/// How much an element nests, of the twelve that a book can show: blocks that hold blocks.
pub(super) fn weight(name: &str) -> usize {
    match name {
        "ul" | "ol" | "dl" | "blockquote" | "details" | "figure" => 1,
        "table" => 3,
        _ => 0,
    }
}

/// Whether an element that is never closed must not hold what follows it: it would be lost. A script's end is where
/// Markdown ends it.
pub(super) fn is_closed_at_once(name: &str) -> bool {
    sort(name) == Sort::Dropped && !matches!(name, "script" | "style")
}
