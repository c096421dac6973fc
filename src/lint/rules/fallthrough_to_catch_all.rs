//! A number that its own system does not have goes on to a dial-peer that takes every number, and out to the public network.
//!
//! ## What it does
//!
//! Reports a catch-all (`.T`, `+T`, or a pattern map that comes to the same) that hunting comes to when every dial-peer before it, to
//! other targets, has answered 404: calls to numbers of a PBX that it does not have are sent out. Numbers of a PBX are those of a
//! pattern of 7 or more symbols, of which it spells out 4 or more. There is one finding for each catch-all. Whether calls really get
//! there is reckoned for each trunk, with class of restriction and `huntstop`; calls that a dial-peer group routes do not. Where a
//! network file tells the DIDs, only these come in from the provider.
//!
//! A catch-all is reported only where it may lead to the public network: to a port or provider that is known to, or by SIP where nothing
//! in the configuration is. Targets that the settings call `trusted` are not meant, and neither are catch-alls behind an access digit
//! (`9T`). One that `catch-all-from-trunk` reports is not reported again.
//!
//! ## Why is this bad
//!
//! The public network sends a call to one's own DID back. It comes in again, the PBX answers 404 again, and so on until the trunks are
//! full. Without a loop, the caller pays for a call to nobody, and hears a wrong answer late.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 100 voip
//!  destination-pattern 1206555....$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 200 voip
//!  destination-pattern .T
//!  session protocol sipv2
//!  session target ipv4:203.0.113.5
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 100 voip
//!  huntstop
//!  destination-pattern 1206555....$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 200 voip
//!  destination-pattern .T
//!  session protocol sipv2
//!  session target ipv4:203.0.113.5
//! ```
//!
//! ## Source
//!
//! "ITSP > CUBE > SIP loop" (cisconat, 2017), a field report; IOS voice command reference, `voice hunt` (404 is unassigned-number, which
//! does not end hunting), `huntstop`.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::loops::Node;
use crate::automaton::{Dfa, OverBudget};
use crate::call::{Candidate, match_length};
use crate::diagnostic::Severity;
use crate::lint::facts::{CatchAll, Facts, Order};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{Address, DialPeer, Place};
use crate::syntax::pattern::NumberPattern;

pub(super) const RULE: Rule = Rule {
    code: "fallthrough-to-catch-all",
    severities: &[Severity::Warning],
    topic: Topic::Loops,
    file: include_str!("fallthrough_to_catch_all.rs"),
    check,
};

/// The shortest pattern of numbers that the public network may send back, and how many digits it spells out: those of a block of
/// DIDs, where patterns for calls out spell out an access digit and a `1`.
const BLOCK: (usize, usize) = (7, 4);

/// The dial-peers before a catch-all, and the classes of numbers that come to it behind them.
#[derive(Default)]
struct Before {
    peers: BTreeMap<usize, Candidate>,
    classes: BTreeSet<usize>,
}

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let outward = facts.catch_alls().iter().filter(|one| one.is_plain() && may_lead_out(facts, one.peer));
    let outward: BTreeSet<usize> = outward.map(|one| one.peer).collect();
    if outward.is_empty() {
        return;
    }
    let mut before: BTreeMap<usize, Before> = BTreeMap::new();
    for order in facts.orders() {
        if let Some((last, specific)) = behind_specific(facts, order, &outward) {
            let entry = before.entry(last).or_default();
            entry.peers.extend(specific.into_iter().map(|one| (one.peer, one)));
            entry.classes.extend(&order.classes);
        }
    }
    before.retain(|peer, _| !facts.back().contains_key(peer));
    for (peer, before) in before {
        // What takes more states than the budget is not judged.
        if let Ok(Some(numbers)) = reached(facts, peer, &before) {
            findings.extend(finding(facts, peer, &before, numbers));
        }
    }
}

/// Whether calls of a dial-peer go to the public network, as far as anything says so; by SIP also where nothing does.
fn may_lead_out(facts: &Facts<'_, '_>, peer: usize) -> bool {
    let Some(peer) = facts.peer(peer) else { return false };
    let open = |at: &Address| matches!(at, Address::Target(_)) && !facts.is_trusted(at);
    let untold = !facts.is_described() && !facts.shows_public();
    facts.leads_out(peer) || (untold && facts.targets(peer).iter().any(open))
}

