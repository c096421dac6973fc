//! How many characters of a number a pattern can match with literals.

use super::compile::{self, Behind};
use super::nfa::{Nfa, Node, NodeId};
use crate::number::Symbol;
use crate::syntax::pattern::Piece;

/// The greatest number of literal characters that any way to match `number` uses; `None` where there is no way. `list`
/// comes first, then what `behind` says.
///
/// All ways are followed at once, symbol by symbol, and each item of the pattern remembers only its best. So nested
/// quantifiers cost no more than others: the items of the pattern times the symbols of the number.
pub fn most_literals(list: &[Piece], behind: Behind, number: &[Symbol]) -> Option<usize> {
    let mut nfa = Nfa::default();
    let end = nfa.add(behind.node());
    let entry = compile::pieces(&mut nfa, list, end);
    let mut ways = Ways { nfa: &nfa, seen: vec![0; nfa.nodes().len()], round: 0 };
    let mut best = None;
    let mut waiting = vec![(0, entry)];
    for &symbol in number {
        let mut behind_symbol = Vec::new();
        for (literals, node) in ways.opened(&mut waiting) {
            match node.takes() {
                Some((symbols, next)) if symbols.contains(symbol) => {
                    behind_symbol.push((literals + usize::from(matches!(node, Node::Literal(..))), next));
                }
                None if matches!(node, Node::AcceptAll) => best = best.max(Some(literals)),
                Some(_) | None => {}
            }
        }
        waiting = behind_symbol;
    }
    let at_the_end = ways.opened(&mut waiting).into_iter();
    let accepted = at_the_end.filter(|(_, node)| matches!(node, Node::Accept | Node::AcceptAll));
    best.max(accepted.map(|(literals, _)| literals).max())
}

/// The places in a pattern that several ways have come to.
struct Ways<'a> {
    nfa: &'a Nfa,
    /// Per node the last round in which it was reached.
    seen: Vec<usize>,
    round: usize,
}

impl Ways<'_> {
    /// The nodes that the `waiting` ones lead to without a symbol, each once, with the most literals that were used on
    /// the way to it.
    fn opened(&mut self, waiting: &mut [(usize, NodeId)]) -> Vec<(usize, Node)> {
        self.round += 1;
        let mut reached = Vec::new();
        // The best first: what was seen already was seen with at least as many literals.
        waiting.sort_unstable_by(|left, right| right.cmp(left));
        let mut open = Vec::new();
        for &(literals, first) in waiting.iter() {
            open.push(first);
            while let Some(id) = open.pop() {
                let (Some(seen), Some(&node)) = (self.seen.get_mut(id), self.nfa.nodes().get(id)) else { continue };
                if std::mem::replace(seen, self.round) == self.round {
                    continue;
                }
                match node {
                    Node::Either(left, right) => open.extend([left, right]),
                    // No dial-peer pattern has `^` or `$` within.
                    Node::Start(_) | Node::End(_) => {}
                    Node::Literal(..) | Node::Symbols(..) | Node::Accept | Node::AcceptAll => {
                        reached.push((literals, node));
                    }
                }
            }
        }
        reached
    }
}
