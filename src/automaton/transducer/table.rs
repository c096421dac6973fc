//! A set of numbers, ready to be walked by many at once.

use super::super::dfa::{Dfa, State, StateId};
use crate::number::{SYMBOLS, Symbol};

/// Up to this many states a target is minimised where texts are held by what they do to it: it is worth the time then.
const MINIMISED: usize = 5_000;

/// Up to this many states a target is minimised in any case.
const TINY: usize = 200;

/// How often all states are looked at to find out what cannot change any more. Not to find it all costs states only.
const SWEEPS: usize = 24;

/// An automaton in which all states that accept nothing are one, and all that accept everything are one.
pub(super) struct Table {
    states: Vec<State>,
    start: u32,
    dead: u32,
    all: u32,
    /// Of the alphabet the symbols that no state tells from an earlier one, each with that one.
    columns: [u8; SYMBOLS],
}

impl Table {
    /// The table of `set`, with its states as they are.
    pub(super) fn new(set: &Dfa) -> Self {
        let dead = u32::try_from(set.states.len()).unwrap_or(u32::MAX);
        let all = dead.saturating_add(1);
        let (may_accept, may_refuse) = (leads_to(&set.states, true), leads_to(&set.states, false));
        let outcomes = may_accept.iter().zip(&may_refuse).zip(0..);
        let canonical: Vec<u32> = outcomes
            .map(|((&accepts, &refuses), own)| {
                if !accepts {
                    dead
                } else if refuses {
                    own
                } else {
                    all
                }
            })
            .collect();
        let settled = |id: StateId| StateId(canonical.get(id.index()).copied().unwrap_or(dead));
        let moved = |state: &State| State { next: state.next.map(settled), accepting: state.accepting };
        let mut states: Vec<State> = set.states.iter().map(moved).collect();
        states.push(State::sink(StateId(dead), false));
        states.push(State::sink(StateId(all), true));
        let columns = columns(&states);
        Self { states, start: settled(set.start).0, dead, all, columns }
    }

    /// The table of `target`, minimised where that is worth it.
    pub(super) fn of_target(target: &Dfa, holds_texts: bool) -> Self {
        let limit = if holds_texts { MINIMISED } else { TINY };
        if target.states() <= limit { Self::new(&target.minimised()) } else { Self::new(target) }
    }

    /// The table that begins where it accepts nothing, and in which a state accepts everything.
    pub(super) fn nothing_or_all() -> Self {
        Self::new(&Dfa::empty())
    }

    /// Number of states.
    pub(super) fn len(&self) -> usize {
        self.states.len()
    }

    /// The state before the first symbol.
    pub(super) fn start(&self) -> u32 {
        self.start
    }

    /// The state from which nothing is accepted.
    pub(super) fn dead(&self) -> u32 {
        self.dead
    }

    /// The state from which everything is accepted.
    pub(super) fn all(&self) -> u32 {
        self.all
    }

    /// All states.
    pub(super) fn states(&self) -> &[State] {
        &self.states
    }

    /// Where each symbol leads to from `state`.
    pub(super) fn row(&self, state: u32) -> Option<&State> {
        self.states.get(state as usize)
    }

    /// Where `symbol` leads to from `state`.
    pub(super) fn step(&self, state: u32, symbol: Symbol) -> u32 {
        self.row(state).map_or(self.dead, |row| row.step(symbol).0)
    }

    /// Where `symbols` lead to from `state`, one after the other.
    pub(super) fn walk(&self, state: u32, symbols: &[Symbol]) -> u32 {
        symbols.iter().fold(state, |state, &symbol| self.step(state, symbol))
    }

    /// Whether a number may end in `state`.
    pub(super) fn is_accepting(&self, state: u32) -> bool {
        self.row(state).is_some_and(|row| row.accepting)
    }

    /// Of the alphabet the symbols that no state tells from an earlier one, each with that one.
    pub(super) fn columns(&self) -> [u8; SYMBOLS] {
        self.columns
    }
}

/// Of the alphabet the symbols that none of `states` tells from an earlier one, each with that one.
fn columns(states: &[State]) -> [u8; SYMBOLS] {
    let mut first_alike = [0_u8; SYMBOLS];
    for state in states {
        let differs = |(index, &first): (usize, &u8)| {
            state.next.get(index).map(|next| next.0) != state.next.get(usize::from(first)).map(|next| next.0)
        };
        if first_alike.iter().enumerate().any(differs) {
            first_alike = split(&first_alike, state);
        }
    }
    first_alike
}

/// The symbols that were alike so far and that `state` does not tell apart either.
fn split(first_alike: &[u8; SYMBOLS], state: &State) -> [u8; SYMBOLS] {
    let mut split = [0_u8; SYMBOLS];
    for (index, slot) in split.iter_mut().enumerate() {
        let alike = |&(&earlier, next): &(&u8, &StateId)| {
            Some(&earlier) == first_alike.get(index) && Some(next) == state.next.get(index)
        };
        let first = first_alike.iter().zip(&state.next).position(|pair| alike(&pair));
        *slot = first.and_then(|first| u8::try_from(first).ok()).unwrap_or(0);
    }
    split
}

/// For each state whether it leads to one that accepts, or that does not. Too much is `true` where it takes too long to
/// find out.
fn leads_to(states: &[State], accepting: bool) -> Vec<bool> {
    let mut leads: Vec<bool> = states.iter().map(|state| state.accepting == accepting).collect();
    for _ in 0..SWEEPS {
        let mut changed = false;
        // What leads on to others is mostly numbered before them.
        for (index, state) in states.iter().enumerate().rev() {
            if leads.get(index) == Some(&false) {
                let found = state.next.iter().any(|next| leads.get(next.index()).is_some_and(|leads| *leads));
                changed |= found;
                leads.get_mut(index).into_iter().for_each(|leads| *leads = found);
            }
        }
        if !changed {
            return leads;
        }
    }
    vec![true; states.len()]
}
