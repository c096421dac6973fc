//! What holds over all numbers, proved, or refuted by a witness.

pub mod confinement;
pub mod delivery;
mod fixed_rules;
