//! A rule that rejects called numbers blocks one that belongs to the plan: a DID, or a number that it is not written for.
//!
//! ## What it does
//!
//! Where a network file tells the DIDs of the gateway, reports rules that reject such a number of a call that comes in from the public
//! network. Otherwise reports rules that reject without `^` and so block, by digits in its middle or at its end, a number that the plan
//! routes: one of a block of at most 10,000 that a `destination-pattern` or map spells out, of a dial-peer that nothing shows to lead to
//! the public network. Nothing is said of a number that begins with what the rule looks for, or with one digit and then that, or ends
//! in it where it is seven digits or more: that number is meant.
//!
//! ## Why is this bad
//!
//! A rule that rejects ends the call. `reject /1900/` is to bar premium numbers, and blocks the extension whose DID ends in 1900 too.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 reject /1900/
//! !
//! voice translation-profile barred
//!  translate called 1
//! !
//! dial-peer voice 1 voip
//!  call-block translation-profile incoming barred
//!  incoming called-number .
//!  session protocol sipv2
//! !
//! dial-peer voice 2 voip
//!  destination-pattern 1206555....$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 reject /^1900/
//! !
//! voice translation-profile barred
//!  translate called 1
//! !
//! dial-peer voice 1 voip
//!  call-block translation-profile incoming barred
//!  incoming called-number .
//!  session protocol sipv2
//! !
//! dial-peer voice 2 voip
//!  destination-pattern 1206555....$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Source
//!
//! Cisco 61083 (a match may stand anywhere in the number) and 211306 (a rule that rejects blocks the call).

use crate::automaton::{Dfa, OverBudget, compile};
use crate::call::{Outcome, Reason};
use crate::diagnostic::Severity;
use crate::lint::facts::{Application, Facts, Owner, written_longer};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::RuleTable;
use crate::source::Located;
use crate::syntax::argument::TranslationRule;

pub(super) const RULE: Rule = Rule {
    code: "reject-owned-number",
    severities: &[Severity::Warning],
    topic: Topic::Translation,
    file: include_str!("reject_owned_number.rs"),
    check,
};

/// The most places where a table is applied that are looked at.
const PLACES: usize = 50;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let rejects = |rule: &TranslationRule| rule.replacement.is_none();
    let tables = facts.plan().rule_tables.values();
    for table in tables.filter(|table| table.rules().any(|rule| rejects(rule.value))) {
        let places = facts.applications().get(&table.id).into_iter().flatten();
        let places: Vec<_> = places.filter(|one| one.is_called() && one.point.is_some()).collect();
        if places.is_empty() {
            continue;
        }
        for rule in table.rules().filter(|rule| rejects(rule.value)) {
            let dids = || blocked_did(facts, table, &rule).ok().flatten();
            let owned = || by_accident(facts, table, &rule, &places).ok().flatten();
            findings.extend(dids().or_else(owned));
        }
    }
}

/// The numbers that a rule of a table takes.
fn taken(table: &RuleTable, rule: &TranslationRule, of: &Dfa) -> Result<Dfa, OverBudget> {
    let mut numbers = of.intersection(&compile::rule(&rule.matching)?)?;
    for before in table.rules().take_while(|before| before.value.precedence < rule.precedence) {
        if numbers.is_empty() {
            break;
        }
        numbers = numbers.difference(&compile::rule(&before.value.matching)?)?;
    }
    Ok(numbers)
}

/// That a rule blocks a DID of a network file on its way in, where a call bears it out.
fn blocked_did(
    facts: &Facts<'_, '_>,
    table: &RuleTable,
    rule: &Located<&TranslationRule>,
) -> Result<Option<Finding>, OverBudget> {
    let Some((dids, plus)) = facts.delivered() else { return Ok(None) };
    let blocked = taken(table, rule.value, &Dfa::of_numbers(&dids, plus)?)?;
    let Some(numbers) = Numbers::of(&blocked) else { return Ok(None) };
    let by = format!("voice translation-rule {}, rule {}", table.id, rule.value.precedence);
    let is_blocked = facts.from_public(&numbers.witness).any(|trace| match trace.outcome {
        Outcome::Rejected(failure) => matches!(failure.reason, Reason::Blocked(blocked) if blocked.by.ends_with(&by)),
        Outcome::Answered { .. } | Outcome::NoRoute(_) => false,
    });
    let message = format!("rule {} blocks calls to a DID of this gateway", rule.value.precedence);
    let finding = is_blocked.then(|| about(facts, table, rule, message).shown_by(numbers));
    Ok(finding.map(|finding| {
        finding.help("take these numbers out of what it matches, or out of the DIDs of the network file")
    }))
}

/// That a rule without `^` blocks a number of the plan by digits that are not at its start.
fn by_accident(
    facts: &Facts<'_, '_>,
    table: &RuleTable,
    rule: &Located<&TranslationRule>,
    places: &[&Application<'_>],
) -> Result<Option<Finding>, OverBudget> {
    let front = compile::rule_from_start(&rule.value.matching)?;
    let anywhere = compile::rule(&rule.value.matching)?;
    if anywhere.is_subset(&front)? {
        return Ok(None);
    }
    let meant = front.union(&written_longer(&front, &compile::whole_rule(&rule.value.matching)?)?)?;
    let accidental = anywhere.difference(&meant)?;
    let owners = facts.owners().iter();
    let hit: Vec<_> = owners.filter(|owner| !owner.numbers.is_disjoint(&accidental).unwrap_or(true)).collect();
    if hit.is_empty() {
        return Ok(None);
    }
    for place in places.iter().take(PLACES) {
        let Some(could_come) = facts.could_come(place)? else { continue };
        let blocked = taken(table, rule.value, &could_come.intersection(&accidental)?)?;
        for owner in &hit {
            if let Some(numbers) = Numbers::of(&blocked.intersection(&owner.numbers)?) {
                return Ok(accident(facts, (table, rule), numbers, (owner, place)));
            }
        }
    }
    Ok(None)
}

/// What is said of a rule first.
fn about(facts: &Facts<'_, '_>, table: &RuleTable, rule: &Located<&TranslationRule>, message: String) -> Finding {
    let object = format!("voice translation-rule {}", table.id);
    Finding::new(&RULE, Severity::Warning, object, message).at(
        facts.source(),
        facts.match_side(rule),
        "ends these calls",
    )
}

fn accident(
    facts: &Facts<'_, '_>,
    (table, rule): (&RuleTable, &Located<&TranslationRule>),
    numbers: Numbers,
    (owner, place): (&Owner, &Application<'_>),
) -> Option<Finding> {
    let peer = facts.peer(owner.peer)?;
    let precedence = rule.value.precedence;
    let message = format!("rule {precedence} blocks a number of dial-peer {} by digits behind its start", peer.tag);
    let anchored = rule.value.anchored(true, false).map(|rule| format!(": `rule {rule}`")).unwrap_or_default();
    let finding = about(facts, table, rule, message)
        .at(facts.source(), facts.argument_at(place.line), "applied here")
        .at(facts.source(), facts.pattern_span(peer), "routes such numbers");
    Some(finding.shown_by(numbers).help(format!("with `^` it blocks only numbers that begin so{anchored}")))
}
