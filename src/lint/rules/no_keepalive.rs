//! A SIP dial-peer that has a fallback is not watched with OPTIONS.
//!
//! ## What it does
//!
//! Reports a SIP dial-peer without `voice-class sip options-keepalive` where numbers have a further dial-peer with another target behind
//! it.
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

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use std::collections::BTreeMap;

use crate::model::{DialPeer, Tag};
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "no-keepalive",
    severities: &[Severity::Info],
    topic: Topic::DialPeers,
    file: include_str!("no_keepalive.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let mut unwatched: BTreeMap<Tag, (Vec<usize>, Tag)> = BTreeMap::new();
    for order in facts.orders().iter().filter(|order| order.exact) {
        for (one, next) in facts.fallbacks(order, is_unwatched) {
            unwatched.entry(one.tag).or_insert((Vec::new(), next.tag)).0.extend(&order.classes);
        }
    }
    for (tag, (classes, next)) in unwatched {
        let Some(peer) = facts.plan().peers.get(&tag) else { continue };
        let Some(numbers) = facts.numbers_of(&classes) else { continue };
        let message = format!(
            "while the system behind dial-peer {tag} is down, calls wait for it before dial-peer {next} is tried"
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
