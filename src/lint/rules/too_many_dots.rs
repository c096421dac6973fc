//! A pattern of more than 15 dots.
//!
//! ## What it does
//!
//! Reports a dial-peer pattern or entry of a pattern map with more than 15 dots. The router takes the line.
//!
//! ## Why is this bad
//!
//! More than 15 dots in one dial-peer are not supported: the pattern does not match as it is written. A variable-length pattern says what is meant.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 1 voip
//!  destination-pattern 011................
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 1 voip
//!  destination-pattern 011T
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! Cisco 211306, wildcards in dial-peers.

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};

pub(super) const RULE: Rule = Rule {
    code: "too-many-dots",
    severities: &[Severity::Warning],
    topic: Topic::DialPeers,
    file: include_str!("too_many_dots.rs"),
    check,
};

/// The most dots that count (Cisco 211306).
const MOST: usize = 15;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for (object, span, pattern) in facts.patterns().filter(|(_, _, pattern)| pattern.dots() > MOST) {
        let message = format!("{} dots in one pattern: the router supports {MOST}", pattern.dots());
        let finding = Finding::new(&RULE, Severity::Warning, object, message).at(
            facts.source(),
            span,
            "does not match as written",
        );
        findings.push(finding.help("`T` for any number of digits"));
    }
}
