//! One call through a network: from gateway to system and on, with what each of them does, until it is answered, fails, or
//! comes back to where it is still open.
//!
//! A step at a gateway is [`Gateway::trace`]; a step at a system follows what its description says. This is what replays the
//! witnesses of proofs over all numbers, and what they are compared with on small networks.

use std::collections::BTreeSet;

use super::cause::{Cause, cause_of_status, status_of_cause};
use super::gateway::Gateway;
use super::leg::{Call, Leg, Trunk};
use super::profile::Profile;
use super::rank::matches_body;
use super::reply::{Replies, Reply};
use super::trace::{Outcome, Trace};
use crate::model::{Address, Contact, Network, Own, Place, RouteMatch, System, Tag, Unassigned};
use crate::number::NumberSet;
use crate::syntax::argument::SessionTarget;

/// The most symbols of a number: what IOS dials.
pub const LONGEST_NUMBER: usize = 32;

/// The most hops that a journey is followed for: a call that is still under way then is said to be unknown.
const MAXIMUM_HOPS: usize = 2_000;

/// The most legs that are open at once: a number that loses a symbol on each pass is gone after [`LONGEST_NUMBER`].
const MAXIMUM_LEGS: usize = 6 * LONGEST_NUMBER;

/// A call as it enters the network.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Who gets it.
    pub to: Place,
    /// Who sends it.
    pub from: Place,
    /// The trunk of the gateway that it comes in on, where it comes to one: a place in its contacts.
    pub contact: Option<usize>,
    /// The number that is called.
    pub called: String,
    /// The number that calls.
    pub calling: String,
}

/// What is so, of all that the description of a network leaves open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    /// The numbers that live on systems of which that is not told: by system, a DID as digits, or the number itself.
    pub owned: BTreeSet<(usize, String)>,
    /// Whether no phone is registered with the systems that then forward calls.
    pub unregistered: bool,
    /// The trunk, by its place among those that lead there, that systems and the public network call gateways on.
    pub trunk: usize,
    /// Which of dial-peers that a gateway tries in any order it tries first, by its place among them.
    pub chance: usize,
}

/// A step of a journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// Where the call is.
    pub at: Place,
    /// The number that is called there.
    pub number: String,
    /// What happens.
    pub event: Event,
    /// How many legs are open before it.
    pub depth: usize,
}

/// What happens to a call on its journey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It comes in from somewhere.
    Arrives(Place),
    /// It comes in from a gateway, out of this dial-peer.
    Offered(usize, Tag),
    /// It is answered.
    Answered,
    /// The caller hears an announcement.
    Announced,
    /// It is rejected with this SIP status, or the cause that stands for it.
    Rejected(u16),
    /// The system forwards it, since the phone is not registered.
    Forwarded,
    /// The system also rings this number.
    Rings(String),
    /// The gateway can try nothing more.
    Exhausted(u16),
    /// It is here already, with the same numbers, since that hop.
    Returns(usize),
    /// The number has more symbols than IOS dials.
    Grows,
}

/// How a journey ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Somebody takes the call, or an announcement is heard.
    Taken(Place),
    /// Nobody takes it: the status that its sender gets.
    Failed(u16),
    /// It comes back to where it is still open.
    Loops,
    /// Its number grows without end.
    Grows,
    /// That is not known, for this reason.
    Unknown(String),
}

/// A journey, hop by hop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journey {
    /// Its hops.
    pub hops: Vec<Hop>,
    /// How it ends.
    pub end: End,
}

/// What a leg comes to.
enum Came {
    Taken(Place),
    Failed(u16),
}

/// A network that calls can be followed through.
#[derive(Debug)]
pub struct Traveller<'n> {
    network: &'n Network,
    gateways: Vec<Gateway<'n>>,
    dids: NumberSet,
}

struct Walk<'t, 'n> {
    traveller: &'t Traveller<'n>,
    case: &'t Case,
    hops: Vec<Hop>,
    open: Vec<(Entry, usize)>,
}

impl<'n> Traveller<'n> {
    /// The network, with a profile for each of its gateways: what is assumed of the router.
    pub fn new(network: &'n Network, profiles: impl IntoIterator<Item = Profile>) -> Self {
        let gateways = network.gateways.iter().zip(profiles).map(|(site, profile)| Gateway::new(&site.plan, profile));
        Self { network, gateways: gateways.collect(), dids: network.dids() }
    }

