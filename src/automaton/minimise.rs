//! The smallest automaton of a set.

use std::collections::HashMap;

use super::dfa::{Dfa, State, StateId};

/// Up to this many states an automaton is minimised as soon as it is built; a larger one gains too little for the time.
const SMALL: usize = 5_000;

impl Dfa {
    /// The automaton with the fewest states that has the same numbers; its states are numbered in the order in which
    /// the smallest numbers reach them, so equal sets give equal automata. Work: states times the longest number
    /// needed to tell two states apart (Moore's refinement).
    #[must_use]
    pub fn minimised(&self) -> Self {
        let reached = self.reachable();
        let mut classes: Vec<u32> = reached.states.iter().map(|state| u32::from(state.accepting)).collect();
        let mut count = 0;
        loop {
            let mut known = HashMap::new();
            let refined: Vec<u32> = reached
                .states
                .iter()
                .zip(&classes)
                .map(|(state, &class)| {
                    let next = state.next.map(|next| classes.get(next.index()).copied().unwrap_or(0));
                    let fresh = u32::try_from(known.len()).unwrap_or(u32::MAX);
                    *known.entry((class, next)).or_insert(fresh)
                })
                .collect();
            classes = refined;
            if known.len() == count {
                return reached.quotient(&classes, count);
            }
            count = known.len();
        }
    }

    /// Minimised where that is cheap.
    #[must_use]
    pub fn minimised_if_small(self) -> Self {
        if self.states.len() <= SMALL { self.minimised() } else { self }
    }

    /// One state for each of `count` classes. Classes are numbered in the order of their first states, and the first
    /// of all is the start.
    fn quotient(&self, classes: &[u32], count: usize) -> Self {
        let class = |id: StateId| StateId(classes.get(id.index()).copied().unwrap_or(0));
        let mut states: Vec<State> = Vec::with_capacity(count);
        for (state, &own) in self.states.iter().zip(classes) {
            if own as usize == states.len() {
                states.push(State { next: state.next.map(class), accepting: state.accepting });
            }
        }
        Self { states, start: class(self.start) }
    }

    /// The same without states that no number reaches, in the order in which numbers reach them.
    fn reachable(&self) -> Self {
        let mut ids: Vec<Option<StateId>> = vec![None; self.states.len()];
        let mut order = Vec::new();
        let mut states: Vec<State> = Vec::new();
        let mut visit = |id: StateId, order: &mut Vec<StateId>| {
            let fresh = StateId(u32::try_from(order.len()).unwrap_or(u32::MAX));
            let Some(slot) = ids.get_mut(id.index()) else { return fresh };
            *slot.get_or_insert_with(|| {
                order.push(id);
                fresh
            })
        };
        let start = visit(self.start, &mut order);
        while let Some(state) = order.get(states.len()).and_then(|id| self.states.get(id.index())) {
            let next = state.next.map(|next| visit(next, &mut order));
            states.push(State { next, accepting: state.accepting });
        }
        Self { states, start }
    }
}
