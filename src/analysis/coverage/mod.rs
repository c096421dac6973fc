//! All numbers at one gateway: the classes of numbers that it treats alike, each with the dial-peers that are tried in
//! turn, what these send where, and what a failure leads to.
//!
//! This lifts [`crate::call`] to sets of numbers. What depends on more than the called number (the calling number, a URI, a
//! type of number) is taken for possible either way; what is not followed at all is a gap, and said.

mod arrivals;
mod changes;
mod gaps;
mod hunts;
mod outgoing;
mod path;
mod reached;

pub use arrivals::{Arrival, arrivals};
pub use changes::{Changes, Typed};
pub use gaps::Gaps;
pub use hunts::{Coverage, Hunt, Turn, WayId};
pub use path::{Path, Step};
