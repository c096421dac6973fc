//! What the users of the rules want: the settings in `dialc.toml`, and which rules are looked at.

mod allowed;
pub(super) mod decode;
mod selection;
mod settings;
mod syntax;
mod values;

pub use allowed::Entry;
pub use selection::{Level, NoSelector, Selection, Selector};
pub use settings::{FileGlob, FileIgnores, Settings};

use crate::syntax::argument::SessionTarget;

/// What rules have to know of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// The emergency numbers, as they are dialled.
    pub emergency: Vec<Emergency>,
    /// Session targets that are systems of one's own, so that what leads there does not lead to the public network.
    pub trusted: Vec<SessionTarget>,
}

/// An emergency number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emergency {
    /// As it is dialled.
    pub dialled: String,
    /// As it must reach the public network.
    pub sent: String,
}
