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
//! restriction, dial-peer groups and `huntstop` are followed. There are at most three findings about one trunk.
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

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::coverage::{Arrival, Hunt};
use crate::analysis::loops::Graph;
use crate::automaton::{Dfa, OverBudget, compile};
use crate::call::{match_length, matched_literals};
use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, LoopAnswer, Reach};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{Address, DialPeer, PeerKind, Tag};
use crate::syntax::argument::SessionTarget;
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;

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

/// The most findings about one trunk.
const EACH: usize = 3;

/// Numbers that come in on a trunk.
struct Incoming<'n> {
    contact: usize,
    /// The dial-peers that show it.
    peers: Vec<&'n DialPeer>,
    numbers: Dfa,
    /// Whether a dial-peer counts only where another one is tried before it.
    behind: bool,
}

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    // What the far end does with the call is known there, and routing-loop says it.
    if !matches!(facts.loops(), LoopAnswer::NotAsked) {
        return;
    }
    // What takes more states than the budget is not judged.
    let incoming = shown(facts).unwrap_or_default();
    let graph = if incoming.is_empty() { None } else { facts.graph() };
    let Some(graph) = graph else { return };
    for incoming in &incoming {
        let back = collect(facts, graph, incoming).unwrap_or_default();
        findings.extend(back.iter().filter_map(|(peer, back)| finding(facts, facts.peer(*peer)?, incoming, back)));
    }
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
    let mut found: BTreeMap<usize, Vec<&DialPeer>> = BTreeMap::new();
    for peer in facts.plan().peers.values().filter(|peer| !peer.shutdown() && !coming_in(facts, peer).is_empty()) {
        let from = match peer.kind {
            PeerKind::Pots if peer.port().is_none() => ports.clone(),
            PeerKind::Pots => trunks(peer).into_iter().filter(|at| ports.contains(at)).collect(),
            PeerKind::Voip => trunks(peer),
            PeerKind::Other(_) => Vec::new(),
        };
        let is_left = |at: &usize| back.get(at).is_some_and(|tags| tags.iter().any(|tag| *tag != peer.tag));
        for at in from.into_iter().filter(is_left) {
            found.entry(at).or_default().push(peer);
        }
    }
    let incoming = |(contact, peers): (usize, Vec<&'n DialPeer>)| {
        let patterns: Vec<_> = peers.iter().flat_map(|peer| coming_in(facts, peer)).collect();
        let numbers = compile::numbers_of_any(patterns.iter().map(AsRef::as_ref))?;
        Ok(Incoming { contact, peers, numbers, behind: !ports.contains(&contact) })
    };
    found.into_iter().map(incoming).collect()
}

/// The patterns of a dial-peer that tell which numbers come in.
fn coming_in<'n>(facts: &Facts<'_, 'n>, peer: &'n DialPeer) -> Vec<Cow<'n, NumberPattern>> {
    let (own, map) = (Some(Command::IncomingCalledNumber), Some(Command::IncomingCalledMap));
    let patterns = facts.gateway().patterns(peer, own, map).into_iter().map(|(_, pattern)| pattern);
    patterns.filter(|pattern| *match_length(pattern).start() >= TOLD).collect()
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

/// By dial-peer that leads back to a trunk, the numbers that go there, as they arrive.
fn collect(
    facts: &Facts<'_, '_>,
    graph: &Graph<'_, '_>,
    incoming: &Incoming<'_>,
) -> Result<BTreeMap<usize, Dfa>, OverBudget> {
    let mut back: BTreeMap<usize, Dfa> = BTreeMap::new();
    let contact = facts.contact(incoming.contact);
    let (Some(contact), Some(coverage)) = (contact, graph.coverages().get(facts.index())) else { return Ok(back) };
    for (arrival, hunts) in graph.arrivals_at(facts.index(), Some(incoming.contact)) {
        let ways = ways_back(facts, arrival, hunts, incoming, &contact.at);
        // Where numbers stay as they are, the classes that they meet are few.
        let is_met = if ways.is_empty() || !arrival.path.is_unchanged() {
            None
        } else {
            let met = coverage.reached(arrival, hunts, &incoming.numbers)?;
            Some(met.into_iter().map(|(class, _)| class).collect::<BTreeSet<_>>())
        };
        for mut reach in ways {
            reach.classes.retain(|class| is_met.as_ref().is_none_or(|met| met.contains(class)));
            if reach.classes.is_empty() || (back.len() >= EACH && !back.contains_key(&reach.peer)) {
                continue;
            }
            let numbers = facts.arriving(coverage, arrival, &reach)?.intersection(&incoming.numbers)?;
            if numbers.intersection(&Dfa::plain_numbers())?.is_empty() {
                continue;
            }
            let entry = back.entry(reach.peer).or_insert_with(Dfa::empty);
            *entry = entry.union(&numbers)?.minimised_if_small();
        }
    }
    Ok(back)
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

fn finding<'n>(facts: &Facts<'_, 'n>, peer: &DialPeer, incoming: &Incoming<'n>, numbers: &Dfa) -> Option<Finding> {
    let numbers = Numbers::of(numbers)?;
    let contact = facts.contact(incoming.contact)?;
    let takes = |one: &&&'n DialPeer| {
        coming_in(facts, one).iter().any(|pattern| matched_literals(pattern, &numbers.witness).is_some())
    };
    let evidence = incoming.peers.iter().find(takes)?;
    let message = format!("calls from {} can go back there by dial-peer {}", contact.at, peer.tag);
    let finding = facts
        .about(&RULE, Severity::Warning, peer, facts.pattern_span(peer), (&message, "goes back here"))
        .at(facts.source(), facts.incoming_span(evidence), "these numbers come in there");
    let help = format!(
        "`destination dpg` under dial-peer {}, or `corlist incoming` there and `corlist outgoing` under `{}`",
        evidence.tag,
        Facts::title(peer)
    );
    Some(finding.shown_by(numbers).help(help))
}
