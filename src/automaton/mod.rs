//! Sets of numbers, however many they hold: as automata ([`Dfa`]), out of patterns ([`compile`]), and back to few
//! patterns ([`fn@cover`]).
//!
//! A [`Dfa`] answers for all numbers at once: what two patterns share, what one leaves out, the smallest number that
//! shows it. A [`Labelled`] automaton says which of many patterns match a number. A [`Cube`] is what one pattern without
//! quantifiers stands for: a set of symbols at each position. A [`Change`] is what is done to numbers, read backwards.
//! For people a set has a [`Count`], some of its numbers ([`Dfa::witnesses`]), and few patterns that say what is in it
//! ([`Dfa::readable`]).

pub mod compile;
mod cover;
mod cube;
mod dfa;
mod expression;
mod extract;
mod labelled;
mod literals;
mod merge;
mod minimise;
mod nfa;
mod numbers;
mod people;
mod product;
mod quick;
mod recut;
mod row;
mod transducer;

pub use cover::{boundary_split, cover, is_exact};
pub use cube::Cube;
pub use dfa::{Dfa, OverBudget, STATE_BUDGET, StateId};
pub use expression::expression;
pub use extract::Extractor;
pub use labelled::Labelled;
pub use literals::most_literals;
pub use people::{Count, Extent, LONGEST, Readable};
pub use transducer::{Applies, Chain, Change, Rewrite, RuleSet, Target};
