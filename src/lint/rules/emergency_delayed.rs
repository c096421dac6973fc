//! The router waits for more digits before it sends an emergency call on.
//!
//! ## What it does
//!
//! Follows a call to each emergency number of the settings (`emergency` of `dialc.toml`) and of the network file, from each leg on
//! which users dial digit by digit: phones at ports, phones under `ephone-dn`, trunks with `isdn overlap-receiving`. Reports where
//! no pattern is complete with the number, so that one which ends in `T`, or a dial-peer group, takes the call after the
//! inter-digit timeout only. Without an emergency number there is no finding.
//!
//! Where a pattern is complete with the number and one with `T` fits too, documents disagree whether the router waits. dialc takes it
//! that it does not (Cisco 14074); be safe, and let no `T` pattern begin like an emergency number.
//!
//! ## Why is this bad
//!
//! The timeout is 10 seconds unless the port says otherwise. The caller hears nothing, and hangs up.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 1 pots
//!  destination-pattern 5001
//!  port 0/1/0
//! !
//! dial-peer voice 9 pots
//!  destination-pattern 9T
//!  port 0/0/0:23
//! ```
//!
//! ```toml
//! emergency = [{ dialled = "9911", sent = "911" }]
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 1 pots
//!  destination-pattern 5001
//!  port 0/1/0
//! !
//! dial-peer voice 911 pots
//!  destination-pattern 9911
//!  port 0/0/0:23
//!  forward-digits 3
//! !
//! dial-peer voice 9 pots
//!  destination-pattern 9[2-8]T
//!  port 0/0/0:23
//! ```
//!
//! ## Source
//!
//! Cisco 14074 (digit-by-digit matching); IOS voice command reference, `destination-pattern` (`T`), `timeouts interdigit`.

use crate::analysis::EmergencyFault;
use crate::diagnostic::Severity;
use crate::lint::facts::{EmergencyTrouble, Facts};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};

pub(super) const RULE: Rule = Rule {
    code: "emergency-delayed",
    severities: &[Severity::Error],
    topic: Topic::Safety,
    file: include_str!("emergency_delayed.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    findings.extend(facts.emergency_troubles().iter().filter_map(|trouble| finding(facts, trouble)));
}

fn finding(facts: &Facts<'_, '_>, trouble: &EmergencyTrouble) -> Option<Finding> {
    let EmergencyFault::Waits(tag) = &trouble.fault else { return None };
    let peer = facts.plan().peers.get(tag)?;
    let number = &trouble.number.dialled;
    let message = format!(
        "a call to the emergency number {number}{} waits for the inter-digit timeout: dial-peer {tag} may take more digits",
        trouble.from_where()
    );
    let said = (message.as_str(), "more digits may follow");
    let finding = facts.about(&RULE, Severity::Error, peer, facts.pattern_span(peer), said);
    let help = format!("`destination-pattern {number}` on a dial-peer to the public network: it is complete at once");
    Some(finding.shown_by(Numbers::one(number)).help(help))
}
