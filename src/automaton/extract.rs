//! Sets of numbers out of an automaton over many patterns: those that lead to some of its sets of labels.

use super::dfa::{Dfa, State, StateId};
use super::labelled::Labelled;
use super::quick::QuickMap;
use crate::number::SYMBOLS;

/// A [`Labelled`] automaton, ready for sets of numbers to be taken out of it. Each takes as long as the part of the
/// automaton that leads to it.
#[derive(Debug)]
pub struct Extractor<'a> {
    labelled: &'a Labelled,
    /// Per state, where those that lead to it begin among `sources`; one more at the end.
    before: Vec<u32>,
    sources: Vec<u32>,
    /// Per set of labels its states, in the same form.
    of_set: Vec<u32>,
    states: Vec<u32>,
}

/// Lists by index, one behind the other: where each begins, and what they hold.
fn grouped(count: usize, pairs: impl Fn(&mut dyn FnMut(usize, u32))) -> (Vec<u32>, Vec<u32>) {
    let mut begin = vec![0_u32; count + 1];
    pairs(&mut |index, _| {
        if let Some(size) = begin.get_mut(index + 1) {
            *size += 1;
        }
    });
    let mut sum = 0;
    for size in &mut begin {
        sum += *size;
        *size = sum;
    }
    let mut next = begin.clone();
    let mut items = vec![0_u32; sum as usize];
    pairs(&mut |index, item| {
        if let Some(place) = next.get_mut(index) {
            if let Some(slot) = items.get_mut(*place as usize) {
                *slot = item;
            }
            *place += 1;
        }
    });
    (begin, items)
}

/// What a list holds.
fn slice<'a>(begin: &[u32], items: &'a [u32], index: usize) -> &'a [u32] {
    let (Some(&from), Some(&to)) = (begin.get(index), begin.get(index + 1)) else { return &[] };
    items.get(from as usize..to as usize).unwrap_or_default()
}

impl<'a> Extractor<'a> {
    /// Makes an automaton ready: a pass over its edges.
    pub fn new(labelled: &'a Labelled) -> Self {
        let count = labelled.states();
        let (before, sources) = grouped(count, |found| {
            for state in labelled.iter() {
                let mut last = None;
                for next in labelled.row(state) {
                    // What matches nothing any more leads nowhere, and runs of symbols often lead to one state.
                    if next.index() != 0 && *next != state && last != Some(*next) {
                        found(next.index(), state.0);
                    }
                    last = Some(*next);
                }
            }
        });
        let (of_set, states) = grouped(labelled.sets(), |found| {
            labelled.iter().for_each(|state| found(labelled.set_of(state), state.0));
        });
        Self { labelled, before, sources, of_set, states }
    }

    /// The automaton.
    pub fn labelled(&self) -> &'a Labelled {
        self.labelled
    }

    /// A state whose numbers have this set of labels.
    pub fn state_of(&self, set: usize) -> Option<StateId> {
        slice(&self.of_set, &self.states, set).first().map(|&state| StateId(state))
    }

    /// The numbers whose labels are one of `sets`; the empty set, of what no pattern matches, must not be among them.
    pub fn numbers(&self, sets: &[usize]) -> Dfa {
        self.numbers_at_once(sets).minimised_if_small()
    }

    /// The same with states that could be fewer: for a set that is looked at once.
    pub fn numbers_at_once(&self, sets: &[usize]) -> Dfa {
        let members = || sets.iter().flat_map(|&set| slice(&self.of_set, &self.states, set)).copied();
        let mut live = QuickMap::default();
        let mut open: Vec<u32> = members().collect();
        let mut order = Vec::new();
        while let Some(state) = open.pop() {
            let fresh = u32::try_from(live.len() + 1).unwrap_or(u32::MAX);
            if let std::collections::hash_map::Entry::Vacant(entry) = live.entry(state) {
                entry.insert(fresh);
                order.push((fresh, state));
                open.extend(slice(&self.before, &self.sources, state as usize));
            }
        }
        let dead = StateId(0);
        let Some(&start) = live.get(&self.labelled.start().0) else { return Dfa::empty() };
        let mut states = vec![State::sink(dead, false); live.len() + 1];
        for (own, state) in order {
            let mut last = (dead, dead);
            let mut next = [dead; SYMBOLS];
            for (slot, target) in next.iter_mut().zip(self.labelled.row(StateId(state))) {
                // Runs of symbols often lead to one state.
                if last.0 != *target {
                    last = (*target, live.get(&target.0).map_or(dead, |&id| StateId(id)));
                }
                *slot = last.1;
            }
            if let Some(slot) = states.get_mut(own as usize) {
                slot.next = next;
            }
        }
        for own in members().filter_map(|state| live.get(&state)) {
            states.get_mut(*own as usize).into_iter().for_each(|state| state.accepting = true);
        }
        Dfa { states, start: StateId(start) }
    }

    /// The numbers that no pattern matches.
    ///
    /// # Errors
    /// Never in practice: the automaton is within its budget already.
    pub fn unmatched(&self) -> Dfa {
        let row = |state: StateId| {
            let mut next = [StateId(0); SYMBOLS];
            next.iter_mut().zip(self.labelled.row(state)).for_each(|(slot, target)| *slot = *target);
            State { next, accepting: self.labelled.set_of(state) == 0 }
        };
        Dfa { states: self.labelled.iter().map(row).collect(), start: self.labelled.start() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::automaton::compile::{self, Behind};
    use crate::syntax::pattern::NumberPattern;

    #[test]
    fn numbers_are_those_of_their_labels() {
        let patterns = ["55..$", "5[1-3].", "9T", "551%2$"].map(|text| NumberPattern::parse(text).unwrap());
        let labelled = Labelled::new(patterns.iter().map(|pattern| (pattern, Behind::en_bloc(pattern)))).unwrap();
        let extractor = Extractor::new(&labelled);
        for label in 0..4_u32 {
            let sets: Vec<_> = (1..labelled.sets()).filter(|&set| labelled.labels(set).contains(&label)).collect();
            let expected = compile::numbers(&patterns[label as usize]).unwrap();
            assert!(extractor.numbers(&sets).equals(&expected), "{label}");
        }
        let any = compile::numbers_of_any(&patterns).unwrap();
        assert!(extractor.unmatched().equals(&any.complement()));
        assert!(extractor.numbers(&[]).is_empty());
    }
}
