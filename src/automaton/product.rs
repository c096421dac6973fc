//! What two automata have in common, and what sets them apart.

use super::dfa::{Dfa, Numbering, OverBudget, State, StateId};
use crate::number::{SYMBOLS, Symbol, SymbolSet};

/// How many sets are joined at once.
const JOINED: usize = 16;

/// A state of each side; or, where no further symbol can change the outcome any more, that outcome alone.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Pair {
    Open(StateId, StateId),
    Settled(bool),
}

impl Dfa {
    /// What is in either.
    pub fn union(&self, other: &Self) -> Result<Self, OverBudget> {
        self.product(other, |left, right| left || right)
    }

    /// What is in both.
    pub fn intersection(&self, other: &Self) -> Result<Self, OverBudget> {
        self.product(other, |left, right| left && right)
    }

    /// What is in this and not in the other.
    pub fn difference(&self, other: &Self) -> Result<Self, OverBudget> {
        self.product(other, |left, right| left && !right)
    }

    /// Whether all of it is in the other.
    pub fn is_subset(&self, other: &Self) -> Result<bool, OverBudget> {
        Ok(self.difference(other)?.is_empty())
    }

    /// Whether nothing is in both.
    pub fn is_disjoint(&self, other: &Self) -> Result<bool, OverBudget> {
        Ok(self.intersection(other)?.is_empty())
    }

    /// The numbers that end in a member: any symbols or none, and then it.
    ///
    /// ```
    /// use dialc::automaton::compile;
    /// use dialc::syntax::pattern::NumberPattern;
    /// let ending = compile::body(&NumberPattern::parse("55..").unwrap()).unwrap().ending().unwrap();
    /// assert!(["5500", "15512", "555512"].iter().all(|number| ending.accepts(number)));
    /// assert!(["", "550", "55123"].iter().all(|number| !ending.accepts(number)));
    /// ```
    ///
    /// # Errors
    /// They take more states than the budget.
    pub fn ending(&self) -> Result<Self, OverBudget> {
        // Each symbol may be the first of the member.
        let mut subsets: Numbering<Vec<StateId>> = Numbering::new();
        let start = subsets.number(&vec![self.start])?;
        let mut states = Vec::new();
        while let Some(subset) = subsets.key(states.len()) {
            let mut state = State::sink(start, subset.iter().any(|own| self.is_accepting(*own)));
            for symbol in (0..SYMBOLS).filter_map(Symbol::from_index) {
                let next = subset.iter().map(|own| self.step(*own, symbol)).filter(|next| !self.is_dead(*next));
                let mut next: Vec<StateId> = next.chain([self.start]).collect();
                next.sort_unstable();
                next.dedup();
                state.lead(SymbolSet::of(symbol), subsets.number(&next)?);
            }
            states.push(state);
        }
        Ok(Self { states, start })
    }

    /// What is in any of `sets`, minimised on the way.
    pub fn union_all(sets: impl IntoIterator<Item = Self>) -> Result<Self, OverBudget> {
        Self::joined(sets.into_iter().collect(), JOINED)
    }

    /// The union of `row`, so many at once as long as that is within the budget, and then two at a time.
    fn joined(mut row: Vec<Self>, at_once: usize) -> Result<Self, OverBudget> {
        while row.len() > 1 {
            let mut joined = Vec::with_capacity(row.len().div_ceil(at_once));
            for chunk in row.chunks(at_once) {
                joined.push(match (chunk, Self::union_of(chunk)) {
                    ([one], _) => one.clone(),
                    (_, Ok(union)) => union.minimised(),
                    (_, Err(over)) if at_once == 2 => return Err(over),
                    (_, Err(_)) => Self::joined(chunk.to_vec(), 2)?,
                });
            }
            row = joined;
        }
        Ok(row.pop().unwrap_or_else(Self::empty))
    }

