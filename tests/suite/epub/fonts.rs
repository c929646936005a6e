//! The faces that are embedded: those that are used, with the characters that are used.

use read_fonts::{FontRef, TableProvider};

use super::Epub;
use crate::support::Book;

fn has(epub: &Epub, face: &str, c: char) -> bool {
    let Some(bytes) = epub.files.get(&format!("OEBPS/fonts/{face}.ttf")) else { return false };
    let cmap = FontRef::new(bytes).expect("a font").cmap().expect("a map of characters");
    cmap.map_codepoint(c).is_some_and(|glyph| glyph.to_u32() != 0)
}

#[test]
fn a_face_has_the_characters_that_are_set_in_it() {
    let epub = Epub::of(Book::of("# A\n\nA **ß** and *ø* and `þ`.\n\n```go\nfunc é() {} // ñ\n```\n"));
    assert!(has(&epub, "RectoSerif-Bold", 'ß') && !has(&epub, "RectoSerif-Regular", 'ß'));
    assert!(has(&epub, "RectoSerif-Italic", 'ø') && !has(&epub, "RectoSerif-Regular", 'ø'));
    assert!(has(&epub, "JetBrainsMono-Regular", 'þ') && has(&epub, "JetBrainsMono-Regular", 'é'));
    assert!(has(&epub, "JetBrainsMono-Italic", 'ñ') && has(&epub, "JetBrainsMono-Bold", 'f'));
    assert!(has(&epub, "SourceSans3-Semibold", 'A'), "headings");
    assert!(!epub.has("fonts/RectoSerif-BoldItalic.ttf") && !epub.has("fonts/DejaVuSans.ttf"));
}

#[test]
fn a_fallback_has_what_the_others_lack() {
    let epub = Epub::of(Book::of("Text ⇒ ♞.\n\n```\n┌ ⇒\n```\n"));
    assert!(has(&epub, "DejaVuSans", '♞') && !has(&epub, "DejaVuSans", 'T'));
    assert!(has(&epub, "DejaVuSansMono", '⇒') || has(&epub, "JetBrainsMono-Regular", '⇒'));
    assert!(has(&epub, "JetBrainsMono-Regular", '┌'));
}

#[test]
fn what_style_sheets_put_there_is_in_the_faces() {
    let epub = Epub::of(Book::of("1. x\n\n---\n\n```go linenos\nx\n```\n"));
    assert!(has(&epub, "RectoSerif-Regular", '7') && has(&epub, "RectoSerif-Regular", '·'));
    assert!(has(&epub, "JetBrainsMono-Regular", '7'));
    assert!(has(&epub, "JetBrainsMono-Regular", '↪') || has(&epub, "DejaVuSansMono", '↪'));
}

#[test]
fn every_face_has_a_rule_and_every_rule_a_face() {
    let epub = Epub::of(Book::of("# A\n\n*Text* `code`.\n"));
    let css = epub.text("stylesheet.css");
    let files: Vec<_> = epub.files.keys().filter_map(|path| path.strip_prefix("OEBPS/fonts/")).collect();
    assert_eq!(css.matches("@font-face").count(), files.len());
    for file in files {
        assert!(css.contains(&format!("url(\"fonts/{file}\") format(\"truetype\")")), "{file}");
    }
}

#[test]
fn formulas_bring_their_face_whole_and_others_do_not() {
    let (name, bytes) = recto::theme::Face::of_formulas();
    let path = format!("fonts/{name}");
    let epub = Epub::of(Book::of("So $\\sqrt{x}$."));
    assert!(epub.files.get(&format!("OEBPS/{path}")).is_some_and(|file| file == bytes));
    let css = epub.text("stylesheet.css");
    assert!(css.contains(&format!("url(\"{path}\") format(\"woff2\")")), "{css}");
    assert!(css.contains("math { font-family: \"New Computer Modern Math\", math;"), "{css}");
    let package = epub.text("content.opf");
    let item = package.lines().find(|line| line.contains(&path)).expect("it is in the manifest");
    assert!(item.contains("media-type=\"font/woff2\""), "{item}");
    for book in [Book::of("So x."), Book::of("So $x$.").set("epub.fonts=false")] {
        let epub = Epub::of(book);
        assert!(!epub.has(&path) && !epub.text("stylesheet.css").contains("New Computer Modern Math"));
    }
}

#[test]
fn an_author_who_wants_no_fonts_gets_none() {
    let epub = Epub::of(Book::of("Text.").set("epub.fonts=false"));
    assert!(epub.files.keys().all(|path| !path.contains("fonts/")));
    assert!(!epub.text("stylesheet.css").contains("@font-face"));
}
