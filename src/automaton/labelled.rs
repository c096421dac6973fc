//! Many patterns in one automaton that tells them apart: which of them match a number is one walk.

mod beside;

use std::fmt;

use indexmap::IndexSet;

use super::compile::{self, Behind};
use super::dfa::{OverBudget, STATE_BUDGET, StateId};
use super::nfa::{Nfa, Node, NodeId};
use crate::number::{SYMBOLS, Symbol, SymbolSet};
use crate::syntax::pattern::NumberPattern;

/// The most places in patterns that the states stand for, taken together: 32 MB. Where patterns are numbers, that is a
/// place for each of their digits; many patterns that all match the same numbers can need any number with few states.
const PLACES_BUDGET: usize = 8_000_000;

/// The most steps from a place in a pattern to the next, taken together: about a second. A plan of 10,000 numbers and 50
/// patterns that match them all is within it.
const STEPS_BUDGET: usize = 200_000_000;

/// The state of what no pattern matches any more.
const DEAD: StateId = StateId(0);

/// A deterministic automaton over many patterns. Each pattern has a label, its place among those that were given; each
/// state knows the labels of the patterns that match what leads to it.
///
/// Every state has a successor for every symbol. Not minimised: a table of routes gains nothing by it.
///
/// ```
/// use dialc::automaton::Labelled;
/// use dialc::automaton::compile::Behind;
/// use dialc::syntax::pattern::NumberPattern;
///
/// let patterns = ["55..", "5512$", "T"].map(|text| NumberPattern::parse(text).unwrap());
/// let labelled = Labelled::new(patterns.iter().map(|pattern| (pattern, Behind::en_bloc(pattern)))).unwrap();
/// let labels = |number| labelled.walk(number).map(|state| labelled.labels(labelled.set_of(state)));
/// assert_eq!(labels("5512"), Some(&[0, 1, 2][..]));
/// assert_eq!(labels("55123"), Some(&[0, 2][..]));
/// assert_eq!(labels("x"), None);
/// ```
pub struct Labelled {
    /// Per state where each symbol leads to.
    next: Vec<[StateId; SYMBOLS]>,
    /// Per state the number of its set of labels.
    set_of: Vec<u32>,
    /// The sets of labels, each once, ascending; the first is empty.
    sets: Vec<Box<[u32]>>,
    start: StateId,
}

impl Labelled {
    /// The automaton of `patterns`, each with what may come behind its body: the numbers of
    /// [`compile::numbers`] where that is [`Behind::en_bloc`], of [`compile::body`] where it is nothing.
    ///
    /// # Errors
    /// It needs more than [`STATE_BUDGET`] states, or so much memory or time on the way that it is no dial plan.
    pub fn new<'a>(patterns: impl IntoIterator<Item = (&'a NumberPattern, Behind)>) -> Result<Self, OverBudget> {
        let graph = Graph::of(patterns)?;
        Construction::new(&graph).run()
    }

    /// Number of states.
    pub fn states(&self) -> usize {
        self.next.len()
    }

    /// All states.
    pub fn iter(&self) -> impl Iterator<Item = StateId> + use<> {
        (0..).map(StateId).take(self.next.len())
    }

    /// The state before the first symbol.
    pub fn start(&self) -> StateId {
        self.start
    }

    /// The state that `symbol` leads to from `state`.
    pub fn step(&self, state: StateId, symbol: Symbol) -> StateId {
        self.next.get(state.index()).and_then(|next| next.get(symbol.index())).copied().unwrap_or(state)
    }

    /// Where each symbol leads to from `state`.
    pub(super) fn row(&self, state: StateId) -> &[StateId] {
        self.next.get(state.index()).map_or(&[], |row| row)
    }

    /// The state that `number` leads to; `None` where a character of it is outside the alphabet.
    pub fn walk(&self, number: &str) -> Option<StateId> {
        number.bytes().try_fold(self.start, |state, byte| Some(self.step(state, Symbol::from_byte(byte)?)))
    }

    /// Number of different sets of labels, the empty one included.
    pub fn sets(&self) -> usize {
        self.sets.len()
    }

    /// The number of the set of labels of `state`, below [`Labelled::sets`]; 0 is the empty set.
    pub fn set_of(&self, state: StateId) -> usize {
        self.set_of.get(state.index()).map_or(0, |&set| set as usize)
    }

    /// The labels of a set, ascending.
    pub fn labels(&self, set: usize) -> &[u32] {
        self.sets.get(set).map_or(&[], |labels| labels)
    }
}

