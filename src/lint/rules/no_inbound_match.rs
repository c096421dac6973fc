//! Calls that come in by IP match no dial-peer on the way in, and are taken by dial-peer 0.
//!
//! ## What it does
//!
//! Looks at calls by IP that no dial-peer takes by a URI (`incoming uri`) or by the called number (`incoming called-number` or a
//! map), and reports them where no dial-peer can take them by the calling number either, or where the callers are strangers: the
//! trunk is that of a provider of a network file, and no dial-peer takes every calling number.
//!
//! Only whole configurations are looked at, those with a `version` line, and only calls that are sure to be made: those that a network
//! file tells of (DIDs of a provider, calls of a system that sends some here), and without one those to a dial-peer that nobody but
//! such trunks can call. A configuration with phones of its own, or with `answer-address`, is left alone. Where a
//! `destination-pattern` may fit the caller's number, `inbound-by-calling-number` says so instead.
//!
//! ## Why is this bad
//!
//! Dial-peer 0 cannot be configured. It takes any codec, has VAD on and no DTMF relay, and no translation profile or class of
//! restriction is applied to its calls.
//!
//! ## Example
//!
//! ```ios
//! version 15.7
//! !
//! voice class e164-pattern-map 1
//!  e164 1206555....$
//! !
//! dial-peer voice 10 voip
//!  destination e164-pattern-map 1
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 90 pots
//!  incoming called-number .
//!  direct-inward-dial
//!  destination-pattern 9T
//!  port 0/0/0:23
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! version 15.7
//! !
//! voice class e164-pattern-map 1
//!  e164 1206555....$
//! !
//! dial-peer voice 10 voip
//!  destination e164-pattern-map 1
//!  session protocol sipv2
//!  session target ipv4:192.0.2.10
//!  incoming called-number .
//!  dtmf-relay rtp-nte
//! !
//! dial-peer voice 90 pots
//!  incoming called-number .
//!  direct-inward-dial
//!  destination-pattern 9T
//!  port 0/0/0:23
//! ```
//!
//! ## Source
//!
//! Cisco 211306, "inbound dial-peer matching" and "dial-peer 0"; Cisco 14074.

use crate::diagnostic::Severity;
use crate::lint::facts::{Callers, Facts};
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "no-inbound-match",
    severities: &[Severity::Warning],
    topic: Topic::DialPeers,
    file: include_str!("no_inbound_match.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    findings.extend(finding(facts));
}

fn finding(facts: &Facts<'_, '_>) -> Option<Finding> {
    let unclaimed = facts.unclaimed()?;
    let nobody = unclaimed.callers == Callers::Nobody;
    if !nobody && !(unclaimed.is_of_strangers(facts) && matches!(unclaimed.callers, Callers::Some(_))) {
        return None;
    }
    let numbers = Numbers::of(&unclaimed.numbers)?;
    let peer = unclaimed.leads_back(facts)?;
    let unless = if nobody { "" } else { ", unless the caller's number fits a destination-pattern by chance" };
    let message = format!(
        "calls from {} match no dial-peer on the way in: dial-peer 0 takes them{unless}",
        unclaimed.from_where(facts)
    );
    let span = [Command::SessionTarget, Command::SessionServerGroup].map(|line| peer.settings.span(line));
    let span = span.into_iter().flatten().next().map_or(peer.span, |line| facts.argument_at(line));
    let finding = facts.about(&RULE, Severity::Warning, peer, span, (&message, "calls come in from here"));
    let help = format!(
        "`incoming called-number .` under `{}`, or a dial-peer with `incoming uri via` and a class of its host",
        Facts::title(peer)
    );
    Some(finding.shown_by(numbers).help(help))
}
