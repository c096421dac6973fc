//! Which failures a place can answer a call with, whatever the number: what lets hunting go on.

use std::collections::{BTreeMap, BTreeSet};

use crate::call::{CauseMaps, Notes, Traveller, cause_of_status, status_of_cause};
use crate::model::{Network, Own, Place, System, Unassigned};
use crate::syntax::commands::Command;

/// Per place the SIP statuses, or those that stand for causes, that calls can fail with there.
#[derive(Clone, Debug, Default)]
pub struct Failures(BTreeMap<Place, BTreeSet<u16>>);

impl Failures {
    /// Those of a network: the least sets that hold what each place says itself and what others say to it.
    pub fn of(traveller: &Traveller<'_>) -> Self {
        let network = traveller.network();
        let mut failures = Self::default();
        loop {
            let mut changed = false;
            for place in network.places() {
                let found = match place {
                    Place::System(index) => {
                        network.systems.get(index).map(|system| failures.of_system(system)).unwrap_or_default()
                    }
                    Place::Gateway(index) => failures.of_gateway(traveller, index),
                    Place::Public => failures.of_public(network),
                };
                let known = failures.0.entry(place).or_default();
                let before = known.len();
                known.extend(found);
                changed = changed || known.len() > before;
            }
            if !changed {
                return failures;
            }
        }
    }

    /// What calls to `place` can fail with.
    pub fn at(&self, place: Place) -> impl Iterator<Item = u16> + '_ {
        self.0.get(&place).into_iter().flatten().copied()
    }

    fn of_system(&self, system: &System) -> BTreeSet<u16> {
        let mut found = BTreeSet::new();
        let onward = system.routes.iter().flat_map(|route| route.to.iter().copied());
        let onward = onward.chain(system.forward.as_ref().map(|forward| forward.to));
        found.extend(onward.flat_map(|to| self.at(to)));
        match system.unassigned {
            Unassigned::Reject(status) if system.own != Own::All => {
                found.insert(status);
            }
            Unassigned::Route(to) => found.extend(self.at(to)),
            Unassigned::Reject(_) | Unassigned::Announcement => {}
        }
        found
    }

    /// A call that no dial-peer takes has cause 1; one that some took and that failed has the cause of the last failure.
    fn of_gateway(&self, traveller: &Traveller<'_>, index: usize) -> BTreeSet<u16> {
        let (Some(site), Some(gateway)) = (traveller.network().gateways.get(index), traveller.gateway(index)) else {
            return BTreeSet::new();
        };
        // A dial-peer of a tenant maps by its own lines.
        let peers = gateway.plan().peers.values().filter(|peer| peer.settings.integer(Command::SipTenant).is_some());
        let maps: Vec<_> = peers.map(Some).chain([None]).map(|peer| CauseMaps::of(gateway.plan(), peer)).collect();
        let mut found = BTreeSet::from([404]);
        let places: BTreeSet<Place> = site.contacts.iter().map(|contact| contact.place).collect();
        for status in places.into_iter().flat_map(|place| self.at(place)) {
            let causes = maps.iter().map(|maps| maps.cause(status)).chain([cause_of_status(status)]);
            for cause in causes.collect::<BTreeSet<_>>() {
                found.extend(maps.iter().map(|maps| maps.status(cause)).chain([status_of_cause(cause)]));
            }
        }
        let mut notes = Notes::default();
        let rejects = gateway.plan().rule_tables.values().flat_map(|table| table.rules());
        if rejects.into_iter().any(|rule| rule.value.replacement.is_none()) {
            found.insert(500);
        }
        let untrusted = |contact| !gateway.trusts(Some(&Traveller::leg(Some(contact))), &mut notes);
        if site.contacts.iter().any(untrusted) || gateway.plan().globals.span(Command::DialPeerNoMatch).is_some() {
            found.extend([403, 500]);
        }
        found
    }

    /// The public network answers calls to everybody but to the gateways' own DIDs.
    fn of_public(&self, network: &Network) -> BTreeSet<u16> {
        (0..network.gateways.len()).flat_map(|index| self.at(Place::Gateway(index))).collect()
    }
}
