//! A call to an emergency number does not reach the public network first.
//!
//! ## What it does
//!
//! Follows a call to each emergency number of the settings (`emergency` of `dialc.toml`) and of the network file, from each leg
//! that users call on: the trunks that do not lead to the public network, and phones at ports and of the router itself. Reports
//! where no dial-peer takes the call, where those that match cannot be used, where it is refused, and where a dial-peer that leads
//! somewhere else is tried before those that lead to the public network. Which way is tried second is of no account. Without an
//! emergency number there is no finding.
//!
//! The public network is a port with a D channel, a trunk group, a line of an exchange, or a provider of the network file. Where
//! nothing shows one, any session target is taken for a way there unless the settings call it `trusted`.
//!
//! ## Why is this bad
//!
//! Nobody comes. Such numbers are rarely dialled, so that the fault is found when it counts.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 9 pots
//!  destination-pattern 9[2-9]......
//!  port 0/0/0:23
//! !
//! dial-peer voice 10 voip
//!  destination-pattern ...
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ```toml
//! emergency = ["911"]
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 911 pots
//!  destination-pattern 911
//!  port 0/0/0:23
//!  no digit-strip
//! !
//! dial-peer voice 9 pots
//!  destination-pattern 9[2-9]......
//!  port 0/0/0:23
//! !
//! dial-peer voice 10 voip
//!  destination-pattern ...
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! Cisco 211306 and 14074 (which outbound dial-peer is tried); follows from them.

use crate::analysis::EmergencyFault;
use crate::diagnostic::Severity;
use crate::lint::facts::{EmergencyTrouble, Facts};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{DialPeer, Tag};
use crate::source::Span;
use crate::syntax::tree::Node;

pub(super) const RULE: Rule = Rule {
    code: "emergency-unreachable",
    severities: &[Severity::Error],
    topic: Topic::Safety,
    file: include_str!("emergency_unreachable.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    findings.extend(facts.emergency_troubles().iter().filter_map(|trouble| finding(facts, trouble)));
}

fn finding(facts: &Facts<'_, '_>, trouble: &EmergencyTrouble) -> Option<Finding> {
    let number = &trouble.number.dialled;
    let call = format!("a call to the emergency number {number}{}", trouble.from_where());
    let peer = |tag: &Tag| facts.plan().peers.get(tag);
    let (message, peer, label) = match &trouble.fault {
        EmergencyFault::Elsewhere { tag, target } => {
            let message = format!("{call} goes to {target}, not to the public network: dial-peer {tag} takes it");
            (message, peer(tag), "tried first for this number")
        }
        EmergencyFault::NoPeer => (format!("no dial-peer takes {call}"), None, "nothing here takes it"),
        EmergencyFault::Unusable(left_out) => {
            let first = left_out.first()?;
            let message = format!("{call} reaches nobody: dial-peer {} cannot be used: {}", first.tag, first.reason);
            (message, peer(&first.tag), "matches, and cannot be used")
        }
        EmergencyFault::Refused(inbound) => {
            let message = format!("{call} is refused before a dial-peer is looked for");
            (message, inbound.as_ref().and_then(peer), "comes in here")
        }
        EmergencyFault::Rewritten { .. } | EmergencyFault::Waits(_) | EmergencyFault::NotFollowed(_) => return None,
    };
    let finding = match peer {
        Some(peer) => facts.about(&RULE, Severity::Error, peer, place(facts, trouble, peer), (&message, label)),
        None => Finding::new(&RULE, Severity::Error, "", message).at(facts.source(), first_line(facts), label),
    };
    Some(finding.shown_by(Numbers::one(number)).help(help(trouble)))
}

fn place(facts: &Facts<'_, '_>, trouble: &EmergencyTrouble, peer: &DialPeer) -> Span {
    match trouble.fault {
        EmergencyFault::Refused(_) => facts.incoming_span(peer),
        EmergencyFault::Elsewhere { .. }
        | EmergencyFault::NoPeer
        | EmergencyFault::Unusable(_)
        | EmergencyFault::Rewritten { .. }
        | EmergencyFault::Waits(_)
        | EmergencyFault::NotFollowed(_) => facts.pattern_span(peer),
    }
}

/// The first line of the text that says something.
fn first_line(facts: &Facts<'_, '_>) -> Span {
    facts.tree().roots().next().map(Node::span).unwrap_or_default()
}

fn help(trouble: &EmergencyTrouble) -> String {
    let number = &trouble.number;
    match trouble.fault {
        EmergencyFault::Refused(_) => {
            format!("a rule that lets {} through, before the one that rejects it", number.dialled)
        }
        EmergencyFault::Unusable(_) => "make the dial-peer usable for these calls, or add one that is".to_owned(),
        EmergencyFault::Elsewhere { .. }
        | EmergencyFault::NoPeer
        | EmergencyFault::Rewritten { .. }
        | EmergencyFault::Waits(_)
        | EmergencyFault::NotFollowed(_) => {
            format!("`destination-pattern {}` on a dial-peer to the public network", number.dialled)
        }
    }
}
