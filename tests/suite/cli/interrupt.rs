//! A signal that reaches the program alone, and not the Typst that it started.
#![cfg(unix)]

use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::Folder;

/// A Typst that says its version at once, and sets pages for ten minutes.
const SLOW: &str = "#!/bin/sh\nif [ \"$1\" = --version ]; then echo 'typst 0.15.1'; exit; fi\necho $$ > \"$TMPDIR/pid\"\nexec sleep 600\n";
/// A Typst that hangs before it says what it is.
const MUTE: &str = "#!/bin/sh\necho $$ > \"$TMPDIR/pid\"\nexec sleep 600\n";

/// A manuscript with its HTML written, a Typst that is slow, and a folder for temporary files.
fn prepared(typst: &str) -> Folder {
    let folder = Folder::with_chapter("# One\n\nText.\n");
    folder.recto(&["build", "book", "--format", "html"]).ends(0);
    folder.script("typst", typst);
    std::fs::create_dir(folder.path("tmp")).expect("a folder is made");
    folder
}

/// A build of the book whose Typst has started; its number is the second.
fn building(folder: &Folder) -> (Child, String) {
    let mut command = folder.command(&["build", "book", "--typst", "./typst"]);
    command.env("TMPDIR", folder.path("tmp")).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().expect("the program starts");
    let start = Instant::now();
    loop {
        let typst = std::fs::read_to_string(folder.path("tmp/pid")).unwrap_or_default();
        if typst.ends_with('\n') {
            return (child, typst.trim().to_owned());
        }
        let ended = child.try_wait().expect("it is ours");
        assert!(ended.is_none() && start.elapsed() < Duration::from_secs(60), "Typst was not started");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Sends a signal to one process; without one by the name of `0`, whether it is there.
fn signal(name: &str, process: &str) -> bool {
    let mut kill = Command::new("sh");
    kill.args(["-c", "kill -s \"$0\" \"$1\"", name, process]).stderr(Stdio::null());
    kill.status().expect("a shell is there").success()
}

/// What is left in the folder for temporary files, but for the note of the slow Typst.
fn left_over(folder: &Folder) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder.path("tmp")).expect("the folder is there").flatten();
    entries.map(|entry| entry.path()).filter(|path| !path.ends_with("pid")).collect()
}

#[test]
fn an_interrupt_ends_typst_and_removes_its_folder() {
    for (typst, name, number) in [(SLOW, "INT", 2), (SLOW, "TERM", 15), (MUTE, "TERM", 15)] {
        let folder = prepared(typst);
        let before = folder.tree("dist");
        let (mut recto, typst) = building(&folder);
        assert!(signal(name, &recto.id().to_string()));
        let status = recto.wait().expect("the program ends");
        // A shell shows it as 128 and the number of the signal.
        assert_eq!(status.signal(), Some(number), "{status}");
        let is_gone = !signal("0", &typst);
        signal("KILL", &typst);
        assert!(is_gone, "Typst outlives {name}");
        assert_eq!(left_over(&folder), Vec::<PathBuf>::new(), "after {name}");
        assert!(folder.tree("dist") == before, "the books are another after {name}");
    }
}

#[test]
fn an_interrupt_that_reaches_typst_first_is_no_fault_of_typst() {
    let first =
        SLOW.replace("exec sleep 600", "(sleep 0.2; kill -INT $PPID) >/dev/null 2>&1 &\nkill -INT $$");
    let folder = prepared(&first);
    let (recto, _) = building(&folder);
    let output = recto.wait_with_output().expect("the program ends");
    assert_eq!(output.status.signal(), Some(2), "{}", output.status);
    assert_eq!(left_over(&folder), Vec::<PathBuf>::new());
}

#[test]
fn what_a_killed_build_left_is_removed_by_the_next() {
    let folder = prepared(SLOW);
    let (mut killed, orphan) = building(&folder);
    killed.kill().expect("it is ours");
    killed.wait().expect("the program ends");
    assert!(signal("KILL", &orphan), "nothing that runs can end it");
    let left = left_over(&folder);
    assert_eq!(left.len(), 1, "{left:?}");
    std::fs::remove_file(folder.path("tmp/pid")).expect("it is there");
    // Two at once: neither takes the other's folder for left over.
    let (mut one, typst_one) = building(&folder);
    std::fs::remove_file(folder.path("tmp/pid")).expect("it is there");
    let (mut two, typst_two) = building(&folder);
    let now = left_over(&folder);
    assert!(now.len() == 2 && !now.contains(&left[0]), "{left:?}, then {now:?}");
    for (recto, typst) in [(&mut one, typst_one), (&mut two, typst_two)] {
        assert!(signal("0", &typst));
        signal("TERM", &recto.id().to_string());
        recto.wait().expect("the program ends");
    }
    assert_eq!(left_over(&folder), Vec::<PathBuf>::new());
}

#[test]
fn a_folder_that_has_no_lock_is_removed_once_it_is_old() {
    let folder = prepared(SLOW);
    for name in ["recto-typst-old", "recto-typst-new"] {
        std::fs::create_dir(folder.path("tmp").join(name)).expect("a folder is made");
        folder.write(&format!("tmp/{name}/main.typ"), "");
    }
    let old = std::fs::File::open(folder.path("tmp/recto-typst-old")).expect("a folder can be opened");
    let minutes_ago = std::time::SystemTime::now() - Duration::from_secs(300);
    old.set_modified(minutes_ago).expect("its time can be set");
    let (mut recto, _) = building(&folder);
    signal("TERM", &recto.id().to_string());
    recto.wait().expect("the program ends");
    assert_eq!(left_over(&folder), [folder.path("tmp/recto-typst-new")]);
}
