//! A dial-peer that is meant for a dial-peer group also takes calls by its own pattern.
//!
//! ## What it does
//!
//! Reports a member of a `voice class dpg` that is in use, whose own `destination-pattern` matches numbers that can be dialled, where no
//! other dial-peer is tried before it. A member needs a pattern to be up; one that nobody dials, such as `AAAA`, does no harm.
//!
//! ## Why is this bad
//!
//! A group sends calls of one inbound dial-peer to its members whatever their number. Calls that come in elsewhere find the members by
//! their patterns: a stray match that nobody thought of.
//!
//! ## Example
//!
//! ```ios
//! voice class dpg 1
//!  dial-peer 100 preference 1
//! !
//! dial-peer voice 1 voip
//!  incoming called-number 1206
//!  destination dpg 1
//! !
//! dial-peer voice 100 voip
//!  destination-pattern .T
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Use instead
//!
//! ```ios
//! voice class dpg 1
//!  dial-peer 100 preference 1
//! !
//! dial-peer voice 1 voip
//!  incoming called-number 1206
//!  destination dpg 1
//! !
//! dial-peer voice 100 voip
//!  destination-pattern AAAA
//!  session target ipv4:192.0.2.10
//! ```
//!
//! ## Source
//!
//! Cisco 211306 (dial-peer groups; `AAAA` as a pattern that is never dialled); CUBE configuration guide, dial-peer groups.

use crate::diagnostic::Severity;
use crate::lint::facts::Facts;
use crate::lint::finding::Finding;
use crate::lint::rule::{Rule, Topic};
use std::collections::{BTreeMap, BTreeSet};

use crate::model::{DialPeerGroup, Tag};
use crate::source::Span;
use crate::syntax::commands::Command;

pub(super) const RULE: Rule = Rule {
    code: "live-group-member",
    severities: &[Severity::Warning],
    topic: Topic::DialPeers,
    file: include_str!("live_group_member.rs"),
    check,
};

fn check(facts: &Facts<'_, '_>, findings: &mut Vec<Finding>) {
    let plan = facts.plan();
    let used: BTreeSet<u32> =
        plan.peers.values().filter_map(|peer| Some(peer.settings.integer(Command::DestinationDpg)?.value)).collect();
    let groups = plan.peer_groups.values().filter(|group| used.contains(&group.id));
    let members: BTreeMap<Tag, Span> = groups
        .flat_map(DialPeerGroup::members)
        .filter_map(|member| Some((Tag::new(member.value.tag)?, member.span)))
        .collect();
    if members.is_empty() {
        return;
    }
    let mut stray: BTreeMap<Tag, Vec<usize>> = BTreeMap::new();
    for order in facts.orders() {
        for one in order.ranks.first().into_iter().flatten().filter(|one| members.contains_key(&one.tag)) {
            stray.entry(one.tag).or_default().extend(&order.classes);
        }
    }
    for (tag, classes) in stray {
        let (Some(peer), Some(member)) = (plan.peers.get(&tag), members.get(&tag)) else { continue };
        let Some(numbers) = facts.numbers_of(&classes) else { continue };
        let message =
            format!("dial-peer {tag} is a member of a group, and its own pattern takes calls that come in elsewhere");
        let span = peer.settings.span(Command::DestinationPattern).unwrap_or(peer.span);
        let finding = facts.about(&RULE, Severity::Warning, peer, span, (&message, "matches what callers dial"));
        let finding = finding.at(facts.source(), *member, "the group");
        findings.push(
            finding.shown_by(numbers).help("a pattern that is never dialled, such as `destination-pattern AAAA`"),
        );
    }
}
