//! A dial-peer with the worse preference is tried first, because it matches more of the number.
//!
//! ## What it does
//!
//! Under `dial-peer hunt` 0 (the default) and 1, reports a dial-peer with an explicit `preference` that is tried before another one
//! of a better preference, with another target, because its match is longer. It is reported only where its preference decides
//! nothing else: where a dial-peer of the same match length has another preference, that is what it is for. A variable-length
//! pattern (`.T`, `1206T`) that comes behind specific ones is left alone.
//!
//! ## Why is this bad
//!
//! The longest match comes before preference. Where two systems share DIDs with patterns of different length, the preferences
//! look right and do nothing: calls to these numbers go to the second system first.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 555 voip
//!  preference 1
//!  destination-pattern 1206555....
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 556 voip
//!  preference 2
//!  destination-pattern 120655555..
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Use instead
//!
//! The same patterns for both systems:
//!
//! ```ios
//! dial-peer voice 555 voip
//!  preference 1
//!  destination-pattern 1206555....
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 556 voip
//!  preference 2
//!  destination-pattern 1206555....
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Source
//!
//! Cisco 211306, "dial-peer hunting"; IOS voice command reference, `dial-peer hunt` and `preference`.

use std::collections::{BTreeMap, BTreeSet};

use crate::call::{Candidate, HuntOrder};
use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, Order};
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::model::Tag;
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "preference-ignored",
    severities: &[Severity::Warning],
    topic: Topic::Sharing,
    file: include_str!("preference_ignored.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    if HuntOrder::of(facts.plan()) != HuntOrder::LengthFirst {
        return;
    }
    let mut ignored: BTreeMap<(Tag, Tag), Vec<usize>> = BTreeMap::new();
    for order in facts.orders().iter().filter(|order| order.exact) {
        for pair in out_of_turn(facts, order) {
            ignored.entry(pair).or_default().extend(&order.classes);
        }
    }
    for ((first, better), classes) in ignored {
        let peers = &facts.plan().peers;
        let (Some(peer), Some(other)) = (peers.get(&first), peers.get(&better)) else { continue };
        let Some(numbers) = facts.numbers_of(&classes) else { continue };
        let message = format!(
            "dial-peer {first} is tried before dial-peer {better}, which has the better preference: the longest match comes first"
        );
        let span = peer.settings.span(Command::Preference).unwrap_or(peer.span);
        let label = format!("preference {} is tried first", peer.preference());
        let there = format!("preference {} comes second", other.preference());
        let place = other.settings.span(Command::Preference).unwrap_or(other.span);
        let finding =
            facts.about(&RULE, Severity::Warning, peer, span, (&message, &label)).at(facts.source(), place, there);
        findings.push(
            finding
                .shown_by(numbers)
                .help("give both dial-peers the same patterns, or use `dial-peer hunt 2`, which puts preference first"),
        );
    }
}

/// The peers of an order that are tried before one of a better preference only because they match more.
fn out_of_turn(facts: &Facts<'_, '_>, order: &Order) -> Vec<(Tag, Tag)> {
    let mut preferences: BTreeMap<u8, BTreeSet<u8>> = BTreeMap::new();
    for (_, one) in order.iter() {
        preferences.entry(one.length).or_default().insert(one.preference);
    }
    let fixed = |one: &Candidate| one.pattern(facts.plan()).is_some_and(|pattern| !pattern.value.has_timer());
    // Of peers of one length and preference, one stands for all: there are few of these.
    let mut better: Vec<&Candidate> = Vec::new();
    let mut found = Vec::new();
    for one in order.ranks.iter().flatten().rev() {
        let decides = preferences.get(&one.length).is_some_and(|preferences| preferences.len() > 1);
        let is_better = |other: &&&Candidate| {
            other.length < one.length && other.preference < one.preference && facts.lead_apart(one, other)
        };
        if !decides && one.preference > 0 {
            found.extend(better.iter().rev().find(is_better).map(|other| (one.tag, other.tag)));
        }
        let known = better.iter().any(|other| other.length == one.length && other.preference == one.preference);
        if !known && fixed(one) {
            better.push(one);
        }
    }
    found
}
