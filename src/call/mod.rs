//! How a router treats one call. The only place that knows: everything that speaks of all numbers is checked against it.

mod cause;
mod expansion;
mod old_rule;
mod profile;
mod rank;
mod translate;

pub use cause::{Cause, cause_of_status};
pub use expansion::{Expanded, Expansions};
pub use old_rule::OldTranslator;
pub use profile::{Assumption, NotAssumed, Profile};
pub use rank::match_length;
pub use translate::{PartyNumber, Series, Translation, Translator};
