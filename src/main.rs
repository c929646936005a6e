//! The program: arguments in, an exit code out.

use std::process::ExitCode;

#[expect(clippy::disallowed_methods, reason = "arguments are read here and nowhere else")]
fn main() -> ExitCode {
    recto::cli::run(std::env::args_os()).into()
}
