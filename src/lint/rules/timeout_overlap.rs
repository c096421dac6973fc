//! A pattern with `T` goes on where a pattern of fixed length ends, on calls whose digits arrive one by one.
//!
//! ## What it does
//!
//! Reports a dial-peer whose pattern ends in `T`, where a number that another dial-peer spells out is also one of it, and calls come in
//! digit by digit: from a phone at a port, from a phone under `ephone-dn`, on a trunk with `isdn overlap-receiving`, or by a POTS
//! dial-peer with `incoming called-number` and without `direct-inward-dial`. There is one finding for each such dial-peer, however many
//! patterns it goes on from. Nothing is said where all calls bring the whole number at once.
//!
//! ## Why is this bad
//!
//! When the shorter number is dialled, more digits may follow. A router that waits for them keeps the caller waiting for the
//! inter-digit timeout, 10 seconds unless the port says otherwise; a router that takes the number for complete never lets anybody
//! dial a longer one that begins with it. Documents disagree on which it does. dialc takes it that it does not wait (Cisco 14074).
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 1 pots
//!  destination-pattern 5001
//!  port 0/1/0
//! !
//! dial-peer voice 7 voip
//!  destination-pattern 9[2-9]......
//!  session target ipv4:192.0.2.20
//! !
//! dial-peer voice 9 pots
//!  destination-pattern 9T
//!  port 0/0/0:23
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 1 pots
//!  destination-pattern 5001
//!  port 0/1/0
//! !
//! dial-peer voice 7 voip
//!  destination-pattern 9[2-9]......
//!  session target ipv4:192.0.2.20
//! !
//! dial-peer voice 9 pots
//!  destination-pattern 9[01]T
//!  port 0/0/0:23
//! ```
//!
//! ## Source
//!
//! Cisco 14074 (digit by digit the first full match is taken); Dial Peer Configuration Guide, variable-length dial plans (`T` waits for
//! the inter-digit timeout or `#`); IOS voice command reference, `timeouts interdigit`.

use std::collections::{BTreeMap, BTreeSet};

use crate::automaton::compile;
use crate::call::Candidate;
use crate::diagnostic::Severity;
use crate::lint::facts::{DigitByDigit, Facts};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::DialPeer;

pub(super) const RULE: Rule = Rule {
    code: "timeout-overlap",
    severities: &[Severity::Warning],
    topic: Topic::DialPeers,
    file: include_str!("timeout_overlap.rs"),
    check,
};

/// The most patterns of fixed length that one with `T` is compared with.
const COMPARED: usize = 40;

/// A dial-peer that spells a number out, by its pattern, and the classes that a pattern with `T` matches too.
type Fixed<'o> = (Candidate, &'o [usize]);

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let Some(digits) = facts.digit_by_digit() else { return };
    let timed = timed(facts);
    let mut met: BTreeMap<usize, (Candidate, Vec<Fixed<'_>>)> = BTreeMap::new();
    for order in facts.orders() {
        let has_timer = |one: &Candidate| one.pattern(facts.plan()).is_some_and(|pattern| pattern.value.has_timer());
        for one in order.ranks.iter().flatten().filter(|one| timed.contains(&one.peer)) {
            let others = met.get(&one.peer).map_or(0, |(_, others)| others.len());
            if others >= COMPARED || !has_timer(one) {
                continue;
            }
            let fixed = order.ranks.iter().flatten().filter(|other| other.peer != one.peer && !has_timer(other));
            let (_, known) = met.entry(one.peer).or_insert((*one, Vec::new()));
            known.extend(fixed.take(COMPARED - others).map(|other| (*other, order.classes.as_slice())));
        }
    }
    findings.extend(met.into_values().filter_map(|(one, others)| finding(facts, digits, &one, &others)));
}

/// The dial-peers that have a pattern with `T`, by their places in the plan.
fn timed(facts: &Facts<'_, '_>) -> BTreeSet<usize> {
    let maps = facts.plan().pattern_maps.values();
    let maps: BTreeSet<u32> =
        maps.filter(|map| map.entries().any(|entry| entry.value.has_timer())).map(|map| map.id).collect();
    let has_timer = |peer: &DialPeer| {
        peer.destination_pattern().is_some_and(|own| own.value.has_timer())
            || peer.destination_map().is_some_and(|map| maps.contains(&map.value))
    };
    let peers = facts.plan().peers.values().enumerate();
    peers.filter(|(_, peer)| has_timer(peer)).map(|(place, _)| place).collect()
}

fn finding(facts: &Facts<'_, '_>, digits: &DigitByDigit, one: &Candidate, others: &[Fixed<'_>]) -> Option<Finding> {
    let pattern = one.pattern(facts.plan())?;
    let shown = |(other, classes): &Fixed<'_>| {
        let spelled = other.pattern(facts.plan())?;
        let numbers = compile::body(spelled.value).ok()?.intersection(&facts.numbers(classes).ok()?).ok()?;
        Some((*other, spelled, Numbers::of(&numbers)?))
    };
    let (other, spelled, numbers) = others.iter().find_map(shown)?;
    let (tag, text) = (one.tag, pattern.value.text());
    let message = format!(
        "dialled from {}, a number of dial-peer {} waits for the inter-digit timeout, or ends longer ones of dial-peer {tag} early",
        digits.from, other.tag
    );
    let said = (message.as_str(), "more digits may follow");
    let finding = facts
        .about(&RULE, Severity::Warning, facts.peer(one.peer)?, facts.argument(pattern.span, text), said)
        .at(facts.source(), facts.argument(spelled.span, spelled.value.text()), "complete here")
        .at(facts.source(), digits.span, digits.label)
        .shown_by(numbers);
    Some(finding.help(format!(
        "instead of `{text}`, patterns that do not begin with numbers of dial-peer {}, or of the lengths that there are",
        other.tag
    )))
}
