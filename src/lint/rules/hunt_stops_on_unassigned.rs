//! Hunting stops when a system does not have the number, although a further dial-peer is there for it.
//!
//! ## What it does
//!
//! Reports a `no voice hunt` line that covers cause 1 (`unassigned-number`, `1`, `all`) where numbers have a further dial-peer with
//! another target. It is an error where a network file says that the two lead to different systems, a warning otherwise: they may
//! be nodes of one system. A variable-length pattern (`.T`) is no such further dial-peer: keeping calls from it is what the line is
//! often written for.
//!
//! ## Why is this bad
//!
//! A system answers `404 Not Found` to a number that is not its own; the gateway takes that for cause 1 and by default goes on to the
//! next dial-peer. That is how two systems share DIDs. With this line, every number that lives on the second system is lost.
//!
//! ## Example
//!
//! ```ios
//! no voice hunt unassigned-number
//! !
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
//! !
//! dial-peer voice 556 voip
//!  preference 2
//!  destination-pattern 120655555..
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Source
//!
//! IOS voice command reference, `voice hunt` (Command Default: hunting stops only at user-busy and no-answer).

use std::collections::BTreeSet;

use crate::call::{Candidate, Cause, Stops};
use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::model::DialPeer;

pub(super) const RULE: Rule = Rule {
    code: "hunt-stops-on-unassigned",
    severities: &[Severity::Error, Severity::Warning],
    topic: Topic::Sharing,
    file: include_str!("hunt_stops_on_unassigned.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let rule = Stops::of(facts.plan()).rule(Cause::UNASSIGNED_NUMBER);
    let Some(line) = rule.line.filter(|_| rule.stops) else { return };
    let mut classes = BTreeSet::new();
    let mut first = None;
    for order in facts.all_orders().filter(|order| order.exact) {
        let further = facts.fallbacks(order, |peer| !peer.huntstop());
        let further = further.into_iter().find(|(one, next)| are_other_systems(facts, one, next));
        if let Some((one, next)) = further {
            classes.extend(order.classes.iter().copied());
            first.get_or_insert((one.tag, next.tag));
        }
    }
    let Some((one, next)) = first else { return };
    let classes: Vec<usize> = classes.into_iter().collect();
    let Some(numbers) = facts.numbers_of(&classes) else { return };
    let peers = &facts.plan().peers;
    let severity = if facts.is_described() { Severity::Error } else { Severity::Warning };
    let message = format!(
        "hunting stops at numbers that the system behind dial-peer {one} does not have: dial-peer {next} is never tried for them"
    );
    let mut finding =
        Finding::new(&RULE, severity, facts.object_at(line), message).at(facts.source(), line, "stops at cause 1");
    for (peer, text) in [(one, "answers 404 to numbers that are not there"), (next, "not tried after that")] {
        if let Some(peer) = peers.get(&peer) {
            finding = finding.at(facts.source(), peer.span, text);
        }
    }
    findings.push(finding.shown_by(numbers).help("`voice hunt unassigned-number`"));
}

/// Whether two dial-peers lead to different systems, as far as that is known.
fn are_other_systems(facts: &Facts<'_, '_>, one: &Candidate, next: &Candidate) -> bool {
    if !facts.is_described() {
        return true;
    }
    let places = |candidate: &Candidate| {
        facts.peer(candidate.peer).map(|peer: &DialPeer| facts.places(peer)).unwrap_or_default()
    };
    let (one, next) = (places(one), places(next));
    !one.is_empty() && !next.is_empty() && one.iter().all(|place| !next.contains(place))
}
