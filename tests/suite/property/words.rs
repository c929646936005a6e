//! What generated manuscripts are made of: words of all scripts, and what no honest author writes.

/// Words of scripts, and strings that are hard on those who cut, count, escape or shape them. None has an end of line, and none
/// ends the manuscript's own structure.
#[rustfmt::skip]
pub(super) const SCRIPTS: &[&str] = &[
    "word", "Ünï", "e\u{301}a\u{308}\u{323}o\u{302}\u{304}", "Z\u{351}\u{36b}\u{343}a\u{363}\u{358}\u{315}l\u{35b}", "ﬀﬁ ﬂ",
    "ŉ ǅ ß ẞ ı İ", "Ελληνικά", "Ἀρχή", "русский", "ґедзь", "العربية", "لا إله", "עברית", "שָׁלוֹם", "हिन्दी", "क्षत्रिय",
    "বাংলা", "தமிழ்", "ไทยไม่มีช่องว่าง", "ລາວ", "မြန်မာ", "ខ្មែរ", "བོད་ཡིག", "አማርኛ", "ᏣᎳᎩ", "漢字かな交じり文", "简体中文。",
    "繁體「中文」", "ㄅㄆㄇ", "한국어", "\u{1112}\u{1161}\u{11ab}", "ﾊﾝｶｸ", "ＦＵＬＬ", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇩🇪🇯🇵", "👍🏽", "1️⃣",
    "❤\u{fe0f}", "❤\u{fe0e}", "𝔘𝔫𝔦", "𐍈", "𠀀𪜀", "🜁", "\u{e000}", "\u{f8ff}", "\u{f0000}", "\u{10fffd}", "\u{378}",
    "\u{2fe0}", "\u{e0041}", "\u{200b}", "\u{200c}a\u{200d}", "\u{2060}", "\u{feff}", "\u{ad}", "\u{34f}", "a\u{a0}b",
    "\u{2028}", "\u{2029}", "\u{3000}", "\u{202e}evil\u{202c}", "\u{2066}a\u{2069}", "\u{200f}", "\u{200e}", "\u{61c}",
    "\u{85}", "\u{7f}", "\u{1}", "\u{b}", "\u{c}", "\u{1b}[31m", "\u{fffe}", "\u{ffff}", "\u{fdd0}", "\u{1fffe}", "\u{fffd}",
    "\u{0}", "&lt;b&gt;", "&#0;", "&#x1F600;", "&#xD800;", "&nbsp;", "&amp;amp;", "&unknown;", "a & b", "\"q\"", "'s", "--", "...",
    "1/2", "(c)", "#hash", "#set page(0)", "\\u{41}", "\\\"", "\\\\", "]]>", "%00", "%s", "$(id)", "${x}", "C:\\x", "../..",
    "supercalifragilisticexpialidocious-and-even-longer-words-without-any-space-to-break-a-line-at",
    "0123456789012345678901234567890123456789012345678901234567890123456789",
];

/// Ranges of characters that words are drawn from, one after another.
#[rustfmt::skip]
pub(super) const RANGES: &[std::ops::RangeInclusive<char>] = &[
    'a'..='z', '\u{a0}'..='\u{24f}', '\u{300}'..='\u{36f}', '\u{370}'..='\u{5ff}', '\u{600}'..='\u{7bf}', '\u{900}'..='\u{dff}',
    '\u{e00}'..='\u{109f}', '\u{1100}'..='\u{1fff}', '\u{2000}'..='\u{20ff}', '\u{2100}'..='\u{2bff}', '\u{3000}'..='\u{a4cf}',
    '\u{a500}'..='\u{d7ff}', '\u{e000}'..='\u{faff}', '\u{fb00}'..='\u{ffff}', '\u{10000}'..='\u{1ffff}', '\u{20000}'..='\u{3ffff}',
    '\u{e0000}'..='\u{e0fff}', '\u{f0000}'..='\u{10ffff}',
];