    /// The union of `sets`: a state stands for those of all sets that may still accept.
    fn union_of(sets: &[Self]) -> Result<Self, OverBudget> {
        let sinks: Vec<_> = sets.iter().map(Self::sinks).collect();
        let sink = |set: u32, state: StateId| sinks.get(set as usize).and_then(|sinks| *sinks.get(state.index())?);
        let mut numbering: Numbering<Vec<(u32, StateId)>> = Numbering::new();
        let mut states: Vec<State> = Vec::new();
        let everything = (u32::MAX, StateId(0));
        // Puts a state of one of the sets to those of the others.
        let put = |key: &mut Vec<(u32, StateId)>, set: u32, state: StateId| match sink(set, state) {
            _ if key.first() == Some(&everything) => {}
            Some(true) => *key = vec![everything],
            Some(false) => {}
            None => key.push((set, state)),
        };
        let mut key = Vec::new();
        (0..).zip(sets).for_each(|(set, dfa)| put(&mut key, set, dfa.start));
        let start = numbering.number(&key)?;
        while let Some(from) = numbering.key(states.len()) {
            let own = StateId(u32::try_from(states.len()).unwrap_or(u32::MAX));
            if from.is_empty() || from.first() == Some(&everything) {
                states.push(State::sink(own, !from.is_empty()));
                continue;
            }
            let rows =
                from.iter().filter_map(|&(set, state)| Some((set, sets.get(set as usize)?.states.get(state.index())?)));
            let rows: Vec<(u32, &State)> = rows.collect();
            let mut state = State::sink(own, rows.iter().any(|(_, row)| row.accepting));
            for (symbol, next) in state.next.iter_mut().enumerate() {
                key.clear();
                for (set, row) in &rows {
                    row.next.get(symbol).into_iter().for_each(|to| put(&mut key, *set, *to));
                }
                *next = numbering.number(&key)?;
            }
            states.push(state);
        }
        Ok(Self { states, start })
    }

    /// The numbers for which `keep` holds, told whether each side has them. Work: the pairs of states that some number
    /// reaches.
    fn product(&self, other: &Self, keep: impl Fn(bool, bool) -> bool) -> Result<Self, OverBudget> {
        let (left_sinks, right_sinks) = (self.sinks(), other.sinks());
        let pair = |left: StateId, right: StateId| {
            let sink = |sinks: &[Option<bool>], id: StateId| sinks.get(id.index()).copied().flatten();
            let (whole_left, whole_right) = (sink(&left_sinks, left), sink(&right_sinks, right));
            let by_left = whole_left.filter(|&is| keep(is, true) == keep(is, false)).map(|is| keep(is, true));
            let by_right = whole_right.filter(|&is| keep(true, is) == keep(false, is)).map(|is| keep(true, is));
            by_left.or(by_right).map_or(Pair::Open(left, right), Pair::Settled)
        };
        let mut numbering = Numbering::new();
        let start = numbering.number(&pair(self.start, other.start))?;
        let mut states = Vec::new();
        while let Some(key) = numbering.key(states.len()) {
            let own = StateId(u32::try_from(states.len()).unwrap_or(u32::MAX));
            let state = match key {
                Pair::Settled(accepting) => State::sink(own, accepting),
                Pair::Open(left, right) => {
                    let (Some(a), Some(b)) = (self.states.get(left.index()), other.states.get(right.index())) else {
                        break;
                    };
                    let mut state = State::sink(own, keep(a.accepting, b.accepting));
                    let targets = a.next.iter().zip(&b.next);
                    for (next, (&left, &right)) in state.next.iter_mut().zip(targets) {
                        *next = numbering.number(&pair(left, right))?;
                    }
                    state
                }
            };
            states.push(state);
        }
        Ok(Self { states, start })
    }

    /// For each state that no symbol leaves: whether it accepts.
    fn sinks(&self) -> Vec<Option<bool>> {
        let is_sink = |(index, state): (usize, &State)| {
            let stays = state.next.iter().all(|next| next.index() == index);
            stays.then_some(state.accepting)
        };
        self.states.iter().enumerate().map(is_sink).collect()
    }

    /// Whether both hold the same numbers. Never over budget: near-linear in the states of both (Hopcroft and Karp,
    /// "A linear algorithm for testing equivalence of finite automata", 1971).
    pub fn equals(&self, other: &Self) -> bool {
        let offset = self.states.len();
        let mut joined = Forest { parents: (0..offset + other.states.len()).collect() };
        let mut open = vec![(self.start.index(), other.start.index())];
        joined.join(self.start.index(), offset + other.start.index());
        while let Some((left, right)) = open.pop() {
            let (Some(a), Some(b)) = (self.states.get(left), other.states.get(right)) else { continue };
            if a.accepting != b.accepting {
                return false;
            }
            for (left, right) in a.next.iter().zip(&b.next).take(SYMBOLS) {
                if joined.join(left.index(), offset + right.index()) {
                    open.push((left.index(), right.index()));
                }
            }
        }
        true
    }
}

/// Classes of states that must accept the same numbers, each a tree.
struct Forest {
    parents: Vec<usize>,
}

impl Forest {
    fn root(&mut self, mut of: usize) -> usize {
        loop {
            let parent = self.parents.get(of).copied().unwrap_or(of);
            let above = self.parents.get(parent).copied().unwrap_or(parent);
            if parent == of {
                return of;
            }
            if let Some(shortened) = self.parents.get_mut(of) {
                *shortened = above;
            }
            of = above;
        }
    }

