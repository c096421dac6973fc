//! Calls by IP that would go out by IP, and no `allow-connections` that lets them.
//!
//! ## What it does
//!
//! Looks at whole configurations, not at fragments. Reports a call that comes in from a session target and finds dial-peers that lead
//! elsewhere by IP, where all of them are left out since `allow-connections` for the two protocols is missing: where the router has no
//! ports and no phones, so that calls can come by IP only; or where the inbound dial-peer sends its calls to a dial-peer group. A
//! gateway with ports may mean its VoIP dial-peers for calls from these, and nothing is said of it otherwise. One finding for each
//! pair of protocols; the call that is shown was followed through the gateway.
//!
//! ## Why is this bad
//!
//! Without it a router connects calls between a telephone port and IP only: the dial-peers are not used, and the call fails.
//!
//! ## Example
//!
//! ```ios
//! version 15.2
//! !
//! dial-peer voice 10 voip
//!  description CUCM
//!  destination-pattern 5...$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 20 voip
//!  description carrier
//!  destination-pattern 9T
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! version 15.2
//! !
//! voice service voip
//!  allow-connections sip to sip
//! !
//! dial-peer voice 10 voip
//!  description CUCM
//!  destination-pattern 5...$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 20 voip
//!  description carrier
//!  destination-pattern 9T
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Source
//!
//! IOS voice command reference, `allow-connections` (calls from VoIP to VoIP are disabled by default).

use crate::call::{Barred, Call, Caller, Notes, Replies, Selection, Traveller, Way};
use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{Address, Contact, DialPeer, PeerKind};
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "missing-allow-connections",
    severities: &[Severity::Warning],
    topic: Topic::Safety,
    file: include_str!("missing_allow_connections.rs"),
    check,
};

/// The protocols, as `allow-connections` names them.
const PROTOCOLS: [&str; 2] = ["sip", "h323"];

/// The most far ends, and the most numbers for each, of which calls are followed.
const TRIED: usize = 8;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for from in PROTOCOLS {
        let ways = Ways::of(facts, from);
        if ways.not_allowed.is_empty() {
            continue;
        }
        let numbers = if has_ports_or_phones(facts) { Vec::new() } else { ways.numbers(facts) };
        for to in ways.not_allowed.iter().copied() {
            findings.extend(blocked(facts, &numbers, (from, to)));
        }
    }
}

/// What becomes of calls that come in by a protocol.
struct Ways {
    /// By the place of the peer in the plan, why such calls cannot use it.
    barred: Vec<Option<Barred>>,
    /// The protocols that they may not go on by, of those that dial-peers speak.
    not_allowed: Vec<&'static str>,
}

impl Ways {
    fn of(facts: &Facts<'_, '_>, from: &'static str) -> Self {
        let caller = Caller { peer: None, protocol: Some(from), number_type: None };
        let mut notes = Notes::default();
        let peers = facts.plan().peers.values();
        let barred: Vec<_> = peers.map(|peer| facts.gateway().barred(peer, &caller, &mut notes)).collect();
        let is_missing =
            |to: &str| barred.iter().any(|one| matches!(one, Some(Barred::NotAllowed(_, by)) if *by == to));
        let not_allowed = PROTOCOLS.into_iter().filter(|to| is_missing(to)).collect();
        Self { barred, not_allowed }
    }

    /// Numbers of which no dial-peer can be used since calls by IP may not go on by IP.
    fn numbers(&self, facts: &Facts<'_, '_>) -> Vec<String> {
        let Some(table) = facts.table() else { return Vec::new() };
        let is_blocked = |class: &usize| {
            let (candidates, _) = table.candidates_of(*class);
            let why = || candidates.iter().map(|one| self.barred.get(one.peer).and_then(Option::as_ref));
            why().all(|why| why.is_some()) && why().any(|why| matches!(why, Some(Barred::NotAllowed(..))))
        };
        let blocked = (0..table.automaton().sets()).filter(is_blocked).take(TRIED);
        blocked.filter_map(|class| facts.numbers(&[class]).ok()?.plain_witness()).collect()
    }
}

