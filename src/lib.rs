//! dialc compiles, checks and compares Cisco IOS voice dial plans.

pub mod automaton;
pub mod diagnostic;
pub mod number;
pub mod source;
pub mod syntax;
