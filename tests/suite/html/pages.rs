//! What holds of every page.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use recto::config::Overrides;
use recto::diag::Diagnostics;
use recto::source::Sources;

use super::{Page, Site, sample};
use crate::support::{Book, Found};

/// The sites of whole books, each under its name.
fn sites() -> Vec<(String, Site)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books");
    let mut sites = vec![("sample".to_owned(), Site::of(sample()))];
    for entry in std::fs::read_dir(folder).expect("the books are there") {
        let path = entry.expect("an entry").path();
        let sources = Sources::default();
        let mut diagnostics = Diagnostics::new();
        let overrides = Overrides::parse(&[] as &[String]).expect("nothing is well formed");
        let manuscript =
            recto::load::load(&path, &overrides, &sources, &mut diagnostics).expect("the book can be loaded");
        let found = Found::of(manuscript, sources, diagnostics);
        sites.push((path.display().to_string(), Site::with(&found)));
    }
    assert!(sites.len() > 4, "there are books to look at");
    sites
}

#[test]
fn every_page_holds_to_what_browsers_and_readers_need() {
    for (name, site) in sites() {
        for page in site.pages() {
            let at = format!("{name}: {}", page.path);
            assert!(page.faults.is_empty(), "{at}: {:?}", page.faults);
            let html = page.all("html").remove(0);
            assert!(html.get("lang").is_some_and(|lang| !lang.is_empty()), "{at} has a language");
            for (element, count) in [("h1", 1), ("main", 1), ("title", 1)] {
                assert_eq!(page.all(element).len(), count, "{at}: <{element}>");
            }
            assert!(!page.all("title").remove(0).words().is_empty(), "{at} has a title");
            assert_eq!(page.class("site-header").len() + page.class("site-footer").len(), 2, "{at}");
            levels_follow(&page, &at);
            labels_are_there(&page, &at);
        }
        links_lead_somewhere(&name, &site);
    }
}

/// No heading is more than one level below the one before.
fn levels_follow(page: &Page, at: &str) {
    let level = |name: &str| name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
    let levels: Vec<u8> = page.elements().iter().filter_map(|tag| level(&tag.name)).collect();
    assert_eq!(levels.first(), Some(&1), "{at} begins with its title");
    let skipped = levels.windows(2).find(|pair| pair[1] > pair[0] + 1);
    assert_eq!(skipped, None, "{at}: {levels:?}");
}

/// Every element that names another's `id` names one, and landmarks of one kind have names of their own.
fn labels_are_there(page: &Page, at: &str) {
    let ids: Vec<String> =
        page.elements().iter().filter_map(|tag| tag.get("id").map(str::to_owned)).collect();
    let unique: BTreeSet<&String> = ids.iter().collect();
    assert_eq!(unique.len(), ids.len(), "{at}: ids are unique");
    let mut names = BTreeMap::new();
    for tag in page.elements() {
        if let Some(id) = tag.get("aria-labelledby") {
            assert!(unique.contains(&id.to_owned()), "{at}: nothing has the id {id}");
        }
        let is_landmark = tag.name == "nav" || tag.get("role") == Some("doc-endnotes");
        let Some(name) = tag.get("aria-label").or(tag.get("aria-labelledby")).filter(|_| is_landmark) else {
            assert!(!is_landmark, "{at}: a landmark without a name");
            continue;
        };
        assert_eq!(names.insert(name.to_owned(), ()), None, "{at}: two landmarks are called {name}");
    }
    for img in page.all("img") {
        let sizes = ["alt", "width", "height"].map(|name| img.get(name).is_some());
        assert_eq!(sizes, [true; 3], "{at}: {:?}", img.get("src"));
    }
}

/// Links and files of the site are in the site; what a page asks for by itself is.
fn links_lead_somewhere(name: &str, site: &Site) {
    let pages = site.pages();
    let ids = |page: &Page| -> BTreeSet<String> {
        page.elements().iter().filter_map(|tag| tag.get("id").map(str::to_owned)).collect()
    };
    let ids: BTreeMap<String, BTreeSet<String>> =
        pages.iter().map(|page| (page.path.clone(), ids(page))).collect();
    for page in &pages {
        for tag in page.elements() {
            let is_asked_for =
                tag.get("src").is_some() || (tag.name == "link" && tag.get("rel") != Some("canonical"));
            let Some(address) = tag.get("src").or(tag.get("href")) else { continue };
            if address.contains("://") || address.starts_with("mailto:") {
                assert!(!is_asked_for, "{name}: {} asks for {address}", page.path);
                continue;
            }
            let (file, fragment) = address.split_once('#').unwrap_or((address, ""));
            let file = if file.is_empty() { &page.path } else { file };
            assert!(site.has(file), "{name}: {} links to {address}", page.path);
            let is_there = fragment.is_empty() || ids[file].contains(fragment);
            assert!(is_there, "{name}: {} links to {address}", page.path);
        }
    }
    let css = site.text("style.css");
    for (at, _) in css.match_indices("url(\"") {
        let address = css[at + "url(\"".len()..].split('"').next().expect("a split has a first");
        assert!(site.has(address), "{name}: style.css asks for {address}");
    }
}

