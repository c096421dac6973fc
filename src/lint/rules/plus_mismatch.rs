//! Numbers arrive with a `+` in front where the patterns of dial-peers have none, or the reverse.
//!
//! ## What it does
//!
//! Reports numbers that come in with or without a `+`, of which none finds a dial-peer (on the way out, or on the way in by the called
//! number), where the same numbers without it, or with it, do. Which numbers come in is known from the DIDs of a network file
//! (`dids` and `delivers`), and from an `incoming called-number` or an entry of an incoming map that begins with `+` or with a digit.
//!
//! Left alone are calls whose number is translated before a dial-peer is looked for (`untranslated-route` looks at these), calls that
//! a dial-peer group, a policy or a URI routes, those that an application answers, and routers that create dial-peers out of sight.
//! In releases before 15.2(4)M a pattern has no `+`: there it is dropped. There are at most three findings, since most often all
//! patterns differ.
//!
//! ## Why is this bad
//!
//! To a router `+12065550100` and `12065550100` are two numbers. The call falls to dial-peer 0 on the way in, and on the way out the
//! router answers 404 by itself.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 10 voip
//!  incoming called-number +1206555....
//!  session protocol sipv2
//! !
//! dial-peer voice 20 voip
//!  destination-pattern 1206555....
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 10 voip
//!  incoming called-number +1206555....
//!  session protocol sipv2
//! !
//! dial-peer voice 20 voip
//!  destination-pattern +1206555....
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Source
//!
//! Cisco 211306 (a leading `+` is a literal); IOS voice command reference, `destination-pattern` (CSCub65380: kept from 15.2(4)M on).

use crate::analysis::loops::Node;
use crate::automaton::{Dfa, OverBudget, compile};
use crate::call::pattern_on;
use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, has_plus, twins};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{DialPeer, PeerKind, Place, Settings};
use crate::number::Symbol;
use crate::source::Span;
use crate::syntax::commands::Command;
use crate::syntax::pattern::{Element, NumberPattern, Piece};

pub(super) const RULE: Rule = Rule {
    code: "plus-mismatch",
    severities: &[Severity::Warning],
    topic: Topic::DialPeers,
    file: include_str!("plus_mismatch.rs"),
    check,
};

/// The most findings: where one plan has the `+` and the other has not, all patterns differ.
const MOST: usize = 3;

/// The most patterns on the way in that are compared with all numbers, of those of which some number finds no dial-peer.
const COMPARED: usize = 50;

/// What makes a dial-peer do something else with its calls than to route them by the number as it comes in.
const OTHERWISE: [Command; 5] = [
    Command::TranslationProfileIncoming,
    Command::DestinationDpg,
    Command::DestinationPolicy,
    Command::Service,
    Command::Application,
];

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let plan = facts.plan();
    let globals = [Command::VoipIncomingProfile, Command::VoipIncomingRule, Command::NumberExpansion];
    let changed = globals.iter().any(|line| !plan.globals.all(*line).is_empty());
    if changed || !facts.routes_by_number() || facts.gateway().routes_by_uri() {
        return;
    }
    // What takes more states than the budget is not judged.
    let told = if facts.is_described() && facts.site().dids.is_some() { delivered(facts).ok().flatten() } else { None };
    if let Some(told) = told {
        findings.push(told);
    } else {
        let peers = plan.peers.values().filter(|peer| !peer.shutdown() && takes_as_they_come(facts, peer));
        let unrouted = peers.flat_map(|peer| unrouted(facts, peer).map(move |pattern| (peer, pattern)));
        let found = unrouted.take(COMPARED).filter_map(|(peer, pattern)| incoming(facts, peer, pattern));
        let before = findings.len();
        for finding in found {
            if findings.iter().skip(before).all(|known| known.object != finding.object) {
                findings.push(finding);
            }
            if findings.len() >= before + MOST {
                break;
            }
        }
    }
}

/// Whether calls that come in on a dial-peer are routed by the number that they bring.
fn takes_as_they_come(facts: &Facts<'_, '_>, peer: &DialPeer) -> bool {
    let profile = |settings: &Settings| settings.span(Command::TranslationProfileIncoming).is_some();
    let objects = [Command::VoicePortHeader, Command::TrunkGroupHeader, Command::VoiceServicePots];
    let whole = match peer.kind {
        PeerKind::Voip => true,
        PeerKind::Pots => {
            let plan = facts.plan();
            peer.direct_inward_dial() && !objects.iter().any(|one| plan.others(*one).any(|one| profile(&one.settings)))
        }
        PeerKind::Other(_) => false,
    };
    whole && OTHERWISE.iter().all(|line| peer.settings.all(*line).is_empty())
}

/// The patterns by which a dial-peer takes calls on the way in, of which one number at least finds no dial-peer, with their lines.
fn unrouted<'n>(facts: &Facts<'_, 'n>, peer: &'n DialPeer) -> impl Iterator<Item = (Span, &'n NumberPattern)> {
    let own = peer.incoming_called_number().map(|own| (own.span, own.value));
    let map = peer.settings.integer(Command::IncomingCalledMap);
    let map = map.and_then(|number| facts.plan().pattern_maps.get(&number.value));
    let entries = map.into_iter().flat_map(|map| map.entries()).map(|entry| (entry.span, entry.value));
    let (table, profile) = (facts.table(), facts.profile());
    own.into_iter().chain(entries).filter(move |(_, pattern)| {
        // Before 15.2(4)M nothing has a `+`.
        let pattern = pattern_on(profile, pattern);
        has_plus(&pattern).is_some() && table.is_some_and(|table| table.candidates(&sample(&pattern)).is_empty())
    })
}

