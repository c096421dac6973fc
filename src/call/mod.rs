//! How a router treats one call. The only place that knows: everything that speaks of all numbers is checked against it.

mod cause;
mod rank;
mod translate;

pub use cause::{Cause, cause_of_status};
pub use rank::match_length;
pub use translate::{PartyNumber, Translation, Translator};
