//! The dial-peers that are tried for each class of numbers, for calls that may use every peer that is up.

use std::collections::HashMap;

use crate::call::{Barred, Caller, Candidate, Gateway, HuntOrder, Notes, RoutingTable};

/// The dial-peers that are tried for some classes of numbers, in turn.
#[derive(Clone, Debug)]
pub struct Order {
    /// Those of one rank are tried in any order, by chance or by use.
    pub ranks: Vec<Vec<Candidate>>,
    /// Whether that is so for all numbers of the classes; otherwise the length of a match depends on the number, and all peers
    /// are one rank.
    pub exact: bool,
    /// The classes of the routing table.
    pub classes: Vec<usize>,
}

impl Order {
    /// The peers in turn, each with its rank.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &Candidate)> {
        self.ranks.iter().enumerate().flat_map(|(rank, peers)| peers.iter().map(move |peer| (rank, peer)))
    }
}

/// Each order that there is, with its classes; those without a peer are left out.
pub(super) fn orders(gateway: &Gateway<'_>, table: &RoutingTable) -> Vec<Order> {
    let caller = Caller { peer: None, protocol: None, number_type: None };
    let mut notes = Notes::default();
    let mut may = |peer| {
        let barred = gateway.barred(peer, &caller, &mut notes);
        // A call may be of the type that the peer wants.
        barred.is_none_or(|barred| matches!(barred, Barred::NumberingType(..)))
    };
    let may: Vec<bool> = gateway.plan().peers.values().map(&mut may).collect();
    let mut known: HashMap<(Vec<Candidate>, bool), usize> = HashMap::new();
    let mut orders: Vec<Order> = Vec::new();
    for class in 0..table.automaton().sets() {
        let (candidates, exact) = table.candidates_of(class);
        let usable: Vec<Candidate> =
            candidates.iter().copied().filter(|one| may.get(one.peer).is_some_and(|may| *may)).collect();
        if usable.is_empty() {
            continue;
        }
        let order = if exact { table.order() } else { HuntOrder::Unordered };
        let at = *known.entry((usable, exact)).or_insert_with_key(|(usable, _)| {
            let ranks = order.groups(usable).map(<[Candidate]>::to_vec).collect();
            orders.push(Order { ranks, exact, classes: Vec::new() });
            orders.len() - 1
        });
        orders.get_mut(at).into_iter().for_each(|order| order.classes.push(class));
    }
    orders
}
