//! Texts that are remembered: known by what they do to the states of the target.

use std::collections::HashMap;

use indexmap::IndexSet;

use super::super::dfa::OverBudget;
use super::table::Table;
use crate::number::Symbol;

/// Up to this many states of the target two texts are one where they lead from the same states to the same; above it, a
/// text is its symbols.
const FUNCTIONS: usize = 2_000;

/// The most that is written down of what texts do: 32 MB.
const ENTRIES_BUDGET: usize = 8_000_000;

/// The most texts.
const TEXTS_BUDGET: usize = 300_000;

/// Texts by number; 0 is the empty one.
pub(super) struct Texts<'a> {
    target: &'a Table,
    /// Per text where it leads to from each state; empty where texts are their symbols.
    functions: IndexSet<Box<[u32]>>,
    /// Per text all but its last symbol, and that; empty where texts are functions.
    spelled: Vec<Option<(u32, Symbol)>>,
    longer: HashMap<(u32, Symbol), u32>,
}

impl<'a> Texts<'a> {
    /// The empty text alone.
    pub(super) fn new(target: &'a Table) -> Self {
        let mut functions = IndexSet::new();
        let mut spelled = Vec::new();
        if target.len() <= FUNCTIONS {
            functions.insert((0..).take(target.len()).collect());
        } else {
            spelled.push(None);
        }
        Self { target, functions, spelled, longer: HashMap::new() }
    }

    /// `text` and then `symbol`.
    pub(super) fn longer(&mut self, text: u32, symbol: Symbol) -> Result<u32, OverBudget> {
        if let Some(&longer) = self.longer.get(&(text, symbol)) {
            return Ok(longer);
        }
        let index = if let Some(function) = self.functions.get_index(text as usize) {
            let function = function.iter().map(|&state| self.target.step(state, symbol)).collect();
            self.functions.insert_full(function).0
        } else {
            self.spelled.push(Some((text, symbol)));
            self.spelled.len() - 1
        };
        if self.functions.len() * self.target.len() > ENTRIES_BUDGET || self.longer.len() >= TEXTS_BUDGET {
            return Err(OverBudget);
        }
        let longer = u32::try_from(index).map_err(|_| OverBudget)?;
        self.longer.insert((text, symbol), longer);
        Ok(longer)
    }

    /// Where `text` leads to from `state`.
    pub(super) fn apply(&self, text: u32, state: u32) -> u32 {
        if let Some(function) = self.functions.get_index(text as usize) {
            return function.get(state as usize).copied().unwrap_or(self.target.dead());
        }
        let mut symbols = Vec::new();
        let mut at = text;
        while let Some(&Some((shorter, symbol))) = self.spelled.get(at as usize) {
            symbols.push(symbol);
            at = shorter;
        }
        symbols.iter().rev().fold(state, |state, &symbol| self.target.step(state, symbol))
    }
}
