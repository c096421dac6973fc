//! Configurations that nobody described a network for: which of them lead to each other, and the network that they form.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::network::speaks_sip;
use crate::model::{Address, Contact, DialPlan, Network, Place, Release, Site};
use crate::syntax::argument::SessionTarget;

/// A configuration of which nothing is known but what it says.
#[derive(Clone, Debug)]
pub struct Member {
    /// What people call its gateway.
    pub id: String,
    /// Its dial plan.
    pub plan: DialPlan,
    /// Its release, where that is known.
    pub release: Option<Release>,
    /// The addresses of its interfaces that are of no other configuration.
    pub addresses: Vec<IpAddr>,
}

/// Where a configuration is, and where it leads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// The addresses of its interfaces.
    pub addresses: Vec<IpAddr>,
    /// The addresses that its dial-peers lead to.
    pub targets: BTreeSet<IpAddr>,
}

impl Reach {
    /// That of a configuration with these interface addresses.
    pub fn of(plan: &DialPlan, addresses: Vec<IpAddr>) -> Self {
        Self { addresses, targets: targets(plan) }
    }
}

/// Which configurations lead to each other, directly or by way of others, each set in order; one that is alone is a set too.
///
/// An address that several have tells nobody apart, as a backup of a router and the router itself: it is taken out of
/// [`Reach::addresses`].
pub fn joined(all: &mut [Reach]) -> Vec<Vec<usize>> {
    let mut owners: BTreeMap<IpAddr, BTreeSet<usize>> = BTreeMap::new();
    for (index, reach) in all.iter().enumerate() {
        for address in &reach.addresses {
            owners.entry(*address).or_default().insert(index);
        }
    }
    owners.retain(|_, owners| owners.len() == 1);
    let owner = |address: &IpAddr| owners.get(address).and_then(BTreeSet::first).copied();
    let mut sets = Sets((0..all.len()).collect());
    for (index, reach) in all.iter_mut().enumerate() {
        reach.addresses.retain(|address| owners.contains_key(address));
        for other in reach.targets.iter().filter_map(owner) {
            sets.join(index, other);
        }
    }
    let mut found: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for index in 0..all.len() {
        found.entry(sets.first(index)).or_default().push(index);
    }
    found.into_values().collect()
}

/// Disjoint sets: of each element another of its set, itself where it is the first.
struct Sets(Vec<usize>);

impl Sets {
    /// The element that stands for the set of this one: its least.
    fn first(&mut self, mut index: usize) -> usize {
        while let Some(up) = self.0.get(index).copied().filter(|up| *up != index) {
            // Halving the way keeps it short.
            let next = self.0.get(up).copied().unwrap_or(up);
            self.0.get_mut(index).into_iter().for_each(|place| *place = next);
            index = next;
        }
        index
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        let (least, greatest) = (one.min(other), one.max(other));
        self.0.get_mut(greatest).into_iter().for_each(|place| *place = least);
    }
}

/// The network of configurations of which nothing else is known: each is a gateway, and a target that is an address of
/// another leads to that.
pub fn network_of_configs(members: Vec<Member>) -> Network {
    let mut addresses = Vec::new();
    let mut network = Network::default();
    for Member { id, plan, release, addresses: own } in members {
        addresses.push(own);
        network.gateways.push(Site { id, plan, release, ..Site::default() });
    }
    let between = contacts_between(&network.gateways, &addresses);
    for (site, contacts) in network.gateways.iter_mut().zip(between) {
        // Every trunk with a D channel leads to the public network, whether a dial-peer goes out on it or not.
        let ports: Vec<String> = site.plan.trunk_ports().into_iter().map(str::to_owned).collect();
        let public = |port| Contact { place: Place::Public, at: Address::Port(port), sip: false };
        site.contacts.extend(ports.into_iter().map(public).chain(contacts));
    }
    network.complete();
    network
}

/// The trunks of each gateway that lead to another of them.
fn contacts_between(sites: &[Site], addresses: &[Vec<IpAddr>]) -> Vec<Vec<Contact>> {
    let owner: BTreeMap<IpAddr, usize> =
        addresses.iter().enumerate().flat_map(|(index, own)| own.iter().map(move |one| (*one, index))).collect();
    let mut contacts: Vec<Vec<Contact>> = vec![Vec::new(); sites.len()];
    // Who leads to whom, and whether by SIP.
    let mut leads: BTreeMap<(usize, usize), bool> = BTreeMap::new();
    for (index, (site, contacts)) in sites.iter().zip(&mut contacts).enumerate() {
        for target in targets(&site.plan) {
            let Some(other) = owner.get(&target).copied().filter(|other| *other != index) else { continue };
            let at = address(target);
            let sip = speaks_sip(&site.plan, &at).unwrap_or(true);
            *leads.entry((index, other)).or_default() |= sip;
            contacts.push(Contact { place: Place::Gateway(other), at, sip });
        }
    }
    // Who is led to and does not lead back knows the calls only by the addresses that they may come from.
    for ((from, to), sip) in &leads {
        if let (false, Some(own), Some(contacts)) =
            (leads.contains_key(&(*to, *from)), addresses.get(*from), contacts.get_mut(*to))
        {
            let back = |one: &IpAddr| Contact { place: Place::Gateway(*from), at: address(*one), sip: *sip };
            contacts.extend(own.iter().map(back));
        }
    }
    contacts
}

