//! Two automata over many patterns, side by side.

use super::Labelled;
use crate::automaton::dfa::{Numbering, OverBudget, StateId};
use crate::number::SYMBOLS;

impl Labelled {
    /// The automaton that tells numbers apart by what both say of them: `label` gives, for a set of labels of each, the one
    /// label of the numbers that have these, or none.
    ///
    /// # Errors
    /// It needs too many states.
    ///
    /// ```
    /// use dialc::automaton::{Extractor, Labelled};
    /// use dialc::automaton::compile::Behind;
    /// use dialc::syntax::pattern::NumberPattern;
    ///
    /// let of = |text| {
    ///     let pattern = NumberPattern::parse(text).unwrap();
    ///     Labelled::new([(&pattern, Behind::en_bloc(&pattern))]).unwrap()
    /// };
    /// let differ = of("55..$").beside(&of("551.$"), |one, other| (one != other).then_some(0)).unwrap();
    /// let numbers = Extractor::new(&differ).numbers(&[1]);
    /// assert!(numbers.accepts("5500") && !numbers.accepts("5510") && !numbers.accepts("5600"));
    /// ```
    pub fn beside(&self, other: &Self, mut label: impl FnMut(usize, usize) -> Option<u32>) -> Result<Self, OverBudget> {
        let mut numbering = Numbering::new();
        // The first state is that of what nothing matches any more, and no number leads there.
        numbering.number(&None)?;
        let start = numbering.number(&Some((self.start, other.start)))?;
        let mut beside = Self { next: Vec::new(), set_of: Vec::new(), sets: vec![Box::default()], start };
        while let Some(key) = numbering.key(beside.next.len()) {
            let own = StateId(u32::try_from(beside.next.len()).unwrap_or(u32::MAX));
            let mut next = [own; SYMBOLS];
            let mut set = 0;
            if let Some((one, two)) = key {
                for ((slot, one), two) in next.iter_mut().zip(self.row(one)).zip(other.row(two)) {
                    *slot = numbering.number(&Some((*one, *two)))?;
                }
                set = label(self.set_of(one), other.set_of(two)).map_or(0, |label| label + 1);
            }
            while beside.sets.len() <= set as usize {
                let label = u32::try_from(beside.sets.len() - 1).unwrap_or(u32::MAX);
                beside.sets.push(Box::from([label]));
            }
            beside.next.push(next);
            beside.set_of.push(set);
        }
        Ok(beside)
    }
}
