//! The plain numbers of a set as a graph in which no two places are alike.

use std::collections::HashMap;

use super::LONGEST;
use super::walk::{Place, Walk};
use crate::automaton::dfa::Dfa;
use crate::number::{Symbol, SymbolSet};

/// What comes behind a symbol.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) enum Behind {
    /// Nothing that leads to a number of the set.
    #[default]
    Dead,
    /// Any digits, or none.
    Anything,
    /// What is at this node.
    Node(usize),
}

/// A place within a number: whether it may end here, and what comes behind each digit.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Node {
    pub(super) accepting: bool,
    next: [Behind; 10],
}

impl Node {
    /// The digits that something comes behind, together where it is the same; ascending by the smallest digit.
    pub(super) fn groups(&self) -> impl Iterator<Item = (SymbolSet, Behind)> {
        let new = |&(index, behind): &(usize, &Behind)| {
            *behind != Behind::Dead && !self.next.iter().take(index).any(|earlier| earlier == behind)
        };
        self.next.iter().enumerate().filter(new).map(|(_, &behind)| {
            let alike = self.next.iter().enumerate().filter(|&(_, next)| *next == behind);
            (alike.filter_map(|(digit, _)| Symbol::from_index(digit)).collect(), behind)
        })
    }
}

/// The plain numbers of a set that have at most [`LONGEST`] symbols. What is always or never followed by a number of
/// the set is not gone into.
#[derive(Default)]
pub(super) struct Graph {
    nodes: Vec<Node>,
    /// For each node, the fewest symbols that lead from it to a number of the set.
    shortest: Vec<usize>,
    /// What a number is that begins with a digit, or has no symbol.
    pub(super) start: Behind,
    /// What comes behind a leading `+`.
    pub(super) plus: Behind,
    /// Whether no node leads back to itself. Then each node comes behind those that it leads to, and they all differ.
    has_loops: bool,
}

impl Graph {
    /// The graph of `dfa`. Equal sets have equal graphs, but for those with loops that take many states.
    pub(super) fn of(dfa: &Dfa) -> Self {
        let walk = Walk::plain(dfa);
        let builder = Builder::new(&walk);
        if let Some(order) = builder.order() {
            return builder.graph(&order);
        }
        let smallest = dfa.intersection(&Dfa::plain_numbers()).map(Dfa::minimised_if_small);
        let smallest = smallest.unwrap_or_else(|_| dfa.clone());
        let walk = Walk::plain(&smallest);
        Builder::new(&walk).graph_with_loops()
    }

    /// The nodes; where there are no loops, each behind those that it leads to.
    pub(super) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Whether a node leads back to itself.
    pub(super) fn has_loops(&self) -> bool {
        self.has_loops
    }

    /// The node with this number.
    pub(super) fn node(&self, index: usize) -> Option<&Node> {
        self.nodes.get(index)
    }

    /// The fewest symbols that lead from there to a number of the set; more than [`LONGEST`] where none do.
    pub(super) fn shortest(&self, behind: Behind) -> usize {
        match behind {
            Behind::Dead => LONGEST + 1,
            Behind::Anything => 0,
            Behind::Node(index) => self.shortest.get(index).copied().unwrap_or(LONGEST + 1),
        }
    }
}

/// Whether a place has been visited.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    Not,
    Under,
    Done,
}

/// Makes nodes of the places of a walk.
struct Builder<'a> {
    walk: &'a Walk<'a>,
    /// How many symbols may come behind each place so that a number is in the set.
    members: Vec<u64>,
    /// How many may come so that it is not.
    gaps: Vec<u64>,
}

impl<'a> Builder<'a> {
    fn new(walk: &'a Walk<'a>) -> Self {
        Self { walk, members: walk.lengths(true), gaps: walk.lengths(false) }
    }

    /// What is at `place` where that is the same for all that follows.
    fn settled(&self, place: Place) -> Option<Behind> {
        let nothing = |lengths: &[u64]| lengths.get(place).is_none_or(|&lengths| lengths == 0);
        if nothing(&self.members) { Some(Behind::Dead) } else { nothing(&self.gaps).then_some(Behind::Anything) }
    }

