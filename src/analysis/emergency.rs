//! What a gateway does with a call to an emergency number.

use std::collections::BTreeSet;

use crate::call::{Attempt, Call, CollectionEnd, Gateway, LeftOut, Replies};
use crate::model::Tag;

/// What is wrong with an emergency call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EmergencyFault {
    /// It cannot be followed, for this reason.
    NotFollowed(String),
    /// It is refused before a dial-peer is looked for; the dial-peer that it came in on.
    Refused(Option<Tag>),
    /// No dial-peer matches.
    NoPeer,
    /// Those that match cannot be used.
    Unusable(Vec<LeftOut>),
    /// A dial-peer that leads somewhere else is tried first.
    Elsewhere {
        /// Its tag.
        tag: Tag,
        /// Where it leads.
        target: String,
    },
    /// Other digits are sent than should be.
    Rewritten {
        /// The dial-peer.
        tag: Tag,
        /// What it sends.
        sent: String,
    },
    /// The digits arrive one by one, and the router waits for more before it uses this dial-peer.
    Waits(Tag),
}

/// What is wrong with `call`, which should go to the public network first, at once, and with the digits `sent`. Of several
/// dial-peers of one rank any may be the first.
pub fn emergency_faults(
    gateway: &Gateway<'_>,
    call: &Call,
    sent: &str,
    is_public: &dyn Fn(&Attempt) -> bool,
) -> Vec<EmergencyFault> {
    let mut faults = Vec::new();
    let mut seen: BTreeSet<Tag> = BTreeSet::new();
    for chance in 0.. {
        let trace = match gateway.trace_by_chance(call, &Replies::default(), chance) {
            Ok(trace) => trace,
            Err(error) => return vec![EmergencyFault::NotFollowed(error.message)],
        };
        let Some(first) = trace.attempts.first() else {
            return vec![match trace.selection {
                None => EmergencyFault::Refused(trace.inbound.and_then(|inbound| inbound.peer)),
                Some(selection) if selection.left_out.is_empty() => EmergencyFault::NoPeer,
                Some(selection) => EmergencyFault::Unusable(selection.left_out),
            }];
        };
        let tag = first.tag;
        if seen.insert(tag) {
            if !is_public(first) {
                faults.push(EmergencyFault::Elsewhere { tag, target: first.target.clone() });
            } else if first.called.digits != sent {
                faults.push(EmergencyFault::Rewritten { tag, sent: first.called.digits.clone() });
            }
            if trace.collected.end == CollectionEnd::Timeout {
                faults.push(EmergencyFault::Waits(tag));
            }
        }
        if chance + 1 >= first.rank.len() {
            break;
        }
    }
    faults
}
