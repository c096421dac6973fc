//! Among dial-peers with explicit preferences one has none, and the default 0 makes it the first.
//!
//! ## What it does
//!
//! Reports a dial-peer without `preference` where two or more others match the same numbers equally well, lead elsewhere and have
//! explicit preferences above 0. A first choice without preference that was entered before its backups is the ordinary way to write
//! them and is left alone; so is a pair of which one has none.
//!
//! ## Why is this bad
//!
//! The lowest preference is tried first, and the default is 0. A dial-peer that was added later and left without `preference` takes
//! all calls.
//!
//! ## Example
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
//! !
//! dial-peer voice 557 voip
//!  destination-pattern 120655555..
//!  session target ipv4:192.0.2.30
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
//! !
//! dial-peer voice 557 voip
//!  preference 3
//!  destination-pattern 120655555..
//!  session target ipv4:192.0.2.30
//! ```
//!
//! ## Source
//!
//! Cisco 211306, "preference"; IOS voice command reference, `preference` (default 0, the highest).

use std::collections::BTreeMap;

use crate::call::{Candidate, HuntOrder};
use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, Order};
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::model::Tag;
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "preference-out-of-order",
    severities: &[Severity::Warning],
    topic: Topic::Sharing,
    file: include_str!("preference_out_of_order.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    if HuntOrder::of(facts.plan()) == HuntOrder::Unordered {
        return;
    }
    let mut forgotten: BTreeMap<Tag, (Vec<usize>, Vec<Tag>)> = BTreeMap::new();
    for order in facts.orders().iter().filter(|order| order.exact) {
        if let Some((tag, others)) = unmarked(facts, order) {
            forgotten.entry(tag).or_insert((Vec::new(), others)).0.extend(&order.classes);
        }
    }
    for (tag, (classes, others)) in forgotten {
        let Some(peer) = facts.plan().peers.get(&tag) else { continue };
        let Some(numbers) = facts.numbers_of(&classes) else { continue };
        let message = format!("dial-peer {tag} has no preference, so it is tried before those that have one");
        let mut finding = facts.about(&RULE, Severity::Warning, peer, peer.span, (&message, "preference 0 by default"));
        for other in others.iter().filter_map(|other| facts.plan().peers.get(other)) {
            let span = other.settings.span(Command::Preference).unwrap_or(other.span);
            finding = finding.at(facts.source(), span, "comes behind");
        }
        findings.push(
            finding
                .shown_by(numbers)
                .help("give it the `preference` of its place; if it is meant to be first, give it the lowest tag"),
        );
    }
}

/// The peers of an order that have no preference among several equals that have one, with two of these.
fn unmarked(facts: &Facts<'_, '_>, order: &Order) -> Option<(Tag, Vec<Tag>)> {
    let all: Vec<&Candidate> = order.iter().map(|(_, peer)| peer).collect();
    let mut groups: BTreeMap<u8, Vec<&Candidate>> = BTreeMap::new();
    for one in &all {
        groups.entry(one.length).or_default().push(one);
    }
    groups.values().find_map(|group| {
        let mut unmarked = group.iter().filter(|one| one.preference == 0);
        let (Some(one), None) = (unmarked.next(), unmarked.next()) else { return None };
        let entered = |candidate: &Candidate| facts.peer(candidate.peer).map(|peer| peer.order);
        let marked: Vec<_> =
            group.iter().filter(|other| other.preference > 0 && facts.lead_apart(one, other)).collect();
        let is_first = marked.iter().all(|other| entered(one) < entered(other));
        let ranks = marked.iter().map(|other| other.preference).collect::<std::collections::BTreeSet<_>>();
        (ranks.len() > 1 && !is_first).then(|| (one.tag, marked.iter().take(2).map(|other| other.tag).collect()))
    })
}
