//! A translation-rule table with rules of numbers that its release does not take.
//!
//! ## What it does
//!
//! Reports a `voice translation-rule` with a rule of a number above 15, where the `version` line names a release before 15.1(4)M.
//! From that release on a table takes 100. The number of a rule is its place in the table, so a table with more rules than that has
//! such a number too. Nothing is said where the release is not known, and of `version 15.1`, which may be either. A number above
//! 100 is a `malformed-argument`.
//!
//! ## Why is this bad
//!
//! The router refuses the line, so the table works without the rule: numbers that it was written for stay as they are, or calls
//! that it was to reject go through.
//!
//! ## Example
//!
//! ```ios
//! version 12.4
//! !
//! voice translation-rule 1
//!  rule 10 /^9011/ /+/
//!  rule 20 /^91/ /+1/
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! version 12.4
//! !
//! voice translation-rule 1
//!  rule 1 /^9011/ /+/
//!  rule 2 /^91/ /+1/
//! ```
//!
//! ## Source
//!
//! IOS voice command reference, `rule (voice translation-rule)`, history: 15 rules in a table, 100 from 15.1(4)M.

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::model::{Release, RuleTable};

pub(super) const RULE: Rule = Rule {
    code: "too-many-rules",
    severities: &[Severity::Warning],
    topic: Topic::Translation,
    file: include_str!("too_many_rules.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let told = |release: &&Release| release.is_exact() || release.version() != (15, 1);
    let Some(release) = facts.profile().release().filter(told) else { return };
    findings.extend(facts.plan().rule_tables.values().filter_map(|table| finding(facts, table, release)));
}

fn finding(facts: &Facts<'_, '_>, table: &RuleTable, release: &Release) -> Option<Finding> {
    let limit = release.rules_per_table();
    let beyond: Vec<_> = table.rules().filter(|rule| rule.value.precedence > limit).collect();
    let first = beyond.first()?;
    let numbers: Vec<_> = beyond.iter().map(|rule| rule.value.precedence.to_string()).collect();
    let (word, verb) = if beyond.len() == 1 { ("rule", "is") } else { ("rules", "are") };
    let message = format!(
        "{word} {} {verb} beyond what release {release} takes: {limit} in a table",
        crate::call::first_of(&numbers)
    );
    let object = format!("voice translation-rule {}", table.id);
    let number = facts.word_in(first.span, &first.value.precedence.to_string());
    let finding = Finding::new(&RULE, Severity::Warning, object, message).at(facts.source(), number, "is refused");
    let rules = table.rules().count();
    Some(finding.help(if rules <= limit as usize {
        format!("number the {rules} rules of the table from 1 to {limit}")
    } else {
        format!("take rules out until {limit} are left, or put a part of them into a table that another profile uses")
    }))
}
