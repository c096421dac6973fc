//! What a rule makes of numbers that come in finds no dial-peer.
//!
//! ## What it does
//!
//! Looks at translations that are applied before the outbound dial-peer is looked for: those of the inbound dial-peer, the port, the
//! trunk group and the global one. Reports a rule when, of all numbers that it rewrites for calls of a trunk, not one finds a
//! dial-peer. That a part of them finds none is usual: rules are often wider than the plan. Calls that go to a dial-peer group or by a
//! policy or URI, and routers that create dial-peers out of sight, are not judged. The number that is shown was followed through the
//! gateway before it is reported. Calls that an application answers, and those from a port whose dial-peer does not say
//! `direct-inward-dial`, are left alone.
//!
//! ## Why is this bad
//!
//! The gateway answers 404 by itself. Most often the dial-peers expect the number in the form that it had before the translation.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^1206555\(....\)$/ /\1/
//! !
//! voice translation-profile in
//!  translate called 1
//! !
//! dial-peer voice 1 voip
//!  translation-profile incoming in
//!  incoming called-number 1206555....
//!  session protocol sipv2
//! !
//! dial-peer voice 2 voip
//!  destination-pattern 1206555....
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^1206555\(....\)$/ /\1/
//! !
//! voice translation-profile in
//!  translate called 1
//! !
//! dial-peer voice 1 voip
//!  translation-profile incoming in
//!  incoming called-number 1206555....
//!  session protocol sipv2
//! !
//! dial-peer voice 2 voip
//!  destination-pattern ....$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Source
//!
//! Cisco 211306, "translation profiles" (incoming profiles are applied before the outbound match).

use std::collections::HashSet;

use crate::analysis::coverage::{Arrival, Path, Step};
use crate::automaton::{Dfa, OverBudget, compile};
use crate::call::{Call, Leg, Replies, Traveller};
use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{DialPeer, DialPlan, RuleTable, Settings, TranslationProfile};
use crate::source::Located;
use crate::syntax::argument::TranslationRule;
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "untranslated-route",
    severities: &[Severity::Error],
    topic: Topic::Translation,
    file: include_str!("untranslated_route.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let plan = facts.plan();
    if !facts.routes_by_number() || !translates_incoming(plan) {
        return;
    }
    let Some(graph) = facts.graph() else { return };
    let Some(coverage) = graph.coverages().get(facts.index()) else { return };
    let matched: Vec<usize> = (1..coverage.classes()).collect();
    let Ok(routed) = coverage.numbers(&matched) else { return };
    let mut seen = HashSet::new();
    for (at, contact) in facts.site().contacts.iter().enumerate() {
        for (arrival, _) in graph.arrivals_at(facts.index(), Some(at)) {
            let leg = Traveller::leg(Some(contact));
            let Some(table) = only_table(facts, arrival, &leg) else { continue };
            if !seen.insert((table.id, arrival.path.identity())) {
                continue;
            }
            for (rule, numbers) in lost(table, arrival, &routed).unwrap_or_default() {
                findings.extend(finding(facts, (table, &rule), &numbers, &leg));
            }
        }
    }
}

/// Whether anything is translated before the outbound dial-peer is looked for.
fn translates_incoming(plan: &DialPlan) -> bool {
    let incoming = |settings: &Settings| settings.get(Command::TranslationProfileIncoming).is_some();
    let objects =
        [Command::VoicePortHeader, Command::TrunkGroupHeader].into_iter().flat_map(|header| plan.others(header));
    plan.globals.get(Command::VoipIncomingProfile).is_some()
        || plan.peers.values().any(|peer| incoming(&peer.settings))
        || objects.into_iter().any(|object| incoming(&object.settings))
}

/// The table that calls of an arrival are translated by, where that is the only change that is made to their number, and where the
/// number alone decides which dial-peer they get.
fn only_table<'n>(facts: &Facts<'_, 'n>, arrival: &Arrival<'n>, leg: &Leg) -> Option<&'n RuleTable> {
    let elsewhere = [Command::DestinationDpg, Command::DestinationPolicy];
    let goes_elsewhere = |peer: &DialPeer| elsewhere.iter().any(|way| peer.settings.get(*way).is_some());
    if arrival.peer.is_some_and(goes_elsewhere) || facts.gateway().routes_by_uri() {
        return None;
    }
    let changes = arrival.path.steps().iter().filter(|step| matches!(step, Step::Change(_))).count();
    let mut tables: Vec<u32> =
        profiles(facts, arrival, leg).into_iter().filter_map(|name| table_of(facts, name)).collect();
    tables.dedup();
    let [table] = tables.as_slice() else { return None };
    facts.plan().rule_tables.get(table).filter(|_| changes == 1)
}

