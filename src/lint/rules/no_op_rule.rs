//! A translation rule that changes nothing, and keeps no later rule of the table from changing anything.
//!
//! ## What it does
//!
//! Reports a rule that makes of each number that it matches the same number, with no other type or plan, where no later rule of the
//! table would change or reject a number that it takes. A rule that keeps numbers from a later rule is a guard, and is left alone;
//! so are the rules of tables that phones (`ephone-dn` and the like) use, where a rule that matches ends the collection of digits.
//!
//! ## Why is this bad
//!
//! It is no fault: a number that no rule matches stays as it is. But whoever changes the table later has to find out whether the
//! rule is needed.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^911$/ /\0/
//!  rule 2 /^1206/ /206/
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 2 /^1206/ /206/
//! ```
//!
//! ## Source
//!
//! Cisco 61083 and 64020 (the first rule that matches is applied; a number that none matches is not changed); Cisco 64020 (`\0` and
//! `&` are all that was matched).

use std::collections::BTreeSet;

use crate::automaton::{Dfa, OverBudget, compile};
use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{RuleTable, TranslationProfile};
use crate::source::Located;
use crate::syntax::argument::{Condition, TranslationRule};
use crate::syntax::commands::Command;
use crate::syntax::pattern::{Repeat, ReplacePart, RuleElement, RulePiece};

pub(super) const RULE: Rule = Rule {
    code: "no-op-rule",
    severities: &[Severity::Info],
    topic: Topic::Translation,
    file: include_str!("no_op_rule.rs"),
    check,
};

type Placed<'p> = Located<&'p TranslationRule>;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let of_phones = of_phones(facts);
    for table in facts.plan().rule_tables.values().filter(|table| !of_phones.contains(&table.id)) {
        let mut rules: Vec<Placed<'_>> = table.rules().collect();
        rules.sort_by_key(|rule| rule.value.precedence);
        for (at, rule) in rules.iter().enumerate().filter(|(_, rule)| changes_nothing(rule.value)) {
            let (earlier, later) = (rules.iter().take(at), rules.iter().skip(at + 1));
            if let Ok(Some(numbers)) = idle(rule, earlier, later) {
                findings.push(finding(facts, table, rule, numbers));
            }
        }
    }
}

/// The tables that phones use. On their lines a number that no rule matches waits for the inter-digit timeout (CME
/// administration guide, dial plans), so a rule that changes nothing may be of use.
fn of_phones(facts: &Facts<'_, '_>) -> BTreeSet<u32> {
    let uses = facts.references().get(&Command::TranslationProfile).map_or(&[][..], |references| &references.uses);
    let elsewhere = ["ephone", "voice register", "call-manager-fallback", "telephony-service"];
    let by_phones = uses.iter().filter(|one| elsewhere.iter().any(|header| one.object.starts_with(header)));
    let profiles = by_phones.filter_map(|one| facts.plan().profiles.get(&one.id));
    let tables = profiles.flat_map(|profile| {
        let commands = TranslationProfile::TRANSLATIONS.into_iter();
        commands.filter_map(|command| profile.settings.integer(command).map(|table| table.value))
    });
    tables.collect()
}

/// The numbers that a rule takes, where no later rule would change one of them; `None` where one would, or it takes none.
fn idle<'r, 'p: 'r>(
    rule: &Placed<'p>,
    earlier: impl Iterator<Item = &'r Placed<'p>>,
    later: impl Iterator<Item = &'r Placed<'p>>,
) -> Result<Option<Numbers>, OverBudget> {
    let mut takes: Dfa = compile::rule(&rule.value.matching)?;
    for one in earlier.filter(|one| one.value.number_type.is_none() && one.value.plan.is_none()) {
        takes = takes.difference(&compile::rule(&one.value.matching)?)?;
    }
    for one in later.filter(|one| !changes_nothing(one.value)) {
        if !takes.is_disjoint(&compile::rule(&one.value.matching)?)? {
            return Ok(None);
        }
    }
    Ok(Numbers::of(&takes))
}

