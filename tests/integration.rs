//! Tests of the library and the command as their users see them, one binary: each module tests one thing that is done.

#[path = "integration/bad_specs.rs"]
mod bad_specs;
#[path = "integration/corpus.rs"]
mod corpus;
#[path = "integration/pattern_vectors.rs"]
mod pattern_vectors;
#[path = "integration/structure.rs"]
mod structure;
#[path = "integration/vectors.rs"]
mod vectors;
