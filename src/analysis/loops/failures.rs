//! Which failures a place can answer a call with, whatever the number: what lets hunting go on.

use std::collections::{BTreeMap, BTreeSet};

use crate::call::{Cause, CauseMaps, Gateway, Notes, Traveller, block_cause, cause_of_status, status_of_cause};
use crate::model::{Network, Own, Place, Site, System, Unassigned};
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
        let plan = gateway.plan();
        let tenants = plan.peers.values().filter(|peer| peer.settings.get(Command::SipTenant).is_some());
        let maps: Vec<CauseMaps<'_>> =
            std::iter::once(None).chain(tenants.map(Some)).map(|peer| CauseMaps::of(plan, peer)).collect();
        let mut causes = own_causes(site, gateway);
        let places: BTreeSet<Place> = site.contacts.iter().map(|contact| contact.place).collect();
        for status in places.into_iter().flat_map(|place| self.at(place)) {
            causes.insert(cause_of_status(status));
            causes.extend(maps.iter().map(|maps| maps.cause(status)));
        }
        let mut found = BTreeSet::new();
        for cause in causes {
            found.insert(status_of_cause(cause));
            found.extend(maps.iter().map(|maps| maps.status(cause)));
        }
        // What a reject rule blocks has no cause.
        let mut rejects = plan.rule_tables.values().flat_map(crate::model::RuleTable::rules);
        if rejects.any(|rule| rule.value.replacement.is_none()) {
            found.insert(500);
        }
        found
    }

    /// The public network answers calls to everybody but to the gateways' own DIDs.
    fn of_public(&self, network: &Network) -> BTreeSet<u16> {
        (0..network.gateways.len()).flat_map(|index| self.at(Place::Gateway(index))).collect()
    }
}

/// The causes that a gateway fails calls with itself.
fn own_causes(site: &Site, gateway: &Gateway<'_>) -> BTreeSet<Cause> {
    let peers = || gateway.plan().peers.values();
    let mut causes = BTreeSet::from([Cause::UNASSIGNED_NUMBER]);
    causes.extend(peers().filter_map(block_cause));
    causes.extend(gateway.no_match_cause());
    if peers().any(|peer| gateway.is_down(peer)) {
        causes.insert(Cause::NO_CIRCUIT);
    }
    let mut notes = Notes::default();
    if site.contacts.iter().any(|contact| !gateway.trusts(Some(&Traveller::leg(Some(contact))), &mut notes)) {
        causes.insert(Cause::CALL_REJECTED);
    }
    causes
}
