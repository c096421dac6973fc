//! A dial-peer takes calls on the way in only since the caller's number fits its `destination-pattern`.
//!
//! ## What it does
//!
//! Reports a VoIP dial-peer with lines that act on calls on the way in (`translation-profile incoming`, `call-block`, `destination
//! dpg`, `destination provision-policy`, `corlist incoming`, a service), which nothing lets calls in on but its
//! `destination-pattern`: they match it where the caller's number does. Not reported is a member of a dial-peer group, or where
//! another VoIP dial-peer takes every called number.
//!
//! Of whole configurations, those with a `version` line, it also reports calls by IP that no dial-peer takes by a URI or by the called
//! number, so that the caller's number decides between some dial-peer and dial-peer 0; only where it is sure that there are such
//! calls, as `no-inbound-match` says it, and not where a dial-peer of the first kind was found.
//!
//! ## Why is this bad
//!
//! A `destination-pattern` is written for called numbers. As a pattern of callers it is an accident: a caller who hides his number,
//! or who calls from elsewhere, gets another codec, no DTMF relay, no translation, other permissions.
//!
//! ## Example
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^9/ //
//! !
//! voice translation-profile from-pbx
//!  translate called 1
//! !
//! dial-peer voice 10 voip
//!  translation-profile incoming from-pbx
//!  destination-pattern 5...$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice translation-rule 1
//!  rule 1 /^9/ //
//! !
//! voice translation-profile from-pbx
//!  translate called 1
//! !
//! voice class uri pbx sip
//!  host ipv4:192.0.2.10
//! !
//! dial-peer voice 10 voip
//!  translation-profile incoming from-pbx
//!  incoming uri via pbx
//!  destination-pattern 5...$
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! Cisco 211306, "inbound dial-peer matching" (URI, called number, calling number, `destination-pattern` against the calling number);
//! Cisco 14074.

use std::collections::BTreeSet;

use crate::automaton::compile;
use crate::call::takes_by;
use crate::diagnostic::Severity;
use crate::lint::facts::{Callers, Facts};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{DialPeer, DialPeerGroup, PeerKind};
use crate::source::Span;
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "inbound-by-calling-number",
    severities: &[Severity::Warning],
    topic: Topic::DialPeers,
    file: include_str!("inbound_by_calling_number.rs"),
    check,
};

/// What acts on calls on the way in, and on no other.
const ACTS: [Command; 7] = [
    Command::TranslationProfileIncoming,
    Command::CallBlockProfile,
    Command::DestinationDpg,
    Command::DestinationPolicy,
    Command::CorlistIncoming,
    Command::Service,
    Command::Application,
];

/// Patterns of called numbers that take all of them.
const ALL: [&str; 4] = [".", ".T", "T", ".%"];

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let members: BTreeSet<u32> =
        facts.plan().peer_groups.values().flat_map(DialPeerGroup::members).map(|member| member.value.tag).collect();
    let by_ip = || facts.plan().peers.values().filter(|peer| peer.kind == PeerKind::Voip && !peer.shutdown());
    let takes_all = |peer: &DialPeer| peer.incoming_called_number().is_some_and(|own| ALL.contains(&own.value.text()));
    if by_ip().any(takes_all) {
        return;
    }
    let before = findings.len();
    for peer in by_ip().filter(|peer| !members.contains(&peer.tag.number())) {
        let lets_in = takes_by().chain([Command::CarrierIdSource]).any(|line| peer.settings.span(line).is_some());
        let acts = ACTS.iter().find_map(|line| peer.settings.all(*line).first().map(|found| (*line, found.span)));
        if let Some(acts) = acts.filter(|_| !lets_in) {
            findings.extend(of_peer(facts, peer, acts));
        }
    }
    if findings.len() == before {
        findings.extend(of_trunk(facts));
    }
}

/// That lines of a dial-peer act on the calls of some callers only.
fn of_peer(facts: &Facts<'_, '_>, peer: &DialPeer, (acts, span): (Command, Span)) -> Option<Finding> {
    let pattern = peer.destination_pattern()?;
    let callers = compile::numbers(pattern.value).ok()?.plain_witness()?;
    let message = format!(
        "`{}` of dial-peer {} is for calls whose caller's number fits its destination-pattern only, such as {callers}",
        acts.row().keywords,
        peer.tag
    );
    let said = (message.as_str(), "nothing else lets calls in on this dial-peer");
    let finding = facts
        .about(&RULE, Severity::Warning, peer, facts.argument(pattern.span, pattern.value.text()), said)
        .at(facts.source(), span, "for calls on the way in");
    Some(finding.help(format!(
        "`incoming called-number` or `incoming uri via` under `{}`, or this line under the dial-peer that calls come in on",
        Facts::title(peer)
    )))
}

/// That calls of a trunk are taken by who calls.
fn of_trunk(facts: &Facts<'_, '_>) -> Option<Finding> {
    let unclaimed = facts.unclaimed()?;
    let (place, all) = match unclaimed.callers {
        Callers::Some(_) if unclaimed.is_of_strangers(facts) => return None,
        Callers::Some(place) => (place, false),
        Callers::All(place) => (place, true),
        Callers::Nobody => return None,
    };
    let peer = facts.peer(place)?;
    let pattern = peer.destination_pattern()?;
    let numbers = Numbers::of(&unclaimed.numbers)?;
    let from = unclaimed.from_where(facts);
    let message = if all {
        format!(
            "calls from {from} come in on dial-peer {} only since every caller's number fits its destination-pattern",
            peer.tag
        )
    } else {
        format!(
            "calls from {from} come in on a dial-peer only where the caller's number fits a destination-pattern, as that of \
             dial-peer {}; dial-peer 0 takes the others",
            peer.tag
        )
    };
    let said = (message.as_str(), "compared with the calling number");
    let finding = facts.about(&RULE, Severity::Warning, peer, facts.argument(pattern.span, pattern.value.text()), said);
    let under = unclaimed.leads_back(facts).map_or_else(|| "a dial-peer for them".to_owned(), Facts::title);
    let help = format!("`incoming called-number .` under `{under}`, or `incoming uri via` with a class of its host");
    Some(finding.shown_by(numbers).help(help))
}
