//! What holds over all numbers, proved, or refuted by a witness.

pub mod check;
pub mod confinement;
pub mod coverage;
pub mod delivery;
pub mod difference;
mod emergency;
mod fixed_rules;
pub mod loops;
mod picture;
mod report;

pub use emergency::{EmergencyFault, emergency_faults};
pub use report::{Answers, Arrow, Checked, Claim, Cure, Picture, PictureKind, ShownHop, Verdict};
