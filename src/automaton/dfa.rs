//! Deterministic finite automata over the alphabet of numbers.

use std::collections::VecDeque;
use std::fmt;
use std::hash::Hash;

use super::quick::QuickMap;
use crate::number::{SYMBOLS, Symbol, SymbolSet};

/// The greatest number of states an automaton may have: 24 MB. What needs more is no dial plan, or cannot be decided
/// in reasonable time: to know which of `/1............$/` and `/2............$/` a number matches takes 1.6 million.
pub const STATE_BUDGET: usize = 300_000;

/// An automaton would have needed more than [`STATE_BUDGET`] states: the question stays open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBudget;

impl fmt::Display for OverBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the set of numbers needs an automaton of more than {STATE_BUDGET} states")
    }
}

impl std::error::Error for OverBudget {}

/// A state of one [`Dfa`]; it means nothing to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StateId(pub(super) u32);

impl StateId {
    /// Place among the states, from 0; below [`Dfa::states`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Where each symbol leads to, and whether a number may end here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct State {
    pub(super) next: [StateId; SYMBOLS],
    pub(super) accepting: bool,
}

impl State {
    /// The state with number `own` that no symbol leaves.
    pub(super) fn sink(own: StateId, accepting: bool) -> Self {
        Self { next: [own; SYMBOLS], accepting }
    }

    /// Where `symbol` leads to.
    pub(super) fn step(&self, symbol: Symbol) -> StateId {
        self.next.get(symbol.index()).copied().unwrap_or(StateId(0))
    }

    /// Lets all of `symbols` lead to `target`.
    pub(super) fn lead(&mut self, symbols: SymbolSet, target: StateId) {
        for symbol in symbols.iter() {
            if let Some(next) = self.next.get_mut(symbol.index()) {
                *next = target;
            }
        }
    }
}

/// A set of numbers over the alphabet, finite or not, as a deterministic automaton.
///
/// Every state has a successor for every symbol, so the complement costs nothing. Equality is a question about the
/// set, not about states: ask [`Dfa::equals`].
///
/// ```
/// use dialc::automaton::{Dfa, compile};
/// use dialc::syntax::pattern::NumberPattern;
///
/// let numbers = |text| compile::numbers(&NumberPattern::parse(text).unwrap()).unwrap();
/// let missing = numbers("55..$").difference(&numbers("55[1-9].$")).unwrap();
/// assert_eq!(missing.witness().as_deref(), Some("5500"));
/// ```
#[derive(Clone)]
pub struct Dfa {
    /// At least one.
    pub(super) states: Vec<State>,
    pub(super) start: StateId,
}

/// Numbers the states of an automaton under construction, each known by what it stands for.
pub(super) struct Numbering<K> {
    ids: QuickMap<K, StateId>,
    keys: Vec<K>,
}

impl<K: Clone + Eq + Hash> Numbering<K> {
    pub(super) fn new() -> Self {
        Self { ids: QuickMap::default(), keys: Vec::new() }
    }

    /// The number of the state that stands for `key`, a new one where there is none yet.
    pub(super) fn number(&mut self, key: &K) -> Result<StateId, OverBudget> {
        if let Some(&id) = self.ids.get(key) {
            return Ok(id);
        }
        let id = self.fresh(key.clone())?;
        self.ids.insert(key.clone(), id);
        Ok(id)
    }

    /// A new state that no other key finds again.
    pub(super) fn fresh(&mut self, key: K) -> Result<StateId, OverBudget> {
        let id = u32::try_from(self.keys.len()).ok().filter(|&id| (id as usize) < STATE_BUDGET);
        self.keys.push(key);
        id.map(StateId).ok_or(OverBudget)
    }

    /// What the state at `index` stands for, if there is one.
    pub(super) fn key(&self, index: usize) -> Option<K> {
        self.keys.get(index).cloned()
    }
}

impl Dfa {
    /// No number.
    pub fn empty() -> Self {
        Self { states: vec![State::sink(StateId(0), false)], start: StateId(0) }
    }

