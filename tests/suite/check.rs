//! What `check` does of a build, and what it leaves.

use std::path::Path;
use std::sync::Mutex;

use recto::diag::Diagnostic;
use recto::model::Format;
use recto::pipeline::{self, OnErrors, Plan, Progress, Session};

/// Who writes down the stages.
#[derive(Default)]
struct Stages(Mutex<Vec<String>>);

impl Progress for Stages {
    fn stage(&self, what: &str) {
        self.0.lock().expect("nobody panicked").push(what.to_owned());
    }
}

impl Stages {
    fn packs(&self) -> bool {
        self.0.lock().expect("nobody panicked").iter().any(|stage| stage.contains("Packing"))
    }
}

/// A book with a fault for each stage that reports some: a label, a cover, an own style sheet for each format, a page.
fn manuscript(folder: &Path) -> Plan {
    let write = |path: &str, text: &str| std::fs::write(folder.join(path), text).expect("it can be written");
    let css = "[epub]\ncss = [\"epub.css\"]\n[html]\ncss = [\"html.css\"]\n";
    write("book.toml", &format!("[book]\ntitle = \"T \u{10900}\"\nlanguage = \"en\"\nslug = \"t\"\n{css}"));
    write("SUMMARY.md", "- [One](one.md)\n");
    write("one.md", "# One\n\nSee @fig:none and \u{10901}.\n");
    Plan { on_errors: OnErrors::KeepGoing, ..Plan::of(folder) }
}

/// What was found, as it is shown.
fn shown(session: &Session<'_>) -> Vec<String> {
    let line = |finding: Diagnostic| format!("{}: {}", finding.code.name(), finding.message);
    session.diagnostics.sorted(&session.sources).into_iter().map(line).collect()
}

#[test]
fn check_finds_what_a_build_finds_and_packs_nothing() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plan = manuscript(folder.path());
    let out = tempfile::tempdir().expect("a temporary folder");
    let (building, checking) = (Stages::default(), Stages::default());
    let mut built = Session::new(&building);
    pipeline::build(&plan, &[Format::Epub, Format::Html], out.path(), &mut built).expect("it is written");
    let mut checked = Session::new(&checking);
    pipeline::check(&plan, &mut checked).expect("it can be read");
    assert!(building.packs() && !checking.packs(), "{:?}", checking.0);
    let (built, checked) = (shown(&built), shown(&checked));
    for found in &built {
        assert!(checked.contains(found), "{found} is not in {checked:#?}");
    }
    for part in
        ["ref-undefined: ", "the cover can't show", "`epub.css` can't be read", "`html.css` can't be read"]
    {
        assert!(built.iter().any(|found| found.contains(part)), "{part} is not in {built:#?}");
    }
    // That of the PDF's pages, which this build did not make.
    assert!(checked.iter().any(|found| found.starts_with("glyph-missing: ") && !built.contains(found)));
}
