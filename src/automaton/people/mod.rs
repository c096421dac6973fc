//! What is said of a set of numbers to people: how many it holds, some of them, and the rest of what they may be.
//!
//! People dial digits, with or without a leading `+`: these are the plain numbers. What has other symbols is told
//! apart. No number has more than [`LONGEST`] symbols.

mod count;
mod graph;
mod paths;
mod readable;
mod walk;
mod witnesses;

pub use count::{Count, Extent};
pub use readable::Readable;

/// The greatest number of symbols of a number that is counted or shown.
pub const LONGEST: usize = 32;

#[cfg(test)]
mod tests;
