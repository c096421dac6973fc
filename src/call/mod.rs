//! How a router treats one call. The only place that knows: everything that speaks of all numbers is checked against it.

mod called;
mod candidate;
mod cause;
mod profile;
mod rank;
mod table;
mod translate;

pub use called::pattern_on;
pub use candidate::{Candidate, HuntOrder, scan};
pub use cause::{Cause, cause_of_status};
pub use profile::{Assumption, NotAssumed, Profile};
pub use rank::{match_length, matched_literals, matches_body};
pub use table::RoutingTable;
pub use translate::{PartyNumber, Translation, Translator};
