//! A rule that rejects, in a table that rewrites numbers: it blocks the call, it does not skip the number.
//!
//! ## What it does
//!
//! Reports tables with a rule that rejects, where a profile uses the table that is applied as an ordinary one
//! (`translation-profile incoming` or `outgoing`, `voip-incoming translation-profile`). Numbers that earlier rules of the table
//! take are not counted. Nothing is said of tables that only `call-block translation-profile incoming` uses.
//!
//! ## Why is this bad
//!
//! Some write such a rule to leave numbers as they are that a later rule would change. The router ends the call instead. Where that
//! is what is wanted, all is well; calls that come in can be blocked with `call-block`, which says so and can give a cause.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 reject /^555/
//!  rule 2 /^\(.......\)$/ /1206\1/
//! !
//! voice translation-profile out
//!  translate called 1
//! !
//! dial-peer voice 1 voip
//!  translation-profile outgoing out
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^555/ /&/
//!  rule 2 /^\(.......\)$/ /1206\1/
//! !
//! voice translation-profile out
//!  translate called 1
//! !
//! dial-peer voice 1 voip
//!  translation-profile outgoing out
//! ```
//!
//! ## Source
//!
//! Cisco 211306 (a rule that rejects blocks the call in an ordinary profile too); Cisco 64020 (`call-block`; `&` is all that was
//! matched).

use std::collections::{BTreeMap, HashSet};

use crate::automaton::{Dfa, OverBudget, compile};
use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, ObjectUse};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{RuleTable, TranslationProfile};
use crate::source::Span;
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "reject-in-profile",
    severities: &[Severity::Info],
    topic: Topic::Translation,
    file: include_str!("reject_in_profile.rs"),
    check,
};

/// The most rules that are pointed at.
const SHOWN: usize = 3;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let rejects = |table: &RuleTable| table.rules().any(|rule| rule.value.replacement.is_none());
    let mut tables = facts.plan().rule_tables.values().filter(|table| rejects(table)).peekable();
    if tables.peek().is_none() {
        return;
    }
    let uses = uses(facts);
    for table in tables {
        let Some(applied) = uses.get(&table.id) else { continue };
        let Ok(blocked) = blocked(table) else { continue };
        findings.extend(Numbers::of(&blocked).map(|numbers| finding(facts, table, applied, numbers)));
    }
}

/// The first line that applies a table to rewrite numbers, by the number of the table.
fn uses<'f>(facts: &'f Facts<'_, '_>) -> BTreeMap<u32, &'f ObjectUse> {
    let blocks = facts.plan().peers.values().filter_map(|peer| peer.settings.span(Command::CallBlockProfile));
    let blocks: HashSet<Span> = blocks.collect();
    let mut applied: BTreeMap<&str, &ObjectUse> = BTreeMap::new();
    let references = facts.references().get(&Command::TranslationProfile);
    for one in references.iter().flat_map(|references| &references.uses) {
        if !blocks.contains(&one.span) {
            applied.entry(one.id.as_str()).or_insert(one);
        }
    }
    let mut found = BTreeMap::new();
    for (profile, one) in facts.plan().profiles.values().filter_map(|profile| {
        let one = applied.get(profile.id.as_str())?;
        Some((profile, *one))
    }) {
        for table in
            TranslationProfile::TRANSLATIONS.into_iter().filter_map(|command| profile.settings.integer(command))
        {
            found.entry(table.value).or_insert(one);
        }
    }
    found
}

/// The numbers that rules of a table reject and none before them replaces.
fn blocked(table: &RuleTable) -> Result<Dfa, OverBudget> {
    let mut replaced = vec![Dfa::empty()];
    let mut rejected = vec![Dfa::empty()];
    for rule in table.rules() {
        let numbers = compile::rule(&rule.value.matching)?;
        // A rule with a condition lets calls pass.
        let takes_all = rule.value.number_type.is_none() && rule.value.plan.is_none();
        if rule.value.replacement.is_none() {
            replaced = vec![Dfa::union_all(replaced)?];
            let before = replaced.first().map_or_else(|| Ok(numbers.clone()), |before| numbers.difference(before))?;
            rejected.push(before);
        } else if takes_all {
            replaced.push(numbers);
        }
    }
    Dfa::union_all(rejected)
}

fn finding(facts: &Facts<'_, '_>, table: &RuleTable, applied: &ObjectUse, numbers: Numbers) -> Finding {
    let rules: Vec<_> = table.rules().filter(|rule| rule.value.replacement.is_none()).collect();
    let list: Vec<_> = rules.iter().map(|rule| rule.value.precedence.to_string()).collect();
    let (word, verb, denied) =
        if list.len() == 1 { ("rule", "blocks", "it does") } else { ("rules", "block", "they do") };
    let by = if applied.object.is_empty() { String::new() } else { format!(" of {}", applied.object) };
    let list = crate::call::first_of(&list);
    let profile = &applied.id;
    let message = format!(
        "{word} {list} {verb} calls where profile {profile}{by} is applied: {denied} not leave their numbers as they are"
    );
    let object = format!("voice translation-rule {}", table.id);
    let mut finding = Finding::new(&RULE, Severity::Info, object, message).shown_by(numbers);
    for rule in rules.iter().take(SHOWN) {
        finding = finding.at(facts.source(), facts.word_in(rule.span, "reject"), "ends the call");
    }
    let finding = finding.at(facts.source(), facts.argument_at(applied.span), "applied here");
    let first = rules.first().map(|rule| format!("`rule {} /{}/ /&/`", rule.value.precedence, rule.value.matching));
    finding.help(format!(
        "{} leaves the number as it is; `call-block translation-profile incoming` is there to block calls",
        first.unwrap_or_default()
    ))
}
