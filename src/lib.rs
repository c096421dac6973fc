//! dialc compiles, checks and compares Cisco IOS voice dial plans.

pub mod diagnostic;
pub mod number;
pub mod output;
pub mod source;
pub mod spec;
pub mod syntax;
