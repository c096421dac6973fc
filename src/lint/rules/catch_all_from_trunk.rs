//! A call that comes in from a provider can go back to a provider by a dial-peer that takes every number.
//!
//! ## What it does
//!
//! Reports a catch-all (`.T`, or a pattern map that comes to the same) to a provider that calls from a provider can get to, at
//! once or after the dial-peers before it have failed. A dial-peer group counts as well, since it takes every number. Where a
//! network file names the providers it is an error, and the DIDs that the file tells are the calls that come in. Without one it
//! is a warning, and only where one far end is surely both: the catch-all leads there, and calls come in from there. That is so
//! where the same dial-peer has an `incoming called-number` (or map) and the target, where a `voice class uri` has the host of the
//! target, and on a port with a D channel that a dial-peer takes calls from. A catch-all behind an access digit is reported only
//! where the DIDs are told and have it.
//!
//! Targets that the settings call `trusted` are no providers. Class of restriction and dial-peer groups that confine the inbound
//! leg are followed.
//!
//! ## Why is this bad
//!
//! A number that the provider delivers and no dial-peer to one's own systems takes, a DID that was forgotten, is sent back. The
//! provider sends it again, until one side counts too many calls: each such call fills the trunk.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 100 voip
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//!  destination-pattern 1206555....$
//! !
//! dial-peer voice 200 voip
//!  session protocol sipv2
//!  session target ipv4:203.0.113.5
//!  incoming called-number .
//!  destination-pattern .T
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice class dpg 1
//!  dial-peer 100
//! !
//! voice class uri 1 sip
//!  host ipv4:203.0.113.5
//! !
//! dial-peer voice 100 voip
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//!  destination-pattern 1206555....$
//! !
//! dial-peer voice 200 voip
//!  session protocol sipv2
//!  session target ipv4:203.0.113.5
//!  destination-pattern .T
//! !
//! dial-peer voice 201 voip
//!  session protocol sipv2
//!  incoming uri via 1
//!  destination dpg 1
//! ```
//!
//! ## Source
//!
//! "ITSP > CUBE > SIP loop" (cisconat, 2017) and "Implementing Loop Prevention on CUBE" (afterthenumber, 2015), field reports;
//! Cisco 211306 (outbound dial-peer matching, `destination dpg`, class of restriction).

use std::collections::{BTreeMap, HashMap};

use crate::analysis::coverage::Hunt;
use crate::analysis::loops::{Graph, Node};
use crate::automaton::{Dfa, OverBudget};
use crate::call::{Call, Replies, Traveller};
use crate::diagnostic::Severity;
use crate::lint::facts::{CatchAll, Facts, Reach};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{Address, DialPeer, DialPeerGroup, Place, Tag};

pub(super) const RULE: Rule = Rule {
    code: "catch-all-from-trunk",
    severities: &[Severity::Error, Severity::Warning],
    topic: Topic::Loops,
    file: include_str!("catch_all_from_trunk.rs"),
    check,
};

/// A trunk of a provider, by its place among those of the gateway.
struct Incoming<'n> {
    contact: usize,
    /// The dial-peer that shows that calls come in on it, where nobody said so.
    evidence: Option<&'n DialPeer>,
}

/// What goes back by one dial-peer.
struct Back<'n> {
    numbers: Dfa,
    /// The trunks that the calls come in on.
    from: Vec<usize>,
    evidence: Option<&'n DialPeer>,
}

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let trunks = incoming(facts);
    // Most gateways have none, and then nobody has to know where all numbers go.
    let graph = if trunks.is_empty() { None } else { facts.graph() };
    let Some(graph) = graph else { return };
    let mut back: BTreeMap<usize, Back<'_>> = BTreeMap::new();
    // Many trunks may have the same hunts.
    let mut known: HashMap<(*const Hunt, bool), Vec<Reach>> = HashMap::new();
    for incoming in trunks {
        // What takes more states than the budget is not judged.
        let _ = collect(facts, graph, &incoming, &mut known, &mut back);
    }
    let severity = if facts.is_described() { Severity::Error } else { Severity::Warning };
    findings.extend(back.into_iter().filter_map(|(peer, back)| finding(facts, severity, facts.peer(peer)?, &back)));
}

/// The trunks that calls of a provider come in on: those that somebody described, else those for which there is evidence.
fn incoming<'n>(facts: &Facts<'_, 'n>) -> Vec<Incoming<'n>> {
    let contacts = facts.site().contacts.iter().enumerate();
    if facts.is_described() {
        let of_provider = contacts.filter(|(_, one)| one.place == Place::Public && !facts.is_trusted(&one.at));
        return of_provider.map(|(contact, _)| Incoming { contact, evidence: None }).collect();
    }
    let mut ways: Vec<Address> = Vec::new();
    let members = facts.plan().peer_groups.values().flat_map(DialPeerGroup::members);
    let members = members.filter_map(|member| facts.plan().peers.get_index_of(&Tag::new(member.value.tag)?));
    // Which numbers come in is not told: behind an access digit, none may.
    let plain = facts.catch_alls().iter().filter(|one| one.is_plain());
    let mut peers: Vec<usize> = plain.map(|one| one.peer).chain(members).collect();
    peers.sort_unstable();
    peers.dedup();
    for peer in peers.into_iter().filter_map(|peer| facts.peer(peer)) {
        ways.extend(trunks(facts, peer));
    }
    let is_way = |at: &Address| ways.iter().any(|way| way.is_same(at));
    let candidates = contacts.filter(|(_, one)| !facts.is_trusted(&one.at) && is_way(&one.at));
    candidates
        .filter_map(|(contact, one)| Some(Incoming { contact, evidence: Some(facts.comes_in(&one.at)?) }))
        .collect()
}

