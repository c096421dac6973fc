//! Where calls come from, on a gateway before a change and behind it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use crate::analysis::coverage::{Arrival, Coverage, Hunt, Path};
use crate::automaton::{Dfa, OverBudget};
use crate::call::{Leg, TAKES_BY_URI, Traveller};
use crate::model::{Address, Contact, Place, Site};
use crate::syntax::argument::SessionTarget;
use crate::syntax::commands::Command;

/// Where calls come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A leg that does nothing to a call and matches no inbound dial-peer: the outbound dial-peers alone decide.
    Anywhere,
    /// A trunk.
    Trunk(Contact),
    /// An address that neither side names: whether it may call has changed.
    Stranger(Contact),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anywhere => f.write_str("anywhere"),
            Self::Trunk(contact) => write!(f, "{}", contact.at),
            Self::Stranger(_) => f.write_str("addresses that nothing names"),
        }
    }
}

/// The trunks of a site, by what is equal for all addresses of one; of several the first.
pub(super) struct Trunks<'s>(HashMap<Address, &'s Contact>);

impl<'s> Trunks<'s> {
    pub(super) fn of(site: &'s Site) -> Self {
        Self(site.contacts.iter().rev().map(|contact| (contact.at.trunk(), contact)).collect())
    }
}

/// Calls that come in in one way.
pub(super) struct Incoming<'p> {
    /// The way; `None` for a leg that does nothing.
    pub(super) arrival: Option<Arrival<'p>>,
    /// What is done to numbers on the way in.
    pub(super) path: Path,
    /// Which numbers come in this way.
    pub(super) numbers: Dfa,
    /// By class of the gateway, the hunt.
    pub(super) hunts: Arc<[Hunt]>,
}

impl Incoming<'_> {
    /// Whether a number surely comes in this way.
    pub(super) fn is_certain(&self) -> bool {
        self.arrival.as_ref().is_none_or(|arrival| arrival.certain)
    }

    /// Whether calls that come in this way and the other are treated alike by the inbound dial-peers, by their lines.
    pub(super) fn is_like(&self, other: &Incoming<'_>) -> bool {
        match (&self.arrival, &other.arrival) {
            (Some(one), Some(other)) => one.is_like(other),
            (one, other) => one.is_none() == other.is_none(),
        }
    }
}

/// All places that calls come from on both sides, each once. What is a trunk on one side only says nothing: on the other side
/// no call comes from there. Who is in a list of trusted addresses may call, and is one that calls come from where the
/// other side does not let him.
pub(super) fn origins(old: &Site, new: &Site) -> Vec<Origin> {
    let after: HashSet<Address> = callers(new).iter().map(|contact| contact.at.trunk()).collect();
    let (mut contacts, mut known): (Vec<Contact>, HashSet<Address>) = (Vec::new(), HashSet::new());
    let on_both = callers(old).into_iter().filter(|contact| after.contains(&contact.at.trunk()));
    for contact in on_both.chain(listed(old)).chain(listed(new)) {
        if known.insert(contact.at.trunk()) {
            contacts.push(contact);
        }
    }
    let checks = |site: &Site| site.plan.voice_service.flag(Command::TrustedAuthenticate);
    let nobody = SessionTarget::Ipv4(Ipv4Addr::UNSPECIFIED, None);
    let stranger = (checks(old) != checks(new)).then(|| Origin::Stranger(caller(nobody)));
    std::iter::once(Origin::Anywhere).chain(contacts.into_iter().map(Origin::Trunk)).chain(stranger).collect()
}

/// Those whom the list of trusted addresses lets call; of a network, its first host.
fn listed(site: &Site) -> impl Iterator<Item = Contact> {
    site.plan.trusted().map(|(network, length)| {
        caller(match network {
            IpAddr::V4(address) => SessionTarget::Ipv4((u32::from(address) | u32::from(length < 32)).into(), None),
            IpAddr::V6(address) => SessionTarget::Ipv6((u128::from(address) | u128::from(length < 128)).into(), None),
        })
    })
}

/// Somebody whose calls come in by SIP from there.
fn caller(target: SessionTarget) -> Contact {
    Contact { place: Place::Public, at: Address::Target(target), sip: true }
}

/// The trunks of a gateway, and the hosts whose calls a dial-peer takes by a class of URIs that names them.
fn callers(site: &Site) -> Vec<Contact> {
    let peers = site.plan.peers.values().filter(|peer| !peer.shutdown());
    let classes: BTreeSet<&str> = peers
        .flat_map(|peer| TAKES_BY_URI.iter().filter_map(|command| peer.settings.text(*command)))
        .map(|class| class.value)
        .collect();
    let lines = classes.into_iter().filter_map(|class| site.plan.uri_classes.get(&format!("{class} sip")));
    let hosts = lines.flat_map(|class| class.settings.all(Command::UriHost)).filter_map(|line| {
        let host = line.value.argument.as_text().filter(|host| host.contains(':'))?;
        SessionTarget::parse(host).filter(|target| !matches!(target, SessionTarget::Other(_)))
    });
    site.contacts.iter().cloned().chain(hosts.map(caller)).collect()
}

impl Origin {
    /// The leg on which calls from here come in at `site`.
    pub fn leg(&self, site: &Site) -> Option<Leg> {
        self.leg_by(site, |at| site.contacts.iter().find(|own| own.at.is_same(at)))
    }

    /// The same where the trunks of the site are at hand.
    fn leg_among(&self, site: &Site, trunks: &Trunks<'_>) -> Option<Leg> {
        self.leg_by(site, |at| trunks.0.get(&at.trunk()).copied())
    }

    fn leg_by<'s>(&self, site: &Site, find: impl Fn(&Address) -> Option<&'s Contact>) -> Option<Leg> {
        let (Self::Trunk(contact) | Self::Stranger(contact)) = self else { return None };
        let own = find(&contact.at).unwrap_or(contact);
        if let Address::TrunkGroup(name) = &own.at {
            let port = site.plan.trunk_group_ports(name).into_iter().next();
            return Some(Leg::Port(port.unwrap_or_else(|| name.clone())));
        }
        Some(Traveller::leg(Some(own)))
    }

    /// The ways in which calls from here come in.
    ///
    /// # Errors
    /// That takes more states than the budget.
    pub(super) fn arrivals<'p>(
        &self,
        coverage: &mut Coverage<'_, 'p>,
        (site, trunks): (&Site, &Trunks<'_>),
    ) -> Result<Vec<Incoming<'p>>, OverBudget> {
        let Some(leg) = self.leg_among(site, trunks) else {
            let hunts = coverage.plain_hunts();
            return Ok(vec![Incoming { arrival: None, path: Path::new(), numbers: Dfa::all(), hunts }]);
        };
        let arrivals = coverage.arrivals(&leg)?;
        let incoming = |arrival: Arrival<'p>| {
            let hunts = coverage.hunts(&leg, &arrival);
            let (path, numbers) = (arrival.path.clone(), arrival.path.domain()?);
            Ok(Incoming { arrival: Some(arrival), path, numbers, hunts })
        };
        arrivals.into_iter().map(incoming).collect()
    }
}
