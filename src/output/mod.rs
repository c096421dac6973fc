//! Results and diagnostics as text, for people and for machines.

mod amount;
mod annotation;
pub mod check;
pub mod diff;
pub mod inventory;
pub mod lint;
pub mod markdown;
mod shown;
pub mod terminal;
#[cfg(test)]
mod tests;
pub mod trace;
pub mod translation;
mod xml;
