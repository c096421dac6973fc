//! Whether calls loop in this network could not be decided.
//!
//! ## What it does
//!
//! Says so where a network file, or several configurations that lead to each other, give a network to look for loops in, and neither a
//! loop was found nor that there is none was proved: a line changes routing in a way that dialc does not follow, or a bound was met.
//!
//! ## Why is this bad
//!
//! It is no fault. It keeps you from taking silence for a proof.
//!
//! ## Example
//!
//! ```ios
//! telephony-service
//!  max-dn 10
//! !
//! dial-peer voice 555 voip
//!  destination-pattern 1206555....$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ```yaml
//! version: 1
//! systems:
//!   ocs: { kind: ocs }
//! gateways:
//!   isr:
//!     connects: { ocs: "ipv4:192.0.2.10" }
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 555 voip
//!  destination-pattern 1206555....$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! What is proved, and what cannot be, is in docs/proofs.md.

use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, LoopAnswer};
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::source::Span;

pub(super) const RULE: Rule = Rule {
    code: "loop-freedom-unproved",
    severities: &[Severity::Info],
    topic: Topic::Loops,
    file: include_str!("loop_freedom_unproved.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let LoopAnswer::Unknown(reason) = facts.loops() else { return };
    let message = format!("whether calls loop is not known: {reason}");
    findings.push(Finding::new(&RULE, Severity::Info, "", message).at(facts.source(), Span::default(), ""));
}
