//! The `dialc` command.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Reading a configuration makes many small allocations.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    dialc::cli::run(std::env::args_os())
}