/// The addresses that the dial-peers of a gateway lead to.
fn targets(plan: &DialPlan) -> BTreeSet<IpAddr> {
    let peers = plan.peers.values().filter(|peer| !peer.shutdown());
    let host = |address: Address| match address {
        Address::Target(SessionTarget::Ipv4(host, _)) => Some(IpAddr::V4(host)),
        Address::Target(SessionTarget::Ipv6(host, _)) => Some(IpAddr::V6(host)),
        Address::Target(SessionTarget::Dns(..) | SessionTarget::Other(_))
        | Address::Port(_)
        | Address::TrunkGroup(_) => None,
    };
    peers.flat_map(|peer| plan.destinations(peer)).filter_map(host).collect()
}

fn address(host: IpAddr) -> Address {
    Address::Target(match host {
        IpAddr::V4(host) => SessionTarget::Ipv4(host, None),
        IpAddr::V6(host) => SessionTarget::Ipv6(host, None),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{interface_addresses, read};
    use crate::source::Source;
    use crate::syntax::tree::Tree;

    /// A router with an address, whose dial-peers lead to others.
    fn router(addresses: &[&str], targets: &[&str]) -> (DialPlan, Vec<IpAddr>) {
        let interface =
            |(index, address)| format!("interface Loopback{index}\n ip address {address} 255.255.255.255\n!\n");
        let peer = |(tag, target): (u32, &&str)| {
            let pattern = format!("dial-peer voice {tag} voip\n destination-pattern {tag}...\n");
            format!("{pattern} session target {target}\n session protocol sipv2\n!\n")
        };
        let parts = addresses.iter().enumerate().map(interface).chain((1..).zip(targets).map(peer));
        let text = parts.collect::<Vec<_>>().concat();
        let tree = Tree::parse(&Source::new("router.cfg", text));
        (read(&tree).0, interface_addresses(&tree))
    }

    fn reach(addresses: &[&str], targets: &[&str]) -> Reach {
        let (plan, addresses) = router(addresses, targets);
        Reach::of(&plan, addresses)
    }

    #[test]
    fn configurations_that_lead_to_each_other_are_joined() {
        let mut all = [
            reach(&["192.0.2.1"], &["ipv4:192.0.2.9"]),
            reach(&["192.0.2.2"], &["ipv4:198.51.100.7"]),
            reach(&["192.0.2.3"], &["ipv4:192.0.2.1:5060", "dns:sip.example.com"]),
            reach(&["198.51.100.7"], &[]),
            // Two with the same address: where a target leads is not known.
            reach(&["192.0.2.9"], &[]),
            reach(&["192.0.2.9", "192.0.2.10"], &[]),
            // To itself.
            reach(&["203.0.113.1"], &["ipv4:203.0.113.1"]),
        ];
        assert_eq!(joined(&mut all), [vec![0, 2], vec![1, 3], vec![4], vec![5], vec![6]]);
        assert_eq!(all[5].addresses, ["192.0.2.10".parse::<IpAddr>().unwrap()]);
        assert_eq!(joined(&mut []), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn sets_are_joined_in_any_order() {
        // A ring and a star, from the far end.
        let mut ring: Vec<_> = (0..40).map(|at| reach(&[&at_address(at)], &[&target((at + 1) % 40)])).collect();
        assert_eq!(joined(&mut ring), [(0..40).collect::<Vec<_>>()]);
        let mut star: Vec<_> = (0..40).map(|at| reach(&[&at_address(at)], &[&target(39)])).collect();
        assert_eq!(joined(&mut star), [(0..40).collect::<Vec<_>>()]);
    }

    fn at_address(at: usize) -> String {
        format!("192.0.2.{at}").replace(".0.2.0", ".0.2.200")
    }

    fn target(at: usize) -> String {
        format!("ipv4:{}", at_address(at))
    }

    /// The contacts of each gateway, `PLACE at ADDRESS`.
    fn contacts(routers: Vec<(DialPlan, Vec<IpAddr>)>) -> Vec<Vec<String>> {
        let member = |(index, (plan, addresses)): (usize, (DialPlan, Vec<IpAddr>))| Member {
            id: format!("r{index}"),
            plan,
            release: None,
            addresses,
        };
        let network = network_of_configs(routers.into_iter().enumerate().map(member).collect());
        let name = |contact: &Contact| format!("{} at {}", network.name(contact.place), contact.at);
        network.gateways.iter().map(|site| site.contacts.iter().map(name).collect()).collect()
    }

    #[test]
    fn trunks_between_gateways_have_two_ends() {
        let both = contacts(vec![
            router(&["192.0.2.1", "198.51.100.1"], &["ipv4:192.0.2.2:5061", "ipv4:203.0.113.5"]),
            router(&["192.0.2.2"], &["ipv4:198.51.100.1"]),
        ]);
        assert_eq!(both[0], ["r1 at ipv4:192.0.2.2", "ipv4:203.0.113.5 at ipv4:203.0.113.5"]);
        assert_eq!(both[1], ["r0 at ipv4:198.51.100.1"]);
        // Nothing leads back: the calls come from any address of the other.
        let one =
            contacts(vec![router(&["192.0.2.1", "198.51.100.1"], &["ipv4:192.0.2.2"]), router(&["192.0.2.2"], &[])]);
        assert_eq!(one[1], ["r0 at ipv4:192.0.2.1", "r0 at ipv4:198.51.100.1"]);
    }
}
