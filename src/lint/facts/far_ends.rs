//! Where dial-peers lead.

use std::collections::HashMap;

use crate::model::{Address, Site};

/// The far ends of each dial-peer; those of many are the same.
#[derive(Debug)]
pub(super) struct FarEnds {
    sets: Vec<Vec<Address>>,
    /// By the place of the peer in the plan, the place of its set.
    of_peer: Vec<usize>,
}

impl FarEnds {
    pub(super) fn new(site: &Site) -> Self {
        let mut known: HashMap<Vec<Address>, usize> = HashMap::new();
        let mut sets = Vec::new();
        let mut set_of = |addresses: Vec<Address>| {
            *known.entry(addresses).or_insert_with_key(|addresses| {
                sets.push(addresses.clone());
                sets.len() - 1
            })
        };
        let of_peer = site.plan.peers.values().map(|peer| set_of(site.destinations(peer))).collect();
        Self { sets, of_peer }
    }

    /// Those of the peer at this place of the plan.
    pub(super) fn of(&self, peer: usize) -> &[Address] {
        self.of_peer.get(peer).and_then(|set| self.sets.get(*set)).map_or(&[], Vec::as_slice)
    }

    /// Which of the different sets is that of the peer at this place of the plan.
    pub(super) fn set(&self, peer: usize) -> usize {
        self.of_peer.get(peer).copied().unwrap_or(usize::MAX)
    }

    /// Whether no far end of one is one of the other; not where one has none.
    pub(super) fn are_apart(&self, one: usize, other: usize) -> bool {
        if self.of_peer.get(one) == self.of_peer.get(other) {
            return false;
        }
        let (mine, others) = (self.of(one), self.of(other));
        let apart = |address: &Address| others.iter().all(|other| !address.is_same(other));
        !mine.is_empty() && !others.is_empty() && mine.iter().all(apart)
    }
}
