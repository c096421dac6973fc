//! From bytes to a tree that loses nothing, and from words to typed patterns.

pub mod pattern;
