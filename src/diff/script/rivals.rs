//! Dial-peers that match the same numbers: between these preferences decide.

use std::collections::{BTreeSet, HashMap};

use super::near::{Places, Together};
use super::preference::{MAXIMUM, Move, Order, Rank, Stage, moves};
use crate::call::HuntOrder;
use crate::model::{DialPeer, DialPlan, Tag};

/// The dial-peers of both sides of a change, and which of them match the same numbers.
pub(super) struct Rivals<'t> {
    pub(super) plans: [&'t DialPlan; 2],
    pub(super) places: &'t [Places; 2],
    pub(super) together: &'t Together,
}

/// A preference that is typed for a dial-peer, and what happens next to others.
#[derive(Clone, Copy, Debug)]
pub(super) struct Typed {
    pub(super) tag: Tag,
    pub(super) preference: u32,
    pub(super) before: Option<Stage>,
}

/// The side of a change that something is on alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alone {
    /// Before it.
    Old,
    /// Behind it.
    New,
}

impl Rivals<'_> {
    /// The other dial-peers that are in use on this side alone and are tried before this one, which is too, for a number that both
    /// match.
    pub(super) fn tried_before(&self, tag: Tag, side: Alone) -> BTreeSet<Tag> {
        let [old, new] = self.plans;
        let plan = if side == Alone::Old { old } else { new };
        let rank = |tag: Tag| {
            let is_alone = match (side, self.preferences(tag)) {
                (Alone::Old, [Some(_), None]) | (Alone::New, [None, Some(_)]) => true,
                (Alone::Old | Alone::New, _) => false,
            };
            rank(plan, tag).filter(|_| is_alone)
        };
        let Some(own) = rank(tag) else { return BTreeSet::new() };
        self.meeting(tag).into_iter().filter(|other| rank(*other).is_some_and(|rank| rank < own)).collect()
    }

    /// The other dial-peers that are tried behind this one before the change, for a number that both match.
    pub(super) fn tried_behind(&self, tag: Tag) -> BTreeSet<Tag> {
        let [old, _] = self.plans;
        let Some(own) = rank(old, tag) else { return BTreeSet::new() };
        self.meeting(tag).into_iter().filter(|other| rank(old, *other).is_some_and(|rank| rank > own)).collect()
    }

    /// Pairs of these: the second comes to match numbers which the first matches before the change and not behind it.
    pub(super) fn takers(&self, tags: &BTreeSet<Tag>) -> BTreeSet<(Tag, Tag)> {
        let mut left: Vec<(usize, Tag)> = Vec::new();
        let mut gained: HashMap<usize, Vec<Tag>> = HashMap::new();
        for &tag in tags {
            let [old, new] = self.numbers(tag);
            if old == new {
                continue;
            }
            let sets = |labels: &[u32]| self.together.sets(labels.iter().copied());
            let (old, new) = (sets(old), sets(new));
            new.difference(&old).for_each(|set| gained.entry(*set).or_default().push(tag));
            left.extend(old.difference(&new).map(|set| (*set, tag)));
        }
        let takers = |(set, tag)| gained.get(&set).into_iter().flatten().map(move |taker| (tag, *taker));
        left.into_iter().flat_map(takers).collect()
    }

    /// The labels of the patterns of a dial-peer before and behind; none where it is not in use.
    fn numbers(&self, tag: Tag) -> [&[u32]; 2] {
        let ([old, new], [before, behind]) = (self.places, self.preferences(tag));
        let of_old = if before.is_some() { old.labels_of(tag) } else { &[] };
        [of_old, if behind.is_some() { new.labels_of(tag) } else { &[] }]
    }

    /// The preferences that are typed for dial-peers of which nothing else changes, in their order.
    pub(super) fn typed(&self, tags: &BTreeSet<Tag>) -> Vec<Typed> {
        let mut typed = Vec::new();
        for (group, others) in groups(tags, |tag| self.meeting(tag)) {
            let (all, worst) = self.moves(&group, &others);
            if worst == Order::Whole {
                typed.extend(all);
                continue;
            }
            // Where patterns are not the same, the longer match mostly decides, whatever the preferences.
            let alike = groups(&group, |tag| self.alike(tag));
            let alike: Vec<_> = alike.iter().map(|(group, others)| self.moves(group, others)).collect();
            if alike.iter().all(|(_, order)| *order < worst) {
                typed.extend(alike.into_iter().flat_map(|(typed, _)| typed));
            } else {
                typed.extend(all);
            }
        }
        typed
    }

    /// The preference of what stands in for a dial-peer: it comes right behind what it stands in for, or right before, and no
    /// other one is between them. `None` where none is free: that of the dial-peer itself.
    pub(super) fn beside(&self, tag: Tag) -> Option<u32> {
        let [old, new] = self.preferences(tag);
        let new = new?;
        let of = |tags: BTreeSet<Tag>| -> BTreeSet<u32> {
            tags.into_iter().flat_map(|tag| self.preferences(tag)).flatten().collect()
        };
        let (meeting, alike) = (of(self.meeting(tag)), of(self.alike(tag)));
        if self.is_tied(tag) {
            return None;
        }
        let free = |taken: &BTreeSet<u32>| {
            let is_free = |value: &u32| !taken.contains(value);
            let is_other = |value: &u32| Some(*value) != old;
            let behind = (new + 1..=MAXIMUM).take_while(is_free).find(is_other);
            behind.or_else(|| (0..new).rev().take_while(is_free).find(is_other))
        };
        free(&meeting).or_else(|| free(&alike))
    }

    /// Whether another dial-peer has a pattern and the preference of this one, both before the change or both behind it.
    fn is_tied(&self, tag: Tag) -> bool {
        (0..2).zip(self.places).any(|(side, places)| {
            let own = self.preferences(tag).get(side).copied().flatten();
            let labels: BTreeSet<u32> = places.labels_of(tag).iter().copied().collect();
            let mut others = places.having(&labels).filter(|other| *other != tag);
            own.is_some() && others.any(|other| self.preferences(other).get(side).copied().flatten() == own)
        })
    }

    /// The preference of a new dial-peer until one is gone that has its patterns and its preference.
    pub(super) fn until_gone(&self, tag: Tag) -> Option<u32> {
        let [None, Some(new)] = self.preferences(tag) else { return None };
        let alike = self.alike(tag);
        if !alike.iter().any(|other| self.preferences(*other) == [Some(new), None]) {
            return None;
        }
        let all: Vec<[Option<u32>; 2]> = alike.iter().map(|other| self.preferences(*other)).collect();
        // Where several come and none stays, each is behind all that go, in their order.
        let comes = |one: &[Option<u32>; 2]| one[0].is_none();
        let stays = |one: &[Option<u32>; 2]| one.iter().all(Option::is_some);
        let behind_all = all.iter().flatten().flatten().max().map_or(new, |last| (*last).max(new)) + 1 + new;
        if all.iter().any(comes) && !all.iter().any(stays) && behind_all <= MAXIMUM && !self.is_tied(tag) {
            return Some(behind_all);
        }
        self.beside(tag)
    }

    /// The preferences of a dial-peer before and behind; `None`: it is not there, or out of use.
    fn preferences(&self, tag: Tag) -> [Option<u32>; 2] {
        self.plans.map(|plan| plan.peers.get(&tag).filter(|peer| !peer.shutdown()).map(DialPeer::preference))
    }

    fn moves(&self, group: &BTreeSet<Tag>, others: &BTreeSet<Tag>) -> (Vec<Typed>, Order) {
        let rank = |tag: Tag, with: Option<Stage>| {
            let [old, new] = self.preferences(tag);
            Rank { old, new, with }
        };
        let stage = |tag: &Tag| match self.plans.map(|plan| plan.peers.contains_key(tag)) {
            [false, _] => Stage::Opened,
            [true, true] => Stage::Altered,
            [true, false] => Stage::Removed,
        };
        let moving: Vec<(Tag, Rank)> = group.iter().map(|tag| (*tag, rank(*tag, None))).collect();
        let others = others.iter().map(|tag| rank(*tag, Some(stage(tag))));
        let (moves, order) = moves(&moving.iter().map(|(_, rank)| *rank).chain(others).collect(), MAXIMUM);
        let typed = moves.iter().flat_map(|Move { rank, to, before }| {
            let of_rank = moving.iter().filter(move |(_, one)| one == rank);
            of_rank.map(|(tag, _)| Typed { tag: *tag, preference: *to, before: *before })
        });
        (typed.collect(), order)
    }

    /// The other dial-peers that may match a number which this one matches, on either side.
    fn meeting(&self, tag: Tag) -> BTreeSet<Tag> {
        let (labels, _) = self.together.meeting(self.labels(tag).into_iter());
        self.having(tag, &labels)
    }

    /// The other dial-peers with a pattern of this one.
    fn alike(&self, tag: Tag) -> BTreeSet<Tag> {
        self.having(tag, &self.labels(tag))
    }

    fn labels(&self, tag: Tag) -> BTreeSet<u32> {
        self.places.iter().flat_map(|places| places.labels_of(tag).iter().copied()).collect()
    }

    fn having(&self, tag: Tag, labels: &BTreeSet<u32>) -> BTreeSet<Tag> {
        let all = self.places.iter().flat_map(|places| places.having(labels));
        all.filter(|other| *other != tag).collect()
    }
}

/// What a dial-peer is compared by with others for a number that both match: the lesser is tried first.
fn rank(plan: &DialPlan, tag: Tag) -> Option<(u8, u8)> {
    HuntOrder::of(plan).key_of(plan, plan.peers.get(&tag)?)
}

/// Dial-peers that are tied together by what is near to each, and what else is near to them.
fn groups(tags: &BTreeSet<Tag>, near: impl Fn(Tag) -> BTreeSet<Tag>) -> Vec<(BTreeSet<Tag>, BTreeSet<Tag>)> {
    let mut left = tags.clone();
    let mut groups = Vec::new();
    while let Some(first) = left.pop_first() {
        let (mut group, mut others) = (BTreeSet::from([first]), BTreeSet::new());
        let mut open = vec![first];
        while let Some(tag) = open.pop() {
            for other in near(tag) {
                if left.remove(&other) {
                    group.insert(other);
                    open.push(other);
                } else if !group.contains(&other) {
                    others.insert(other);
                }
            }
        }
        groups.push((group, others));
    }
    groups
}
