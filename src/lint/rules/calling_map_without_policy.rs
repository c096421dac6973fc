//! Maps of calling numbers on both legs of a call, without a provision policy.
//!
//! ## What it does
//!
//! Reports a dial-peer with `incoming calling e164-pattern-map` and without `destination provision-policy`, where another
//! dial-peer has `destination calling e164-pattern-map` and one calling number is in both maps. A dial-peer group on the inbound
//! dial-peer decides before calling numbers do, so there it is no fault.
//!
//! ## Why is this bad
//!
//! A calling number can choose the inbound dial-peer and then the outbound one. Cisco documents that such calls fail unless the
//! inbound dial-peer has a provision policy that says which attributes choose the outbound one.
//!
//! ## Example
//!
//! ```ios
//! voice class e164-pattern-map 1
//!  e164 1206555....
//! !
//! dial-peer voice 1 voip
//!  incoming calling e164-pattern-map 1
//! !
//! dial-peer voice 2 voip
//!  destination calling e164-pattern-map 1
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice class e164-pattern-map 1
//!  e164 1206555....
//! !
//! voice class dial-peer provision-policy 1
//!  preference 1 calling
//! !
//! dial-peer voice 1 voip
//!  incoming calling e164-pattern-map 1
//!  destination provision-policy 1
//! !
//! dial-peer voice 2 voip
//!  destination calling e164-pattern-map 1
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! Cisco 211306, table 4, "Outbound SIP Dial-peer Selection Preference": the note on calling numbers.

use std::collections::HashMap;

use crate::automaton::compile::numbers_of_any;
use crate::automaton::{Dfa, OverBudget};
use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{DialPeer, PatternMap};
use crate::source::Span;
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "calling-map-without-policy",
    severities: &[Severity::Error],
    topic: Topic::DialPeers,
    file: include_str!("calling_map_without_policy.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let outbound = outbound(facts);
    if outbound.is_empty() {
        return;
    }
    // By the map of the inbound leg: a dial-peer that takes some of its numbers out again, and these.
    let mut known: HashMap<u32, Option<(&DialPeer, Span, Numbers)>> = HashMap::new();
    for peer in facts.plan().peers.values().filter(|peer| !peer.shutdown() && !is_told(peer)) {
        let Some(map) = peer.settings.integer(Command::IncomingCallingMap) else { continue };
        let found = known.entry(map.value).or_insert_with(|| met(facts, map.value, &outbound));
        let Some((other, line, numbers)) = found else { continue };
        let message = format!(
            "calling numbers choose dial-peer {} and then dial-peer {}, and no provision policy allows that",
            peer.tag, other.tag
        );
        let finding =
            facts.about(&RULE, Severity::Error, peer, map.span, (&message, "the inbound leg is chosen by these"));
        let finding =
            finding.at(facts.source(), *line, "the outbound leg is chosen by these").shown_by(numbers.clone());
        findings.push(finding.help(format!(
            "`destination provision-policy N` under `dial-peer voice {}`, of a policy with `preference 1 calling`",
            peer.tag
        )));
    }
}

/// Whether something else than the number says where calls from a dial-peer go.
fn is_told(peer: &DialPeer) -> bool {
    let commands = [Command::DestinationPolicy, Command::DestinationDpg];
    commands.iter().any(|command| peer.settings.get(*command).is_some())
}

/// The maps of calling numbers that choose outbound dial-peers, each with one that it chooses.
fn outbound<'a>(facts: &Facts<'a, '_>) -> Vec<(&'a DialPeer, Span, u32)> {
    let mut maps: HashMap<u32, (&DialPeer, Span)> = HashMap::new();
    for peer in facts.plan().peers.values().filter(|peer| !peer.shutdown()) {
        if let Some(map) = peer.settings.integer(Command::DestinationCallingMap) {
            maps.entry(map.value).or_insert((peer, map.span));
        }
    }
    let mut maps: Vec<_> = maps.into_iter().map(|(map, (peer, span))| (peer, span, map)).collect();
    maps.sort_unstable_by_key(|(_, _, map)| *map);
    maps
}

/// The first dial-peer that calling numbers of `map` choose on the way out, and these numbers.
fn met<'a>(
    facts: &Facts<'a, '_>,
    map: u32,
    outbound: &[(&'a DialPeer, Span, u32)],
) -> Option<(&'a DialPeer, Span, Numbers)> {
    let incoming = numbers_of(facts, map).ok()?;
    outbound.iter().find_map(|(peer, span, other)| {
        let common = if *other == map {
            Ok(incoming.clone())
        } else {
            numbers_of(facts, *other).and_then(|one| incoming.intersection(&one))
        };
        Some((*peer, *span, Numbers::of(&common.ok()?)?))
    })
}

/// The numbers of a pattern map.
fn numbers_of(facts: &Facts<'_, '_>, map: u32) -> Result<Dfa, OverBudget> {
    let entries = facts.plan().pattern_maps.get(&map).into_iter().flat_map(PatternMap::entries);
    numbers_of_any(entries.map(|entry| entry.value))
}
