//! Following all rules of a table at once, symbol by symbol.
//!
//! A key holds whether the number may end, the state of the target behind the number as it is, and then for each rule
//! that is not settled: its place in the table, the state of the target behind what the best match so far makes of the
//! number, how many ways to match are followed, and these ways.

use super::super::dfa::OverBudget;
use super::lazy::{Follow, Place};
use super::memory::{Memory, Note};
use super::program::{Fate, Program};
use super::search::{At, Search, Thread, taken};
use super::table::Table;
use crate::number::Symbol;

/// What stands for a match that there is not, and for a state that makes no difference.
const NONE: u32 = u32::MAX;

/// What is asked of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    /// Which numbers it sends into the target.
    SentInto,
    /// Which numbers it rejects.
    Rejected,
}

/// The rules of a table and what they are asked.
pub(super) struct Simulation<'a> {
    rules: Vec<Rule<'a>>,
    memory: Memory<'a>,
    search: Search,
    /// The threads of a rule that are still to be followed.
    threads: Vec<Thread>,
    /// The threads of a rule that wait for the next symbol.
    waiting: Vec<Thread>,
}

/// A rule, and the state of the target that it leads to whatever it writes, if it does.
#[derive(Clone, Copy)]
struct Rule<'a> {
    program: &'a Program,
    constant: Option<u32>,
}

/// What has become of a rule.
struct Standing {
    /// The state of the target behind what the best match so far makes of the number.
    best: Option<u32>,
    /// The same if the number ends here.
    at_end: Option<u32>,
}

