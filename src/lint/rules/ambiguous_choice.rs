//! Dial-peers with different targets match equally well and have the same preference: chance decides.
//!
//! ## What it does
//!
//! Reports dial-peers of the same match length and preference for the same numbers, of which at least one is VoIP and which lead to
//! different targets. Where a network file says that the targets are one system, they are nodes of it, and nothing is reported.
//! Several POTS dial-peers are left alone: ports of one kind are often used in turn on purpose.
//!
//! ## Why is this bad
//!
//! Under the default scheme the router picks one of them at random, for each call anew. Which system gets a call cannot be told, and
//! faults come and go.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 555 voip
//!  destination-pattern 120655555..
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 556 voip
//!  destination-pattern 120655555..
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 555 voip
//!  preference 1
//!  destination-pattern 120655555..
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 556 voip
//!  preference 2
//!  destination-pattern 120655555..
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Source
//!
//! Cisco 211306, "dial-peer hunting"; IOS voice command reference, `dial-peer hunt` (0: longest match, preference, random).

use std::collections::BTreeMap;

use crate::call::{Candidate, HuntOrder, first_of};
use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::model::{PeerKind, Tag};
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "ambiguous-choice",
    severities: &[Severity::Warning],
    topic: Topic::Sharing,
    file: include_str!("ambiguous_choice.rs"),
    check,
};

/// The most dial-peers that are pointed at.
const SHOWN: usize = 4;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    if HuntOrder::of(facts.plan()) == HuntOrder::Unordered {
        return;
    }
    let mut ties: BTreeMap<Vec<(Tag, u8)>, Vec<usize>> = BTreeMap::new();
    for order in facts.all_orders().filter(|order| order.exact) {
        for rank in order.ranks.iter().filter(|rank| is_ambiguous(facts, rank)) {
            let tags = rank.iter().map(|peer| (peer.tag, peer.preference)).collect();
            ties.entry(tags).or_default().extend(&order.classes);
        }
    }
    for (tied, classes) in ties {
        let tags: Vec<Tag> = tied.iter().map(|(tag, _)| *tag).collect();
        let Some(numbers) = facts.numbers_of(&classes) else { continue };
        let peers: Vec<_> = tags.iter().filter_map(|tag| facts.plan().peers.get(tag)).collect();
        let Some(first) = peers.first() else { continue };
        let message = format!(
            "dial-peers {} match equally well and have the same preference: the router picks one at random",
            first_of(&tags)
        );
        let mut finding = Finding::new(&RULE, Severity::Warning, Facts::title(first), message);
        for (peer, (_, preference)) in peers.iter().zip(&tied).take(SHOWN) {
            let span = peer.settings.span(Command::Preference).or(peer.settings.span(Command::DestinationPattern));
            finding = finding.at(facts.source(), span.unwrap_or(peer.span), format!("preference {preference}"));
        }
        findings.push(
            finding.shown_by(numbers).help("give each of them a `preference` of its own: the lower is tried first"),
        );
    }
}

/// Whether the peers of a rank lead to different targets, not all of them ports, and not to one known system.
fn is_ambiguous(facts: &Facts<'_, '_>, rank: &[Candidate]) -> bool {
    let Some(first) = rank.first().filter(|_| rank.len() > 1) else { return false };
    let peers = || rank.iter().filter_map(|one| facts.peer(one.peer));
    if peers().all(|peer| peer.kind == PeerKind::Pots) {
        return false;
    }
    if !rank.iter().any(|other| facts.lead_apart(first, other)) {
        return false;
    }
    let mut places = peers().map(|peer| facts.places(peer));
    let first = places.next();
    !facts.is_described() || places.any(|other| Some(&other) != first.as_ref())
}
