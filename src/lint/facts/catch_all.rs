//! What a catch-all is: a dial-peer that takes every number of the usual lengths, perhaps behind an access digit.

use std::collections::HashMap;

use super::{Facts, Reach};
use crate::analysis::coverage::{Hunt, Turn};
use crate::automaton::{Dfa, OverBudget, compile};
use crate::call::{Gateway, RoutingTable};
use crate::model::DialPeer;
use crate::syntax::commands::Command;
use crate::syntax::pattern::{NumberPattern, Repeat};

/// A dial-peer that takes every number of 7 to 15 digits: `.T`, `9T`, `0T`, or a pattern map that comes to the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatchAll {
    /// Its place in the plan.
    pub peer: usize,
    /// The access digit, or the `+`, that every such number must have in front; `None`: it takes them as they are.
    pub access: Option<char>,
}

/// What may stand in front of a number; nothing first, since what takes that needs no access digit.
const FRONTS: [&str; 12] = ["", "+", "9", "0", "1", "2", "3", "4", "5", "6", "7", "8"];

/// Numbers that whatever takes all of them takes too: few dial-peers are left to be looked at.
const PROBES: [&str; 4] = ["2345678", "0000000", "1987654", "987654321012345"];

impl CatchAll {
    /// Whether it takes numbers as they are, or as E.164 writes them, without an access digit.
    pub fn is_plain(&self) -> bool {
        self.access.is_none_or(|access| access == '+')
    }
}

impl Facts<'_, '_> {
    /// What the dial-peer at this place of the plan is as a catch-all, where it is one.
    pub fn catch_all(&self, peer: usize) -> Option<&CatchAll> {
        let all = self.catch_alls();
        all.binary_search_by_key(&peer, |one| one.peer).ok().and_then(|at| all.get(at))
    }

    /// How calls of these hunts, which come in on `inbound`, get to the catch-alls of a kind. Of a dial-peer group every member
    /// is one: no pattern of it is looked at.
    pub fn reaches_all(
        &self,
        hunts: &[Hunt],
        inbound: Option<&DialPeer>,
        is_wanted: impl Fn(&DialPeer) -> bool,
    ) -> Vec<Reach> {
        let by_group = inbound.is_some_and(|peer| self.gateway().routes_by_group(peer));
        let takes_all = |peer: usize| by_group || self.catch_all(peer).is_some();
        self.reaches(hunts, &|turn: &Turn| takes_all(turn.peer) && self.peer(turn.peer).is_some_and(&is_wanted))
    }

    /// Those of some numbers that have the usual lengths: 7 to 15 digits, with or without a `+`.
    ///
    /// # Errors
    /// That takes more states than the budget.
    pub fn usual(&self, numbers: &Dfa) -> Result<Dfa, OverBudget> {
        numbers.intersection(&every_number("")?.union(&every_number("+")?)?)
    }
}

/// The catch-alls of a gateway, whatever their state, in the order of the plan.
pub(super) fn catch_alls(gateway: &Gateway<'_>, table: &RoutingTable) -> Vec<CatchAll> {
    let mut found: Vec<CatchAll> = Vec::new();
    // Many dial-peers may have one pattern or map.
    let mut known: HashMap<(Option<&str>, Option<u32>), bool> = HashMap::new();
    for front in FRONTS {
        let mut taking = taking_all(table, front);
        taking.retain(|peer| found.iter().all(|one| one.peer != *peer));
        if taking.is_empty() {
            continue;
        }
        let Ok(wanted) = every_number(front) else { continue };
        known.clear();
        for peer in taking {
            let Some((_, own)) = gateway.plan().peers.get_index(peer) else { continue };
            let pattern = own.destination_pattern().map(|pattern| pattern.value.text());
            let map = own.destination_map().map(|map| map.value);
            let takes = *known.entry((pattern, map)).or_insert_with(|| {
                let patterns = gateway.patterns(own, Some(Command::DestinationPattern), Some(Command::DestinationMap));
                let numbers = compile::numbers_of_any(
                    patterns.iter().map(|(_, pattern)| pattern.as_ref()).filter(|one| !is_extension(one)),
                );
                numbers.and_then(|numbers| wanted.is_subset(&numbers)).unwrap_or(false)
            });
            if takes {
                found.push(CatchAll { peer, access: front.chars().next() });
            }
        }
    }
    found.sort_by_key(|one| one.peer);
    found
}

