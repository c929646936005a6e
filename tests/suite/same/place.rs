//! Places to build in, which differ in what no book may depend on.
//!
//! ```text
//! let machine = Machine::new(engine);
//! let here = Place::new(&machine, book, &[]);
//! let elsewhere = Place::new(&machine, book, &ALL);
//! here.build(&["--no-cache"]).differences(&elsewhere.build(&[]))
//! ```

mod manuscript;

use std::ffi::OsString;
use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use super::tree::Tree;

/// What may be otherwise in two builds of the same manuscript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Circumstance {
    /// Where the manuscript, the books and temporary files are, and how they are named on the command line.
    Folder,
    /// Who builds, by the environment: home and name.
    Home,
    /// Who builds, by the system: the number of the user and of the group.
    User,
    /// What language the system speaks.
    Locale,
    /// What time it is there.
    Zone,
    /// Which rights new files don't get.
    Umask,
    /// How many processors there are.
    Cores,
    /// The order in which a folder lists its files, when they were changed, and who may read them.
    Files,
}

/// All of it.
pub(super) const ALL: [Circumstance; 8] = [
    Circumstance::Folder,
    Circumstance::Home,
    Circumstance::User,
    Circumstance::Locale,
    Circumstance::Zone,
    Circumstance::Umask,
    Circumstance::Cores,
    Circumstance::Files,
];

/// A user that owns nothing.
const NOBODY: u32 = 65_534;

/// What all places of a test share.
pub(super) struct Machine {
    folder: TempDir,
    /// The program, where every user may start it.
    recto: PathBuf,
    /// What `--typst` takes; `None` where nothing sets pages.
    engine: Option<PathBuf>,
}

impl Machine {
    /// With an engine, as `--typst` takes it.
    pub(super) fn new(engine: Option<&Path>) -> Self {
        let folder = open(tempfile::tempdir().expect("a temporary folder"));
        for home in ["home", "other home"] {
            fs::create_dir(folder.path().join(home)).expect("a folder is made");
            allow(&folder.path().join(home));
        }
        let recto = folder.path().join("recto");
        fs::copy(env!("CARGO_BIN_EXE_recto"), &recto).expect("the program is copied");
        let mut machine = Self { folder, recto, engine: engine.map(Path::to_owned) };
        machine.engine = engine.map(|engine| machine.reachable(engine));
        machine
    }

    /// An engine's program, or a copy of it where another user may not go to it.
    fn reachable(&self, engine: &Path) -> PathBuf {
        let place = Place::empty(self, &[Circumstance::User]);
        let says_version = place.run(engine, &["--version".into()]).is_ok_and(|run| run.status.success());
        if says_version || !engine.is_absolute() {
            return engine.to_owned();
        }
        let copy = self.folder.path().join("typst");
        fs::copy(engine, &copy).expect("the program is copied");
        copy
    }

    /// Whether there is an engine.
    pub(super) fn sets_pages(&self) -> bool {
        self.engine.is_some()
    }

    /// What `--format` takes.
    fn formats(&self) -> &'static str {
        if self.sets_pages() { "epub,pdf,html" } else { "epub,html" }
    }
}

/// A folder with a copy of a manuscript, and all that is otherwise there.
pub(super) struct Place<'a> {
    machine: &'a Machine,
    folder: TempDir,
    circumstances: Vec<Circumstance>,
    /// The manuscript that was copied.
    book: PathBuf,
}

impl<'a> Place<'a> {
    /// With a copy of the manuscript in a folder, the only commit of a repository of its own where there is git.
    pub(super) fn new(machine: &'a Machine, book: &Path, circumstances: &[Circumstance]) -> Self {
        let mut place = Self::empty(machine, circumstances);
        book.clone_into(&mut place.book);
        manuscript::copy(&place, book);
        place
    }

    /// Another place with the same manuscript.
    pub(super) fn again(&self, circumstances: &[Circumstance]) -> Self {
        Self::new(self.machine, &self.book, circumstances)
    }

    fn empty(machine: &'a Machine, circumstances: &[Circumstance]) -> Self {
        // Where there is such a folder, its listings begin with what was made last; others sort by a hash of the names.
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let folder = open(folder.expect("a temporary folder"));
        let place = Self { machine, folder, circumstances: circumstances.to_vec(), book: PathBuf::new() };
        for path in [place.root(), place.temporary()] {
            fs::create_dir_all(&path).expect("a folder is made");
            allow(&path);
        }
        place
    }

    pub(super) fn has(&self, circumstance: Circumstance) -> bool {
        self.circumstances.contains(&circumstance)
    }

    /// `usual`, or something else under a circumstance.
    fn either<T>(&self, circumstance: Circumstance, other: T, usual: T) -> T {
        if self.has(circumstance) { other } else { usual }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join(self.either(Circumstance::Folder, "a “long” way/off/bücher", "here"))
    }