#[test]
fn a_page_begins_with_a_way_past_what_is_on_every_page() {
    let site = Site::of(sample());
    for page in site.pages().iter().filter(|page| page.path != "404.html") {
        let first = page.all("a").remove(0);
        assert_eq!((first.get("class"), first.get("href")), (Some("skip-link"), Some("#content")));
        assert_eq!(page.all("main")[0].get("id"), Some("content"), "{}", page.path);
    }
}

#[test]
fn a_chapter_knows_its_neighbours_and_its_place() {
    let site = Site::of(sample());
    let two = site.page("two.html");
    assert_eq!(two.link("prev").as_deref(), Some("inner.html"));
    assert_eq!(two.link("next").as_deref(), Some("three.html"), "past what is planned");
    let neighbours = two.class("neighbours").remove(0);
    let links: Vec<_> =
        neighbours.inner().iter().filter_map(|tag| tag.get("href").map(str::to_owned)).collect();
    assert_eq!(links, ["inner.html", "three.html"]);
    let current: Vec<_> = two.with("aria-current", "page").iter().map(super::Tag::words).collect();
    assert_eq!(current, ["2 Two Draft"]);
    assert_eq!(site.page("preface.html").link("prev").as_deref(), Some("index.html"));
    assert_eq!(site.page("index.html").link("next").as_deref(), Some("preface.html"));
    assert_eq!(site.page("three.html").link("next"), None);
}

#[test]
fn the_contents_beside_a_chapter_show_its_sections_alone() {
    let site = Site::of(sample());
    let sections = |path: &str| -> Vec<String> {
        let page = site.page(path);
        let contents = page.class("site-contents").remove(0);
        let links = contents.inner().into_iter().filter_map(|tag| tag.get("href").map(str::to_owned));
        links.filter(|address| address.contains('#')).collect()
    };
    assert_eq!(sections("one.html"), ["#same", "#same-1"]);
    assert_eq!(sections("two.html"), [] as [&str; 0]);
}

/// A book with so many parts of so many chapters.
fn large(parts: usize, chapters: usize) -> Book {
    let mut outline = String::from("# Summary\n");
    let mut book = Book::new();
    for part in 0..parts {
        outline.push_str(&format!("\n# Part {part}\n\n"));
        for chapter in 0..chapters {
            let name = format!("c{part}-{chapter}");
            let nesting = if chapter % 5 == 4 { "  " } else { "" };
            outline.push_str(&format!("{nesting}- [C {part}.{chapter}]({name}.md)\n"));
            book = book.with(&format!("{name}.md"), format!("# C\n\n## S{chapter}\n\nText.\n"));
        }
    }
    book.with("SUMMARY.md", outline)
}

#[test]
fn pages_of_a_large_book_do_not_grow_with_it() {
    let largest = |site: &Site| {
        let pages = site.paths().into_iter().filter(|path| path.starts_with('c'));
        pages.map(|path| site.text(path).len()).max().expect("a page")
    };
    for (small, large) in [(large(1, 402), large(1, 804)), (large(201, 2), large(402, 2))] {
        let (small, large) = (Site::of(small), Site::of(large));
        assert!(largest(&large) < largest(&small) + 500, "{} {}", largest(&small), largest(&large));
    }
}

#[test]
fn every_page_of_a_large_book_is_found() {
    let site = Site::of(large(4, 130));
    links_lead_somewhere("large", &site);
    let links = |path: &str, class: &str| -> BTreeSet<String> {
        let contents = site.page(path).class(class).remove(0).inner();
        contents.into_iter().filter_map(|tag| tag.get("href").map(str::to_owned)).collect()
    };
    let all = links("index.html", "book-contents");
    assert!(site.paths().iter().filter(|path| path.starts_with('c')).all(|path| all.contains(*path)));
    let page = site.page("c2-100.html");
    levels_follow(&page, "large");
    labels_are_there(&page, "large");
    let beside = links("c2-100.html", "site-contents");
    for path in ["index.html#contents-title", "c1-0.html", "c2-98.html", "#s100", "c2-101.html", "c3-0.html"]
    {
        assert!(beside.contains(path), "{path} in {beside:?}");
    }
    assert!(!beside.contains("c1-1.html") && !beside.contains("c2-94.html"), "{beside:?}");
    // The first of five has the fifth below it.
    assert!(links("c2-103.html", "site-contents").contains("c2-104.html"));
}

