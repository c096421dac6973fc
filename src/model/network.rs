//! A network: gateways and systems, and what each sends where.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::dial_peer::{DialPeer, PeerKind};
use super::dial_plan::{DialPlan, Id};
use super::objects::Server;
use super::release::Release;
use crate::number::{Digits, Form, NumberSet};
use crate::syntax::argument::SessionTarget;
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;

/// Somewhere that a call can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A gateway, by its place in [`Network::gateways`].
    Gateway(usize),
    /// A system, by its place in [`Network::systems`].
    System(usize),
    /// The public network, whatever trunks and providers lead to it.
    Public,
}

/// Gateways and systems.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// The routers that are asked for a dial-peer.
    pub gateways: Vec<Site>,
    /// What they talk to.
    pub systems: Vec<System>,
    /// Pairs of numbers that ring together.
    pub rings: Vec<Ring>,
    /// Numbers that must reach the public network.
    pub emergency: Vec<String>,
}

/// A gateway in its network.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// What people call it.
    pub id: String,
    /// Its configuration.
    pub plan: DialPlan,
    /// Its release, where that is known.
    pub release: Option<Release>,
    /// Where its trunks lead.
    pub contacts: Vec<Contact>,
    /// The DIDs that the public network delivers to it; `None`: not told.
    pub dids: Option<NumberSet>,
    /// How they arrive.
    pub delivers: Option<Form>,
    /// The digits of the country code of its DIDs.
    pub country_code: String,
}

/// One trunk of a gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// What is at its other end.
    pub place: Place,
    /// The trunk.
    pub at: Address,
    /// Whether calls come in on it by SIP; by H.323 otherwise. Of no account for a port.
    pub sip: bool,
}

/// A trunk, as dial-peers name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Address {
    /// The far end of a VoIP trunk.
    Target(SessionTarget),
    /// A voice port.
    Port(String),
    /// A group of voice ports.
    TrunkGroup(String),
}

/// A call-control system.
#[derive(Clone, Debug)]
pub struct System {
    /// What people call it.
    pub id: String,
    /// Whether its routes are listed with the first that matches first, not the most specific.
    pub first_match: bool,
    /// Which numbers live there.
    pub own: Own,
    /// The forms in which DIDs are written there, beside those that everybody knows.
    pub forms: BTreeSet<Form>,
    /// Where it sends numbers that are not its own.
    pub routes: Vec<Route>,
    /// The causes (Q.850) at which it tries no further way of a list.
    pub stops: BTreeSet<u8>,
    /// What it does with a number that is not its own and has no route.
    pub unassigned: Unassigned,
    /// Where it sends calls to its own numbers whose phones are not registered.
    pub forward: Option<Forward>,
    /// Where the calls of its own users go.
    pub outbound: Option<Place>,
}

/// Which numbers live on a system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Own {
    /// Not told: it may have any number or not.
    Unknown,
    /// These, and no other.
    Known {
        /// DIDs, as digits of E.164.
        dids: NumberSet,
        /// Extensions.
        extensions: BTreeSet<String>,
    },
    /// Every number: a phone or a fax machine at a port.
    All,
}

/// What a system does with a number that it does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unassigned {
    /// It answers with this SIP status.
    Reject(u16),
    /// The caller hears an announcement.
    Announcement,
    /// It sends the call on, unchanged.
    Route(Place),
}

/// A change at the front of a number: so many symbols are taken away, and then these are put there.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FrontChange {
    /// How many symbols are taken away.
    pub strip: usize,
    /// What is put in front.
    pub prefix: String,
}

/// Where a system sends some numbers.
#[derive(Clone, Debug)]
pub struct Route {
    /// Which numbers.
    pub matching: RouteMatch,
    /// Where to, tried in turn.
    pub to: Vec<Place>,
    /// Only for calls from these; `None`: for all. Calls of the system's own users are from the system itself.
    pub from: Option<Vec<Place>>,
    /// What is done to the number.
    pub change: FrontChange,
}

/// What the pattern of a route matches.
#[derive(Clone, Debug)]
pub enum RouteMatch {
    /// A whole number, by a pattern that ends in `$`.
    Pattern(NumberPattern),
    /// A number in which the expression is found.
    Expression(Regex),
}

