//! Which dial-peers a change of one can matter for: those that may match numbers which it matches.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::automaton::compile::Behind;
use crate::automaton::{Extractor, Labelled, OverBudget};
use crate::call::{Profile, pattern_on, takes_by};
use crate::model::{DialPeer, DialPlan, Reference, Tag, is_reference, reference};
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;

/// The patterns of several plans in one automaton.
pub(super) struct Together {
    /// By the text of a pattern its label.
    labels: HashMap<String, u32>,
    /// By label, the sets of labels that it is in.
    sets_of: Vec<Vec<usize>>,
    table: Labelled,
}

impl Together {
    pub(super) fn of<'p>(plans: impl Iterator<Item = &'p DialPlan>, profile: &Profile) -> Result<Self, OverBudget> {
        let mut labels: HashMap<String, u32> = HashMap::new();
        let mut patterns: Vec<NumberPattern> = Vec::new();
        for pattern in plans.flat_map(all_patterns) {
            if !labels.contains_key(pattern.text()) {
                labels.insert(pattern.text().to_owned(), u32::try_from(patterns.len()).unwrap_or(u32::MAX));
                patterns.push(pattern_on(profile, pattern).into_owned());
            }
        }
        let table = Labelled::new(patterns.iter().map(|pattern| (pattern, Behind::en_bloc(pattern))))?;
        let mut sets_of = vec![Vec::new(); patterns.len()];
        for set in 0..table.sets() {
            for label in table.labels(set) {
                sets_of.get_mut(*label as usize).into_iter().for_each(|sets: &mut Vec<usize>| sets.push(set));
            }
        }
        Ok(Self { labels, sets_of, table })
    }

    /// What gives the numbers of sets of labels.
    pub(super) fn extractor(&self) -> Extractor<'_> {
        Extractor::new(&self.table)
    }

    /// The labels of patterns that match a number which one of these matches, and the sets of labels of these numbers.
    pub(super) fn meeting(&self, of: impl Iterator<Item = u32>) -> (BTreeSet<u32>, Vec<usize>) {
        let sets = self.sets(of);
        let labels = sets.iter().flat_map(|set| self.table.labels(*set).iter().copied()).collect();
        (labels, sets.into_iter().collect())
    }

    /// The sets of labels that these are in.
    pub(super) fn sets(&self, of: impl Iterator<Item = u32>) -> BTreeSet<usize> {
        of.filter_map(|label| self.sets_of.get(label as usize)).flatten().copied().collect()
    }

    /// The label of a pattern that is in one of the plans.
    pub(super) fn label(&self, pattern: &NumberPattern) -> Option<u32> {
        self.labels.get(pattern.text()).copied()
    }

    fn labels<'a>(&'a self, plan: &'a DialPlan, peer: &'a DialPeer) -> impl Iterator<Item = u32> + 'a {
        plan.called_patterns(peer).filter_map(|pattern| self.label(pattern.value))
    }
}

/// All patterns for numbers that are called, on the way out.
fn all_patterns(plan: &DialPlan) -> impl Iterator<Item = &NumberPattern> {
    let own = plan.peers.values().filter_map(|peer| peer.destination_pattern().map(|pattern| pattern.value));
    own.chain(plan.pattern_maps.values().flat_map(|map| map.entries().map(|entry| entry.value)))
}

/// Where the dial-peers of a plan are among all patterns.
#[derive(Clone, Default)]
pub(super) struct Places {
    labels: HashMap<Tag, Vec<u32>>,
    /// By label, the dial-peers that have it.
    peers: HashMap<u32, HashSet<Tag>>,
    /// Those that have a line about calls that come in.
    inbound: BTreeSet<Tag>,
    /// By an object, the dial-peers that name it, and the other way about.
    users: HashMap<(Command, String), BTreeSet<Tag>>,
    names: HashMap<Tag, Vec<(Command, String)>>,
}

impl Places {
    pub(super) fn of(plan: &DialPlan, together: &Together) -> Self {
        let mut places = Self::default();
        plan.peers.keys().for_each(|tag| places.put(plan, *tag, together));
        places
    }

    /// Looks again at one dial-peer, which may be gone.
    pub(super) fn put(&mut self, plan: &DialPlan, tag: Tag, together: &Together) {
        for label in self.labels.remove(&tag).into_iter().flatten() {
            self.peers.get_mut(&label).into_iter().for_each(|peers| {
                peers.remove(&tag);
            });
        }
        for named in self.names.remove(&tag).into_iter().flatten() {
            self.users.get_mut(&named).into_iter().for_each(|users| {
                users.remove(&tag);
            });
        }
        self.inbound.remove(&tag);
        let Some(peer) = plan.peers.get(&tag) else { return };
        if is_inbound(peer) {
            self.inbound.insert(tag);
        }
        let labels: Vec<u32> = together.labels(plan, peer).collect();
        for label in &labels {
            self.peers.entry(*label).or_default().insert(tag);
        }
        self.labels.insert(tag, labels);
        let lines = peer.settings.iter().filter(|(command, _)| is_reference(*command));
        let names = lines.filter_map(|(command, line)| reference(command, &line.value.argument.to_string()));
        let each = |one: Reference| one.kinds().map(move |kind| (kind, one.id.to_ascii_lowercase()));
        let names: Vec<_> = names.flat_map(each).collect();
        for named in &names {
            self.users.entry(named.clone()).or_default().insert(tag);
        }
        self.names.insert(tag, names);
    }

    /// The dial-peers that name an object.
    pub(super) fn users(&self, kind: Command, name: &str) -> impl Iterator<Item = Tag> {
        self.users.get(&(kind, name.to_ascii_lowercase())).into_iter().flatten().copied()
    }

    /// Whether a change of a dial-peer can matter for calls that come in, whatever their numbers: it has a line about them, or
    /// the port of one that has.
    pub(super) fn takes_calls(&self, plan: &DialPlan, peer: &DialPeer) -> bool {
        let port = |peer: &DialPeer| peer.settings.get(Command::Port).map(|line| line.value.argument.clone());
        let own = port(peer);
        let has_own = |tag: &Tag| plan.peers.get(tag).and_then(port) == own;
        is_inbound(peer) || (own.is_some() && self.inbound.iter().any(has_own))
    }

    /// How many dial-peers there are.
    pub(super) fn len(&self) -> usize {
        self.labels.len()
    }

    /// The labels of a dial-peer.
    pub(super) fn labels_of(&self, tag: Tag) -> &[u32] {
        self.labels.get(&tag).map_or(&[], Vec::as_slice)
    }

    /// The dial-peers that have one of these labels, and those that calls come in on.
    pub(super) fn near(&self, labels: &BTreeSet<u32>) -> impl Iterator<Item = Tag> {
        self.having(labels).chain(self.inbound.iter().copied())
    }

    /// The dial-peers that have one of these labels.
    pub(super) fn having(&self, labels: &BTreeSet<u32>) -> impl Iterator<Item = Tag> {
        labels.iter().filter_map(|label| self.peers.get(label)).flatten().copied()
    }
}

/// The lines of a dial-peer that say what it does to calls that come in.
const INBOUND: [Command; 3] =
    [Command::TranslationProfileIncoming, Command::CallBlockProfile, Command::CorlistIncoming];

/// Whether a dial-peer has a line about calls that come in.
fn is_inbound(peer: &DialPeer) -> bool {
    takes_by().chain(INBOUND).any(|command| peer.settings.get(command).is_some())
}
