//! Files that are missing, broken, or elsewhere.

use recto::config::Overrides;
use recto::diag::{Code, Diagnostics};
use recto::load::load;
use recto::render::flow::Medium;
use recto::source::Sources;

use super::{assert_place, book, chapter, large, place};
use crate::support::{Book, Found, PNG, huge_png};

#[test]
fn a_missing_chapter_is_reported_at_the_outlines_line() {
    let found =
        book(Book::new().with("SUMMARY.md", "# Summary\n\n- [One](oen.md)\n").with("one.md", "Text.\n"));
    assert_place(&found, Code::ChapterMissing, "SUMMARY.md", 3, 1);
    assert_eq!(found.findings[0].hints, ["did you mean `one.md`?"]);
}

#[test]
fn a_chapter_listed_twice_is_reported_at_the_second() {
    let found =
        book(Book::new().with("SUMMARY.md", "- [A](one.md)\n- [B](./one.md)\n").with("one.md", "Text.\n"));
    assert_place(&found, Code::ChapterTwice, "SUMMARY.md", 2, 1);
}

#[test]
fn an_empty_book_and_an_empty_chapter_are_reported() {
    assert_place(
        &book(Book::new().with("SUMMARY.md", "# Summary\n")),
        Code::OutlineEmpty,
        "SUMMARY.md",
        0,
        0,
    );
    assert_place(&book(Book::new()), Code::OutlineEmpty, "SUMMARY.md", 0, 0);
    for text in ["", "\n\n", "<!-- nothing -->\n", "[a]: https://example.com\n", "---\nslug: a\n---\n"] {
        assert_eq!(chapter(text).codes(), [Code::ChapterEmpty], "{text:?}");
    }
}

#[test]
fn a_text_that_is_not_utf8_is_named_with_its_line() {
    let found =
        book(Book::new().with("SUMMARY.md", "- [One](one.md)\n").with("one.md", b"# One\n\n\xff\xfe\n"));
    assert_place(&found, Code::NotUtf8, "one.md", 3, 1);
    assert!(found.findings[0].message.contains("line 3"), "{}", found.findings[0].message);
    let found = book(Book::of("Text.\n\n{{#include a.bin}}\n").with("a.bin", b"\x80"));
    assert_place(&found, Code::NotUtf8, "chapter.md", 3, 1);
}

#[test]
fn a_cycle_of_includes_is_reported_at_the_line_that_closes_it() {
    let found = book(
        Book::of("{{#include a.txt}}\n")
            .with("a.txt", "A\n\n{{#include b.txt}}\n")
            .with("b.txt", "B {{#include a.txt}}\n"),
    );
    assert_place(&found, Code::IncludeCycle, "b.txt", 1, 3);
}

#[test]
fn paths_that_leave_the_folder_are_refused_in_every_spelling() {
    for path in ["../x", "a/../../x", "..%2fx", "..\\x", "%2e%2e/x", "a/%2e%2e/%2e%2e/x"] {
        let found = chapter(format!("{{{{#include {path}}}}}\n\n![x](<{path}>)\n"));
        let codes = found.codes();
        assert_eq!(codes, [Code::PathOutside, Code::PathOutside], "{path}: {}", found.findings_text());
    }
}

#[test]
fn an_include_of_an_include_is_read_from_its_own_folder() {
    let found = book(Book::of("{{#include a/b.txt}}\n").with("a/b.txt", "{{#include ../../x}}\n"));
    assert_place(&found, Code::PathOutside, "a/b.txt", 1, 1);
}

#[test]
fn includes_that_double_at_every_step_end_in_a_finding() {
    let mut files = Book::of("{{#include 0.txt}}\n");
    for step in 0..40 {
        let line = format!("{{{{#include {}.txt}}}}\n", step + 1);
        files = files.with(&format!("{step}.txt"), line.repeat(2));
    }
    let found = book(files.with("40.txt", "text\n"));
    assert!(found.codes().contains(&Code::FileTooLarge), "{:?}", found.codes().first());
}

#[test]
fn includes_as_deep_as_they_like_end_in_a_finding() {
    let mut files = Book::of("{{#include 0.txt}}\n");
    for step in 0..5000 {
        files = files.with(&format!("{step}.txt"), format!("{{{{#include {}.txt}}}}\n", step + 1));
    }
    let found = book(files.with("5000.txt", "text\n"));
    assert!(found.codes().contains(&Code::NestingTooDeep), "{:?}", found.codes());
}

#[test]
fn images_that_are_broken_are_errors_at_their_lines() {
    let cut = include_bytes!("../../spec/images/cut.png");
    let found = book(
        Book::of("# One\n\n![cut](cut.png)\n\nA ![text](text.png) and ![empty](empty.gif)\n")
            .with("cut.png", cut)
            .with("text.png", "no image")
            .with("empty.gif", ""),
    );
    let places: Vec<_> =
        found.places().into_iter().map(|(code, _, line, column)| (code, line, column)).collect();
    assert_eq!(places, [(Code::ImageBroken, 3, 1), (Code::ImageBroken, 5, 3), (Code::ImageBroken, 5, 25)]);
}

