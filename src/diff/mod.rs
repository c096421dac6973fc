//! What tells two plans apart: their objects, what they do to calls, and their text. Each layer stands for itself.
//!
//! [`fn@objects`] compares settings, whatever the objects are called. [`behaviour`] is what happens to every number.
//! [`fn@text`] compares what would be printed.

pub mod behaviour;
mod objects;
mod scope;
pub mod script;
mod text;

pub use behaviour::{Behaviour, Change, Class, Move, Step, Subject, UNGUARDED};
pub use objects::{Altered, Field, FieldChange, ObjectChange, kind_name, objects};
pub use scope::Scope;
pub use text::{Unified, text};

/// What tells two plans apart, in the layers that were asked for.
#[derive(Clone, Debug, Default)]
pub struct Diff {
    /// The objects that differ.
    pub objects: Option<Vec<ObjectChange>>,
    /// The numbers that are treated otherwise.
    pub behaviour: Option<Behaviour>,
    /// The lines that differ.
    pub text: Option<Unified>,
}

impl Diff {
    /// Whether anything differs, in the layers that were asked for.
    pub fn is_changed(&self) -> bool {
        self.objects.as_ref().is_some_and(|objects| !objects.is_empty())
            || self.behaviour.as_ref().is_some_and(Behaviour::is_changed)
            || self.text.as_ref().is_some_and(|text| !text.is_empty())
    }

    /// Whether it is proved, as far as it was asked for, that nothing differs.
    pub fn is_equal(&self) -> bool {
        !self.is_changed() && self.behaviour.as_ref().is_none_or(|behaviour| behaviour.gaps.is_empty())
    }
}
