//! A call can leave to the target that it came from, by a dial-peer that is no catch-all.
//!
//! ## What it does
//!
//! Reports a dial-peer to the trunk that a call came in on, where calls get to it with numbers that are known to come in there:
//!
//! - on a port with a D channel, the numbers of an `incoming called-number` (or map) of POTS dial-peers, and a dial-peer to that port;
//! - by IP, the numbers of an `incoming called-number` (or map) of a dial-peer with a target, and another dial-peer to the same target
//!   that is tried after one to somewhere else has failed.
//!
//! A pattern that spells out fewer than three digits does not tell which numbers come in. A dial-peer that makes another number of
//! the called one is taken to be meant. Catch-alls are the matter of `catch-all-from-trunk`. With a network file, and among
//! configurations that lead to each other, `routing-loop` knows what the far end does with the call, and nothing is said here. Class of
//! restriction, dial-peer groups and `huntstop` are followed.
//!
//! ## Why is this bad
//!
//! The far end drops the call as a duplicate of its own, or sends it here again. Each such call takes two channels.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 1 pots
//!  incoming called-number 1206555....
//!  direct-inward-dial
//!  port 0/0/0:23
//! !
//! dial-peer voice 10 voip
//!  destination-pattern 1206555....$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 11 pots
//!  preference 1
//!  destination-pattern 1206555....$
//!  no digit-strip
//!  port 0/0/0:23
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 1 pots
//!  incoming called-number 1206555....
//!  direct-inward-dial
//!  port 0/0/0:23
//! !
//! dial-peer voice 10 voip
//!  destination-pattern 1206555....$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 11 voip
//!  preference 1
//!  destination-pattern 1206555....$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.11
//! ```
//!
//! ## Source
//!
//! "Implementing Loop Prevention on CUBE" (afterthenumber, 2015) and "ITSP > CUBE > SIP loop" (cisconat, 2017; the provider rejected the
//! call that came back as a duplicate), field reports; Cisco 211306 (inbound and outbound matching).

use std::collections::BTreeMap;

use crate::analysis::coverage::{Arrival, Hunt};
use crate::analysis::loops::Graph;
use crate::automaton::{Dfa, OverBudget, compile};
use crate::call::match_length;
use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, LoopAnswer, Reach};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{Address, DialPeer, PeerKind, Tag};
use crate::syntax::argument::SessionTarget;
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "hairpin",
    severities: &[Severity::Warning],
    topic: Topic::Loops,
    file: include_str!("hairpin.rs"),
    check,
};

/// The fewest digits that a pattern spells out where it tells which numbers come in.
const TOLD: usize = 3;

/// What makes another number of the called one, on purpose.
const CHANGES: [Command; 4] =
    [Command::TranslationProfileOutgoing, Command::TranslateOutgoingCalled, Command::Prefix, Command::ForwardDigits];

/// Numbers that come in on a trunk.
struct Incoming<'n> {
    contact: usize,
    numbers: Dfa,
    /// The dial-peer that shows it.
    evidence: &'n DialPeer,
    /// Whether a dial-peer counts only where another one is tried before it.
    behind: bool,
}

/// What goes back by one dial-peer.
struct Back<'n> {
    numbers: Dfa,
    contact: usize,
    evidence: &'n DialPeer,
}

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    // What the far end does with the call is known there, and routing-loop says it.
    if !matches!(facts.loops(), LoopAnswer::NotAsked) {
        return;
    }
    let incoming = shown(facts).unwrap_or_default();
    let graph = if incoming.is_empty() { None } else { facts.graph() };
    let Some(graph) = graph else { return };
    let mut back: BTreeMap<usize, Back<'_>> = BTreeMap::new();
    for incoming in &incoming {
        // What takes more states than the budget is not judged.
        let _ = collect(facts, graph, incoming, &mut back);
    }
    findings.extend(back.iter().filter_map(|(peer, back)| finding(facts, facts.peer(*peer)?, back)));
}

