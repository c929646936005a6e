//! Programs that run for this one, and what ends them before their time.
//!
//! A signal to this program alone does not reach them. So each is listed while it runs, with the folder that it works in:
//! [`stop`] ends all that are listed, and removes their folders.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::EngineError;
use super::workplace::Workplace;

/// How long it may take until an interrupt that ended a program first has ended this one too.
const GRACE: Duration = Duration::from_secs(1);

/// What runs now. An interrupt is a matter of the whole process, and so is this list.
static LISTED: Mutex<Listed> = Mutex::new(Listed { next: 0, runs: BTreeMap::new() });

struct Listed {
    next: u64,
    runs: BTreeMap<u64, Run>,
}

fn listed() -> MutexGuard<'static, Listed> {
    // No invariant holds between its fields.
    LISTED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Nothing runs, and while this is kept nothing is started: whoever waits for a program does not hear of its end.
#[must_use]
pub struct Stopped {
    _listed: MutexGuard<'static, Listed>,
}

/// Ends what runs, for a process that is about to end.
pub fn stop() -> Stopped {
    let mut listed = listed();
    listed.runs.clear();
    Stopped { _listed: listed }
}

/// A program and its folder: gone, both, when this is.
struct Run {
    child: Child,
    workplace: Option<Workplace>,
}

impl Drop for Run {
    fn drop(&mut self) {
        // It may have ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// A program that does not outlive this value, nor an interrupt.
pub(super) struct Running {
    number: u64,
    said: Box<dyn Read>,
}

impl Running {
    /// Starts a program, with its standard output or its standard error piped. To make its folder ready and to start it
    /// is one step for an interrupt, which waits for it.
    pub(super) fn start(
        prepare: impl FnOnce() -> Result<(Command, Option<Workplace>), EngineError>,
    ) -> Result<Self, EngineError> {
        let mut listed = listed();
        let (mut command, workplace) = prepare()?;
        let mut child = command.spawn().map_err(|error| EngineError::Failed {
            why: format!("`{}`: {error}", command.get_program().display()),
        })?;
        let said: Box<dyn Read> = match (child.stdout.take(), child.stderr.take()) {
            (Some(out), _) => Box::new(out),
            (None, Some(error)) => Box::new(error),
            (None, None) => Box::new(io::empty()),
        };
        let number = listed.next;
        listed.next += 1;
        listed.runs.insert(number, Run { child, workplace });
        Ok(Self { number, said })
    }

    /// Waits for its end: how it ended, and what it said.
    pub(super) fn wait(&mut self) -> io::Result<(ExitStatus, String)> {
        let mut said = Vec::new();
        self.said.read_to_end(&mut said)?;
        loop {
            // Never waited for with the list in hand, which an interrupt needs.
            if let Some(status) = self.run(|run| run.child.try_wait())? {
                if was_interrupted(status) {
                    std::thread::sleep(GRACE);
                }
                return Ok((status, String::from_utf8_lossy(&said).into_owned()));
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// A file that it left in its folder.
    #[expect(clippy::disallowed_methods, reason = "a result of the program's is no file of the manuscript's")]
    pub(super) fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let path = self.run(|run| run.workplace.as_ref().map(|workplace| workplace.path().join(name)));
        fs::read(path.ok_or(io::ErrorKind::NotFound)?)
    }

    fn run<T>(&self, what: impl FnOnce(&mut Run) -> T) -> T {
        what(listed().runs.get_mut(&self.number).expect("it is listed as long as this is there"))
    }
}

/// Whether an interrupt ended it, or a request to end (POSIX.1: SIGINT is 2, SIGTERM is 15).
#[cfg(unix)]
fn was_interrupted(status: ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt;
    matches!(status.signal(), Some(2 | 15))
}

#[cfg(not(unix))]
fn was_interrupted(_status: ExitStatus) -> bool {
    false
}

impl Drop for Running {
    fn drop(&mut self) {
        // Within the list's lock, so that an interrupt waits until the folder is gone.
        listed().runs.remove(&self.number);
    }
}
