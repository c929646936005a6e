//! Samples: what is in them, what is said of the rest, and that nothing else is there.

mod last;
mod made;
mod marks;

use std::collections::BTreeSet;

use recto::model::Format;
use recto::package::folder::Artefact;
use recto::prove::prove;
use recto::resolve::{ContentsEntry, Presence};

use crate::support::{Book, Found, PNG, unpacked};

const OUTLINE: &str = "[Preface](preface.md)\n\n# Data\n\n- [Slices](slices.md)\n    - [Growth](growth.md)\n- [Maps](maps.md)\n\n# Time\n\n- [Clocks](clocks.md)\n- [Zones]()\n\n[Glossary](glossary.md)\n";

const SLICES: &str = "# Slices\n\nThe opening.[^a] See @fig:left.\n\n![Left out](left.png \"Left.\"){#fig:left}\n\n## Headers\n\nA header.[^b]\n\n### Length {sample=true}\n\nA length[^a] and a width[^b], as @fig:kept, @fig:left, @sec:headers-of, @sec:zones and [](maps.md) say; [there](maps.md#sec:keys), [here](#sec:capacity), [by name](growth.md).\n\n![Kept](kept.png \"Kept.\"){#fig:kept}\n\n### Room {#sec:headers-of}\n\nRoom.\n\n## Capacity {#sec:capacity sample=true}\n\nAll of it.\n\n### Below\n\nBelow too.[^b]\n\n[^a]: Note of a.\n[^b]: Note of b.\n[^c]: Never.\n";

/// A book of which the sections of a chapter and two chapters are marked.
fn book() -> Book {
    Book::new()
        .with("SUMMARY.md", OUTLINE)
        .with("preface.md", "# Preface\n\nHello, see @sec:clocks.\n")
        .with("slices.md", SLICES)
        .with(
            "growth.md",
            "---\nsample: true\n---\n# Growth\n\nIt grows as @eq:grow says.\n\n$$ a $$ {#eq:grow}\n",
        )
        .with("maps.md", "---\nsummary: How maps are laid out\n---\n# Maps\n\n## Keys {#sec:keys}\n\nKeys.\n")
        .with("clocks.md", "# Clocks\n\nTick.\n\n```go #lst:tick caption=\"A tick\"\nx\n```\n")
        .with("glossary.md", "+++\nsample = true\n+++\n# Glossary\n\nTerms, as @lst:tick.\n")
        .with("left.png", PNG)
        .with("kept.png", [PNG, b"\n"].concat())
}

fn sample() -> Found {
    book().resolve().sampled().expect("something is marked")
}

#[track_caller]
fn document(epub: &std::collections::BTreeMap<String, Vec<u8>>, name: &str) -> String {
    let bytes = epub.get(&format!("OEBPS/{name}")).unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(bytes.clone()).expect("UTF-8")
}

#[track_caller]
fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

#[test]
fn a_book_without_marks_has_no_sample() {
    assert!(Book::of("# One\n\n## Two\n").resolve().sampled().is_none());
    let planned = Book::of("---\nsample: true\nstatus: planned\n---\n# One\n");
    assert!(planned.resolve().sampled().is_none(), "what is planned is nothing to read");
}

#[test]
fn chapters_are_whole_or_have_their_marked_sections_or_are_elsewhere() {
    let found = sample();
    let presence = |slug: &str| found.book.chapter(found.find(slug).id).presence;
    let presences = ["preface", "slices", "growth", "maps", "clocks", "zones", "glossary"].map(presence);
    let (part, whole, elsewhere) = (Presence::Part, Presence::Whole, Presence::Elsewhere);
    assert_eq!(presences, [elsewhere, part, whole, elsewhere, elsewhere, elsewhere, whole]);
    let epub = unpacked(&found.epub());
    let slices = document(&epub, "slices.xhtml");
    holds(
        &slices,
        &["id=\"slices\"", "id=\"headers\"", "id=\"length\"", "id=\"sec-capacity\"", "Below too."],
    );
    holds(&slices, &["The rest of this chapter is in the full book.", "id=\"fig-kept\"", "Figure\u{a0}1.2"]);
    for lost in ["The opening", "A header.", "Room.", "Left out"] {
        assert!(!slices.contains(lost), "{lost}: {slices}");
    }
    let names: BTreeSet<&str> = epub.keys().filter_map(|name| name.strip_prefix("OEBPS/")).collect();
    for lost in ["preface.xhtml", "maps.xhtml", "clocks.xhtml", "zones.xhtml", "part_time.xhtml"] {
        assert!(!names.contains(lost), "{lost}: {names:?}");
    }
    for kept in ["part_data.xhtml", "growth.xhtml", "glossary.xhtml", "full_book.xhtml"] {
        assert!(names.contains(kept), "{kept}: {names:?}");
    }
    let project = found.project();
    let chapters: Vec<&str> =
        project.files.iter().map(|(path, _)| path).filter(|path| path.starts_with("chapters/")).collect();
    assert_eq!(chapters, ["chapters/glossary.typ", "chapters/growth.typ", "chapters/slices.typ"]);
    let slices = project.files.get("chapters/slices.typ").expect("it is there").to_vec();
    holds(&String::from_utf8(slices).expect("UTF-8"), &["rest-notice(", "slices:length"]);
}

