//! What tells two plans apart: their objects, what they do to calls, and their text. Each layer stands for itself.

pub mod behaviour;

pub use behaviour::{Behaviour, Change, Class, Step};
