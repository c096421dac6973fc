//! A check: all that should hold of a network, over all numbers.

mod sharing;
mod story;

pub use sharing::{Shared, shared};
pub use story::story;
