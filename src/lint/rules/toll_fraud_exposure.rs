//! Anybody who reaches the gateway by IP can call the public network at the owner's expense.
//!
//! ## What it does
//!
//! Reports a gateway that takes calls by IP from any address and has a dial-peer to the public network that takes every number
//! such a call may bring: `.T`, `9T`, a pattern map that comes to the same, or a dial-peer group. It takes calls from any
//! address where the configuration says `no ip address trusted authenticate`, where the trusted list holds every address (error),
//! or where the release is older than 15.1(2)T and has no such list (warning). From 15.1(2)T an absent list is the safe default.
//!
//! The public network is a port with a D channel, a trunk group, a port that is a line of an exchange, or a provider of a network
//! file. Of a SIP target alone nothing says what it is. Whether calls of a stranger get to the dial-peer is reckoned: class of
//! restriction or a dial-peer group on the dial-peer that takes them may keep them off. Access lists of interfaces are not
//! looked at.
//!
//! ## Why is this bad
//!
//! Scanners look for such gateways all day, and sell the minutes. The bill comes at the end of the month.
//!
//! ## Example
//!
//! ```ios
//! voice service voip
//!  no ip address trusted authenticate
//! !
//! dial-peer voice 9 pots
//!  destination-pattern 9T
//!  port 0/0/0:23
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice service voip
//!  ip address trusted list
//!   ipv4 192.0.2.0 255.255.255.0
//! !
//! dial-peer voice 9 pots
//!  destination-pattern 9T
//!  port 0/0/0:23
//! ```
//!
//! ## Source
//!
//! Cisco 211306 (toll-fraud prevention); CUBE configuration guide, `ip address trusted list`, `ip address trusted authenticate`.

use std::net::IpAddr;

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::{Finding, Numbers};
use crate::lint::rule::{Rule, Topic};
use crate::model::{DialPeer, Release};
use crate::source::Span;
use crate::syntax::argument::Statement;
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "toll-fraud-exposure",
    severities: &[Severity::Error, Severity::Warning],
    topic: Topic::Safety,
    file: include_str!("toll_fraud_exposure.rs"),
    check,
};

/// Why a gateway takes calls from any address.
struct Exposure {
    severity: Severity,
    /// What of the configuration does it, for a sentence.
    because: String,
    /// Where that is said.
    places: Vec<Span>,
    by_ipv6: bool,
    help: String,
}

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let leads_out = |peer: Option<&DialPeer>| peer.is_some_and(|peer| facts.leads_out(peer));
    let groups = !facts.plan().peer_groups.is_empty();
    if !groups && !facts.catch_alls().iter().any(|one| leads_out(facts.peer(one.peer))) {
        return;
    }
    for exposure in exposures(facts) {
        findings.extend(finding(facts, exposure));
    }
}

