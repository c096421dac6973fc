//! What linting finds, for people and for programs.

mod concise;

pub use concise::concise;
