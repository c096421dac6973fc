//! A server group stops at 404 although the next system is behind it.
//!
//! ## What it does
//!
//! Reports a `huntstop ... resp-code` line of a `voice class server-group` that covers 404 where a call should fall through: the servers
//! of the group are different systems of a network file, or numbers have a further dial-peer with another target behind the group.
//! A variable-length pattern (`.T`) is no such dial-peer. A group whose servers are nodes of one system, with nothing behind it, is
//! left alone: there it saves asking each node.
//!
//! ## Why is this bad
//!
//! A system answers 404 to numbers that are not its own, and the call has to go on to the system that has them. The line ends hunting
//! in the group at that answer. For the servers of the group that is documented. Whether the router then tries the next dial-peer, no
//! document says; `dialc` takes it that it does, unless told otherwise (`--assume server-group-huntstop=ends-hunting`). Do not let
//! shared numbers depend on it.
//!
//! ## Example
//!
//! ```ios
//! voice class server-group 1
//!  ipv4 192.0.2.10 preference 1
//!  ipv4 192.0.2.11 preference 2
//!  huntstop 1 resp-code 404 to 404
//! !
//! dial-peer voice 555 voip
//!  preference 1
//!  destination-pattern 120655555..
//!  session protocol sipv2
//!  session server-group 1
//! !
//! dial-peer voice 556 voip
//!  preference 2
//!  destination-pattern 120655555..
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice class server-group 1
//!  ipv4 192.0.2.10 preference 1
//!  ipv4 192.0.2.11 preference 2
//! !
//! dial-peer voice 555 voip
//!  preference 1
//!  destination-pattern 120655555..
//!  session protocol sipv2
//!  session server-group 1
//! !
//! dial-peer voice 556 voip
//!  preference 2
//!  destination-pattern 120655555..
//!  session protocol sipv2
//!  session target ipv4:192.0.2.20
//! ```
//!
//! ## Source
//!
//! CUBE configuration guide, "Server Groups in Outbound Dial Peers" (`huntstop` from 17.4.1a).

use std::collections::BTreeMap;

use crate::call::Candidate;
use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use crate::model::{DialPeer, Id, Tag};
use crate::source::Span;
use crate::syntax::argument::Statement;
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "server-group-stops-fallback",
    severities: &[Severity::Error],
    topic: Topic::Sharing,
    file: include_str!("server_group_stops_fallback.rs"),
    check,
};

/// The answer of a system to a number that is not its own.
const NOT_FOUND: u32 = 404;

/// A path on which calls should fall through: its numbers, a peer with the group, and the next one, if it is another.
type Path = (Vec<usize>, Tag, Option<Tag>);

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let mut paths: BTreeMap<Span, Path> = BTreeMap::new();
    for order in facts.all_orders() {
        let behind: Vec<(Candidate, Candidate)> =
            if order.exact { facts.fallbacks(order, |_| true) } else { Vec::new() };
        for (_, one) in order.iter() {
            let Some((peer, line)) = facts.peer(one.peer).and_then(|peer| Some((peer, stopping(facts, peer)?))) else {
                continue;
            };
            let next = behind.iter().find(|(before, _)| before.tag == one.tag).map(|(_, next)| next.tag);
            if next.is_some() || (facts.is_described() && facts.places(peer).len() > 1) {
                let path = paths.entry(line).or_insert((Vec::new(), one.tag, next));
                path.0.extend(&order.classes);
                path.2 = path.2.or(next);
            }
        }
    }
    for (line, (mut classes, tag, next)) in paths {
        classes.sort_unstable();
        classes.dedup();
        let Some(numbers) = facts.numbers_of(&classes) else { continue };
        let message = match next {
            Some(next) => format!(
                "the server group of dial-peer {tag} stops at 404, and dial-peer {next} is there for numbers that it does not have"
            ),
            None => format!("the server group of dial-peer {tag} stops at 404, and its servers are different systems"),
        };
        let mut finding =
            Finding::new(&RULE, Severity::Error, facts.object_at(line), message).at(facts.source(), line, "covers 404");
        for (tag, text) in [(Some(tag), "uses the group"), (next, "the next choice")] {
            if let Some(peer) = tag.and_then(|tag| facts.plan().peers.get(&tag)) {
                finding = finding.at(facts.source(), peer.span, text);
            }
        }
        findings.push(
            finding.shown_by(numbers).help("take this `huntstop` out of the group, or leave 404 out of its range"),
        );
    }
}

/// The line of a dial-peer's server group that stops at 404.
fn stopping(facts: &Facts<'_, '_>, peer: &DialPeer) -> Option<Span> {
    let number = peer.settings.integer(Command::SessionServerGroup)?;
    let group = facts.plan().other(Command::ServerGroup, &Id::Number(number.value))?;
    let mut lines = group.settings.statements(Command::ServerHuntstop);
    let covers = |statement: &Statement| matches!(statement, Statement::HuntstopCodes { first, last, .. } if (*first..=*last).contains(&NOT_FOUND));
    lines.find(|line| covers(line.value)).map(|line| line.span)
}
