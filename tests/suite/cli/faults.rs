//! What becomes of the books when a build is killed, when the disk is full, and when another build writes them too.
#![cfg(unix)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::{Folder, Run};
use crate::support::{not_here, not_run};

const BOOKS: [&str; 3] = ["t-html", "t.epub", "t.pdf"];

/// The files of the books in a folder, by path.
type Tree = BTreeMap<String, Vec<u8>>;

/// One manuscript under two names, whose texts differ in every book.
struct Two {
    folder: Folder,
    /// The books of each.
    written: [Tree; 2],
}

const NAMES: [&str; 2] = ["one", "two"];

impl Two {
    /// Writes the manuscripts, and the books of each into a folder of its own; so their PDFs are kept in the cache.
    fn new() -> Option<Self> {
        if recto::render::typst::find(None).is_err() {
            not_run("builds that are killed or run out of disk", "there is no Typst");
            return None;
        }
        let folder = Folder::new();
        for name in NAMES {
            folder.write(&format!("{name}/book.toml"), super::TOML);
            folder.write(
                &format!("{name}/SUMMARY.md"),
                "# Summary\n\n- [First](first.md)\n- [Second](second.md)\n",
            );
            for chapter in ["first", "second"] {
                let text = format!(
                    "# {chapter}\n\nMarker {name}.[^1]\n\n[^1]: Marker {name}.\n\n{}",
                    "Words.\n\n".repeat(200)
                );
                folder.write(&format!("{name}/{chapter}.md"), text);
            }
        }
        folder.write("other/SUMMARY.md", "- [One](one.md)\n");
        folder.write("other/one.md", "# Other\n\nText.\n");
        std::fs::create_dir(folder.path("tmp")).expect("a folder is made");
        let written = NAMES.map(|name| {
            folder.recto(&["build", name, "--out", &format!("{name}-dist")]).ends(0);
            tree(&folder.path(&format!("{name}-dist")))
        });
        assert!(written[0].keys().eq(written[1].keys()) && written[0] != written[1]);
        Some(Self { folder, written })
    }

    /// Starts a build of one of them into `dist/`.
    fn start(&self, which: usize, more: &[&str]) -> Child {
        let mut command = self.folder.command(&[&["build", NAMES[which]], more].concat());
        command.env("TMPDIR", self.folder.path("tmp")).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("the program starts")
    }

    fn build(&self, which: usize, more: &[&str]) -> Run {
        Run::of(self.start(which, more).wait_with_output().expect("it ends"))
    }

    fn dist(&self) -> Tree {
        tree(&self.folder.path("dist"))
    }

    /// Holds that each book is one of these: in its place or, where a build was killed among its renames, aside.
    #[track_caller]
    fn assert_each_is_whole(&self, when: &str) {
        let dist = self.dist();
        for book in BOOKS {
            let is_whole = |name: &str| {
                let found = part(&dist, name);
                self.written.iter().any(|written| found == part(written, book))
            };
            let is_there = self.folder.path("dist").join(book).exists();
            let is_aside = !is_there && is_whole(&format!(".recto-old-{book}"));
            assert!(is_whole(book) || is_aside, "{when}: {book} is not whole");
        }
    }

    /// Holds that all books are those of one manuscript, and nothing is beside them.
    #[track_caller]
    fn assert_all_are_of_one(&self, when: &str) {
        let dist = self.dist();
        let is_of_one = self.written.contains(&dist);
        let names: Vec<&String> = dist.keys().collect();
        assert!(is_of_one, "{when}: the books are of both, or something is beside them: {names:?}");
    }
}

fn tree(folder: &Path) -> Tree {
    let mut files = Vec::new();
    super::collect(folder, &mut files);
    let inside =
        |path: &Path| path.strip_prefix(folder).expect("it stands there").to_string_lossy().into_owned();
    files.into_iter().map(|(path, bytes)| (inside(&path), bytes)).collect()
}

/// A book of a tree: its file, or the files of its folder.
fn part<'a>(tree: &'a Tree, book: &str) -> Vec<(&'a str, &'a [u8])> {
    let rest =
        |path: &'a str| path.strip_prefix(book).filter(|rest| rest.is_empty() || rest.starts_with('/'));
    tree.iter().filter_map(|(path, bytes)| Some((rest(path)?, bytes.as_slice()))).collect()
}

#[test]
fn a_build_that_is_killed_at_any_moment_leaves_whole_books() {
    const MOMENTS: u32 = 50;
    let Some(two) = Two::new() else { return };
    two.build(0, &[]).ends(0);
    let started = Instant::now();
    two.build(0, &["--no-cache"]).ends(0);
    let duration = started.elapsed();
    let killed: usize = (0..MOMENTS)
        .map(|moment| {
            let when = format!("after {moment}/{MOMENTS} of {} ms", duration.as_millis());
            let wait = |_: &mut Child| std::thread::sleep(duration * moment / MOMENTS);
            two.kill(1 - moment as usize % 2, &["--no-cache"], wait, &when)
        })
        .sum();
    // A busy machine may have slowed the build that was measured, but not all that much.
    assert!(killed > MOMENTS as usize / 4, "only {killed} of {MOMENTS} builds were killed");
    two.assert_no_litter();
}

#[test]
fn a_build_that_is_killed_while_it_writes_leaves_whole_books() {
    let Some(two) = Two::new() else { return };
    two.build(0, &[]).ends(0);
    let killed: usize = (0..20)
        .map(|moment| {
            // From the beginning of what is prepared beside the old books to the end of their exchange.
            let wait = |child: &mut Child| {
                while !two.folder.path("dist/.recto.lock").exists()
                    && child.try_wait().expect("it is ours").is_none()
                {}
                std::thread::sleep(Duration::from_millis(moment));
            };
            two.kill(1 - moment as usize % 2, &[], wait, &format!("{moment} ms after it began to write"))
        })
        .sum();
    assert!(killed > 0, "none was killed while it wrote");
}

