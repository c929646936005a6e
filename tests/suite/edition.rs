//! The edition as its readers see it: which one it is, that it is early, and which chapters are in it.

mod selection;

use std::path::Path;

use recto::config::Overrides;
use recto::model::{Format, Status};
use recto::pipeline::{self, Built, EditionPlan, Plan, Proving, Session, Silent};
use recto::render::PagePlace;
use recto::resolve::imprint::edition_line;
use recto::theme::Theme;
use recto::theme::cover::{self, Mark};

use crate::epub::Epub;
use crate::support::{Book, Found};

/// What the edition of [`early`] is called.
const EARLY: &str = "Early access 0.4.0 · 2 January 2026 · 2 of 3 chapters";

/// A book that is sold while it is written.
fn early() -> Book {
    Book::new()
        .with(
            "SUMMARY.md",
            "[Preface](preface.md)\n\n# Part\n\n- [One](one.md)\n- [Two](two.md)\n- [Maps]()\n",
        )
        .with("preface.md", "# Preface\n\nWords.\n")
        .with("one.md", format!("# One\n\n{}", "Many words are here.\n\n".repeat(60)))
        .with("two.md", "---\nstatus: review\n---\n# Two\n\nWords.\n")
        .set("edition.early-access=true")
        .set("book.repository=https://example.com/src")
        .set("book.subjects=[\"Maps\"]")
}

/// The plan of an edition of a manuscript, proved.
pub(crate) fn plan(manuscript: &Path) -> Plan {
    let version = "0.4.0".parse().expect("a version");
    Plan {
        overrides: Overrides::parse(&["edition.early-access=true".to_owned()]).expect("it is well formed"),
        proving: Proving::Proved,
        date: Some("2026-11-23T00:00:00Z".parse().expect("a date")),
        edition: Some(EditionPlan { version, notes: None, ledger: None, commit: None }),
        released: Status::RELEASED.to_vec(),
        ..Plan::of(manuscript)
    }
}

/// Writes the books of an edition of a manuscript.
pub(crate) fn built(manuscript: &Path, formats: &[Format], out: &Path) -> Built {
    pipeline::build(&plan(manuscript), formats, out, &mut Session::new(&Silent)).expect("it can be written")
}

#[test]
fn a_plan_with_a_version_makes_an_edition_of_what_is_released() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in [
        ("book.toml", "[book]\ntitle = \"T\"\nslug = \"t\"\nidentifier = \"urn:x:1\"\n"),
        ("SUMMARY.md", "- [One](one.md)\n- [Two](two.md)\n"),
        ("one.md", "# One\n\nWords.\n"),
        ("two.md", "---\nstatus: draft\n---\n# Two\n\n@fig:none\n"),
    ] {
        std::fs::write(folder.path().join(path), text).expect("a file is written");
    }
    let built = built(folder.path(), &[Format::Epub, Format::Html], &folder.path().join("dist"));
    let line = edition_line(&built.read.book);
    assert_eq!(line.as_deref(), Some("Early access 0.4.0 · 23 November 2026 · 1 of 2 chapters"));
    let proof = built.proof.expect("it was proved");
    assert!(proof.compared > 0 && proof.differences == 0, "{proof:?}");
    assert_eq!(built.written.len(), 2);
}

/// Words without white space, which a PDF may have anywhere.
fn squeezed(words: &str) -> String {
    words.split_whitespace().collect()
}

#[test]
fn an_edition_is_named_in_the_books_language() {
    let line = |language: &str, version: &str, is_early: bool| {
        let book = early().set(&format!("book.language={language}"));
        let found = book.set(&format!("edition.early-access={is_early}")).edition(version).resolve();
        edition_line(&found.book).expect("it is an edition")
    };
    for (language, version, early, whole) in [
        ("en", "0.4.0", EARLY, "First edition 0.4.0 · 2 January 2026"),
        (
            "en",
            "1.0.0-rc.1",
            "Early access 1.0.0-rc.1 · 2 January 2026 · 2 of 3 chapters",
            "First edition 1.0.0-rc.1 · 2 January 2026",
        ),
        (
            "en",
            "2.1.0",
            "Early access 2.1.0 · 2 January 2026 · 2 of 3 chapters",
            "Edition 2.1.0 · 2 January 2026",
        ),
        (
            "de",
            "0.4.0",
            "Early Access 0.4.0 · 2. Januar 2026 · 2 von 3 Kapiteln",
            "Erste Ausgabe 0.4.0 · 2. Januar 2026",
        ),
        (
            "de",
            "10.0.0",
            "Early Access 10.0.0 · 2. Januar 2026 · 2 von 3 Kapiteln",
            "Ausgabe 10.0.0 · 2. Januar 2026",
        ),
        (
            "fr",
            "1.9.0",
            "Accès anticipé 1.9.0 · 2 janvier 2026 · 2 chapitres sur 3",
            "Première édition 1.9.0 · 2 janvier 2026",
        ),
        (
            "es",
            "1.0.0",
            "Acceso anticipado 1.0.0 · 2 de enero de 2026 · 2 de 3 capítulos",
            "Primera edición 1.0.0 · 2 de enero de 2026",
        ),
        (
            "zh",
            "0.4.0",
            "抢先版 0.4.0 · 2026 年 1 月 2 日 · 共 3 章已完成 2 章",
            "第一版 0.4.0 · 2026 年 1 月 2 日",
        ),
    ] {
        assert_eq!(line(language, version, true), early);
        assert_eq!(line(language, version, false), whole);
    }
    let book = Book::new().with("SUMMARY.md", "[Preface](preface.md)\n").with("preface.md", "Words.\n");
    let found = book.set("edition.early-access=true").edition("0.1.0").resolve();
    assert_eq!(
        edition_line(&found.book).expect("an edition"),
        "Early access 0.1.0 · 2 January 2026",
        "of none"
    );
}

