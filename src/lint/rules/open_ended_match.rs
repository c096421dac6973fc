//! A translation rule without `$` that says how many digits a number has, and leaves the rest of longer numbers behind its result.
//!
//! ## What it does
//!
//! Looks at rules that rewrite called numbers, spell out a number of digits (their match side ends in `.` or a set), and do not end in
//! `$`. Numbers are those that the pattern of a dial-peer with the table in its profile spells out: `destination-pattern` or map for an
//! outgoing profile, `incoming called-number` or map for an incoming one. Reports a rule that matches some of these numbers as a
//! whole, and only the front of others. Nothing is said where the rule only takes digits or a `+` away or puts a `+` in front, since
//! that is right for longer numbers too.
//!
//! ## Why is this bad
//!
//! Only what is matched is replaced. The digits behind it stay behind the result: an extension rule that meets a local number makes a
//! number with too many digits.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^5\(...\)/ /12065555\1/
//! !
//! voice translation-profile out
//!  translate called 1
//! !
//! dial-peer voice 1 voip
//!  translation-profile outgoing out
//!  destination-pattern 5...$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 2 voip
//!  translation-profile outgoing out
//!  destination-pattern [2-9]......$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^5\(...\)$/ /12065555\1/
//! !
//! voice translation-profile out
//!  translate called 1
//! !
//! dial-peer voice 1 voip
//!  translation-profile outgoing out
//!  destination-pattern 5...$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 2 voip
//!  translation-profile outgoing out
//!  destination-pattern [2-9]......$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Source
//!
//! Cisco 61083 and 64020 (only what is matched is replaced, and the rest of the number stays).

use crate::automaton::{OverBudget, compile};
use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, Known, Taken};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::RuleTable;
use crate::syntax::argument::TranslationRule;
use crate::syntax::pattern::{Element, Piece, Repeat, ReplacePart, RuleElement, RulePiece};

pub(super) const RULE: Rule = Rule {
    code: "open-ended-match",
    severities: &[Severity::Warning],
    topic: Topic::Translation,
    file: include_str!("open_ended_match.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    for table in facts.plan().rule_tables.values() {
        let wanted = |rule: &TranslationRule| spells_length(rule.matching.pieces()) && !suits_longer(rule);
        if !table.rules().any(|rule| wanted(rule.value)) || have_one_length(facts, table) {
            continue;
        }
        for one in facts.taken(table, &wanted).unwrap_or_default() {
            let Ok(Some((longer, whole))) = evidence(&one.known, one.rule.value) else { continue };
            findings.extend(finding(facts, table, &one, (longer, &whole)));
        }
    }
}

/// Whether all patterns in front of a table spell out numbers of the same length, so that a rule meets no longer ones.
fn have_one_length(facts: &Facts<'_, '_>, table: &RuleTable) -> bool {
    let patterns = facts.rewritten_at(table).flat_map(|place| facts.patterns_before(place));
    let mut lengths = patterns.map(|(pattern, stripped)| {
        let is_one = |piece: &Piece| piece.repeat == Repeat::Once && !matches!(piece.element, Element::Group(_));
        let symbols = pattern.pieces().iter().filter(|piece| piece.element != Element::Pause).count();
        pattern.pieces().iter().all(is_one).then(|| symbols.saturating_sub(stripped))
    });
    let first = lengths.next().flatten();
    first.is_some() && lengths.all(|length| length == first)
}

/// Whether a match side says how many digits there are, and ends in one that it does not name.
fn spells_length(pieces: &[RulePiece]) -> bool {
    let ends_so = pieces.last().is_some_and(|last| match &last.element {
        RuleElement::Any | RuleElement::Set { .. } => true,
        RuleElement::Group(_, inner) => spells_length(inner),
        RuleElement::Nested(_) | RuleElement::Start | RuleElement::End | RuleElement::Literal(_) => false,
    });
    ends_so && pieces.iter().all(is_fixed)
}

/// Whether a part of a match side always takes the same number of digits.
fn is_fixed(piece: &RulePiece) -> bool {
    let inner = match &piece.element {
        RuleElement::Group(_, inner) => inner.iter().all(is_fixed),
        RuleElement::Nested(_) => false,
        RuleElement::Start
        | RuleElement::End
        | RuleElement::Literal(_)
        | RuleElement::Any
        | RuleElement::Set { .. } => true,
    };
    inner && piece.repeat == Repeat::Once
}

/// Whether what a rule does is right for longer numbers too: it blocks them, or takes something away in front or puts a `+` there, and
/// keeps what is behind.
fn suits_longer(rule: &TranslationRule) -> bool {
    let Some(replacement) = &rule.replacement else { return true };
    let last = rule.matching.pieces().last().map(|piece| &piece.element);
    let Some((end, front)) = replacement.parts().split_last() else { return false };
    let keeps_end = match end {
        ReplacePart::Whole => true,
        ReplacePart::Group(number) => matches!(last, Some(RuleElement::Group(own, _)) if own == number),
        ReplacePart::Literal(_) => false,
    };
    keeps_end && front.iter().all(|part| *part == ReplacePart::Literal('+'))
}

/// The numbers of which a rule matches only the front, and one that it matches as a whole, where there are both.
fn evidence(known: &Known, rule: &TranslationRule) -> Result<Option<(Numbers, String)>, OverBudget> {
    let whole = known.spelled.intersection(&compile::whole_rule(&rule.matching)?)?;
    let Some(whole) = whole.plain_witness() else { return Ok(None) };
    let front = known.spelled.intersection(&compile::rule_from_start(&rule.matching)?)?;
    let longer = front.difference(&compile::rule_to_end(&rule.matching)?)?;
    Ok(Numbers::of(&longer).map(|numbers| (numbers, whole)))
}

fn finding(
    facts: &Facts<'_, '_>,
    table: &RuleTable,
    taken: &Taken<'_>,
    (numbers, whole): (Numbers, &str),
) -> Option<Finding> {
    let rule = taken.rule.value;
    let made = facts.rewritten(table, rule, &numbers.witness)?;
    let place = facts.comes_to(facts.rewritten_at(table), &numbers.witness)?;
    let detail = format!("rule {} leaves the last digits of longer numbers behind its result", rule.precedence);
    let message = format!("{detail}: {} becomes {made}", numbers.witness);
    let object = format!("voice translation-rule {}", table.id);
    let finding = Finding::new(&RULE, Severity::Warning, object, message).told_by(detail).at(
        facts.source(),
        facts.match_side(&taken.rule),
        "matches longer numbers too",
    );
    let finding = finding.at(facts.source(), facts.argument_at(place.line), "such numbers come here").shown_by(numbers);
    let anchored = rule.anchored(false, true);
    let typed = anchored.as_ref().map(|rule| format!(": `rule {rule}`")).unwrap_or_default();
    let fix = anchored.and_then(|anchored| facts.retyped(taken.rule.span, &anchored.to_string()));
    Some(finding.help(format!("with `$` it takes only whole numbers, like {whole}{typed}")).fix(fix))
}
