//! The cover: the author's or a typographic one.

use recto::diag::Code;
use recto::theme::Theme;

use super::{Epub, xml};
use crate::support::{Book, PNG};

fn cover_item(epub: &Epub) -> (String, String) {
    let opf = xml(epub.text("content.opf"));
    let item = opf.descendants().find(|node| node.attribute("properties") == Some("cover-image"));
    let item = item.expect("a cover");
    let name = |name| item.attribute(name).expect("an attribute").to_owned();
    (name("href"), name("media-type"))
}

#[test]
fn a_book_without_a_picture_has_a_typographic_cover() {
    let epub = Epub::of(Book::of("Text.").set("book.authors=[\"Ada & Co\"]").set("book.subtitle=A <Sub>"));
    assert_eq!(cover_item(&epub), ("images/_cover.png".to_owned(), "image/png".to_owned()));
    let picture = image::load_from_memory(&epub.files["OEBPS/images/_cover.png"]).expect("a picture");
    assert_eq!((picture.width(), picture.height()), (1600, 2400));
    let page = xml(epub.text("cover.xhtml"));
    let shown = page.descendants().find(|node| node.tag_name().name() == "img").expect("a picture");
    assert_eq!(shown.attribute("src"), Some("images/_cover.png"));
    assert_eq!(shown.attribute("alt"), Some("Cover: The Book, A <Sub>, by Ada & Co"));
    assert_eq!(epub.findings.iter().count(), 0);
}

#[test]
fn the_authors_picture_is_the_cover() {
    let epub = Epub::of(Book::of("Text.").with("art/front.png", PNG).set("book.cover=art/front.png"));
    assert_eq!(cover_item(&epub), ("images/front.png".to_owned(), "image/png".to_owned()));
    assert!(!epub.has("images/_cover.png"));
}

#[test]
fn a_drawing_is_a_cover_as_pixels() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='20' height='30'><path d='M0 0h20v30z'/></svg>";
    let epub = Epub::of(Book::of("Text.").with("front.svg", svg).set("book.cover=front.svg"));
    assert_eq!(cover_item(&epub), ("images/front.fallback.png".to_owned(), "image/png".to_owned()));
    assert!(!epub.has("images/front.svg"), "nothing shows it");
}

#[test]
fn a_picture_that_is_cover_and_figure_is_there_once() {
    let epub = Epub::of(Book::of("![It](front.png)").with("front.png", PNG).set("book.cover=front.png"));
    assert_eq!(epub.text("content.opf").matches("href=\"images/front.png\"").count(), 1);
}

#[test]
fn a_title_that_no_face_can_draw_is_reported() {
    let epub = Epub::of(Book::of("Text.").set("book.title=Go 🦫"));
    let codes: Vec<_> = epub.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::GlyphMissing]);
}

#[test]
fn titles_of_ideographs_are_broken_into_lines() {
    let long = "深入理解计算机系统内存管理，与垃圾回收机制的设计";
    let book = Book::of("Text.").set(&format!("book.title={long}")).resolve();
    let svg = recto::theme::cover::svg(&Theme::built_in(), &book.book.book.meta, &[]);
    let document = xml(&svg);
    let texts = document.descendants().filter(|node| node.tag_name().name() == "text");
    let mut shown = String::new();
    for text in texts {
        let nodes = text.descendants().filter(|node| node.is_text());
        let line: String = nodes.filter_map(|node| node.text()).collect();
        let size: f64 = text.attribute("font-size").and_then(|size| size.parse().ok()).expect("a size");
        assert!(size * line.chars().count() as f64 <= 1400.0, "{line}");
        assert!(!line.starts_with('，'), "{line}");
        shown.push_str(&line);
    }
    assert_eq!(shown, long);
}
