//! The archive and the package document.

use std::io::Cursor;

use super::{Epub, parts, xml};
use crate::support::{Book, PNG};

#[test]
fn the_media_type_comes_first_and_the_rest_is_sorted() {
    let epub = Epub::of(parts());
    let mut archive = zip::ZipArchive::new(Cursor::new(&epub.bytes)).expect("an archive");
    let mut names = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index(index).expect("a file");
        let name = file.name().expect("UTF-8").into_owned();
        assert_eq!(file.last_modified().map(|time| time.to_string()).as_deref(), Some("1980-01-01 00:00:00"));
        assert_eq!(file.unix_mode(), Some(0o100_644), "{name}");
        let is_stored = name == "mimetype" || name.ends_with(".png");
        assert_eq!(file.compression() == zip::CompressionMethod::Stored, is_stored, "{name}");
        names.push(name);
    }
    assert_eq!(names[0], "mimetype");
    assert!(names[1..].is_sorted(), "{names:?}");
    assert_eq!(epub.files["mimetype"], b"application/epub+zip");
    // OCF §4.3: name and content stand at fixed places, so that the type can be seen without unpacking.
    assert_eq!(&epub.bytes[30..58], b"mimetypeapplication/epub+zip");
}

#[test]
fn the_same_book_makes_the_same_bytes() {
    assert_eq!(Epub::of(parts()).bytes, Epub::of(parts()).bytes);
}

#[test]
fn the_manifest_lists_every_file_once_and_nothing_else() {
    let book = parts().with("two.md", "# Two\n\n![A](a.svg)\n\n![B](b.png)\n").with("b.png", PNG).with(
        "a.svg",
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z'/></svg>",
    );
    let epub = Epub::of(book);
    let opf = xml(epub.text("content.opf"));
    let items = opf.descendants().filter(|node| node.tag_name().name() == "item");
    let mut listed: Vec<_> =
        items.map(|item| format!("OEBPS/{}", item.attribute("href").expect("a path"))).collect();
    listed.sort();
    let outside = ["META-INF/", "OEBPS/content.opf", "mimetype"];
    let files = epub.files.keys().filter(|path| !outside.iter().any(|start| path.starts_with(start)));
    assert_eq!(listed, files.cloned().collect::<Vec<_>>());
    assert!(epub.has("images/a.svg") && epub.has("images/a.fallback.png") && epub.has("images/b.png"));
}

#[test]
fn files_are_named_by_slugs_in_the_order_of_reading() {
    let epub = Epub::of(parts());
    assert_eq!(
        epub.spine(),
        [
            "cover.xhtml",
            "title-page.xhtml",
            "copyright.xhtml",
            "nav.xhtml",
            "preface.xhtml",
            "part_basics.xhtml",
            "one.xhtml",
            "nested.xhtml",
            "to-come.xhtml",
            "part_advanced-more.xhtml",
            "two.xhtml",
            "glossary.xhtml",
        ]
    );
}

#[test]
fn ids_stay_when_a_chapter_comes_before() {
    let ids = |summary: &str| -> Vec<String> {
        let book =
            Book::new().with("SUMMARY.md", summary).with("a.md", "# A\n\nx\n").with("b.md", "# B\n\nx\n");
        let epub = Epub::of(book);
        let ids = [epub.text("content.opf"), epub.text("toc.ncx")].map(|text| {
            let document = xml(text);
            let nodes = document.descendants().filter_map(|node| node.attribute("id"));
            nodes.map(str::to_owned).collect::<Vec<_>>()
        });
        ids.concat()
    };
    let before = ids("- [B](b.md)\n");
    let after = ids("- [A](a.md)\n- [B](b.md)\n");
    assert!(before.contains(&"nav_b.xhtml".to_owned()), "{before:?}");
    assert!(before.iter().all(|id| after.contains(id)), "{before:?} {after:?}");
}

#[test]
fn parts_of_one_title_have_files_of_their_own() {
    let summary = "# Summary\n\n# Same\n\n- [A](a.md)\n\n# Same\n\n- [B](b.md)\n";
    let book = Book::new().with("SUMMARY.md", summary).with("a.md", "x").with("b.md", "x");
    let epub = Epub::of(book);
    assert!(epub.has("part_same_a.xhtml") && epub.has("part_same_b.xhtml"), "{:?}", epub.spine());
}

