//! Delivery: do the shared numbers reach their systems, in order and in the form that each expects?
//!
//! The proof reads the dial plan as the router would and knows nothing of how it was made: exactness is an equality of
//! automata, and what a translation does is followed symbol by symbol over whole sets of numbers.

use std::collections::BTreeSet;

use super::fixed_rules::FixedRules;
use crate::automaton::{Cube, Dfa, OverBudget, compile, cover};
use crate::model::{DialPeer, DialPlan, PeerKind, RuleTable, Tag, TranslationProfile};
use crate::number::{NumberSet, Rewriting, SymbolSet};
use crate::syntax::argument::SessionTarget;
use crate::syntax::commands::Command;
use crate::syntax::pattern::{Element, NumberPattern, Repeat};

/// What must hold for one set of numbers: they go these ways, in this order.
#[derive(Clone, Debug)]
pub struct Claim {
    /// What people call the set.
    pub name: String,
    /// The numbers as they arrive, without the `+`.
    pub numbers: NumberSet,
    /// Whether they arrive with a leading `+`.
    pub plus: bool,
    /// The ways, first tried first.
    pub ways: Vec<Way>,
}

/// One way of a claim.
#[derive(Clone, Debug)]
pub struct Way {
    /// Where it leads.
    pub target: SessionTarget,
    /// The dial-peers that lead there; together they match the numbers of the claim, each number once.
    pub peers: Vec<Tag>,
    /// What must be done to which numbers on this way.
    pub sends: Vec<(Rewriting, NumberSet)>,
}

/// A claim that does not hold, or that could not be proved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The set of numbers.
    pub claim: String,
    /// What does not hold.
    pub reason: String,
    /// A number that shows it; `None` where the proof met a bound.
    pub witness: Option<String>,
}

/// Proves `claims` on `plan`.
///
/// # Errors
/// The first failure of each claim.
pub fn prove(plan: &DialPlan, claims: &[Claim]) -> Result<(), Vec<Failure>> {
    let mut failures: Vec<_> = claims.iter().filter_map(|claim| Proof { plan, claim }.check().err()).collect();
    failures.extend(crossings(plan, claims));
    if failures.is_empty() { Ok(()) } else { Err(failures) }
}

struct Proof<'a> {
    plan: &'a DialPlan,
    claim: &'a Claim,
}

