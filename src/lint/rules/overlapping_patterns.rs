//! Dial-peers with different targets match the same numbers, and neither takes all that the other takes.
//!
//! ## What it does
//!
//! Reports two dial-peers that lead to different targets, where each matches numbers that the other does not, and some that both
//! do, there by patterns of which neither holds all numbers of the other. A pattern inside a wider one is an exception to it, and
//! equal patterns with different preferences are a fallback: these are not reported. Patterns are compared by the digits that they
//! spell out, with or without `$`. Not reported are patterns with `T`, which take what nobody wanted, and dial-peers between which
//! chance decides, which `ambiguous-choice` reports. A dial-peer is in at most three findings, numbers that more than 12 dial-peers
//! match are not looked at, and of very many overlaps the first 2,000 pairs of patterns are.
//!
//! ## Why is this bad
//!
//! Both patterns look as if they were the plan of one target. Which of them gets a number of both is decided by how many digits each
//! spells out, and somebody who reads one of them does not see that it loses numbers to the other.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 20 voip
//!  destination-pattern 120655520..$
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 30 voip
//!  destination-pattern 12065552[0-4]5.$
//!  preference 1
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 20 voip
//!  destination-pattern 120655520..$
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 30 voip
//!  destination-pattern 12065552[1-4]5.$
//!  preference 1
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Source
//!
//! Cisco 211306, "outbound dial-peer matching" (of several that match, the longest match is tried first).

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::automaton::{OverBudget, compile};
use crate::call::{Candidate, HuntOrder};
use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, Order};
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::model::PeerKind;
use crate::source::Span;
use crate::syntax::pattern::NumberPattern;

pub(super) const RULE: Rule = Rule {
    code: "overlapping-patterns",
    severities: &[Severity::Warning],
    topic: Topic::DialPeers,
    file: include_str!("overlapping_patterns.rs"),
    check,
};

/// The most dial-peers that match one number of which pairs are looked at.
const CROWD: usize = 12;

/// The most findings that a dial-peer is in.
const EACH: usize = 3;

/// The most pairs of patterns that are compared.
const COMPARED: usize = 2_000;

/// The orders that two dial-peers, by their places in the plan, are in.
type Shared = BTreeMap<(usize, usize), Vec<usize>>;

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let orders = facts.orders();
    let mut often: HashMap<usize, usize> = HashMap::new();
    let mut patterns = Patterns::default();
    for ((one, other), shared) in partly_shared(orders) {
        let is_full = |peer| often.get(peer).is_some_and(|count| *count >= EACH);
        if is_full(&one) || is_full(&other) || is_one_system(facts, one, other) {
            continue;
        }
        let meet = shared.into_iter().filter_map(|at| Meeting::of(orders.get(at)?, one, other));
        let meet: Vec<_> = meet.filter(|meeting| patterns.overlap(facts, meeting)).collect();
        if let Some(finding) = finding(facts, &meet) {
            findings.push(finding);
            for peer in [one, other] {
                *often.entry(peer).or_default() += 1;
            }
        }
    }
}

/// The pairs of dial-peers of which each is in an order without the other, with the orders that both are in. Those of
/// a crowd are left out.
fn partly_shared(orders: &[Order]) -> Shared {
    let (mut total, mut crowd): (HashMap<usize, usize>, HashSet<usize>) = (HashMap::new(), HashSet::new());
    let mut shared = Shared::new();
    for (at, order) in orders.iter().enumerate() {
        let mut peers: Vec<usize> = order.iter().map(|(_, one)| one.peer).collect();
        peers.sort_unstable();
        for peer in &peers {
            *total.entry(*peer).or_default() += 1;
        }
        if peers.len() > CROWD {
            crowd.extend(peers);
            continue;
        }
        for (index, one) in peers.iter().enumerate() {
            for other in peers.iter().skip(index + 1) {
                shared.entry((*one, *other)).or_default().push(at);
            }
        }
    }
    shared.retain(|(one, other), both| {
        let is_part = |peer| !crowd.contains(peer) && total.get(peer).is_some_and(|all| *all > both.len());
        is_part(one) && is_part(other)
    });
    shared
}