#[test]
fn pictures_of_one_name_are_told_apart() {
    let book = Book::of("![One](a/x.png)\n\n![Two](b/x.png)\n").with("a/x.png", PNG).with("b/x.png", PNG);
    let epub = Epub::of(book);
    let pictures = epub.files.keys().filter(|path| path.starts_with("OEBPS/images/x-"));
    assert_eq!(pictures.count(), 2);
}

#[test]
fn every_document_is_well_formed_and_says_its_language() {
    for language in ["en", "zh-Hans", "ar"] {
        let epub = Epub::of(parts().set(&format!("book.language={language}")));
        let documents = epub.files.keys().filter(|path| path.ends_with(".xhtml"));
        for path in documents {
            let document = xml(epub.text(path.strip_prefix("OEBPS/").expect("beside the package")));
            let root = document.root_element();
            let xml_lang = root.attribute(("http://www.w3.org/XML/1998/namespace", "lang"));
            assert_eq!((root.attribute("lang"), xml_lang), (Some(language), Some(language)), "{path}");
            assert_eq!(root.attribute("dir"), (language == "ar").then_some("rtl"), "{path}");
            let title = document.descendants().find(|node| node.tag_name().name() == "title");
            assert!(title.and_then(|title| title.text()).is_some_and(|words| !words.is_empty()), "{path}");
        }
    }
}

#[test]
fn pages_of_a_book_from_right_to_left_turn_so() {
    let direction = |language: &str| {
        let epub = Epub::of(Book::of("`code`\n\n```\nx\n```\n").set(&format!("book.language={language}")));
        let opf = xml(epub.text("content.opf"));
        let spine = opf.descendants().find(|node| node.tag_name().name() == "spine").expect("a spine");
        let turns = spine.attribute("page-progression-direction").map(str::to_owned);
        (
            turns,
            epub.text("chapter.xhtml").matches("dir=\"ltr\"").count(),
            epub.text("stylesheet.css").to_owned(),
        )
    };
    let (turns, code, css) = direction("he");
    assert_eq!((turns.as_deref(), code), (Some("rtl"), 2));
    assert!(css.contains("padding-inline-start"));
    let (turns, code, css) = direction("en");
    assert_eq!((turns.as_deref(), code), (Some("ltr"), 0));
    assert!(!css.contains("-inline-") && !css.contains("var(") && css.contains("padding-left"));
}

#[test]
fn formulas_are_told_to_the_manifest_of_their_document_alone() {
    let book = Book::new().with("a.md", "# A\n\n$x^2$\n").with("b.md", "# B\n\nNone.\n");
    let epub = Epub::of(book);
    let opf = xml(epub.text("content.opf"));
    let properties = |path: &str| {
        let item = opf.descendants().find(|node| node.attribute("href") == Some(path)).expect("an item");
        item.attribute("properties").map(str::to_owned)
    };
    assert_eq!(properties("a.xhtml").as_deref(), Some("mathml"));
    assert_eq!(properties("b.xhtml"), None);
    assert_eq!(properties("nav.xhtml").as_deref(), Some("nav"));
    let epub = Epub::of(Book::of("# A\n\n## About $x^2$\n\nText.\n"));
    assert!(epub.text("content.opf").contains("properties=\"nav mathml\""));
}

#[test]
fn the_authors_style_sheets_come_last() {
    let book = Book::of("Text.").with("mine.css", "p { color: red; }").set("epub.css=mine.css");
    let epub = Epub::of(book);
    let page = epub.text("chapter.xhtml");
    let places = ["stylesheet.css", "modern.css", "mine.css"].map(|name| page.find(name).expect("a link"));
    assert!(places.is_sorted());
    assert_eq!(epub.text("mine.css"), "p { color: red; }");
}

#[test]
fn an_empty_book_is_still_one() {
    let epub = Epub::of(Book::new().with("SUMMARY.md", "# Summary\n"));
    assert_eq!(epub.spine(), ["cover.xhtml", "title-page.xhtml", "copyright.xhtml", "nav.xhtml"]);
    assert!(epub.text("nav.xhtml").contains("<li><a href=\"title-page.xhtml\">The Book</a>"));
    assert!(epub.text("toc.ncx").contains("src=\"title-page.xhtml\""));
}