/// The trunks that dial-peers show numbers of, where some other dial-peer leads back there.
fn shown<'n>(facts: &Facts<'_, 'n>) -> Result<Vec<Incoming<'n>>, OverBudget> {
    let contacts = &facts.site().contacts;
    let places: BTreeMap<String, usize> = contacts.iter().enumerate().map(|(at, one)| (key(&one.at), at)).collect();
    let trunks = |peer: &DialPeer| -> Vec<usize> {
        let each = trunks(facts, peer);
        each.iter().filter_map(|to| places.get(&key(to)).copied()).collect()
    };
    let mut back: BTreeMap<usize, Vec<Tag>> = BTreeMap::new();
    for peer in facts.plan().peers.values().filter(|peer| sends_back(facts, peer)) {
        for trunk in trunks(peer) {
            back.entry(trunk).or_default().push(peer.tag);
        }
    }
    let ports: Vec<usize> = back.keys().copied().filter(|at| is_trunk_port(facts, *at)).collect();
    let mut found = Vec::new();
    for peer in facts.plan().peers.values().filter(|peer| !peer.shutdown()) {
        let from = match peer.kind {
            PeerKind::Pots if peer.port().is_none() => ports.clone(),
            PeerKind::Pots => trunks(peer).into_iter().filter(|at| ports.contains(at)).collect(),
            PeerKind::Voip => trunks(peer),
            PeerKind::Other(_) => Vec::new(),
        };
        let is_left = |at: &usize| back.get(at).is_some_and(|tags| tags.iter().any(|tag| *tag != peer.tag));
        let from: Vec<usize> = from.into_iter().filter(is_left).collect();
        let numbers = if from.is_empty() { None } else { coming_in(facts, peer)? };
        let Some(numbers) = numbers else { continue };
        let behind = peer.kind == PeerKind::Voip;
        let of = |contact| Incoming { contact, numbers: numbers.clone(), evidence: peer, behind };
        found.extend(from.into_iter().map(of));
    }
    Ok(found)
}

/// The numbers that a dial-peer shows to come in; `None` where its patterns do not tell.
fn coming_in<'n>(facts: &Facts<'_, 'n>, peer: &'n DialPeer) -> Result<Option<Dfa>, OverBudget> {
    let (own, map) = (Some(Command::IncomingCalledNumber), Some(Command::IncomingCalledMap));
    let patterns = facts.gateway().patterns(peer, own, map);
    let tells = patterns.iter().map(|(_, pattern)| pattern.as_ref()).filter(|one| *match_length(one).start() >= TOLD);
    let tells: Vec<_> = tells.collect();
    if tells.is_empty() { Ok(None) } else { compile::numbers_of_any(tells).map(Some) }
}

/// What trunks are looked up by: the port of an IP address makes no difference.
fn key(at: &Address) -> String {
    match at {
        Address::Target(SessionTarget::Ipv4(host, _)) => format!("ipv4:{host}"),
        Address::Target(SessionTarget::Ipv6(host, _)) => format!("ipv6:{host}"),
        Address::Target(SessionTarget::Dns(host, _)) => format!("dns:{host}"),
        Address::Target(SessionTarget::Other(_)) | Address::Port(_) | Address::TrunkGroup(_) => at.to_string(),
    }
}

/// The trunks that a dial-peer leads to; of a trunk group its ports.
fn trunks(facts: &Facts<'_, '_>, peer: &DialPeer) -> Vec<Address> {
    let each = facts.targets(peer).iter().flat_map(|address| match address {
        Address::TrunkGroup(name) => facts.plan().trunk_group_ports(name).into_iter().map(Address::Port).collect(),
        Address::Port(_) | Address::Target(_) => vec![address.clone()],
    });
    each.collect()
}

/// Whether a trunk is a port with a D channel that leads to the public network.
fn is_trunk_port(facts: &Facts<'_, '_>, at: usize) -> bool {
    let port = |at: &Address| matches!(at, Address::Port(port) if facts.plan().has_d_channel(port));
    facts.contact(at).is_some_and(|contact| port(&contact.at) && facts.is_public(&contact.at))
}