/// Two dial-peers in an order, the one that is tried first before the other.
struct Meeting<'o> {
    order: &'o Order,
    first: (usize, &'o Candidate),
    second: (usize, &'o Candidate),
}

impl<'o> Meeting<'o> {
    fn of(order: &'o Order, one: usize, other: usize) -> Option<Self> {
        let mut both = order.iter().filter(|(_, candidate)| [one, other].contains(&candidate.peer));
        Some(Self { order, first: both.next()?, second: both.next()? })
    }

    /// Whether one is tried before the other for all numbers of the order.
    fn is_decided(&self) -> bool {
        self.order.exact && self.first.0 != self.second.0
    }
}

/// The pairs of patterns that were compared, by where they are written.
#[derive(Default)]
struct Patterns {
    known: HashMap<(Span, Span), bool>,
}

impl Patterns {
    /// Whether two dial-peers that meet lead to different targets, by patterns of which neither holds the other.
    fn overlap(&mut self, facts: &Facts<'_, '_>, meeting: &Meeting<'_>) -> bool {
        let (first, second) = (meeting.first.1, meeting.second.1);
        if !facts.lead_apart(first, second) || is_chance(facts, meeting) {
            return false;
        }
        let (Some(one), Some(other)) = (first.pattern(facts.plan()), second.pattern(facts.plan())) else {
            return false;
        };
        if one.value.has_timer() || other.value.has_timer() || one.value.text() == other.value.text() {
            return false;
        }
        let spans = (one.span, other.span);
        if self.known.len() >= COMPARED && !self.known.contains_key(&spans) {
            return false;
        }
        // What takes more states than the budget is not judged.
        *self.known.entry(spans).or_insert_with(|| are_apart(one.value, other.value).unwrap_or(false))
    }
}

/// Whether two patterns spell out common numbers, and each some that the other does not. That a pattern without `$` takes longer
/// numbers too is left aside.
fn are_apart(one: &NumberPattern, other: &NumberPattern) -> Result<bool, OverBudget> {
    let (one, other) = (compile::body(one)?, compile::body(other)?);
    Ok(!one.is_disjoint(&other)? && !one.difference(&other)?.is_empty() && !other.difference(&one)?.is_empty())
}

/// Whether chance decides between the two, which is reported elsewhere.
fn is_chance(facts: &Facts<'_, '_>, meeting: &Meeting<'_>) -> bool {
    let peers = [meeting.first.1, meeting.second.1].map(|one| facts.peer(one.peer));
    let has_voip = peers.into_iter().flatten().any(|peer| peer.kind != PeerKind::Pots);
    let is_tie = meeting.order.exact && meeting.first.0 == meeting.second.0;
    is_tie && has_voip && HuntOrder::of(facts.plan()) != HuntOrder::Unordered
}

/// Whether somebody said that two dial-peers lead to one system.
fn is_one_system(facts: &Facts<'_, '_>, one: usize, other: usize) -> bool {
    let places = |peer| facts.peer(peer).map(|peer| facts.places(peer));
    facts.is_described() && places(one) == places(other)
}

fn finding(facts: &Facts<'_, '_>, meet: &[Meeting<'_>]) -> Option<Finding> {
    let meeting = meet.first()?;
    let classes: Vec<usize> = meet.iter().flat_map(|one| one.order.classes.iter().copied()).collect();
    let numbers = facts.numbers_of(&classes)?;
    let (first, second) = (meeting.first.1, meeting.second.1);
    let always = meet.iter().all(|one| one.is_decided() && one.first.1.tag == first.tag);
    let said = if always { ("tried first", "tried next") } else { ("one of them", "the other") };
    let message = format!(
        "dial-peers {} and {} match common numbers, each matches others too, and they lead to different targets",
        first.tag, second.tag
    );
    let at = |one: &Candidate| Some((one.pattern(facts.plan())?, facts.peer(one.peer)?));
    let ((one, peer), (other, _)) = (at(first)?, at(second)?);
    let span = |line: Span, pattern: &NumberPattern| facts.argument(line, pattern.text());
    let finding = Finding::new(&RULE, Severity::Warning, Facts::title(peer), message)
        .at(facts.source(), span(one.span, one.value), said.0)
        .at(facts.source(), span(other.span, other.value), said.1)
        .shown_by(numbers);
    Some(finding.help("a narrower `destination-pattern` on one of them, or one of its own for the common numbers"))
}