impl Proof<'_> {
    fn fail(&self, reason: impl Into<String>, witness: Option<String>) -> Failure {
        Failure { claim: self.claim.name.clone(), reason: reason.into(), witness }
    }

    fn over_budget(&self, _: OverBudget) -> Failure {
        self.fail("too many patterns to prove within the budget of states", None)
    }

    fn check(&self) -> Result<(), Failure> {
        let mut previous: Option<(u32, BTreeSet<&str>)> = None;
        for (index, way) in self.claim.ways.iter().enumerate() {
            let last = index + 1 == self.claim.ways.len();
            let peers: Vec<_> = way.peers.iter().map(|tag| self.peer(*tag, way, last)).collect::<Result<_, _>>()?;
            let patterns: Vec<_> = peers.iter().flat_map(|peer| patterns(self.plan, peer)).collect();
            let texts: BTreeSet<_> = patterns.iter().map(|pattern| pattern.text()).collect();
            let preference = peers.first().map_or(0, |peer| peer.preference());
            if let Some(odd) = peers.iter().find(|peer| peer.preference() != preference) {
                return Err(self.fail(format!("dial-peer {} has another preference than its siblings", odd.tag), None));
            }
            match &previous {
                // The longest match comes before preference, so every way must have the same patterns.
                Some((before, same)) if *before >= preference || *same != texts => {
                    let reason = format!("{} is not tried after the way before it", way.target);
                    return Err(self.fail(reason, self.witness()));
                }
                Some(_) => {}
                None => self.exact(&patterns)?,
            }
            self.translations(&peers, way)?;
            previous = Some((preference, texts));
        }
        Ok(())
    }

    /// A peer of the way, if the router can use it and goes on behind it.
    fn peer(&self, tag: Tag, way: &Way, last: bool) -> Result<&DialPeer, Failure> {
        let missing = || self.fail(format!("dial-peer {tag} is missing"), self.witness());
        let peer = self.plan.peers.get(&tag).ok_or_else(missing)?;
        let leads_there = peer.session_target().is_some_and(|target| *target.value == way.target);
        if peer.kind != PeerKind::Voip || peer.shutdown() || !leads_there {
            return Err(self.fail(format!("dial-peer {tag} does not lead to {}", way.target), self.witness()));
        }
        if peer.huntstop() && !last {
            return Err(self.fail(format!("huntstop on dial-peer {tag} ends hunting too early"), self.witness()));
        }
        Ok(peer)
    }

    fn witness(&self) -> Option<String> {
        let plus = if self.claim.plus { "+" } else { "" };
        self.claim.numbers.smallest().map(|digits| format!("{plus}{digits}"))
    }

    /// The patterns match the numbers of the claim, none else of their lengths, and no number twice.
    fn exact(&self, patterns: &[&NumberPattern]) -> Result<(), Failure> {
        let claimed = Dfa::of_numbers(&self.claim.numbers, self.claim.plus).map_err(|over| self.over_budget(over))?;
        let plain = Dfa::plain_numbers();
        let matched = compile::body_of_any(patterns.iter().copied())
            .and_then(|body| body.intersection(&plain))
            .map_err(|over| self.over_budget(over))?;
        if !claimed.equals(&matched) {
            let missed = claimed.difference(&matched).map_err(|over| self.over_budget(over))?.witness();
            let surplus = matched.difference(&claimed).map_err(|over| self.over_budget(over))?.witness();
            let reason =
                if missed.is_some() { "no dial-peer matches it" } else { "a pattern matches it, but it is not shared" };
            return Err(self.fail(reason, missed.or(surplus)));
        }
        let cubes: Vec<_> = patterns.iter().filter_map(|pattern| cube(pattern)).collect();
        let count = cubes.iter().fold(0_u128, |sum, cube| sum.saturating_add(cube.count()));
        if cubes.len() != patterns.len() || count != u128::from(self.claim.numbers.count()) {
            return Err(self.fail("patterns overlap: a number would be offered to one system twice", None));
        }
        Ok(())
    }

    /// The translations of `peers` do to every number what the way says.
    fn translations(&self, peers: &[&DialPeer], way: &Way) -> Result<(), Failure> {
        let names: BTreeSet<_> = peers.iter().map(|peer| profile_of(peer)).collect();
        for profile in &names {
            let table = profile.map(|profile| self.table(profile)).transpose()?;
            let rules = FixedRules::new(table).map_err(|reason| self.fail(reason, None))?;
            // One profile on all peers takes all numbers; several take what their peers match.
            let own = peers.iter().filter(|peer| names.len() > 1 && profile_of(peer) == *profile);
            let own: Vec<_> = own.flat_map(|peer| patterns(self.plan, peer)).filter_map(cube).collect();
            for (rewriting, numbers) in &way.sends {
                for part in cover(numbers) {
                    let part = if self.claim.plus { part.with_plus() } else { part };
                    let taken = own.iter().filter_map(|one| one.intersect(&part)).collect();
                    for piece in if names.len() > 1 { taken } else { vec![part] } {
                        let followed = rules.follow(piece, rewriting);
                        followed.map_err(|wrong| self.fail(wrong.reason, Some(wrong.witness)))?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The rules that a profile applies to called numbers.
    fn table(&self, profile: &str) -> Result<&RuleTable, Failure> {
        let number = self.plan.profiles.get(profile).and_then(TranslationProfile::called);
        let table = number.and_then(|number| self.plan.rule_tables.get(&number.value));
        table.ok_or_else(|| self.fail(format!("translation-profile {profile} leads to no rules"), None))
    }
}

/// The translation profile that a peer applies to calls that go out on it.
fn profile_of(peer: &DialPeer) -> Option<&str> {
    peer.settings.text(Command::TranslationProfileOutgoing).map(|name| name.value)
}

/// The valid patterns that a peer matches called numbers with.
fn patterns<'a>(plan: &'a DialPlan, peer: &'a DialPeer) -> Vec<&'a NumberPattern> {
    plan.called_patterns(peer).map(|pattern| pattern.value).collect()
}

/// Shared numbers that a pattern for shorter numbers takes too, since IOS also matches what goes on behind a pattern.
fn crossings(plan: &DialPlan, claims: &[Claim]) -> Vec<Failure> {
    let lengths: BTreeSet<u8> = claims.iter().flat_map(|claim| claim.numbers.lengths()).collect();
    let mut failures = Vec::new();
    for claim in claims {
        let peers = claim.ways.iter().flat_map(|way| &way.peers).filter_map(|tag| plan.peers.get(tag));
        let open: Vec<_> = peers.flat_map(|peer| patterns(plan, peer)).filter(|one| !one.has_end_anchor()).collect();
        for length in claim.numbers.lengths().filter(|own| lengths.last() > Some(own)) {
            let symbols = usize::from(length) + usize::from(claim.plus);
            let own = open.iter().filter(|pattern| cube(pattern).is_some_and(|cube| cube.length() == symbols));
            let own: Vec<_> = own.copied().collect();
            failures.extend(claims.iter().filter_map(|other| crossing(&own, claim, length, other)));
        }
    }
    failures
}

/// A number of `other`, longer than `length`, that the patterns `open` of `claim` take.
fn crossing(open: &[&NumberPattern], claim: &Claim, length: u8, other: &Claim) -> Option<Failure> {
    let longer: NumberSet = other.numbers.intervals().filter(|interval| interval.length > length).collect();
    let longer = Dfa::of_numbers(&longer, other.plus);
    let both = compile::numbers_of_any(open.iter().copied()).and_then(|taken| taken.intersection(&longer?));
    let failure = |reason, witness| Failure { claim: other.name.clone(), reason, witness };
    match both {
        Ok(both) => both.witness().map(|witness| {
            let reason = format!("a pattern of {} for shorter numbers takes it too, and what follows", claim.name);
            failure(reason, Some(witness))
        }),
        Err(OverBudget) => Some(failure("too many patterns to prove within the budget of states".into(), None)),
    }
}

/// The numbers that a pattern spells out, where it has neither quantifiers nor groups nor `T`.
fn cube(pattern: &NumberPattern) -> Option<Cube> {
    let symbols = pattern.pieces().iter().map(|piece| match (&piece.element, piece.repeat) {
        (Element::Literal(symbol), Repeat::Once) => Some(SymbolSet::of(*symbol)),
        (Element::Any, Repeat::Once) => Some(SymbolSet::DIGITS),
        (Element::Set(symbols), Repeat::Once) => Some(*symbols),
        (Element::Group(_) | Element::Pause, _) | (_, Repeat::Optional | Repeat::ZeroOrMore | Repeat::OneOrMore) => {
            None
        }
    });
    if pattern.has_timer() { None } else { Cube::new(symbols.collect::<Option<_>>()?) }
}
