//! The dial-peers that are tried for each class of numbers, for calls that may use every peer that is up.

use std::collections::{HashMap, HashSet};

use crate::automaton::{Labelled, StateId};
use crate::call::{Barred, Caller, Candidate, Gateway, HuntOrder, Notes, RoutingTable};
use crate::number::{Symbol, SymbolSet};

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

/// Each order that there is, with its classes; those without a peer are left out, and those of which no number is made of
/// digits with or without a leading `+`.
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
    let plain = plain_classes(table.automaton());
    for class in (0..table.automaton().sets()).filter(|class| plain.get(*class).is_some_and(|plain| *plain)) {
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

/// The classes of plain numbers that are in none of `orders` and that dial-peers match, with these.
pub(super) fn unserved(table: &RoutingTable, orders: &[Order]) -> Vec<(usize, Vec<Candidate>)> {
    let served: HashSet<usize> = orders.iter().flat_map(|order| order.classes.iter().copied()).collect();
    let plain = plain_classes(table.automaton()).into_iter().enumerate().filter(|(_, plain)| *plain);
    let open = plain.map(|(class, _)| class).filter(|class| !served.contains(class));
    open.map(|class| (class, table.candidates_of(class).0.into_owned()))
        .filter(|(_, peers)| !peers.is_empty())
        .collect()
}

/// By class, whether it has a number made of digits with or without a leading `+`.
fn plain_classes(automaton: &Labelled) -> Vec<bool> {
    let mut seen = vec![false; automaton.states()];
    let mut is_new = |state: StateId| seen.get_mut(state.index()).is_some_and(|seen| !std::mem::replace(seen, true));
    let mut open = vec![automaton.start(), automaton.step(automaton.start(), Symbol::PLUS)];
    open.retain(|state| is_new(*state));
    let mut plain = vec![false; automaton.sets()];
    let digits: Vec<Symbol> = SymbolSet::DIGITS.iter().collect();
    while let Some(state) = open.pop() {
        if let Some(plain) = plain.get_mut(automaton.set_of(state)) {
            *plain = true;
        }
        let next = digits.iter().map(|digit| automaton.step(state, *digit));
        open.extend(next.filter(|next| is_new(*next)));
    }
    plain
}
