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

use crate::call::{Call, Replies, Traveller};
use crate::diagnostic::Severity;
use crate::lint::facts::{Back, Facts};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::DialPeer;

pub(super) const RULE: Rule = Rule {
    code: "catch-all-from-trunk",
    severities: &[Severity::Error, Severity::Warning],
    topic: Topic::Loops,
    file: include_str!("catch_all_from_trunk.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let severity = if facts.is_described() { Severity::Error } else { Severity::Warning };
    findings.extend(facts.back().iter().filter_map(|(peer, back)| finding(facts, severity, facts.peer(*peer)?, back)));
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
