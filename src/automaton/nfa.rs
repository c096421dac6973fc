//! Patterns on their way to an automaton: several states at once, and the assertions `^` and `$`.

use super::dfa::{Dfa, Numbering, OverBudget, State, StateId};
use crate::number::{Symbol, SymbolSet};
use crate::syntax::pattern::Repeat;

/// Place of a node in its [`Nfa`].
pub(super) type NodeId = usize;

/// What may come next in a number.
#[derive(Clone, Copy, Debug)]
pub(super) enum Node {
    /// This symbol, which the pattern spells out, then what is there. Apart from a set of one symbol, since only
    /// literals count for the length of a match.
    Literal(Symbol, NodeId),
    /// One of these symbols, then what is there.
    Symbols(SymbolSet, NodeId),
    /// Either of two.
    Either(NodeId, NodeId),
    /// Nothing may have come yet.
    Start(NodeId),
    /// Nothing may follow.
    End(NodeId),
    /// The number may end here.
    Accept,
    /// The number may end here or go on in any way.
    AcceptAll,
}

impl Node {
    /// The symbols that it takes and what is behind them, where it takes any.
    pub(super) fn takes(self) -> Option<(SymbolSet, NodeId)> {
        match self {
            Self::Literal(symbol, next) => Some((SymbolSet::of(symbol), next)),
            Self::Symbols(symbols, next) => Some((symbols, next)),
            Self::Either(..) | Self::Start(_) | Self::End(_) | Self::Accept | Self::AcceptAll => None,
        }
    }
}

/// A pattern as a graph, built from its end to its beginning: every part is told what follows it.
#[derive(Default)]
pub(super) struct Nfa {
    nodes: Vec<Node>,
}

impl Nfa {
    /// The nodes, in the order in which they were added.
    pub(super) fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    pub(super) fn add(&mut self, node: Node) -> NodeId {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    /// What `part` builds, as often as `repeat` says, and then `next`. `part` is told what follows it.
    pub(super) fn repeated(
        &mut self,
        repeat: Repeat,
        next: NodeId,
        part: impl FnOnce(&mut Self, NodeId) -> NodeId,
    ) -> NodeId {
        match repeat {
            Repeat::Once => part(self, next),
            Repeat::Optional => {
                let once = part(self, next);
                self.add(Node::Either(once, next))
            }
            Repeat::ZeroOrMore | Repeat::OneOrMore => {
                let again = self.add(Node::Either(next, next));
                let once = part(self, again);
                if let Some(node) = self.nodes.get_mut(again) {
                    *node = Node::Either(once, next);
                }
                if repeat == Repeat::OneOrMore { once } else { again }
            }
        }
    }

    /// The automaton of the numbers that lead from `entry` to acceptance.
    ///
    /// `^` is passed only before the first symbol and `$` only behind the last: the state before the first symbol is
    /// never entered again, and what waits at a `$` counts only for acceptance.
    pub(super) fn determinise(&self, entry: NodeId) -> Result<Dfa, OverBudget> {
        let classes = self.symbol_classes();
        let mut closure = Closure { nfa: self, seen: vec![0; self.nodes.len()], round: 0 };
        let mut numbering = Numbering::new();
        let start = numbering.fresh(closure.of(&[entry], true))?;
        let mut states = Vec::new();
        while let Some(key) = numbering.key(states.len()) {
            let own = StateId(u32::try_from(states.len()).unwrap_or(u32::MAX));
            let mut state = State::sink(own, closure.accepts(&key, states.is_empty()));
            for &class in &classes {
                let targets: Vec<NodeId> = key.iter().filter_map(|&id| self.target(id, class)).collect();
                let target = numbering.number(&closure.of(&targets, false))?;
                state.lead(class, target);
            }
            states.push(state);
        }
        Ok(Dfa { states, start })
    }

    /// Where the node leads to on any symbol of `class`.
    fn target(&self, id: NodeId, class: SymbolSet) -> Option<NodeId> {
        let node = *self.nodes.get(id)?;
        match node.takes() {
            Some((symbols, next)) => class.is_subset(symbols).then_some(next),
            None => matches!(node, Node::AcceptAll).then_some(id),
        }
    }

    /// The alphabet in classes of symbols that no node tells apart.
    fn symbol_classes(&self) -> Vec<SymbolSet> {
        let mut classes = vec![SymbolSet::ALL];
        for (symbols, _) in self.nodes.iter().filter_map(|node| node.takes()) {
            if classes.iter().any(|class| !class.is_subset(symbols) && !class.intersection(symbols).is_empty()) {
                let split = |class: SymbolSet| [class.intersection(symbols), class.difference(symbols)];
                classes = classes.into_iter().flat_map(split).filter(|class| !class.is_empty()).collect();
            }
        }
        classes
    }
}

/// Follows the edges that take no symbol.
struct Closure<'a> {
    nfa: &'a Nfa,
    /// Per node the last round in which it was reached.
    seen: Vec<u32>,
    round: u32,
}

impl Closure<'_> {
    /// The nodes that take a symbol, accept or wait for the end, reached from `entries`, ascending. Where anything may
    /// follow, that says it all.
    fn of(&mut self, entries: &[NodeId], at_start: bool) -> Vec<NodeId> {
        let mut reached = self.walk(entries, at_start, false);
        if let Some(&all) = reached.iter().find(|&&id| matches!(self.nfa.nodes.get(id), Some(Node::AcceptAll))) {
            return vec![all];
        }
        reached.sort_unstable();
        reached
    }

    /// Whether a number may end where `entries` were reached.
    fn accepts(&mut self, entries: &[NodeId], at_start: bool) -> bool {
        let reached = self.walk(entries, at_start, true);
        reached.iter().any(|&id| matches!(self.nfa.nodes.get(id), Some(Node::Accept | Node::AcceptAll)))
    }

    fn walk(&mut self, entries: &[NodeId], at_start: bool, at_end: bool) -> Vec<NodeId> {
        self.round += 1;
        let mut open = entries.to_vec();
        let mut reached = Vec::new();
        while let Some(id) = open.pop() {
            let (Some(seen), Some(&node)) = (self.seen.get_mut(id), self.nfa.nodes.get(id)) else { continue };
            if std::mem::replace(seen, self.round) == self.round {
                continue;
            }
            match node {
                Node::Either(left, right) => open.extend([left, right]),
                Node::Start(next) if at_start => open.push(next),
                Node::Start(_) => {}
                Node::End(next) if at_end => open.push(next),
                Node::End(_) | Node::Literal(..) | Node::Symbols(..) | Node::Accept | Node::AcceptAll => {
                    reached.push(id);
                }
            }
        }
        reached
    }
}
