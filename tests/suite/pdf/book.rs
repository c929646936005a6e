//! Whole books as PDF, read back.

use hayro_syntax::object::{Array, Dict, Name, Object, String as PdfString};

use recto::render::PagePlace;

use super::set;
use crate::support::{Book, Found, PNG};

/// A book with parts, planned chapters and every kind of block.
pub(super) fn everything() -> Found {
    let outline = "[Preface](preface.md)\n\n# Ground\n\n- [Slices](slices.md)\n  - [Growth](growth.md)\n- [Maps]()\n\n# More\n\n- [Later](later.md)\n\n[Appendix](appendix.md)\n";
    let words = "A slice is a pointer, a length and a capacity. ".repeat(12);
    let slices = format!(
        "# Slices\n\n{words}[^n]\n\n[^n]: A note.\n\n    With `code`.\n\n## Headers {{#sec:headers}}\n\n{words}\n\n### Deep\n\n```go title=\"x.go\" {{2}} linenos caption=\"A listing\" #lst:x\nfunc main() {{\n\tprintln(\"{0}\")\n}}\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\nTable: A table {{#tbl:t}}\n\n![A dot](x.png \"A figure\"){{#fig:f}}\n\n$$ e = mc^2 $$ {{#eq:e}}\n\n> [!WARNING]\n> Careful: $\\frac{{1}}{{2}}$, <kbd>Ctrl</kbd>.\n\n- [x] done\n- [ ] not\n\nTerm\n: Meaning\n\n> A quotation, with @fig:f.\n\n<details><summary>More</summary>\n\nHidden.\n\n</details>\n\n---\n\n",
        "long ".repeat(40)
    );
    let growth = format!("# Growth\n\n{}\n", format!("{words}\n\n").repeat(24));
    Book::new()
        .with("SUMMARY.md", outline)
        .with("preface.md", "# Preface\n\nSee @sec:headers and [planned](later.md).\n")
        .with("slices.md", slices)
        .with("growth.md", growth)
        .with("later.md", "---\nstatus: draft\n---\n# Later\n\n## Section\n\nText.\n")
        .with("appendix.md", "# Appendix\n\nText.\n")
        .with("x.png", PNG)
        .resolve()
}

#[test]
fn a_book_says_what_it_is() {
    let Some(pdf) = set(&everything()) else { return };
    let file = hayro_syntax::Pdf::new(pdf.bytes).expect("it is a PDF");
    assert_eq!(file.pages().len(), pdf.page_count);
    let root: Dict<'_> = file.xref().get(file.xref().root_id()).expect("it has a catalogue");
    let language = root.get::<PdfString<'_>>("Lang").expect("it has a language");
    assert_eq!(language.as_bytes(), b"en");
    let marked: Dict<'_> = root.get("MarkInfo").expect("it is tagged");
    assert_eq!(marked.get::<bool>("Marked"), Some(true));
    let metadata = root.get::<hayro_syntax::object::Stream<'_>>("Metadata").expect("it has metadata");
    let metadata = metadata.decoded().expect("they can be read");
    let metadata = String::from_utf8_lossy(&metadata);
    assert!(metadata.contains("<pdfuaid:part>1</pdfuaid:part>"), "{metadata}");
    assert!(metadata.contains("The Book"), "{metadata}");
}