/// Whether calls can come in by anything else than IP, as far as the configuration shows.
fn has_ports_or_phones(facts: &Facts<'_, '_>) -> bool {
    let plan = facts.plan();
    let ports = [Command::VoicePortHeader, Command::TrunkGroupHeader];
    plan.peers.values().any(|peer| peer.kind != PeerKind::Voip)
        || ports.into_iter().any(|header| plan.others(header).next().is_some())
        || plan.peer_makers().next().is_some()
}

/// A call by one protocol that would go on by the other, and that nothing lets.
fn blocked(facts: &Facts<'_, '_>, numbers: &[String], (from, to): (&'static str, &'static str)) -> Option<Finding> {
    let by_it = |contact: &&Contact| matches!(contact.at, Address::Target(_)) && contact.sip == (from == "sip");
    let contacts = facts.site().contacts.iter().filter(by_it);
    let candidates = contacts.filter_map(|contact| {
        let inbound = facts.comes_in(&contact.at);
        let to_group = inbound.filter(|peer| peer.settings.get(Command::DestinationDpg).is_some());
        let own = to_group.and_then(|peer| number_of(facts, peer));
        (!numbers.is_empty() || own.is_some()).then_some((contact, own))
    });
    for (contact, own) in candidates.take(TRIED) {
        for number in own.iter().chain(numbers) {
            let call = Call::to(number).on(Traveller::leg(Some(contact)));
            let Ok(trace) = facts.gateway().trace(&call, &Replies::default()) else { continue };
            let Some(selection) = trace.selection.filter(|one| one.hunt.is_empty()) else { continue };
            // Without ports any way of choosing counts; with them, only what the inbound dial-peer itself says.
            if !numbers.contains(number) && !matches!(selection.way, Way::Group(_)) {
                continue;
            }
            let inbound = trace.inbound.and_then(|inbound| facts.plan().peers.get(&inbound.peer?));
            if let Some(peer) = left_out(facts, &selection, contact, (from, to)) {
                return Some(finding(facts, (contact, inbound, peer), number, (from, to)));
            }
        }
    }
    None
}

/// A number that a dial-peer takes calls by; any, where it takes them by something else.
fn number_of(facts: &Facts<'_, '_>, peer: &DialPeer) -> Option<String> {
    let patterns =
        facts.gateway().patterns(peer, Some(Command::IncomingCalledNumber), Some(Command::IncomingCalledMap));
    match patterns.first() {
        Some((_, pattern)) => crate::automaton::compile::body(pattern).ok()?.plain_witness(),
        None => Some("2065550100".to_owned()),
    }
}

/// The dial-peer that is left out since the two protocols are not allowed, where all that are lead somewhere else.
fn left_out<'n>(
    facts: &Facts<'_, 'n>,
    selection: &Selection,
    contact: &Contact,
    (from, to): (&'static str, &'static str),
) -> Option<&'n DialPeer> {
    let not_allowed = selection.left_out.iter().filter(|one| matches!(one.reason, Barred::NotAllowed(..)));
    let mut first = None;
    for one in not_allowed {
        let peer = facts.plan().peers.get(&one.tag)?;
        if facts.targets(peer).iter().any(|target| target.is_same(&contact.at)) {
            return None;
        }
        if one.reason == Barred::NotAllowed(from, to) {
            first = first.or(Some(peer));
        }
    }
    first
}

fn finding(
    facts: &Facts<'_, '_>,
    (contact, inbound, peer): (&Contact, Option<&DialPeer>, &DialPeer),
    number: &str,
    (from, to): (&'static str, &'static str),
) -> Finding {
    let command = format!("allow-connections {from} to {to}");
    let message = format!("calls from {} cannot go out on dial-peer {}: there is no `{command}`", contact.at, peer.tag);
    let finding = Finding::new(&RULE, Severity::Warning, "voice service voip", message).told_by(command.clone());
    let mut finding = finding.at(facts.source(), facts.pattern_span(peer), "would take the call");
    if let Some(inbound) = inbound {
        finding = finding.at(facts.source(), facts.incoming_span(inbound), "comes in here");
    }
    finding.shown_by(Numbers::one(number)).help(format!("`{command}` under `voice service voip`"))
}