    /// Makes two classes one; `false` where they were one already.
    fn join(&mut self, left: usize, right: usize) -> bool {
        let (left, right) = (self.root(left), self.root(right));
        if let Some(parent) = self.parents.get_mut(left) {
            *parent = right;
        }
        left != right
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::number::Symbol;

    /// All strings of up to four of three symbols.
    fn short_numbers() -> Vec<String> {
        let longer = |shorter: &[String]| shorter.iter().flat_map(|n| ["0", "7", "+"].map(|c| n.clone() + c)).collect();
        let mut all = vec![vec![String::new()]];
        for length in 0..4 {
            all.push(longer(&all[length]));
        }
        all.concat()
    }

    /// Any automaton of up to five states that tells 0, 7 and all other symbols apart.
    fn automaton() -> impl Strategy<Value = Dfa> {
        let state = (any::<bool>(), prop::array::uniform3(0_u32..5));
        prop::collection::vec(state, 5).prop_map(|states| {
            let state = |(accepting, [zero, seven, other]): (bool, [u32; 3])| {
                let mut state = State::sink(StateId(other), accepting);
                state.next[Symbol::new('0').unwrap().index()] = StateId(zero);
                state.next[Symbol::new('7').unwrap().index()] = StateId(seven);
                state
            };
            Dfa { states: states.into_iter().map(state).collect(), start: StateId(0) }
        })
    }

    proptest! {
        #[test]
        fn operations_do_what_they_say_to_every_number(left in automaton(), right in automaton()) {
            let union = left.union(&right).unwrap();
            let both = left.intersection(&right).unwrap();
            let difference = left.difference(&right).unwrap();
            let all = [&left, &right, &both].map(Dfa::clone);
            prop_assert!(Dfa::union_all(all.clone()).unwrap().equals(&union));
            prop_assert!(Dfa::joined(all.to_vec(), 2).unwrap().equals(&union));
            let numbers = short_numbers();
            for number in &numbers {
                let (in_left, in_right) = (left.accepts(number), right.accepts(number));
                prop_assert_eq!(union.accepts(number), in_left || in_right);
                prop_assert_eq!(both.accepts(number), in_left && in_right);
                prop_assert_eq!(difference.accepts(number), in_left && !in_right);
                prop_assert_eq!(left.complement().accepts(number), !in_left);
                prop_assert_eq!(left.minimised().accepts(number), in_left);
                let shorter = |length: usize| left.accepts(&number[..length]);
                let shortest = in_left && !(0..number.len()).any(shorter);
                prop_assert_eq!(left.shortest_members().accepts(number), shortest);
            }
        }

        #[test]
        fn questions_agree_with_each_other(left in automaton(), right in automaton()) {
            let same = left.is_subset(&right).unwrap() && right.is_subset(&left).unwrap();
            prop_assert_eq!(left.equals(&right), same);
            prop_assert_eq!(left.minimised().states == right.minimised().states, same);
            prop_assert_eq!(left.is_disjoint(&right).unwrap(), left.intersection(&right).unwrap().is_empty());
            prop_assert!(left.minimised().equals(&left));
            prop_assert!(left.minimised().states() <= 5);
            let all = Dfa::union_all([left.clone(), right.clone(), left.complement()]).unwrap();
            prop_assert!(all.equals(&Dfa::all()));
        }

        #[test]
        fn the_witness_is_the_shortest_and_then_the_smallest(numbers in automaton()) {
            // Five states: the shortest number has four symbols at most.
            let expected = short_numbers().into_iter().filter(|number| numbers.accepts(number));
            let smallest = expected.min_by_key(|number| {
                (number.len(), number.chars().map(Symbol::new).collect::<Vec<_>>())
            });
            let found = numbers.witness().map(|witness| witness.replace(|c| !matches!(c, '0' | '7'), "+"));
            prop_assert_eq!(found.map(|number| number.len()), smallest.as_ref().map(String::len));
            prop_assert!(numbers.witness().is_none_or(|witness| numbers.accepts(&witness)));
            for length in 0..3 {
                let count = short_numbers().iter().filter(|n| n.len() == length && numbers.accepts(n)).count();
                let symbols = ['0', '7', '+'].map(|symbol| Symbol::new(symbol).unwrap()).into_iter().collect();
                prop_assert_eq!(numbers.count_of_length(length, symbols), count as u128);
            }
        }
    }

    #[test]
    fn nothing_has_no_union() {
        assert!(Dfa::union_all([]).unwrap().is_empty());
    }

    #[test]
    fn a_set_that_needs_too_many_states_is_refused() {
        use crate::automaton::compile;
        use crate::syntax::pattern::MatchPattern;
        let rule = |text: &str| compile::rule(&MatchPattern::parse(text).unwrap()).unwrap();
        let (left, right) = (rule("1............$"), rule("2............$"));
        assert_eq!(left.intersection(&right).unwrap_err(), OverBudget);
    }
}
