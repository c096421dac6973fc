//! The same change is made to a called number at two points of one call.
//!
//! ## What it does
//!
//! Looks at the points where tables are applied on the way of a call: `voip-incoming`, the port or trunk group, the inbound dial-peer,
//! `voice service pots`, the outbound dial-peer. Reports two of them that do the same to one number, the second to what the first
//! made of it: both put the same digits in, both take the same out, or both write the same in the place of the same. The number
//! that is shown was followed through the gateway. Digits that are taken out twice count only where a pattern spells out numbers that
//! have them twice. Calling numbers are not looked at.
//!
//! ## Why is this bad
//!
//! Most often one change was meant, and a second profile was added without knowing of the first. The next system gets a number with
//! two access digits, or without its first digit.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^/ /9/
//! !
//! voice translation-profile access
//!  translate called 1
//! !
//! dial-peer voice 10 voip
//!  translation-profile incoming access
//!  incoming called-number 206555....
//!  session protocol sipv2
//! !
//! dial-peer voice 20 voip
//!  translation-profile outgoing access
//!  destination-pattern 9T
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^/ /9/
//! !
//! voice translation-profile access
//!  translate called 1
//! !
//! dial-peer voice 10 voip
//!  translation-profile incoming access
//!  incoming called-number 206555....
//!  session protocol sipv2
//! !
//! dial-peer voice 20 voip
//!  destination-pattern 9T
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Source
//!
//! Cisco 211306, "translation profiles" (the points where numbers are translated, in turn).

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::coverage::{Changes, Path, Typed};
use crate::automaton::{Dfa, OverBudget, compile};
use crate::call::{Call, Change, Leg, Party, Point, Replies, Traveller};
use crate::diagnostic::Severity;
use crate::lint::facts::{Application, Facts, Order};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{Address, RuleTable};
use crate::syntax::commands::Command;
use crate::syntax::pattern::ReplacePart;

pub(super) const RULE: Rule = Rule {
    code: "double-translation",
    severities: &[Severity::Warning],
    topic: Topic::Translation,
    file: include_str!("double_translation.rs"),
    check,
};

/// The most pairs of tables that are looked at, the most places of one table, and the most numbers of each.
const PAIRS: usize = 64;
const PLACES: usize = 8;
const NUMBERS: usize = 6;

/// A table at a point of the way, and the lines that apply it there.
struct Stop<'f, 'n> {
    table: &'n RuleTable,
    places: Vec<&'f Application<'n>>,
}

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let stops = stops(facts);
    let written: BTreeMap<u32, BTreeSet<String>> =
        stops.values().map(|stop| (stop.table.id, changes_written(stop.table))).collect();
    let alike = |one: &Stop<'_, '_>, other: &Stop<'_, '_>| {
        let of = |stop: &Stop<'_, '_>| written.get(&stop.table.id);
        of(one).is_some_and(|one| of(other).is_some_and(|other| !one.is_disjoint(other)))
    };
    let later = |stage: u8| stops.range((stage + 1, 0)..);
    let pairs = stops.iter().flat_map(|((stage, _), first)| later(*stage).map(move |(_, second)| (first, second)));
    let mut changes = Changes::new(facts.gateway());
    for (first, second) in pairs.filter(|(first, second)| alike(first, second)).take(PAIRS) {
        findings.extend(twice(facts, &mut changes, first, second).ok().flatten());
    }
}

/// The tables that are applied to called numbers on the way of a call, by how far on it that is.
fn stops<'f, 'n>(facts: &'f Facts<'_, 'n>) -> BTreeMap<(u8, u32), Stop<'f, 'n>> {
    let mut stops: BTreeMap<(u8, u32), Stop<'f, 'n>> = BTreeMap::new();
    for place in facts.applications().values().flatten().filter(|place| place.is_called()) {
        let (Some(stage), Some(table)) = (stage(place), facts.plan().rule_tables.get(&place.table)) else { continue };
        let stop = stops.entry((stage, place.table)).or_insert_with(|| Stop { table, places: Vec::new() });
        stop.places.push(place);
    }
    stops
}

/// How far on the way of a call a table is applied; `None` where calls are not followed, or only blocked.
fn stage(place: &Application<'_>) -> Option<u8> {
    match place.point? {
        Point::VoipIncoming | Point::TrunkIncoming => Some(0),
        Point::InboundPeer => Some(1),
        Point::PotsService => Some(if place.incoming { 2 } else { 3 }),
        Point::OutboundPeer => Some(4),
        Point::TrunkOutgoing => Some(5),
        Point::CallBlock | Point::NumberExpansion | Point::DigitStrip | Point::ForwardDigits | Point::Prefix => None,
    }
}

