//! Calls that dial-peer groups route: whatever their number, to the members in turn.

use std::collections::BTreeMap;

use super::orders::Order;
use crate::automaton::{Dfa, compile};
use crate::call::{Candidate, Gateway};
use crate::model::{DialPeer, DialPeerGroup, Tag};
use crate::syntax::commands::Command;

/// The order of a group, and the numbers of the calls that it routes, as they come in.
#[derive(Debug)]
pub(super) struct GroupOrder {
    pub(super) order: Order,
    pub(super) numbers: Dfa,
}

/// The groups that inbound dial-peers use; their classes are counted from `first` on.
pub(super) fn groups(gateway: &Gateway<'_>, first: usize) -> Vec<GroupOrder> {
    let plan = gateway.plan();
    let mut users: BTreeMap<u32, Vec<&DialPeer>> = BTreeMap::new();
    for peer in plan.peers.values().filter(|peer| !peer.shutdown()) {
        if let Some(group) = peer.settings.integer(Command::DestinationDpg) {
            users.entry(group.value).or_default().push(peer);
        }
    }
    let used = users.iter().filter_map(|(number, users)| Some((plan.peer_groups.get(number)?, users)));
    let open = used.filter(|(group, _)| !group.settings.flag(Command::Shutdown));
    let mut found = Vec::new();
    for (group, users) in open {
        let ranks = ranks(gateway, group);
        if let Some(numbers) = numbers(gateway, users).filter(|_| !ranks.is_empty()) {
            let classes = vec![first + found.len()];
            found.push(GroupOrder { order: Order { ranks, exact: true, classes }, numbers });
        }
    }
    found
}

/// The members that are up, by their preference in the group (CUBE guide, dial-peer groups).
fn ranks(gateway: &Gateway<'_>, group: &DialPeerGroup) -> Vec<Vec<Candidate>> {
    let mut ranks: BTreeMap<u32, Vec<Candidate>> = BTreeMap::new();
    for member in group.members() {
        let found = Tag::new(member.value.tag).and_then(|tag| gateway.plan().peers.get_full(&tag));
        let Some((index, tag, peer)) = found else { continue };
        if Gateway::is_up_in_group(peer) && !peer.shutdown() {
            let preference = u8::try_from(member.value.preference).unwrap_or(u8::MAX);
            ranks.entry(member.value.preference).or_default().push(Candidate::of_group(index, *tag, preference));
        }
    }
    ranks.into_values().collect()
}

/// The numbers by which the users of a group take calls; all, where one takes calls by something else. `None` where they take more
/// states than the budget.
fn numbers(gateway: &Gateway<'_>, users: &[&DialPeer]) -> Option<Dfa> {
    let mut sets = Vec::new();
    for user in users {
        let peer = gateway.plan().peers.get(&user.tag)?;
        let patterns = gateway.patterns(peer, Some(Command::IncomingCalledNumber), Some(Command::IncomingCalledMap));
        if patterns.is_empty() {
            return Some(Dfa::plain_numbers());
        }
        sets.push(compile::numbers_of_any(patterns.iter().map(|(_, pattern)| pattern.as_ref())).ok()?);
    }
    Dfa::union_all(sets).ok()
}
