//! Results and diagnostics as text, for people and for machines.

pub mod check;
pub mod inventory;
pub mod lint;
pub mod markdown;
pub mod terminal;
pub mod trace;
pub mod translation;