/// What the rules of a table put in, as it is written; of one that puts nothing in, what it looks for.
fn changes_written(table: &RuleTable) -> BTreeSet<String> {
    let written = table.rules().filter_map(|rule| {
        let parts = rule.value.replacement.as_ref()?.parts().iter();
        let literals: String = parts
            .filter_map(|part| match part {
                ReplacePart::Literal(literal) => Some(*literal),
                ReplacePart::Whole | ReplacePart::Group(_) => None,
            })
            .collect();
        Some(if literals.is_empty() { format!("/{}/", rule.value.matching) } else { literals })
    });
    written.collect()
}

/// A number that both change alike.
fn twice<'n>(
    facts: &Facts<'_, 'n>,
    changes: &mut Changes<'_, 'n>,
    first: &Stop<'_, 'n>,
    second: &Stop<'_, 'n>,
) -> Result<Option<Finding>, OverBudget> {
    let path: Path = changes.table(first.table.id, &mut Typed::No);
    let mut numbers = path.pre_image(&taken(second.table)?.intersection(&routed(facts, second)?)?)?;
    numbers = numbers.intersection(&taken(first.table)?)?.intersection(&Dfa::plain_numbers())?;
    if first.places.iter().all(|place| place.point == Some(Point::OutboundPeer)) {
        numbers = numbers.intersection(&routed(facts, first)?)?;
    }
    if numbers.is_empty() {
        return Ok(None);
    }
    for place in first.places.iter().take(PLACES) {
        let numbers = arriving(facts, place, &numbers)?;
        let usual = facts.usual(&numbers)?;
        let witnesses = usual.witnesses(NUMBERS).into_iter().chain(numbers.witnesses(NUMBERS));
        let spelled = facts.known_at([*place])?.spelled;
        for number in witnesses {
            for leg in legs(facts, place) {
                let found = followed(facts, &Call::to(&number).on(leg), (first, second));
                let Some(found) = found.filter(|one| !one.edit.inserted.is_empty() || spelled.accepts(&number)) else {
                    continue;
                };
                return Ok(finding(facts, place, second, &found));
            }
        }
    }
    Ok(None)
}

/// The numbers that a table changes, or may.
fn taken(table: &RuleTable) -> Result<Dfa, OverBudget> {
    let changing = table.rules().filter(|rule| rule.value.replacement.is_some());
    let sets = changing.map(|rule| compile::rule(&rule.value.matching));
    Ok(Dfa::union_all(sets.collect::<Result<Vec<_>, _>>()?)?.minimised_if_small())
}

/// The numbers that are offered to the outbound dial-peers that apply a table first; all, where others apply it.
fn routed(facts: &Facts<'_, '_>, stop: &Stop<'_, '_>) -> Result<Dfa, OverBudget> {
    if stop.places.iter().any(|place| place.point != Some(Point::OutboundPeer)) {
        return Ok(Dfa::all());
    }
    let peers: BTreeSet<usize> = stop.places.iter().filter_map(|place| place.peer).collect();
    let is_first =
        |order: &&Order| order.ranks.first().is_some_and(|rank| rank.iter().any(|one| peers.contains(&one.peer)));
    let classes: Vec<usize> = facts.orders().iter().filter(is_first).flat_map(|order| order.classes.clone()).collect();
    facts.numbers(&classes)
}

/// Those of some numbers that may come to a place.
fn arriving(facts: &Facts<'_, '_>, place: &Application<'_>, numbers: &Dfa) -> Result<Dfa, OverBudget> {
    let peer = place.peer.filter(|_| place.incoming).and_then(|peer| facts.peer(peer));
    let (own, map) = (Command::IncomingCalledNumber, Command::IncomingCalledMap);
    let patterns = peer.map(|peer| facts.gateway().patterns(peer, Some(own), Some(map))).unwrap_or_default();
    if patterns.is_empty() {
        return Ok(numbers.clone());
    }
    numbers.intersection(&compile::numbers_of_any(patterns.iter().map(|(_, pattern)| pattern.as_ref()))?)
}

/// The legs that calls which come to a place may come in on.
fn legs(facts: &Facts<'_, '_>, place: &Application<'_>) -> Vec<Leg> {
    if let Some(peer) = place.peer.filter(|_| place.incoming).and_then(|peer| facts.peer(peer)) {
        return vec![Leg::peer(peer.tag)];
    }
    let contacts = facts.site().contacts.iter().filter(|contact| match contact.at {
        Address::Target(_) => place.point != Some(Point::TrunkIncoming),
        Address::Port(_) => place.point != Some(Point::VoipIncoming),
        Address::TrunkGroup(_) => false,
    });
    contacts.take(PLACES).map(|contact| Traveller::leg(Some(contact))).collect()
}

