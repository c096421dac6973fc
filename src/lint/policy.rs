//! What the users of the rules want.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::syntax::argument::SessionTarget;

/// What the users of the rules want.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// The emergency numbers, as they are dialled.
    pub emergency: Vec<Emergency>,
    /// Session targets that are systems of one's own, so that what leads there does not lead to the public network.
    pub trusted: Vec<SessionTarget>,
    /// By code, how much findings matter, whatever their rule says.
    pub severities: BTreeMap<String, Severity>,
}

/// An emergency number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emergency {
    /// As it is dialled.
    pub dialled: String,
    /// As it must reach the public network.
    pub sent: String,
}