    /// The network.
    pub fn network(&self) -> &'n Network {
        self.network
    }

    /// The gateway at this place among those of the network.
    pub fn gateway(&self, index: usize) -> Option<&Gateway<'n>> {
        self.gateways.get(index)
    }

    /// All DIDs of the network.
    pub fn dids(&self) -> &NumberSet {
        &self.dids
    }

    /// What ownership of `number` goes by: the DID that it writes, else the number.
    pub fn key(&self, number: &str) -> String {
        self.network.did(number, &self.dids).map_or_else(|| number.to_owned(), |did| did.to_string())
    }

    /// Whether `number` lives on the system, in this case.
    pub fn owns(&self, system: usize, number: &str, case: &Case) -> bool {
        let Some(described) = self.network.systems.get(system) else { return false };
        match &described.own {
            Own::All => true,
            Own::Known { dids, extensions } => extensions.contains(number) || self.network.did(number, dids).is_some(),
            Own::Unknown => case.owned.contains(&(system, self.key(number))),
        }
    }

    /// The leg that a call from this trunk comes in on.
    pub fn leg(contact: Option<&Contact>) -> Leg {
        match contact.map(|contact| (&contact.at, contact.sip)) {
            Some((Address::Port(port) | Address::TrunkGroup(port), _)) => Leg::Port(port.clone()),
            Some((Address::Target(target), true)) => Leg::Sip(Trunk::at(target.clone())),
            Some((Address::Target(target), false)) => Leg::H323(Trunk::at(target.clone())),
            None => Leg::Sip(Trunk::default()),
        }
    }

    /// Follows a call.
    pub fn follow(&self, entry: &Entry, case: &Case) -> Journey {
        let mut walk = Walk { traveller: self, case, hops: Vec::new(), open: Vec::new() };
        let end = match walk.offer(entry, Event::Arrives(entry.from)) {
            Ok(Came::Taken(place)) => End::Taken(place),
            Ok(Came::Failed(status)) => End::Failed(status),
            Err(end) => end,
        };
        Journey { hops: walk.hops, end }
    }
}

/// Whether a route takes a number: its pattern all of it, an expression where it is found.
pub fn takes(matching: &RouteMatch, number: &str) -> bool {
    match matching {
        RouteMatch::Pattern(pattern) => matches_body(pattern, number),
        RouteMatch::Expression(expression) => expression.is_match(number),
    }
}

/// Where an attempt leads, of what a trace says of it.
pub fn address_of(target: &str, protocol: &str) -> Option<Address> {
    if protocol == "POTS" {
        if let Some(port) = target.strip_prefix("port ") {
            return Some(Address::Port(port.to_owned()));
        }
        let name = target.strip_prefix("trunkgroup ").unwrap_or(target);
        return Some(Address::TrunkGroup(name.split([' ', ',']).next()?.to_owned()));
    }
    let text = target.strip_prefix("sip-server ").unwrap_or(target);
    SessionTarget::parse(text.split(' ').next()?).map(Address::Target)
}

impl Walk<'_, '_> {
    /// Offers a call to a place, and follows it there.
    fn offer(&mut self, entry: &Entry, event: Event) -> Result<Came, End> {
        let depth = self.open.len();
        let hop = |event| Hop { at: entry.to, number: entry.called.clone(), event, depth };
        if let Some((_, since)) = self.open.iter().find(|(open, _)| open == entry) {
            let since = *since;
            self.hops.push(hop(event));
            self.hops.push(hop(Event::Returns(since)));
            return Err(End::Loops);
        }
        let at = self.hops.len();
        self.hops.push(hop(event));
        if entry.called.len() > LONGEST_NUMBER {
            self.hops.push(hop(Event::Grows));
            return Err(End::Grows);
        }
        if self.hops.len() > MAXIMUM_HOPS || depth > MAXIMUM_LEGS {
            let text = format!("the call is still under way after {} hops, with {depth} legs open", self.hops.len());
            return Err(End::Unknown(text));
        }
        self.open.push((entry.clone(), at));
        let result = match entry.to {
            Place::Gateway(index) => self.at_gateway(index, entry),
            Place::System(index) => self.at_system(index, entry),
            Place::Public => self.at_public(entry),
        };
        self.open.pop();
        result
    }

    fn say(&mut self, entry: &Entry, event: Event) {
        let hop = Hop { at: entry.to, number: entry.called.clone(), event, depth: self.open.len() };
        self.hops.push(hop);
    }

    fn taken(&mut self, entry: &Entry, event: Event) -> Came {
        self.say(entry, event);
        Came::Taken(entry.to)
    }