#[test]
fn a_build_is_never_taken_for_an_edition() {
    let found = early().resolve();
    assert_eq!(edition_line(&found.book), None);
    let epub = Epub::with(&found, &[]);
    assert_eq!(epub.metas("ibooks:version"), [""; 0]);
    assert_eq!(epub.metas("schema:bookEdition"), [""; 0]);
    assert!(!epub.text("content.opf").contains(" prefix="));
    assert!(!epub.text("title-page.xhtml").contains("January"), "nor is it dated there");
    let project = found.project();
    let theme = project.files.get("theme.typ").expect("it is written");
    assert!(String::from_utf8_lossy(theme).contains("\n#let edition = none\n"));
}

#[test]
fn every_page_of_a_site_names_the_edition_at_its_head_and_at_its_foot() {
    let site = early().edition("0.4.0").resolve().site();
    let mut pages = 0;
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        let text = String::from_utf8_lossy(bytes);
        let (head, rest) = text.split_once("</header>").expect("a page has a header");
        let (_, foot) = rest.split_once("<footer class=\"site-footer\">").expect("a page has a footer");
        assert!(head.contains(EARLY) && foot.contains(EARLY), "{path}");
        pages += 1;
    }
    assert_eq!(pages, 6, "the first, one for all, one for none, three chapters");
    let index = String::from_utf8_lossy(site.get("index.html").expect("there is one")).into_owned();
    assert_eq!(index.matches(EARLY).count(), 4, "in its title and its imprint too");
}

#[test]
fn an_epub_names_its_edition_to_readers_and_to_shelves() {
    let epub = Epub::with(&early().edition("0.4.0-beta.2").resolve(), &[]);
    let line = EARLY.replace("0.4.0", "0.4.0-beta.2");
    assert!(epub.text("title-page.xhtml").contains(&format!("<p class=\"edition\"><bdi>{line}</bdi></p>")));
    assert!(epub.text("copyright.xhtml").contains(&format!("<p>{line}</p>")));
    assert!(epub.text("cover.xhtml").contains(&format!("alt=\"Cover: The Book, {line}\"")));
    assert_eq!(epub.metas("schema:bookEdition"), ["0.4.0-beta.2"]);
    assert_eq!(epub.metas("ibooks:version"), ["0.4.0"], "Apple knows numbers alone");
    let opf = roxmltree::Document::parse(epub.text("content.opf")).expect("well-formed");
    assert_eq!(
        opf.root_element().attribute("prefix"),
        Some("ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/")
    );
}

#[test]
fn an_authors_own_cover_is_said_to_say_no_edition() {
    let book = early().with("front.png", crate::support::PNG).set("book.cover=front.png");
    let epub = Epub::with(&book.edition("0.4.0").resolve(), &[]);
    assert!(epub.text("cover.xhtml").contains("alt=\"Cover: The Book\""));
}

