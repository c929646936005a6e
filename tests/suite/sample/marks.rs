//! What marks a chapter or a section for the sample, and what does not.

use recto::diag::Code;
use recto::model::Toggle;

use crate::support::Book;

#[test]
fn chapters_are_marked_in_their_front_matter() {
    for (front, sample) in [
        ("---\nsample: true\n---\n", Toggle::On),
        ("+++\nsample = true\n+++\n", Toggle::On),
        ("---\nsample: false\n---\n", Toggle::Off),
        ("---\nsample:\n---\n", Toggle::Off),
        ("", Toggle::Off),
    ] {
        let found = Book::of(&format!("{front}# One\n\nText.\n")).resolve();
        assert_eq!((found.find("chapter").sample, found.codes()), (sample, vec![]), "{front}");
    }
}

#[test]
fn a_value_that_is_no_boolean_is_found_at_its_line() {
    for value in ["yes please", "\"true\"", "1", "[true]"] {
        let found =
            Book::of(&format!("---\nstatus: final\nsample: {value}\n---\n# One\n\nText.\n")).resolve();
        let place = (Code::FrontMatterValue, "chapter.md".to_owned(), 3, 1);
        assert_eq!(found.places(), [place], "{value}");
        assert_eq!(found.find("chapter").sample, Toggle::Off);
    }
    let found = Book::of("+++\nsample = \"true\"\n+++\n# One\n\nText.\n").resolve();
    assert_eq!(found.places(), [(Code::FrontMatterValue, "chapter.md".to_owned(), 2, 1)]);
}

#[test]
fn sections_are_marked_at_their_headings() {
    let found =
        Book::of("# One\n\n## Two {#two sample=true}\n\n### Three\n\n## Four {sample=false}\n").resolve();
    assert_eq!(found.codes(), []);
    let sections = &found.find("chapter").body.sections;
    assert_eq!([sections[0].sample, sections[1].sample], [Toggle::On, Toggle::Off]);
    assert_eq!(sections[0].heading.label.as_ref().map(|label| label.as_str()), Some("two"));
    let chapter = Book::of("# One {sample=true}\n\nText.\n").resolve();
    assert_eq!((chapter.find("chapter").sample, chapter.codes()), (Toggle::On, vec![]));
}

#[test]
fn no_other_value_and_no_other_place_is_marked() {
    for (text, code) in [
        ("# One\n\n## Two {sample=perhaps}\n", Code::AttributeSyntax),
        ("# One\n\n## Two {sample}\n", Code::AttributeSyntax),
        ("# One\n\n> ## Two {sample=true}\n", Code::AttributeUnknown),
        ("# One\n\n## Two {smaple=true}\n", Code::AttributeUnknown),
        ("# One\n\n![A](a.png){sample=true}\n", Code::AttributeUnknown),
    ] {
        let found = Book::of(text).with("a.png", crate::support::PNG).resolve();
        let places = found.places();
        assert_eq!(places, [(code, "chapter.md".to_owned(), 3, places[0].3)], "{text}");
        assert!(found.sampled().is_none(), "{text}");
    }
}
