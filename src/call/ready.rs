//! What a gateway works out once, for all calls that are traced through it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::net::IpAddr;
use std::sync::OnceLock;

use super::candidate::{Candidate, scan_of};
use super::gateway::Gateway;
use super::notes::Notes;
use super::profile::Profile;
use super::table::RoutingTable;
use crate::automaton::OverBudget;
use crate::model::{DialPeer, PatternMap};
use crate::syntax::argument::SessionTarget;
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;

/// What depends on the dial plan alone, each found out when it is first asked for.
#[derive(Debug, Default)]
pub(super) struct Ready {
    table: OnceLock<Result<RoutingTable, OverBudget>>,
    /// The table of a router that takes a leading `+` of a pattern the other way.
    other_plus: OnceLock<Result<RoutingTable, OverBudget>>,
    /// Whether any pattern has a leading `+`.
    has_plus: OnceLock<bool>,
    /// By command, the places in the plan of the dial-peers that have such a line.
    peers_with: OnceLock<HashMap<Command, Vec<usize>>>,
    targets: OnceLock<Targets>,
    /// What is said of all that could match a number and is not looked at.
    pub(super) unseen: OnceLock<Notes>,
}

/// The far ends of dial-peers that are up, as far as they are addresses.
#[derive(Debug, Default)]
pub(super) struct Targets {
    /// Those that session targets and `sip-server` give.
    addresses: HashSet<IpAddr>,
    /// The servers of server groups, as they are written.
    servers: HashSet<String>,
    /// The session targets that are names, whose addresses no configuration tells.
    pub(super) named: Vec<String>,
}

impl Targets {
    /// Whether calls go to this address.
    pub(super) fn hold(&self, address: IpAddr) -> bool {
        self.addresses.contains(&address) || self.servers.contains(&address.to_string())
    }
}

impl<'a> Gateway<'a> {
    /// The dial-peers that match a called number, for all numbers. Calls that are traced after it was asked for are looked up
    /// in it.
    ///
    /// # Errors
    /// The patterns are so entangled that telling them apart takes more than the budgets of an automaton.
    pub fn table(&self) -> Result<&RoutingTable, OverBudget> {
        made(&self.ready.table, self, &self.profile)
    }

    /// The dial-peers that match `number` on the way out, in hunt order; those whose pattern ends in `T` only with `timer`.
    pub(super) fn matching(&self, number: &str, timer: bool) -> Vec<Candidate> {
        match self.ready.table.get() {
            Some(Ok(table)) if timer => table.candidates(number).into_owned(),
            _ => self.scanned(&self.profile, number, timer),
        }
    }

    /// The same if a leading `+` were taken otherwise.
    pub(super) fn matching_with_other_plus(&self, number: &str, timer: bool) -> Vec<Candidate> {
        if !self.has_plus() {
            return self.matching(number, timer);
        }
        let other = self.profile.with_other_plus();
        if timer
            && let Some(Ok(_)) = self.ready.table.get()
            && let Ok(table) = made(&self.ready.other_plus, self, &other)
        {
            return table.candidates(number).into_owned();
        }
        self.scanned(&other, number, timer)
    }

    fn has_plus(&self) -> bool {
        let is_plus = |pattern: &NumberPattern| pattern.text().trim_start_matches('^').starts_with('+');
        *self.ready.has_plus.get_or_init(|| {
            let own = self.plan.peers.values().filter_map(DialPeer::destination_pattern);
            let entries = self.plan.pattern_maps.values().flat_map(PatternMap::entries);
            own.chain(entries).any(|pattern| is_plus(pattern.value))
        })
    }

    fn scanned(&self, profile: &Profile, number: &str, timer: bool) -> Vec<Candidate> {
        scan_of(self.plan, profile, number, |pattern: &NumberPattern| timer || !pattern.has_timer())
    }

    /// The dial-peers that have a line of one of these commands, in the order of the plan.
    pub(crate) fn peers_with(&self, commands: &[Command]) -> impl Iterator<Item = &'a DialPeer> + use<'a> {
        let index = self.ready.peers_with.get_or_init(|| {
            let mut index: HashMap<Command, Vec<usize>> = HashMap::new();
            for (place, peer) in self.plan.peers.values().enumerate() {
                for (command, _) in peer.settings.iter() {
                    let places = index.entry(command).or_default();
                    if places.last() != Some(&place) {
                        places.push(place);
                    }
                }
            }
            index
        });
        let places = match commands {
            [one] => index.get(one).cloned().unwrap_or_default(),
            several => {
                let places: BTreeSet<usize> =
                    several.iter().filter_map(|one| index.get(one)).flatten().copied().collect();
                places.into_iter().collect()
            }
        };
        let peers = &self.plan.peers;
        places.into_iter().filter_map(|place| peers.get_index(place).map(|(_, peer)| peer))
    }

    /// Where calls go.
    pub(super) fn targets(&self) -> &Targets {
        self.ready.targets.get_or_init(|| {
            let mut targets = Targets::default();
            for peer in self.plan.peers.values().filter(|peer| !peer.shutdown()) {
                if let Some(target) = peer.session_target() {
                    targets.addresses.extend(self.address_of(peer, target.value));
                    let is_name = match target.value {
                        SessionTarget::Dns(..) => true,
                        SessionTarget::Other(word) => word != "sip-server",
                        SessionTarget::Ipv4(..) | SessionTarget::Ipv6(..) => false,
                    };
                    targets.named.extend(is_name.then(|| target.value.to_string()));
                }
                targets.servers.extend(self.server_names(peer.tag));
            }
            targets
        })
    }

    fn address_of(&self, peer: &DialPeer, target: &SessionTarget) -> Option<IpAddr> {
        match target {
            SessionTarget::Ipv4(one, _) => Some(IpAddr::V4(*one)),
            SessionTarget::Ipv6(one, _) => Some(IpAddr::V6(*one)),
            SessionTarget::Other(_) => address_in(self.sip_server(peer)?),
            SessionTarget::Dns(..) => None,
        }
    }
}

fn made<'r>(
    place: &'r OnceLock<Result<RoutingTable, OverBudget>>,
    gateway: &Gateway<'_>,
    profile: &Profile,
) -> Result<&'r RoutingTable, OverBudget> {
    place.get_or_init(|| RoutingTable::new(gateway.plan, profile)).as_ref().map_err(|over| *over)
}

/// The address that a `sip-server` line gives, if it is one.
fn address_in(server: &str) -> Option<IpAddr> {
    match SessionTarget::parse(server.split(' ').next()?)? {
        SessionTarget::Ipv4(one, _) => Some(IpAddr::V4(one)),
        SessionTarget::Ipv6(one, _) => Some(IpAddr::V6(one)),
        SessionTarget::Dns(..) | SessionTarget::Other(_) => None,
    }
}