/// Beginnings and ends of marks around words.
#[rustfmt::skip]
pub(super) const MARKS: &[(&str, &str)] = &[
    ("*", "*"), ("**", "**"), ("~~", "~~"), ("<sup>", "</sup>"), ("<sub>", "</sub>"), ("<mark>", "</mark>"),
    ("<small>", "</small>"), ("<q>", "</q>"), ("<kbd>", "</kbd>"), ("<abbr title=\"A &quot;<b>&quot;\">", "</abbr>"),
    ("<u>", "</u>"), ("<samp>", "</samp>"), ("<ruby>", "<rt>x</rt></ruby>"), ("<span onclick=\"alert(1)\">", "</span>"),
    ("<span style=\"background:url(https://example.com/x)\" class='\"><script>'>", "</span>"),
    ("<b id=\"a b\" ONLOAD=x>", "</b>"), ("<i id='\"'>", "</i>"), ("<a id=\"%2F..%2f\">", "</a>"), ("<font color=red>", "</font>"),
    ("<a href=\"javascript:alert(1)\">", "</a>"), ("<a href=\"&#106;avascript:x\" id=x>", "</a>"), ("<bdo dir=rtl>", "</bdo>"),
    ("<a href=\"c0.md#a\" target=_blank onfocus='x'>", "</a>"), ("<x-y z>", "</x-y>"), ("<code>", "</code>"), ("[", "]"),
];

/// Where links lead; `c0.md`, `c1.md` and so on are chapters.
#[rustfmt::skip]
pub(super) const TARGETS: &[&str] = &[
    "c0.md", "c1.md", "c2.md#a", "c0.md#sec:a", "c1.md#sec-a", "#a", "#sec:a", "#fig:a", "#", "", "c9.md", "c0.md#no", "c0.md#%zz",
    "#%00", "https://example.com/?a=b&c=\"d\"", "https://example.com/%zz#a#b", "https://[::1", "http://exa_mple.com:99999/",
    "https://漢字.example/ü", "https://a@b:c@d/", "mailto:a@b.c?subject=<x>", "mailto:", "tel:+1", "javascript:alert(1)",
    "JaVaScRiPt:x", "\u{1}javascript:x", "java\u{ad}script:x", "vbscript:x", "data:text/html,<script>x</script>", "file:///etc/passwd",
    "//example.com/x", "/c0.md", "../c0.md", "../../etc/passwd", "%2e%2e/%2e%2e/x", "..\\..\\x", "c0.md?x=y", "./c0.md", "C0.MD",
    "part.txt", "a.png", "con", "ftp://example.com", "about:blank", "x:y:z", "a/../c1.md",
];

/// References to what may be labelled, or not.
#[rustfmt::skip]
pub(super) const REFERENCES: &[&str] = &[
    "@fig:a", "@tbl:a", "@lst:a", "@eq:a", "@sec:a", "[@fig:b]", "[@sec:ü]", "@fig:none", "@sec:", "a@fig:a", "@fig:a.b", "@lst:a@eq:a",
];

/// Attributes between braces.
#[rustfmt::skip]
pub(super) const ATTRIBUTES: &[&str] = &[
    "", "{#KIND:a}", "{#KIND:a}", "{#KIND:b}", "{#KIND:ü}", "{#KIND:漢字}", "{#a}", "{#a b}", "{#KIND:a/b%2F..}", "{#\"'<>&}", "{#KIND:}",
    "{#}", "{}", "{ }", "{#KIND:a .c key=\"v\"}", "{#KIND:a onclick=\"alert(1)\"}", "{style=\"x:url(//e.com)\"}", "{width=50%}",
    "{width=0}", "{width=99999999999999999999%}", "{width=-1}", "{width=\"50%", "{width=1e9}", "{#KIND:a width=300 height=1}",
    "{key=\"a\\\"b}\"}", "{key='<script>'}", "{key=\"", "{{}}", "{#KIND:\u{202e}a}", "{#KIND:\u{0}}", "{.c .c .c}", "{=html}",
    "{#xml:id}", "{#content}", "{#chapter-title}", "{#page-1}", "{#note-n0}",
    "{#KIND:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}",
];

/// Languages and attributes of listings.
#[rustfmt::skip]
pub(super) const INFOS: &[&str] = &[
    "", "go", "rust", "sh", "console", "output", "text", "json", "diff", "unknown", "go {1}", "go {1,3-9999999}", "go {9-1}", "go linenos",
    "go linenos start=4294967295", "go start=-1", "go title=\"a/../<b>&\\\"\" linenos", "{.go #lst:a}", "{.go #lst:a .numberLines}",
    "go #lst:a", "go #lst:b linenos", "go #lst:ü", "rust,ignore,editable", "go title=\"", "go onclick=\"x\" style=\"y\"", "GO", "{}", "{",
    "<script>", "\"", "mermaid", "\u{0}", "漢字",
];

