//! How a router treats one call. The only place that knows: everything that speaks of all numbers is checked against it.
//!
//! A [`Gateway`] is a dial plan and what is assumed of its router; [`Gateway::trace`] walks one [`Call`] through it.

mod arrival;
mod attempt;
mod called;
mod candidate;
mod cause;
mod dialling;
mod digits;
mod eligible;
mod expansion;
mod far_end;
mod gateway;
mod hunting;
mod inbound;
mod journey;
mod leg;
mod notes;
mod old_rule;
mod outgoing;
mod passage;
mod profile;
mod public;
mod rank;
mod ready;
mod reply;
mod select;
mod table;
mod trace;
mod translate;
mod unseen;
mod uri;

pub(crate) use arrival::block_cause;
pub(crate) use digits::ForwardDigits;
pub(crate) use eligible::{Caller, protocol};
pub(crate) use far_end::{Next, Onwards};
pub(crate) use inbound::{Criterion, TAKES_BY_URI, takes_by};
pub(crate) use notes::Notes;
pub(crate) use uri::class_takes;

pub use attempt::{Attempt, Onward, Stop, Then};
pub use called::pattern_on;
pub use candidate::{Candidate, HuntOrder, scan};
pub use cause::{Cause, cause_of_status, documented_cause, status_of_cause};
pub use dialling::{Collected, CollectionEnd};
pub use digits::stripped_digits;
pub use eligible::Barred;
pub use expansion::{Expanded, Expansions};
pub use gateway::Gateway;
pub use hunting::{CauseMaps, GroupStop, HuntRule, Stops};
pub use inbound::Inbound;
pub use journey::{Case, End, Entry, Event, Hop, Journey, LONGEST_NUMBER, Traveller, address_of, takes};
pub use leg::{Call, Leg, Trunk, UriKind, Uris};
pub use notes::{Note, Stage};
pub use old_rule::OldTranslator;
pub use passage::{Blocked, Change, Party, Point};
pub use profile::{Assumption, NotAssumed, Profile};
pub use public::written;
pub use rank::{match_length, matched_literals, matches_body};
pub use reply::{Replies, Reply};
pub use select::{LeftOut, Ranked, Selection, Way};
pub use table::RoutingTable;
pub use trace::{Failure, NotTraced, Outcome, Reason, Trace, first_of};
pub use translate::{PartyNumber, Series, Translation, Translator};
pub use uri::{Uri, UriMatch, UriPart, class_matches};