/// Whether a dial-peer may send calls back as they are: it makes no other number of the called one, and takes fewer than all.
fn sends_back(facts: &Facts<'_, '_>, peer: &DialPeer) -> bool {
    let is_catch_all = facts.plan().peers.get_index_of(&peer.tag).is_some_and(|place| facts.catch_all(place).is_some());
    let changes = CHANGES.iter().any(|line| !peer.settings.all(*line).is_empty());
    !peer.shutdown()
        && !is_catch_all
        && !changes
        && (peer.destination_pattern().is_some() || peer.destination_map().is_some())
}

fn collect<'n>(
    facts: &Facts<'_, 'n>,
    graph: &Graph<'_, 'n>,
    incoming: &Incoming<'n>,
    back: &mut BTreeMap<usize, Back<'n>>,
) -> Result<(), OverBudget> {
    let Some(contact) = facts.contact(incoming.contact) else { return Ok(()) };
    let Some(coverage) = graph.coverages().get(facts.index()) else { return Ok(()) };
    for (arrival, hunts) in graph.arrivals_at(facts.index(), Some(incoming.contact)) {
        for reach in ways_back(facts, arrival, hunts, incoming, &contact.at) {
            let numbers = facts.arriving(coverage, arrival, &reach)?.intersection(&incoming.numbers)?;
            if numbers.intersection(&Dfa::plain_numbers())?.is_empty() {
                continue;
            }
            let new = || Back { numbers: Dfa::empty(), contact: incoming.contact, evidence: incoming.evidence };
            let entry = back.entry(reach.peer).or_insert_with(new);
            entry.numbers = entry.numbers.union(&numbers)?.minimised_if_small();
        }
    }
    Ok(())
}

/// How calls of an arrival get to dial-peers to the trunk that they came from.
fn ways_back(
    facts: &Facts<'_, '_>,
    arrival: &Arrival<'_>,
    hunts: &[Hunt],
    incoming: &Incoming<'_>,
    from: &Address,
) -> Vec<Reach> {
    if arrival.peer.is_some_and(|inbound| facts.gateway().routes_by_group(inbound)) {
        return Vec::new();
    }
    let leads = |peer: &DialPeer| trunks(facts, peer).iter().any(|to| to.is_same(from));
    let mut found =
        facts.reaches(hunts, &|turn| facts.peer(turn.peer).is_some_and(|peer| sends_back(facts, peer) && leads(peer)));
    if incoming.behind {
        for reach in &mut found {
            let peer = reach.peer;
            reach.classes.retain(|class| hunts.get(*class).is_some_and(|hunt| begins_elsewhere(facts, hunt, peer)));
        }
        found.retain(|reach| !reach.classes.is_empty());
    }
    found
}

/// Whether all dial-peers of the first rank of a hunt lead somewhere else than this one.
fn begins_elsewhere(facts: &Facts<'_, '_>, hunt: &Hunt, last: usize) -> bool {
    let Some(last) = facts.peer(last) else { return false };
    let apart = |peer: &DialPeer| {
        let there = facts.targets(last);
        facts.targets(peer).iter().all(|one| there.iter().all(|other| !one.is_same(other)))
    };
    hunt.first().is_some_and(|rank| rank.iter().all(|turn| facts.peer(turn.peer).is_some_and(apart)))
}

fn finding(facts: &Facts<'_, '_>, peer: &DialPeer, back: &Back<'_>) -> Option<Finding> {
    let numbers = Numbers::of(&back.numbers)?;
    let contact = facts.contact(back.contact)?;
    let message = format!("calls from {} can go back there by dial-peer {}", contact.at, peer.tag);
    let said = (message.as_str(), "goes back here");
    let finding = facts.about(&RULE, Severity::Warning, peer, facts.pattern_span(peer), said).at(
        facts.source(),
        facts.incoming_span(back.evidence),
        "these numbers come in there",
    );
    let help = format!(
        "`destination dpg` under dial-peer {}, or `corlist incoming` there and `corlist outgoing` under `{}`",
        back.evidence.tag,
        Facts::title(peer)
    );
    Some(finding.shown_by(numbers).help(help))
}
