//! Following all ways to match one rule at once, the preferred ones first, as a Pike machine does.

use super::super::dfa::OverBudget;
use super::memory::{Memory, Note};
use super::program::{Program, SlotSet, Step};
use crate::number::Symbol;

/// The most steps from a place in a rule to the next, of all rules taken together: about a second.
const STEPS_BUDGET: usize = 20_000_000;

/// A way to match: the step that comes next, and what is remembered.
pub(super) type Thread = (u32, Note);

/// Follows threads; keeps the room that it needs.
pub(super) struct Search {
    /// Per step of a rule the last round in which it was reached.
    seen: Vec<u32>,
    round: u32,
    open: Vec<Thread>,
    work: usize,
}

/// Where in a number threads are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    /// Nothing has come yet.
    pub(super) start: bool,
    /// Nothing follows.
    pub(super) end: bool,
}

impl Search {
    /// For rules of up to so many steps.
    pub(super) fn new(steps: usize) -> Self {
        Self { seen: vec![0; steps], round: 0, open: Vec::new(), work: 0 }
    }

    /// Follows `threads`, in the order of preference, to the steps that take a symbol, and adds these to `waiting`. Ends
    /// at the first that has matched, and gives its note: what is less preferred does not count any more. Without memory,
    /// notes stay as they are.
    pub(super) fn follow(
        &mut self,
        program: &Program,
        mut memory: Option<&mut Memory<'_>>,
        threads: &[Thread],
        at: At,
        waiting: &mut Vec<Thread>,
    ) -> Result<Option<Note>, OverBudget> {
        self.round += 1;
        self.open.clear();
        self.open.extend(threads.iter().rev());
        while let Some((number, note)) = self.open.pop() {
            let (Some(seen), Some(step)) = (self.seen.get_mut(number as usize), program.step(number)) else { continue };
            if std::mem::replace(seen, self.round) == self.round {
                continue;
            }
            self.work += 1;
            match step {
                Step::Match => return Ok(Some(note)),
                Step::Take(..) => waiting.push((number, note)),
                Step::Either(first, second) => self.open.extend([(second, note), (first, note)]),
                Step::Start(next) if at.start => self.open.push((next, note)),
                Step::End(next) if at.end => self.open.push((next, note)),
                Step::Start(_) | Step::End(_) => {}
                Step::Open(slot, next) => {
                    let note = memory.as_mut().map_or(Ok(note), |memory| memory.open(program, note, slot))?;
                    self.open.push((next, note));
                }
                Step::Close(slot, next) => {
                    let note = memory.as_mut().map_or(Ok(note), |memory| memory.close(program, note, slot))?;
                    self.open.push((next, note));
                }
            }
        }
        if self.work > STEPS_BUDGET { Err(OverBudget) } else { Ok(None) }
    }
}

/// Where a thread goes on behind `symbol`, and the slots whose text that is part of.
pub(super) fn taken(program: &Program, thread: Thread, symbol: Symbol) -> Option<(u32, SlotSet)> {
    match program.step(thread.0)? {
        Step::Take(symbols, within, next) => symbols.contains(symbol).then_some((next, within)),
        Step::Either(..) | Step::Start(_) | Step::End(_) | Step::Open(..) | Step::Close(..) | Step::Match => None,
    }
}
