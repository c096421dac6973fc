//! How the calls to a set of numbers differ.

use std::fmt;

use super::sent::Sent;
use super::treatment::{Step, Treatment};
use crate::analysis::coverage::Path;
use crate::automaton::{Dfa, OverBudget};
use crate::call::Onwards;

/// How calls are treated differently; of those that fit a number, the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Calls loop that did not.
    LoopIntroduced,
    /// Calls looped, and do not any more.
    LoopRemoved,
    /// Calls to an emergency number, whatever is different.
    Emergency,
    /// No dial-peer takes the call any more.
    Lost,
    /// A dial-peer takes the call, where none did.
    Gained,
    /// Another far end is first.
    Rerouted,
    /// The same far ends in another order, with the same first.
    Reordered,
    /// Behind the first, a far end is not tried any more, or behind fewer failures.
    FallbackLost,
    /// Behind the first, a further far end is tried, or behind more failures.
    FallbackGained,
    /// What is tried behind the first is otherwise different.
    FallbackChanged,
    /// The same far ends, where another number is sent to one of them.
    Rewritten,
}

impl Class {
    /// All of them, the most important first.
    pub const ALL: [Self; 11] = [
        Self::LoopIntroduced,
        Self::LoopRemoved,
        Self::Emergency,
        Self::Lost,
        Self::Gained,
        Self::Rerouted,
        Self::Reordered,
        Self::FallbackLost,
        Self::FallbackGained,
        Self::FallbackChanged,
        Self::Rewritten,
    ];

    /// Its name: `fallback-lost`.
    pub fn name(self) -> &'static str {
        match self {
            Self::LoopIntroduced => "loop-introduced",
            Self::LoopRemoved => "loop-removed",
            Self::Emergency => "emergency",
            Self::Lost => "lost",
            Self::Gained => "gained",
            Self::Rerouted => "rerouted",
            Self::Reordered => "reordered",
            Self::FallbackLost => "fallback-lost",
            Self::FallbackGained => "fallback-gained",
            Self::FallbackChanged => "fallback-changed",
            Self::Rewritten => "rewritten",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What is done to numbers before they are routed, on both sides.
pub(super) type Before<'a> = (&'a Path, &'a Path);

/// How calls to `numbers` differ that take these steps on one side and on the other, whether what goes first is different (the far
/// end or the number that is sent there), and for which of the numbers; nothing where they do not.
///
/// # Errors
/// That takes more states than the budget.
pub(super) fn class(
    old: &Treatment,
    new: &Treatment,
    before: Before<'_>,
    numbers: &Dfa,
    sent: &mut Sent,
) -> Result<Vec<(Class, bool, Dfa)>, OverBudget> {
    let found = match (old.first(), new.first()) {
        (None, None) => return Ok(Vec::new()),
        (Some(_), None) => Some(Class::Lost),
        (None, Some(_)) => Some(Class::Gained),
        (Some(first), Some(second)) if first.heads() != second.heads() => Some(Class::Rerouted),
        (Some(_), Some(_)) => further(old, new),
    };
    let mut sent_apart = |one: &Step, other: &Step| -> Result<Dfa, OverBudget> {
        let mut apart = Vec::new();
        for one in &one.ways {
            // Several of one rank may lead to one far end.
            for other in other.ways.iter().filter(|other| other.target == one.target) {
                let (mine, others) = (before.0.clone().join(&one.path), before.1.clone().join(&other.path));
                apart.push(sent.apart(&mine, &others, numbers)?);
            }
        }
        Dfa::union_all(apart)
    };
    let first = match (old.first(), new.first()) {
        (Some(one), Some(other)) if one.heads() == other.heads() => sent_apart(one, other)?,
        (Some(_) | None, Some(_) | None) => numbers.clone(),
    };
    let all = if found.is_some() {
        numbers.clone()
    } else {
        let steps = old.iter().zip(new).skip(1);
        Dfa::union_all(steps.map(|(one, other)| sent_apart(one, other)).collect::<Result<Vec<_>, _>>()?)?
    };
    let class = found.unwrap_or(Class::Rewritten);
    let behind = all.difference(&first)?;
    Ok([(class, true, first), (class, false, behind)]
        .into_iter()
        .filter(|(_, _, numbers)| !numbers.is_empty())
        .collect())
}

/// How the steps behind the first differ in where they lead, or in when they are taken.
fn further(old: &Treatment, new: &Treatment) -> Option<Class> {
    let orders = |steps: &Treatment| steps.iter().map(Step::order).collect::<Vec<_>>();
    let (mine, others) = (orders(old), orders(new));
    if mine == others {
        return by_failures(old, new);
    }
    let sorted = |targets: &[String]| {
        let mut sorted = targets.to_vec();
        sorted.sort_unstable();
        sorted
    };
    Some(if sorted(&mine) == sorted(&others) {
        Class::Reordered
    } else if is_within(&others, &mine) {
        Class::FallbackLost
    } else if is_within(&mine, &others) {
        Class::FallbackGained
    } else {
        Class::FallbackChanged
    })
}

/// Whether the steps of `few` are among those of `many`, in the same order.
fn is_within(few: &[String], many: &[String]) -> bool {
    let mut many = many.iter();
    few.iter().all(|one| many.any(|other| one == other))
}

/// How the failures differ behind which the same steps are taken.
fn by_failures(old: &Treatment, new: &Treatment) -> Option<Class> {
    let pairs: Vec<_> = old.iter().zip(new).map(|(one, other)| (one.failures(), other.failures())).collect();
    if pairs.iter().all(|(one, other)| one == other) {
        return None;
    }
    let is_known = |(target, one): &(&str, _), many: &[(&str, &Onwards)]| {
        many.iter().any(|(other, failures)| other == target && failures.contains(one))
    };
    let all_in = |few: &[(&str, &Onwards)], many: &[(&str, &Onwards)]| {
        few.iter().all(|(target, failures)| failures.iter().all(|one| is_known(&(*target, *one), many)))
    };
    let lost = pairs.iter().all(|(one, other)| all_in(other, one));
    let gained = pairs.iter().all(|(one, other)| all_in(one, other));
    Some(match (lost, gained) {
        (true, false) => Class::FallbackLost,
        (false, true) => Class::FallbackGained,
        (true, true) | (false, false) => Class::FallbackChanged,
    })
}

/// The same steps without what makes no difference: what a failure of the last leads to.
pub(super) fn ended(mut steps: Treatment) -> Treatment {
    steps.last_mut().into_iter().for_each(Step::end);
    steps
}