/// Whether a pattern is that of extensions: three to six symbols. Without `$` it takes longer numbers too, and nobody means it to.
fn is_extension(pattern: &NumberPattern) -> bool {
    let fixed = !pattern.has_timer() && pattern.pieces().iter().all(|piece| piece.repeat == Repeat::Once);
    fixed && (3..=6).contains(&pattern.pieces().len())
}

/// All numbers of 7 to 15 digits behind `front`: from a local number to the longest that E.164 knows.
fn every_number(front: &str) -> Result<Dfa, OverBudget> {
    let text = format!("{front}{}{}$", "[0-9]".repeat(7), "[0-9]?".repeat(8));
    NumberPattern::parse(&text).map_or_else(|_| Ok(Dfa::all()), |pattern| compile::numbers(&pattern))
}

/// The dial-peers that take each of the probes behind `front`.
fn taking_all(table: &RoutingTable, front: &str) -> Vec<usize> {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    let mut order = Vec::new();
    for probe in PROBES {
        for candidate in table.candidates(&format!("{front}{probe}")).iter() {
            let count = counts.entry(candidate.peer).or_insert_with(|| {
                order.push(candidate.peer);
                0
            });
            *count += 1;
        }
    }
    order.retain(|peer| counts.get(peer) == Some(&PROBES.len()));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Profile;
    use crate::model::read;
    use crate::source::Source;
    use crate::syntax::tree::Tree;

    /// What must stand in front of the numbers that dial-peer 1 takes; `None` where it is no catch-all.
    fn access(lines: &str) -> Option<String> {
        let text = format!("{lines}dial-peer voice 1 voip\n session target ipv4:192.0.2.1\n");
        let (plan, _) = read(&Tree::parse(&Source::new("test.cfg", text)));
        let gateway = Gateway::new(&plan, Profile::default());
        let table = RoutingTable::new(&plan, &Profile::default()).unwrap();
        catch_alls(&gateway, &table).first().map(|one| one.access.map(String::from).unwrap_or_default())
    }

    fn of_pattern(pattern: &str) -> Option<String> {
        access(&format!("dial-peer voice 1 voip\n destination-pattern {pattern}\n"))
    }

    #[test]
    fn a_catch_all_takes_every_number_behind_at_most_one_digit() {
        for pattern in [".T", "T", ".......", "[0-9]T", "[0-9].%", ".+"] {
            assert_eq!(of_pattern(pattern).as_deref(), Some(""), "{pattern}");
        }
        for (pattern, front) in [("9T", "9"), ("0T", "0"), ("9.......", "9"), ("9[0-9]+", "9"), ("+T", "+")] {
            assert_eq!(of_pattern(pattern).as_deref(), Some(front), "{pattern}");
        }
    }

    #[test]
    fn what_leaves_numbers_out_is_none() {
        for pattern in [
            "91T",
            "9[2-9]T",
            ".......$",
            "..........",
            "9011T",
            "1206555....",
            "....$",
            "9[2-9]......$",
            "5...",
            "....",
            "9.....",
        ] {
            assert_eq!(of_pattern(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn a_map_may_take_them_all_in_parts() {
        let map = |entries: &str| {
            access(&format!(
                "voice class e164-pattern-map 1\n{entries}!\ndial-peer voice 1 voip\n destination e164-pattern-map 1\n"
            ))
        };
        assert_eq!(map(" e164 [0-4]T\n e164 [5-9]T\n"), Some(String::new()));
        assert_eq!(map(" e164 [0-4]T\n e164 [6-9]T\n"), Some("9".to_owned()));
        assert_eq!(map(" e164 [2-4].....$\n"), None);
    }
}
