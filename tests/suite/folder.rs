//! What is in a folder after its artefacts could, and could not, be exchanged.

use std::path::Path;
use std::sync::Arc;

use recto::package::folder::{Artefact, write};
use recto::render::Files;

fn file(text: &str) -> Artefact {
    Artefact::File(Arc::from(text.as_bytes()))
}

fn folder(text: &str) -> Artefact {
    let mut files = Files::new();
    files.insert("index.html", text.as_bytes());
    Artefact::Folder(files)
}

/// Two books: a file and a folder.
fn books(text: &str) -> Vec<(String, Artefact)> {
    vec![("t.epub".to_owned(), file(text)), ("t-html".to_owned(), folder(text))]
}

/// What stands in the folder: names, sorted, with the text of files and of a folder's page.
fn there(place: &Path) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(place).expect("the folder is there").flatten();
    let mut there: Vec<_> = entries
        .map(|entry| {
            let path = entry.path();
            let text = if path.is_dir() { path.join("index.html") } else { path };
            let text = std::fs::read_to_string(text).expect("a text");
            (entry.file_name().to_string_lossy().into_owned(), text)
        })
        .collect();
    there.sort();
    there
}

fn both(text: &str) -> Vec<(String, String)> {
    ["t-html", "t.epub"].map(|name| (name.to_owned(), text.to_owned())).into()
}

#[test]
fn all_books_are_exchanged_and_nothing_is_left_beside_them() {
    let place = tempfile::tempdir().expect("a temporary folder");
    for text in ["old", "new"] {
        write(place.path(), &books(text)).expect("it can be written");
        assert_eq!(there(place.path()), both(text));
    }
}

#[test]
fn where_the_second_book_cannot_be_placed_the_first_stays_as_it_was() {
    let place = tempfile::tempdir().expect("a temporary folder");
    write(place.path(), &books("old")).expect("it can be written");
    // No system gives up the folder itself: it can't be put aside.
    let stuck = [("t.epub".to_owned(), file("new")), (".".to_owned(), file("new"))];
    let error = write(place.path(), &stuck).expect_err("it can't be written").to_string();
    assert!(error.ends_with("; what was there before is untouched"), "{error}");
    assert_eq!(there(place.path()), both("old"));
    // And of two with one name the second is gone when its turn comes, behind all that were placed.
    let mut twice = books("new");
    twice.extend(books("new"));
    let error = write(place.path(), &twice).expect_err("it can't be written").to_string();
    assert!(error.ends_with("; what was there before is untouched"), "{error}");
    assert_eq!(there(place.path()), both("old"));
}

#[test]
fn a_build_that_was_killed_among_its_renames_is_taken_back_whole() {
    let place = tempfile::tempdir().expect("a temporary folder");
    write(place.path(), &books("old")).expect("it can be written");
    let rename = |from: &str, to: &str| {
        std::fs::rename(place.path().join(from), place.path().join(to)).expect("it is renamed");
    };
    // Both are aside, one of the new ones is in its place, the other is not.
    rename("t.epub", ".recto-old-t.epub");
    rename("t-html", ".recto-old-t-html");
    std::fs::write(place.path().join("t.epub"), "new").expect("it is written");
    std::fs::write(place.path().join(".recto-new-t-html"), "new").expect("it is written");
    write(place.path(), &[("other".to_owned(), file("other"))]).expect("it can be written");
    let there = there(place.path());
    assert_eq!((&there[0].0, &there[1..]), (&"other".to_owned(), &both("old")[..]));
}

#[test]
fn a_build_that_was_killed_behind_its_renames_is_kept() {
    let place = tempfile::tempdir().expect("a temporary folder");
    write(place.path(), &books("new")).expect("it can be written");
    std::fs::write(place.path().join(".recto-old-t.epub"), "old").expect("it is written");
    write(place.path(), &[("other".to_owned(), file("other"))]).expect("it can be written");
    assert_eq!(there(place.path())[1..], both("new"));
}

/// A folder of a stranger's, in which names mean what is outside of it.
#[cfg(unix)]
mod of_a_stranger {
    use std::os::unix::fs::symlink;

    use super::{books, both, there, write};

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let (dist, mine) = (place.path().join("dist"), place.path().join("mine.txt"));
        for name in ["", ".", ".."] {
            std::fs::create_dir_all(&dist).expect("a folder is made");
            std::fs::write(&mine, "mine").expect("it is written");
            write(&dist, &books("old")).expect("it can be written");
            // As if a build had been killed that replaced this folder itself, or the one that it is in.
            std::fs::write(dist.join(format!(".recto-old-{name}")), "x").expect("it is written");
            std::fs::write(dist.join(".recto-new-x"), "x").expect("it is written");
            write(&dist, &[]).expect("it can be written");
            assert_eq!(std::fs::read_to_string(&mine).ok().as_deref(), Some("mine"), "`{name}`");
            let is_own = |(name, _): &(String, String)| !name.starts_with(".recto-");
            assert_eq!(there(&dist).into_iter().filter(is_own).collect::<Vec<_>>(), both("old"), "`{name}`");
        }
    }

    #[test]
    fn no_link_is_followed_out_of_the_folder() {
        let place = tempfile::tempdir().expect("a temporary folder");
        let (dist, outside) = (place.path().join("dist"), place.path().join("outside"));
        for folder in [&dist, &outside] {
            std::fs::create_dir(folder).expect("a folder is made");
        }
        std::fs::write(outside.join("mine.txt"), "mine").expect("it is written");
        for (name, target) in [
            (".recto.lock", "../outside/mine.txt"),
            (".recto.lock", "../outside/none.txt"),
            (".recto.lock", ".recto.lock"),
            (".recto-new-t-html", "../outside"),
            (".recto-new-t.epub", "../outside/mine.txt"),
            (".recto-old-t-html", "../outside"),
            (".recto-old-t.epub", "../outside/mine.txt"),
            ("t-html", "../outside"),
            ("t.epub", "../outside/mine.txt"),
        ] {
            drop(std::fs::remove_file(dist.join(name)).or_else(|_| std::fs::remove_dir_all(dist.join(name))));
            symlink(target, dist.join(name)).expect("a link is made");
            write(&dist, &books("new")).expect("it can be written");
            assert_eq!(there(&dist), both("new"), "{name}");
            assert_eq!(there(&outside), [("mine.txt".to_owned(), "mine".to_owned())], "{name} to {target}");
        }
    }
}
