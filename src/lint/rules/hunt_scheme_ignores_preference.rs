//! `dial-peer hunt` 4 to 7 is configured, and preferences that should decide do not.
//!
//! ## What it does
//!
//! Reports `dial-peer hunt` 4, 5, 6 or 7 where dial-peers with different targets match the same numbers and have different
//! preferences. Schemes 4, 5 and 7 begin with the dial-peer that was not used for the longest time, scheme 6 is chance.
//!
//! ## Why is this bad
//!
//! The preferences say which system is first; these schemes send about every second call to the other one first.
//!
//! ## Example
//!
//! ```ios
//! dial-peer hunt 6
//! !
//! dial-peer voice 555 voip
//!  preference 1
//!  destination-pattern 120655555..
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
//! dial-peer hunt 2
//! !
//! dial-peer voice 555 voip
//!  preference 1
//!  destination-pattern 120655555..
//!  session target ipv4:192.0.2.10
//! !
//! dial-peer voice 556 voip
//!  preference 2
//!  destination-pattern 120655555..
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Source
//!
//! Cisco 211306, "dial-peer hunting"; IOS voice command reference, `dial-peer hunt`.

use crate::call::{Candidate, HuntOrder};
use crate::diagnostic::Severity;
use crate::lint::facts::{Facts, Order};
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "hunt-scheme-ignores-preference",
    severities: &[Severity::Error],
    topic: Topic::Sharing,
    file: include_str!("hunt_scheme_ignores_preference.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let Some(scheme) = facts.plan().globals.integer(Command::DialPeerHunt) else { return };
    if HuntOrder::of(facts.plan()) != HuntOrder::Unordered {
        return;
    }
    let mut classes = Vec::new();
    let mut shown = None;
    for order in facts.orders() {
        if let Some(pair) = unequal(facts, order) {
            classes.extend(&order.classes);
            shown.get_or_insert(pair);
        }
    }
    let Some((one, other)) = shown else { return };
    let Some(numbers) = facts.numbers_of(&classes) else { return };
    let message = format!(
        "`dial-peer hunt {}` goes by use or chance first: the preferences of dial-peers {} and {} do not decide which is first",
        scheme.value, one.tag, other.tag
    );
    let object = facts.object_at(scheme.span);
    let mut finding =
        Finding::new(&RULE, Severity::Error, object, message).at(facts.source(), scheme.span, "this scheme");
    for candidate in [one, other] {
        let Some(peer) = facts.peer(candidate.peer) else { continue };
        let span = peer.settings.span(Command::Preference).unwrap_or(peer.span);
        finding = finding.at(facts.source(), span, format!("preference {}", candidate.preference));
    }
    let help = "`no dial-peer hunt` for the default (longest match, then preference), or `dial-peer hunt 2` (preference first)";
    findings.push(finding.shown_by(numbers).help(help));
}

/// Two peers of an order with different preferences and different targets: the first one, and another.
fn unequal(facts: &Facts<'_, '_>, order: &Order) -> Option<(Candidate, Candidate)> {
    let best = order.iter().map(|(_, peer)| peer).min_by_key(|peer| peer.preference)?;
    let differs = |other: &&Candidate| other.preference != best.preference && facts.lead_apart(best, other);
    let other = order.iter().map(|(_, peer)| peer).find(differs)?;
    Some((*best, *other))
}
