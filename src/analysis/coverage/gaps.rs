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

/// The most constructs that are named where they keep a proof from being one.
const NAMED: usize = 5;

impl Gaps {
    /// The constructs that keep a proof from being one, in a sentence; `None` where there are none.
    pub fn not_followed(&self) -> Option<String> {
        if self.unsupported.is_empty() {
            return None;
        }
        let shown: Vec<&str> = self.unsupported.iter().take(NAMED).map(String::as_str).collect();
        let more = self.unsupported.len().saturating_sub(NAMED);
        let rest = if more > 0 { format!("; and {more} more") } else { String::new() };
        Some(format!("not followed: {}{rest}", shown.join("; ")))
    }

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
