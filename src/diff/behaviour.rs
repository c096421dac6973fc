//! What a change does to calls: which numbers are treated otherwise, and how.

use std::fmt;

use crate::automaton::Count;

/// How numbers are treated otherwise; of several that fit, the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Their calls loop, and did not before.
    LoopIntroduced,
    /// Their calls looped, and do no more.
    LoopRemoved,
    /// They are emergency numbers, and treated otherwise in any way.
    Emergency,
    /// They had a way, and have none.
    Lost,
    /// They had no way, and have one.
    Gained,
    /// Another system is tried first.
    Rerouted,
    /// The same systems are tried in another order.
    Reordered,
    /// A way after a failure is gone.
    FallbackLost,
    /// There is a way more after a failure.
    FallbackGained,
    /// The first choice is the same, the ways after a failure are others.
    FallbackChanged,
    /// The ways are the same, and another number is sent on them.
    Rewritten,
}

impl Class {
    /// All of them, in the order in which they are told apart and shown.
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

    /// How it is written.
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

/// One step of a way: a target that a call is offered to, and the number that is sent there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// What is called: a system, a session target, a port.
    pub target: String,
    /// The number that is sent for the witness.
    pub number: String,
}

/// Numbers that are treated otherwise in the same manner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// How.
    pub class: Class,
    /// How many numbers.
    pub count: Count,
    /// The numbers for people: `120655555[0-4].`.
    pub patterns: Vec<String>,
    /// The way of the witness before, first tried first; empty where it had none.
    pub before: Vec<Step>,
    /// Its way after.
    pub after: Vec<Step>,
    /// One of the numbers.
    pub witness: String,
    /// The trunks that the calls come from; empty where it makes no difference.
    pub from: Vec<String>,
}

/// What is done otherwise over all numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Behaviour {
    /// By class, in the order of [`Class::ALL`].
    pub changes: Vec<Change>,
    /// What could not be compared, and why; where there is any, equality is not proved.
    pub gaps: Vec<String>,
    /// What is worth knowing beside: what was assumed, what was left out.
    pub notes: Vec<String>,
}

impl Behaviour {
    /// Whether it is proved that no number is treated otherwise.
    pub fn is_equal(&self) -> bool {
        self.changes.is_empty() && self.gaps.is_empty()
    }
}
