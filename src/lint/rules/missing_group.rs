//! A replacement with `\N` where the match side has no N-th group.
//!
//! ## What it does
//!
//! Reports `\1` to `\9` on the replace side of a translation rule that has fewer groups `\( \)` on the match side. Brackets
//! without a backslash are no groups; a rule that matches no number because of them is a `bare-parentheses`.
//!
//! ## Why is this bad
//!
//! The router takes the rule, and no document says what it makes of `\N`. Most likely nothing: the digits are missing from the number
//! that is sent (assumption `missing-group`).
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^1206555..../ /5\1/
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^1206555\(....\)/ /5\1/
//! ```
//!
//! ## Source
//!
//! Cisco 61083 and 64020: `\1` to `\9` stand for the sets of the match side, which are written `\( \)`.

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::model::RuleTable;
use crate::source::Span;
use crate::syntax::argument::TranslationRule;
use crate::syntax::pattern::{ReplacePart, Replacement};

pub(super) const RULE: Rule = Rule {
    code: "missing-group",
    severities: &[Severity::Error],
    topic: Topic::Translation,
    file: include_str!("missing_group.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for table in facts.plan().rule_tables.values() {
        for rule in table.rules() {
            if missing(rule.value).is_none() || super::bare_parentheses::has(rule.value) {
                continue;
            }
            findings.extend(missing(rule.value).map(|group| finding(facts, table, rule.value, (rule.span, group))));
        }
    }
}

/// The first group that the replace side asks for and the match side does not have.
fn missing(rule: &TranslationRule) -> Option<usize> {
    let groups = rule.matching.groups();
    rule.replacement.iter().flat_map(Replacement::parts).find_map(|part| match part {
        ReplacePart::Group(group) => Some(*group).filter(|group| *group > groups),
        ReplacePart::Literal(_) | ReplacePart::Whole => None,
    })
}

fn finding(facts: &Facts<'_, '_>, table: &RuleTable, rule: &TranslationRule, (line, group): (Span, usize)) -> Finding {
    let reference = format!("\\{group}");
    let groups = rule.matching.groups();
    let has = match groups {
        0 => "no group".to_owned(),
        1 => "one group only".to_owned(),
        more => format!("{more} groups only"),
    };
    let message = format!("`{reference}` of rule {} stands for no digits: the match side has {has}", rule.precedence);
    let object = format!("voice translation-rule {}", table.id);
    // The replace side is the last place of the line that could hold it.
    let at = facts.argument(line, &reference);
    let finding = Finding::new(&RULE, Severity::Error, object, message).at(facts.source(), at, "no such group");
    let bare = rule.matching.text().replace("\\(", "").contains('(');
    finding.help(match (bare, groups) {
        (true, _) => "groups are written `\\(` and `\\)`; brackets without a backslash stand for themselves".to_owned(),
        (false, 0) => format!("mark the digits to keep with `\\(` and `\\)`, or take `{reference}` out"),
        (false, _) => format!("mark the digits to keep with `\\(` and `\\)`, or refer to a group up to `\\{groups}`"),
    })
}
