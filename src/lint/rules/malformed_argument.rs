//! A known command with an argument that IOS would refuse.
//!
//! ## What it does
//!
//! Reports lines of which the command is known and the argument is not one that the router takes: a number that is out of range,
//! a keyword that does not exist, a pattern that cannot be read, an argument that is missing. Faults that have a rule of their
//! own, such as text behind a translation rule, are reported there.
//!
//! ## Why is this bad
//!
//! The router refuses the whole line and goes on with what it has. A dial-peer keeps the old value, or has none at all, and
//! nothing in the running-config shows that a line is missing.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 5 voip
//!  preference 11
//!  destination-pattern 1206555....
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 5 voip
//!  preference 10
//!  destination-pattern 1206555....
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! IOS voice command reference, the ranges and keywords of each command; Cisco 211306, the form that a dial-peer pattern must have.

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};

pub(super) const RULE: Rule = Rule {
    code: "malformed-argument",
    severities: &[Severity::Error],
    topic: Topic::Reading,
    file: include_str!("malformed_argument.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    findings.extend(facts.reported(&RULE));
}
