//! The `dialc` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    dialc::cli::run(std::env::args_os())
}
