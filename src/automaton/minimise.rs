//! The smallest automaton of a set.

use super::dfa::{Dfa, State, StateId};
use super::quick::QuickMap;
use crate::number::SYMBOLS;

/// Up to this many states an automaton is minimised as soon as it is built; a larger one gains too little for the time.
const SMALL: usize = 5_000;

/// Whether a number may end in a state, and the classes that each symbol leads to.
fn outlook(state: &State, classes: &[u32]) -> (bool, [u32; SYMBOLS]) {
    (state.accepting, state.next.map(|next| classes.get(next.index()).copied().unwrap_or(0)))
}

impl Dfa {
    /// The automaton with the fewest states that has the same numbers; its states are numbered in the order in which
    /// the smallest numbers reach them, so equal sets give equal automata. Work: linear for states that no loop leads to;
    /// for the others times the longest number needed to tell two of them apart (Moore's refinement).
    #[must_use]
    pub fn minimised(&self) -> Self {
        let reached = self.reachable();
        let (before, behind) = reached.around_loops();
        let mut classes = vec![0; reached.states.len()];
        reached.refine(&behind, &mut classes);
        let mut known = QuickMap::default();
        for &index in &behind {
            if let (Some(state), Some(&class)) = (reached.states.get(index), classes.get(index)) {
                known.insert(outlook(state, &classes), class);
            }
        }
        for &index in before.iter().rev() {
            let fresh = u32::try_from(known.len()).unwrap_or(u32::MAX);
            let Some(state) = reached.states.get(index) else { continue };
            let class = *known.entry(outlook(state, &classes)).or_insert(fresh);
            classes.get_mut(index).into_iter().for_each(|slot| *slot = class);
        }
        reached.quotient(&classes, known.len())
    }

    /// The states that no loop leads to, each before those that it leads to; and the others.
    fn around_loops(&self) -> (Vec<usize>, Vec<usize>) {
        let mut entries = vec![0_u32; self.states.len()];
        for next in self.states.iter().flat_map(|state| state.next) {
            entries.get_mut(next.index()).into_iter().for_each(|count| *count += 1);
        }
        let mut before: Vec<usize> = (0..entries.len()).filter(|&index| entries.get(index) == Some(&0)).collect();
        let mut done = 0;
        while let Some(state) = before.get(done).and_then(|&index| self.states.get(index)) {
            done += 1;
            for next in state.next {
                let Some(count) = entries.get_mut(next.index()) else { continue };
                *count -= 1;
                if *count == 0 {
                    before.push(next.index());
                }
            }
        }
        let behind = (0..entries.len()).filter(|&index| entries.get(index) != Some(&0)).collect();
        (before, behind)
    }

    /// Gives the states of `list`, which lead to no others, classes of those that accept the same.
    fn refine(&self, list: &[usize], classes: &mut [u32]) {
        for &index in list {
            let accepting = self.states.get(index).is_some_and(|state| state.accepting);
            classes.get_mut(index).into_iter().for_each(|class| *class = u32::from(accepting));
        }
        let mut count = 0;
        loop {
            let mut known = QuickMap::default();
            let mut refined = Vec::with_capacity(list.len());
            for &index in list {
                let (Some(state), Some(&class)) = (self.states.get(index), classes.get(index)) else { continue };
                let fresh = u32::try_from(known.len()).unwrap_or(u32::MAX);
                refined.push(*known.entry((class, outlook(state, classes))).or_insert(fresh));
            }
            for (&index, fresh) in list.iter().zip(refined) {
                classes.get_mut(index).into_iter().for_each(|class| *class = fresh);
            }
            if known.len() == count {
                return;
            }
            count = known.len();
        }
    }

    /// Minimised where that is cheap.
    #[must_use]
    pub fn minimised_if_small(self) -> Self {
        if self.states.len() <= SMALL { self.minimised() } else { self }
    }

    /// One state for each of `count` classes, in the order of their first states.
    fn quotient(&self, classes: &[u32], count: usize) -> Self {
        let mut names: Vec<Option<StateId>> = vec![None; count];
        let mut firsts = Vec::with_capacity(count);
        for (state, &class) in self.states.iter().zip(classes) {
            if let Some(name @ None) = names.get_mut(class as usize) {
                *name = Some(StateId(u32::try_from(firsts.len()).unwrap_or(u32::MAX)));
                firsts.push(state);
            }
        }
        let name = |id: StateId| {
            let class = classes.get(id.index()).copied().unwrap_or(0);
            names.get(class as usize).copied().flatten().unwrap_or(StateId(0))
        };
        let moved = |state: &State| State { next: state.next.map(name), accepting: state.accepting };
        Self { states: firsts.into_iter().map(moved).collect(), start: name(self.start) }
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
