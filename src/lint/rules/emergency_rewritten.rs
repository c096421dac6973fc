//! An emergency number reaches the public network with other digits than it must.
//!
//! ## What it does
//!
//! Follows a call to each emergency number of the settings (`emergency` of `dialc.toml`) and of the network file, from each leg
//! that users call on, and compares the digits that are sent to the public network with those that must be: the number itself, or
//! what the settings say (`{ dialled = "9911", sent = "911" }`). Without an emergency number there is no finding.
//!
//! ## Why is this bad
//!
//! The exchange gets a number that is none. The usual fault is a POTS dial-peer with `destination-pattern 911`: it takes away the
//! digits that its pattern names, so that nothing is left to be sent.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 911 pots
//!  destination-pattern 911
//!  port 0/0/0:23
//! ```
//!
//! ```toml
//! emergency = ["911"]
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 911 pots
//!  destination-pattern 911
//!  port 0/0/0:23
//!  no digit-strip
//! ```
//!
//! ## Source
//!
//! IOS voice command reference, `digit-strip`, `forward-digits`, `prefix`; Cisco 61083 (translation profiles).

use crate::analysis::EmergencyFault;
use crate::diagnostic::Severity;
use crate::lint::facts::{EmergencyTrouble, Facts};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{DialPeer, PeerKind};

pub(super) const RULE: Rule = Rule {
    code: "emergency-rewritten",
    severities: &[Severity::Error],
    topic: Topic::Safety,
    file: include_str!("emergency_rewritten.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    findings.extend(facts.emergency_troubles().iter().filter_map(|trouble| finding(facts, trouble)));
}

fn finding(facts: &Facts<'_, '_>, trouble: &EmergencyTrouble) -> Option<Finding> {
    let EmergencyFault::Rewritten { tag, sent } = &trouble.fault else { return None };
    let peer = facts.plan().peers.get(tag)?;
    let number = &trouble.number;
    let sent = if sent.is_empty() { "no digits" } else { sent.as_str() };
    let message = format!(
        "dial-peer {tag} sends {sent} instead of {} for the emergency number {}, called{}",
        number.sent,
        number.dialled,
        trouble.from_where()
    );
    let message = message.trim_end_matches(", called").to_owned();
    let said = (message.as_str(), "sends other digits for this number");
    let finding = facts.about(&RULE, Severity::Error, peer, facts.pattern_span(peer), said);
    Some(finding.shown_by(Numbers::one(&number.dialled)).help(help(peer, trouble)))
}

fn help(peer: &DialPeer, trouble: &EmergencyTrouble) -> String {
    let number = &trouble.number;
    let header = Facts::title(peer);
    if peer.kind != PeerKind::Pots {
        return format!("a dial-peer with `destination-pattern {}` that sends {}", number.dialled, number.sent);
    }
    if number.dialled == number.sent {
        return format!("`no digit-strip` under `{header}`, and no translation of this number");
    }
    if number.dialled.ends_with(&number.sent) {
        let digits = number.sent.len();
        return format!("`forward-digits {digits}` under a dial-peer with `destination-pattern {}`", number.dialled);
    }
    format!("`prefix {}` under a dial-peer with `destination-pattern {}`", number.sent, number.dialled)
}
