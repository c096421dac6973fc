//! A leading `^` in a dial-peer pattern says nothing.
//!
//! ## What it does
//!
//! Reports `^` in front of a dial-peer pattern or an entry of a pattern map.
//!
//! ## Why is this bad
//!
//! It is no fault: dial-peer patterns always begin where the number begins. Whoever reads it may think that the others do not.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 1 voip
//!  destination-pattern ^1206555....
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 1 voip
//!  destination-pattern 1206555....
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! Cisco 211306, wildcards in dial-peers (`^` is implied).

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};

pub(super) const RULE: Rule = Rule {
    code: "redundant-anchor",
    severities: &[Severity::Info],
    topic: Topic::DialPeers,
    file: include_str!("redundant_anchor.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for (object, span, pattern) in facts.patterns().filter(|(_, _, pattern)| pattern.text().starts_with('^')) {
        let finding = Finding::new(&RULE, Severity::Info, object, "a leading `^` is implied in dial-peer patterns");
        let plain = pattern.text().trim_start_matches('^');
        let finding = finding.at(facts.source(), span, "says nothing").help(format!("`{plain}` is the same"));
        findings.push(finding.fix(facts.retyped(span, plain)));
    }
}
