//! Loops: can a call come back to where it is still open?
//!
//! A network is a graph of places ([`Graph`]); what leads from one to the next takes some numbers, and changes them. Only
//! where the graph itself has a cycle are sets of numbers needed: there the greatest sets are sought that lead into each
//! other, one for each node. A number outside them ends after finitely many hops, whatever fails on its way. A number
//! inside is followed, one call at a time, before anything is said of it.

mod backwards;
mod failures;
mod graph;
mod systems;
#[cfg(test)]
mod tests;
mod witness;

pub use failures::Failures;
pub use graph::{Edge, Graph, Node, NodeId, Out};

use std::sync::Arc;

use self::backwards::Backwards;
use crate::automaton::{Dfa, OverBudget};
use crate::call::{Case, End, Entry, Journey, LONGEST_NUMBER};
use crate::model::{Network, Place};

/// The most rounds of the search: a number that loses a symbol on each pass is gone after [`LONGEST_NUMBER`].
const MAXIMUM_ROUNDS: usize = 4 * LONGEST_NUMBER;

/// What is known of the loops of a network.
#[derive(Clone, Debug)]
pub enum Loops {
    /// There is none.
    None,
    /// This call comes back.
    Found(Box<Witness>),
    /// That is not known, for this reason.
    Unknown(String),
}

/// A call that loops.
#[derive(Clone, Debug)]
pub struct Witness {
    /// How it begins.
    pub entry: Entry,
    /// What is so of what the description of the network leaves open.
    pub case: Case,
    /// What becomes of it.
    pub journey: Journey,
    /// All numbers that may loop where it begins.
    pub numbers: Dfa,
    /// Those of them that are of its kind: the DIDs that are delivered there, else all DIDs, else all.
    pub alike: Dfa,
}

impl Witness {
    /// What becomes of the call: where it comes back to.
    pub fn reason(&self, network: &Network) -> String {
        let called = &self.entry.called;
        let place = self.journey.hops.last().map(|hop| network.name(hop.at)).unwrap_or_default();
        match self.journey.end {
            End::Grows => format!("{called} comes back to {place} again and again, each time with more digits"),
            End::Loops | End::Taken(_) | End::Failed(_) | End::Unknown(_) => {
                format!("{called} comes back to {place} while it is still open there")
            }
        }
    }
}

/// Looks for loops.
pub fn loops(graph: &Graph<'_, '_>) -> Loops {
    match search(graph) {
        Ok(found) => found,
        Err(over) => Loops::Unknown(over.to_string()),
    }
}

fn search(graph: &Graph<'_, '_>) -> Result<Loops, OverBudget> {
    let components = components(graph);
    if components.cyclic.iter().all(|cyclic| !cyclic) {
        return Ok(Loops::None);
    }
    let mut backwards = Backwards::new(graph);
    let Some(endless) = greatest(&mut backwards, &components)? else {
        return Ok(Loops::Unknown(format!("the numbers that may loop are not found in {MAXIMUM_ROUNDS} rounds")));
    };
    if endless.iter().all(|set| is_void(set)) {
        return Ok(Loops::None);
    }
    let Some(all) = leading(&mut backwards, &components, endless)? else {
        return Ok(Loops::Unknown(format!("the numbers that lead to a loop are not found in {MAXIMUM_ROUNDS} rounds")));
    };
    let mut begins: Vec<NodeId> =
        graph.origins.iter().copied().filter(|&node| all.get(node).is_some_and(|set| !is_void(set))).collect();
    // People look at calls from outside first, then at those of users.
    begins.sort_by_key(|&node| match graph.nodes.get(node) {
        Some(Node { at: Place::Public, .. }) => 3,
        Some(Node { from: Place::Public, .. }) => 0,
        Some(Node { at, from, .. }) if at == from => 1,
        Some(_) | None => 2,
    });
    if begins.is_empty() {
        return Ok(Loops::None);
    }
    for node in begins {
        let (Some(set), Some(place)) = (all.get(node), graph.nodes.get(node)) else { continue };
        if let Some(witness) = witness::followed(graph, *place, set) {
            return Ok(Loops::Found(Box::new(witness)));
        }
    }
    let shown = graph.origins.iter().find_map(|&node| all.get(node)?.plain_witness()).unwrap_or_default();
    Ok(Loops::Unknown(format!("{shown} may loop, but no call that was followed does")))
}

/// Whether a set has no number that IOS can dial.
fn is_void(set: &Dfa) -> bool {
    set.witness().is_none_or(|number| number.len() > LONGEST_NUMBER)
}

/// The strongly connected parts of a graph, those that are led to first.
struct Components {
    /// Nodes in an order in which what an edge leads to comes first, unless both are of one part.
    order: Vec<NodeId>,
    /// Per node the number of its part.
    of: Vec<usize>,
    /// Per node whether its part has a cycle.
    cyclic: Vec<bool>,
}