    fn failed(&mut self, entry: &Entry, status: u16, event: Event) -> Came {
        self.say(entry, event);
        Came::Failed(status)
    }

    /// The call goes on from a system or the public network.
    fn send(&mut self, from: Place, to: Place, called: String, calling: &str) -> Result<Came, End> {
        let contact = self.contact(from, to);
        let calling = calling.to_owned();
        self.offer(&Entry { to, from, contact, called, calling }, Event::Arrives(from))
    }

    /// The trunk of a gateway that calls from here come in on.
    fn contact(&self, from: Place, to: Place) -> Option<usize> {
        let Place::Gateway(index) = to else { return None };
        let contacts: Vec<usize> = self.traveller.network.gateways.get(index)?.contacts_of(from).collect();
        contacts.get(self.case.trunk % contacts.len().max(1)).copied()
    }

    fn at_public(&mut self, entry: &Entry) -> Result<Came, End> {
        let Some((gateway, contact, called)) = self.traveller.delivered(&entry.called, self.case.trunk) else {
            return Ok(self.taken(entry, Event::Answered));
        };
        let (to, calling) = (Place::Gateway(gateway), entry.calling.clone());
        self.offer(
            &Entry { to, from: Place::Public, contact: Some(contact), called, calling },
            Event::Arrives(Place::Public),
        )
    }

    fn at_system(&mut self, index: usize, entry: &Entry) -> Result<Came, End> {
        let Some(system) = self.traveller.network.systems.get(index) else {
            return Ok(self.failed(entry, 404, Event::Rejected(404)));
        };
        if self.traveller.owns(index, &entry.called, self.case) {
            return self.at_owner(index, system, entry);
        }
        let routes = system.routes_for(entry.from);
        if let Some(route) = routes.into_iter().find(|route| takes(&route.matching, &entry.called)) {
            let mut last = 404;
            for to in &route.to {
                let called = route.change.apply(&entry.called);
                match self.send(entry.to, *to, called, &entry.calling)? {
                    Came::Failed(status) => last = status,
                    taken @ Came::Taken(_) => return Ok(taken),
                }
                if system.stops.contains(&cause_of_status(last).0) {
                    break;
                }
            }
            return Ok(self.failed(entry, last, Event::Rejected(last)));
        }
        if let Some(to) = system.outbound.filter(|_| entry.from == entry.to) {
            return self.send(entry.to, to, entry.called.clone(), &entry.calling);
        }
        match system.unassigned {
            Unassigned::Reject(status) => Ok(self.failed(entry, status, Event::Rejected(status))),
            Unassigned::Announcement => Ok(self.taken(entry, Event::Announced)),
            Unassigned::Route(to) => {
                let sent = self.send(entry.to, to, entry.called.clone(), &entry.calling)?;
                match sent {
                    Came::Failed(status) => Ok(self.failed(entry, status, Event::Rejected(status))),
                    taken @ Came::Taken(_) => Ok(taken),
                }
            }
        }
    }

    /// A system gets a call to a number of its own.
    fn at_owner(&mut self, index: usize, system: &System, entry: &Entry) -> Result<Came, End> {
        let network = self.traveller.network;
        let key = self.traveller.key(&entry.called);
        for ring in network.rings.iter().filter(|ring| ring.system == index) {
            if self.traveller.key(&ring.called) == key
                && let Some(to) = system.outbound
            {
                self.say(entry, Event::Rings(ring.dials.clone()));
                self.send(entry.to, to, ring.dials.clone(), &entry.calling)?;
            }
        }
        match &system.forward {
            Some(forward) if self.case.unregistered => {
                self.say(entry, Event::Forwarded);
                let called = forward.change.apply(&entry.called);
                match self.send(entry.to, forward.to, called, &entry.calling)? {
                    Came::Failed(status) => Ok(self.failed(entry, status, Event::Rejected(status))),
                    taken @ Came::Taken(_) => Ok(taken),
                }
            }
            Some(_) | None => Ok(self.taken(entry, Event::Answered)),
        }
    }

