//! Brackets without a backslash on the match side of a rule that copies a group.
//!
//! ## What it does
//!
//! Reports a translation rule with `\1` to `\9` on the replace side that matches no number because of a `(` or `)` without a
//! backslash, where it matches numbers once these are groups. Where it reports, `missing-group` does not.
//!
//! ## Why is this bad
//!
//! In a translation rule a group is written `\(` and `\)`. A bare bracket stands for itself, and no number has one: the rule is
//! never applied. One table of Cisco 64020 lists bare brackets as groups, but none of the examples that work writes them so.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^9(1206555....)$/ /\1/
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^9\(1206555....\)$/ /\1/
//! ```
//!
//! ## Source
//!
//! Cisco 61083 and 64020: sets of digits are written `\(` and `\)`.

use crate::automaton::{Dfa, OverBudget, compile};
use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::RuleTable;
use crate::source::Located;
use crate::syntax::argument::TranslationRule;
use crate::syntax::pattern::{MatchPattern, ReplacePart, Replacement};

pub(super) const RULE: Rule = Rule {
    code: "bare-parentheses",
    severities: &[Severity::Warning],
    topic: Topic::Translation,
    file: include_str!("bare_parentheses.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for table in facts.plan().rule_tables.values() {
        for rule in table.rules() {
            let Some((grouped, numbers)) = as_groups(rule.value) else { continue };
            findings.extend(Numbers::of(&numbers).map(|numbers| finding(facts, table, &rule, (&grouped, numbers))));
        }
    }
}

/// Whether the rule has bare brackets where groups are meant.
pub(super) fn has(rule: &TranslationRule) -> bool {
    as_groups(rule).is_some_and(|(_, numbers)| numbers.plain_witness().is_some())
}

/// The match side with groups for its bare brackets, and its numbers, where the rule copies a group and its match side as it
/// is matches no number.
fn as_groups(rule: &TranslationRule) -> Option<(MatchPattern, Dfa)> {
    let grouped = escaped(rule.matching.text())?;
    let copied = rule.replacement.iter().flat_map(Replacement::parts).filter_map(|part| match part {
        ReplacePart::Group(group) => Some(*group),
        ReplacePart::Literal(_) | ReplacePart::Whole => None,
    });
    let greatest = copied.max()?;
    let grouped = MatchPattern::parse(&grouped).ok().filter(|grouped| grouped.groups() >= greatest)?;
    let numbers = || -> Result<Option<Dfa>, OverBudget> {
        let never = compile::rule(&rule.matching)?.is_empty();
        never.then(|| compile::rule(&grouped)).transpose()
    };
    let numbers = numbers().ok()??;
    Some((grouped, numbers))
}

/// The text with a backslash before each bare bracket; `None` where it has none. Between `[` and `]` they are members.
fn escaped(text: &str) -> Option<String> {
    let mut escaped = String::with_capacity(text.len() + 4);
    let mut characters = text.chars();
    let mut in_set = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                escaped.push(character);
                escaped.extend(characters.next());
                continue;
            }
            '[' => in_set = true,
            ']' => in_set = false,
            '(' | ')' if !in_set => escaped.push('\\'),
            _ => {}
        }
        escaped.push(character);
    }
    (escaped.len() > text.len()).then_some(escaped)
}

fn finding(
    facts: &Facts<'_, '_>,
    table: &RuleTable,
    rule: &Located<&TranslationRule>,
    (grouped, numbers): (&MatchPattern, Numbers),
) -> Finding {
    let number = rule.value.precedence;
    let message =
        format!("rule {number} is never applied: its brackets stand for themselves; with groups it matches numbers");
    let object = format!("voice translation-rule {}", table.id);
    let place = facts.argument(rule.span, rule.value.matching.text());
    let finding = Finding::new(&RULE, Severity::Warning, object, message).shown_by(numbers);
    let finding = finding.at(facts.source(), place, "no number has a bracket");
    let replacement = rule.value.replacement.as_ref().map_or("", Replacement::text);
    let meant = TranslationRule { matching: grouped.clone(), ..rule.value.clone() };
    finding
        .help(format!("groups have backslashes: `rule {number} /{grouped}/ /{replacement}/`"))
        .fix(facts.retyped(rule.span, &meant.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_brackets_get_a_backslash() {
        assert_eq!(escaped("^9(...)$").as_deref(), Some(r"^9\(...\)$"));
        assert_eq!(escaped(r"^\(9\)(.)").as_deref(), Some(r"^\(9\)\(.\)"));
        assert_eq!(escaped(r"^\(...\)[()]"), None);
        assert_eq!(escaped(r"^\\(.)").as_deref(), Some(r"^\\\(.\)"));
    }
}
