//! The only dial-peer for some numbers is shut down.
//!
//! ## What it does
//!
//! Reports a dial-peer with `shutdown` that matches numbers for which no dial-peer is left that is up.
//!
//! ## Why is this bad
//!
//! Calls to these numbers fail with 404 although a route for them is configured. After a maintenance window it is often forgotten.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 555 voip
//!  destination-pattern 120655555..
//!  session target ipv4:192.0.2.10
//!  shutdown
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! dial-peer voice 555 voip
//!  destination-pattern 120655555..
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! Cisco 211306, "dial-peer states" (a dial-peer that is administratively down is not considered).

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use std::collections::BTreeMap;

use crate::model::{DialPeer, Tag};
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "shutdown-only-route",
    severities: &[Severity::Warning],
    topic: Topic::DialPeers,
    file: include_str!("shutdown_only_route.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    if !facts.plan().peers.values().any(DialPeer::shutdown) {
        return;
    }
    let mut alone: BTreeMap<Tag, Vec<usize>> = BTreeMap::new();
    for (class, candidates) in facts.unserved() {
        let shut = candidates.iter().filter_map(|one| facts.peer(one.peer)).find(|peer| peer.shutdown());
        if let Some(peer) = shut {
            alone.entry(peer.tag).or_default().push(class);
        }
    }
    for (tag, classes) in alone {
        let Some(peer) = facts.plan().peers.get(&tag) else { continue };
        let Some(numbers) = facts.numbers_of(&classes) else { continue };
        let message = format!("dial-peer {tag} is shut down, and no other is there for its numbers");
        let span = peer.settings.span(Command::Shutdown).unwrap_or(peer.span);
        let finding = facts.about(&RULE, Severity::Warning, peer, span, (&message, "these numbers have no route"));
        findings
            .push(finding.shown_by(numbers).help(format!("`no shutdown` under `dial-peer voice {tag}`, or remove it")));
    }
}
