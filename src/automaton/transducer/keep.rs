//! Changes that know no patterns: symbols added or taken away in front, and the last symbols kept.

use super::super::dfa::OverBudget;
use super::lazy::{Follow, Place};
use super::table::Table;
use crate::number::Symbol;

/// The most that is remembered of how far the target is from accepting: 16 MB.
const LAYERS_BUDGET: usize = 4_000_000;

/// So many symbols are passed over, then the target begins.
pub(super) struct Plain<'a> {
    target: &'a Table,
    /// Where it begins.
    begin: u32,
    /// What is passed over.
    strip: u32,
}

impl<'a> Plain<'a> {
    /// `symbols` are put in front.
    pub(super) fn prefix(target: &'a Table, symbols: &[Symbol]) -> Self {
        Self { target, begin: target.walk(target.start(), symbols), strip: 0 }
    }

    /// `count` symbols are taken away in front.
    pub(super) fn strip(target: &'a Table, count: usize) -> Self {
        Self { target, begin: target.start(), strip: u32::try_from(count).unwrap_or(u32::MAX) }
    }

    /// With so many symbols still to pass over.
    fn place(&self, left: u32, key: &mut Vec<u32>) -> Place {
        if left == 0 {
            return Place::Target(self.begin);
        }
        key.extend([u32::from(self.target.is_accepting(self.begin)), left]);
        Place::Own
    }
}

impl Follow for Plain<'_> {
    fn begin(&mut self, key: &mut Vec<u32>) -> Result<Place, OverBudget> {
        Ok(self.place(self.strip, key))
    }

    fn step(&mut self, before: &[u32], _: Symbol, key: &mut Vec<u32>) -> Result<Place, OverBudget> {
        let left = before.get(1).copied().unwrap_or(0);
        Ok(self.place(left.saturating_sub(1), key))
    }
}

/// The last symbols are kept. A key has, behind whether a number may end, whether the number is longer than what is kept,
/// and then the states that the target is in from each of the last places of the number, the earliest first.
pub(super) struct KeepLast<'a> {
    target: &'a Table,
    count: usize,
    /// Per number of symbols left and state the first state that accepts the same numbers of that length. Empty where
    /// that is too much.
    layers: Vec<Vec<u32>>,
}

impl<'a> KeepLast<'a> {
    /// The last `count` symbols are kept.
    pub(super) fn new(target: &'a Table, count: usize) -> Self {
        let layers = if count.saturating_add(1).saturating_mul(target.len()) > LAYERS_BUDGET {
            Vec::new()
        } else {
            layers(target, count)
        };
        Self { target, count, layers }
    }

    /// The state that stands for `state` where just `left` symbols follow.
    fn settled(&self, state: u32, left: usize) -> u32 {
        self.layers.get(left).and_then(|layer| layer.get(state as usize)).copied().unwrap_or(state)
    }

    /// Writes the key of the states from each place.
    fn write(&self, whole: bool, states: impl Iterator<Item = u32>, key: &mut Vec<u32>) -> Place {
        key.extend([0, u32::from(whole)]);
        key.extend(states);
        let length = key.len() - 2;
        // The number as a whole is what comes out as long as it is short: where it may end is not known yet.
        let first_kept = usize::from(whole);
        for (age, state) in key.iter_mut().skip(2).enumerate().skip(first_kept) {
            *state = self.settled(*state, (self.count + 1 + age).saturating_sub(length));
        }
        let accepts = key.get(2).is_some_and(|&state| self.target.is_accepting(state));
        key.first_mut().into_iter().for_each(|first| *first = u32::from(accepts));
        let dead = self.target.dead();
        let is_dead = self.is_dead_for_ever(key);
        if is_dead { Place::Target(dead) } else { Place::Own }
    }

    /// Whether no number is accepted, however it goes on: where the target accepts nothing at all.
    fn is_dead_for_ever(&self, key: &[u32]) -> bool {
        self.target.start() == self.target.dead()
            && key.get(2..).is_some_and(|states| states.iter().all(|&state| state == self.target.dead()))
    }
}

impl Follow for KeepLast<'_> {
    fn begin(&mut self, key: &mut Vec<u32>) -> Result<Place, OverBudget> {
        Ok(self.write(self.count > 0, std::iter::once(self.target.start()), key))
    }

    fn step(&mut self, before: &[u32], symbol: Symbol, key: &mut Vec<u32>) -> Result<Place, OverBudget> {
        let states = before.get(2..).unwrap_or_default();
        let is_full = states.len() > self.count;
        let length = states.len() + usize::from(!is_full);
        // While the number is no longer than what is kept, its first place is the oldest.
        let whole = length <= self.count;
        let stepped = states.iter().skip(usize::from(is_full)).map(|&state| self.target.step(state, symbol));
        Ok(self.write(whole, stepped.chain([self.target.start()]), key))
    }
}

/// For each length up to `count` and each state of `target`: the first state that accepts the same numbers of that length.
fn layers(target: &Table, count: usize) -> Vec<Vec<u32>> {
    use std::collections::HashMap;
    let mut layers: Vec<Vec<u32>> = Vec::with_capacity(count + 1);
    let mut known = HashMap::new();
    let accepting =
        target.states().iter().zip(0_u32..).map(|(state, own)| *known.entry(state.accepting).or_insert(own));
    layers.push(accepting.collect());
    for _ in 0..count {
        let Some(shorter) = layers.last() else { break };
        let mut known = HashMap::new();
        let alike = target.states().iter().zip(0_u32..).map(|(state, own)| {
            let next = state.next.map(|next| shorter.get(next.index()).copied().unwrap_or(0));
            *known.entry(next).or_insert(own)
        });
        let layer = alike.collect();
        layers.push(layer);
    }
    layers
}
