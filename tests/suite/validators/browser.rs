//! What a browser with axe-core says of every page.

use std::path::Path;
use std::process::Command;

use super::validators;

#[test]
fn a_browser_finds_no_fault_in_any_page() {
    let Some((home, books)) = validators("Chromium with axe-core") else { return };
    let sites: Vec<&Path> = books.iter().map(|book| book.site.as_path()).collect();
    let said = browse(&home, &sites);
    let faults: Vec<&str> = said.lines().filter(|line| line.starts_with("fault\t")).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    for book in books {
        let line = format!("pages\t{}\t{}", book.site.display(), book.pages().len());
        assert!(said.lines().any(|said| said == line), "{line}: {said}");
    }
}

fn browse(home: &Path, sites: &[&Path]) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/validate/site.mjs");
    let mut node = Command::new(home.join("node"));
    let run = node.env("RECTO_VALIDATORS", home).arg(script).args(sites).output().expect("Node runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8_lossy(&run.stdout).into_owned()
}

/// Pages by what is wrong with them: what is in their heads, what is in their texts, and what is said; nothing of the first.
const FAULTS: [(&str, &str, &str); 18] = [
    (VIEWPORT, "<p id=\"there\">Words, <a href=\"0.html#there\">and more</a>.</p>", ""),
    (VIEWPORT, "<p>Words</p><script>console.error(\"oh\")</script>", "console: oh"),
    (VIEWPORT, "<p>Words</p><script>throw new Error(\"no\")</script>", "script: no"),
    (
        VIEWPORT,
        "<p>Words</p><img src=\"http://127.0.0.1:9/dot.png\" alt=\"A dot\">",
        "asks for http://127.0.0.1:9/dot.png",
    ),
    (VIEWPORT, "<p>Words</p><img src=\"../dot.png\" alt=\"A dot\">", "leads to ../dot.png, which is outside"),
    (VIEWPORT, "<p>Words</p><img src=\"dot.png\" alt=\"A dot\">", "leads to dot.png, which is not there"),
    (VIEWPORT, "<p>Words, <a href=\"00.html\">and more</a>.</p>", "leads to 00.html, which is not there"),
    (
        VIEWPORT,
        "<p data-id=\"no\">Words, <a href=\"0.html#no\">and more</a>.</p>",
        "leads to 0.html#no, which is not in that page",
    ),
    (VIEWPORT, "<p style=\"color: #999\">Words</p>", "light: color-contrast"),
    (
        "<style>@media (prefers-color-scheme: dark) { p { color: #999 } }</style>",
        "<p>Words</p>",
        "dark: color-contrast",
    ),
    (VIEWPORT, "<p>Words</p><img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\">", "light: image-alt"),
    ("", "<p>Words</p>", "scrolls sideways at 320 pixels"),
    (VIEWPORT, "<p style=\"width: 330px\">Words</p>", "scrolls sideways at 320 pixels"),
    (VIEWPORT, "<p style=\"width: 700px\">Words</p>", "scrolls sideways at twice the size"),
    (VIEWPORT, "<p style=\"width: 50rem\">Words</p>", "scrolls sideways with text of twice the size"),
    (
        VIEWPORT,
        "<p style=\"font-size: 16px\">Words</p>",
        "stays small where readers ask for larger text: Words",
    ),
    (
        VIEWPORT,
        "<p style=\"height: 20px; overflow: hidden\">Words</p>",
        "cut off with text of twice the size",
    ),
    (
        VIEWPORT,
        "<p>Words</p><script>document.querySelector(\"p\").textContent = \"Others\"</script>",
        "other words without scripts",
    ),
];

const VIEWPORT: &str = "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">";

#[test]
fn each_fault_of_a_page_is_seen() {
    let Some((home, _)) = validators("Chromium with axe-core") else { return };
    let site = tempfile::tempdir().expect("a temporary folder");
    for (number, (head, body, _)) in FAULTS.iter().enumerate() {
        let page = format!(
            "<!DOCTYPE html>\n<html lang=\"en\"><head><title>A page</title>{head}</head><body><main><h1>A page</h1>{body}</main></body></html>\n"
        );
        std::fs::write(site.path().join(format!("{number}.html")), page).expect("a page is written");
    }
    let said = browse(&home, &[site.path()]);
    for (number, (head, body, expected)) in FAULTS.iter().enumerate() {
        let start = format!("fault\t{}\t{number}.html: ", site.path().display());
        let faults: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix(start.as_str())).collect();
        let is_seen = faults.iter().any(|fault| fault.starts_with(expected));
        assert!(if expected.is_empty() { faults.is_empty() } else { is_seen }, "{head}{body}: {faults:#?}");
    }
}
