//! Which numbers two gateways treat differently, and how: one gateway before and after a change.
//!
//! Both routing tables are walked side by side, so that each number falls into a class of both. For each pair of classes what
//! becomes of the call is compared: where it is offered in turn, which number is sent there, and at which failures the next is
//! tried. What is told of the dial-peers themselves (their tags, descriptions, codecs) makes no difference.

mod class;
mod origin;
mod search;
mod sent;
#[cfg(test)]
pub(crate) mod tests;
mod treatment;

pub use class::Class;
pub use origin::Origin;

use self::origin::{Trunks, origins};
use self::search::Search;
use self::sent::Sent;
use crate::analysis::coverage::{Coverage, Gaps};
use crate::automaton::{Dfa, OverBudget};
use crate::call::Gateway;
use crate::model::Site;

/// A gateway as it is before a change, or behind it.
#[derive(Clone, Copy, Debug)]
pub struct Side<'g, 'p> {
    /// How it treats calls.
    pub gateway: &'g Gateway<'p>,
    /// Where its trunks lead.
    pub site: &'p Site,
}

/// Numbers that are treated differently, all in the same way.
#[derive(Clone, Debug)]
pub struct Difference {
    /// How.
    pub class: Class,
    /// Whether what goes first is different: the far end, or the number that is sent there.
    pub first: bool,
    /// Which, as they arrive.
    pub numbers: Dfa,
    /// Where calls to them come from.
    pub from: Vec<Origin>,
    /// The far ends that they are offered to in turn before; those of one rank one behind the other. Of loops it is not told.
    pub before: Vec<String>,
    /// Those behind the change.
    pub after: Vec<String>,
}

/// What differs between two gateways.
#[derive(Clone, Debug, Default)]
pub struct Differences {
    /// The numbers, by class in the order of [`Class`], the most important first.
    pub found: Vec<Difference>,
    /// What is not followed on either side, and what the answer rests on.
    pub gaps: Gaps,
}

/// All numbers that `old` and `new` treat differently, whichever trunk of either they come in on.
///
/// # Errors
/// The numbers take more states than the budget.
pub fn differences(old: Side<'_, '_>, new: Side<'_, '_>) -> Result<Differences, OverBudget> {
    differences_within(old, new, &Dfa::all(), &mut Memory::default())
}

/// What was found out of ways through a gateway, for other comparisons of the same gateways.
#[derive(Default)]
pub struct Memory(Sent);

/// The same for numbers that are routed as one of `routed` only.
///
/// # Errors
/// The numbers take more states than the budget.
pub fn differences_within(
    old: Side<'_, '_>,
    new: Side<'_, '_>,
    routed: &Dfa,
    memory: &mut Memory,
) -> Result<Differences, OverBudget> {
    let mut before = Coverage::new(old.gateway, old.gateway.table()?);
    let mut after = Coverage::new(new.gateway, new.gateway.table()?);
    let mut incoming = Vec::new();
    let (of_old, of_new) = (Trunks::of(old.site), Trunks::of(new.site));
    for origin in origins(old.site, new.site) {
        let mine = origin.arrivals(&mut before, (old.site, &of_old))?;
        let others = origin.arrivals(&mut after, (new.site, &of_new))?;
        incoming.push((origin, mine, others));
    }
    let mut search = Search::new((&before, &after), routed, &mut memory.0);
    for (origin, mine, others) in &incoming {
        search.compare(origin, mine, others)?;
    }
    let mut gaps = before.gaps().clone();
    gaps.extend(after.gaps());
    Ok(Differences { found: search.found(&mut gaps), gaps })
}
