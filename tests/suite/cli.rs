//! The program as its users run it.

mod build;
mod changes;
mod faults;
mod fetch;
mod findings;
mod interrupt;
mod new;
mod place;
mod prove;
pub(crate) mod release;
mod repository;
mod unwritten;
mod writing;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder of its own for a test, removed at its end.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// One that is removed when the tests run again: what all tests share has no end.
    fn kept(name: &str) -> Self {
        let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if home.exists() {
            std::fs::remove_dir_all(&home).expect("it is the tests' own");
        }
        std::fs::create_dir_all(&home).expect("a folder is made");
        Self(tempfile::tempdir_in(home).expect("a temporary folder"))
    }

    /// With a small manuscript in `book/`: one chapter of that text.
    fn with_chapter(text: &str) -> Self {
        let folder = Self::new();
        folder.write("book/book.toml", TOML);
        folder.write("book/SUMMARY.md", "# Summary\n\n- [One](one.md)\n");
        folder.write("book/one.md", text);
        folder
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder is made");
        std::fs::write(path, text).expect("a file is written");
    }

    /// A program for the shell.
    #[cfg(unix)]
    fn script(&self, path: &str, text: &str) {
        use std::os::unix::fs::PermissionsExt;
        self.write(path, text);
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(self.path(path), mode).expect("it can be made run");
    }

    fn read(&self, path: &str) -> String {
        let bytes = std::fs::read(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Runs the program in this folder.
    fn recto(&self, arguments: &[&str]) -> Run {
        Run::of(self.command(arguments).output().expect("the program runs"))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
        command.args(arguments).current_dir(self.0.path());
        command.env("XDG_CACHE_HOME", self.path("cache")).env("HOME", self.path("home"));
        command.env_remove("SOURCE_DATE_EPOCH").env_remove("NO_COLOR");
        // What is fetched comes from this machine, whatever stands between it and others.
        for proxy in ["ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "http_proxy", "https_proxy"] {
            command.env_remove(proxy);
        }
        command
    }

    /// Every file below a folder with its bytes, sorted.
    fn tree(&self, folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        collect(&self.path(folder), &mut files);
        files.sort();
        files
    }
}

fn collect(folder: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push((path.clone(), std::fs::read(&path).expect("a file is read")));
        }
    }
}

const TOML: &str = "[book]\ntitle = \"T\"\nlanguage = \"en\"\nslug = \"t\"\nidentifier = \"urn:x:1\"\n";

/// What a run said, and how it ended.
#[derive(Debug)]
pub(crate) struct Run {
    status: Option<i32>,
    out: String,
    err: String,
}

impl Run {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program speaks UTF-8");
        Self { status: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    #[track_caller]
    pub(crate) fn ends(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "out:\n{}\nerr:\n{}", self.out, self.err);
        self
    }
}

#[test]
fn help_names_every_command_and_the_common_flags() {
    let folder = Folder::new();
    let help = folder.recto(&["--help"]).ends(0).out;
    for command in [
        "new",
        "build",
        "check",
        "changes",
        "release",
        "editions",
        "verify",
        "which",
        "withdraw",
        "fetch",
        "doctor",
        "completions",
        "man",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "{command} is not in:\n{help}");
    }
    for command in ["build", "check", "fetch"] {
        let help = folder.recto(&[command, "--help"]).ends(0).out;
        for flag in ["--set", "--keep-going", "--typst", "--no-cache", "[MANUSCRIPT]"] {
            assert!(help.contains(flag), "`{command}` has no {flag}");
        }
    }
}

#[test]
fn what_is_no_command_ends_with_2() {
    let folder = Folder::new();
    folder.recto(&["bild"]).ends(2);
    folder.recto(&["build", "--format", "mobi"]).ends(2);
    folder.recto(&[]).ends(2);
}

#[test]
fn completions_and_manual_are_printed() {
    let folder = Folder::new();
    assert!(folder.recto(&["completions", "bash"]).ends(0).out.contains("--keep-going"));
    assert!(folder.recto(&["completions", "fish"]).ends(0).out.contains("complete -c recto"));
    assert!(folder.recto(&["man"]).ends(0).out.contains(".TH recto 1"));
    folder.recto(&["man", "--out", "man1"]).ends(0);
    assert!(folder.read("man1/recto-build.1").contains("keep"));
}

#[test]
fn doctor_says_what_it_found() {
    let run = Folder::new().recto(&["doctor"]);
    for word in ["recto ", "engine for the PDF", "Recto Serif", "git"] {
        assert!(run.out.contains(word), "{word} is not in:\n{}", run.out);
    }
    let is_found = !run.out.contains("  none: ");
    assert_eq!(run.status, Some(if is_found { 0 } else { 2 }));
    assert!(is_found || cfg!(not(feature = "embedded-typst")), "{}", run.out);
}

#[test]
fn doctor_names_a_program_that_is_not_there() {
    let run = Folder::new().recto(&["doctor", "--typst", "no/such/typst"]).ends(2);
    assert!(run.out.contains("no/such/typst"), "{}", run.out);
}

/// Runs the program with its standard output into a disk that is full.
#[cfg(target_os = "linux")]
fn into_full_disk(folder: &Folder, arguments: &[&str]) -> Run {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("it is there");
    Run::of(folder.command(arguments).stdout(full).output().expect("it runs"))
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_ends_with_2() {
    let folder = Folder::with_chapter("# One\n\nSee @fig:no.\n");
    for arguments in [
        &["completions", "bash"][..],
        &["man"],
        &["doctor"],
        &["--help"],
        &["build", "--help"],
        &["--version"],
        &["check", "book", "--format-diagnostics", "json"],
        &["check", "book", "--format-diagnostics", "sarif"],
        &["build", "book", "--format", "html", "--keep-going"],
    ] {
        let run = into_full_disk(&folder, arguments).ends(2);
        assert!(run.err.contains("error: standard output can't be written: "), "{arguments:?}: {}", run.err);
    }
}

#[cfg(unix)]
#[test]
fn whoever_reads_no_further_is_no_reason_to_fail() {
    let folder = Folder::new();
    let mut child = folder.command(&["completions", "bash"]);
    child.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let mut child = child.spawn().expect("it starts");
    drop(child.stdout.take());
    Run::of(child.wait_with_output().expect("it ends")).ends(0);
}

#[test]
fn doctor_takes_an_empty_name_for_none_as_a_build_does() {
    let folder = Folder::new();
    let named = folder.recto(&["doctor"]);
    let run = Run::of(folder.command(&["doctor"]).env("TYPST", "").output().expect("it runs"));
    assert_eq!((run.status, run.out), (named.status, named.out));
}