/// The first catch-all of an order, with the dial-peers of whole numbers before it, where all of these lead elsewhere.
fn behind_specific(facts: &Facts<'_, '_>, order: &Order, outward: &BTreeSet<usize>) -> Option<(usize, Vec<Candidate>)> {
    let (rank, last) = order.iter().find(|(_, one)| facts.catch_all(one.peer).is_some_and(CatchAll::is_plain))?;
    if rank == 0 || !outward.contains(&last.peer) {
        return None;
    }
    let before: Vec<Candidate> = order.ranks.iter().take(rank).flatten().copied().collect();
    let goes_by = |one: &Candidate| {
        let is_block = one.pattern(facts.plan()).is_some_and(|pattern| is_block(pattern.value));
        let leads_out = facts.peer(one.peer).is_some_and(|peer| facts.leads_out(peer));
        is_block && !leads_out && facts.lead_apart(one, last) && facts.goes_on(one.tag, 404)
    };
    before.iter().all(goes_by).then_some((last.peer, before))
}

/// Whether a pattern is one of a block of DIDs.
fn is_block(pattern: &NumberPattern) -> bool {
    let (length, digits) = BLOCK;
    !pattern.has_timer() && pattern.pieces().len() >= length && *match_length(pattern).start() >= digits
}

/// The numbers with which calls of some trunk come to the catch-all behind the others.
fn reached(facts: &Facts<'_, '_>, peer: usize, before: &Before) -> Result<Option<Numbers>, OverBudget> {
    let Some(graph) = facts.graph() else { return Ok(None) };
    let Some(coverage) = graph.coverages().get(facts.index()) else { return Ok(None) };
    let mut numbers = Dfa::empty();
    for (at, contact) in facts.site().contacts.iter().enumerate() {
        // What is on a system is not called through the gateway from there.
        let is_own = |one: &usize| {
            facts.peer(*one).is_some_and(|one| facts.targets(one).iter().any(|target| target.is_same(&contact.at)))
        };
        if before.peers.keys().all(is_own) {
            continue;
        }
        for (arrival, hunts) in graph.arrivals_at(facts.index(), Some(at)) {
            if arrival.peer.is_some_and(|inbound| facts.gateway().routes_by_group(inbound)) {
                continue;
            }
            for mut reach in facts.reaches(hunts, &|turn| turn.peer == peer) {
                reach.classes.retain(|class| before.classes.contains(class));
                if reach.classes.is_empty() {
                    continue;
                }
                let mut arriving = facts.usual(&facts.arriving(coverage, arrival, &reach)?)?;
                if facts.is_described() && contact.place == Place::Public && facts.site().dids.is_some() {
                    let (here, from) = (Place::Gateway(facts.index()), Place::Public);
                    arriving = arriving.intersection(&graph.delivered(Node {
                        at: here,
                        from,
                        contact: Some(at),
                        hunts: None,
                    })?)?;
                }
                numbers = numbers.union(&arriving)?;
            }
        }
        if let Some(shown) = Numbers::of(&numbers) {
            return Ok(Some(shown));
        }
    }
    Ok(None)
}

fn finding(facts: &Facts<'_, '_>, last: usize, before: &Before, numbers: Numbers) -> Option<Finding> {
    let last = facts.peer(last)?;
    let first = before.peers.values().next()?;
    let peer: &DialPeer = facts.peer(first.peer)?;
    let others = match before.peers.len() {
        1 => String::new(),
        2 => " and 1 more dial-peer".to_owned(),
        count => format!(" and {} more dial-peers", count - 1),
    };
    let message = format!(
        "a call that the target of dial-peer {}{others} answers with 404 goes on to dial-peer {}, which takes every number",
        peer.tag, last.tag
    );
    let said = (message.as_str(), "takes what was not found");
    let finding = facts.about(&RULE, Severity::Warning, last, facts.pattern_span(last), said).at(
        facts.source(),
        facts.pattern_span(peer),
        "404 goes on from here",
    );
    let help =
        format!("`huntstop` under `{}`; `no voice hunt unassigned-number` ends all hunting at 404", Facts::title(peer));
    Some(finding.shown_by(numbers).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_spells_out_more_than_the_way_out() {
        let is = |text: &str| is_block(&NumberPattern::parse(text).unwrap());
        assert!(is("1206555....$") && is("+4989[0-4]....") && is("5550..."));
        assert!(!is("91[2-9]..[2-9]......") && !is("[2-9]......") && !is("9011T") && !is("5..."));
    }
}