/// The trunks that a dial-peer leads to; of a trunk group its ports.
fn trunks(facts: &Facts<'_, '_>, peer: &DialPeer) -> Vec<Address> {
    let each = facts.targets(peer).iter().flat_map(|address| match address {
        Address::TrunkGroup(name) => facts.plan().trunk_group_ports(name).into_iter().map(Address::Port).collect(),
        Address::Port(_) | Address::Target(_) => vec![address.clone()],
    });
    each.collect()
}

fn collect<'n>(
    facts: &Facts<'_, 'n>,
    graph: &Graph<'_, 'n>,
    incoming: &Incoming<'n>,
    known: &mut HashMap<(*const Hunt, bool), Vec<Reach>>,
    back: &mut BTreeMap<usize, Back<'n>>,
) -> Result<(), OverBudget> {
    let index = facts.index();
    let (Some(contact), Some(coverage)) = (facts.site().contacts.get(incoming.contact), graph.coverages().get(index))
    else {
        return Ok(());
    };
    let told = facts.is_described() && facts.site().dids.is_some();
    for (arrival, hunts) in graph.arrivals_at(index, Some(incoming.contact)) {
        let by_group = arrival.peer.is_some_and(|peer| facts.gateway().routes_by_group(peer));
        let reaches = known.entry((hunts.as_ptr(), by_group)).or_insert_with(|| {
            let found = facts.reaches_all(hunts, arrival.peer, |peer| !facts.is_described() || facts.leads_out(peer));
            // Of numbers that nobody told, none is taken to begin with an access digit.
            let plain = |reach: &Reach| told || by_group || facts.catch_all(reach.peer).is_some_and(CatchAll::is_plain);
            found.into_iter().filter(plain).collect()
        });
        for reach in reaches.iter() {
            let Some(peer) = facts.peer(reach.peer) else { continue };
            let leads_back = facts.is_described() || trunks(facts, peer).iter().any(|to| to.is_same(&contact.at));
            if !leads_back {
                continue;
            }
            let arriving = facts.arriving(coverage, arrival, reach)?;
            let numbers = if told {
                let (at, from) = (Place::Gateway(index), Place::Public);
                let node = Node { at, from, contact: Some(incoming.contact), hunts: None };
                arriving.intersection(&graph.delivered(node)?)?
            } else {
                facts.usual(&arriving)?
            };
            if numbers.is_empty() {
                continue;
            }
            let entry = back.entry(reach.peer).or_insert_with(|| Back {
                numbers: Dfa::empty(),
                from: Vec::new(),
                evidence: incoming.evidence,
            });
            entry.numbers = entry.numbers.union(&numbers)?.minimised_if_small();
            if !entry.from.contains(&incoming.contact) {
                entry.from.push(incoming.contact);
            }
        }
    }
    Ok(())
}

fn finding(facts: &Facts<'_, '_>, severity: Severity, peer: &DialPeer, back: &Back<'_>) -> Option<Finding> {
    let numbers = Numbers::of(&back.numbers)?;
    let contact = facts.site().contacts.get(*back.from.first()?)?;
    let call = Call::to(&numbers.witness).on(Traveller::leg(Some(contact)));
    let trace = facts.gateway().trace(&call, &Replies::default()).ok();
    let inbound = trace.and_then(|trace| trace.inbound?.peer).and_then(|tag| facts.plan().peers.get(&tag));
    let inbound = inbound.or(back.evidence);
    let others = match back.from.len() {
        1 => String::new(),
        count => format!(" and {} more trunks", count - 1),
    };
    let back_to = if facts.is_described() { "to the public network" } else { "back there" };
    let message = format!(
        "calls from {}{others} can go {back_to} by dial-peer {}, which takes every number",
        contact.at, peer.tag
    );
    let said = (message.as_str(), "goes back here");
    let mut finding = facts.about(&RULE, severity, peer, facts.pattern_span(peer), said);
    if let Some(inbound) = inbound {
        finding = finding.at(facts.source(), facts.incoming_span(inbound), "comes in here");
    }
    let under = inbound.map_or_else(
        || "an inbound dial-peer for the trunk".to_owned(),
        |inbound| format!("the dial-peer that the calls come in on (now dial-peer {})", inbound.tag),
    );
    let help = format!(
        "`destination dpg` under {under}, or `corlist incoming` there and `corlist outgoing` under `{}`",
        Facts::title(peer)
    );
    Some(finding.shown_by(numbers).help(help))
}
