//! dialc compiles, checks and compares Cisco IOS voice dial plans.

pub mod analysis;
pub mod automaton;
pub mod call;
pub mod diagnostic;
pub mod emit;
pub mod model;
pub mod number;
pub mod plan;
pub mod source;
pub mod spec;
pub mod syntax;
