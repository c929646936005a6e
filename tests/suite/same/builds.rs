//! Each book is built here and elsewhere: every byte of it is the same.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use recto::render::typst::{self, EMBEDDED, Engine};

use super::difference::list;
use super::pdf::Same;
use super::place::{ALL, Circumstance, Machine, Place};
use super::tree::Tree;
use crate::books::manuscripts;
use crate::support::{not_here, not_run};

#[test]
fn every_book_is_the_same_bytes_wherever_it_is_built() {
    for engine in engines() {
        let machine = Machine::new(engine.as_deref());
        for book in manuscripts() {
            compare(&machine, &book);
        }
    }
}

/// Whatever sets pages here, as `--typst` takes it; nothing does that for the other formats alone.
fn engines() -> Vec<Option<PathBuf>> {
    let program = match typst::find(None) {
        Ok(Engine::Program { path }) => Some(path),
        Ok(Engine::Embedded) | Err(_) => None,
    };
    let embedded = cfg!(feature = "embedded-typst").then(|| PathBuf::from(EMBEDDED));
    let engines: Vec<_> = [program, embedded].into_iter().flatten().map(Some).collect();
    if engines.is_empty() {
        not_run("the PDFs of builds in two places", &format!("there is no Typst {}", typst::VERSION));
        return vec![None];
    }
    engines
}

fn compare(machine: &Machine, book: &Path) {
    let (here, elsewhere) = (Place::new(machine, book, &[]), Place::new(machine, book, &ALL));
    let one = here.build(&["--no-cache"]);
    assert!(one.len() > 10, "{}: {} files", book.display(), one.len());
    let same = |other: &Tree, how: &str| {
        let differences = one.differences(other, Same::Bytes);
        assert!(
            differences.is_empty(),
            "{}: built here and elsewhere{how} it is not the same{}\n{}",
            book.display(),
            list(&differences),
            reasons(&here, &one)
        );
    };
    same(&elsewhere.build(&["--no-cache"]), "");
    same(&elsewhere.build(&[]), ", with a cache that it fills,");
    // What is kept is the PDF.
    assert_eq!(elsewhere.keeps(), machine.sets_pages(), "a build keeps what took long");
    same(&elsewhere.build_from_cache(), ", from a cache,");
}

/// Which circumstances make a difference, each alone.
fn reasons(here: &Place<'_>, one: &Tree) -> String {
    let differs = |place: &Place<'_>| !one.differences(&place.build(&["--no-cache"]), Same::Bytes).is_empty();
    if differs(here) {
        return "Nor is it when it is built once more in the same place.".to_owned();
    }
    if differs(&here.again(&[])) {
        return "Nor is it when nothing but the folder is another.".to_owned();
    }
    let reasons: Vec<_> = ALL.iter().filter(|reason| differs(&here.again(&[**reason]))).collect();
    format!("What makes a difference by itself: {reasons:?}")
}

#[test]
fn both_engines_make_the_same_books() {
    let engines = engines();
    let [Some(program), Some(embedded)] = &engines[..] else {
        not_run("the comparison of both engines' books", "there is only one");
        return;
    };
    let (program, embedded) = (Machine::new(Some(program)), Machine::new(Some(embedded)));
    for book in manuscripts() {
        let build = |machine| Place::new(machine, &book, &[]).build(&["--no-cache"]);
        let differences = build(&program).differences(&build(&embedded), Same::Objects);
        assert!(
            differences.is_empty(),
            "{}: the program makes one, the built-in engine the other:{}",
            book.display(),
            list(&differences)
        );
    }
}

/// A comparison of builds under circumstances that reach no program would find nothing.
#[test]
fn every_circumstance_reaches_the_programs_that_are_run() {
    let machine = Machine::new(None);
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/everything");
    let here = Place::new(&machine, &book, &[]);
    for circumstance in ALL {
        let elsewhere = Place::new(&machine, &book, &[circumstance]);
        for other in ALL {
            let (one, two) = (asked(&here, other), asked(&elsewhere, other));
            if other != circumstance {
                assert_eq!(one, two, "{circumstance:?} changes {other:?}");
            } else if one == two {
                not_here(&format!("builds that differ in {circumstance:?}"), lacking(circumstance));
            }
        }
    }
}

/// What a program sees of a circumstance.
fn asked(place: &Place<'_>, circumstance: Circumstance) -> String {
    let script = match circumstance {
        Circumstance::Folder => "basename \"$PWD\"; basename \"$TMPDIR\"",
        Circumstance::Home => "basename \"$HOME\"; echo $USER",
        Circumstance::User => "id -u; id -g",
        Circumstance::Locale => "echo $LC_ALL",
        Circumstance::Zone => "date -r /proc +%z 2>&1 || date +%z",
        Circumstance::Umask => "umask",
        Circumstance::Cores => "echo $RAYON_NUM_THREADS; nproc",
        Circumstance::Files => "ls -U \"$0\"",
    };
    let words = ["-c".into(), script.into(), OsString::from(place.manuscript())];
    let run = place.run(Path::new("sh"), &words).expect("there is a shell");
    String::from_utf8_lossy(&run.stdout).into_owned()
}

/// Why a circumstance may not reach programs on this machine.
///
/// # Panics
/// For one that always does.
fn lacking(circumstance: Circumstance) -> &'static str {
    match circumstance {
        Circumstance::User => "only an administrator with `setpriv` may build as another user",
        Circumstance::Files => "no folder here lists files in the order in which they were made",
        Circumstance::Folder
        | Circumstance::Home
        | Circumstance::Locale
        | Circumstance::Zone
        | Circumstance::Umask
        | Circumstance::Cores => panic!("{circumstance:?} does not reach the programs that are run"),
    }
}
