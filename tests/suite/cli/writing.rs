//! Books are written whole or not at all.

use std::process::Stdio;
use std::time::Duration;

use super::{Folder, Run};

const BUILD: [&str; 4] = ["build", "book", "--format", "html"];

#[test]
fn a_folder_that_cannot_be_made_ends_with_2() {
    let folder = Folder::with_chapter("# One\n\nText.\n");
    folder.write("file", "in the way");
    let run = folder.recto(&["build", "book", "--format", "html", "--out", "file/dist"]).ends(2);
    assert!(run.err.contains("can't be written"), "{}", run.err);
    assert_eq!(folder.read("file"), "in the way");
}

#[cfg(target_os = "linux")]
#[test]
fn a_read_only_folder_ends_with_2() {
    let folder = Folder::with_chapter("# One\n\nText.\n");
    // Read-only even for an administrator, whom permissions do not stop.
    let run = folder.recto(&["build", "book", "--format", "html", "--out", "/proc/self/dist"]).ends(2);
    assert!(run.err.contains("can't be written"), "{}", run.err);
}

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_leaves_what_was_there() {
    let folder = Folder::with_chapter("# One\n\nFirst.\n");
    folder.recto(&BUILD).ends(0);
    let before = folder.tree("dist");
    folder.write("book/one.md", "# One\n\nSecond.\n");
    // No file may grow over 8 blocks of 512 bytes: the style sheet and the fonts do.
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_recto")]);
    shell.args(BUILD).args(["--no-cache"]).current_dir(folder.path(""));
    let run = Run::of(shell.output().expect("it runs")).ends(2);
    assert!(run.err.contains("can't be written"), "{}", run.err);
    assert_eq!(folder.tree("dist"), before);
}

#[cfg(unix)]
#[test]
fn an_interrupted_build_leaves_the_old_books_or_the_new() {
    let folder = Folder::with_chapter("# One\n\nOld.\n");
    folder.recto(&BUILD).ends(0);
    let old = folder.tree("dist");
    folder.write("book/one.md", "# One\n\nNew.\n");
    folder.recto(&BUILD).ends(0);
    let new = folder.tree("dist");
    for step in 0..24 {
        let text = if step % 2 == 0 { "# One\n\nOld.\n" } else { "# One\n\nNew.\n" };
        folder.write("book/one.md", text);
        let mut child = folder
            .command(&BUILD)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(Duration::from_millis(step * 4));
        drop(child.kill());
        child.wait().expect("the program ends");
        // What is half done stands under names of its own, which begin with a dot.
        let place = folder.path("dist/t-html");
        if place.exists() {
            let now: Vec<_> =
                folder.tree("dist").into_iter().filter(|(path, _)| path.starts_with(&place)).collect();
            assert!(now == old || now == new, "half of a book after {} ms", step * 4);
        }
    }
    folder.recto(&BUILD).ends(0);
    // The last text was the new one.
    assert!(folder.tree("dist") == new, "what was left over is gone after the next build");
}

#[test]
fn two_builds_at_once_do_not_disturb_each_other() {
    let folder = Folder::with_chapter("# One\n\nText.\n");
    let children: Vec<_> = (0..8)
        .map(|_| {
            let mut command = folder.command(&BUILD);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts")
        })
        .collect();
    for child in children {
        Run::of(child.wait_with_output().expect("the program ends")).ends(0);
    }
    assert!(folder.read("dist/t-html/one.html").contains("Text."));
    let names: Vec<_> = std::fs::read_dir(folder.path("dist"))
        .expect("the folder is there")
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert_eq!(names, ["t-html"]);
}