#[test]
fn an_image_of_another_type_than_its_name_is_shown_as_what_it_is() {
    let found = book(Book::of("![x](a.svg)\n").with("a.svg", PNG));
    assert_place(&found, Code::ImageType, "chapter.md", 1, 1);
    assert!(found.body("chapter", Medium::Web).contains("src=\"images/a.png\""));
}

#[test]
fn an_image_of_too_many_pixels_is_refused_before_it_is_decoded() {
    let found = book(Book::of("![x](a.png)\n").with("a.png", huge_png()));
    assert_place(&found, Code::ImageTooLarge, "chapter.md", 1, 1);
    assert!(found.findings[0].message.contains("30000 × 30000"), "{}", found.findings[0].message);
}

#[test]
fn every_name_is_one_for_a_file_on_any_system() {
    let long = "章".repeat(80);
    let titles = ["Con", "aux", "COM1", "lpt9", "Nul", &long, &"a ".repeat(200), &"b".repeat(300)];
    let mut outline = String::new();
    let mut files = Book::new().set(&format!("book.title={long}")).set("book.slug=nul");
    for title in titles {
        // Twice: one of them with a number behind it.
        outline.push_str(&format!("- [{title}]()\n- [{title}]()\n"));
    }
    for name in ["con", &long, &"c-".repeat(120)] {
        let text = format!("![x](<{name}.png>) ![x](<a/{name}.png>)\n");
        outline.push_str(&format!("- [x](<{name}.md>)\n"));
        files = files.with(&format!("{name}.md"), text);
        files = files.with(&format!("{name}.png"), PNG).with(&format!("a/{name}.png"), PNG);
    }
    let found = large(files.with("SUMMARY.md", outline));
    let chapters = found.book.book.chapters.iter().map(|chapter| format!("{}.xhtml", chapter.slug));
    let site = found.site();
    let names = site.iter().map(|(path, _)| path.rsplit('/').next().unwrap_or(path).to_owned());
    let book = format!("{}.epub", found.book.book.meta.slug);
    for name in names.chain(chapters).chain([book]) {
        let stem = name.split('.').next().unwrap_or(&name);
        assert!(name.len() < 160, "{} bytes: {name}", name.len());
        assert!(!["con", "aux", "com1", "lpt9", "nul"].contains(&stem), "{name}");
    }
}

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 9 9\">";

fn drawing(svg: &str) -> Found {
    book(Book::of("![x](a.svg)\n").with("a.svg", svg))
}

fn drawn(found: &Found) -> String {
    let asset = found.book.assets.first().expect("it is shown");
    String::from_utf8(asset.bytes.to_vec()).expect("a drawing is UTF-8")
}

#[test]
fn what_runs_in_a_drawing_is_left_out_and_named() {
    let found = drawing(&format!(
        "{SVG}<script>alert(1)</script><rect width=\"9\" height=\"9\" onclick=\"x()\"/><a xlink:href=\"javascript:x\"><rect width=\"1\" height=\"1\"/></a><foreignObject><b>x</b></foreignObject><image href=\"https://example.com/x.png\" width=\"9\" height=\"9\"/></svg>"
    ));
    assert_place(&found, Code::ImageUnsafe, "chapter.md", 1, 1);
    for part in ["<script>", "onclick", "javascript:x", "<foreignObject>", "https://example.com/x.png"] {
        assert!(found.findings[0].message.contains(part), "{part}: {}", found.findings[0].message);
    }
    let drawn = drawn(&found);
    assert!(
        !["script", "onclick", "foreign", "example.com"].iter().any(|word| drawn.contains(word)),
        "{drawn}"
    );
}

#[test]
fn entities_that_laugh_are_refused() {
    let mut svg = String::from("<!DOCTYPE svg [<!ENTITY a0 \"ha\">");
    for step in 1..30 {
        svg.push_str(&format!("<!ENTITY a{step} \"{}\">", format!("&a{};", step - 1).repeat(10)));
    }
    svg.push_str(&format!("]>{SVG}<text>&a29;</text></svg>"));
    let found = drawing(&svg);
    assert_eq!(place(&found, Code::ImageBroken).1, 1);
}

#[test]
fn entities_of_files_are_not_read() {
    let svg =
        format!("<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>{SVG}<text>&x;</text></svg>");
    let found = drawing(&svg);
    assert!(!found.codes().is_empty() || !drawn(&found).contains("text"));
}

#[test]
fn drawings_that_use_themselves_or_nest_without_end_are_refused_or_drawn() {
    for svg in [
        format!("{SVG}<g id=\"a\"><use href=\"#a\"/></g></svg>"),
        format!(
            "{SVG}<defs><pattern id=\"p\" width=\"1\" height=\"1\"><rect fill=\"url(#p)\" width=\"1\" height=\"1\"/></pattern></defs><rect fill=\"url(#p)\" width=\"9\" height=\"9\"/></svg>"
        ),
        format!("{SVG}{}{}</svg>", "<g>".repeat(2000), "</g>".repeat(2000)),
        format!("{SVG}{}</svg>", "<g>".repeat(200_000)),
        SVG.replace("0 0 9 9", "0 0 1e30 1e30") + "</svg>",
        SVG.replace("0 0 9 9", "0 0 0 0") + "</svg>",
        SVG.replace("viewBox=\"0 0 9 9\"", "width=\"30000\" height=\"30000\"") + "</svg>",
        "<svg".to_owned(),
        "<svg/>".to_owned(),
        format!("{SVG}</svg><svg/>"),
    ] {
        drawing(&svg);
    }
}

