//! What a proof rests on, and what keeps it from being one.

use std::collections::BTreeSet;

use crate::call::Assumption;

/// What has to be said beside an answer over all numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gaps {
    /// Constructs that could change the answer and are not followed, each as a sentence without a full stop.
    pub unsupported: BTreeSet<String>,
    /// The choices that it rests on.
    pub assumed: BTreeSet<Assumption>,
    /// Whether phones call, whose digits are taken as if they came at once.
    pub lines: bool,
}

impl Gaps {
    /// Something that is not followed.
    pub(crate) fn unsupported(&mut self, what: impl Into<String>) {
        self.unsupported.insert(what.into());
    }

    /// A choice that the answer rests on.
    pub(crate) fn assume(&mut self, assumption: Assumption) {
        self.assumed.insert(assumption);
    }

    /// All that the other has.
    pub(crate) fn extend(&mut self, other: &Self) {
        self.unsupported.extend(other.unsupported.iter().cloned());
        self.assumed.extend(other.assumed.iter().copied());
        self.lines = self.lines || other.lines;
    }
}
