//! `huntstop` on a dial-peer that has a lower choice for the same numbers.
//!
//! ## What it does
//!
//! Reports `huntstop` on a dial-peer when another dial-peer with another target is the lower choice for the same numbers because
//! somebody gave it a higher `preference`. A dial-peer that comes later only because it matches less of the number, such as a
//! `.T` behind a specific pattern, is no such choice: there `huntstop` is what keeps a call from it.
//!
//! ## Why is this bad
//!
//! `huntstop` ends hunting when a call fails on the dial-peer. The second choice is configured and never tried: where two
//! systems share DIDs, every number that lives on the second one is lost.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 555 voip
//!  preference 1
//!  destination-pattern 120655555..
//!  session target ipv4:192.0.2.10
//!  huntstop
//! !
//! dial-peer voice 556 voip
//!  preference 2
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
//!  huntstop
//! ```
//!
//! ## Source
//!
//! Cisco 211306, "huntstop"; IOS voice command reference, `huntstop`.

use std::collections::BTreeMap;

use crate::call::Candidate;
use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, Order};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{DialPeer, Tag};
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "huntstop-blocks-fallback",
    severities: &[Severity::Error],
    topic: Topic::Sharing,
    file: include_str!("huntstop_blocks_fallback.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    // By the peer that stops hunting: the classes in which it does, and a peer that is never tried.
    let mut blocked: BTreeMap<Tag, (Vec<usize>, Tag)> = BTreeMap::new();
    for order in facts.all_orders().filter(|order| order.exact) {
        for (stops, behind) in blocking(facts, order) {
            blocked.entry(stops).or_insert((Vec::new(), behind)).0.extend(&order.classes);
        }
    }
    for (stops, (classes, behind)) in blocked {
        let (Some(peer), Some(other)) = (facts.plan().peers.get(&stops), facts.plan().peers.get(&behind)) else {
            continue;
        };
        let Some(numbers) = facts.numbers(&classes).ok().as_ref().and_then(Numbers::of) else { continue };
        let span = peer.settings.span(Command::Huntstop).unwrap_or(peer.span);
        let message = format!("`huntstop` of dial-peer {stops} keeps calls from dial-peer {behind}, their next choice");
        let finding = facts.about(&RULE, Severity::Error, peer, span, (&message, "hunting ends here"));
        let finding = finding.at(facts.source(), other.span, "never tried for these numbers").shown_by(numbers);
        findings.push(finding.help(format!("`no huntstop` under `dial-peer voice {stops}`")));
    }
}

/// The peers of an order that stop hunting, each with a peer behind it that was meant to be tried next.
fn blocking(facts: &Facts<'_, '_>, order: &Order) -> Vec<(Tag, Tag)> {
    let peers = &facts.plan().peers;
    let mut found = Vec::new();
    for (rank, one) in order.iter() {
        if !peers.get(&one.tag).is_some_and(DialPeer::huntstop) {
            continue;
        }
        let meant = |other: &&Candidate| {
            let lower = other.length == one.length && other.preference > one.preference;
            lower && facts.lead_apart(one, other)
        };
        let behind = order.ranks.iter().skip(rank + 1).flatten().find(meant);
        found.extend(behind.map(|behind| (one.tag, behind.tag)));
    }
    found
}