/// The profiles that may be applied to a call of an arrival before the outbound dial-peer is looked for.
fn profiles<'n>(facts: &Facts<'_, 'n>, arrival: &Arrival<'n>, leg: &Leg) -> Vec<&'n str> {
    let profile = |settings: &'n Settings, command| settings.text(command).map(|name| name.value);
    let mut found = Vec::new();
    found.extend(arrival.peer.and_then(|peer| profile(&peer.settings, Command::TranslationProfileIncoming)));
    match leg {
        Leg::Port(port) => {
            let objects = facts.plan().port_objects(port);
            let objects = objects.voice_ports.into_iter().chain(objects.trunk_groups);
            found.extend(objects.filter_map(|object| profile(&object.settings, Command::TranslationProfileIncoming)));
        }
        Leg::Sip(_) | Leg::SipLine(_) | Leg::H323(_) | Leg::Peer(..) => {
            found.extend(profile(&facts.plan().globals, Command::VoipIncomingProfile));
        }
    }
    found
}

/// The table that a profile translates called numbers by.
fn table_of(facts: &Facts<'_, '_>, profile: &str) -> Option<u32> {
    facts.plan().profiles.get(profile).and_then(TranslationProfile::called).map(|table| table.value)
}

type Lost<'p> = Vec<(Located<&'p TranslationRule>, Dfa)>;

/// The rules of which no number that they rewrite is routed, each with these numbers as they arrive.
fn lost<'p>(table: &'p RuleTable, arrival: &Arrival<'_>, routed: &Dfa) -> Result<Lost<'p>, OverBudget> {
    let conditional = |rule: &Located<&TranslationRule>| rule.value.number_type.is_some() || rule.value.plan.is_some();
    if table.rules().any(|rule| conditional(&rule)) {
        return Ok(Vec::new());
    }
    let before = arrival.path.steps().iter().take_while(|step| matches!(step, Step::Within(_)));
    let arriving = before.fold(Path::new(), |path, step| path.then(step.clone())).domain()?;
    // What another inbound dial-peer takes is not lost here.
    let arriving = arriving.intersection(&Dfa::plain_numbers())?.intersection(&arrival.path.domain()?)?;
    let found = arrival.path.pre_image(routed)?.intersection(&arriving)?;
    let (mut left, mut lost) = (arriving, Vec::new());
    for rule in table.rules() {
        let set = compile::rule(&rule.value.matching)?;
        let mine = left.intersection(&set)?;
        if rule.value.replacement.is_some() && !mine.is_empty() && mine.is_disjoint(&found)? {
            lost.push((rule, mine));
        }
        left = left.difference(&set)?;
    }
    Ok(lost)
}

/// Whether a call that comes in on a dial-peer may be answered by an application, or dialled on by the caller.
fn answers_itself(peer: &DialPeer, leg: &Leg) -> bool {
    let applications = [Command::Service, Command::Application];
    let application = applications.iter().any(|line| !peer.settings.all(*line).is_empty());
    application || (matches!(leg, Leg::Port(_)) && !peer.direct_inward_dial())
}

/// The finding, where a call bears it out.
fn finding(
    facts: &Facts<'_, '_>,
    (table, rule): (&RuleTable, &Located<&TranslationRule>),
    numbers: &Dfa,
    leg: &Leg,
) -> Option<Finding> {
    let shown = Numbers::of(numbers)?;
    let call = Call::to(&shown.witness).on(leg.clone());
    let trace = facts.gateway().trace(&call, &Replies::default()).ok()?;
    let inbound = trace.inbound.as_ref().and_then(|inbound| facts.plan().peers.get(&inbound.peer?));
    if inbound.is_some_and(|peer| answers_itself(peer, leg)) {
        return None;
    }
    let selection = trace.selection.as_ref()?;
    let rewritten = &selection.called;
    let is_lost = trace.attempts.is_empty() && selection.left_out.is_empty();
    if !is_lost || *rewritten == shown.witness {
        return None;
    }
    let detail = "none of the numbers that this rule makes finds a dial-peer";
    let message = format!("{detail}: {} becomes {}", shown.witness, rewritten);
    let object = format!("voice translation-rule {}", table.id);
    let detail = format!("rule {}: {detail}", rule.value.precedence);
    let finding = Finding::new(&RULE, Severity::Error, object, message).told_by(detail).at(
        facts.source(),
        rule.span,
        "these numbers have no route",
    );
    Some(finding.shown_by(shown).help("a dial-peer whose pattern matches the number as the rule leaves it"))
}