/// Where a system sends a call to a phone that is not registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forward {
    /// Where to.
    pub to: Place,
    /// What is done to the number.
    pub change: FrontChange,
}

/// When `from` is called, the call also goes to another number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ring {
    /// The system that dials the second number.
    pub system: usize,
    /// The number that is called.
    pub called: String,
    /// The number that it dials.
    pub dials: String,
}

impl FrontChange {
    /// What becomes of `number`.
    pub fn apply(&self, number: &str) -> String {
        format!("{}{}", self.prefix, number.get(self.strip..).unwrap_or_default())
    }
}

impl RouteMatch {
    /// How much of a number it tells, in tenths of digits: of two patterns that match a number, CUCM takes the one that
    /// matches fewer numbers (Cisco Unified CM System Guide, closest-match routing). Nothing for an expression.
    pub fn specificity(&self) -> u32 {
        let Self::Pattern(pattern) = self else { return 0 };
        let whole = |piece: &crate::syntax::pattern::Piece| {
            use crate::syntax::pattern::{Element, Repeat};
            match (&piece.element, piece.repeat) {
                (Element::Literal(_), Repeat::Once | Repeat::OneOrMore) => 1000,
                (Element::Set(symbols), Repeat::Once) => match symbols.len() {
                    0 | 1 => 1000,
                    2 => 699,
                    3 => 523,
                    4 => 398,
                    5 => 301,
                    6 => 222,
                    7 => 155,
                    8 => 97,
                    9 => 46,
                    _ => 0,
                },
                _ => 0,
            }
        };
        pattern.pieces().iter().map(whole).sum()
    }
}

impl System {
    /// One that nothing is known of: it answers or rejects with 404, and sends nothing on.
    pub fn silent(id: String) -> Self {
        Self {
            id,
            first_match: true,
            own: Own::Unknown,
            forms: BTreeSet::new(),
            routes: Vec::new(),
            stops: BTreeSet::new(),
            unassigned: Unassigned::Reject(404),
            forward: None,
            outbound: None,
        }
    }

    /// The routes that take calls from `from`, in the order in which they are looked through: the first that matches is
    /// taken.
    pub fn routes_for(&self, from: Place) -> Vec<&Route> {
        let open = |route: &&Route| route.from.as_ref().is_none_or(|places| places.contains(&from));
        let mut routes: Vec<_> = self.routes.iter().filter(open).collect();
        if !self.first_match {
            routes.sort_by_key(|route| std::cmp::Reverse(route.matching.specificity()));
        }
        routes
    }
}

impl Site {
    /// The trunks that lead to `place`.
    pub fn contacts_of(&self, place: Place) -> impl Iterator<Item = usize> + '_ {
        self.contacts.iter().enumerate().filter(move |(_, contact)| contact.place == place).map(|(index, _)| index)
    }

    /// Where a dial-peer, or one server of its group, leads.
    pub fn place_of(&self, target: &Address) -> Option<Place> {
        let found = self.contacts.iter().find(|contact| contact.at.is_same(target));
        let by_port = || match target {
            Address::TrunkGroup(name) => {
                let ports = self.plan.trunk_group_ports(name).into_iter();
                ports.into_iter().find_map(|port| self.place_of(&Address::Port(port)))
            }
            Address::Target(_) | Address::Port(_) => None,
        };
        found.map(|contact| contact.place).or_else(by_port)
    }

    /// Where the calls of `peer` can go, each once: its target, the servers of its group, its port, the ports of its trunk
    /// groups.
    pub fn destinations(&self, peer: &DialPeer) -> Vec<Address> {
        self.plan.destinations(peer)
    }
}

impl DialPlan {
    /// Where the calls of `peer` can go, as [`Site::destinations`].
    pub fn destinations(&self, peer: &DialPeer) -> Vec<Address> {
        addresses(self, peer)
    }
}

