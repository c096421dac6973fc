//! Tests of the library and the command as their users see them, one binary: each module tests one thing that is done.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy.toml allows these in test functions only, and a test's own functions may fail it too"
)]

#[path = "integration/bad_specs.rs"]
mod bad_specs;
#[path = "integration/commands.rs"]
mod commands;
#[path = "integration/golden.rs"]
mod golden;
#[path = "integration/planning.rs"]
mod planning;
#[path = "integration/vectors.rs"]
mod vectors;
