//! A side of a translation rule that is longer than IOS XE takes.
//!
//! ## What it does
//!
//! Reports a match side or a replace side of more than 64 characters, counted between its slashes.
//!
//! ## Why is this bad
//!
//! The router refuses the line, so the table works without the rule. One that still takes it loses the rule with the next upgrade.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^00\([1-9][0-9]\)\([1-9][0-9][0-9]\)\([0-9][0-9][0-9][0-9][0-9][0-9]\)/ /+\1\2\3/
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^00\([1-9].[1-9]........\)/ /+\1/
//! ```
//!
//! ## Source
//!
//! YANG model of IOS XE 17.15, `voice translation-rule`: 133 characters for both sides of a rule with their slashes and the blank
//! between them, and 66 for the side of a rule that rejects. That is 64 a side.

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::syntax::pattern::Replacement;

pub(super) const RULE: Rule = Rule {
    code: "pattern-too-long",
    severities: &[Severity::Warning],
    topic: Topic::Translation,
    file: include_str!("pattern_too_long.rs"),
    check,
};

/// The most characters between the slashes of a side.
const LONGEST: usize = 64;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for table in facts.plan().rule_tables.values() {
        for rule in table.rules() {
            let replacing = rule.value.replacement.as_ref().map(Replacement::text);
            let sides = [("match", Some(rule.value.matching.text())), ("replace", replacing)];
            for (side, text) in sides.into_iter().filter_map(|(side, text)| Some((side, text?))) {
                let length = text.chars().count();
                if length <= LONGEST {
                    continue;
                }
                let number = rule.value.precedence;
                let message =
                    format!("the {side} side of rule {number} has {length} characters, and IOS XE takes {LONGEST}");
                let object = format!("voice translation-rule {}", table.id);
                let place = facts.argument(rule.span, text);
                let finding = Finding::new(&RULE, Severity::Warning, object, message);
                let finding = finding.at(facts.source(), place, format!("{} too many", length - LONGEST));
                findings.push(finding.help(match side {
                    "match" => "write it shorter with `.` and `[ ]`, or as several rules",
                    _ => "copy what stays the same with `\\1` or `&`",
                }));
            }
        }
    }
}