/// What is missing of the numbers of a pattern on the way in.
fn incoming(facts: &Facts<'_, '_>, peer: &DialPeer, (span, pattern): (Span, &NumberPattern)) -> Option<Finding> {
    let compared = pattern_on(facts.profile(), pattern);
    let plus = has_plus(&compared)?;
    let (numbers, twin) = lost(facts, &compared).ok().flatten()?;
    let object = facts.peer(twin)?;
    let (with, without) = if plus { ("with", "without") } else { ("without", "with") };
    let message = format!(
        "calls that dial-peer {} takes come in {with} a `+`, and no dial-peer takes them on the way out: {without} it, \
         dial-peer {} would",
        peer.tag, object.tag
    );
    let said = (message.as_str(), if plus { "numbers with `+`" } else { "numbers without `+`" });
    let there = if plus { "numbers without `+`" } else { "numbers with `+`" };
    let finding = facts.about(&RULE, Severity::Warning, peer, facts.argument(span, pattern.text()), said).at(
        facts.source(),
        facts.pattern_span(object),
        there,
    );
    Some(finding.shown_by(numbers).help(help(plus, &Facts::title(peer))))
}

/// The numbers of a pattern, and a dial-peer that would take their twins, where none takes them as they are.
fn lost(facts: &Facts<'_, '_>, pattern: &NumberPattern) -> Result<Option<(Numbers, usize)>, OverBudget> {
    let numbers = compile::numbers(pattern)?.intersection(&Dfa::plain_numbers())?;
    let routed = facts.routed()?;
    if numbers.is_disjoint(routed)? { would_take(facts, &numbers, routed) } else { Ok(None) }
}

/// A number that a pattern of usual form matches.
fn sample(pattern: &NumberPattern) -> String {
    let symbol = |piece: &Piece| match &piece.element {
        Element::Literal(symbol) => Some(symbol.character()),
        Element::Set(symbols) => symbols.iter().next().map(Symbol::character),
        Element::Any => Some('0'),
        Element::Group(_) | Element::Pause => None,
    };
    pattern.pieces().iter().filter_map(symbol).collect()
}

/// Those of some numbers of which a dial-peer takes the twins, and that dial-peer.
fn would_take(facts: &Facts<'_, '_>, numbers: &Dfa, routed: &Dfa) -> Result<Option<(Numbers, usize)>, OverBudget> {
    let would = twins(numbers)?.intersection(routed)?;
    let first = would.plain_witness().and_then(|witness| facts.table()?.candidates(&witness).first().copied());
    let Some(first) = first else { return Ok(None) };
    Ok(Numbers::of(&twins(&would)?).map(|numbers| (numbers, first.peer)))
}

/// What is missing of the DIDs that the public network delivers.
fn delivered(facts: &Facts<'_, '_>) -> Result<Option<Finding>, OverBudget> {
    let (Some(graph), here) = (facts.graph(), Place::Gateway(facts.index())) else { return Ok(None) };
    let trunks = facts.site().contacts_of(Place::Public);
    for contact in trunks {
        let node = Node { at: here, from: Place::Public, contact: Some(contact), hunts: None };
        let delivered = graph.delivered(node)?;
        for (arrival, _) in graph.arrivals_at(facts.index(), Some(contact)) {
            let as_they_come =
                arrival.path.is_unchanged() && arrival.peer.is_none_or(|peer| takes_as_they_come(facts, peer));
            let numbers = arrival.path.domain()?.intersection(&delivered)?;
            if !as_they_come || numbers.is_empty() {
                continue;
            }
            let routed = facts.routed()?;
            let lost = numbers.difference(routed)?;
            if let Some((numbers, twin)) = would_take(facts, &lost, routed)? {
                return Ok(of_dids(facts, numbers, facts.peer(twin)));
            }
        }
    }
    Ok(None)
}

fn of_dids(facts: &Facts<'_, '_>, numbers: Numbers, twin: Option<&DialPeer>) -> Option<Finding> {
    let twin = twin?;
    let plus = numbers.witness.starts_with('+');
    let (with, without) = if plus { ("with", "without") } else { ("without", "with") };
    let message = format!(
        "the public network delivers DIDs {with} a `+`, and no dial-peer takes them: {without} it, dial-peer {} would",
        twin.tag
    );
    let label = if plus { "numbers without `+`" } else { "numbers with `+`" };
    let span: Span = facts.pattern_span(twin);
    let finding = facts.about(&RULE, Severity::Warning, twin, span, (&message, label));
    Some(finding.shown_by(numbers).help(help(plus, "the dial-peer that the calls come in on")))
}

fn help(plus: bool, under: &str) -> String {
    let (rule, pattern) = if plus { ("/^\\+/ //", "`+`") } else { ("/^/ /+/", "no `+`") };
    format!(
        "patterns with {pattern} on the way out, or a `translation-profile incoming` with `rule 1 {rule}` under {under}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_a_number_of_the_pattern() {
        for (text, number) in [("+1206[3-5]..", "+1206300"), ("9T", "9"), (".+5$", "05")] {
            let pattern = NumberPattern::parse(text).unwrap();
            assert_eq!(sample(&pattern), number);
            assert!(compile::numbers(&pattern).unwrap().accepts(number), "{text}");
        }
    }
}