    /// All places that are not settled, each behind those that it leads to; `None` where one leads back to itself.
    fn order(&self) -> Option<Vec<Place>> {
        let mut visits = vec![Visit::Not; self.walk.size()];
        let mut order = Vec::new();
        let start = self.walk.start();
        let mut open = if self.settled(start).is_none() { vec![(start, false)] } else { Vec::new() };
        while let Some((place, all_behind_done)) = open.pop() {
            let Some(visit) = visits.get_mut(place) else { continue };
            if all_behind_done {
                *visit = Visit::Done;
                order.push(place);
                continue;
            }
            match *visit {
                Visit::Done => continue,
                // Only what leads to this place is under way.
                Visit::Under => return None,
                Visit::Not => *visit = Visit::Under,
            }
            open.push((place, true));
            let behind = self.walk.successors(place).map(|(_, next)| next);
            open.extend(behind.filter(|&next| self.settled(next).is_none()).map(|next| (next, false)));
        }
        Some(order)
    }

    /// The graph where no place leads back to itself: the places in `order`; those that are alike become one node.
    fn graph(&self, order: &[Place]) -> Graph {
        let mut graph = Graph::default();
        let mut ids = vec![0; self.walk.size()];
        let mut known = HashMap::new();
        for &place in order {
            let (node, plus) = self.node(place, &ids);
            let id = *known.entry(node.clone()).or_insert(graph.nodes.len());
            if id == graph.nodes.len() {
                graph.nodes.push(node);
                graph.shortest.push(self.shortest(place));
            }
            ids.get_mut(place).into_iter().for_each(|own| *own = id);
            // The start is the last of all.
            (graph.start, graph.plus) = (Behind::Node(id), plus);
        }
        self.begun(graph)
    }

    /// The graph where places lead back to themselves: every place is a node.
    fn graph_with_loops(&self) -> Graph {
        let mut graph = Graph { has_loops: true, ..Graph::default() };
        let reached = self.walk.reached().iter().map(|&(place, _)| place);
        let open: Vec<Place> = reached.filter(|&place| self.settled(place).is_none()).collect();
        let mut ids = vec![0; self.walk.size()];
        for (index, &place) in open.iter().enumerate() {
            ids.get_mut(place).into_iter().for_each(|id| *id = index);
        }
        // The start is the first of all.
        for &place in open.iter().rev() {
            let (node, plus) = self.node(place, &ids);
            graph.nodes.push(node);
            graph.shortest.push(self.shortest(place));
            (graph.start, graph.plus) = (Behind::Node(0), plus);
        }
        graph.nodes.reverse();
        graph.shortest.reverse();
        self.begun(graph)
    }

    /// `graph`, with what is at its beginning put right.
    fn begun(&self, mut graph: Graph) -> Graph {
        match (self.settled(self.walk.start()), graph.start) {
            (Some(settled), _) => graph.start = settled,
            (None, Behind::Node(start)) => {
                // A leading `+` is no way on from the node.
                let shortest = graph.node(start).map_or(0, |node| {
                    let behind = node.groups().map(|(_, behind)| 1 + graph.shortest(behind)).min();
                    if node.accepting { 0 } else { behind.unwrap_or(LONGEST + 1) }
                });
                graph.shortest.get_mut(start).into_iter().for_each(|own| *own = shortest);
            }
            (None, Behind::Dead | Behind::Anything) => {}
        }
        graph
    }

    /// The fewest symbols that lead from `place` to a number of the set.
    fn shortest(&self, place: Place) -> usize {
        self.members.get(place).map_or(LONGEST + 1, |lengths| lengths.trailing_zeros() as usize)
    }

    /// The node for `place`, and what comes behind a `+` there; `ids` are the nodes of the places it leads to.
    fn node(&self, place: Place, ids: &[usize]) -> (Node, Behind) {
        let behind = |place: Place| {
            let node = || Behind::Node(ids.get(place).copied().unwrap_or(0));
            self.settled(place).unwrap_or_else(node)
        };
        let mut node = Node { accepting: self.walk.is_member(place), next: [Behind::Dead; 10] };
        let mut plus = Behind::Dead;
        for (symbol, next) in self.walk.successors(place) {
            *node.next.get_mut(symbol.index()).unwrap_or(&mut plus) = behind(next);
        }
        (node, plus)
    }
}