    /// Every number, the empty one too.
    pub fn all() -> Self {
        Self::empty().complement()
    }

    /// Numbers as they are usually dialled: digits, with or without a leading `+`; the empty number and `+` alone too.
    pub fn plain_numbers() -> Self {
        let mut digits = State::sink(StateId(1), true);
        digits.lead(SymbolSet::DIGITS.complement(), StateId(0));
        let mut start = digits;
        start.lead(SymbolSet::of(Symbol::PLUS), StateId(1));
        Self { states: vec![State::sink(StateId(0), false), digits, start], start: StateId(2) }
    }

    /// The numbers whose symbol at this position, from 0, is one of those; shorter ones are not among them.
    pub fn with_symbol_at(position: usize, one_of: impl Fn(Symbol) -> bool) -> Self {
        let id = |index: usize| StateId(u32::try_from(index).unwrap_or(u32::MAX));
        let (all, none) = (id(position + 1), id(position + 2));
        let mut states: Vec<State> = (0..position).map(|index| State::sink(id(index + 1), false)).collect();
        let mut chosen = State::sink(none, false);
        let symbols: SymbolSet = (0..SYMBOLS).filter_map(Symbol::from_index).filter(|symbol| one_of(*symbol)).collect();
        chosen.lead(symbols, all);
        states.extend([chosen, State::sink(all, true), State::sink(none, false)]);
        Self { states, start: id(0) }
    }

    /// Number of states, with those that accept nothing and cannot be reached.
    pub fn states(&self) -> usize {
        self.states.len()
    }

    /// The state before the first symbol.
    pub fn start(&self) -> StateId {
        self.start
    }

    /// The state that `symbol` leads to from `state`.
    pub fn step(&self, state: StateId, symbol: Symbol) -> StateId {
        self.states.get(state.index()).map_or(state, |state| state.step(symbol))
    }

    /// Whether a number that ends in `state` is in the set.
    pub fn is_accepting(&self, state: StateId) -> bool {
        self.states.get(state.index()).is_some_and(|state| state.accepting)
    }

    /// Whether no number that comes by `state` is in the set, since no symbol leaves it.
    pub fn is_dead(&self, state: StateId) -> bool {
        self.states.get(state.index()).is_none_or(|own| !own.accepting && own.next.iter().all(|next| *next == state))
    }

    /// Whether `number` is in the set. A character outside the alphabet is in no number.
    pub fn accepts(&self, number: &str) -> bool {
        let end = number
            .chars()
            .try_fold(self.start, |state, character| Symbol::new(character).map(|symbol| self.step(state, symbol)));
        end.is_some_and(|state| self.is_accepting(state))
    }

    /// The numbers that are not in the set.
    #[must_use]
    pub fn complement(&self) -> Self {
        let flip = |state: &State| State { accepting: !state.accepting, ..*state };
        Self { states: self.states.iter().map(flip).collect(), start: self.start }
    }

    /// Whether every state accepts, so that the set holds every number.
    pub(crate) fn is_everything(&self) -> bool {
        self.states.iter().all(|state| state.accepting)
    }

    /// Whether the set holds nothing.
    pub fn is_empty(&self) -> bool {
        self.witness().is_none()
    }

    /// The shortest number in the set; among those the first in the order of the alphabet.
    pub fn witness(&self) -> Option<String> {
        let mut reached: Vec<Option<(StateId, Option<Symbol>)>> = vec![None; self.states.len()];
        let mut queue = VecDeque::from([self.start]);
        if let Some(origin) = reached.get_mut(self.start.index()) {
            *origin = Some((self.start, None));
        }
        while let Some(id) = queue.pop_front() {
            let state = self.states.get(id.index())?;
            if state.accepting {
                return Some(spell(&reached, id));
            }
            for (index, &next) in state.next.iter().enumerate() {
                if let Some(origin @ None) = reached.get_mut(next.index()) {
                    *origin = Some((id, Symbol::from_index(index)));
                    queue.push_back(next);
                }
            }
        }
        None
    }