impl Two {
    /// Kills a build of one of them, over books of the other; holds that all books are whole then, and that the next builds
    /// write theirs. How many were killed: one, or none that had ended before.
    #[track_caller]
    fn kill(&self, new: usize, more: &[&str], wait: impl Fn(&mut Child), when: &str) -> usize {
        let mut child = self.start(new, more);
        wait(&mut child);
        child.kill().expect("it is ours");
        let is_killed = !child.wait().expect("it ends").success();
        self.assert_each_is_whole(when);
        // The next build, of another book, leaves the old ones, or the new ones, and nothing beside them.
        let other = [
            "build",
            "other",
            "--format",
            "html",
            "--set",
            "book.slug=other",
            "--set",
            "book.identifier=urn:x:2",
        ];
        self.folder.recto(&other).ends(0);
        std::fs::remove_dir_all(self.folder.path("dist/other-html")).expect("it was written");
        self.assert_all_are_of_one(when);
        self.build(new, &[]).ends(0);
        assert!(self.dist() == self.written[new], "{when}: the next build did not write its books");
        usize::from(is_killed)
    }
}

impl Two {
    /// Holds that nothing is left where builds work. Who sets pages for a build that was killed may do so for a while, and
    /// the next build removes what it worked in.
    fn assert_no_litter(&self) {
        let left = |folder: &str| -> Vec<_> {
            let entries = std::fs::read_dir(self.folder.path(folder)).into_iter().flatten().flatten();
            entries.map(|entry| entry.file_name()).collect()
        };
        let started = Instant::now();
        while !left("tmp").is_empty() {
            assert!(started.elapsed() < Duration::from_secs(120), "{:?} is left", left("tmp"));
            std::thread::sleep(Duration::from_millis(200));
            self.build(0, &["--no-cache"]).ends(0);
        }
    }
}

#[test]
fn two_builds_at_once_never_mix_their_books() {
    let Some(two) = Two::new() else { return };
    for round in 0..20 {
        let children: Vec<Child> = (0..4).map(|index| two.start((index + round) % 2, &[])).collect();
        for child in children {
            Run::of(child.wait_with_output().expect("it ends")).ends(0);
        }
        two.assert_all_are_of_one(&format!("round {round}"));
    }
}

/// Builds into a disk of its own that has the old books, and as many bytes more as it is told; then into the same one with
/// enough room. It ends with 77 where no disk can be made.
#[cfg(target_os = "linux")]
const FULL: &str = r#"
set -u
mount -t tmpfs -o size=64m none dist 2>/dev/null || exit 77
cp -R one-dist/. dist/ || exit 77
used=$(du -sk dist | cut -f1)
mount -o "remount,size=$((used + $1))k" dist || exit 77
shift
"$@"; status=$?
[ $status = 2 ] || { echo "it ended with $status" >&2; exit 1; }
diff -r one-dist dist >&2 || exit 1
mount -o remount,size=64m dist || exit 77
"$@" || exit 1
diff -r two-dist dist >&2
"#;

#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_is_full_at_any_moment_leaves_the_old_books() {
    const MOMENTS: usize = 10;
    let Some(two) = Two::new() else { return };
    std::fs::create_dir(two.folder.path("dist")).expect("a folder is made");
    let needed = two.written[1].values().map(Vec::len).sum::<usize>() / 1024;
    for moment in 0..MOMENTS {
        let room = needed * moment / MOMENTS;
        let mut command = std::process::Command::new("unshare");
        command.args(["--user", "--map-root-user", "--mount", "sh", "-c", FULL, "sh", &room.to_string()]);
        command.args([env!("CARGO_BIN_EXE_recto"), "build", "two"]).current_dir(two.folder.path(""));
        command.env("XDG_CACHE_HOME", two.folder.path("cache"));
        let Ok(output) = command.output() else {
            return not_here("full disks", "there is no `unshare`");
        };
        if output.status.code() == Some(77)
            || String::from_utf8_lossy(&output.stderr).starts_with("unshare: ")
        {
            return not_here("full disks", "no disk can be made here");
        }
        let run = Run::of(output).ends(0);
        assert!(
            run.err.contains("the disk is full; what was there before is untouched"),
            "{room} kB: {}",
            run.err
        );
    }
}

#[test]
fn files_that_may_not_grow_leave_the_old_books() {
    let Some(two) = Two::new() else { return };
    two.build(0, &[]).ends(0);
    let largest = two.written[1].values().map(Vec::len).max().unwrap_or(0) / 512;
    for moment in 0..10 {
        // In blocks of 512 bytes, which the largest has more of.
        let most = largest * moment / 10;
        let mut shell = std::process::Command::new("sh");
        let script = "trap '' XFSZ; ulimit -f \"$1\"; shift; exec \"$@\"";
        shell.args(["-c", script, "sh", &most.to_string(), env!("CARGO_BIN_EXE_recto"), "build", "two"]);
        shell.current_dir(two.folder.path("")).env("XDG_CACHE_HOME", two.folder.path("cache"));
        // What the shell writes the output to may not grow either, but a pipe has no size.
        let run = Run::of(shell.output().expect("it runs")).ends(2);
        assert!(run.err.contains("can't be written"), "{most} blocks: {}", run.err);
        assert!(
            two.dist() == two.written[0],
            "{most} blocks: the books are others, or something is beside them"
        );
    }
    two.build(1, &[]).ends(0);
    two.assert_all_are_of_one("after all");
}
