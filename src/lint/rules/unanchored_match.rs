//! A translation rule without `^` that rewrites some number in its middle, beside those that it is meant for.
//!
//! ## What it does
//!
//! Looks at rules that rewrite called numbers and may match anywhere in a number. Numbers are those that are known to reach the
//! table: the `destination-pattern` or map of a dial-peer with the table in its outgoing profile, the `incoming called-number` or map
//! of one with the table in its incoming profile. Reports a rule when some of these numbers begin with what it looks for, and others
//! hold it further on. Nothing is said of a rule that matches all its numbers in the middle, since that is what it is there for; nor
//! of a number that the rule is meant for with one symbol in front (an access digit), or, where it has seven digits or more, with any
//! (an area code). Calling numbers and profiles that any number may reach (`incoming called-number .`, a `.T`) are not judged.
//!
//! ## Why is this bad
//!
//! A rule matches the first place where its digits stand, and replaces only these. What stands before and behind them stays, so the
//! call goes to a number that nobody dialled.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /10\(..\)/ /12065550\1/
//! !
//! voice translation-profile out
//!  translate called 1
//! !
//! dial-peer voice 1 voip
//!  translation-profile outgoing out
//!  destination-pattern 10..$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 2 voip
//!  translation-profile outgoing out
//!  destination-pattern 1425555....$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^10\(..\)/ /12065550\1/
//! !
//! voice translation-profile out
//!  translate called 1
//! !
//! dial-peer voice 1 voip
//!  translation-profile outgoing out
//!  destination-pattern 10..$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 2 voip
//!  translation-profile outgoing out
//!  destination-pattern 1425555....$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! Cisco 61083 and 64020 (a match may stand anywhere in the number; only what is matched is replaced); Cisco 211306 warns of it.

use crate::automaton::{Dfa, OverBudget, compile};
use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, Known, Taken, written_longer};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::RuleTable;
use crate::syntax::argument::TranslationRule;
use crate::syntax::pattern::{NumberPattern, Repeat, ReplacePart, RuleElement, RulePiece};

pub(super) const RULE: Rule = Rule {
    code: "unanchored-match",
    severities: &[Severity::Warning],
    topic: Topic::Translation,
    file: include_str!("unanchored_match.rs"),
    check,
};

/// The numbers that are shown first: national or international ones.
const USUAL: &str = "[1-9].........";

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for table in facts.plan().rule_tables.values() {
        let taken = facts.taken(table, &|rule| rewrites(rule) && !is_held(rule.matching.pieces())).unwrap_or_default();
        for one in taken {
            let Ok(Some((middle, meant))) = evidence(&one.known, one.rule.value) else { continue };
            findings.extend(finding(facts, table, &one, (middle, &meant)));
        }
    }
}

/// Whether a rule makes another number of what it matches.
fn rewrites(rule: &TranslationRule) -> bool {
    rule.replacement.as_ref().is_some_and(|replacement| replacement.parts() != [ReplacePart::Whole])
}

/// Whether what is looked for is looked for at the start of the number only, or is nothing.
fn is_held(pieces: &[RulePiece]) -> bool {
    let Some(first) = pieces.first() else { return true };
    match &first.element {
        RuleElement::Start => true,
        RuleElement::Group(_, inner) => first.repeat == Repeat::Once && is_held(inner),
        RuleElement::Nested(_)
        | RuleElement::End
        | RuleElement::Literal(_)
        | RuleElement::Any
        | RuleElement::Set { .. } => false,
    }
}

/// The numbers that a rule matches in their middle, and one that it is meant for, where there are both.
fn evidence(known: &Known, rule: &TranslationRule) -> Result<Option<(Numbers, String)>, OverBudget> {
    let first = compile::rule_from_start(&rule.matching)?;
    let all = known.all()?;
    let Some(meant) = all.intersection(&first)?.plain_witness() else { return Ok(None) };
    let middle = all.difference(&first)?;
    if middle.is_empty() {
        return Ok(None);
    }
    let spelled = known.spelled.intersection(&first)?;
    let middle = middle.difference(&written_longer(&spelled, &spelled)?)?;
    let Some(numbers) = Numbers::of(&middle) else { return Ok(None) };
    // Of very many a number is shown that somebody could dial.
    let usual = NumberPattern::parse(USUAL).map_or_else(|_| Ok(Dfa::all()), |usual| compile::numbers(&usual))?;
    let witness = middle.intersection(&usual)?.plain_witness().unwrap_or(numbers.witness);
    Ok(Some((Numbers { witness, ..numbers }, meant)))
}

fn finding(
    facts: &Facts<'_, '_>,
    table: &RuleTable,
    taken: &Taken<'_>,
    (numbers, meant): (Numbers, &str),
) -> Option<Finding> {
    let rule = taken.rule.value;
    let made = facts.rewritten(table, rule, &numbers.witness)?;
    let place = facts.comes_to(facts.rewritten_at(table), &numbers.witness)?;
    let detail = format!("rule {} rewrites numbers in their middle", rule.precedence);
    let message = format!("{detail}: {} becomes {made}", numbers.witness);
    let object = format!("voice translation-rule {}", table.id);
    let finding = Finding::new(&RULE, Severity::Warning, object, message).told_by(detail).at(
        facts.source(),
        facts.match_side(&taken.rule),
        "matches anywhere in the number",
    );
    let finding = finding.at(facts.source(), facts.argument_at(place.line), "such numbers come here").shown_by(numbers);
    let anchored = rule.anchored(true, false);
    let typed = anchored.as_ref().map(|rule| format!(": `rule {rule}`")).unwrap_or_default();
    let fix = anchored.and_then(|anchored| facts.retyped(taken.rule.span, &anchored.to_string()));
    Some(finding.help(format!("with `^` it takes only numbers that begin so, like {meant}{typed}")).fix(fix))
}