#[test]
fn a_chapter_whose_every_section_is_marked_lacks_nothing() {
    let found = Book::of("# One\n\n## Two {sample=true}\n\nText.\n").resolve().sampled().expect("a sample");
    assert_eq!(found.book.chapters[0].presence, Presence::Whole);
}

#[test]
fn what_leaves_the_sample_says_where_it_is_and_leads_nowhere() {
    let found = sample();
    let slices = document(&unpacked(&found.epub()), "slices.xhtml");
    let gone = |words: &str| format!("<span class=\"planned-link\">{words} (in the full book)</span>");
    // A section has no number of its own where chapters are nested below its chapter.
    let said = ["Figure\u{a0}1.1", "“Room”", "Chapter\u{a0}2", "there"].map(gone);
    holds(&slices, &said.each_ref().map(String::as_str));
    holds(&slices, &["Chapter\u{a0}4 (planned)", "href=\"#fig-kept\"", "href=\"#sec-capacity\">here"]);
    holds(&slices, &["href=\"growth.xhtml\">by name"]);
    let typst = found.project().files.get("chapters/slices.typ").expect("it is there").to_vec();
    let typst = String::from_utf8(typst).expect("UTF-8");
    holds(&typst, &["Chapter\u{a0}2 (in the full book)", "planned-link({\"there\";}, \"in the full book\")"]);
    let glossary = document(&unpacked(&found.epub()), "glossary.xhtml");
    holds(&glossary, &["Listing\u{a0}3.1 (in the full book)"]);
}

#[test]
fn numbers_and_names_are_those_of_the_whole_book() {
    let (whole, sample) = (book().resolve(), sample());
    assert!(!sample.book.anchors.is_empty() && !sample.book.numbers.is_empty());
    assert!(sample.book.anchors.iter().all(|(id, anchor)| whole.book.anchors.get(id) == Some(anchor)));
    assert!(sample.book.numbers.iter().all(|(id, number)| whole.book.numbers.get(id) == Some(number)));
    let numbers =
        |found: &Found| found.book.chapters.iter().map(|info| info.number.clone()).collect::<Vec<_>>();
    assert_eq!(numbers(&whole), numbers(&sample));
    assert!(sample.book.references.len() < whole.book.references.len());
}

#[test]
fn footnotes_keep_their_numbers_and_those_without_a_mark_are_gone() {
    let text = "# One\n\nA[^x] b[^y].\n\n## Two {sample=true}\n\nB[^y] and c[^z], b[^y].\n\n[^x]: X.\n[^y]: Y.\n[^z]: Z.\n";
    let found = Book::of(text).resolve().sampled().expect("a sample");
    let notes = &found.book.chapters[0].notes;
    let said: Vec<_> =
        notes.iter().map(|note| (note.number, note.marks.len(), note.anchor.as_str())).collect();
    assert_eq!(said, [(2, 2, "note-y"), (3, 1, "note-z")]);
    assert_eq!(found.book.book.chapters[0].notes.len(), 2);
    let page = document(&unpacked(&found.epub()), "chapter.xhtml");
    holds(&page, &["id=\"note-y-ref-2\"", "<span class=\"footnote-number\">2.</span>"]);
    assert!(!page.contains("X."), "{page}");
    let typst = found.project().files.get("chapters/chapter.typ").expect("it is there").to_vec();
    let typst = String::from_utf8(typst).expect("UTF-8");
    // The first mark that is left brings the footnote.
    assert_eq!(typst.matches("footnote(\"chapter:note-y\"").count(), 1, "{typst}");
    assert_eq!(typst.matches("note-mark(\"chapter:note-y\"").count(), 1, "{typst}");
}

#[test]
fn only_what_is_shown_is_packed_and_counted() {
    let (whole, found) = (book().resolve(), sample());
    assert_eq!((whole.book.assets.len(), found.book.assets.len()), (2, 1));
    let epub = unpacked(&found.epub());
    assert!(epub.contains_key("OEBPS/images/kept.png") && !epub.contains_key("OEBPS/images/left.png"));
    let project = found.project();
    let pictures: Vec<&str> =
        project.files.iter().map(|(path, _)| path).filter(|path| path.ends_with(".png")).collect();
    assert_eq!(pictures.len(), 1, "{pictures:?}");
    let words = |found: &Found, slug: &str| found.book.chapter(found.find(slug).id).words;
    assert_eq!(words(&found, "maps"), 0);
    assert_eq!(words(&found, "growth"), words(&whole, "growth"));
    assert!((1..words(&whole, "slices")).contains(&words(&found, "slices")));
    assert_eq!(recto::resolve::imprint::written(&found.book), recto::resolve::imprint::written(&whole.book));
}

