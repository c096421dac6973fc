//! A translation rule that is never applied: earlier rules of the table take every number that it could match.
//!
//! ## What it does
//!
//! Reports a rule of a `voice translation-rule` whose numbers are all matched by rules of lower number, together. Numbers here are all
//! numbers; conditions on type and plan count: an earlier rule with a condition takes only what has it.
//!
//! ## Why is this bad
//!
//! The first rule that matches is applied, and no other. The rule that is reported does nothing; most often a general rule was put
//! before its exceptions.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^9/ //
//!  rule 2 /^9011/ /+/
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^9011/ /+/
//!  rule 2 /^9/ //
//! ```
//!
//! ## Source
//!
//! Cisco 61083 and 64020 (rules are tried in order; the first match is applied).

use std::collections::HashMap;

use crate::automaton::{Dfa, OverBudget, compile};
use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::RuleTable;
use crate::source::Located;
use crate::syntax::argument::TranslationRule;
use crate::syntax::pattern::{Repeat, RuleElement, RulePiece};

pub(super) const RULE: Rule = Rule {
    code: "unreachable-rule",
    severities: &[Severity::Error],
    topic: Topic::Translation,
    file: include_str!("unreachable_rule.rs"),
    check,
};

type Placed<'p> = Located<&'p TranslationRule>;

/// The most earlier rules that are pointed at.
const SHOWN: usize = 3;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for table in facts.plan().rule_tables.values() {
        let mut known = HashMap::new();
        let rules: Vec<Placed<'_>> = table.rules().collect();
        let beginnings: Vec<_> = rules.iter().map(|rule| beginning(rule.value)).collect();
        for (at, (rule, begins)) in rules.iter().zip(&beginnings).enumerate() {
            let may_take = |(one, other): &(&Placed<'_>, &Option<Vec<char>>)| {
                applies_for(one.value, rule.value) && !begin_apart(other.as_deref(), begins.as_deref())
            };
            let earlier: Vec<Placed<'_>> =
                rules.iter().zip(&beginnings).take(at).filter(may_take).map(|(one, _)| *one).collect();
            if let Ok(Some((witness, takers))) = taken(rule, &earlier, &mut known) {
                findings.push(finding(facts, table, rule, (witness, &takers)));
            }
        }
    }
}

/// A number of the rule, and the earlier rules that take its numbers, where they take all of them.
fn taken<'p>(
    rule: &Placed<'p>,
    earlier: &[Placed<'p>],
    known: &mut HashMap<u32, Dfa>,
) -> Result<Option<(String, Vec<Placed<'p>>)>, OverBudget> {
    if earlier.is_empty() {
        return Ok(None);
    }
    let mut set_of = |rule: &Placed<'p>| -> Result<Dfa, OverBudget> {
        if let Some(set) = known.get(&rule.value.precedence) {
            return Ok(set.clone());
        }
        let set = compile::rule(&rule.value.matching)?;
        known.insert(rule.value.precedence, set.clone());
        Ok(set)
    };
    let numbers = set_of(rule)?;
    let Some(witness) = numbers.plain_witness() else { return Ok(None) };
    let mut all = Vec::new();
    let mut takers = Vec::new();
    for one in earlier {
        let set = set_of(one)?;
        if !set.is_disjoint(&numbers)? {
            takers.push(*one);
            all.push(set);
        }
    }
    // Where one takes the witness no more, the rest need not be put together.
    if !all.iter().any(|set| set.accepts(&witness)) {
        return Ok(None);
    }
    if let Some(at) = all.iter().position(|set| numbers.is_subset(set).unwrap_or(false)) {
        return Ok(takers.get(at).map(|one| (witness, vec![*one])));
    }
    // The one that takes the number that is shown comes first.
    if let Some(at) = all.iter().position(|set| set.accepts(&witness)) {
        takers.swap(0, at);
    }
    let covered = numbers.is_subset(&Dfa::union_all(all)?)?;
    Ok(covered.then_some((witness, takers)))
}

fn finding(
    facts: &Facts<'_, '_>,
    table: &RuleTable,
    rule: &Placed<'_>,
    (witness, takers): (String, &[Placed<'_>]),
) -> Finding {
    let numbers: Vec<String> = takers.iter().map(|one| one.value.precedence.to_string()).collect();
    let (word, verb) = if takers.len() == 1 { ("rule", "takes") } else { ("rules", "together take") };
    let message = format!(
        "rule {} is never applied: {word} {} {verb} every number that it matches",
        rule.value.precedence,
        crate::call::first_of(&numbers)
    );
    let object = format!("voice translation-rule {}", table.id);
    let mut finding =
        Finding::new(&RULE, Severity::Error, object, message).at(facts.source(), rule.span, "never applied");
    for one in takers.iter().take(SHOWN) {
        finding = finding.at(facts.source(), one.span, "is tried before it");
    }
    finding.shown_by(Numbers::one(witness)).help("give the more specific rule the lower number, or remove it")
}

/// Whether `earlier` applies whenever `rule` could, as far as type and plan go.
fn applies_for(earlier: &TranslationRule, rule: &TranslationRule) -> bool {
    let covers = |one: Option<&'static str>, other: Option<&'static str>| one.is_none() || one == other;
    let of = |rule: &TranslationRule| {
        (rule.number_type.map(|condition| condition.matching), rule.plan.map(|condition| condition.matching))
    };
    let ((kind, plan), (other_kind, other_plan)) = (of(earlier), of(rule));
    covers(kind, other_kind) && covers(plan, other_plan)
}

/// Whether the numbers of two rules surely differ in a digit at their beginning: most rules of a table do, and no automaton is
/// needed to see it.
fn begin_apart(one: Option<&[char]>, other: Option<&[char]>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return false };
    one.iter().zip(other).any(|(one, other)| one != other)
}

/// The literal characters behind a leading `^`; `None` where the match can begin anywhere.
fn beginning(rule: &TranslationRule) -> Option<Vec<char>> {
    let mut literals = Vec::new();
    let mut pieces: Vec<&RulePiece> = rule.matching.pieces().iter().rev().collect();
    let first = pieces.pop()?;
    if first.element != RuleElement::Start {
        return None;
    }
    while let Some(piece) = pieces.pop() {
        match (&piece.element, piece.repeat) {
            (RuleElement::Literal(literal), Repeat::Once) => literals.push(*literal),
            (RuleElement::Group(_, inner), Repeat::Once) => pieces.extend(inner.iter().rev()),
            (
                RuleElement::Literal(_)
                | RuleElement::Group(..)
                | RuleElement::Start
                | RuleElement::End
                | RuleElement::Any
                | RuleElement::Set { .. }
                | RuleElement::Nested(_),
                _,
            ) => break,
        }
    }
    Some(literals)
}