#[test]
fn the_single_page_holds_every_chapter_below_the_books_title() {
    let site = Site::of(sample());
    let page = site.page("print.html");
    let chapters: Vec<_> = page.class("chapter").iter().map(|tag| tag.get("id").map(str::to_owned)).collect();
    let expected = ["preface", "one", "inner", "two", "three"].map(|slug| Some(slug.to_owned()));
    assert_eq!(chapters, expected);
    let openings = page.class("chapter-opening");
    let titles: Vec<_> = openings
        .iter()
        .flat_map(super::Tag::inner)
        .filter(|tag| tag.name == "h2")
        .map(|tag| tag.words())
        .collect();
    assert_eq!(titles, ["Preface", "Chapter 1 One", "Chapter 1.1 Inner", "Chapter 2 Two", "Chapter 4 Three"]);
    let lazy = page.with("loading", "lazy").len();
    assert_eq!(lazy, 0, "what is printed must be there");
    assert_eq!(site.page("two.html").with("loading", "lazy").len(), 1);
    let outside = page.all("a").into_iter().filter_map(|link| link.get("href").map(str::to_owned));
    let outside: Vec<_> = outside.filter(|address| !address.starts_with('#')).collect();
    assert_eq!(outside, ["index.html", "https://example.com/", "index.html"]);
}

#[test]
fn what_can_be_too_wide_scrolls_in_a_frame_that_keys_reach() {
    let site = Site::of(sample());
    for (path, class, name) in
        [("three.html", "table-frame", "Words."), ("inner.html", "equation-frame", "Equation\u{a0}1.1")]
    {
        let frame = site.page(path).class(class).remove(0);
        let facts =
            ["tabindex", "role", "aria-label"].map(|attribute| frame.get(attribute).map(str::to_owned));
        assert_eq!(facts, [Some("0".to_owned()), Some("group".to_owned()), Some(name.to_owned())]);
    }
}

#[test]
fn formulas_bring_their_face_and_others_do_not() {
    let face = "fonts/NewCMMath-Book.woff2";
    for (text, is_there) in [("So $x$.", true), ("So x.", false)] {
        let site = Site::of(Book::of(text));
        let is_asked_for = ["style.css", "404.html"].map(|path| site.text(path).contains(face));
        assert_eq!((site.has(face), is_asked_for), (is_there, [is_there, false]), "{text}");
    }
}

#[test]
fn an_arrow_over_a_letter_has_a_width() {
    let site = Site::of(Book::of("So $\\vec{v}$ is."));
    let page = site.text("chapter.html");
    assert!(page.contains("<mo stretchy=\"false\">→</mo>"), "{page}");
}

#[test]
fn a_book_from_right_to_left_says_so() {
    let site = Site::of(Book::of("```go\nx := 1\n```\n\n`x`").set("book.language=ar"));
    let page = site.page("chapter.html");
    let html = page.all("html").remove(0);
    assert_eq!((html.get("lang"), html.get("dir")), (Some("ar"), Some("rtl")));
    assert_eq!(page.all("pre")[0].get("dir"), Some("ltr"));
    assert_eq!(page.class("edition")[0].inner()[0].name, "bdi", "a date in English stays whole");
    assert_eq!(Site::of(Book::of("x")).page("chapter.html").all("html")[0].get("dir"), None);
}

#[test]
fn a_line_of_code_is_copied_as_it_was_written() {
    let code = "if x {\n\ty := \"a very long line that no page has room for, and that wraps on every screen there is\"\n\n}";
    let site = Site::of(Book::of(&format!("```go linenos start=9 {{2}}\n{code}\n```")));
    let page = site.page("chapter.html");
    let pre = page.all("pre").remove(0);
    let mut text = String::new();
    super::read(&pre.node, &mut text);
    assert_eq!(text.trim_end(), code, "numbers and marks are in the style sheet");
}

#[test]
fn every_way_back_from_a_note_is_called_what_it_shows() {
    let site = Site::of(Book::of("A.[^a] B.[^a]\n\n[^a]: N.\n"));
    let page = site.page("chapter.html");
    let links = page.with("role", "doc-backlink");
    let names: Vec<_> =
        links.iter().map(|link| (link.words(), link.get("aria-label").expect("a name"))).collect();
    let expected = [("↩", "Back to the text 1"), ("↩2", "Back to the text 1 ↩2")];
    assert_eq!(names, expected.map(|(words, name)| (words.to_owned(), name)));
}

#[test]
fn a_chapter_says_which_part_it_is_in_and_the_single_page_opens_parts() {
    let site = Site::of(sample());
    let part = |path: &str| -> Vec<String> {
        site.page(path).class("chapter-part").iter().map(super::Tag::words).collect()
    };
    assert_eq!(part("preface.html"), [] as [&str; 0]);
    assert_eq!(part("inner.html"), ["Part I: Basics"]);
    assert_eq!(part("three.html"), ["Part II: More"]);
    let page = site.page("print.html");
    let order: Vec<_> = page
        .elements()
        .into_iter()
        .filter(|tag| tag.has_class("part-opening") || tag.has_class("chapter"))
        .map(|tag| tag.get("id").map_or_else(|| tag.words(), str::to_owned))
        .collect();
    assert_eq!(order, ["preface", "Part I Basics", "one", "inner", "two", "Part II More", "three"]);
    assert!(part("print.html").is_empty(), "once is enough");
}