    fn temporary(&self) -> PathBuf {
        self.root().join(self.either(Circumstance::Folder, "tmp/of another name", "tmp"))
    }

    fn home(&self) -> PathBuf {
        self.machine.folder.path().join(self.either(Circumstance::Home, "other home", "home"))
    }

    /// Where the manuscript is: in a folder of its own name, which may be the book's.
    pub(super) fn manuscript(&self) -> PathBuf {
        self.root().join(self.name())
    }

    fn name(&self) -> OsString {
        self.book.file_name().unwrap_or_default().to_owned()
    }

    fn umask(&self) -> u32 {
        self.either(Circumstance::Umask, 0o027, 0o022)
    }

    /// Whether a build keeps results for the next one.
    pub(super) fn keeps(&self) -> bool {
        fs::read_dir(self.home().join(".cache/recto/results")).is_ok_and(|mut kept| kept.next().is_some())
    }

    /// Builds the books and reads them.
    pub(super) fn build(&self, arguments: &[&str]) -> Tree {
        self.build_with(arguments, &self.temporary())
    }

    /// Builds them where no program could set pages, since it would have no folder to work in.
    pub(super) fn build_from_cache(&self) -> Tree {
        self.build_with(&[], Path::new("/nowhere"))
    }

    fn build_with(&self, arguments: &[&str], temporary: &Path) -> Tree {
        let out = self.either(Circumstance::Folder, "books, again", "dist");
        let book = self.either(Circumstance::Folder, self.manuscript().into(), self.name());
        let mut words: Vec<OsString> = vec!["build".into(), book, "--out".into(), out.into()];
        words.extend(["--format", self.machine.formats()].map(OsString::from));
        let engine = self.machine.engine.iter();
        words.extend(engine.flat_map(|engine| ["--typst".into(), engine.clone().into_os_string()]));
        words.extend(arguments.iter().map(OsString::from));
        let mut command = self.command(&self.machine.recto, &words);
        let run = command.env("TMPDIR", temporary).output().expect("the program starts");
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(0), "{}, {:?}: {said}", self.book.display(), self.circumstances);
        let tree = Tree::read(&self.root().join(out), self.umask());
        let odd = tree.odd_rights();
        assert!(odd.is_empty(), "{}: files with rights of their own: {odd:#?}", self.book.display());
        tree
    }

    /// Runs a program here.
    pub(super) fn run(&self, program: &Path, arguments: &[OsString]) -> std::io::Result<Output> {
        self.command(program, arguments).output()
    }

    fn command(&self, program: &Path, arguments: &[OsString]) -> Command {
        let mut words: Vec<OsString> = Vec::new();
        if self.is_of_another_user() {
            words.push("setpriv".into());
            words.extend(["reuid", "regid"].map(|of| format!("--{of}={NOBODY}").into()));
            words.push("--clear-groups".into());
        }
        if let Some(core) = first_core().filter(|_| self.has(Circumstance::Cores)) {
            words.extend(["taskset".into(), "-c".into(), core.into()]);
        }
        words.extend(["sh", "-c", "umask \"$0\"; exec \"$@\""].map(OsString::from));
        words.extend([format!("{:04o}", self.umask()).into(), program.into()]);
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).args(arguments).current_dir(self.root());
        self.environment(&mut command);
        command
    }

    fn environment(&self, command: &mut Command) {
        command.env_clear().env("HOME", self.home()).env("TMPDIR", self.temporary());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        let user = self.either(Circumstance::Home, "ünser", "author");
        command.env("USER", user).env("LOGNAME", user).env("HOSTNAME", user);
        let locale = self.either(Circumstance::Locale, "tr_TR.UTF-8", "C");
        command.env("LC_ALL", locale).env("LANG", locale).env("LANGUAGE", &locale[..1]);
        // Fourteen hours ahead: there it is tomorrow already.
        command.env("TZ", self.either(Circumstance::Zone, "Pacific/Kiritimati", "UTC"));
        command.env("RAYON_NUM_THREADS", self.either(Circumstance::Cores, "1", "4"));
    }

    /// Whether another user builds here, as whom only an administrator may start programs.
    fn is_of_another_user(&self) -> bool {
        let may = || self.folder.path().metadata().is_ok_and(|metadata| metadata.uid() == 0);
        self.has(Circumstance::User) && may() && is_there("setpriv")
    }
}

/// The first processor that programs here may run on; `None` where nothing can be held to it.
fn first_core() -> Option<String> {
    let status = fs::read_to_string("/proc/self/status").ok().filter(|_| is_there("taskset"))?;
    let cores = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:"))?.trim();
    cores.split([',', '-']).next().map(str::to_owned)
}

fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|run| run.status.success())
}

/// Lets every user into a folder.
fn open(folder: TempDir) -> TempDir {
    allow(folder.path());
    folder
}

fn allow(folder: &Path) {
    fs::set_permissions(folder, Permissions::from_mode(0o777)).expect("it is the tests' own");
}