impl fmt::Debug for Labelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Labelled of {} states and {} sets of labels", self.next.len(), self.sets.len())
    }
}

/// All patterns as one graph. The nodes of a pattern stand side by side, its end first.
struct Graph {
    nodes: Vec<Node>,
    /// Per node the label of its pattern.
    labels: Vec<u32>,
    /// Where the patterns begin, ascending.
    entries: Vec<u32>,
}

impl Graph {
    fn of<'a>(patterns: impl IntoIterator<Item = (&'a NumberPattern, Behind)>) -> Result<Self, OverBudget> {
        let mut nfa = Nfa::default();
        let (mut labels, mut ends, mut entries) = (Vec::new(), Vec::new(), Vec::new());
        for (pattern, behind) in patterns {
            let label = u32::try_from(ends.len()).map_err(|_| OverBudget)?;
            let end = nfa.add(behind.node());
            entries.push(compile::pieces(&mut nfa, pattern.pieces(), end));
            ends.push(end);
            labels.resize(nfa.nodes().len(), label);
        }
        let whole = whole(nfa.nodes());
        let settled = |id: NodeId| {
            let is_whole = whole.get(id).is_some_and(|whole| *whole);
            let end = labels.get(id).and_then(|&label| ends.get(label as usize));
            if is_whole { end.copied().unwrap_or(id) } else { id }
        };
        let shortened = |node: &Node| match node.takes() {
            Some((symbols, next)) => Node::Symbols(symbols, settled(next)),
            None => *node,
        };
        let nodes: Vec<Node> = nfa.nodes().iter().map(shortened).collect();
        let entries = entries.into_iter().map(|id| narrow(settled(id))).collect::<Result<_, _>>()?;
        Ok(Self { nodes, labels, entries })
    }

    fn node(&self, id: u32) -> Option<Node> {
        self.nodes.get(id as usize).copied()
    }

    /// Sorts places, and takes out those of patterns that match already whatever follows.
    fn settle(&self, places: &mut Vec<u32>) {
        if !places.is_sorted_by(|left, right| left < right) {
            places.sort_unstable();
            places.dedup();
        }
        if places.len() < 2 {
            return;
        }
        let mut matched = None;
        places.retain(|&id| {
            let label = self.labels.get(id as usize);
            let keep = label != matched;
            // The end of a pattern stands before all else of it.
            if matches!(self.node(id), Some(Node::AcceptAll)) {
                matched = label;
            }
            keep
        });
    }
}

/// A node id as it is kept in states.
fn narrow(id: NodeId) -> Result<u32, OverBudget> {
    u32::try_from(id).map_err(|_| OverBudget)
}

/// For each node whether it leads to [`Node::AcceptAll`] without a symbol. Such a node stands for the end of its
/// pattern: what else it leads to makes no difference any more.
fn whole(nodes: &[Node]) -> Vec<bool> {
    let mut whole: Vec<bool> = Vec::with_capacity(nodes.len());
    for node in nodes {
        // Nodes are added from the end of a pattern to its beginning. Only the way into a loop leads to a later node,
        // and it comes back to this one: whatever it leads to, this one does.
        let leads = |next: NodeId| whole.get(next).is_some_and(|whole| *whole);
        whole.push(match *node {
            Node::AcceptAll => true,
            Node::Either(left, right) => leads(left) || leads(right),
            Node::Literal(..) | Node::Symbols(..) | Node::Start(_) | Node::End(_) | Node::Accept => false,
        });
    }
    whole
}

