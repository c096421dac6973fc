//! A call comes back to a system or gateway that still holds it open.
//!
//! ## What it does
//!
//! Follows all numbers through the network: that of a network file (`--network`), or of gateways among the given configurations that
//! lead to each other. Reports a call that comes back to the same place on the same trunk with the same numbers while its earlier leg
//! there is still open. The call that is shown was followed hop by hop before it is reported. `dialc check` with the same files shows
//! each hop and what would break the loop.
//!
//! ## Why is this bad
//!
//! The call goes round until the trunks are full or a timer ends it. Nobody on these trunks can call meanwhile.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 555 voip
//!  preference 1
//!  destination-pattern 1206555....$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 556 voip
//!  preference 2
//!  destination-pattern 1206555....$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ```yaml
//! version: 1
//! systems:
//!   ocs: { kind: ocs }
//!   cucm:
//!     kind: cucm
//!     routes:
//!       - { match: "1206555XXXX", to: gateway }
//! gateways:
//!   isr:
//!     connects: { ocs: "ipv4:192.0.2.10", cucm: "ipv4:192.0.2.20" }
//! ```
//!
//! ## Use instead
//!
//! CUCM sends numbers that it does not have nowhere:
//!
//! ```ios
//! dial-peer voice 555 voip
//!  preference 1
//!  destination-pattern 1206555....$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 556 voip
//!  preference 2
//!  destination-pattern 1206555....$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ```yaml
//! version: 1
//! systems:
//!   ocs: { kind: ocs }
//!   cucm:
//!     kind: cucm
//! gateways:
//!   isr:
//!     connects: { ocs: "ipv4:192.0.2.10", cucm: "ipv4:192.0.2.20" }
//! ```
//!
//! ## Source
//!
//! Microsoft KB 2792707 (calls between two call-control systems that send unknown numbers to each other); "ITSP > CUBE > SIP loop"
//! and "Implementing Loop Prevention on CUBE" (field reports).

use std::collections::BTreeSet;

use crate::analysis::check::story;
use crate::analysis::loops::Witness;
use crate::call::Event;
use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, LoopAnswer};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{Place, Tag};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    code: "routing-loop",
    severities: &[Severity::Error],
    topic: Topic::Loops,
    file: include_str!("routing_loop.rs"),
    check,
};

/// The most hops that are told in words.
const TOLD: usize = 6;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let LoopAnswer::Found(witness) = facts.loops() else { return };
    // Of several gateways that a loop takes, it is told of the first.
    let first = witness.journey.hops.iter().find_map(|hop| match hop.at {
        Place::Gateway(index) => Some(index),
        Place::System(_) | Place::Public => None,
    });
    if first != Some(facts.index()) {
        return;
    }
    let reason = witness.reason(facts.network());
    let message = format!("a call to {reason}");
    // Which number shows it can change with other lines.
    let detail = reason.split_once(' ').map_or_else(String::new, |(_, detail)| detail.to_owned());
    let tags = taken(facts, witness);
    let title = tags.first().and_then(|tag| facts.plan().peers.get(tag)).map(Facts::title).unwrap_or_default();
    let mut finding = Finding::new(&RULE, Severity::Error, title, message).told_by(detail);
    for peer in tags.iter().filter_map(|tag| facts.plan().peers.get(tag)) {
        finding = finding.at(facts.source(), peer.span, "the call goes out here");
    }
    if finding.labels.is_empty() {
        finding = finding.at(facts.source(), Span::default(), "");
    }
    let count = Some(witness.alike.count());
    let numbers = Numbers { witness: witness.entry.called.clone(), count };
    findings.push(finding.shown_by(numbers).help(format!("its hops: {}", told(facts, witness))));
}

/// The dial-peers of this gateway that the call takes, each once, in turn.
fn taken(facts: &Facts<'_, '_>, witness: &Witness) -> Vec<Tag> {
    let mut seen = BTreeSet::new();
    let offered = witness.journey.hops.iter().filter_map(|hop| match hop.event {
        Event::Offered(gateway, tag) => Some(tag).filter(|tag| gateway == facts.index() && seen.insert(*tag)),
        Event::Arrives(_)
        | Event::Answered
        | Event::Announced
        | Event::Rejected(_)
        | Event::Forwarded
        | Event::Rings(_)
        | Event::Exhausted(_)
        | Event::Returns(_)
        | Event::Grows => None,
    });
    offered.collect()
}

/// The hops of the call in a sentence.
fn told(facts: &Facts<'_, '_>, witness: &Witness) -> String {
    let hops = story(facts.network(), &witness.journey);
    let mut text: Vec<String> = hops.iter().take(TOLD).map(|hop| format!("{} {}", hop.system, hop.event)).collect();
    if hops.len() > TOLD {
        text.push(format!("and {} more", hops.len() - TOLD));
    }
    let more = if facts.is_described() { "; `dialc check` shows what would break the loop" } else { "" };
    text.join("; ") + more
}
