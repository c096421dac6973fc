//! Building the automaton of a pre-image: only what numbers of the domain lead to.

use std::collections::HashMap;

use indexmap::IndexSet;

use super::super::dfa::{Dfa, OverBudget, STATE_BUDGET, State, StateId};
use super::classes::classes;
use super::table::Table;
use crate::number::{Symbol, SymbolSet};

/// The most words of all keys taken together: 32 MB.
const WORDS_BUDGET: usize = 8_000_000;

/// What a number has led to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A state of the target, which alone decides from here on.
    Target(u32),
    /// What the key says that was written.
    Own,
}

/// Something that follows a number symbol by symbol. What it has to remember is a key of words; whether a number may end
/// there is the first of them, 0 or 1.
pub(super) trait Follow {
    /// Before the first symbol. Writes the key where it says [`Place::Own`].
    fn begin(&mut self, key: &mut Vec<u32>) -> Result<Place, OverBudget>;
    /// Behind `symbol`, from what `before` says.
    fn step(&mut self, before: &[u32], symbol: Symbol, key: &mut Vec<u32>) -> Result<Place, OverBudget>;
}

/// The numbers of `domain` that `follow` accepts, which tells no symbols apart that are alike in `sets` and `target`.
pub(super) fn build(
    follow: &mut impl Follow,
    sets: impl IntoIterator<Item = SymbolSet>,
    target: &Table,
    domain: &Table,
) -> Result<Dfa, OverBudget> {
    let mut builder = Builder {
        target,
        domain,
        classes: classes(sets, [target, domain]),
        copies: vec![None; target.len()],
        pairs: HashMap::new(),
        keys: IndexSet::new(),
        key_states: Vec::new(),
        words: 0,
        open: Vec::new(),
    };
    let dfa = builder.run(follow)?;
    Ok(dfa.minimised_if_small())
}

/// What a state of the result stands for.
#[derive(Clone, Copy)]
enum Item {
    /// Nothing is accepted any more.
    Dead,
    /// A state of the target alone.
    Copy(u32),
    /// A state of the target, and one of the domain.
    Pair(u32, u32),
    /// The key with this index; its last word is the state of the domain.
    Key(usize),
}

struct Builder<'a> {
    target: &'a Table,
    domain: &'a Table,
    classes: Vec<(SymbolSet, Symbol)>,
    /// Per state of the target the state that stands for it alone.
    copies: Vec<Option<StateId>>,
    pairs: HashMap<(u32, u32), StateId>,
    keys: IndexSet<Box<[u32]>>,
    /// Per key its state.
    key_states: Vec<StateId>,
    /// Of all keys.
    words: usize,
    /// Per state what it stands for.
    open: Vec<Item>,
}

impl Builder<'_> {
    fn run(&mut self, follow: &mut impl Follow) -> Result<Dfa, OverBudget> {
        let mut key = Vec::new();
        let mut before = Vec::new();
        self.fresh(Item::Dead)?;
        let place = follow.begin(&mut key)?;
        let start = self.state(place, self.domain.start(), &mut key)?;
        let mut states = Vec::new();
        while let Some(&item) = self.open.get(states.len()) {
            let own = StateId(u32::try_from(states.len()).map_err(|_| OverBudget)?);
            states.push(match item {
                Item::Dead => State::sink(own, false),
                Item::Copy(target) => self.copied(own, target)?,
                Item::Pair(target, domain) => self.paired(own, target, domain)?,
                Item::Key(index) => {
                    before.clear();
                    before.extend(self.keys.get_index(index).into_iter().flatten());
                    self.followed(own, follow, &mut before, &mut key)?
                }
            });
        }
        Ok(Dfa { states, start })
    }

    /// A new state.
    fn fresh(&mut self, item: Item) -> Result<StateId, OverBudget> {
        let id = u32::try_from(self.open.len()).ok().filter(|&id| (id as usize) < STATE_BUDGET);
        self.open.push(item);
        id.map(StateId).ok_or(OverBudget)
    }

    /// The state of a place and a state of the domain.
    fn state(&mut self, place: Place, domain: u32, key: &mut Vec<u32>) -> Result<StateId, OverBudget> {
        if domain == self.domain.dead() || place == Place::Target(self.target.dead()) {
            return Ok(StateId(0));
        }
        match place {
            Place::Target(target) if domain == self.domain.all() => self.copy(target),
            Place::Target(target) => self.pair(target, domain),
            Place::Own => {
                key.push(domain);
                if let Some(index) = self.keys.get_index_of(key.as_slice()) {
                    return self.key_states.get(index).copied().ok_or(OverBudget);
                }
                self.words += key.len();
                if self.words > WORDS_BUDGET {
                    return Err(OverBudget);
                }
                let index = self.keys.insert_full(key.as_slice().into()).0;
                let id = self.fresh(Item::Key(index))?;
                self.key_states.push(id);
                Ok(id)
            }
        }
    }

    /// The state that stands for a state of the target alone.
    fn copy(&mut self, target: u32) -> Result<StateId, OverBudget> {
        if target == self.target.dead() {
            return Ok(StateId(0));
        }
        if let Some(&Some(id)) = self.copies.get(target as usize) {
            return Ok(id);
        }
        let id = self.fresh(Item::Copy(target))?;
        self.copies.get_mut(target as usize).into_iter().for_each(|copy| *copy = Some(id));
        Ok(id)
    }

    fn pair(&mut self, target: u32, domain: u32) -> Result<StateId, OverBudget> {
        if let Some(&id) = self.pairs.get(&(target, domain)) {
            return Ok(id);
        }
        let id = self.fresh(Item::Pair(target, domain))?;
        self.pairs.insert((target, domain), id);
        Ok(id)
    }

    fn copied(&mut self, own: StateId, target: u32) -> Result<State, OverBudget> {
        let mut state = State::sink(own, self.target.is_accepting(target));
        let table = self.target;
        for (next, to) in state.next.iter_mut().zip(table.row(target).into_iter().flat_map(|row| row.next)) {
            *next = self.copy(to.0)?;
        }
        Ok(state)
    }

    fn paired(&mut self, own: StateId, target: u32, domain: u32) -> Result<State, OverBudget> {
        let accepting = self.target.is_accepting(target) && self.domain.is_accepting(domain);
        let mut state = State::sink(own, accepting);
        for class in 0..self.classes.len() {
            let Some(&(symbols, first)) = self.classes.get(class) else { continue };
            let place = Place::Target(self.target.step(target, first));
            let next = self.state(place, self.domain.step(domain, first), &mut Vec::new())?;
            state.lead(symbols, next);
        }
        Ok(state)
    }

    fn followed(
        &mut self,
        own: StateId,
        follow: &mut impl Follow,
        before: &mut Vec<u32>,
        key: &mut Vec<u32>,
    ) -> Result<State, OverBudget> {
        let domain = before.pop().unwrap_or(self.domain.dead());
        let accepting = before.first() == Some(&1) && self.domain.is_accepting(domain);
        let mut state = State::sink(own, accepting);
        for class in 0..self.classes.len() {
            let Some(&(symbols, first)) = self.classes.get(class) else { continue };
            let next_domain = self.domain.step(domain, first);
            let next = if next_domain == self.domain.dead() {
                StateId(0)
            } else {
                key.clear();
                let place = follow.step(before, first, key)?;
                self.state(place, next_domain, key)?
            };
            state.lead(symbols, next);
        }
        Ok(state)
    }
}
