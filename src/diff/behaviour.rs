//! What a change does to calls: which numbers are treated otherwise, and how.

mod compared;
mod moves;

pub use compared::{Subject, behaviour};

use crate::automaton::{Count, Extent};

pub use crate::analysis::difference::calls::Class;

/// One step of a way: a target that a call is offered to, and the number that is sent there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// What is called: a system, a session target, a port.
    pub target: String,
    /// The number that is sent for the witness; empty where it depends on which of several dial-peers the call comes in on.
    pub number: String,
    /// Whether chance, or use, decides which of this and the one in front is tried first.
    pub tie: bool,
}

/// Numbers that are treated otherwise in the same manner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// How.
    pub class: Class,
    /// How many numbers.
    pub count: Count,
    /// How many of these can be dialled.
    pub extent: Extent,
    /// The numbers for people: `120655555[0-4].`.
    pub patterns: Vec<String>,
    /// Whether there are numbers beside those of the patterns.
    pub more: bool,
    /// The way of the witness before, first tried first; empty where it had none.
    pub before: Vec<Step>,
    /// Its way after.
    pub after: Vec<Step>,
    /// One of the numbers.
    pub witness: String,
    /// What all far ends answer where these are its ways; `None`: some failure at which hunting goes on.
    pub answer: Option<String>,
    /// The trunks that the calls come from; empty where it makes no difference.
    pub from: Vec<String>,
}

/// What `--fail-on` calls a [`Move`], which is beside the classes: its numbers are in one of them too.
pub const UNGUARDED: &str = "unguarded-move";

/// DIDs that a change of a spec moves to other systems without a way back: the system that they lived on is not tried any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The system that they lived on.
    pub from: String,
    /// The systems that they are offered to now, first tried first.
    pub to: Vec<String>,
    /// How many DIDs.
    pub count: Count,
    /// The DIDs for people, as they arrive.
    pub patterns: Vec<String>,
    /// Whether there are DIDs beside those of the patterns.
    pub more: bool,
    /// The way of the witness before, first tried first.
    pub before: Vec<Step>,
    /// Its way after.
    pub after: Vec<Step>,
    /// One of the DIDs.
    pub witness: String,
}

/// What is done otherwise over all numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Behaviour {
    /// By class, in the order of [`Class::ALL`].
    pub changes: Vec<Change>,
    /// How many numbers there are of each class that has any, each number once, wherever calls to it come from; `None` where that
    /// takes too many states.
    pub totals: Vec<(Class, Option<Extent>)>,
    /// What is moved without a way back, where both sides are specs.
    pub moves: Vec<Move>,
    /// How many DIDs that are, each once; likewise.
    pub moved: Option<Extent>,
    /// What could not be compared, and why; where there is any, equality is not proved.
    pub gaps: Vec<String>,
    /// What is worth knowing beside: what was assumed, what was left out.
    pub notes: Vec<String>,
    /// Whether numbers are treated otherwise that only symbols as `*`, `#` or `A` to `D` make.
    pub other_symbols: bool,
}

impl Behaviour {
    /// Whether it is proved that no number is treated otherwise.
    pub fn is_equal(&self) -> bool {
        !self.is_changed() && self.gaps.is_empty()
    }

    /// Whether a number is treated otherwise.
    pub fn is_changed(&self) -> bool {
        !self.changes.is_empty() || self.other_symbols
    }
}
