//! A pattern without `$` takes numbers that a longer pattern spells out for another target.
//!
//! ## What it does
//!
//! Reports a pattern that ends in `.` and not in `$`, where another dial-peer has a pattern of more digits to another target, and
//! calls to numbers of that pattern are offered to the shorter one first: by `dial-peer hunt`, since it has more digits of its own or
//! the better preference. Where calls come in digit by digit, it also reports that the shorter pattern is complete before the longer
//! one, whatever the preference.
//!
//! A pattern that ends in a digit may be meant as a prefix, and is not reported; nor is one beside a pattern with `T`, which nobody
//! counted digits of, or where chance decides, which `ambiguous-choice` reports, or where the longer one has the better preference
//! and comes second all the same, which `preference-ignored` reports. Patterns that spell out common numbers are the matter of
//! `overlapping-patterns`. Numbers that more than 12 dial-peers match are not looked at.
//!
//! ## Why is this bad
//!
//! Where the whole number is known, a pattern matches every number that begins as it says. `200.` was written for the numbers of four
//! digits, and takes 20001 to 20099 as well: these calls go to a system that does not have them.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 20 voip
//!  destination-pattern 200.
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 30 voip
//!  destination-pattern 2....
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 20 voip
//!  destination-pattern 200.$
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 30 voip
//!  destination-pattern 2....$
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Source
//!
//! Cisco 14074 (matching is variable-length by default; digit by digit the first full match is taken); IOS voice command reference,
//! `destination-pattern` (`$`).

use std::collections::{BTreeMap, BTreeSet};

use crate::automaton::{Dfa, OverBudget, compile};
use crate::call::{Candidate, HuntOrder};
use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, Order};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};

pub(super) const RULE: Rule = Rule {
    code: "open-ended-pattern",
    severities: &[Severity::Warning],
    topic: Topic::DialPeers,
    file: include_str!("open_ended_pattern.rs"),
    check,
};

/// The most dial-peers that match one number of which pairs are looked at.
const CROWD: usize = 12;

/// The most pairs of which one pattern is that of a map: looking it up takes as long as the map is.
const OF_MAPS: usize = 2_000;

/// Two dial-peers that meet, the one of the shorter pattern first.
#[derive(Clone, Copy)]
struct Pair {
    short: Candidate,
    long: Candidate,
    /// Whether the shorter one is tried first where the whole number is known.
    en_bloc: bool,
}

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let mut of_maps = 0;
    // By the dial-peer of the shorter pattern and that of the longer one, each pair of patterns with its classes.
    let mut met: BTreeMap<(usize, usize), Vec<(Pair, &[usize])>> = BTreeMap::new();
    for order in facts.orders().iter().filter(|order| order.exact) {
        for pair in pairs(facts, order, &mut of_maps) {
            met.entry((pair.short.peer, pair.long.peer)).or_default().push((pair, &order.classes));
        }
    }
    let mut done: BTreeSet<usize> = BTreeSet::new();
    for ((short, _), meetings) in &met {
        // One finding for a dial-peer: what mends it mends all.
        if !done.contains(short)
            && let Some(finding) = finding(facts, meetings)
        {
            findings.push(finding);
            done.insert(*short);
        }
    }
}

/// The pairs of an order that lead apart, and of which one has the longer pattern.
fn pairs(facts: &Facts<'_, '_>, order: &Order, of_maps: &mut usize) -> Vec<Pair> {
    let peers: Vec<(usize, &Candidate)> = order.iter().take(CROWD + 1).collect();
    if peers.len() > CROWD {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (at, (rank, short)) in peers.iter().enumerate() {
        for (_, (other, long)) in peers.iter().enumerate().filter(|(place, _)| *place != at) {
            let en_bloc = rank < other && !by_length_only(facts, order, short, long);
            if (!en_bloc && facts.digit_by_digit().is_none()) || !facts.lead_apart(short, long) {
                continue;
            }
            let has_map = |one: &Candidate| facts.peer(one.peer).is_some_and(|peer| peer.destination_map().is_some());
            *of_maps += usize::from(has_map(short) || has_map(long));
            if *of_maps <= OF_MAPS && facts.takes_longer(short, long) {
                found.push(Pair { short: **short, long: **long, en_bloc });
            }
        }
    }
    found
}

/// Whether the shorter pattern comes first against the preferences, which decide nothing else: that is reported elsewhere.
fn by_length_only(facts: &Facts<'_, '_>, order: &Order, short: &Candidate, long: &Candidate) -> bool {
    let same = |one: &Candidate| one.length == short.length && one.preference != short.preference;
    HuntOrder::of(facts.plan()) == HuntOrder::LengthFirst
        && short.preference > long.preference
        && !order.iter().any(|(_, one)| same(one))
}

/// The numbers of some classes that the longer pattern of a pair spells out, and that go on behind the shorter one.
fn taken(facts: &Facts<'_, '_>, pair: &Pair, classes: &[usize]) -> Result<Dfa, OverBudget> {
    let (short, long) = (pair.short.pattern(facts.plan()), pair.long.pattern(facts.plan()));
    let (Some(short), Some(long)) = (short, long) else { return Ok(Dfa::empty()) };
    let longer = compile::body(long.value)?.intersection(&compile::body(short.value)?.prolonged())?;
    longer.intersection(&facts.numbers(classes)?)
}

fn finding(facts: &Facts<'_, '_>, meetings: &[(Pair, &[usize])]) -> Option<Finding> {
    // What the whole number shows is mended by `$`, and that comes first.
    let en_bloc = meetings.iter().any(|(pair, _)| pair.en_bloc);
    let meetings = || meetings.iter().filter(|(pair, _)| pair.en_bloc == en_bloc);
    let (first, _) = meetings().next()?;
    let sets: Result<Vec<Dfa>, OverBudget> = meetings().map(|(pair, classes)| taken(facts, pair, classes)).collect();
    let numbers = Numbers::of(&Dfa::union_all(sets.ok()?).ok()?)?;
    let (short, long) = (first.short.pattern(facts.plan())?, first.long.pattern(facts.plan())?);
    let peer = facts.peer(first.short.peer)?;
    let (one, other, text) = (first.short.tag, first.long.tag, short.value.text());
    let digits = facts.digit_by_digit().filter(|_| !en_bloc);
    let message = match digits {
        None => {
            format!("dial-peer {one} takes longer numbers too, that dial-peer {other} spells out for another target")
        }
        Some(digits) => format!(
            "calls from {} never get to longer numbers of dial-peer {other}: dial-peer {one} is complete before them",
            digits.from
        ),
    };
    let said = (message.as_str(), if en_bloc { "takes what follows it too" } else { "complete first" });
    let mut finding = facts
        .about(&RULE, Severity::Warning, peer, facts.argument(short.span, text), said)
        .at(facts.source(), facts.argument(long.span, long.value.text()), "spells out more digits")
        .shown_by(numbers);
    if let Some(digits) = digits {
        finding = finding.at(facts.source(), digits.span, digits.label);
    }
    let line = if first.short.is_own_pattern() { "destination-pattern" } else { "e164" };
    Some(match digits {
        None => finding
            .help(format!("`{line} {text}$` takes numbers of that length only"))
            .fix(facts.retyped(facts.argument(short.span, text), &format!("{text}$"))),
        Some(_) => finding.help(format!(
            "patterns of one length for numbers that begin alike, or `{line} {text}T`, which waits for more digits"
        )),
    })
}
