//! What the front matter says a chapter is about, as readers see it.

use recto::diag::Diagnostics;
use recto::render::epub;
use recto::theme::Theme;

use crate::support::{Book, Found, fonts};

fn found(summary: &str, is_smart: &str) -> Found {
    let chapter = format!("---\nstatus: planned\nsummary: >\n{summary}\n---\n");
    let outline = "- [One](one.md)\n- [Maps](maps.md)\n";
    let book = Book::new().with("SUMMARY.md", outline).with("one.md", "# One\n\nText.\n");
    book.with("maps.md", chapter).set(&format!("book.smart-punctuation={is_smart}")).resolve()
}

fn summary(written: &str) -> Option<String> {
    found(&format!("  {written}"), "true").find("maps").summary.clone()
}

#[test]
fn a_summary_has_the_typographic_marks_of_text() {
    for (written, shown) in [
        (r#""Maps" aren't 'sets' -- or..."#, "“Maps” aren’t ‘sets’ – or…"),
        (r#"("a") ---"b"--- "#, "(“a”) —“b”—"),
        // It is no Markdown: what would be some is said as it stands.
        (r#"1. *a* "b" [c](d "e") <f g="h"> # i #"#, r#"1. *a* “b” [c](d "e") <f g="h"> # i #"#),
        ("--- # '90s &hellip; &quot;", "— # ’90s &hellip; &quot;"),
        // Never in code, and not in an address.
        (r#"`--set "x"` isn't "`--out`""#, r#"`--set "x"` isn’t “`--out`”"#),
        ("See https://example.com/a--b -- it's there", "See https://example.com/a--b – it’s there"),
        ("数组...", "数组…"),
    ] {
        assert_eq!(summary(written).as_deref(), Some(shown), "{written}");
    }
    assert_eq!(summary("How\n  it's\n\n  made").as_deref(), Some("How it’s made"), "it is one line");
}

#[test]
fn the_same_key_turns_them_off() {
    let written = r#""Maps" aren't -- sets..."#;
    assert_eq!(found(&format!("  {written}"), "false").find("maps").summary.as_deref(), Some(written));
}

#[test]
fn all_three_books_have_the_same_summary() {
    const SHOWN: &str = "“Maps” aren’t – sets…";
    let found = found(r#"  "Maps" aren't -- sets..."#, "true");
    let site = found.site();
    for page in ["index.html", "print.html"] {
        let text = String::from_utf8_lossy(site.get(page).expect("the page is there"));
        assert!(text.contains(&format!("<p class=\"summary\">{SHOWN}</p>")), "{page}: {text}");
    }
    let mut said = Diagnostics::new();
    let publication = epub::render(&found.book, &Theme::built_in(), &Vec::new(), fonts(), &[], &mut said);
    let page = publication.documents.iter().find(|document| document.path.ends_with("maps.xhtml"));
    let text = String::from_utf8_lossy(&page.expect("a planned chapter has a page").bytes).into_owned();
    assert!(text.contains(&format!("<p class=\"summary\">{SHOWN}</p>")), "{text}");
    let (project, _) = crate::pdf::project(&found);
    let sources = project.files.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes));
    assert!(sources.into_iter().any(|source| source.contains(&format!("summary: \"{SHOWN}\""))));
}
