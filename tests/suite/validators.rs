//! What other programs say of the written books: EPUBCheck, Ace, veraPDF, qpdf, and a browser with axe-core.
//!
//! `tests/validate/install` brings them. What is not there is not run, and said so; where `RECTO_VALIDATORS` names their
//! folder, they must be. The books are `manuscript/`, those of `tests/books/`, and the folders that `RECTO_CORPORA` names.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use serde_json::Value;

/// A book with its three files.
struct Written {
    name: String,
    /// The folder that they are in.
    folder: PathBuf,
}

impl Written {
    /// The file or folder whose name ends so.
    fn path(&self, end: &str) -> PathBuf {
        let files = std::fs::read_dir(&self.folder)
            .expect("the books' folder")
            .map(|entry| entry.expect("an entry").path());
        files
            .into_iter()
            .find(|path| path.to_str().is_some_and(|path| path.ends_with(end)))
            .unwrap_or_else(|| panic!("{} has no {end}", self.name))
    }
}

/// Every book, written once for all tests.
static BOOKS: LazyLock<Vec<Written>> =
    LazyLock::new(|| manuscripts().iter().map(|folder| write(folder, &[])).collect());

fn manuscripts() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![root.join("manuscript")];
    let books = std::fs::read_dir(root.join("tests/books")).expect("the books");
    found.extend(books.map(|entry| entry.expect("an entry").path()));
    found.sort();
    #[expect(clippy::disallowed_methods, reason = "the tests' own switch")]
    let corpora = std::env::var_os("RECTO_CORPORA").unwrap_or_default();
    found.extend(std::env::split_paths(&corpora).filter(|path| path.is_dir()));
    found
}

/// Writes a manuscript's books into the folder for what tests write.
fn write(manuscript: &Path, set: &[&str]) -> Written {
    let name = manuscript.file_name().expect("a folder").to_string_lossy().into_owned();
    let folder =
        Path::new(env!("CARGO_TARGET_TMPDIR")).join("validated").join(format!("{name}{}", set.concat()));
    let run = Command::new(env!("CARGO_BIN_EXE_recto"))
        .args(["build", "--no-cache", "--date", "2026-01-01", "--out"])
        .arg(&folder)
        .arg(manuscript)
        .args(set.iter().flat_map(|key| ["--set", key]))
        .output()
        .expect("the program runs");
    assert_eq!(run.status.code(), Some(0), "{name}: {}", String::from_utf8_lossy(&run.stderr));
    Written { name, folder }
}

/// The validators' folder; `None` where they are not.
fn validators(what: &str) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "the tests' own switch")]
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(named) = variable("RECTO_VALIDATORS") {
        assert!(named.join("pinned").exists(), "{what}: nothing is installed in {}", named.display());
        return Some(named);
    }
    let cache = variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache")))?;
    let home = cache.join("recto/validators");
    let is_there = home.join("pinned").exists() && has_books(what);
    if !home.join("pinned").exists() {
        not_run(what, "it is not installed; tests/validate/install does that");
    }
    is_there.then_some(home)
}

/// Whether books can be written here: without an engine for the PDF there is none.
fn has_books(what: &str) -> bool {
    let has_engine = recto::render::typst::find(None).is_ok();
    if !has_engine {
        not_run(what, "there is no Typst");
    }
    has_engine
}

/// Says so whatever becomes of the test: what `eprintln!` says is kept back from those that pass.
fn not_run(what: &str, why: &str) {
    writeln!(std::io::stderr(), "not run: {what}: {why}").expect("the terminal takes a line");
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
    let Some(home) = validators("EPUBCheck") else { return };
    for book in &*BOOKS {
        let report = run(Command::new("java")
            .arg("-jar")
            .arg(home.join("epubcheck/epubcheck.jar"))
            .arg(book.path(".epub"))
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
    let Some(home) = validators("Ace by DAISY") else { return };
    for book in &*BOOKS {
        let out = book.folder.join("ace");
        run(Command::new(home.join("node_modules/.bin/ace-puppeteer"))
            .env("PUPPETEER_EXECUTABLE_PATH", home.join("chromium"))
            .args(["-f", "-o"])
            .arg(&out)
            .arg(book.path(".epub")));
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
    let Some(home) = validators("veraPDF") else { return };
    let pdfs: Vec<PathBuf> = BOOKS.iter().map(|book| book.path(".pdf")).collect();
    compliant(&home, "ua1", &pdfs);
    let manuscript = Path::new(env!("CARGO_MANIFEST_DIR")).join("manuscript");
    for (flavour, standard) in [("2a", "pdf.standard=a-2a"), ("3a", "pdf.standard=a-3a")] {
        let archived = write(&manuscript, &[standard]);
        compliant(&home, flavour, &[archived.path(".pdf")]);
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
    if validators("qpdf").is_none() {
        return;
    }
    for book in &*BOOKS {
        let said = run(Command::new("qpdf").arg("--check").arg(book.path(".pdf")));
        assert!(said.contains("No syntax or stream encoding errors found"), "{}: {said}", book.name);
    }
}

#[test]
fn a_browser_finds_no_fault_in_any_page() {
    let Some(home) = validators("Chromium with axe-core") else { return };
    let sites: Vec<PathBuf> = BOOKS.iter().map(|book| book.path("-html")).collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/validate/site.mjs");
    let said = run(Command::new("node").env("RECTO_VALIDATORS", &home).arg(script).args(&sites));
    let faults: Vec<&str> = said.lines().filter(|line| line.starts_with("fault\t")).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    for site in &sites {
        let pages = std::fs::read_dir(site).expect("a site").filter(|entry| {
            entry
                .as_ref()
                .is_ok_and(|entry| entry.path().extension().is_some_and(|extension| extension == "html"))
        });
        let line = format!("pages\t{}\t{}", site.display(), pages.count());
        assert!(said.lines().any(|said| said == line), "{line}: {said}");
    }
}