/// Lines of code.
#[rustfmt::skip]
pub(super) const CODE: &[&str] = &[
    "func main() {", "}", "\t\ttabs \t and\ttabs", "  spaces  ", "", "// comment */ \"", "/* open", "\"open", "`raw", "'c' '\\'' '\\",
    "<script>alert(1)</script>", "]]>", "&amp;", "## no comment", "$ prompt", "> more", "-minus", "+plus", "@@ -1 +1 @@", "\u{1b}[0m", "\u{0}",
    "\u{202e}x", "漢字 = \"かな\"", "👩‍👩‍👧", "\u{2028}", "\\", "\\u{110000}", "#include <x>", "{{#inc", "~~~", "```", "x := `a`", "$x$",
    "// ANCHOR: x", "let s = r#\"", "%s%n", "a_very_long_identifier_that_goes_on_and_on_until_it_is_wider_than_any_page_that_a_book_may_have_and_still_on",
];

/// Formulas, right and wrong.
#[rustfmt::skip]
pub(super) const FORMULAS: &[&str] = &[
    "x", "x^2", "\\frac{1}{2}", "\\sqrt[3]{x}", "\\sum_{i=0}^{n} i", "\\text{a < b & \"c\"}", "\\begin{matrix} a & b \\\\ c & d \\end{matrix}",
    "\\left( \\frac{a}{b} \\right]", "\\int", "\\alpha\\beta", "\\hat{x}", "\\mathbb{R}", "\\begin{cases} a \\\\ b \\end{cases}", "漢", "א",
    "\\undefined", "\\frac{", "}", "^", "a_b_c", "\\left(", "#x", "\"", "\\\\", "\\begin{matrix}", "\\color{red} x", "'", "x''", "a;b,c", "/",
    "\\overbrace{a}^{b}", "\\operatorname{x}", "\\not=", "\\tag{1} x", "\\binom{n}{k}", "\\phantom{x}", "<", "&lt;", "\u{0}", "👍", "%", "\\%",
    "\\href{javascript:x}{y}", "\\def\\x{\\x\\x}\\x", "\\,\\quad", "{}", "",
];

/// Pieces of Markdown and HTML that begin what they don't end. None of them may make a word be lost.
#[rustfmt::skip]
pub(super) const SHREDS: &[&str] = &[
    "*", "**", "_", "~~", "`", "``", "[", "](", "![", "\\", "<b>", "</b>", "<i>", "</i>", "<br>", "<hr>", "<wbr>", "<div>", "</div>", "<p>",
    "</p>", "<ul>", "<li>", "</ul>", "<td>", "</table>", "</details>", "<summary>", "<dl>", "<dt>", "</", "< ", ">", "<!>", "|", "\r",
    "<img src=a.png onerror=alert(1)>", "<img src=\"https://example.com/track.gif\">", "<img>", "<input type=checkbox>", "[^none]", "[^",
    "https://example.com/a?b=c", "www.example.com", "<https://example.com/>", "a@b.c", "<!-- -->", "<T>", "Vec<u8>", "a<b",
];

/// The beginnings of elements around blocks.
#[rustfmt::skip]
pub(super) const BOXES: &[(&str, &str)] = &[
    ("<div>", "</div>"), ("<section id=\"a\">", "</section>"), ("<div onmouseover=\"alert(1)\" style='position:fixed'>", "</div>"),
    ("<blockquote cite=\"javascript:x\">", "</blockquote>"), ("<center>", "</center>"), ("<article id=\"a b/c%20\">", "</article>"),
    ("<ul><li>", "</li></ul>"), ("<ol start=\"-5\" reversed><li>", "</li></ol>"), ("<dl><dt>t</dt><dd>", "</dd></dl>"),
    ("<aside data-x='<script>'>", "</aside>"), ("<p>", "</p>"), ("<main>", "</main>"), ("<div", "</div>"), ("<div>", ""), ("", "</div>"),
];

/// Attributes of cells of tables in HTML.
#[rustfmt::skip]
pub(super) const CELLS: &[&str] = &[
    "", "", "", " colspan=2", " rowspan=2", " colspan=2 rowspan=3", " align=right", " id=\"a\"", " onclick=\"x\"", " colspan=0", " rowspan=0",
    " style=\"text-align:center;background:url(x)\"", " scope=row", " colspan=\"9999999999\"",
];

