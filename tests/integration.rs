//! Tests of the library and the command as their users see them.

#[path = "integration/bad_specs.rs"]
mod bad_specs;