/// Tarjan's algorithm, without recursion.
fn components(graph: &Graph<'_, '_>) -> Components {
    const OPEN: usize = usize::MAX;
    let count = graph.nodes.len();
    let targets = |node: NodeId| graph.edges.get(node).map(Vec::as_slice).unwrap_or_default();
    let (mut index, mut low) = (vec![OPEN; count], vec![OPEN; count]);
    let (mut of, mut order, mut stack, mut next, mut parts) = (vec![OPEN; count], Vec::new(), Vec::new(), 0, 0);
    for root in 0..count {
        if index.get(root) != Some(&OPEN) {
            continue;
        }
        let mut walk = vec![(root, 0)];
        while let Some(&mut (node, ref mut edge)) = walk.last_mut() {
            if *edge == 0 {
                set(&mut index, node, next);
                set(&mut low, node, next);
                next += 1;
                stack.push(node);
            }
            let Some(to) = targets(node).get(*edge).map(|edge| edge.to) else {
                walk.pop();
                let own = get(&low, node);
                if let Some(&(above, _)) = walk.last() {
                    let least = get(&low, above).min(own);
                    set(&mut low, above, least);
                }
                if own == get(&index, node) {
                    while let Some(member) = stack.pop() {
                        set(&mut of, member, parts);
                        order.push(member);
                        if member == node {
                            break;
                        }
                    }
                    parts += 1;
                }
                continue;
            };
            *edge += 1;
            if get(&index, to) == OPEN {
                walk.push((to, 0));
            } else if get(&of, to) == OPEN {
                let least = get(&low, node).min(get(&index, to));
                set(&mut low, node, least);
            }
        }
    }
    let mut sizes = vec![0_usize; parts];
    for &part in &of {
        sizes.get_mut(part).into_iter().for_each(|size| *size += 1);
    }
    let in_cycle = |node: NodeId| {
        let own = get(&of, node);
        sizes.get(own).is_some_and(|size| *size > 1) || targets(node).iter().any(|edge| edge.to == node)
    };
    let cyclic = (0..count).map(in_cycle).collect();
    Components { order, of, cyclic }
}

fn get(list: &[usize], at: usize) -> usize {
    list.get(at).copied().unwrap_or(usize::MAX)
}

fn set(list: &mut [usize], at: usize, value: usize) {
    list.get_mut(at).into_iter().for_each(|slot| *slot = value);
}

/// Per node the greatest set of numbers that leads on within its part for ever; empty where its part has no cycle. `None`
/// where it is not found within the bound of rounds.
fn greatest(
    backwards: &mut Backwards<'_, '_, '_>,
    components: &Components,
) -> Result<Option<Vec<Arc<Dfa>>>, OverBudget> {
    let all = Arc::new(Dfa::all());
    let initial = |cyclic: &bool| Arc::clone(if *cyclic { &all } else { &backwards.nothing });
    let mut sets: Vec<Arc<Dfa>> = components.cyclic.iter().map(initial).collect();
    for _ in 0..MAXIMUM_ROUNDS {
        let mut changes: Vec<(Arc<Dfa>, Arc<Dfa>)> = Vec::new();
        backwards.next_round();
        for &node in &components.order {
            let Some(before) = sets.get(node).filter(|set| !backwards.is_nothing(set)).cloned() else { continue };
            let inner = |edge: &Edge| components.of.get(edge.to) == components.of.get(node);
            let now = backwards.leading(node, &sets, inner)?;
            let is_same = |(one, other): &(Arc<Dfa>, Arc<Dfa>)| Arc::ptr_eq(one, &before) && Arc::ptr_eq(other, &now);
            // A set that stays the same stays where it is: what leads to it need not be looked at again.
            if Arc::ptr_eq(&before, &now) || (!changes.iter().any(is_same) && is_void(&before.difference(&now)?)) {
                continue;
            }
            sets.get_mut(node).into_iter().for_each(|slot| *slot = Arc::clone(&now));
            changes.push((before, now));
        }
        if changes.is_empty() {
            return Ok(Some(sets));
        }
    }
    Ok(None)
}

/// Per node all numbers that lead into a set of `endless`; `None` where they are not found within the bound of rounds.
fn leading(
    backwards: &mut Backwards<'_, '_, '_>,
    components: &Components,
    endless: Vec<Arc<Dfa>>,
) -> Result<Option<Vec<Arc<Dfa>>>, OverBudget> {
    let mut sets = endless;
    // What is led to comes first: the second round is needed where parts with a cycle lead to each other.
    for _ in 0..MAXIMUM_ROUNDS {
        let mut changed = false;
        backwards.next_round();
        for &node in &components.order {
            let Some(before) = sets.get(node).cloned() else { continue };
            let led = backwards.leading(node, &sets, |_| true)?;
            let all = backwards.union(&before, &led)?;
            changed = changed || !Arc::ptr_eq(&before, &all);
            sets.get_mut(node).into_iter().for_each(|slot| *slot = Arc::clone(&all));
        }
        if !changed {
            return Ok(Some(sets));
        }
    }
    Ok(None)
}
