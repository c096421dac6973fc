//! From bytes to a tree that loses nothing, and from words to typed patterns.

pub mod argument;
pub mod capture;
pub mod commands;
pub mod lines;
pub mod pattern;
pub(crate) mod recent;
pub mod remark;
pub mod secrets;
pub mod tree;
mod words;
