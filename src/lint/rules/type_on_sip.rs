//! A translation rule with a condition on type or plan that no call can meet: all calls that reach it come in by SIP.
//!
//! ## What it does
//!
//! Reports rules with `type` or `plan` where every place that applies the table has calls that come in by SIP only: the inbound side
//! of a dial-peer with `session protocol sipv2`, or, in a whole configuration (one with a `version` line) without ports, POTS dial-peers
//! and H.323, any place. Nothing is said of the keyword `any`, since no document says whether it takes a number without a type; and of
//! no rule where another rule with `any` gives numbers a type.
//!
//! ## Why is this bad
//!
//! SIP carries no type and no plan of a number. A rule that asks for one never matches such calls, so the numbers stay as they are.
//! Rules like this are often left from a PRI that a SIP trunk took the place of.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^\(..........\)$/ /1\1/ type national national
//! !
//! voice translation-profile in
//!  translate calling 1
//! !
//! dial-peer voice 1 voip
//!  translation-profile incoming in
//!  session protocol sipv2
//!  incoming called-number .
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^\(..........\)$/ /1\1/
//! !
//! voice translation-profile in
//!  translate calling 1
//! !
//! dial-peer voice 1 voip
//!  translation-profile incoming in
//!  session protocol sipv2
//!  incoming called-number .
//! ```
//!
//! ## Source
//!
//! Cisco Collaboration CVD, call control (SIP carries no type of number); Cisco 64020 (a rule with a type does not match a number
//! without one).

use crate::call::Point;
use crate::diagnostic::Severity;
use crate::lint::facts::{Application, Facts, Origin};
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::model::{DialPlan, RuleTable};
use crate::source::{Located, Span};
use crate::syntax::argument::{Condition, TranslationRule};
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "type-on-sip",
    severities: &[Severity::Warning],
    topic: Topic::Translation,
    file: include_str!("type_on_sip.rs"),
    check,
};

/// The keyword that takes every type.
const ANY: &str = "any";

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let plan = facts.plan();
    let wanting = |table: &&RuleTable| table.rules().any(|rule| wanted(rule.value).is_some());
    let mut tables = plan.rule_tables.values().filter(wanting).peekable();
    if tables.peek().is_none() || gives_types(plan) {
        return;
    }
    for table in tables {
        let places = facts.applications().get(&table.id).map(Vec::as_slice).unwrap_or_default();
        let Some(place) = places.first().filter(|_| places.iter().all(|place| is_sip(facts, place))) else { continue };
        let rules = table.rules().filter_map(|rule| Some((rule, wanted(rule.value)?)));
        findings.extend(rules.map(|(rule, wanted)| finding(facts, table, (&rule, wanted), place)));
    }
}

/// The condition of a rule that a number without type and plan does not meet, and its word.
fn wanted(rule: &TranslationRule) -> Option<(&'static str, Condition)> {
    let conditions = [("type", rule.number_type), ("plan", rule.plan)];
    let given = conditions.into_iter().filter_map(|(word, condition)| Some((word, condition?)));
    given.into_iter().find(|(_, condition)| condition.matching != ANY)
}

/// Whether numbers may have a type that no leg brought: a rule for any type sets one, or an old table does.
fn gives_types(plan: &DialPlan) -> bool {
    let sets = |condition: Condition| condition.matching == ANY && condition.replacement.is_some();
    let mut rules = plan.rule_tables.values().flat_map(RuleTable::rules);
    rules.any(|rule| [rule.value.number_type, rule.value.plan].into_iter().flatten().any(sets))
        || plan.others(Command::OldTranslationRule).next().is_some()
}

/// Whether the calls at this place come in by SIP, as far as the text can say.
fn is_sip(facts: &Facts<'_, '_>, place: &Application<'_>) -> bool {
    let is_sure = matches!(place.point, Some(Point::InboundPeer | Point::CallBlock));
    place.origin == Origin::Sip && place.point.is_some() && (is_sure || facts.gateway().is_complete())
}

fn finding(
    facts: &Facts<'_, '_>,
    table: &RuleTable,
    (rule, (word, condition)): (&Located<&TranslationRule>, (&str, Condition)),
    place: &Application<'_>,
) -> Finding {
    let said = match condition.replacement {
        Some(replacement) => format!("{word} {} {replacement}", condition.matching),
        None => format!("{word} {}", condition.matching),
    };
    let message = format!(
        "rule {} never matches: it is for numbers of {word} {}, and the calls that reach it come in by SIP, which carries none",
        rule.value.precedence, condition.matching
    );
    let object = format!("voice translation-rule {}", table.id);
    let finding = Finding::new(&RULE, Severity::Warning, object, message)
        .at(facts.source(), words(facts, rule.span, &said), format!("no call by SIP has a {word}"))
        .at(facts.source(), facts.argument_at(place.line), "applied to calls by SIP");
    finding.help(match condition.replacement {
        Some(_) => format!("take `{said}` out of the rule, and let the digits say which numbers it is for"),
        None => "match the digits of the numbers that it is to block: nothing else tells them on SIP".to_owned(),
    })
}

/// Where these words stand in a line; the line where they are not written so.
fn words(facts: &Facts<'_, '_>, line: Span, said: &str) -> Span {
    let found = facts.source().text_at(line).and_then(|text| text.rfind(said));
    found.map_or(line, |at| line.part(at..at + said.len()))
}
