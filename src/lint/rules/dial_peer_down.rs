//! A dial-peer that is operationally down: nothing can match it, or it leads nowhere.
//!
//! ## What it does
//!
//! Reports a dial-peer that is not shut down and has neither an outbound pattern (`destination-pattern`, map, URI) nor anything by which
//! a call could come in on it, or that has an outbound pattern and neither session target, server group, port nor trunk group. Dial-peers
//! that are for incoming calls only are up. In a fragment, a dial-peer that shows
//! neither is taken to be shown in part.
//!
//! ## Why is this bad
//!
//! The router does not consider a dial-peer that is down. `show dial-peer voice summary` says `down` under OPER.
//!
//! ## Example
//!
//! ```ios
//! dial-peer voice 555 voip
//!  destination-pattern 120655555..
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
//! Cisco 211306, "dial-peer states".

use crate::call::{Barred, Caller, Notes, takes_by};
use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::model::{DialPeer, PeerKind};
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "dial-peer-down",
    severities: &[Severity::Warning],
    topic: Topic::DialPeers,
    file: include_str!("dial_peer_down.rs"),
    check,
};

/// By what a call can come in on a dial-peer beside what is followed.
const INBOUND: [Command; 3] = [Command::CarrierIdSource, Command::TrunkGroupLabelSource, Command::DnisMap];

/// By what a call can go out on one.
const OUTBOUND: [Command; 5] = [
    Command::DestinationPattern,
    Command::DestinationMap,
    Command::DestinationCallingMap,
    Command::DestinationUri,
    Command::CarrierIdTarget,
];

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let caller = Caller { peer: None, protocol: None, number_type: None };
    for peer in facts.plan().peers.values().filter(|peer| !peer.shutdown()) {
        let has = |commands: &[Command]| commands.iter().any(|command| peer.settings.get(*command).is_some());
        let takes = has(&INBOUND) || takes_by().any(|command| peer.settings.get(command).is_some());
        if !matches!(peer.kind, PeerKind::Pots | PeerKind::Voip) || takes || has_destination_of_policy(peer) {
            continue;
        }
        let (what, help) = if has(&OUTBOUND) {
            match facts.gateway().barred(peer, &caller, &mut Notes::default()) {
                Some(Barred::NoTarget) => ("it leads nowhere", target(peer)),
                Some(Barred::NotSip) => ("a server group needs SIP", "`session protocol sipv2`"),
                Some(Barred::NoSipServer) if facts.gateway().is_complete() => {
                    ("`sip-server` is not configured", "`sip-server ...` under `sip-ua`, or another session target")
                }
                Some(_) | None => continue,
            }
        } else if peer.kind == PeerKind::Pots
            && (peer.port().is_some() || peer.settings.get(Command::Trunkgroup).is_some())
        {
            continue;
        } else if !facts.gateway().is_complete() && facts.targets(peer).is_empty() {
            // Documents show dial-peers without what does not matter to them.
            continue;
        } else {
            ("nothing can match it", "`destination-pattern`, or `incoming called-number` for calls that come in")
        };
        let message = format!("dial-peer {} is down: {what}", peer.tag);
        findings.push(facts.about(&RULE, Severity::Warning, peer, peer.span, (&message, what)).help(help));
    }
}

fn target(peer: &DialPeer) -> &'static str {
    if peer.kind == PeerKind::Pots { "`port ...` or `trunkgroup ...`" } else { "`session target ...`" }
}

/// Whether calls go out on it by a policy: by what a SIP message says.
fn has_destination_of_policy(peer: &DialPeer) -> bool {
    peer.settings.iter().any(|(command, _)| command.row().keywords.starts_with("destination uri-"))
        || peer.settings.verbatim().iter().any(|line| line.value.text.trim_start().starts_with("destination "))
}