/// The subset construction: a state is the set of places in patterns that a number has led to.
struct Construction<'a> {
    graph: &'a Graph,
    /// The places of each state, ascending, before what they lead to without a symbol.
    states: IndexSet<Box<[u32]>>,
    sets: IndexSet<Box<[u32]>>,
    /// The places that each symbol leads to from the state at hand.
    buckets: [Vec<u32>; SYMBOLS],
    /// The places of the state at hand, with what they lead to without a symbol.
    open: Vec<u32>,
    /// Per node the last state, from 1, in which it was seen.
    seen: Vec<u32>,
    places: usize,
    steps: usize,
}

impl<'a> Construction<'a> {
    fn new(graph: &'a Graph) -> Self {
        Self {
            graph,
            states: IndexSet::new(),
            sets: IndexSet::new(),
            buckets: std::array::from_fn(|_| Vec::new()),
            open: Vec::new(),
            seen: vec![0; graph.nodes.len()],
            places: 0,
            steps: 0,
        }
    }

    fn run(mut self) -> Result<Labelled, OverBudget> {
        self.sets.insert(Box::default());
        self.number(&[])?;
        let mut entries = self.graph.entries.clone();
        self.graph.settle(&mut entries);
        let start = self.number(&entries)?;
        let (mut next, mut set_of) = (Vec::new(), Vec::new());
        while next.len() < self.states.len() {
            let (row, set) = self.state(next.len())?;
            next.push(row);
            set_of.push(set);
        }
        Ok(Labelled { next, set_of, sets: self.sets.into_iter().collect(), start })
    }

    /// The number of the state with these places, a new one where there is none yet.
    fn number(&mut self, places: &[u32]) -> Result<StateId, OverBudget> {
        let index = match self.states.get_index_of(places) {
            Some(index) => index,
            None if self.states.len() >= STATE_BUDGET || self.places + places.len() > PLACES_BUDGET => {
                return Err(OverBudget);
            }
            None => {
                self.places += places.len();
                self.states.insert_full(places.into()).0
            }
        };
        narrow(index).map(StateId)
    }

    /// Where each symbol leads to from the state with this number, and its set of labels.
    fn state(&mut self, number: usize) -> Result<([StateId; SYMBOLS], u32), OverBudget> {
        let own = narrow(number).map(StateId)?;
        self.open.clear();
        self.open.extend(self.states.get_index(number).into_iter().flatten());
        let is_sink = self.open.iter().all(|&id| matches!(self.graph.node(id), Some(Node::AcceptAll)));
        let mut labels = Vec::new();
        if is_sink {
            labels.extend(self.open.iter().filter_map(|&id| self.graph.labels.get(id as usize)));
        } else {
            self.spread(own, &mut labels)?;
        }
        labels.sort_unstable();
        let set = match self.sets.get_index_of(labels.as_slice()) {
            Some(set) => set,
            None => self.sets.insert_full(labels.into()).0,
        };
        let row = if is_sink { [own; SYMBOLS] } else { self.row()? };
        Ok((row, narrow(set)?))
    }

    /// Fills the buckets from the places of a state, and collects the labels that may end there.
    fn spread(&mut self, own: StateId, labels: &mut Vec<u32>) -> Result<(), OverBudget> {
        self.buckets.iter_mut().for_each(Vec::clear);
        let before = self.steps;
        let mut at = 0;
        while let Some(&id) = self.open.get(at) {
            at += 1;
            let (Some(node), Some(seen)) = (self.graph.node(id), self.seen.get_mut(id as usize)) else { continue };
            if std::mem::replace(seen, own.0 + 1) == own.0 + 1 {
                continue;
            }
            self.steps += 1;
            let label = self.graph.labels.get(id as usize).copied();
            let (symbols, next) = match node {
                Node::Literal(symbol, next) => (SymbolSet::of(symbol), next),
                Node::Symbols(symbols, next) => (symbols, next),
                Node::AcceptAll => {
                    labels.extend(label);
                    (SymbolSet::ALL, id as usize)
                }
                Node::Accept => {
                    labels.extend(label);
                    continue;
                }
                Node::Either(left, right) => {
                    self.open.extend([narrow(left)?, narrow(right)?]);
                    continue;
                }
                // No dial-peer pattern has `^` or `$` within.
                Node::Start(_) | Node::End(_) => continue,
            };
            let next = narrow(next)?;
            for symbol in symbols.iter() {
                self.steps += 1;
                self.buckets.get_mut(symbol.index()).into_iter().for_each(|bucket| bucket.push(next));
            }
            if self.steps > STEPS_BUDGET || self.steps - before > PLACES_BUDGET {
                return Err(OverBudget);
            }
        }
        Ok(())
    }

