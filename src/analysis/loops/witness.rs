//! The search for a call that loops, among those that may: numbers are followed one by one.

use std::collections::{BTreeSet, VecDeque};

use super::Witness;
use super::graph::{Graph, Node};
use crate::automaton::Dfa;
use crate::call::{Case, End, Entry, Journey, LONGEST_NUMBER};
use crate::model::{Network, Own, Place};

/// How many numbers of a node are followed.
const TRIED: usize = 12;

/// How many journeys of a number are followed with one choice of trunks and ties.
const CASES: usize = 2 * LONGEST_NUMBER + 8;

/// How many journeys from a node are followed.
const JOURNEYS: usize = 2_000;

/// The most trunks and the most peers of one rank of which each is tried.
const CHOICES: usize = 4;

/// Systems and the keys of numbers that live there.
type Owned = BTreeSet<(usize, String)>;

/// Follows some numbers of a node in the cases that differ, until one comes back.
pub(super) fn followed(graph: &Graph<'_, '_>, node: Node, numbers: &Dfa) -> Option<Witness> {
    // A DID says more than what only looks like a number.
    let sets = [graph.delivered(node), graph.dids()].into_iter().flatten();
    let shared = sets.filter_map(|dids| dids.intersection(numbers).ok());
    let mut left = JOURNEYS;
    let choices = choices(graph);
    for alike in shared.chain([numbers.clone()]) {
        for called in alike.witnesses(TRIED) {
            let Node { at: to, from, contact } = node;
            let entry = Entry { to, from, contact, called, calling: String::new() };
            for choice in &choices {
                if let Some((case, journey)) = owners(graph, &entry, choice, &mut left) {
                    return Some(Witness { entry, case, journey, numbers: numbers.clone(), alike });
                }
            }
        }
    }
    None
}

/// The cases in which nobody is said to own a number: each trunk, each order of ties, phones registered or not.
fn choices(graph: &Graph<'_, '_>) -> Vec<Case> {
    let network: &Network = graph.network();
    let of_site = |site: &crate::model::Site| network.places().map(|place| site.contacts_of(place).count()).max();
    let trunks = network.gateways.iter().filter_map(of_site).max().unwrap_or(1).clamp(1, CHOICES);
    let ties = graph.most_tied().clamp(1, CHOICES);
    let forwards = network.systems.iter().any(|system| system.forward.is_some());
    let mut choices = Vec::new();
    for (trunk, chance) in (0..trunks).flat_map(|trunk| (0..ties).map(move |chance| (trunk, chance))) {
        let registered = Case { trunk, chance, ..Case::default() };
        choices.extend(forwards.then(|| Case { unregistered: true, ..registered.clone() }));
        choices.push(registered);
    }
    choices
}

/// Follows a call, whoever owns the numbers that it takes on its way.
fn owners(graph: &Graph<'_, '_>, entry: &Entry, choice: &Case, left: &mut usize) -> Option<(Case, Journey)> {
    // What is owned, and what is decided, this or that way.
    let mut open: VecDeque<(Owned, Owned)> = VecDeque::from([Default::default()]);
    for turn in 0..CASES {
        // The fewest owners, and in turn the longest way, on which a number may grow with each owner.
        let next = if turn % 2 == 0 { open.pop_front() } else { open.pop_back() };
        let (owned, mut decided) = next?;
        *left = left.checked_sub(1)?;
        let case = Case { owned: owned.clone(), ..choice.clone() };
        let journey = graph.traveller().follow(entry, &case);
        if matches!(journey.end, End::Loops | End::Grows) {
            return Some((case, journey));
        }
        for key in asked(graph, choice, &journey) {
            if decided.insert(key.clone()) {
                let mut owned = owned.clone();
                owned.insert(key);
                open.push_back((owned, decided.clone()));
            }
        }
    }
    None
}

/// Who may own which numbers of a journey so that it goes on in another way: an owner that just answers ends it.
fn asked(graph: &Graph<'_, '_>, choice: &Case, journey: &Journey) -> Owned {
    let network = graph.network();
    let goes_on = |index: usize| {
        let system = network.systems.get(index).filter(|system| system.own == Own::Unknown);
        let forwards = choice.unregistered && system.is_some_and(|system| system.forward.is_some());
        system.is_some() && (forwards || network.rings.iter().any(|ring| ring.system == index))
    };
    let mut found = Owned::new();
    for hop in &journey.hops {
        match hop.at {
            Place::System(index) if goes_on(index) => {
                found.insert((index, graph.traveller().key(&hop.number)));
            }
            Place::System(_) | Place::Gateway(_) | Place::Public => {}
        }
    }
    found
}
