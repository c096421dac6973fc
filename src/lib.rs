//! dialc compiles Cisco IOS voice dial plans, and proves that they do what was asked.
//!
//! A tour in the order in which data flows:
//!
//! - [`source`]: a text that was read, and places in it; [`diagnostic`]: what is said about them.
//! - [`number`]: symbols, international numbers, sets of digit strings.
//! - [`syntax`]: a configuration as a lossless tree, the command table, and the two pattern dialects as typed trees.
//! - [`model`]: the typed dial plan that a tree means to the router; [`emit`] prints it as IOS does.
//! - [`automaton`]: sets of numbers as automata, patterns compiled to them, and sets turned back into few patterns.
//! - [`call`]: how a router treats one number.
//! - [`analysis`]: what holds for all numbers, proved or refuted by a witness.
//! - [`spec`]: what the engineer wants, from YAML; [`plan`] makes a dial plan of it.
//! - [`diff`]: what tells two plans apart: objects, what happens to calls, text.
//! - [`lint`]: faults of existing configurations, by rules that share what is known of them.
//! - [`output`]: reports for people and machines; [`files`] and [`cli`]: the only parts that touch disk and terminal.

pub mod analysis;
pub mod automaton;
pub mod call;
pub mod cli;
pub mod diagnostic;
pub mod diff;
pub mod emit;
pub mod files;
pub mod lint;
pub mod model;
pub mod number;
pub mod output;
pub mod plan;
pub mod source;
pub mod spec;
pub mod syntax;
