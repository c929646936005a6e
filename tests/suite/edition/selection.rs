//! Chapters that an edition has, and those that it promises.

use recto::diag::Code;
use recto::model::Month;
use recto::render::flow::Medium;

use crate::epub::Epub;
use crate::support::{Book, Found, PNG};

/// A chapter for readers, and one that has everything in it that could be wrong or lead to it.
fn drafted() -> Book {
    let draft = "---\nstatus: draft\nsummary: What maps are.\nexpected: 2027-03\n---\n# Maps {#sec:all}\n\nSecret. ![A map](map.png \"A map\"){#fig:map} \
                 <span id=\"spot\"></span>\n\n![A map](map.png \"A map\"){#fig:alone}\n\n@fig:nothing {{#include nothing.txt}}\n\n\
                 ## Growth {#sec:growth}\n\nText.\n";
    let words = "# One\n\nSee [maps](maps.md), [growth](maps.md#sec:growth), [it](#fig:alone), @sec:maps, @sec:growth and @fig:alone.\n\n\
                 [](maps.md)\n";
    Book::new()
        .with("SUMMARY.md", "- [One](one.md)\n- [Maps](maps.md)\n- [Trees](trees.md)\n")
        .with("one.md", words)
        .with("maps.md", draft)
        .with("trees.md", "---\nstatus: review\n---\n# Trees\n\nWords.\n")
        .with("map.png", PNG)
}

fn edition() -> Found {
    drafted().edition("0.4.0").resolve()
}

#[test]
fn what_is_wrong_in_a_chapter_that_is_not_released_stops_no_edition() {
    assert_eq!(edition().codes(), []);
    let codes = drafted().resolve().codes();
    assert!(codes.contains(&Code::RefUndefined) && codes.contains(&Code::IncludeMissing), "{codes:?}");
}

#[test]
fn what_leads_to_a_chapter_that_is_not_released_is_words() {
    let found = edition();
    for medium in [Medium::Web, Medium::Epub] {
        let page = found.chapter("one", medium);
        assert_eq!(page.matches("(planned)").count(), 7, "{page}");
        assert!(!page.contains("<a "), "{page}");
        assert_eq!(page.matches("Chapter\u{a0}2 (planned)").count(), 4, "{page}");
    }
    let project = found.project();
    let page =
        String::from_utf8_lossy(project.files.get("chapters/one.typ").expect("it is written")).into_owned();
    assert!(!page.contains("go(") && !page.contains("reference("), "{page}");
    assert_eq!((page.matches("planned-link(").count(), page.matches("(planned)").count()), (3, 4), "{page}");
    assert_eq!(found.differences(), []);
}

#[test]
fn its_text_is_in_no_book_and_its_summary_is_in_all() {
    let found = edition();
    let site = found.site();
    let epub = Epub::with(&found, &[]);
    let project = found.project();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let html: String =
        site.iter().filter(|(path, _)| path.ends_with(".html")).map(|(_, bytes)| text(bytes)).collect();
    let typst: String = project
        .files
        .iter()
        .filter(|(path, _)| path.ends_with(".typ"))
        .map(|(_, bytes)| text(bytes))
        .collect();
    for (book, said) in [("HTML", &html), ("EPUB", &epub.text("maps.xhtml").to_owned()), ("PDF", &typst)] {
        assert!(said.contains("What maps are."), "{book}");
        assert!(said.contains("expected March 2027"), "{book}");
        assert!(!said.contains("Secret") && !said.contains("Growth"), "{book}");
    }
    assert!(site.get("maps.html").is_none(), "there is no page of it");
    let files = site.iter().chain(project.files.iter()).map(|(path, _)| path.to_owned());
    let files = files.chain(epub.paths());
    let pictures: Vec<String> = files.filter(|path| path.contains("map.png")).collect();
    assert_eq!(pictures, [""; 0], "what it shows is not packed");
    assert!(text(site.get("trees.html").expect("what is in review is there")).contains("Words."));
}

#[test]
fn a_build_has_it_and_says_nothing_of_a_month() {
    let found = drafted().resolve();
    assert!(found.chapter("maps", Medium::Web).contains("Secret"));
    let index = String::from_utf8_lossy(found.site().get("index.html").expect("there is one")).into_owned();
    assert!(index.contains("Draft") && !index.contains("2027"), "{index}");
}

#[test]
fn a_month_is_said_in_the_books_language() {
    for (language, mark, remark) in [
        ("en", "Planned · expected March 2027", "(planned, expected March 2027)"),
        ("de", "Geplant · voraussichtlich März 2027", "(geplant, voraussichtlich März 2027)"),
        ("fr", "Prévu · attendu pour mars 2027", "(prévu, attendu pour mars 2027)"),
        ("es", "Previsto · se espera en marzo de 2027", "(previsto, se espera en marzo de 2027)"),
        ("zh", "计划中 · 预计 2027 年 3 月", "(计划中，预计 2027 年 3 月)"),
    ] {
        let found = drafted().set(&format!("book.language={language}")).edition("0.4.0").resolve();
        let site = found.site();
        let index = String::from_utf8_lossy(site.get("index.html").expect("there is one")).into_owned();
        assert!(index.contains(&format!("<span class=\"entry-mark\">{mark}</span>")), "{index}");
        let epub = Epub::with(&found, &[]);
        assert!(epub.text("maps.xhtml").contains(&format!("<p class=\"chapter-status\">{mark}</p>")));
        assert!(epub.text("nav.xhtml").contains(&format!("Maps {remark}")), "a line of the contents");
        let project = found.project();
        let typst =
            |path: &str| String::from_utf8_lossy(project.files.get(path).expect("a file")).into_owned();
        assert!(typst("chapters/maps.typ").contains(&format!("status: \"{mark}\"")), "its page");
        assert!(typst("chapters/maps.typ").contains(&format!("Maps {remark}")), "its bookmark");
        assert!(typst("main.typ").contains(&format!("remark: \"{mark}\"")), "the contents");
        assert_eq!(found.differences(), []);
    }
}

#[test]
fn a_month_is_read_from_both_kinds_of_front_matter() {
    for front in [
        "---\nexpected: 2027-03\n---\n",
        "---\nexpected: '2027-03'\n---\n",
        "+++\nexpected = '2027-03'\n+++\n",
    ] {
        let found = Book::of(&format!("{front}# One\n\nWords.\n")).resolve();
        assert_eq!(found.codes(), []);
        assert_eq!(found.find("chapter").expected, Some(Month { year: 2027, month: 3 }));
    }
}

#[test]
fn what_is_no_month_is_an_error_at_its_line() {
    for (line, front) in [
        (3, "---\nstatus: planned\nexpected: 2027-03-15\n---\n"),
        (2, "---\nexpected: 2027-13\n---\n"),
        (2, "---\nexpected: 2027-3\n---\n"),
        (2, "---\nexpected: 2027\n---\n"),
        (2, "---\nexpected: +027-03\n---\n"),
        (2, "---\nexpected: spring\n---\n"),
        (2, "---\nexpected: [2027-03]\n---\n"),
        (3, "+++\nstatus = 'draft'\nexpected = 2027-03-15\n+++\n"),
    ] {
        let found = Book::of(&format!("{front}# One\n\nWords.\n")).resolve();
        assert_eq!(found.places(), [(Code::FrontMatterValue, "chapter.md".to_owned(), line, 1)], "{front}");
        assert_eq!(found.find("chapter").expected, None);
    }
}
