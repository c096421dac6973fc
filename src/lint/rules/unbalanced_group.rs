//! A group of a translation rule that is not closed, or not opened.
//!
//! ## What it does
//!
//! Reports a match side with `\(` and no `\)` behind it, or with `\)` and no `\(` before it.
//!
//! ## Why is this bad
//!
//! Groups keep digits for the replace side. Without its other half, a bracket makes the pattern one that the router refuses, or
//! reads as something else: the table then works without the rule, or with another.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^9\(1206555..../ /+\1/
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^9\(1206555....\)/ /+\1/
//! ```
//!
//! ## Source
//!
//! Cisco 61083 and 64020: sets of digits are written `\(` and `\)`.

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};

pub(super) const RULE: Rule = Rule {
    code: "unbalanced-group",
    severities: &[Severity::Error],
    topic: Topic::Translation,
    file: include_str!("unbalanced_group.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    findings.extend(facts.reported(&RULE));
}