#[test]
fn a_cover_has_a_band_with_the_edition_that_no_line_is_too_long_for() {
    let meta = early().resolve().book.book.meta;
    let long = "Acceso anticipado 10.20.30-beta.40 · 23 de noviembre de 2026 · 15 de 18 capítulos";
    for (words, most) in [(EARLY, 48.0), (long, 1360.0 / 40.0)] {
        let svg = cover::svg(&Theme::built_in(), &meta, &[Mark::Band(words)]);
        let document = roxmltree::Document::parse(&svg).expect("well-formed");
        let line = document.descendants().find(|node| node.text() == Some(words)).expect("the line");
        let line = line.ancestors().find(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")));
        let number =
            |name| line.and_then(|line| line.attribute(name)).and_then(|size| size.parse::<f64>().ok());
        assert!(number("font-size").expect("a size") <= most, "{svg}");
        assert!((2266.0..2400.0).contains(&number("y").expect("a place")), "in the band");
    }
    assert!(!cover::svg(&Theme::built_in(), &meta, &[Mark::Head("Early")]).contains("y=\"2266\""));
    let card = |edition: Option<&str>| cover::card(&Theme::built_in(), &meta, edition);
    assert!(card(Some(EARLY)).contains(EARLY) && card(Some(EARLY)).matches("<rect").count() == 52);
    assert_eq!(card(None).matches("<rect").count(), 51, "the ground and the cells");
}

#[test]
fn the_card_of_an_editions_links_names_it() {
    let card = |book: Book| {
        let site = book.set("html.url=https://example.com/").resolve().site();
        site.get("images/_card.png").expect("there is a card").to_vec()
    };
    assert_ne!(card(early().edition("0.4.0")), card(early()));
    assert_ne!(card(early().edition("0.4.0")), card(early().edition("0.5.0")));
}

#[test]
fn every_page_of_text_on_paper_names_the_edition() {
    let found = early().edition("0.4.0").resolve();
    let Some(set) = crate::pdf::set(&found) else { return };
    let pdf = lopdf::Document::load_mem(&set.bytes).expect("a PDF");
    let page = |number: &u32| squeezed(&pdf.extract_text(&[*number]).expect("the page's text"));
    let pages: Vec<String> = pdf.get_pages().keys().map(page).collect();
    let named: Vec<bool> = pages.iter().map(|page| page.contains(&squeezed(EARLY))).collect();
    assert!(named.len() > 8, "{pages:#?}");
    // A part's page has its title alone; all others have the line: once, and the first two in their own text.
    let part = pages.iter().position(|page| page == "PartIPart").expect("a part has a page");
    let expected: Vec<bool> = (0..pages.len()).map(|page| page != part).collect();
    assert_eq!(named, expected, "{pages:#?}");
    let info = pdf.trailer.get(b"Info").and_then(|info| pdf.dereference(info)).expect("it says what it is").1;
    let keywords = info.as_dict().and_then(|info| info.get(b"Keywords")).expect("it has keywords");
    let keywords = lopdf::decode_text_string(keywords).expect("they are text");
    assert_eq!(keywords, format!("Maps, {EARLY}, edition:0.4.0, identifier:urn:x:1"));
}

#[test]
fn title_and_copyright_of_an_edition_are_on_a_page_each_on_small_paper() {
    let book = early()
        .set("pdf.paper=105x148mm")
        .set("book.language=de")
        .set("book.title=The Anatomy of Maps")
        .set("book.subtitle=A comprehensive deep dive into what maps are made of, and of how they are drawn")
        .set("book.authors=[\"Ada Horne\"]")
        .set("book.publisher=The Map Press of Nowhere")
        .set("book.rights=© 2026 Ada Horne. All rights are hers, until somebody asks for some of them in a letter, and waits for an answer that may come or not.")
        .set("offer.price=20")
        .set("offer.later=35")
        .set("offer.url=https://www.example.com/books/the-anatomy-of-maps");
    let Some(pdf) = crate::pdf::set(&book.edition("1.0.0-beta.12").resolve()) else { return };
    let pages: Vec<_> = pdf.pages.iter().take(3).map(|page| (page.label.as_str(), page.place)).collect();
    let expected = [("i", PagePlace::Title), ("ii", PagePlace::Copyright), ("iii", PagePlace::Contents)];
    assert_eq!(pages, expected);
}

#[test]
fn all_books_of_an_edition_say_the_same() {
    for book in [early(), early().set("edition.early-access=false").set("book.language=ar")] {
        let found = book.edition("0.4.0").resolve();
        assert_eq!(found.differences(), []);
    }
}

/// What the notice of a book says, where it stands in each format.
fn notices(found: &Found) -> [String; 3] {
    let site = found.site();
    let index = String::from_utf8_lossy(site.get("index.html").expect("there is one")).into_owned();
    let epub = Epub::with(found, &[]).text("copyright.xhtml").to_owned();
    let project = found.project();
    let print = String::from_utf8_lossy(project.files.get("main.typ").expect("there is one")).into_owned();
    [index, epub, print]
}

#[test]
fn an_early_edition_says_what_that_means_and_where_mistakes_are_reported() {
    for notice in notices(&early().set("offer.price=9").edition("0.4.0").resolve()) {
        let said = [
            "This book is still being written: chapters are added, and what is there may change. Buyers get every update.",
            "2 of 3 chapters are written.",
            "Please report mistakes: ",
            "https://example.com/src",
            "9\u{a0}USD",
        ];
        let mut rest = notice.as_str();
        for words in said {
            let (_, behind) = rest.split_once(words).unwrap_or_else(|| panic!("{words} is not in {notice}"));
            rest = behind;
        }
    }
}

#[test]
fn an_edition_of_a_whole_book_has_no_notice_and_counts_nothing() {
    let whole = early().set("edition.early-access=false").set("offer.price=9");
    for notice in notices(&whole.edition("1.0.0").resolve()) {
        assert!(notice.contains("First edition 1.0.0 · 2 January 2026"), "{notice}");
        for words in ["still being written", "of 3 chapters", "report mistakes", "USD", "Early"] {
            assert!(!notice.contains(words), "{words} is in {notice}");
        }
    }
}
