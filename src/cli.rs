//! The command line: one file a command, each a type for its arguments and a thin call.

mod build;
mod changes;
mod check;
mod completions;
mod doctor;
mod edition;
mod editions;
mod fetch;
mod interrupt;
mod man;
mod manuscript;
mod new;
mod output;
mod release;
mod verify;
mod which;
mod withdraw;

use std::ffi::OsString;
use std::fmt;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use output::{ColorChoice, Output};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// All went well.
    Success,
    /// The manuscript has errors.
    Failure,
    /// The command was wrong, or the world: a missing folder, a full disk.
    Error,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        match status {
            ExitStatus::Success => Self::SUCCESS,
            ExitStatus::Failure => Self::from(1),
            ExitStatus::Error => Self::from(2),
        }
    }
}

/// What the user must hear before anything else: a sentence, and what to do.
#[derive(Debug)]
pub(crate) struct Fault {
    message: String,
    hint: Option<String>,
}

impl Fault {
    fn new(message: impl fmt::Display) -> Self {
        Self { message: message.to_string(), hint: None }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl<E: std::error::Error> From<E> for Fault {
    fn from(error: E) -> Self {
        Self::new(error)
    }
}

/// One Markdown manuscript, three books: EPUB, PDF and HTML from one model.
#[derive(Debug, Parser)]
#[command(name = "recto", version, max_term_width = 100, disable_help_subcommand = true)]
struct Arguments {
    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    New(new::New),
    Build(build::Build),
    Check(check::Check),
    Release(release::Release),
    Changes(changes::Changes),
    Editions(editions::Editions),
    Verify(verify::Verify),
    Which(which::Which),
    Withdraw(withdraw::Withdraw),
    Fetch(fetch::Fetch),
    Doctor(doctor::Doctor),
    Completions(completions::Completions),
    Man(man::Man),
}

/// Runs the program with its arguments, the program's own name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitStatus {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return explain(&error),
    };
    let output = Output::new(arguments.color);
    interrupt::watch();
    let result = match &arguments.command {
        Command::New(command) => command.run(&output),
        Command::Build(command) => command.run(&output),
        Command::Check(command) => command.run(&output),
        Command::Release(command) => command.run(&output),
        Command::Changes(command) => command.run(&output),
        Command::Editions(command) => command.run(&output),
        Command::Verify(command) => command.run(&output),
        Command::Which(command) => command.run(&output),
        Command::Withdraw(command) => command.run(&output),
        Command::Fetch(command) => command.run(&output),
        Command::Doctor(command) => command.run(&output),
        Command::Completions(command) => command.run(&output),
        Command::Man(command) => command.run(&output),
    };
    result.unwrap_or_else(|fault| {
        output.fault(&fault);
        ExitStatus::Error
    })
}

/// Says what is wrong with the arguments; or the help or version that they ask for, which can fail as any result can.
fn explain(error: &clap::Error) -> ExitStatus {
    let said = output::written(error.print());
    match said {
        Ok(()) if !error.use_stderr() => ExitStatus::Success,
        Ok(()) => ExitStatus::Error,
        Err(fault) => {
            Output::new(ColorChoice::Auto).fault(&fault);
            ExitStatus::Error
        }
    }
}

/// The command line as clap describes it, for completions and the manual.
fn command() -> clap::Command {
    Arguments::command()
}
