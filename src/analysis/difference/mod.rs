//! Which numbers are treated differently by what stands in one place and in another.
//!
//! [`calls`] compares two gateways by what becomes of the calls. The others compare one thing on its own: a pattern and the one
//! in its place, the entries of a map, a table of rules; what else is in the plan does not matter, and what they find is
//! never less than what differs. It can be more: two rules that do the same in different ways are taken for
//! different.

pub mod calls;
mod patterns;
mod rules;

pub use patterns::{entries, pattern};
pub use rules::rules;

use crate::automaton::{Dfa, OverBudget, compile};
use crate::syntax::pattern::NumberPattern;

/// The numbers of a set that have a symbol: a call without a number is no number that is dialled.
///
/// # Errors
/// That takes more states than the budget.
pub fn dialled(set: &Dfa) -> Result<Dfa, OverBudget> {
    let Ok(any) = NumberPattern::parse(".") else { return Ok(set.clone()) };
    set.intersection(&compile::numbers(&any)?)
}