    /// The states that the buckets are.
    fn row(&mut self) -> Result<[StateId; SYMBOLS], OverBudget> {
        let mut row = [DEAD; SYMBOLS];
        let mut buckets = std::mem::replace(&mut self.buckets, std::array::from_fn(|_| Vec::new()));
        let mut before: Option<(&Vec<u32>, StateId)> = None;
        for (next, bucket) in row.iter_mut().zip(&mut buckets) {
            self.graph.settle(bucket);
            // What takes all symbols, or a range of digits, makes neighbours equal.
            *next = match before {
                _ if bucket.is_empty() => DEAD,
                Some((other, id)) if other == bucket => id,
                Some(_) | None => self.number(bucket)?,
            };
            before = Some((bucket, *next));
        }
        self.buckets = buckets;
        Ok(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labelled(texts: &[&str]) -> Result<Labelled, OverBudget> {
        let patterns: Vec<_> = texts.iter().map(|text| NumberPattern::parse(text).unwrap()).collect();
        Labelled::new(patterns.iter().map(|pattern| (pattern, Behind::en_bloc(pattern))))
    }

    fn labels<'a>(labelled: &'a Labelled, number: &str) -> &'a [u32] {
        labelled.walk(number).map_or(&[], |state| labelled.labels(labelled.set_of(state)))
    }

    #[test]
    fn every_pattern_has_its_label() {
        let labelled = labelled(&["", "T", "+1", "$", "1(23)+$", "12?", "[^1]"]).unwrap();
        assert_eq!(labels(&labelled, ""), [0, 1, 3]);
        assert_eq!(labels(&labelled, "123"), [0, 1, 4, 5]);
        assert_eq!(labels(&labelled, "1232"), [0, 1, 5]);
        assert_eq!(labels(&labelled, "+1"), [0, 1, 2, 6]);
        assert_eq!(labels(&labelled, "2-"), [0; 0]);
    }

    #[test]
    fn no_pattern_matches_nothing() {
        let labelled = labelled(&[]).unwrap();
        assert_eq!((labelled.states(), labelled.sets(), labels(&labelled, "1")), (1, 1, &[][..]));
    }

    #[test]
    fn what_follows_a_match_needs_no_states() {
        // Nothing, `1`, `12`, `12` and on.
        assert_eq!(labelled(&["12"]).unwrap().states(), 4);
        // A way to match is enough: the loop is left when one is found.
        assert_eq!(labelled(&["12%"]).unwrap().states(), 3);
        assert_eq!(labelled(&["(1%)%T"]).unwrap().states(), 2);
    }

    #[test]
    fn every_state_is_reached_and_knows_its_labels() {
        let labelled = labelled(&["1.", "12$"]).unwrap();
        let accepting = labelled.iter().filter(|&state| labelled.set_of(state) != 0).count();
        // `12`, `1` and another, and both and on.
        assert_eq!((labelled.iter().count(), accepting), (labelled.states(), 2));
    }

    #[test]
    fn hostile_patterns_are_refused() {
        // Which of the last symbols were a 1: two to the power of their number.
        let at_any_place = format!(".%1{}$", ".".repeat(25));
        assert_eq!(labelled(&[&at_any_place]).unwrap_err(), OverBudget);
        // Each of the numbers that have a digit at one of ten places.
        let texts: Vec<String> = (0..10)
            .flat_map(|place| {
                (0..10).map(move |digit| format!("{}{digit}{}", ".".repeat(place), ".".repeat(9 - place)))
            })
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        assert_eq!(labelled(&texts).unwrap_err(), OverBudget);
    }

    #[test]
    fn many_places_in_few_states_are_refused() {
        let optional = ".?".repeat(120);
        let texts: Vec<String> = (0..5_000).map(|number| format!("{optional}{number:04}$")).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        assert_eq!(labelled(&texts).unwrap_err(), OverBudget);
    }
}
