//! What pages say of themselves.

use super::{Site, Tag, sample};
use crate::support::PNG;

fn published() -> crate::support::Book {
    sample()
        .set("html.url=https://example.com/read")
        .set("book.description=All of it.")
        .set("book.isbn.html=978-0-306-40615-7")
        .set("book.subjects=[\"Heaps\", \"Stacks\"]")
}

#[test]
fn cards_say_what_a_link_leads_to() {
    let site = Site::of(published());
    let property = |path: &str, name: &str| site.page(path).meta("property", name);
    let some = |words: &str| Some(words.to_owned());
    assert_eq!(property("index.html", "og:type"), some("book"));
    assert_eq!(property("index.html", "og:url"), some("https://example.com/read/"));
    assert_eq!(property("index.html", "og:title"), some("The Book"));
    assert_eq!(property("index.html", "og:description"), some("All of it."));
    assert_eq!(property("index.html", "book:isbn"), some("978-0-306-40615-7"));
    assert_eq!(property("index.html", "book:release_date"), some("2026-01-02"));
    assert_eq!(property("one.html", "og:type"), some("article"));
    assert_eq!(property("one.html", "og:title"), some("One"));
    assert_eq!(property("one.html", "og:site_name"), some("The Book"));
    assert_eq!(property("one.html", "og:description"), some("How it begins."));
    assert_eq!(property("two.html", "og:description"), some("All of it."));
    assert_eq!(site.page("one.html").link("canonical"), some("https://example.com/read/one.html"));
}

#[test]
fn a_card_has_a_picture() {
    let image = |site: &Site| {
        let page = site.page("one.html");
        ["og:image", "og:image:width", "og:image:height"]
            .map(|name| page.meta("property", name).expect("said"))
    };
    let drawn = Site::of(published());
    assert_eq!(image(&drawn), ["https://example.com/read/images/_card.png", "1200", "630"]);
    let bytes = drawn.0.get("images/_card.png").expect("the picture is there");
    let size = image::load_from_memory(bytes).expect("a picture").to_rgb8().dimensions();
    assert_eq!(size, (1200, 630));

    let given = Site::of(published().set("book.cover=dot.png").with("dot.png", PNG));
    assert_eq!(image(&given), ["https://example.com/read/images/dot.png", "1", "1"]);
    assert!(!given.has("images/_card.png"));

    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"30\"><path d=\"M0 0h20v30H0z\"/></svg>";
    let svg = Site::of(published().set("book.cover=front.svg").with("front.svg", svg));
    let [address, width, height] = image(&svg);
    let path = address.strip_prefix("https://example.com/read/").expect("on the site");
    let bytes = svg.0.get(path).expect("it is there");
    assert!(bytes.starts_with(b"\x89PNG"), "{path} is what cards can show");
    let size = image::load_from_memory(bytes).expect("a picture").to_rgb8().dimensions();
    assert_eq!((width, height), (size.0.to_string(), size.1.to_string()), "the size of what is named");
    assert_eq!(size, (40, 60));
}

#[test]
fn the_sitemap_names_what_is_written() {
    let site = Site::of(published());
    let xml = site.text("sitemap.xml");
    let document = roxmltree::Document::parse(xml).expect("XML");
    let texts = |name: &str| -> Vec<String> {
        let nodes = document.descendants().filter(|node| node.tag_name().name() == name);
        nodes.filter_map(|node| node.text()).map(str::to_owned).collect()
    };
    let pages = ["", "preface.html", "one.html", "inner.html", "two.html", "three.html"];
    assert_eq!(texts("loc"), pages.map(|page| format!("https://example.com/read/{page}")));
    assert!(texts("lastmod").iter().all(|date| date == "2026-01-02"));
}

#[test]
fn a_site_of_no_known_address_claims_none() {
    let site = Site::of(sample());
    assert!(!site.has("sitemap.xml") && !site.has("images/_card.png"));
    for page in site.pages() {
        assert_eq!((page.link("canonical"), page.meta("property", "og:url")), (None, None), "{}", page.path);
    }
}

#[test]
fn what_says_the_same_again_is_not_for_search_engines() {
    let site = Site::of(published());
    let robots = |path: &str| site.page(path).meta("name", "robots");
    assert_eq!(["print.html", "404.html"].map(robots), [(); 2].map(|()| Some("noindex".to_owned())));
    assert_eq!(["index.html", "one.html"].map(robots), [None, None]);
}

#[test]
fn the_page_for_wrong_addresses_asks_for_no_file() {
    for (book, base) in [(published(), Some("https://example.com/read/")), (sample(), None)] {
        let site = Site::of(book.set("book.language=de"));
        let page = site.page("404.html");
        assert_eq!(page.all("h1")[0].words(), "Diese Seite gibt es nicht");
        let base_is = page.all("base").first().and_then(|tag| tag.get("href")).map(str::to_owned);
        assert_eq!(base_is.as_deref(), base);
        let asking: Vec<_> = page
            .elements()
            .into_iter()
            .filter(|tag| {
                tag.get("src").is_some() || (tag.name == "link" && tag.get("rel") != Some("canonical"))
            })
            .map(|tag| tag.name)
            .collect();
        assert_eq!(asking, [] as [&str; 0], "it is sent for pages at any depth");
        assert_eq!(page.all("style").len(), 1);
        let in_page =
            page.all("a").into_iter().filter(|link| link.get("href").is_some_and(|at| at.starts_with('#')));
        assert_eq!(in_page.count(), 0, "beside a base they would lead away");
    }
}

#[test]
fn the_page_for_wrong_addresses_looks_as_the_author_wants() {
    let sheets =
        [("author-a.css", "h1 { color: red }\n"), ("author-b.css", "h1::after { content: \"</style>\" }")];
    let site = Site::styled(sample(), &sheets);
    let page = site.page("404.html");
    assert!(page.faults.is_empty(), "{:?}", page.faults);
    assert!(page.all("link").iter().all(|link| link.get("rel") != Some("stylesheet")), "it asks for no file");
    let styles: Vec<String> = page.all("style").iter().map(Tag::words).collect();
    // Behind the program's own, and none can end what holds it.
    assert_eq!(styles[1..], ["h1 { color: red }", r#"h1::after { content: "<\/style>" }"#]);
    assert!(page.class("title-page")[0].words().starts_with("This page does not exist"));
    assert_eq!(site.text("author-b.css"), sheets[1].1, "elsewhere it is the author's file");
}

#[test]
fn titles_name_chapter_and_book() {
    let site = Site::of(sample());
    let title = |path: &str| site.page(path).all("title")[0].words();
    assert_eq!(title("index.html"), "The Book");
    assert_eq!(title("one.html"), "One · The Book");
    assert_eq!(title("print.html"), "Single page · The Book");
}