/// Images: paths and whether they can be shown.
#[rustfmt::skip]
pub(super) const IMAGES: &[(&str, bool)] = &[
    ("a.png", true), ("a.png", true), ("things.svg", true), ("text.svg", true), ("plain%20name.svg", true), ("no.png", false),
    ("../../etc/passwd", false), ("https://example.com/a.png", false), ("javascript:x", false), ("data:image/png;base64,AA==", false),
    ("script.svg", false), ("bomb.svg", false), ("c0.md", false), ("", false),
];

/// Files that manuscripts show.
#[rustfmt::skip]
pub(super) const FILES: &[(&str, &str)] = &[
    ("things.svg", "<?xml version=\"1.0\"?><!-- c --><svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
        viewBox=\"0 0 9 9\"><defs><linearGradient id=\"g\"><stop offset=\"0\"/></linearGradient><clipPath id=\"c\"><circle r=\"4\"/></clipPath>\
        <filter id=\"f\"><feGaussianBlur stdDeviation=\"1\"/></filter></defs><g clip-path=\"url(#c)\" filter=\"url(#f)\"><rect id=\"r\" \
        width=\"5\" height=\"5\" fill=\"url(#g)\"/><use xlink:href=\"#r\" x=\"3\"/></g></svg>"),
    ("text.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"20\"><title>T &amp; t</title><style>text{fill:red}</style>\
        <text y=\"9\">漢字 العربية a</text></svg>"),
    ("plain name.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"3\" height=\"3\"><path d=\"M0 0L3 3\"/></svg>"),
    ("script.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\" onload=\"alert(1)\"><script>alert(1)</script>\
        <image href=\"https://example.com/x.png\"/><foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\"><iframe src=\"x\"/></body>\
        </foreignObject><a href=\"javascript:x\"><rect width=\"9\" height=\"9\"/></a></svg>"),
    ("bomb.svg", "<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY x SYSTEM \"file:///etc/passwd\">]>\
        <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><text>&b;&x;</text></svg>"),
    ("part.txt", "one\n// ANCHOR: x\n<two> & \"three\"\n// ANCHOR_END: x\n\tfour\n"),
];

/// What a `book.toml` says.
#[rustfmt::skip]
pub(super) const BOOKS: &[&str] = &[
    "[book]\ntitle = \"The Book\"\nlanguage = \"en\"\ncover = \"a.png\"\nidentifier = \"urn:x:1\"\n[epub]\nfonts = false\n",
    "[book]\ntitle = \"T <b> & \\\"q\\\" ]]> 漢字\"\nsubtitle = \"--\"\nauthors = [\"A <a@b.c>\", \"&\", \"\\u0001\"]\nlanguage = \"de\"\ncover = \"a.png\"\n[epub]\nfonts = false\n",
    "[book]\ntitle = \"الكتاب\"\nlanguage = \"ar\"\nsmart-punctuation = false\ncover = \"a.png\"\nrights = \"<script>\"\n[pdf]\npaper = \"a5\"\n[epub]\nfonts = false\n",
    "[book]\ntitle = \"本\"\nlanguage = \"zh\"\nslug = \"../x\"\ncover = \"a.png\"\nisbn.epub = \"no\"\n[html]\nurl = \"https://example.com/\"\n[epub]\nfonts = false\n",
    "[book]\ntitle = \"\"\nlanguage = \"xx-no\"\ndescription = \"a\\nb\"\n[edition]\nearly-access = true\n[offer]\nprice = \"9\"\ncurrency = \"USD\"\n",
];

/// The front matter of chapters.
#[rustfmt::skip]
pub(super) const FRONTS: &[&str] = &[
    "", "", "", "---\nstatus: draft\n---\n", "---\nstatus: review\nsummary: \"S <b> & 'q'\"\nauthors: [\"A & <b>\"]\n---\n",
    "+++\nsummary = \"\"\"a\nb\"\"\"\nauthors = [\"X\"]\n+++\n", "---\nslug: index\n---\n", "---\nslug: ../../x\n---\n", "---\nslug: Ü ü/%\n---\n",
    "---\nsummary: &a [*a]\n---\n", "---\nunknown: {a: b\n---\n", "+++\nstatus = 1\n+++\n", "---\nstatus: nothing\nslug: \"\"\n---\n",
    "\u{feff}---\nsummary: B\n---\n", "---\r\nslug: nav\r\n---\r\n", "---\nslug: con\nsummary: |\n  a\n\n  b\n---\n",
];
