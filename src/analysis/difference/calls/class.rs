//! How the calls to a set of numbers differ.

use std::fmt;

use super::sent::Sent;
use super::treatment::{Step, Treatment};
use crate::analysis::coverage::Path;
use crate::automaton::{Dfa, OverBudget};

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

/// How calls to `numbers` differ that take these steps on one side and on the other, and for which of the numbers; `None`
/// where they do not.
///
/// # Errors
/// That takes more states than the budget.
pub(super) fn class(
    old: &Treatment,
    new: &Treatment,
    before: Before<'_>,
    numbers: &Dfa,
    sent: &mut Sent,
) -> Result<Option<(Class, Dfa)>, OverBudget> {
    let found = match (old.first(), new.first()) {
        (None, None) => return Ok(None),
        (Some(_), None) => Some(Class::Lost),
        (None, Some(_)) => Some(Class::Gained),
        (Some(first), Some(second)) if first.targets() != second.targets() => Some(Class::Rerouted),
        (Some(_), Some(_)) => further(old, new),
    };
    if let Some(class) = found {
        return Ok(Some((class, numbers.clone())));
    }
    let mut apart = Vec::new();
    for (one, other) in old.iter().zip(new).flat_map(|(one, other)| one.ways.iter().zip(&other.ways)) {
        let (mine, others) = (before.0.clone().join(&one.path), before.1.clone().join(&other.path));
        apart.push(sent.apart(&mine, &others, numbers)?);
    }
    let apart = Dfa::union_all(apart)?;
    Ok((!apart.is_empty()).then_some((Class::Rewritten, apart)))
}

/// How the steps behind the first differ in where they lead, or in when they are taken.
fn further(old: &Treatment, new: &Treatment) -> Option<Class> {
    let targets = |steps: &Treatment| steps.iter().map(|step| step.targets().join(" ")).collect::<Vec<_>>();
    let (mine, others) = (targets(old), targets(new));
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
    // What comes behind the last step is nothing.
    let pairs = || {
        let count = old.len().saturating_sub(1);
        old.iter().zip(new).take(count).map(|(one, other)| (&one.onward, &other.onward))
    };
    let all_in = |few: &crate::call::Onwards, many: &crate::call::Onwards| few.iter().all(|one| many.contains(one));
    if pairs().all(|(one, other)| one == other) {
        None
    } else if pairs().all(|(one, other)| all_in(other, one)) {
        Some(Class::FallbackLost)
    } else if pairs().all(|(one, other)| all_in(one, other)) {
        Some(Class::FallbackGained)
    } else {
        Some(Class::FallbackChanged)
    }
}

/// The same steps without what makes no difference: what a failure of the last leads to.
pub(super) fn ended(mut steps: Treatment) -> Treatment {
    if let Some(Step { onward, .. }) = steps.last_mut() {
        onward.clear();
    }
    steps
}