#[test]
fn headings_of_pictures_and_links_have_names() {
    let preface = "# ![Logo](x.png)\n\n## ![only](x.png)\n\n## *![second](x.png)*\n\n## ![](x.png)\n\n## [one](one.md)\n\n## [](one.md)\n\nText.\n";
    let found = Book::new()
        .with("SUMMARY.md", "[Preface](preface.md)\n\n- [One](one.md)\n")
        .with("preface.md", preface)
        .with("one.md", "# One\n\nText.\n")
        .with("x.png", PNG)
        .resolve();
    let Some(pdf) = set(&found) else { return };
    let file = hayro_syntax::Pdf::new(pdf.bytes).expect("it is a PDF");
    let root: Dict<'_> = file.xref().get(file.xref().root_id()).expect("it has a catalogue");
    let mut titles = Vec::new();
    bookmarks(&root.get::<Dict<'_>>("Outlines").expect("it has bookmarks"), 0, &mut titles);
    assert_eq!(titles, ["0 Preface", "1 only", "1 second", "1 one", "1 Chapter\u{a0}1", "0 1 One"]);
}

#[test]
fn bookmarks_are_the_contents() {
    let Some(pdf) = set(&everything()) else { return };
    let file = hayro_syntax::Pdf::new(pdf.bytes).expect("it is a PDF");
    let root: Dict<'_> = file.xref().get(file.xref().root_id()).expect("it has a catalogue");
    let mut titles = Vec::new();
    bookmarks(&root.get::<Dict<'_>>("Outlines").expect("it has bookmarks"), 0, &mut titles);
    let expected = [
        "0 Preface",
        "0 Part\u{a0}I: Ground",
        "1 1 Slices",
        "2 Headers",
        "3 Deep",
        "2 1.1 Growth",
        "1 2 Maps (planned)",
        "0 Part\u{a0}II: More",
        "1 3 Later",
        "2 3.1 Section",
        "0 Appendix",
    ];
    assert_eq!(titles, expected);
}

fn bookmarks(node: &Dict<'_>, depth: usize, titles: &mut Vec<String>) {
    let mut next = node.get::<Dict<'_>>("First");
    while let Some(item) = next {
        let title = item.get::<PdfString<'_>>("Title").expect("a bookmark has a title");
        let bytes = title.as_bytes();
        let title = match bytes.strip_prefix(&[0xfe, 0xff]) {
            Some(wide) => {
                let units: Vec<u16> =
                    wide.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
                String::from_utf16_lossy(&units)
            }
            None => String::from_utf8_lossy(bytes).into_owned(),
        };
        titles.push(format!("{depth} {title}"));
        bookmarks(&item, depth + 1, titles);
        next = item.get("Next");
    }
}

#[test]
fn pages_have_labels_and_know_what_begins_on_them() {
    let found = everything();
    let Some(pdf) = set(&found) else { return };
    let labels: Vec<&str> = pdf.pages.iter().map(|page| page.label.as_str()).collect();
    let place = |label: &str| pdf.pages.iter().find(|page| page.label == label).expect("it is named").place;
    let chapter = |slug: &str| PagePlace::Chapter(found.find(slug).id);
    assert_eq!(["i", "ii", "iii"].map(place), [PagePlace::Title, PagePlace::Copyright, PagePlace::Contents]);
    assert_eq!(place("iv"), chapter("preface"));
    assert_eq!([place("1"), place("2")], [PagePlace::Part(1), chapter("slices")]);
    let printed: Vec<String> = (1..=labels.iter().filter(|label| label.parse::<u32>().is_ok()).count())
        .map(|number| number.to_string())
        .collect();
    assert!(
        labels.ends_with(&printed.iter().map(String::as_str).collect::<Vec<_>>()),
        "no page is left out: {labels:?}"
    );
    let mut unique = labels.clone();
    unique.dedup();
    assert_eq!(unique, labels, "each page is named once");
}

#[test]
fn a_page_that_only_continues_something_has_its_place_too() {
    let words = |name: &str| (0..1500).map(|n| format!("{name}{n} ")).collect::<String>();
    let lines: String = (0..150).map(|n| format!("line({n})\n")).collect();
    let rows: String = (0..90).map(|n| format!("| row{n} | b |\n")).collect();
    let markdown = format!(
        "# A\n\n{}\n\n- {}\n\n```go\n{lines}```\n\n| a | b |\n|---|---|\n{rows}",
        words("x"),
        words("y")
    );
    let found = Book::of(&markdown).resolve();
    let Some(pdf) = set(&found) else { return };
    let epub = crate::epub::Epub::with(&found, &pdf.pages);
    let marks: Vec<_> = epub.text("chapter.xhtml").split("role=\"doc-pagebreak\"").skip(1).collect();
    // Title page, copyright page and contents come before.
    let first = 4;
    assert_eq!(marks.len(), pdf.page_count - first + 1, "{:?}", pdf.pages);
    let document = lopdf::Document::load_mem(&pdf.bytes).expect("a PDF");
    for (number, mark) in marks.iter().enumerate().map(|(index, mark)| (first + index, mark)) {
        let label = format!("aria-label=\"{}\"", number - first + 1);
        assert!(mark.contains(&label), "{label} in {}", &mark[..80]);
        let behind = mark.split_once('>').expect("the mark ends").1;
        let word = numbered(behind).expect("something follows");
        let printed =
            document.extract_text(&[u32::try_from(number).expect("a few")]).expect("the page's text");
        let printed: String = printed.split_whitespace().collect();
        let at = printed.find(&word).unwrap_or_else(|| panic!("{word} is not on page {number}: {printed}"));
        assert!(at < printed.len() / 3, "{word} is far down on page {number}: {at} of {}", printed.len());
    }
}

/// The first word of a page's text that has a number: `x12`, `line(12`, `row12`.
fn numbered(xhtml: &str) -> Option<String> {
    let text: String =
        xhtml.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    let start = ["x", "y", "line(", "row"].iter().filter_map(|start| {
        let is_numbered = |at: &usize| text[at + start.len()..].starts_with(|c: char| c.is_ascii_digit());
        text.match_indices(start).map(|(at, _)| at).find(is_numbered).map(|at| (at, start.len()))
    });
    let (at, length) = start.min()?;
    let digits = text[at + length..].bytes().take_while(u8::is_ascii_digit).count();
    Some(text[at..at + length + digits].to_owned())
}

#[test]
fn a_table_that_lies_down_takes_its_heading_and_its_place_along() {
    let cells = |word: &str| format!("| {} |\n", [word; 14].join(" | "));
    let table = format!("{}{}{}", cells("Identifier"), cells("---"), cells("something_longer"));
    let markdown = format!(
        "# A\n\nSee [there](#tbl:wide).\n\n## Wide\n\n{table}\nTable: All {{#tbl:wide}}\n\n## After\n\nText.\n"
    );
    let found = Book::of(&markdown).resolve();
    let Some(pdf) = set(&found) else { return };
    let document = lopdf::Document::load_mem(&pdf.bytes).expect("a PDF");
    let text = |number: u32| document.extract_text(&[number]).expect("the page's text");
    let lying = (1..).find(|&number| text(number).contains("something")).expect("the table is there");
    assert!(text(lying).contains("Wide"), "{}", text(lying));
    assert!(!text(lying - 1).contains("Wide"), "{}", text(lying - 1));
    let heading = found.find("chapter").body.sections[0].heading.id;
    let page =
        pdf.pages.iter().find(|page| page.place == PagePlace::Node(heading)).expect("the heading begins it");
    assert_eq!(page.label, (lying - 3).to_string());
}

#[test]
fn the_same_book_is_the_same_file() {
    let found = everything();
    let (Some(one), Some(two)) = (set(&found), set(&found)) else { return };
    assert!(one.bytes == two.bytes);
}

#[test]
fn other_standards_and_papers_are_set() {
    for (standard, mark) in [("1.7", None), ("a-2a", Some("<pdfaid:part>2</pdfaid:part>"))] {
        let markdown = "# Title\n\nText[^a].\n\n[^a]: Note.\n\n## One\n\n`code`\n";
        let book = Book::of(markdown)
            .set(&format!("pdf.standard={standard}"))
            .set("pdf.paper=6x9in")
            .set("pdf.two-sided=true");
        let Some(pdf) = set(&book.resolve()) else { return };
        let file = hayro_syntax::Pdf::new(pdf.bytes).expect("it is a PDF");
        let (width, height) = file.pages()[0].base_dimensions();
        assert_eq!((width.round(), height.round()), (432.0, 648.0));
        let root: Dict<'_> = file.xref().get(file.xref().root_id()).expect("it has a catalogue");
        let metadata = root.get::<hayro_syntax::object::Stream<'_>>("Metadata").expect("it has metadata");
        let metadata = metadata.decoded().expect("they can be read");
        let metadata = String::from_utf8_lossy(&metadata);
        assert!(!metadata.contains("pdfuaid"), "{metadata}");
        assert!(mark.is_none_or(|mark| metadata.contains(mark)), "{metadata}");
    }
}

/// What no author writes on purpose: notes, pictures and links where they hardly belong, and blocks without anything in them.
const ODD: &str = include_str!("odd.md");

#[test]
fn what_is_odd_is_set_too() {
    for language in ["en", "ar", "zh-Hant", "xx"] {
        let markdown = ODD.replace("WITHOUT_END", &"x".repeat(300));
        let book = Book::of(&markdown).with("x.png", PNG).set(&format!("book.language={language}"));
        let book =
            book.set("book.title=A <&\"> #set $x$ @y \\ שלום").set("book.authors=[]").set("pdf.paper=a5");
        let Some(pdf) = set(&book.resolve()) else { return };
        assert!(pdf.page_count > 5);
    }
}

#[test]
fn nesting_as_deep_as_a_book_may_have_is_set() {
    let quotes: String = (1..=11)
        .map(|depth| format!("{}level {depth}\n{}\n", "> ".repeat(depth), "> ".repeat(depth)))
        .collect();
    let list: String = (0..11).map(|depth| format!("{}- level {depth}\n", "  ".repeat(depth))).collect();
    let found = Book::of(&format!("# Title\n\n{quotes}\n\n{list}\n")).resolve();
    assert_eq!(found.codes(), []);
    let Some(pdf) = set(&found) else { return };
    assert!(pdf.page_count >= 4);
}

#[test]
fn footnotes_stand_in_the_structure() {
    let Some(pdf) = set(&everything()) else { return };
    let file = hayro_syntax::Pdf::new(pdf.bytes).expect("it is a PDF");
    let root: Dict<'_> = file.xref().get(file.xref().root_id()).expect("it has a catalogue");
    let mut kinds = Vec::new();
    structure(&root.get::<Dict<'_>>("StructTreeRoot").expect("it is tagged"), &mut kinds);
    for kind in [
        "H1",
        "H2",
        "H3",
        "P",
        "L",
        "LI",
        "Table",
        "TH",
        "TD",
        "Figure",
        "Formula",
        "Code",
        "Note",
        "Link",
        "BlockQuote",
        "Caption",
    ] {
        assert!(kinds.iter().any(|other| other == kind), "no {kind} among {kinds:?}");
    }
}

fn structure(node: &Dict<'_>, kinds: &mut Vec<String>) {
    if let Some(kind) = node.get::<Name<'_>>("S") {
        let kind = kind.as_str().to_owned();
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    if let Some(kids) = node.get::<Array<'_>>("K") {
        kids.iter::<Object<'_>>().filter_map(Object::into_dict).for_each(|kid| structure(&kid, kinds));
    } else if let Some(kid) = node.get::<Dict<'_>>("K") {
        structure(&kid, kinds);
    }
}
