//! Too few or too many keywords behind `type` or `plan` of a translation rule.
//!
//! ## What it does
//!
//! Reports a rule that replaces and has one keyword behind `type` or `plan`, and a rule that rejects and has two. A rule that
//! replaces says what the type must be and what it becomes; one that rejects only what it must be.
//!
//! ## Why is this bad
//!
//! The router refuses the line, so the table works without the rule: numbers that it was written for stay as they are, or calls
//! that it was to reject go through.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^0/ /+49/ type national
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^0/ /+49/ type national international
//! ```
//!
//! ## Source
//!
//! Cisco 64020, "voice translation rules": the syntax of `rule` with `type` and `plan`; IOS voice command reference, `rule (voice
//! translation-rule)`.

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};

pub(super) const RULE: Rule = Rule {
    code: "wrong-keyword-count",
    severities: &[Severity::Error],
    topic: Topic::Translation,
    file: include_str!("wrong_keyword_count.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    findings.extend(facts.reported(&RULE));
}