/// What is done to a number, as far as it differs.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Edit {
    removed: String,
    inserted: String,
}

impl Edit {
    fn of(before: &str, after: &str) -> Self {
        let ends = before.bytes().rev().zip(after.bytes().rev()).take_while(|(one, other)| one == other).count();
        let but_end = |text: &str| text.get(..text.len() - ends).unwrap_or_default().to_owned();
        let (before, after) = (but_end(before), but_end(after));
        let begins = before.bytes().zip(after.bytes()).take_while(|(one, other)| one == other).count();
        let rest = |text: &str| text.get(begins..).unwrap_or_default().to_owned();
        Self { removed: rest(&before), inserted: rest(&after) }
    }

    /// In words, of a change that is made twice.
    fn text(&self) -> String {
        match (self.removed.as_str(), self.inserted.as_str()) {
            ("", inserted) => format!("`{inserted}` is put into called numbers twice"),
            (removed, "") => format!("`{removed}` is taken out of called numbers twice"),
            (removed, inserted) => format!("`{inserted}` is written for `{removed}` in called numbers twice"),
        }
    }
}

/// A number that is changed twice alike.
struct Twice {
    edit: Edit,
    first: Change,
    second: Change,
    /// The dial-peer that the call is offered to.
    out: Option<usize>,
}

fn followed(facts: &Facts<'_, '_>, call: &Call, (first, second): (&Stop<'_, '_>, &Stop<'_, '_>)) -> Option<Twice> {
    let trace = facts.gateway().trace(call, &Replies::default()).ok()?;
    let attempt = trace.attempts.first();
    let out = attempt.and_then(|attempt| facts.plan().peers.get_index_of(&attempt.tag));
    let all = trace.incoming.iter().chain(attempt.into_iter().flat_map(|attempt| &attempt.changes));
    let changes: Vec<&Change> =
        all.filter(|change| change.party == Party::Called && change.before.digits != change.after.digits).collect();
    let at = |change: &Change, stop: &Stop<'_, '_>| stop.places.iter().any(|place| place.point == Some(change.point));
    let by = |change: &Change, stop: &Stop<'_, '_>| {
        change.by.contains(&format!("voice translation-rule {}, ", stop.table.id)) && at(change, stop)
    };
    changes.windows(2).find_map(|pair| {
        let [one, other] = pair else { return None };
        let edit = |change: &Change| Edit::of(&change.before.digits, &change.after.digits);
        let same = edit(one) == edit(other) && one.after.digits == other.before.digits;
        (same && by(one, first) && by(other, second)).then(|| Twice {
            edit: edit(one),
            first: (*one).clone(),
            second: (*other).clone(),
            out,
        })
    })
}

fn finding(facts: &Facts<'_, '_>, place: &Application<'_>, second: &Stop<'_, '_>, found: &Twice) -> Option<Finding> {
    let is_used = |again: &&&Application<'_>| again.point != Some(Point::OutboundPeer) || again.peer == found.out;
    let again = second.places.iter().find(is_used)?;
    let at = |place: &Application<'_>| {
        let name = place.profile.map_or_else(|| place.table.to_string(), str::to_owned);
        facts.word_in(place.line, &name)
    };
    let says = |change: &Change| format!("makes {} of {}", change.after.digits, change.before.digits);
    let (one, other) = (facts.object_at(place.line), facts.object_at(again.line));
    let by = if one == other { format!("under `{one}`") } else { format!("under `{one}` and under `{other}`") };
    let message = format!("{}, {by}", found.edit.text());
    let line = facts.line_at(again.line).map(|line| line.text().trim().to_owned()).unwrap_or_default();
    let help = format!(
        "one of the two is enough: `no {line}` under `{other}`; or give its rule a match side that leaves alone what is changed already"
    );
    let finding = Finding::new(&RULE, Severity::Warning, other, message);
    let finding = finding.at(facts.source(), at(again), says(&found.second));
    let finding = finding.at(facts.source(), at(place), says(&found.first));
    Some(finding.shown_by(Numbers::one(found.first.before.digits.clone())).help(help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_the_change() {
        let of = |before, after| {
            let Edit { removed, inserted } = Edit::of(before, after);
            (removed, inserted)
        };
        let pair = |removed: &str, inserted: &str| (removed.to_owned(), inserted.to_owned());
        assert_eq!(of("2065550100", "92065550100"), pair("", "9"));
        assert_eq!(of("92065550100", "992065550100"), pair("", "9"));
        assert_eq!(of("9911", "911"), pair("9", ""));
        assert_eq!(of("5100", "2065555100"), pair("", "206555"));
        assert_eq!(of("001206", "+1206"), pair("00", "+"));
        assert_eq!(of("12", "12"), pair("", ""));
    }
}
