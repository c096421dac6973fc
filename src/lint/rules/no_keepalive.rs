//! A SIP dial-peer that has a fallback is not watched with OPTIONS.
//!
//! ## What it does
//!
//! Reports a SIP dial-peer without `voice-class sip options-keepalive` where numbers have a further dial-peer with another target behind
//! it. There is one finding for each target.
//!
//! ## Why is this bad
//!
//! It is no fault, but slow: while the first system is down, each call waits until its INVITE has timed out before the next dial-peer is
//! tried. A keepalive takes the dial-peer out of routing as soon as the system stops answering.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 555 voip
//!  preference 1
//!  destination-pattern 120655555..
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 556 voip
//!  preference 2
//!  destination-pattern 120655555..
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 555 voip
//!  preference 1
//!  destination-pattern 120655555..
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//!  voice-class sip options-keepalive
//! !
//! dial-peer voice 556 voip
//!  preference 2
//!  destination-pattern 120655555..
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Source
//!
//! Cisco 211306, "options-keepalive"; CUBE configuration guide, out-of-dialog OPTIONS ping.

use crate::call::first_of;
use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{DialPeer, Tag};
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "no-keepalive",
    severities: &[Severity::Info],
    topic: Topic::DialPeers,
    file: include_str!("no_keepalive.rs"),
    check,
};

/// The dial-peers to one far end: their tags, the classes of their numbers, and the next choice of one of them.
type Unwatched = (BTreeSet<Tag>, Vec<usize>, Tag);

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    // By far end: a system is watched or not, however many dial-peers lead there.
    let mut unwatched: BTreeMap<String, Unwatched> = BTreeMap::new();
    for order in facts.orders().iter().filter(|order| order.exact) {
        for (one, next) in facts.fallbacks(order, is_unwatched) {
            let Some(peer) = facts.peer(one.peer) else { continue };
            let entry =
                unwatched.entry(first_of(facts.targets(peer))).or_insert((BTreeSet::new(), Vec::new(), next.tag));
            entry.0.insert(one.tag);
            entry.1.extend(&order.classes);
        }
    }
    for (target, (tags, mut classes, next)) in unwatched {
        let Some(peer) = tags.first().and_then(|tag| facts.plan().peers.get(tag)) else { continue };
        classes.sort_unstable();
        classes.dedup();
        let Some(numbers) = facts.numbers_of(&classes) else { continue };
        let others = if tags.len() > 1 { format!(" and {} more", tags.len() - 1) } else { String::new() };
        let message = format!(
            "while {target} is down, calls by dial-peer {}{others} wait for it before dial-peer {next} is tried",
            peer.tag
        );
        let span = peer.settings.span(Command::SessionTarget).unwrap_or(peer.span);
        let finding = facts.about(&RULE, Severity::Info, peer, span, (&message, "not watched"));
        findings.push(finding.shown_by(numbers).help("`voice-class sip options-keepalive`"));
    }
}

/// Whether it speaks SIP to a target that is not watched.
fn is_unwatched(peer: &DialPeer) -> bool {
    let sip = peer.settings.text(Command::SessionProtocol).is_some_and(|protocol| protocol.value == "sipv2");
    let watched =
        [Command::SipOptionsKeepalive, Command::MonitorProbe].iter().any(|line| peer.settings.get(*line).is_some());
    sip && !watched && !peer.huntstop()
}