#[test]
fn uses_that_double_at_every_step_are_refused_in_time() {
    let mut svg = format!("{SVG}<defs><rect id=\"u0\" width=\"1\" height=\"1\"/>");
    for step in 1..40 {
        svg.push_str(&format!("<g id=\"u{step}\"><use href=\"#u{0}\"/><use href=\"#u{0}\"/></g>", step - 1));
    }
    svg.push_str("</defs><use href=\"#u39\"/></svg>");
    let found = drawing(&svg);
    assert_eq!(place(&found, Code::ImageBroken).1, 1);
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use recto::config::Overrides;
    use recto::diag::{Code, Diagnostics};
    use recto::source::Sources;

    use crate::support::{Found, PNG};

    fn found(chapter: &str, prepare: impl Fn(&std::path::Path)) -> Found {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let book = folder.path().join("book");
        std::fs::create_dir(&book).expect("a folder is made");
        let toml = "[book]\ntitle = 'T'\nlanguage = 'en'\nidentifier = 'urn:x:1'\n";
        for (name, text) in [("book.toml", toml), ("SUMMARY.md", "- [One](one.md)\n"), ("one.md", chapter)] {
            std::fs::write(book.join(name), text).expect("a file is written");
        }
        std::fs::write(folder.path().join("secret.txt"), "secret\n").expect("a file is written");
        std::fs::write(folder.path().join("secret.png"), PNG).expect("a file is written");
        prepare(&book);
        let (sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
        let manuscript = recto::load::load(&book, &Overrides::default(), &sources, &mut diagnostics)
            .expect("there is a manuscript");
        Found::of(manuscript, sources, diagnostics)
    }

    #[test]
    fn a_link_out_of_the_folder_is_not_followed() {
        let text = "{{#include link.txt}}\n\n![x](link.png)\n\n{{#include folder/secret.txt}}\n";
        let found = found(text, |book| {
            symlink("../secret.txt", book.join("link.txt")).expect("a link is made");
            symlink("../secret.png", book.join("link.png")).expect("a link is made");
            symlink("..", book.join("folder")).expect("a link is made");
        });
        assert_eq!(found.codes(), [Code::PathOutside; 3], "{}", found.findings_text());
        let lines: Vec<usize> = found.places().into_iter().map(|place| place.2).collect();
        assert_eq!(lines, [1, 3, 5]);
    }

    #[test]
    fn a_link_within_the_folder_is_followed() {
        let found = found("{{#include link.txt}}\n", |book| {
            std::fs::write(book.join("text.txt"), "text\n").expect("a file is written");
            symlink("text.txt", book.join("link.txt")).expect("a link is made");
        });
        assert_eq!(found.codes(), []);
    }

    #[test]
    fn a_link_to_itself_and_a_folder_are_no_files() {
        let found = found("{{#include link.txt}}\n\n{{#include sub}}\n", |book| {
            symlink("link.txt", book.join("link.txt")).expect("a link is made");
            std::fs::create_dir(book.join("sub")).expect("a folder is made");
        });
        assert_eq!(found.codes(), [Code::FileUnreadable, Code::FileUnreadable], "{}", found.findings_text());
    }
}

#[test]
fn an_include_that_is_too_large_is_named_at_its_line() {
    let found = book(Book::of("Text.\n\n{{#include a.txt}}\n").with("a.txt", vec![b'x'; 65 << 20]));
    assert_place(&found, Code::FileTooLarge, "chapter.md", 3, 1);
}

#[test]
fn a_file_of_gigabytes_is_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let write = |name: &str, text: &str| std::fs::write(path(name), text).expect("it can be written");
    write("book.toml", "[book]\ntitle = 'T'\nlanguage = 'en'\nidentifier = 'urn:x:1'\n");
    write("SUMMARY.md", "- [One](one.md)\n- [Large](large.md)\n");
    write("one.md", "Text.\n\n{{#include large.md:1}}\n");
    let file = std::fs::File::create(path("large.md")).expect("it can be made");
    file.set_len(5 << 30).expect("a file may have holes");
    let sources = Sources::default();
    let mut diagnostics = Diagnostics::new();
    let manuscript = load(folder.path(), &Overrides::default(), &sources, &mut diagnostics).expect("a book");
    let found = Found::of(manuscript, sources, diagnostics);
    let places = found.places();
    let places: Vec<_> = places.iter().map(|(code, path, line, _)| (*code, path.as_str(), *line)).collect();
    assert!(places.contains(&(Code::FileTooLarge, "one.md", 3)), "{places:?}");
    assert!(places.contains(&(Code::FileTooLarge, "SUMMARY.md", 2)), "{places:?}");
}
