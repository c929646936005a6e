//! What other programs say of the written books: EPUBCheck, Ace, veraPDF, qpdf, and a browser with axe-core.
//!
//! `tests/validate/install` brings them. What is not there is not run, and said so; where `RECTO_VALIDATORS` names their
//! folder, they must be.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::books::{Written, write, written};
use crate::support::{asked_for, not_run};

/// The validators' folder and every book; `None`, which is said of that one, where either is not.
fn validators(what: &str) -> Option<(PathBuf, &'static [Written])> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = || variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")));
    let home = asked_for().or_else(|| Some(cache()?.join("recto/validators")))?;
    if !home.join("pinned").exists() {
        not_run(what, &format!("it is not in {}; tests/validate/install brings it", home.display()));
        return None;
    }
    Some((home, written(what)?))
}

/// What a validator writes; it must not fail for another reason than its findings.
fn run(command: &mut Command) -> String {
    let run = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(
        run.status.success() || !said.trim().is_empty(),
        "{command:?}: {}",
        String::from_utf8_lossy(&run.stderr)
    );
    said
}

#[test]
fn epubcheck_finds_nothing() {
    let Some((home, books)) = validators("EPUBCheck") else { return };
    for book in books {
        let report = run(Command::new("java")
            .arg("-jar")
            .arg(home.join("epubcheck/epubcheck.jar"))
            .arg(&book.epub)
            .args(["--json", "-"]));
        let start = report.find('{').unwrap_or_else(|| panic!("{}: no report: {report}", book.name));
        let report: Value = serde_json::Deserializer::from_str(&report[start..])
            .into_iter()
            .next()
            .expect("a report")
            .expect("JSON");
        let version = report["checker"]["checkerVersion"].as_str().expect("a version");
        assert!(version.starts_with("5.3"), "EPUBCheck {version}");
        let messages = report["messages"].as_array().expect("messages");
        let bad: Vec<&Value> = messages
            .iter()
            .filter(|message| !matches!(message["severity"].as_str(), Some("INFO" | "USAGE")))
            .collect();
        assert!(bad.is_empty(), "{}: {bad:#?}", book.name);
        assert!(report["publication"]["title"].is_string(), "{}: it was read", book.name);
    }
}

#[test]
fn ace_finds_no_violation() {
    let Some((home, books)) = validators("Ace by DAISY") else { return };
    for book in books {
        let out = book.folder.with_extension("ace");
        run(Command::new(home.join("node"))
            .arg(home.join("node_modules/.bin/ace-puppeteer"))
            .env("PUPPETEER_EXECUTABLE_PATH", home.join("chromium"))
            .args(["-f", "-o"])
            .arg(&out)
            .arg(&book.epub));
        let report = std::fs::read_to_string(out.join("report.json")).expect("Ace writes a report");
        let report: Value = serde_json::from_str(&report).expect("JSON");
        let documents = report["assertions"].as_array().expect("assertions");
        let violations: Vec<&Value> = documents
            .iter()
            .flat_map(|document| document["assertions"].as_array().expect("a list"))
            .collect();
        assert!(violations.is_empty(), "{}: {violations:#?}", book.name);
        assert_eq!(report["earl:result"]["earl:outcome"], "pass", "{}", book.name);
    }
}

#[test]
fn verapdf_finds_every_pdf_compliant() {
    let Some((home, books)) = validators("veraPDF") else { return };
    let pdfs: Vec<PathBuf> = books.iter().map(|book| book.pdf.clone()).collect();
    compliant(&home, "ua1", &pdfs);
    let manuscript = Path::new(env!("CARGO_MANIFEST_DIR")).join("manuscript");
    for (flavour, standard) in [("2a", "pdf.standard=a-2a"), ("3a", "pdf.standard=a-3a")] {
        let archived = write(&manuscript, flavour, &[standard]);
        compliant(&home, flavour, &[archived.pdf]);
    }
}

fn compliant(home: &Path, flavour: &str, pdfs: &[PathBuf]) {
    let mut classes = vec![home.to_owned(), home.join("verapdf.jar")];
    let jars = [
        "jaxb-api",
        "jaxb-core",
        "jaxb-impl",
        "jaxb-runtime",
        "javax.activation",
        "txw2",
        "istack-commons-runtime",
        "stax-ex",
    ];
    classes.extend(jars.map(|jar| PathBuf::from(format!("/usr/share/java/{jar}.jar"))));
    let classes = std::env::join_paths(classes).expect("no colon in their names");
    let said = run(Command::new("java").arg("-cp").arg(classes).args(["VeraPdf", flavour]).args(pdfs));
    for pdf in pdfs {
        let line = format!("compliant\t{}", pdf.display());
        assert!(said.lines().any(|said| said == line), "{flavour}: {said}");
    }
}

#[test]
fn qpdf_finds_no_fault() {
    let Some((_, books)) = validators("qpdf") else { return };
    for book in books {
        let said = run(Command::new("qpdf").arg("--check").arg(&book.pdf));
        assert!(said.contains("No syntax or stream encoding errors found"), "{}: {said}", book.name);
    }
}

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

#[test]
fn what_is_left_out_is_said_and_nothing_may_be_where_the_folder_is_named() {
    let empty = tempfile::tempdir().expect("a temporary folder");
    let tests = |name: &str| {
        let mut tests = Command::new(std::env::current_exe().expect("the tests"));
        tests.args(["validators::", "--skip", "left_out"]).env_remove("RECTO_VALIDATORS");
        tests.env(name, empty.path()).output().expect("they run")
    };
    let run = tests("XDG_CACHE_HOME");
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    for what in ["EPUBCheck", "Ace by DAISY", "veraPDF", "qpdf", "Chromium with axe-core"] {
        let start = format!("not run: {what}: it is not in ");
        assert_eq!(said.lines().filter(|line| line.starts_with(&start)).count(), 1, "{said}");
    }
    let run = tests("RECTO_VALIDATORS");
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(!run.status.success() && said.contains(" 0 passed;"), "{said}");
}
