//! What holds over all numbers, proved, or refuted by a witness.

pub mod delivery;
