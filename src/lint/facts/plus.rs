//! Numbers with and without a `+` in front, and whether the called number alone decides which dial-peer is chosen.

use super::Facts;
use crate::automaton::{Change, Dfa, OverBudget, compile};
use crate::number::Symbol;
use crate::syntax::commands::Command;
use crate::syntax::pattern::{Element, NumberPattern};

/// By what else than the called number a dial-peer can be chosen.
const OTHER_WAYS: [Command; 5] = [
    Command::DestinationUri,
    Command::DestinationCallingMap,
    Command::CarrierIdTarget,
    Command::DnisMap,
    Command::NumberingType,
];

impl Facts<'_, '_> {
    /// Whether the dial-peers that the text shows are all that there are, and are chosen by the called number alone.
    pub fn routes_by_number(&self) -> bool {
        let plan = self.plan();
        let otherwise = plan.peers.values().any(|peer| OTHER_WAYS.iter().any(|way| peer.settings.get(*way).is_some()));
        !otherwise && plan.peer_makers().next().is_none()
    }

    /// All numbers that a dial-peer takes on the way out.
    ///
    /// # Errors
    /// They take more states than the budget.
    pub fn routed(&self) -> Result<&Dfa, OverBudget> {
        let classes = || self.orders().iter().flat_map(|order| order.classes.iter().copied()).collect::<Vec<_>>();
        self.routed.get_or_init(|| self.numbers(&classes()).ok()).as_ref().ok_or(OverBudget)
    }
}

/// Whether all numbers of a pattern have a `+` in front, or none has; `None` where it takes both.
pub(in crate::lint) fn has_plus(pattern: &NumberPattern) -> Option<bool> {
    match &pattern.pieces().first()?.element {
        Element::Literal(symbol) => Some(*symbol == Symbol::PLUS),
        Element::Set(symbols) => (!symbols.contains(Symbol::PLUS)).then_some(false),
        Element::Any | Element::Group(_) | Element::Pause => None,
    }
}

/// The same numbers without the `+` that they have in front, or with it.
pub(in crate::lint) fn twins(numbers: &Dfa) -> Result<Dfa, OverBudget> {
    let numbers = numbers.intersection(&Dfa::plain_numbers())?;
    let plus = NumberPattern::parse("+T").map_or_else(|_| Ok(Dfa::empty()), |pattern| compile::numbers(&pattern))?;
    let with = Change::Strip(1).image(&numbers.intersection(&plus)?)?;
    let without = Change::Prefix(vec![Symbol::PLUS]).image(&numbers.difference(&plus)?)?;
    Dfa::union_all([with, without].into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_twin_differs_in_the_plus() {
        let of = |text: &str| twins(&compile::numbers(&NumberPattern::parse(text).unwrap()).unwrap()).unwrap();
        assert!(of("+1206$").accepts("1206") && !of("+1206$").accepts("+1206"));
        assert!(of("1206$").accepts("+1206") && !of("1206$").accepts("1206"));
        assert!(of(".$").accepts("+5") && of(".$").accepts("") && !of(".$").accepts("++"));
    }

    #[test]
    fn the_first_symbol_says_whether_there_is_a_plus() {
        let of = |text: &str| has_plus(&NumberPattern::parse(text).unwrap());
        assert_eq!(
            [of("+1206"), of("1206"), of("[2-9]11"), of(".T"), of("T")],
            [Some(true), Some(false), Some(false), None, None]
        );
    }
}