impl<'a> Simulation<'a> {
    /// Nothing was read yet.
    pub(super) fn new(programs: &'a [Program], target: &'a Table, question: Question) -> Self {
        let constant = |fate: Fate| match (question, fate) {
            (Question::SentInto, Fate::Written) => None,
            (Question::Rejected, Fate::Rejected) => Some(target.all()),
            (Question::SentInto, Fate::Rejected | Fate::Unwritable)
            | (Question::Rejected, Fate::Written | Fate::Unwritable) => Some(target.dead()),
        };
        let rules = programs.iter().map(|program| Rule { program, constant: constant(program.fate) });
        // Whether a rule applies that perhaps does and adds nothing makes no difference.
        let rules = rules.filter(|rule| !rule.program.perhaps || rule.constant != Some(target.dead())).collect();
        let steps = programs.iter().map(Program::len).max().unwrap_or(0);
        Self {
            rules,
            memory: Memory::new(target),
            search: Search::new(steps),
            threads: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// Follows the threads that were collected for `rule`, and one that begins here unless there is a match already.
    fn advance(&mut self, rule: Rule<'_>, whole: u32, best: Option<u32>, start: bool) -> Result<Standing, OverBudget> {
        let program = rule.program;
        if best.is_none() && (start || !program.anchored) {
            let note = if rule.constant.is_some() { 0 } else { self.memory.begin(program, whole)? };
            self.threads.push((program.entry, note));
        }
        self.waiting.clear();
        let best = self.matched(rule, At { start, end: false })?.or(best);
        let at_end = if program.asks_end {
            let waiting = std::mem::take(&mut self.waiting);
            let at_end = self.matched(rule, At { start, end: true })?.or(best);
            self.waiting = waiting;
            at_end
        } else {
            best
        };
        Ok(Standing { best, at_end })
    }

    /// Follows the threads; the state of the target behind the best match that ends here.
    fn matched(&mut self, rule: Rule<'_>, at: At) -> Result<Option<u32>, OverBudget> {
        let memory = if rule.constant.is_some() { None } else { Some(&mut self.memory) };
        let found = self.search.follow(rule.program, memory, &self.threads, at, &mut self.waiting)?;
        Ok(found.map(|note| rule.constant.unwrap_or_else(|| self.memory.finish(rule.program, note))))
    }

    /// Whether what was written of `rule` leads nowhere, whichever way it goes on.
    fn is_dead(&self, rule: Rule<'_>, standing: &Standing) -> bool {
        let dead = self.memory.target.dead();
        let is_dead = |note: Note| self.memory.is_dead(rule.program, note);
        match rule.constant {
            Some(state) => state == dead,
            None => {
                standing.best.is_none_or(|best| best == dead) && self.waiting.iter().all(|&(_, note)| is_dead(note))
            }
        }
    }

    /// Writes what is to be remembered of a rule.
    fn write(&self, index: usize, standing: &Standing, key: &mut Vec<u32>) -> Result<(), OverBudget> {
        let count = u32::try_from(self.waiting.len()).map_err(|_| OverBudget)?;
        key.extend([u32::try_from(index).map_err(|_| OverBudget)?, standing.best.unwrap_or(NONE), count]);
        key.extend(self.waiting.iter().flat_map(|&(step, note)| [step, note]));
        Ok(())
    }
}

/// What comes of the number if it ends here.
#[derive(Default)]
struct Ending {
    /// Whether it may be accepted.
    accepted: bool,
    /// Whether a rule applies for sure.
    settled: bool,
}

/// How far the rules were gone through behind a symbol.
struct Round {
    /// The state of the target behind the number as it is.
    whole: u32,
    /// If the number ends here.
    ending: Ending,
    /// Whether a rule applies for sure.
    settled: bool,
    /// Whether a rule is still looked for that has no match yet.
    searching: bool,
    /// Whether nothing leads anywhere any more.
    dead: bool,
}

impl Round {
    fn new(whole: u32, dead: u32) -> Self {
        Self { whole, ending: Ending::default(), settled: false, searching: false, dead: whole == dead }
    }

    /// Whether the number as it is makes a difference from here on.
    fn matters(&self) -> bool {
        self.searching || !self.settled
    }
}

impl Simulation<'_> {
    /// Goes on with the rule at `index`, whose threads were collected.
    fn go_on(
        &mut self,
        index: usize,
        best: Option<u32>,
        start: bool,
        round: &mut Round,
        key: &mut Vec<u32>,
    ) -> Result<(), OverBudget> {
        let Some(&rule) = self.rules.get(index) else { return Ok(()) };
        let standing = self.advance(rule, round.whole, best, start)?;
        if let Some(end) = standing.at_end
            && !round.ending.settled
        {
            round.ending.accepted |= self.memory.target.is_accepting(end);
            round.ending.settled = !rule.program.perhaps;
        }
        let is_over = standing.best.is_none() && self.waiting.is_empty() && rule.program.anchored;
        if !is_over {
            round.settled |= standing.best.is_some() && !rule.program.perhaps;
            round.searching |= standing.best.is_none();
            round.dead &= self.is_dead(rule, &standing);
            self.write(index, &standing, key)?;
        }
        Ok(())
    }

    /// The place behind all rules.
    fn place(&self, round: &Round, key: &mut [u32]) -> Place {
        let target = self.memory.target;
        let accepts = round.ending.accepted || (!round.ending.settled && target.is_accepting(round.whole));
        let alone = match *key {
            _ if round.dead => Some(target.dead()),
            [_, _] => Some(round.whole),
            // Only the first rule is left, and only its match counts.
            [_, _, _, best, 0] if round.settled => Some(best),
            _ => None,
        };
        if let Some(state) = alone.filter(|&state| target.is_accepting(state) == accepts) {
            return Place::Target(state);
        }
        if let [first, whole, ..] = key {
            *first = u32::from(accepts);
            *whole = if round.matters() { round.whole } else { target.dead() };
        }
        Place::Own
    }
}

impl Follow for Simulation<'_> {
    fn begin(&mut self, key: &mut Vec<u32>) -> Result<Place, OverBudget> {
        let mut round = Round::new(self.memory.target.start(), self.memory.target.dead());
        key.extend([0, 0]);
        for index in 0..self.rules.len() {
            self.threads.clear();
            self.go_on(index, None, true, &mut round, key)?;
            if round.settled {
                break;
            }
        }
        Ok(self.place(&round, key))
    }

    fn step(&mut self, before: &[u32], symbol: Symbol, key: &mut Vec<u32>) -> Result<Place, OverBudget> {
        let target = self.memory.target;
        let [_, whole, rest @ ..] = before else { return Ok(Place::Target(target.dead())) };
        let mut round = Round::new(target.step(*whole, symbol), target.dead());
        key.extend([0, 0]);
        let mut rest = rest;
        while let [index, best, count, behind @ ..] = rest
            && !round.settled
        {
            let index = *index as usize;
            let (threads, others) = behind.split_at_checked(*count as usize * 2).unwrap_or((behind, &[]));
            rest = others;
            let Some(&rule) = self.rules.get(index) else { continue };
            self.threads.clear();
            for thread in threads.chunks_exact(2) {
                let &[step, note] = thread else { continue };
                let Some((next, within)) = taken(rule.program, (step, note), symbol) else { continue };
                let note = match rule.constant {
                    Some(_) => note,
                    None => self.memory.take(rule.program, note, within, symbol)?,
                };
                self.threads.push((next, note));
            }
            let best = (*best != NONE).then(|| rule.constant.unwrap_or_else(|| target.step(*best, symbol)));
            self.go_on(index, best, false, &mut round, key)?;
        }
        Ok(self.place(&round, key))
    }
}