    fn at_gateway(&mut self, index: usize, entry: &Entry) -> Result<Came, End> {
        let (Some(site), Some(router)) =
            (self.traveller.network.gateways.get(index), self.traveller.gateways.get(index))
        else {
            return Err(End::Unknown("there is no such gateway".to_owned()));
        };
        let leg = Traveller::leg(entry.contact.and_then(|contact| site.contacts.get(contact)));
        let call = Call::to(&entry.called).from(&entry.calling).on(leg);
        let mut replies = Replies::default();
        for _ in 0..MAXIMUM_HOPS {
            let offer = match self.next_offer(router, &call, &replies, entry)? {
                Next::Offer(offer) => offer,
                Next::Exhausted(status) => return Ok(self.failed(entry, status, Event::Exhausted(status))),
            };
            let status = match self.offer(&offer.entry, Event::Offered(index, offer.tag))? {
                Came::Failed(status) => status,
                taken @ Came::Taken(_) => return Ok(taken),
            };
            let reply = if offer.by_sip { Reply::Status(status) } else { Reply::Cause(cause_of_status(status)) };
            replies.put(offer.tag, offer.server, reply);
        }
        Err(End::Unknown("the gateway tries more dial-peers than dialc follows".to_owned()))
    }

    /// What a gateway does next, when it has had these replies. The trace is gone before the call is followed on.
    fn next_offer(&self, router: &Gateway<'_>, call: &Call, replies: &Replies, entry: &Entry) -> Result<Next, End> {
        let trace = router.trace_by_chance(call, replies, self.case.chance);
        let trace = trace.map_err(|error| End::Unknown(error.message))?;
        let open = trace.attempts.last().filter(|attempt| attempt.is_answered() && !attempt.given);
        let Some(attempt) = open else { return Ok(Next::Exhausted(status_of(&trace))) };
        let address = address_of(&attempt.target, attempt.protocol);
        let site = match entry.to {
            Place::Gateway(index) => self.traveller.network.gateways.get(index),
            Place::System(_) | Place::Public => None,
        };
        let Some(to) = address.as_ref().and_then(|address| site?.place_of(address)) else {
            return Err(End::Unknown(format!("where `{}` leads is not known", attempt.target)));
        };
        let server = address.as_ref().and_then(host).filter(|_| router.server_names(attempt.tag).len() > 1);
        Ok(Next::Offer(Box::new(Offer {
            entry: Entry {
                to,
                from: entry.to,
                contact: self.contact(entry.to, to),
                called: attempt.called.digits.clone(),
                calling: attempt.calling.digits.clone(),
            },
            tag: attempt.tag,
            by_sip: attempt.protocol == "SIP",
            server,
        })))
    }
}

/// What a gateway does next with a call.
enum Next {
    /// It offers it to a dial-peer.
    Offer(Box<Offer>),
    /// It has nobody left: the status that the sender gets.
    Exhausted(u16),
}

/// A call as a dial-peer sends it.
struct Offer {
    entry: Entry,
    tag: Tag,
    by_sip: bool,
    /// The server of the dial-peer's group that it is sent to, where there are several.
    server: Option<String>,
}

/// The host of a server, as replies name it.
fn host(address: &Address) -> Option<String> {
    match address {
        Address::Target(SessionTarget::Ipv4(host, _)) => Some(host.to_string()),
        Address::Target(SessionTarget::Ipv6(host, _)) => Some(host.to_string()),
        Address::Target(_) | Address::Port(_) | Address::TrunkGroup(_) => None,
    }
}

/// The status that the sender of a failed call gets, or the one that stands for its cause.
fn status_of(trace: &Trace) -> u16 {
    match &trace.outcome {
        Outcome::Answered { .. } => 200,
        Outcome::Rejected(failure) | Outcome::NoRoute(failure) => {
            failure.status.unwrap_or_else(|| status_of_cause(failure.cause.unwrap_or(Cause(127))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Call, Profile, Replies};
    use crate::model::read;
    use crate::source::Source;
    use crate::syntax::tree::Tree;

    #[test]
    fn the_address_of_an_attempt_is_where_its_dial_peer_leads() {
        let text = "dial-peer voice 1 pots\n destination-pattern 1\n trunkgroup PSTN 2\n!\n\
                    dial-peer voice 2 pots\n destination-pattern 2\n port 0/0/0:23\n!\n\
                    dial-peer voice 3 voip\n destination-pattern 3\n session target ipv4:192.0.2.1:5061\n";
        let plan = read(&Tree::parse(&Source::new("router", text))).0;
        let gateway = Gateway::new(&plan, Profile::new(None));
        for (number, peer) in ["1", "2", "3"].into_iter().zip(plan.peers.values()) {
            let trace = gateway.trace(&Call::to(number), &Replies::default()).unwrap();
            let attempt = &trace.attempts[0];
            assert_eq!(address_of(&attempt.target, attempt.protocol).as_slice(), plan.destinations(peer));
        }
    }
}
