//! The dial-peers that match a called number, and the order in which hunting tries them.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::called::{destination_map, pattern_on};
use super::profile::Profile;
use super::rank::{match_length, matched, symbols};
use crate::model::{DialPeer, DialPlan, PatternMap, Tag};
use crate::source::Located;
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;

/// A dial-peer that matches a called number, by the best of its patterns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Candidate {
    /// Its place in [`DialPlan::peers`].
    pub peer: usize,
    /// Its tag.
    pub tag: Tag,
    /// The match length, in literal characters.
    pub length: u8,
    /// Its preference, 0 to 10; lower is tried first.
    pub preference: u8,
    /// Which of its patterns that is.
    pub(super) entry: Entry,
}

/// Place of a pattern among those of a dial-peer: 0 is its destination-pattern, from 1 on the valid entries of its map.
pub(super) type Entry = u32;

/// A match of a peer: its length, then the place of the pattern. Of several the greatest counts: the longest, and among
/// equals the first.
pub(super) type Match = (u8, Reverse<Entry>);

impl Candidate {
    /// The pattern that matches, as it is written in the plan that this was found in.
    pub fn pattern<'a>(&self, plan: &'a DialPlan) -> Option<Located<&'a NumberPattern>> {
        let (_, peer) = plan.peers.get_index(self.peer)?;
        match self.entry.checked_sub(1) {
            None => peer.destination_pattern(),
            Some(index) => destination_map(plan, peer)?.entries().nth(index as usize),
        }
    }

    /// Whether it matches by its destination-pattern, not by an entry of its map.
    pub(crate) fn is_own_pattern(&self) -> bool {
        self.entry == 0
    }

    /// A member of a dial-peer group, which no pattern of it was looked at for; `preference` is that in the group.
    pub(crate) fn of_group(peer: usize, tag: Tag, preference: u8) -> Self {
        Self { peer, tag, length: 0, preference, entry: Entry::MAX }
    }

    pub(super) fn new(peer: usize, (tag, preference): (Tag, u8), (length, Reverse(entry)): Match) -> Self {
        Self { peer, tag, length, preference, entry }
    }
}

/// A match length as it is kept. No pattern with more literals can match a number that IOS takes.
pub(super) fn length_of(literals: usize) -> u8 {
    u8::try_from(literals).unwrap_or(u8::MAX)
}

/// The preference of a peer as it is kept.
pub(super) fn preference_of(peer: &DialPeer) -> u8 {
    u8::try_from(peer.preference()).unwrap_or(u8::MAX)
}

/// What `dial-peer hunt` says of the order among peers that match (command reference, `dial-peer hunt`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HuntOrder {
    /// 0 (the default) and 1: the longest match, then the preference.
    LengthFirst,
    /// 2 and 3: the preference, then the longest match.
    PreferenceFirst,
    /// 4 to 7: least recent use or chance comes first, so any may be next.
    Unordered,
}

impl HuntOrder {
    /// The order of this plan.
    pub fn of(plan: &DialPlan) -> Self {
        match plan.globals.integer(Command::DialPeerHunt).map_or(0, |scheme| scheme.value) {
            0 | 1 => Self::LengthFirst,
            2 | 3 => Self::PreferenceFirst,
            _ => Self::Unordered,
        }
    }

    /// Puts candidates into this order; those of equal rank, of which any may be tried first, by tag.
    pub fn sort(self, candidates: &mut [Candidate]) {
        candidates.sort_unstable_by_key(|candidate| (self.rank(candidate), candidate.tag));
    }

    /// The candidates of equal rank, of sorted ones.
    pub fn groups(self, candidates: &[Candidate]) -> impl Iterator<Item = &[Candidate]> {
        candidates.chunk_by(move |left, right| self.rank(left) == self.rank(right))
    }

    fn rank(self, candidate: &Candidate) -> (u8, u8) {
        self.key(candidate.length, candidate.preference)
    }

    /// What dial-peers are compared by for numbers that all their patterns match, whatever these are: the lesser is tried first.
    /// Where the match length of a pattern depends on the number, that is its least; `None`: there is no pattern.
    pub(crate) fn key_of(self, plan: &DialPlan, peer: &DialPeer) -> Option<(u8, u8)> {
        let lengths = plan.called_patterns(peer).map(|pattern| *match_length(pattern.value).start());
        Some(self.key(length_of(lengths.max()?), preference_of(peer)))
    }

    /// What peers are compared by: the lesser is tried first.
    pub(super) fn key(self, length: u8, preference: u8) -> (u8, u8) {
        let shortness = u8::MAX - length;
        match self {
            Self::LengthFirst => (shortness, preference),
            Self::PreferenceFirst => (preference, shortness),
            Self::Unordered => (0, 0),
        }
    }
}

/// The dial-peers that match `number` on the way out, in hunt order, whatever their state: every pattern is tried. For
/// many numbers, [`super::RoutingTable`] is quicker; it gives the same.
pub fn scan(plan: &DialPlan, profile: &Profile, number: &str) -> Vec<Candidate> {
    scan_of(plan, profile, number, |_| true)
}

/// As [`scan`], with those patterns only that `takes` takes.
pub(super) fn scan_of(
    plan: &DialPlan,
    profile: &Profile,
    number: &str,
    takes: impl Fn(&NumberPattern) -> bool,
) -> Vec<Candidate> {
    let Some(symbols) = symbols(number) else { return Vec::new() };
    let found = |entry: Entry, pattern: &NumberPattern| {
        if !takes(pattern) {
            return None;
        }
        let literals = matched(&pattern_on(profile, pattern), &symbols)?;
        Some((length_of(literals), Reverse(entry)))
    };
    let best_of = |map: &PatternMap| (1..).zip(map.entries()).filter_map(|(at, one)| found(at, one.value)).max();
    // Many peers may share a map of thousands of entries.
    let mut maps: HashMap<u32, Option<Match>> = HashMap::new();
    let mut candidates = Vec::new();
    for (index, peer) in plan.peers.values().enumerate() {
        let own = peer.destination_pattern().and_then(|pattern| found(0, pattern.value));
        let map = destination_map(plan, peer).and_then(|map| *maps.entry(map.id).or_insert_with(|| best_of(map)));
        let facts = (peer.tag, preference_of(peer));
        candidates.extend(own.max(map).map(|best| Candidate::new(index, facts, best)));
    }
    HuntOrder::of(plan).sort(&mut candidates);
    candidates
}