fn finding(facts: &Facts<'_, '_>, exposure: Exposure) -> Option<Finding> {
    const SHOWN: usize = 3;
    let open = facts.open_to_strangers(exposure.by_ipv6).ok()?;
    let peers: Vec<&DialPeer> = open.iter().filter_map(|(peer, _)| facts.peer(*peer)).collect();
    let (first, (_, numbers)) = (peers.first()?, open.first()?);
    let numbers = Numbers::of(numbers)?;
    let others = match peers.len() {
        1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    let message =
        format!("any host can call the public network through dial-peer {}{others}: {}", first.tag, exposure.because);
    let title = if exposure.places.is_empty() { Facts::title(first) } else { "voice service voip".to_owned() };
    let mut finding = Finding::new(&RULE, exposure.severity, title, message);
    for place in exposure.places {
        finding = finding.at(facts.source(), place, "calls from any address are taken");
    }
    for peer in peers.iter().take(SHOWN) {
        finding = finding.at(facts.source(), facts.pattern_span(peer), "takes every number, to the public network");
    }
    Some(finding.shown_by(numbers).help(exposure.help))
}

fn exposures(facts: &Facts<'_, '_>) -> Vec<Exposure> {
    let service = &facts.plan().voice_service;
    let release = facts.profile().release();
    if let Some(release) = release.filter(|release| !release.has_trusted_list()) {
        return vec![old_release(facts, release)];
    }
    let mut found = Vec::new();
    if !service.flag(Command::TrustedAuthenticate) {
        found.push(Exposure {
            severity: Severity::Error,
            because: "`no ip address trusted authenticate` takes calls from every address".to_owned(),
            places: service.span(Command::TrustedAuthenticate).into_iter().collect(),
            by_ipv6: false,
            help:
                "`ip address trusted authenticate` under `voice service voip`, and an `ip address trusted list` of the \
                   systems that call"
                    .to_owned(),
        });
        return found;
    }
    for (by_ipv6, command) in [(false, Command::TrustedIpv4), (true, Command::TrustedIpv6)] {
        let lines: Vec<_> = service.statements(command).collect();
        let entries = lines.iter().filter_map(|line| {
            let Statement::Trusted { address, length } = line.value else { return None };
            Some((entry(*address, *length)?, line.span))
        });
        let places = holding_all(entries.collect(), if by_ipv6 { u128::MAX } else { u128::from(u32::MAX) });
        if places.is_empty() {
            continue;
        }
        let kind = if by_ipv6 { "IPv6" } else { "IPv4" };
        found.push(Exposure {
            severity: Severity::Error,
            because: format!("the trusted list holds every {kind} address"),
            places,
            by_ipv6,
            help: "list only the systems that call, under `ip address trusted list`".to_owned(),
        });
    }
    found
}

fn old_release(facts: &Facts<'_, '_>, release: &Release) -> Exposure {
    let line = facts.plan().globals.text(Command::Version);
    let line = line.filter(|line| Release::of_version_line(line.value).as_ref() == Some(release));
    Exposure {
        severity: Severity::Warning,
        because: format!("{release} takes calls from every address, as releases before 15.1(2)T do"),
        places: line.map(|line| facts.argument(line.span, line.value)).into_iter().collect(),
        by_ipv6: false,
        help: "an access list on the interfaces, class of restriction on the dial-peer, or a release with \
               `ip address trusted list`"
            .to_owned(),
    }
}

/// The addresses of an entry: the first and the last.
fn entry(address: IpAddr, length: u8) -> Option<(u128, u128)> {
    let (bits, first) = match address {
        IpAddr::V4(address) => (32, u128::from(u32::from(address))),
        IpAddr::V6(address) => (128, u128::from(address)),
    };
    let open = u32::from(u8::checked_sub(bits, length)?);
    let tail = if open == 128 { u128::MAX } else { (1_u128 << open) - 1 };
    Some((first & !tail, first | tail))
}

/// The entries that together hold all addresses up to `last`; none where they leave some out.
fn holding_all(mut entries: Vec<((u128, u128), Span)>, last: u128) -> Vec<Span> {
    entries.sort_by_key(|((first, end), _)| (*first, std::cmp::Reverse(*end)));
    let mut next = Some(0_u128);
    let mut needed = Vec::new();
    for ((first, end), span) in entries {
        let Some(wanted) = next else { break };
        if first > wanted {
            return Vec::new();
        }
        if end >= wanted {
            needed.push(span);
            next = if end >= last { None } else { end.checked_add(1) };
        }
    }
    if next.is_none() { needed } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(entries: &[(&str, u8)]) -> usize {
        let entry =
            |(address, length): &(&str, u8)| (entry(address.parse().unwrap(), *length).unwrap(), Span::default());
        let last = if entries[0].0.contains(':') { u128::MAX } else { u128::from(u32::MAX) };
        holding_all(entries.iter().map(entry).collect(), last).len()
    }

    #[test]
    fn entries_that_together_hold_all_addresses_are_found() {
        assert_eq!(all(&[("0.0.0.0", 0)]), 1);
        assert_eq!(all(&[("128.0.0.0", 1), ("192.0.2.0", 24), ("0.0.0.0", 1)]), 2);
        assert_eq!(all(&[("::", 0)]), 1);
        assert_eq!(all(&[("8000::", 1), ("::", 1)]), 2);
        assert_eq!(all(&[("128.0.0.0", 1), ("64.0.0.0", 2)]), 0);
        assert_eq!(all(&[("0.0.0.0", 1), ("192.0.2.1", 32)]), 0);
        assert_eq!(all(&[("::", 1)]), 0);
    }
}
