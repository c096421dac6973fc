//! Which classes a set of numbers meets.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::arrivals::Arrival;
use super::hunts::{Coverage, Hunt};
use crate::automaton::{Dfa, OverBudget, StateId};
use crate::number::{SYMBOLS, Symbol};

/// A state of the numbers, and one of the table.
type Pair = (StateId, StateId);

impl Coverage<'_, '_> {
    /// The classes that numbers of `numbers` meet when they come in by `arrival`, each with a number that does: the number as
    /// it arrives. Of classes with one hunt, one may stand for all.
    ///
    /// # Errors
    /// The numbers take more states than the budget.
    pub fn reached(
        &self,
        arrival: &Arrival<'_>,
        hunts: &[Hunt],
        numbers: &Dfa,
    ) -> Result<Vec<(usize, String)>, OverBudget> {
        let arriving = numbers.intersection(&arrival.path.domain()?)?;
        if arrival.path.is_unchanged() {
            return Ok(self.met(&arriving));
        }
        let mut by_hunt: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        let mut first: HashMap<&Hunt, usize> = HashMap::new();
        for (class, hunt) in hunts.iter().enumerate() {
            let representative = *first.entry(hunt).or_insert(class);
            by_hunt.entry(representative).or_default().push(class);
        }
        let mut found = Vec::new();
        for (class, classes) in by_hunt {
            let meeting = arrival.path.pre_image(&self.numbers(&classes)?)?.intersection(&arriving)?;
            found.extend(meeting.witness().map(|witness| (class, witness)));
        }
        Ok(found)
    }

    /// The classes that numbers which are routed as they are meet: a walk of both automata at once.
    fn met(&self, numbers: &Dfa) -> Vec<(usize, String)> {
        let table = self.table();
        let start = (numbers.start(), table.start());
        let mut before: HashMap<Pair, Option<(Pair, Symbol)>> = HashMap::new();
        before.insert(start, None);
        let mut open = VecDeque::from([start]);
        let mut found: BTreeMap<usize, (StateId, StateId)> = BTreeMap::new();
        while let Some(pair) = open.pop_front() {
            if numbers.is_accepting(pair.0) {
                found.entry(table.set_of(pair.1)).or_insert(pair);
            }
            for symbol in (0..SYMBOLS).filter_map(Symbol::from_index) {
                let next = (numbers.step(pair.0, symbol), table.step(pair.1, symbol));
                if numbers.is_dead(next.0) || before.contains_key(&next) {
                    continue;
                }
                before.insert(next, Some((pair, symbol)));
                open.push_back(next);
            }
        }
        let spelled = |mut pair| {
            let mut symbols = Vec::new();
            while let Some(Some((origin, symbol))) = before.get(&pair) {
                symbols.push(symbol.character());
                pair = *origin;
            }
            symbols.iter().rev().collect::<String>()
        };
        found.into_iter().map(|(class, pair)| (class, spelled(pair))).collect()
    }
}
