//! Results and diagnostics as text, for people and for machines.

pub mod markdown;
pub mod terminal;
