//! Which numbers come out differently on two ways.

use std::collections::HashMap;

use crate::analysis::coverage::{Path, Step};
use crate::automaton::{Change, Dfa, LONGEST, OverBudget};
use crate::number::SYMBOLS;

/// The bits in which symbols, counted from 1, differ from each other and from none.
const BITS: u32 = usize::BITS - SYMBOLS.leading_zeros();

/// How many states more than the numbers that are looked at what is left of them may have.
const LARGE: usize = 4_000;

/// Compares what ways send; what was found out is kept.
#[derive(Default)]
pub(super) struct Sent {
    known: HashMap<(Path, Path), Option<Dfa>>,
}

impl Sent {
    /// The numbers of `numbers` that come out differently on two ways, or on one of them only. Numbers of more than
    /// [`LONGEST`] symbols on the way out are no calls, and what comes behind that is not looked at.
    ///
    /// # Errors
    /// That takes more states than the budget.
    pub(super) fn apart(&mut self, one: &Path, other: &Path, numbers: &Dfa) -> Result<Dfa, OverBudget> {
        if one == other {
            return Ok(Dfa::empty());
        }
        let key = (one.clone(), other.clone());
        if let Some(known) = self.known.get(&key) {
            return match known {
                Some(apart) => apart.intersection(numbers),
                None => found(one, other, numbers),
            };
        }
        // Often many sets are asked about; where all numbers are too many, each set is looked at by itself.
        let all = may_differ(one, other).and_then(|numbers| found(one, other, &numbers)).ok();
        let apart = match &all {
            Some(apart) => apart.intersection(numbers),
            None => found(one, other, numbers),
        };
        self.known.insert(key, all);
        apart
    }
}

/// The numbers of `numbers` that get through on a way; `None`: all do.
pub(super) fn passing(path: &Path, numbers: &Dfa) -> Result<Option<Dfa>, OverBudget> {
    let rejects = |step: &Step| match step {
        Step::Change(change) => match &**change {
            Change::Rules(rules) => rules.may_reject(),
            Change::Prefix(_) | Change::Strip(_) | Change::KeepLast(_) | Change::Replace(_) => false,
        },
        Step::Within(_) => true,
    };
    if !path.steps().iter().any(rejects) {
        return Ok(None);
    }
    let passing = path.domain()?;
    Ok(if numbers.is_subset(&passing)? { None } else { Some(numbers.intersection(&passing)?) })
}

/// The numbers that may come out differently on two ways, all where that does not show at once.
fn may_differ(one: &Path, other: &Path) -> Result<Dfa, OverBudget> {
    let (mine, others) = (one.steps(), other.steps());
    let differing: Vec<usize> =
        mine.iter().zip(others).enumerate().filter(|(_, (one, other))| one != other).map(|(at, _)| at).collect();
    let ([at], true) = (differing.as_slice(), mine.len() == others.len()) else { return Ok(Dfa::all()) };
    let (Some(Step::Change(mine)), Some(Step::Change(others))) = (mine.get(*at), others.get(*at)) else {
        return Ok(Dfa::all());
    };
    let (Change::Rules(mine), Change::Rules(others)) = (&**mine, &**others) else { return Ok(Dfa::all()) };
    let before = one.steps().iter().take(*at).fold(Path::new(), |path, step| path.then(step.clone()));
    before.pre_image(&mine.told_apart(others)?)
}

/// Two texts are the same where they have the same symbol, or its absence, at each position: the pre-images of each bit of
/// it are compared.
fn found(one: &Path, other: &Path, numbers: &Dfa) -> Result<Dfa, OverBudget> {
    let within = |path: &Path, open: &Dfa| Path::new().within(open.clone()).join(path);
    let mut apart = Dfa::empty();
    let mut open = numbers.clone();
    let most = LARGE + 4 * numbers.states();
    for position in 0..=LONGEST {
        let mut found = Vec::new();
        let mut goes_on = false;
        for bit in 0..BITS {
            let target = Dfa::with_symbol_at(position, |symbol| ((symbol.index() + 1) >> bit) & 1 == 1);
            let (mine, others) = (within(one, &open).pre_image(&target)?, within(other, &open).pre_image(&target)?);
            goes_on = goes_on || !mine.is_empty() || !others.is_empty();
            found.push(mine.difference(&others)?);
            found.push(others.difference(&mine)?);
        }
        let found = Dfa::union_all(found)?;
        if !found.is_empty() {
            open = open.difference(&found)?.minimised_if_small();
            // Where a digit is compared with one far in front of it, the sets grow tenfold at each position.
            if open.states() > most {
                return Err(OverBudget);
            }
            apart = apart.union(&found)?.minimised();
        }
        if !goes_on || open.is_empty() {
            break;
        }
    }
    // What comes out empty on one way may be rejected on the other.
    let (mine, others) = (within(one, &open).domain()?, within(other, &open).domain()?);
    apart.union(&mine.difference(&others)?)?.union(&others.difference(&mine)?)
}