impl Address {
    /// Whether both are the same trunk: the port of an IP address makes no difference.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Target(SessionTarget::Ipv4(one, _)), Self::Target(SessionTarget::Ipv4(two, _))) => one == two,
            (Self::Target(SessionTarget::Ipv6(one, _)), Self::Target(SessionTarget::Ipv6(two, _))) => one == two,
            (Self::Target(SessionTarget::Dns(one, _)), Self::Target(SessionTarget::Dns(two, _))) => one == two,
            (one, two) => one == two,
        }
    }

    /// What is equal for all addresses of one trunk.
    #[must_use]
    pub fn trunk(&self) -> Self {
        match self {
            Self::Target(SessionTarget::Ipv4(host, _)) => Self::Target(SessionTarget::Ipv4(*host, None)),
            Self::Target(SessionTarget::Ipv6(host, _)) => Self::Target(SessionTarget::Ipv6(*host, None)),
            Self::Target(SessionTarget::Dns(host, _)) => Self::Target(SessionTarget::Dns(host.clone(), None)),
            other @ (Self::Target(_) | Self::Port(_) | Self::TrunkGroup(_)) => other.clone(),
        }
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Target(target) => write!(f, "{target}"),
            Self::Port(port) => write!(f, "port {port}"),
            Self::TrunkGroup(name) => write!(f, "trunk group {name}"),
        }
    }
}

fn addresses(plan: &DialPlan, peer: &DialPeer) -> Vec<Address> {
    if peer.kind == PeerKind::Pots {
        if let Some(port) = peer.port() {
            return vec![Address::Port(port.value.to_owned())];
        }
        let groups = peer.settings.first_words(Command::Trunkgroup);
        return groups.map(|name| Address::TrunkGroup(name.to_owned())).collect();
    }
    let group = peer.settings.integer(Command::SessionServerGroup);
    let group = group.and_then(|number| plan.other(Command::ServerGroup, &Id::Number(number.value)));
    if let Some(group) = group {
        let target = |server: Server| match server.address {
            std::net::IpAddr::V4(address) => SessionTarget::Ipv4(address, server.port),
            std::net::IpAddr::V6(address) => SessionTarget::Ipv6(address, server.port),
        };
        return group.servers().map(|server| Address::Target(target(server))).collect();
    }
    let target = peer.session_target().map(|target| match target.value {
        SessionTarget::Other(word) if word == "sip-server" => sip_server(plan, peer).unwrap_or(target.value.clone()),
        SessionTarget::Ipv4(..) | SessionTarget::Ipv6(..) | SessionTarget::Dns(..) | SessionTarget::Other(_) => {
            target.value.clone()
        }
    });
    target.map(Address::Target).into_iter().collect()
}

/// What `session target sip-server` stands for: that of the peer's tenant, else of the gateway.
fn sip_server(plan: &DialPlan, peer: &DialPeer) -> Option<SessionTarget> {
    let server = plan.sip_server(peer)?;
    SessionTarget::parse(server.split(' ').next()?)
}

impl Network {
    /// What people call a place.
    pub fn name(&self, place: Place) -> &str {
        match place {
            Place::Gateway(index) => self.gateways.get(index).map_or("?", |site| &site.id),
            Place::System(index) => self.systems.get(index).map_or("?", |system| &system.id),
            Place::Public => "pstn",
        }
    }

    /// Every system, gateway and the public network.
    pub fn places(&self) -> impl Iterator<Item = Place> + use<> {
        let systems = (0..self.systems.len()).map(Place::System);
        let gateways = (0..self.gateways.len()).map(Place::Gateway);
        std::iter::once(Place::Public).chain(gateways).chain(systems)
    }

    /// All DIDs of the network, as digits of E.164.
    pub fn dids(&self) -> NumberSet {
        let of_gateways = self.gateways.iter().filter_map(|site| site.dids.as_ref());
        let of_systems = self.systems.iter().filter_map(|system| match &system.own {
            Own::Known { dids, .. } => Some(dids),
            Own::Unknown | Own::All => None,
        });
        of_gateways.chain(of_systems).flat_map(NumberSet::intervals).collect()
    }

    /// The forms in which somebody may write a DID.
    pub fn forms(&self) -> BTreeSet<Form> {
        let countries = self.gateways.iter().filter_map(|site| u8::try_from(site.country_code.len()).ok());
        let national = countries.filter(|digits| *digits > 0).map(Form::National);
        let arriving = self.gateways.iter().filter_map(|site| site.delivers);
        let of_systems = self.systems.iter().flat_map(|system| system.forms.iter().copied());
        [Form::PlusE164, Form::E164].into_iter().chain(national).chain(arriving).chain(of_systems).collect()
    }

