//! An outbound dial-peer that no number can make the router try, even after failures.
//!
//! ## What it does
//!
//! Reports a dial-peer that is up and leads somewhere, and for every number that it matches hunting ends before it: at `huntstop`, or
//! at dial-peers after which no failure goes on. Inbound-only dial-peers are not meant, nor are those that are shut down, reached
//! through a dial-peer group, or chosen by URI. Whoever calls is taken to be allowed to use every dial-peer.
//!
//! ## Why is this bad
//!
//! It is dead configuration: somebody relies on a route that is never taken.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 10 pots
//!  destination-pattern 9T
//!  port 0/0/0:23
//!  huntstop
//! !
//! dial-peer voice 11 pots
//!  preference 1
//!  destination-pattern 9T
//!  port 0/0/1:23
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 10 pots
//!  destination-pattern 9T
//!  port 0/0/0:23
//! !
//! dial-peer voice 11 pots
//!  preference 1
//!  destination-pattern 9T
//!  port 0/0/1:23
//!  huntstop
//! ```
//!
//! ## Source
//!
//! Cisco 211306, "dial-peer hunting", "huntstop"; IOS voice command reference, `voice hunt`.

use std::collections::{BTreeMap, BTreeSet};

use crate::call::Candidate;
use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, Order};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{DialPeer, DialPeerGroup, Tag};
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "unreachable-dial-peer",
    severities: &[Severity::Error],
    topic: Topic::DialPeers,
    file: include_str!("unreachable_dial_peer.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let mut reached: BTreeSet<Tag> = BTreeSet::new();
    // By the peer that is not reached for some numbers: what ends hunting before it, and a class of these.
    let mut ended: BTreeMap<Tag, (Candidate, usize)> = BTreeMap::new();
    for order in facts.orders() {
        let (open, closed) = split(facts, order);
        reached.extend(open.iter().map(|one| one.tag));
        if let (Some(last), Some(class)) = (last_tried(facts, order), order.classes.first()) {
            for one in closed {
                ended.entry(one.tag).or_insert((last, *class));
            }
        }
    }
    let members: BTreeSet<u32> =
        facts.plan().peer_groups.values().flat_map(DialPeerGroup::members).map(|member| member.value.tag).collect();
    for (tag, (last, class)) in ended {
        let Some(peer) = facts.plan().peers.get(&tag).filter(|peer| is_meant(peer)) else { continue };
        if reached.contains(&tag) || members.contains(&tag.number()) {
            continue;
        }
        let Some(witness) = facts.numbers(&[class]).ok().and_then(|numbers| numbers.plain_witness()) else { continue };
        let message =
            format!("dial-peer {tag} is never tried: for every number that it matches, hunting ends before it");
        let mut finding = facts.about(&RULE, Severity::Error, peer, peer.span, (&message, "never tried"));
        if let Some(stops) = facts.peer(last.peer) {
            let (span, text) = match stops.settings.span(Command::Huntstop).filter(|_| stops.huntstop()) {
                Some(span) => (span, "hunting ends here"),
                None => (stops.span, "no failure of this one goes on to the next"),
            };
            finding = finding.at(facts.source(), span, text);
        }
        let help = format!("let hunting reach it, or remove it: `no dial-peer voice {tag}`");
        findings.push(finding.shown_by(Numbers::one(witness)).help(help));
    }
}

/// Whether a dial-peer is one that calls should go out on by their number.
fn is_meant(peer: &DialPeer) -> bool {
    [Command::DestinationUri, Command::DestinationCallingMap, Command::CarrierIdTarget, Command::DnisMap]
        .iter()
        .all(|command| peer.settings.get(*command).is_none())
}

/// Whether a call that fails on each peer of a rank can go on to the next rank.
fn passes(facts: &Facts<'_, '_>, rank: &[Candidate]) -> bool {
    rank.iter().all(|one| facts.may_go_on(one.tag))
}

/// The peers of an order that may be tried, and those that are not.
fn split<'o>(facts: &Facts<'_, '_>, order: &'o Order) -> (Vec<&'o Candidate>, Vec<&'o Candidate>) {
    // Where any may be next, each may be the first.
    let end = order.ranks.iter().position(|rank| !passes(facts, rank)).map_or(order.ranks.len(), |at| at + 1);
    let (open, closed) = order.ranks.split_at(end);
    (open.iter().flatten().collect(), closed.iter().flatten().collect())
}

/// The peer at which hunting ends.
fn last_tried(facts: &Facts<'_, '_>, order: &Order) -> Option<Candidate> {
    let rank = order.ranks.iter().find(|rank| !passes(facts, rank))?;
    rank.iter().find(|one| !facts.may_go_on(one.tag)).copied()
}
