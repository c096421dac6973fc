//! A translation makes the number of a call longer each time the call comes back.
//!
//! ## What it does
//!
//! Looks at calls that come in from a far end and go back to it, translated on the way. Reports a table that makes a called number
//! longer, and what it made of it longer again when the far end sends the call back, and so on. Each pass of the number that is shown
//! was followed through the gateway. Without a network file only far ends are looked at from which the configuration shows that calls
//! come in; whether they send a call back is not known.
//!
//! ## Why is this bad
//!
//! Such a loop ends only when the number is too long or all lines are in use. Since no number comes twice, a system that looks for
//! calls that it has seen before does not find it.
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
//! dial-peer voice 20 voip
//!  translation-profile outgoing access
//!  destination-pattern .T
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//!  incoming called-number .
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^\([2-9].........\)$/ /9\1/
//! !
//! voice translation-profile access
//!  translate called 1
//! !
//! dial-peer voice 20 voip
//!  translation-profile outgoing access
//!  destination-pattern .T
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//!  incoming called-number .
//! ```
//!
//! ## Source
//!
//! Follows from Cisco 61083 (a rule is applied to whatever it matches) and Cisco 211306 (the points where numbers are translated).

use std::collections::BTreeSet;

use crate::analysis::coverage::{Arrival, Coverage, Path, WayId};
use crate::automaton::{Dfa, OverBudget};
use crate::call::{Call, Change, Party, Point, Replies, Traveller, address_of};
use crate::diagnostic::Severity;
use crate::lint::facts::{Application, Facts};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{Address, Contact, RuleTable};
use crate::syntax::pattern::ReplacePart;

pub(super) const RULE: Rule = Rule {
    code: "growing-translation",
    severities: &[Severity::Warning],
    topic: Topic::Loops,
    file: include_str!("growing_translation.rs"),
    check,
};

/// How often a call must come back, longer each time.
const PASSES: usize = 3;

/// The most far ends that are looked at, and the most numbers of each.
const FAR_ENDS: usize = 32;
const NUMBERS: usize = 8;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let Some(table) = facts.table() else { return };
    let applications = facts.applications();
    let may_grow = |table: &&RuleTable| {
        let places = applications.get(&table.id).into_iter().flatten();
        puts_in(table) && places.into_iter().any(|place| place.is_called() && place.point.is_some())
    };
    let growing: BTreeSet<u32> = facts.plan().rule_tables.values().filter(may_grow).map(|table| table.id).collect();
    if growing.is_empty() {
        return;
    }
    let comes_in = |contact: &&Contact| facts.is_described() || facts.comes_in(&contact.at).is_some();
    let mut coverage = Coverage::new(facts.gateway(), table);
    let mut found: BTreeSet<u32> = BTreeSet::new();
    for contact in facts.site().contacts.iter().filter(comes_in).take(FAR_ENDS) {
        // What takes more states than the budget is not judged.
        let Ok(numbers) = returning(facts, &mut coverage, contact) else { continue };
        for number in numbers {
            let Some(passes) = followed(facts, contact, &number) else { continue };
            let Some((place, change)) = grown(facts, &growing, &passes) else { continue };
            if found.insert(place.table) {
                findings.push(finding(facts, contact, (place, change), &passes));
            }
            break;
        }
    }
}

/// Whether a rule of a table puts digits in.
fn puts_in(table: &RuleTable) -> bool {
    let is_literal = |part: &ReplacePart| matches!(part, ReplacePart::Literal(_));
    let mut replacements = table.rules().filter_map(|rule| rule.value.replacement.as_ref());
    replacements.any(|replacement| replacement.parts().iter().any(is_literal))
}

/// A way back to the far end that a call comes from.
struct Back<'n> {
    arrival: Arrival<'n>,
    way: WayId,
    /// The numbers that are routed so.
    routed: Dfa,
}

/// Numbers with which a call comes back to a far end that it came from, as often as is looked at.
fn returning<'n>(
    facts: &Facts<'_, 'n>,
    coverage: &mut Coverage<'_, 'n>,
    contact: &Contact,
) -> Result<Vec<String>, OverBudget> {
    let leg = Traveller::leg(Some(contact));
    let mut backs: Vec<Back<'n>> = Vec::new();
    for arrival in coverage.arrivals(&leg)? {
        let hunts = coverage.hunts(&leg, &arrival);
        let mut by_way: Vec<(WayId, Vec<usize>)> = Vec::new();
        for (class, hunt) in hunts.iter().enumerate() {
            for turn in hunt.first().into_iter().flatten() {
                let leads_back = facts.peer(turn.peer).is_some_and(|peer| leads_to(facts.targets(peer), &contact.at));
                if !leads_back {
                    continue;
                }
                match by_way.iter_mut().find(|(way, _)| *way == turn.way) {
                    Some((_, classes)) => classes.push(class),
                    None => by_way.push((turn.way, vec![class])),
                }
            }
        }
        for (way, mut classes) in by_way {
            classes.dedup();
            let routed = coverage.numbers(&classes)?;
            backs.push(Back { arrival: arrival.clone(), way, routed });
        }
    }
    let changes = |back: &Back<'_>| !(back.arrival.path.is_unchanged() && coverage.way(back.way).is_unchanged());
    if !backs.iter().any(changes) {
        return Ok(Vec::new());
    }
    let mut numbers = Dfa::plain_numbers();
    for _ in 0..PASSES {
        let before = |back: &Back<'_>| -> Result<Dfa, OverBudget> {
            let way: &Path = coverage.way(back.way);
            back.arrival.path.pre_image(&back.routed.intersection(&way.pre_image(&numbers)?)?)
        };
        let sets = backs.iter().map(before).collect::<Result<Vec<_>, _>>()?;
        numbers = Dfa::union_all(sets)?.intersection(&Dfa::plain_numbers())?.minimised_if_small();
    }
    let usual = facts.usual(&numbers)?;
    Ok(usual.witnesses(NUMBERS).into_iter().chain(numbers.witnesses(NUMBERS)).collect())
}