    /// The DID that `number` is a form of, as digits.
    pub fn did(&self, number: &str, dids: &NumberSet) -> Option<Digits> {
        let forms = self.forms();
        forms.into_iter().find_map(|form| did_written(number, form, dids, &self.gateways))
    }

    /// Adds a system for every target and port of a dial-peer that leads to nothing that is known: the public network for a
    /// port with a D channel, a phone for any other port, and otherwise a system that answers or rejects with 404.
    pub fn complete(&mut self) -> Vec<String> {
        let mut added = Vec::new();
        for index in 0..self.gateways.len() {
            let Some(site) = self.gateways.get(index) else { continue };
            let peers = site.plan.peers.values().filter(|peer| !peer.shutdown());
            let mut open: BTreeMap<Address, bool> = BTreeMap::new();
            for peer in peers {
                let sip = peer.settings.text(Command::SessionProtocol).is_some_and(|word| word.value == "sipv2");
                for address in addresses(&site.plan, peer).into_iter().filter(|one| site.place_of(one).is_none()) {
                    *open.entry(without_port(address)).or_default() |= sip;
                }
            }
            let trunks: Vec<String> = site.plan.trunk_ports().iter().map(|port| (*port).to_owned()).collect();
            for (at, sip) in open {
                let place = match &at {
                    Address::TrunkGroup(_) => Place::Public,
                    Address::Port(port) if trunks.contains(port) => Place::Public,
                    Address::Port(_) | Address::Target(_) => {
                        let system = System::silent(at.to_string());
                        let own = if matches!(at, Address::Port(_)) { Own::All } else { Own::Unknown };
                        added.push(system.id.clone());
                        self.systems.push(System { own, ..system });
                        Place::System(self.systems.len() - 1)
                    }
                };
                if let Some(site) = self.gateways.get_mut(index) {
                    site.contacts.push(Contact { place, at, sip });
                }
            }
        }
        added
    }
}

/// An address without its port: one system may be reached by several.
fn without_port(address: Address) -> Address {
    match address {
        Address::Target(SessionTarget::Ipv4(host, _)) => Address::Target(SessionTarget::Ipv4(host, None)),
        Address::Target(SessionTarget::Ipv6(host, _)) => Address::Target(SessionTarget::Ipv6(host, None)),
        Address::Target(SessionTarget::Dns(host, _)) => Address::Target(SessionTarget::Dns(host, None)),
        other @ (Address::Target(SessionTarget::Other(_)) | Address::Port(_) | Address::TrunkGroup(_)) => other,
    }
}

/// The DID that `number` writes in `form`.
fn did_written(number: &str, form: Form, dids: &NumberSet, sites: &[Site]) -> Option<Digits> {
    let digits = |text: &str| {
        let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let value = text.parse().ok().filter(|_| plain)?;
        let digits = Digits { length: u8::try_from(text.len()).ok()?, value };
        dids.contains(digits).then_some(digits)
    };
    match form {
        Form::PlusE164 => digits(number.strip_prefix('+')?),
        Form::E164 => digits(number),
        Form::National(length) => sites
            .iter()
            .filter(|site| site.country_code.len() == usize::from(length) && !number.is_empty())
            .find_map(|site| digits(&format!("{}{number}", site.country_code))),
        Form::Last(length) => {
            let plain = number.len() == usize::from(length) && number.bytes().all(|byte| byte.is_ascii_digit());
            let (value, modulus) = (number.parse::<u64>().ok().filter(|_| plain)?, 10_u64.checked_pow(length.into())?);
            dids.intervals().filter(|interval| interval.length >= length).find_map(|interval| {
                let base = interval.first - interval.first % modulus;
                let found =
                    [base.checked_add(value), base.checked_add(modulus).and_then(|next| next.checked_add(value))];
                let inside = |one: &u64| (interval.first..=interval.last).contains(one);
                let value = found.into_iter().flatten().find(inside)?;
                Some(Digits { length: interval.length, value })
            })
        }
    }
}
