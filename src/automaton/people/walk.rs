//! Walking an automaton symbol by symbol, along plain numbers or along all others.

use super::LONGEST;
use crate::automaton::dfa::{Dfa, StateId};
use crate::number::{Symbol, SymbolSet};

/// Which numbers a walk is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Digits, with or without a leading `+`.
    Plain,
    /// All that are not plain.
    Other,
}

/// What came so far.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Front {
    Nothing,
    Plain,
    Other,
}

/// A state of an automaton, and whether what led to it is plain. Places count from 0, below [`Walk::size`].
pub(super) type Place = usize;

/// The plain numbers of a set, or all others, none longer than [`LONGEST`]. It is no automaton of its own: it costs a
/// few bytes a state, and it is never over budget.
pub(super) struct Walk<'a> {
    dfa: &'a Dfa,
    kind: Kind,
    /// Every place that some number of at most [`LONGEST`] symbols leads to, with the fewest symbols that do;
    /// ascending by these.
    reached: Vec<(Place, usize)>,
}

impl<'a> Walk<'a> {
    /// The plain numbers of `dfa`.
    pub(super) fn plain(dfa: &'a Dfa) -> Self {
        Self::new(dfa, Kind::Plain)
    }

    /// The numbers of `dfa` that are not plain.
    pub(super) fn other(dfa: &'a Dfa) -> Self {
        Self::new(dfa, Kind::Other)
    }

    fn new(dfa: &'a Dfa, kind: Kind) -> Self {
        let mut walk = Self { dfa, kind, reached: Vec::new() };
        let mut seen = vec![false; walk.size()];
        let mut reached = vec![(walk.start(), 0)];
        let mut done = 0;
        while let Some(&(place, depth)) = reached.get(done) {
            done += 1;
            if depth == LONGEST {
                continue;
            }
            for (_, next) in walk.successors(place) {
                if seen.get_mut(next).is_some_and(|seen| !std::mem::replace(seen, true)) {
                    reached.push((next, depth + 1));
                }
            }
        }
        walk.reached = reached;
        walk
    }

    /// The first member, by length and then by the alphabet.
    pub(super) fn nearest(&self) -> Option<String> {
        let at = self.reached.iter().position(|&(place, _)| self.is_member(place))?;
        // What leads to a place first is the first of the shortest: backwards along these.
        let mut symbols = Vec::new();
        let (mut place, mut depth) = *self.reached.get(at)?;
        while depth > 0 {
            let before = |&&(_, other): &&(Place, usize)| other + 1 == depth;
            let leads = |&(from, _): &(Place, usize)| {
                let step = self.successors(from).find(|&(_, next)| next == place);
                step.map(|(symbol, _)| (from, symbol))
            };
            let (from, symbol) = self.reached.iter().filter(before).find_map(leads)?;
            symbols.push(symbol.character());
            (place, depth) = (from, depth - 1);
        }
        Some(symbols.into_iter().rev().collect())
    }

    /// The number of places, with those that are not reached.
    pub(super) fn size(&self) -> usize {
        2 * self.dfa.states() + 1
    }

    /// The place before the first symbol; no symbol leads to it.
    pub(super) fn start(&self) -> Place {
        2 * self.dfa.states()
    }

    /// Every place that is reached, with the fewest symbols that lead to it; ascending by these.
    pub(super) fn reached(&self) -> &[(Place, usize)] {
        &self.reached
    }

    /// Whether a number that ends in `place` is in the set, and of the kind that is walked.
    pub(super) fn is_member(&self, place: Place) -> bool {
        let (state, front) = self.resolve(place);
        (front == Front::Other) == (self.kind == Kind::Other) && self.dfa.is_accepting(state)
    }

    /// Where the symbols lead that may come next, in the order of the alphabet.
    pub(super) fn successors(&self, place: Place) -> impl Iterator<Item = (Symbol, Place)> {
        let (state, front) = self.resolve(place);
        let plain = match front {
            Front::Nothing => SymbolSet::DIGITS.union(SymbolSet::of(Symbol::PLUS)),
            Front::Plain => SymbolSet::DIGITS,
            Front::Other => SymbolSet::EMPTY,
        };
        let taken = match self.kind {
            Kind::Plain => plain,
            Kind::Other => SymbolSet::ALL,
        };
        let (dfa, other) = (self.dfa, self.dfa.states());
        taken.iter().map(move |symbol| {
            let next = dfa.step(state, symbol).index();
            (symbol, if plain.contains(symbol) { next } else { other + next })
        })
    }

    /// For each place, how many symbols may come behind it so that the number is in the set (`members`), or is not:
    /// bit `n` stands for `n` symbols. Nothing is said of what only longer numbers than [`LONGEST`] come to.
    pub(super) fn lengths(&self, members: bool) -> Vec<u64> {
        let mask = (1 << (LONGEST + 1)) - 1;
        let mut lengths = vec![0_u64; self.size()];
        loop {
            let mut changed = false;
            for &(place, _) in self.reached.iter().rev() {
                let mut all = u64::from(self.is_member(place) == members);
                let mut is_loop = false;
                for (_, next) in self.successors(place) {
                    is_loop |= next == place;
                    all |= lengths.get(next).map_or(0, |behind| behind << 1 & mask);
                }
                // What loops at one place needs no round of its own for each symbol.
                for doubled in [1, 2, 4, 8, 16, 32].into_iter().filter(|_| is_loop) {
                    all |= all << doubled & mask;
                }
                if let Some(own) = lengths.get_mut(place) {
                    changed |= std::mem::replace(own, all) != all;
                }
            }
            if !changed {
                return lengths;
            }
        }
    }

    /// The state at `place`, and what came before it.
    fn resolve(&self, place: Place) -> (StateId, Front) {
        let states = self.dfa.states();
        let state = |index: usize| StateId(u32::try_from(index).unwrap_or(u32::MAX));
        if place < states {
            (state(place), Front::Plain)
        } else if place < 2 * states {
            (state(place - states), Front::Other)
        } else {
            (self.dfa.start(), Front::Nothing)
        }
    }
}
