//! What comes out of changes that know no patterns.

use super::super::compile;
use super::super::cube::Cube;
use super::super::dfa::{Dfa, OverBudget, State, StateId};
use super::lazy::{self, Follow, Place};
use super::table::Table;
use crate::number::{Symbol, SymbolSet};

/// The numbers of `domain` with `symbols` in front.
pub(super) fn with_prefix(domain: &Dfa, symbols: &[Symbol]) -> Dfa {
    let mut states = domain.states.clone();
    let id = |index: usize| StateId(u32::try_from(index).unwrap_or(u32::MAX));
    let dead = id(states.len());
    states.push(State::sink(dead, false));
    let start = symbols.iter().rev().fold(domain.start, |next, &symbol| {
        let mut state = State::sink(dead, false);
        state.lead(SymbolSet::of(symbol), next);
        states.push(state);
        id(states.len() - 1)
    });
    Dfa { states, start }
}

/// `symbols` alone, where `domain` has a number at all.
pub(super) fn constant(domain: &Dfa, symbols: &[Symbol]) -> Result<Dfa, OverBudget> {
    if domain.is_empty() {
        return Ok(Dfa::empty());
    }
    compile::cubes(&[Cube::of_sets(symbols.iter().map(|&symbol| SymbolSet::of(symbol)).collect())])
}

/// The numbers of `domain` without their first `count` symbols.
pub(super) fn stripped(domain: &Dfa, count: usize) -> Result<Dfa, OverBudget> {
    let domain = Table::new(domain);
    let mut reached = vec![domain.start()];
    let mut short = false;
    for _ in 0..count {
        short |= reached.iter().any(|&state| domain.is_accepting(state));
        let longer = onward(&domain, &reached);
        // Where lengths do not matter any more, more steps lead to the same.
        if longer == reached {
            break;
        }
        reached = longer;
    }
    let begin = Begin { anywhere: reached, whole: domain.dead(), left: None, empty: short };
    lazy::build(&mut Rest { domain: &domain, begin }, [], &domain, &Table::new(&Dfa::all()))
}

/// The last `count` symbols of the numbers of `domain`.
pub(super) fn last(domain: &Dfa, count: usize) -> Result<Dfa, OverBudget> {
    let domain = Table::new(domain);
    let mut seen = vec![false; domain.len()];
    let mut reached = vec![domain.start()];
    let mut at = 0;
    while let Some(&state) = reached.get(at) {
        at += 1;
        for next in domain.row(state).into_iter().flat_map(|row| row.next).map(|next| next.0) {
            if seen.get_mut(next as usize).is_some_and(|seen| !std::mem::replace(seen, true)) {
                reached.push(next);
            }
        }
    }
    let left = Some(u32::try_from(count).unwrap_or(u32::MAX - 1));
    let begin = Begin { anywhere: ordered(reached, &domain), whole: domain.start(), left, empty: false };
    lazy::build(&mut Rest { domain: &domain, begin }, [], &domain, &Table::new(&Dfa::all()))
}

/// All states that one symbol leads to.
fn onward(domain: &Table, states: &[u32]) -> Vec<u32> {
    let rows = states.iter().filter_map(|&state| domain.row(state));
    ordered(rows.flat_map(|row| row.next).map(|next| next.0).collect(), domain)
}

/// Each state once, without that which accepts nothing.
fn ordered(mut states: Vec<u32>, domain: &Table) -> Vec<u32> {
    states.sort_unstable();
    states.dedup();
    states.retain(|&state| state != domain.dead());
    states
}

/// Where ends of numbers begin.
struct Begin {
    /// The states that beginnings of numbers have led to.
    anywhere: Vec<u32>,
    /// The state of a number that is an end of itself, if that counts.
    whole: u32,
    /// How long ends are that begin anywhere; `None`: of any length.
    left: Option<u32>,
    /// Whether nothing is an end in any case.
    empty: bool,
}

/// Follows the ends of numbers. A key has, behind whether an end may be over, how many symbols are left, the state of the
/// number as a whole, and the states of numbers of which a part came before.
struct Rest<'a> {
    domain: &'a Table,
    begin: Begin,
}

/// Where the length of an end does not count.
const ANY: u32 = u32::MAX;

impl Rest<'_> {
    fn place(&self, left: u32, whole: u32, anywhere: &[u32], empty: bool, key: &mut Vec<u32>) -> Place {
        let accepts = |state: u32| self.domain.is_accepting(state);
        let over = (left == 0 || left == ANY) && anywhere.iter().any(|&state| accepts(state));
        if anywhere.is_empty() && whole == self.domain.dead() && !empty {
            return Place::Target(self.domain.dead());
        }
        key.extend([u32::from(over || accepts(whole) || empty), left, whole]);
        key.extend(anywhere);
        Place::Own
    }
}

impl Follow for Rest<'_> {
    fn begin(&mut self, key: &mut Vec<u32>) -> Result<Place, OverBudget> {
        let Begin { anywhere, whole, left, empty } = &self.begin;
        Ok(self.place(left.unwrap_or(ANY), *whole, anywhere, *empty, key))
    }

    fn step(&mut self, before: &[u32], symbol: Symbol, key: &mut Vec<u32>) -> Result<Place, OverBudget> {
        let &[_, left, whole, ref anywhere @ ..] = before else { return Ok(Place::Target(self.domain.dead())) };
        if left == 0 {
            return Ok(Place::Target(self.domain.dead()));
        }
        let left = if left == ANY { ANY } else { left - 1 };
        let stepped = anywhere.iter().map(|&state| self.domain.step(state, symbol)).collect();
        let whole = self.domain.step(whole, symbol);
        Ok(self.place(left, whole, &ordered(stepped, self.domain), false, key))
    }
}
