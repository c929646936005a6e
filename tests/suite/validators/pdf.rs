//! What veraPDF and qpdf say of every PDF.

use std::path::{Path, PathBuf};
use std::process::Command;

use lopdf::Document;

use super::{run, validators};
use crate::books::{sampled, write};

#[test]
fn verapdf_finds_every_pdf_compliant() {
    let Some((home, books)) = validators("veraPDF") else { return };
    let whole = books.iter().map(|book| book.pdf.as_path());
    let pdfs: Vec<&Path> = whole.chain([sampled().1.as_path()]).collect();
    assert_eq!(broken(&home, "ua1", &pdfs), [""; 0]);
    let manuscript = Path::new(env!("CARGO_MANIFEST_DIR")).join("manuscript");
    for (flavour, standard) in [("2a", "pdf.standard=a-2a"), ("3a", "pdf.standard=a-3a")] {
        let archived = write(&manuscript, flavour, &[standard]);
        assert_eq!(broken(&home, flavour, &[&archived.pdf]), [""; 0], "{flavour}");
        // What is made for one is not the other.
        assert_ne!(broken(&home, flavour, &pdfs[..1]), [""; 0], "{flavour}");
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let planted = folder.path().join("planted.pdf");
    let mut document = Document::load(pdfs[0]).expect("a PDF");
    document.catalog_mut().expect("a catalogue").remove(b"ViewerPreferences");
    document.save(&planted).expect("it can be written");
    let said = broken(&home, "ua1", &[&planted]);
    assert!(said.iter().any(|said| said.contains("DisplayDocTitle")), "{said:#?}");
}

/// The rules of a flavour that PDFs break.
fn broken(home: &Path, flavour: &str, pdfs: &[&Path]) -> Vec<String> {
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
    let verdicts = |word: &str| {
        let ends = pdfs.iter().map(move |pdf| format!("{word}\t{}", pdf.display()));
        ends.filter(|line| said.lines().any(|said| said == line)).count()
    };
    let (good, bad) = (verdicts("compliant"), verdicts("not compliant"));
    assert_eq!(good + bad, pdfs.len(), "a verdict on each: {said}");
    let rules: Vec<String> =
        said.lines().filter(|line| line.starts_with("broken\t")).map(str::to_owned).collect();
    assert_eq!(rules.is_empty(), bad == 0, "{said}");
    rules
}

#[test]
fn qpdf_finds_no_fault() {
    let Some((_, books)) = validators("qpdf") else { return };
    for book in books {
        assert_eq!(qpdf(&book.pdf), None, "{}", book.name);
    }
    assert_eq!(qpdf(&sampled().1), None, "a sample");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let planted = folder.path().join("planted.pdf");
    let mut bytes = std::fs::read(&books[0].pdf).expect("the PDF");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 64].fill(0);
    std::fs::write(&planted, bytes).expect("it can be written");
    assert_ne!(qpdf(&planted), None);
}

/// What qpdf says, unless it is that there is no fault.
fn qpdf(pdf: &Path) -> Option<String> {
    let run = Command::new("qpdf").arg("--check").arg(pdf).output().expect("qpdf runs");
    let said = String::from_utf8_lossy(&run.stdout) + String::from_utf8_lossy(&run.stderr);
    let is_good = run.status.success() && said.contains("No syntax or stream encoding errors found");
    (!is_good).then(|| said.into_owned())
}