fn leads_to(targets: &[Address], at: &Address) -> bool {
    targets.iter().any(|target| target.is_same(at))
}

/// What is done to a called number on each pass, where each makes it longer.
fn followed(facts: &Facts<'_, '_>, contact: &Contact, number: &str) -> Option<Vec<Pass>> {
    let mut passes: Vec<Pass> = Vec::new();
    let mut number = number.to_owned();
    for _ in 0..PASSES {
        let leg = Traveller::leg(Some(contact));
        let trace = facts.gateway().trace(&Call::to(&number).on(leg), &Replies::default()).ok()?;
        let attempt = trace.attempts.first()?;
        let back = address_of(&attempt.target, attempt.protocol).is_some_and(|to| to.is_same(&contact.at));
        let sent = attempt.called.digits.clone();
        if !back || sent.len() <= number.len() {
            return None;
        }
        let inbound = trace.inbound.as_ref().and_then(|inbound| inbound.peer);
        let of = |tag| facts.plan().peers.get_index_of(&tag);
        let changes = trace.incoming.iter().chain(&attempt.changes).filter(|change| change.party == Party::Called);
        passes.push(Pass {
            arrived: number,
            changes: changes.cloned().collect(),
            peers: [inbound.and_then(of), of(attempt.tag)],
        });
        number = sent;
    }
    Some(passes)
}

/// A call from a far end and back.
struct Pass {
    arrived: String,
    changes: Vec<Change>,
    /// The places in the plan of the dial-peers that it comes in and goes out on.
    peers: [Option<usize>; 2],
}

/// Where a table makes the number longer on each pass, with what it does on the first.
fn grown<'f, 'n>(
    facts: &'f Facts<'_, 'n>,
    growing: &BTreeSet<u32>,
    passes: &'f [Pass],
) -> Option<(&'f Application<'n>, &'f Change)> {
    let longer = |change: &&Change| change.after.digits.len() > change.before.digits.len();
    let first = passes.first()?;
    for change in first.changes.iter().filter(longer) {
        let again = |pass: &Pass| {
            pass.changes.iter().filter(longer).any(|one| one.by == change.by && one.point == change.point)
        };
        let table = growing.iter().find(|table| change.by.contains(&format!("voice translation-rule {table}, ")));
        let Some(table) = table.filter(|_| passes.iter().all(again)) else { continue };
        let [inbound, out] = first.peers;
        let is_here = |place: &&Application<'_>| {
            let peer = match change.point {
                Point::InboundPeer => place.peer == inbound,
                Point::OutboundPeer => place.peer == out,
                Point::VoipIncoming
                | Point::TrunkIncoming
                | Point::CallBlock
                | Point::PotsService
                | Point::NumberExpansion
                | Point::DigitStrip
                | Point::ForwardDigits
                | Point::Prefix
                | Point::TrunkOutgoing => true,
            };
            place.is_called() && place.point == Some(change.point) && peer
        };
        if let Some(place) = facts.applications().get(table).and_then(|places| places.iter().find(is_here)) {
            return Some((place, change));
        }
    }
    None
}

fn finding(
    facts: &Facts<'_, '_>,
    contact: &Contact,
    (place, change): (&Application<'_>, &Change),
    passes: &[Pass],
) -> Finding {
    let object = format!("voice translation-rule {}", place.table);
    let message = format!("called numbers get longer each time that {} sends a call back", contact.at);
    let numbers: Vec<&str> = passes.iter().map(|pass| pass.arrived.as_str()).collect();
    let finding = Finding::new(&RULE, Severity::Warning, object, message);
    let name = place.profile.map_or_else(|| place.table.to_string(), str::to_owned);
    let mut finding =
        finding.at(facts.source(), facts.word_in(place.line, &name), format!("{}, and so on", numbers.join(", ")));
    let rule = change.by.rsplit(' ').next().and_then(|number| number.parse().ok());
    let table = facts.plan().rule_tables.get(&place.table);
    let rule = table.into_iter().flat_map(RuleTable::rules).find(|one| Some(one.value.precedence) == rule);
    if let Some(rule) = rule {
        finding = finding.at(facts.source(), rule.span, "matches what it has made, too");
    }
    let help = "give the rule a match side for numbers of the length that is meant, with `^` and `$`, so that it leaves alone what it \
                has made; and keep calls from going back, by `destination dpg` or `corlist`";
    let first = numbers.first().copied().unwrap_or_default();
    finding.shown_by(Numbers::one(first)).help(help)
}