/// Whether a rule makes of every number that it matches the same number, of the same type and plan.
fn changes_nothing(rule: &TranslationRule) -> bool {
    let keeps = |condition: Option<Condition>| {
        condition.is_none_or(|condition| condition.replacement == Some(condition.matching))
    };
    let same = rule.replacement.as_ref().is_some_and(|replacement| writes(replacement.parts(), rule.matching.pieces()));
    same && keeps(rule.number_type) && keeps(rule.plan)
}

/// Whether a replacement writes what was matched, piece by piece.
fn writes(parts: &[ReplacePart], pieces: &[RulePiece]) -> bool {
    if parts == [ReplacePart::Whole] {
        return true;
    }
    let mut parts = parts.iter().peekable();
    let mut left: Vec<&RulePiece> = pieces.iter().rev().collect();
    while let Some(piece) = left.pop() {
        let is_copied = |part: &&ReplacePart| match (&piece.element, part) {
            (RuleElement::Group(group, _), ReplacePart::Group(copied)) => group == copied,
            (RuleElement::Literal(literal), ReplacePart::Literal(written)) => literal == written,
            (
                RuleElement::Group(..)
                | RuleElement::Literal(_)
                | RuleElement::Start
                | RuleElement::End
                | RuleElement::Any
                | RuleElement::Set { .. }
                | RuleElement::Nested(_),
                ReplacePart::Group(_) | ReplacePart::Literal(_) | ReplacePart::Whole,
            ) => false,
        };
        match (&piece.element, piece.repeat) {
            (RuleElement::Start | RuleElement::End, _) => {}
            // Of a group that is repeated, only the last pass is copied.
            (RuleElement::Group(..) | RuleElement::Literal(_), Repeat::Once) if parts.peek().is_some_and(is_copied) => {
                parts.next();
            }
            (RuleElement::Group(_, inner), Repeat::Once) => left.extend(inner.iter().rev()),
            (
                RuleElement::Group(..)
                | RuleElement::Literal(_)
                | RuleElement::Any
                | RuleElement::Set { .. }
                | RuleElement::Nested(_),
                _,
            ) => return false,
        }
    }
    parts.next().is_none()
}

fn finding(facts: &Facts<'_, '_>, table: &RuleTable, rule: &Placed<'_>, numbers: Numbers) -> Finding {
    let number = rule.value.precedence;
    let message =
        format!("rule {number} changes nothing, and without it no later rule would change the numbers that it takes");
    let object = format!("voice translation-rule {}", table.id);
    let finding = Finding::new(&RULE, Severity::Info, object, message).shown_by(numbers);
    let finding = finding.at(facts.source(), rule.span, "makes of each number the same number");
    finding.help(format!("`no rule {number}` under `voice translation-rule {}`", table.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::pattern::{MatchPattern, Replacement};

    fn is_same(matching: &str, replacement: &str) -> bool {
        let (matching, replacement) = (MatchPattern::parse(matching), Replacement::parse(replacement));
        writes(replacement.unwrap().parts(), matching.unwrap().pieces())
    }

    #[test]
    fn what_was_matched_is_written_again() {
        for (matching, replacement) in [
            ("^911$", r"\0"),
            (".*", "&"),
            ("", ""),
            ("^", ""),
            ("^911$", "911"),
            (r"^\(9\)\(.*\)$", r"\1\2"),
            (r"^\(9\)\(.*\)$", r"9\2"),
            (r"^\(9\(11\)\)", r"9\2"),
            (r"^1\(206.......\)$", r"1\1"),
            (r"^\+1", "+1"),
        ] {
            assert!(is_same(matching, replacement), "/{matching}/ /{replacement}/");
        }
    }

    #[test]
    fn anything_else_is_a_change() {
        for (matching, replacement) in [
            ("^911$", ""),
            ("^9.1", "9.1"),
            (r"^\(9\)\(.*\)$", r"\2\1"),
            (r"^\(9\)+\(.*\)$", r"\1\2"),
            (r"^9\(.*\)", r"\1"),
            (r"^\(.*\)", r"9\1"),
            ("^91", "911"),
            ("^91*", "91"),
        ] {
            assert!(!is_same(matching, replacement), "/{matching}/ /{replacement}/");
        }
    }
}