#[test]
fn the_contents_show_what_is_missing_and_lead_to_what_is_there() {
    let found = sample();
    let nav = document(&unpacked(&found.epub()), "nav.xhtml");
    let (read, links) = nav.split_once("<nav epub:type=\"toc\"").expect("a navigation");
    let links = links.split("</nav>").next().expect("its end");
    holds(
        read,
        &["Preface (in the full book)", "Maps (in the full book)", "Zones (planned)", ">Headers</a>"],
    );
    holds(
        read,
        &[
            "Room (in the full book)",
            "Part\u{a0}II: Time</span>",
            "<a href=\"full_book.xhtml\">The full book</a>",
        ],
    );
    holds(read, &["<span class=\"heading-number\">2.1</span> Keys</span>"]);
    assert!(
        links.starts_with(" role=\"doc-toc\" id=\"toc-links\" aria-label=\"Contents\" hidden=\"hidden\""),
        "{links}"
    );
    // A navigation holds links only (EPUB 3.3 §5.4.2), here to the last page and what it names.
    assert!(!links.contains("planned-link") && !links.contains("Room"), "{links}");
    holds(
        links,
        &[
            "href=\"full_book.xhtml#chapter-maps\">2 Maps<",
            "href=\"full_book.xhtml#chapter-zones\">4 Zones (planned)<",
        ],
    );
    let typst = found.project().files.get("main.typ").expect("it is there").to_vec();
    let typst = String::from_utf8(typst).expect("UTF-8");
    holds(
        &typst,
        &[
            "contents-part(none, \"Part\u{a0}II\", \"Time\")",
            "contents-chapter(depth: 0, remark: \"In the full book\", none, \"\", \"Preface\")",
        ],
    );
    holds(
        &typst,
        &[
            "remark: \"In the full book\", none, \"\", {\"Room\";}",
            "contents-chapter(\".full-book\", \"\", \"The full book\")",
        ],
    );
    holds(&typst, &["list-entry(\"slices:fig-kept\", \"1.2\""]);
    assert!(!typst.contains("fig-left") && !typst.contains("lst-tick"), "{typst}");
}

#[test]
fn what_stands_below_a_missing_chapter_is_as_deep_as_what_is_above_it() {
    let found = Book::new()
        .with("SUMMARY.md", "- [One](one.md)\n    - [Two](two.md)\n        - [Three](three.md)\n")
        .with("one.md", "# One\n")
        .with("two.md", "# Two\n")
        .with("three.md", "---\nsample: true\n---\n# Three\n\n## Four\n")
        .resolve()
        .sampled()
        .expect("a sample");
    let ncx = document(&unpacked(&found.epub()), "toc.ncx");
    holds(&ncx, &["1.1.1 Three", "content=\"2\""]);
    let typst = found.project().files.get("chapters/three.typ").expect("it is there").to_vec();
    holds(&String::from_utf8(typst).expect("UTF-8"), &["bookmark(1, \"three\"", "level: 1"]);
    assert_proved(&found);
}

#[track_caller]
fn assert_proved(found: &Found) {
    let findings = differences(found, found);
    assert!(findings.is_empty(), "{findings:#?}");
}

/// What differs between a book and the EPUB and PDF that were made of another.
fn differences(found: &Found, made: &Found) -> Vec<String> {
    let epub = Artefact::File(made.epub().into());
    let pdf = made.pdf().map(|pdf| Artefact::File(pdf.into()));
    let mut books = vec![(Format::Epub, &epub)];
    books.extend(pdf.iter().map(|pdf| (Format::Pdf, pdf)));
    let mut findings = recto::diag::Diagnostics::new();
    prove(&found.book, &books, &mut findings);
    findings.iter().map(|finding| finding.message.clone()).collect()
}

#[test]
fn a_sample_is_proved_against_what_is_left_of_the_book() {
    let found = sample();
    assert_proved(&found);
    // Planted: what was not marked, and a last page with another price.
    let whole = book().resolve();
    let said = differences(&found, &whole).join("\n");
    holds(
        &said,
        &[
            "the EPUB has a paragraph here that the manuscript has not: `The opening.1",
            "the EPUB lacks a heading: `The full book`",
        ],
    );
    let dearer = book().set("offer.price=99").resolve().sampled().expect("a sample");
    let said = differences(&found, &dearer).join("\n");
    holds(&said, &["the manuscript has not: `99", "the PDF has a paragraph here"]);
}

#[test]
fn parts_have_a_page_where_something_of_them_is_there() {
    let found = sample();
    let shown: Vec<bool> = found
        .book
        .contents
        .iter()
        .filter(|entry| matches!(entry, ContentsEntry::Part { .. }))
        .map(|entry| found.book.has_page(entry))
        .collect();
    assert_eq!(shown, [true, false]);
}