    /// How many numbers of `length` symbols, all out of `symbols`, are in the set; `u128::MAX` stands for more than
    /// that, which takes more than 30 symbols of the whole alphabet. Work: `length` times the states.
    pub fn count_of_length(&self, length: usize, symbols: SymbolSet) -> u128 {
        let mut ways: Vec<u128> = self.states.iter().map(|state| u128::from(state.accepting)).collect();
        for _ in 0..length {
            let longer = self.states.iter().map(|state| {
                let next = symbols.iter().filter_map(|symbol| ways.get(state.step(symbol).index()));
                next.fold(0, |sum: u128, &count| sum.saturating_add(count))
            });
            ways = longer.collect();
        }
        ways.get(self.start.index()).copied().unwrap_or(0)
    }

    /// The members none of whose proper prefixes is a member: what is left of `55..` when the longer numbers that it
    /// also takes are not counted.
    #[must_use]
    pub fn shortest_members(&self) -> Self {
        let dead = StateId(u32::try_from(self.states.len()).unwrap_or(u32::MAX));
        let cut = |state: &State| if state.accepting { State::sink(dead, true) } else { *state };
        let states = self.states.iter().map(cut).chain([State::sink(dead, false)]).collect();
        Self { states, start: self.start }
    }

    /// The numbers that go on behind a member: at least one symbol longer than it.
    ///
    /// ```
    /// use dialc::automaton::compile;
    /// use dialc::syntax::pattern::NumberPattern;
    /// let longer = compile::body(&NumberPattern::parse("55..").unwrap()).unwrap().prolonged();
    /// assert!(longer.accepts("551234") && !longer.accepts("5512"));
    /// ```
    #[must_use]
    pub fn prolonged(&self) -> Self {
        let all = StateId(u32::try_from(self.states.len()).unwrap_or(u32::MAX));
        let open = |state: &State| if state.accepting { State::sink(all, false) } else { *state };
        let states = self.states.iter().map(open).chain([State::sink(all, true)]).collect();
        Self { states, start: self.start }
    }
}

/// The number that leads to `end`, given where each state was first reached from.
fn spell(reached: &[Option<(StateId, Option<Symbol>)>], end: StateId) -> String {
    let mut number = Vec::new();
    let mut at = end;
    while let Some(&Some((origin, Some(symbol)))) = reached.get(at.index()) {
        number.push(symbol.character());
        at = origin;
    }
    number.iter().rev().collect()
}

impl fmt::Debug for Dfa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dfa of {} states, smallest number {:?}", self.states.len(), self.witness())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extremes() {
        assert_eq!(Dfa::empty().witness(), None);
        assert_eq!(Dfa::all().witness().as_deref(), Some(""));
        assert!(Dfa::empty().is_empty() && !Dfa::all().is_empty());
        assert!(Dfa::all().accepts("+1*#F") && !Dfa::all().accepts("1-2"));
    }

    #[test]
    fn plain_numbers_have_a_plus_in_front_only() {
        let plain = Dfa::plain_numbers();
        assert!(["", "+", "0", "+12065555500"].iter().all(|number| plain.accepts(number)));
        assert!(["1+", "++1", "*1", "A"].iter().all(|number| !plain.accepts(number)));
        assert_eq!(plain.count_of_length(3, SymbolSet::ALL), 1_100);
    }

    #[test]
    fn counting_goes_by_length_and_symbols() {
        assert_eq!(Dfa::all().count_of_length(2, SymbolSet::ALL), 361);
        assert_eq!(Dfa::all().count_of_length(15, SymbolSet::DIGITS), 10_u128.pow(15));
        assert_eq!(Dfa::all().count_of_length(32, SymbolSet::ALL), u128::MAX);
        assert_eq!(Dfa::empty().count_of_length(5, SymbolSet::ALL), 0);
    }

    #[test]
    fn the_shortest_member_of_everything_is_the_empty_number() {
        let shortest = Dfa::all().shortest_members();
        assert!(shortest.accepts("") && !shortest.accepts("1"));
    }
}
