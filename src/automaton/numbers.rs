//! Number sets as automata.

use std::collections::HashMap;

use super::dfa::{Dfa, OverBudget, STATE_BUDGET, State, StateId};
use crate::number::{Interval, NumberSet, Symbol, SymbolSet};

/// The state that nothing leaves and nothing is accepted in.
const DEAD: StateId = StateId(0);

/// States under construction, each kind once: equal endings share their states.
struct Trie {
    states: Vec<State>,
    ids: HashMap<State, StateId>,
}

impl Dfa {
    /// Exactly the digit strings of `numbers`, each with a leading `+` if `plus`. Minimal. Work: digits times
    /// intervals, however many numbers the intervals hold.
    pub fn of_numbers(numbers: &NumberSet, plus: bool) -> Result<Self, OverBudget> {
        let mut trie = Trie { states: Vec::new(), ids: HashMap::new() };
        trie.state(State::sink(DEAD, false))?;
        let intervals: Vec<Interval> = numbers.intervals().collect();
        let mut start = trie.endings(&intervals)?;
        if plus && start != DEAD {
            let mut leading = State::sink(DEAD, false);
            leading.lead(SymbolSet::of(Symbol::PLUS), start);
            start = trie.state(leading)?;
        }
        Ok(Self { states: trie.states, start })
    }
}

impl Trie {
    /// The number of `state`, a new one where there is none like it.
    fn state(&mut self, state: State) -> Result<StateId, OverBudget> {
        if let Some(&id) = self.ids.get(&state) {
            return Ok(id);
        }
        let id = u32::try_from(self.states.len()).map(StateId).map_err(|_| OverBudget)?;
        if self.states.len() >= STATE_BUDGET {
            return Err(OverBudget);
        }
        self.states.push(state);
        self.ids.insert(state, id);
        Ok(id)
    }

    /// The state from which exactly `endings` are accepted.
    fn endings(&mut self, endings: &[Interval]) -> Result<StateId, OverBudget> {
        match endings {
            [] => return Ok(DEAD),
            &[only] if only.first == 0 && Some(only.last) == unit(only.length).checked_sub(1) => {
                return self.any_digits(only.length);
            }
            _ => {}
        }
        let accepting = endings.iter().any(|interval| interval.length == 0);
        let mut state = State::sink(DEAD, accepting);
        for digit in 0..10 {
            let behind: Vec<Interval> = endings.iter().filter_map(|&interval| after(interval, digit)).collect();
            state.lead(SymbolSet::digit_range(digit, digit), self.endings(&behind)?);
        }
        self.state(state)
    }

    /// The state from which all strings of `length` digits are accepted.
    fn any_digits(&mut self, length: u8) -> Result<StateId, OverBudget> {
        let mut id = self.state(State::sink(DEAD, true))?;
        for _ in 0..length {
            let mut state = State::sink(DEAD, false);
            state.lead(SymbolSet::DIGITS, id);
            id = self.state(state)?;
        }
        Ok(id)
    }
}

/// How many strings of `length` digits there are.
pub(super) fn unit(length: u8) -> u64 {
    10_u64.saturating_pow(u32::from(length))
}

/// What may follow `digit` in a number of `interval`.
fn after(interval: Interval, digit: u8) -> Option<Interval> {
    let length = interval.length.checked_sub(1)?;
    let base = unit(length).checked_mul(u64::from(digit))?;
    let end = base + (unit(length) - 1);
    let (first, last) = (interval.first.max(base), interval.last.min(end));
    (first <= last).then(|| Interval { length, first: first - base, last: last - base })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(intervals: &[(u8, u64, u64)]) -> NumberSet {
        intervals.iter().map(|&(length, first, last)| Interval { length, first, last }).collect()
    }

    #[test]
    fn a_number_has_all_its_digits() {
        let numbers = Dfa::of_numbers(&set(&[(4, 55, 60), (2, 7, 7), (0, 0, 0)]), false).unwrap();
        assert!(["0055", "0060", "07", ""].iter().all(|number| numbers.accepts(number)));
        assert!(["0054", "55", "055", "7", "+07"].iter().all(|number| !numbers.accepts(number)));
    }

    #[test]
    fn the_plus_is_before_every_number() {
        let numbers = Dfa::of_numbers(&set(&[(11, 12_065_555_500, 12_065_555_599)]), true).unwrap();
        assert_eq!(numbers.witness().as_deref(), Some("+12065555500"));
        assert!(!numbers.accepts("12065555500"));
        assert_eq!(numbers.count_of_length(12, SymbolSet::ALL), 100);
        assert!(Dfa::of_numbers(&NumberSet::new(), true).unwrap().is_empty());
    }

    #[test]
    fn a_large_range_is_a_small_automaton() {
        let range = set(&[(18, 123_456_789_012_345_678, 987_654_321_098_765_432)]);
        let numbers = Dfa::of_numbers(&range, false).unwrap();
        assert_eq!(numbers.count_of_length(18, SymbolSet::DIGITS), u128::from(range.count()));
        assert!(numbers.states() < 60);
        assert_eq!(numbers.states(), numbers.minimised().states());
    }
}
