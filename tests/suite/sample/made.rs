//! The sample of an edition, made beside its books.

use recto::model::Format;
use recto::pipeline::{self, Session, Silent};

use crate::edition::plan;
use crate::support::not_run;

#[test]
fn a_book_that_was_read_has_its_sample_made_and_proved() {
    if pipeline::find_engine(None).is_err() {
        return not_run("the sample of an edition", "there is nothing that sets pages");
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    write("book.toml", "[book]\ntitle = \"T\"\nlanguage = \"en\"\nslug = \"t\"\nidentifier = \"urn:x:1\"\n");
    write("SUMMARY.md", "- [One](one.md)\n- [Two](two.md)\n");
    write("one.md", "# One\n\nSee @sec:two.\n");
    write("two.md", "# Two\n\nText.\n");
    let plan = plan(folder.path());
    let mut session = Session::new(&Silent);
    let mut read = pipeline::read(&plan, &mut session).expect("a manuscript");
    let none = pipeline::sample(&plan, &mut read, &mut session).expect("nothing is made");
    assert!(none.is_none(), "nothing is marked");
    write("one.md", "---\nsample: true\n---\n# One\n\nSee @sec:two.\n");
    let mut session = Session::new(&Silent);
    let mut read = pipeline::read(&plan, &mut session).expect("a manuscript");
    let made = pipeline::sample(&plan, &mut read, &mut session).expect("it is made").expect("one is marked");
    assert!(!session.diagnostics.has_errors());
    let formats: Vec<Format> = made.artefacts.iter().map(|(format, _)| *format).collect();
    assert_eq!(formats, pipeline::OF_SAMPLE);
    let proof = made.proof.expect("it was proved");
    assert_eq!((proof.differences, proof.compared), (0, 2 * proof.blocks));
    assert!(made.pdf.is_some_and(|pdf| pdf.count > 3));
    assert!(read.book.sample.is_none());
    assert_eq!(read.book.book.meta.slug.as_str(), "t", "the book itself stays whole");
}
