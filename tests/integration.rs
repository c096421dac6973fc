//! The integration tests, one binary: each module tests one thing that a user can do.

#[path = "integration/vectors.rs"]
mod vectors;
