//! Which dial-peer takes a call that comes in.
//!
//! The criteria are tried in an order that depends on the leg; the first that any peer meets decides, and among the peers
//! that meet it the longest match (Cisco 14074 and 211306).

use std::collections::HashMap;

use super::gateway::{Gateway, NumberMatch};
use super::leg::{Call, Leg, UriKind};
use super::notes::{Notes, Stage};
use super::profile::Assumption;
use super::uri::{UriMatch, class_takes};
use crate::model::{DialPeer, PeerKind, Tag};
use crate::syntax::commands::Command;

/// The dial-peer that a call comes in on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbound {
    /// Its tag; `None`: no peer matches, so it is dial-peer 0.
    pub peer: Option<Tag>,
    /// What decided: the command that matched, `given`, or `default` for dial-peer 0.
    pub by: &'static str,
    /// The pattern, URI class or port that matched.
    pub matched: Option<String>,
    /// How many literal characters were matched, where numbers were compared.
    pub length: Option<usize>,
    /// Other peers that match equally well.
    pub ties: Vec<Tag>,
}

/// What a call is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Criterion {
    /// One of its URIs, with the class that this command names.
    Uri(Command, UriKind),
    /// The called number.
    Called,
    /// The calling number.
    Calling,
    /// The calling number, with destination patterns.
    Destination,
    /// The port that it comes in on.
    Port,
    /// `T` alone takes a call without a called number, but only when nothing else does (Cisco 211306).
    BareTimer,
}

/// The lines of a dial-peer that name a class of URIs by which it takes calls.
pub(crate) const TAKES_BY_URI: [Command; 6] = [
    Command::IncomingUriVia,
    Command::IncomingUriRequest,
    Command::IncomingUriTo,
    Command::IncomingUriFrom,
    Command::IncomingUriCalled,
    Command::IncomingUriCalling,
];

/// The lines of a dial-peer by which it takes calls by their numbers.
pub(crate) const TAKES_BY_NUMBER: [Command; 4] =
    [Command::IncomingCalledNumber, Command::IncomingCalledMap, Command::IncomingCallingMap, Command::AnswerAddress];

/// The lines that are there to let calls in on a dial-peer, and that are followed.
pub(crate) fn takes_by() -> impl Iterator<Item = Command> {
    TAKES_BY_URI.into_iter().chain(TAKES_BY_NUMBER)
}

const VIA: Criterion = Criterion::Uri(Command::IncomingUriVia, UriKind::Via);
const REQUEST: Criterion = Criterion::Uri(Command::IncomingUriRequest, UriKind::Request);
const TO: Criterion = Criterion::Uri(Command::IncomingUriTo, UriKind::To);
const FROM: Criterion = Criterion::Uri(Command::IncomingUriFrom, UriKind::From);
const URI_CALLED: Criterion = Criterion::Uri(Command::IncomingUriCalled, UriKind::Called);
const URI_CALLING: Criterion = Criterion::Uri(Command::IncomingUriCalling, UriKind::Calling);
use Criterion::{BareTimer, Called, Calling, Destination, Port};

/// SIP trunks (Cisco 211306).
const SIP_TRUNK: [Criterion; 8] = [VIA, REQUEST, TO, FROM, Called, Calling, Destination, BareTimer];
/// SIP phones, unless `dial-peer inbound selection sip-trunk` is set (command reference, that command).
const SIP_LINE: [Criterion; 8] = [Destination, Calling, Called, REQUEST, TO, FROM, VIA, BareTimer];
/// H.323 (Cisco 211306).
const H323: [Criterion; 6] = [URI_CALLED, URI_CALLING, Called, Calling, Destination, BareTimer];
/// Telephone ports (Cisco 14074; that `answer-address` counts here is disputed by its own page).
const POTS: [Criterion; 5] = [Called, Calling, Destination, Port, BareTimer];
/// Lines, whose caller has dialled nothing yet (Cisco 14074).
const LINE: [Criterion; 3] = [Calling, Destination, Port];

/// A peer that meets a criterion, and how well.
struct Found<'a> {
    peer: &'a DialPeer,
    by: &'static str,
    matched: String,
    rank: usize,
    length: Option<usize>,
}

/// Finds the inbound dial-peer of `call`; `None` where its leg matches none.
pub(super) fn find(gateway: &Gateway<'_>, call: &Call, notes: &mut Notes) -> Option<Inbound> {
    let leg = call.leg.as_ref()?;
    if let Leg::Peer(tag, _) = leg {
        return Some(Inbound { peer: Some(*tag), by: "given", matched: None, length: None, ties: Vec::new() });
    }
    first_of(gateway, call, gateway.criteria(leg), notes)
}

/// The peer that the first of these criteria that any peer meets gives.
fn first_of(gateway: &Gateway<'_>, call: &Call, criteria: &[Criterion], notes: &mut Notes) -> Option<Inbound> {
    let search = Search { gateway, call };
    let found = criteria.iter().map(|criterion| search.by(*criterion, notes)).find(|found| !found.is_empty());
    let Some(found) = found else {
        return Some(Inbound { peer: None, by: "default", matched: None, length: None, ties: Vec::new() });
    };
    chosen(gateway, found, notes)
}

fn has_selection(gateway: &Gateway<'_>, word: &str) -> bool {
    let lines = gateway.plan.globals.all(Command::DialPeerInbound).iter();
    lines.filter_map(|line| line.value.argument.as_text()).any(|one| one == word)
}

/// The best of those that were found.
fn chosen(gateway: &Gateway<'_>, found: Vec<Found<'_>>, notes: &mut Notes) -> Option<Inbound> {
    let best = found.iter().map(|one| one.rank).max()?;
    let mut found: Vec<_> = found.into_iter().filter(|one| one.rank == best).collect();
    found.sort_by_key(|one| one.peer.order);
    let by_port = found.first().is_some_and(|one| one.by == Command::Port.row().keywords);
    if found.len() > 1 && !by_port && !has_selection(gateway, "creation-order") {
        notes.assume(Assumption::InboundTie);
        if gateway.profile.is(Assumption::InboundTie, "last-configured") {
            found.reverse();
        }
    }
    let mut found = found.into_iter();
    let first = found.next()?;
    let ties = found.filter(|_| !by_port).map(|one| one.peer.tag).collect();
    Some(Inbound {
        peer: Some(first.peer.tag),
        by: first.by,
        matched: Some(first.matched).filter(|matched| !matched.is_empty()),
        length: first.length,
        ties,
    })
}

impl<'a> Gateway<'a> {
    /// What calls of this leg are compared with, in this order.
    pub(crate) fn criteria(&self, leg: &Leg) -> &'static [Criterion] {
        match leg {
            Leg::Peer(..) => &[],
            Leg::Port(port) if self.is_line(port) => &LINE,
            Leg::Port(_) => &POTS,
            Leg::Sip(_) => &SIP_TRUNK,
            Leg::SipLine(_) if has_selection(self, "sip-trunk") => &SIP_TRUNK,
            Leg::SipLine(_) => &SIP_LINE,
            Leg::H323(_) => &H323,
        }
    }

    /// Of peers that match equally well, whether the one that was configured last takes a call; and whether that is assumed.
    pub(crate) fn last_takes(&self) -> (bool, bool) {
        let assumed = !has_selection(self, "creation-order");
        (assumed && self.profile.is(Assumption::InboundTie, "last-configured"), assumed)
    }

    /// The peers that a call of this leg may come in on (permission: Cisco 211306; `term` is for inbound calls).
    pub(crate) fn inbound_peers(&self, leg: &Leg) -> impl Iterator<Item = &'a DialPeer> + use<'a> {
        let kind = inbound_kind(leg);
        self.plan.peers.values().filter(move |peer| may_take(peer, &kind))
    }

    /// Those of them that have a line of one of these commands.
    pub(crate) fn inbound_peers_with(
        &self,
        leg: &Leg,
        commands: &[Command],
    ) -> impl Iterator<Item = &'a DialPeer> + use<'a> {
        let kind = inbound_kind(leg);
        self.peers_with(commands).filter(move |peer| may_take(peer, &kind))
    }
}

fn inbound_kind(leg: &Leg) -> PeerKind {
    if matches!(leg, Leg::Port(_)) { PeerKind::Pots } else { PeerKind::Voip }
}

fn may_take(peer: &DialPeer, kind: &PeerKind) -> bool {
    peer.kind == *kind && !peer.shutdown() && takes_inbound(peer)
}

struct Search<'a, 'c> {
    gateway: &'c Gateway<'a>,
    call: &'c Call,
}

impl<'a> Search<'a, '_> {
    /// The peers that the call may come in on and that have a line of one of these commands.
    fn peers(&self, commands: &[Command]) -> impl Iterator<Item = &'a DialPeer> + use<'a> {
        self.call
            .leg
            .as_ref()
            .into_iter()
            .flat_map(|leg| self.gateway.inbound_peers_with(leg, commands))
            .collect::<Vec<_>>()
            .into_iter()
    }

    fn by(&self, criterion: Criterion, notes: &mut Notes) -> Vec<Found<'a>> {
        let (called, calling) = (self.call.called.digits.as_str(), self.call.calling.digits.as_str());
        match criterion {
            Criterion::Uri(command, kind) => self.by_uri(command, kind, notes),
            // A call without a number matches none of these (Cisco 211306).
            Called if called.is_empty() => Vec::new(),
            Called => self.by_number(Some(Command::IncomingCalledNumber), Some(Command::IncomingCalledMap), called),
            Calling if calling.is_empty() => Vec::new(),
            Calling => self.by_number(Some(Command::AnswerAddress), Some(Command::IncomingCallingMap), calling),
            Destination if calling.is_empty() => self.by_any_destination(),
            Destination => self.by_number(Some(Command::DestinationPattern), None, calling),
            Port => self.by_port(),
            BareTimer if called.is_empty() => self.by_number(Some(Command::IncomingCalledNumber), None, called),
            BareTimer => Vec::new(),
        }
    }

    fn by_number(&self, own: Option<Command>, map: Option<Command>, number: &str) -> Vec<Found<'a>> {
        // Many peers may share a map of thousands of entries.
        let mut maps: HashMap<u32, Option<NumberMatch>> = HashMap::new();
        let mut found = Vec::new();
        for peer in self.peers(&[own, map].into_iter().flatten().collect::<Vec<_>>()) {
            let by_own = self.gateway.best_match(peer, (own, None), number);
            let by_map = map.and_then(|map| {
                let named = peer.settings.integer(map)?.value;
                let entry = maps.entry(named);
                entry.or_insert_with(|| self.gateway.best_match(peer, (None, Some(map)), number)).clone()
            });
            // Where both match equally well, the peer's own pattern is shown.
            let best = [by_own, by_map].into_iter().flatten();
            let Some(best) = best.reduce(|best, next| if next.length > best.length { next } else { best }) else {
                continue;
            };
            let (by, matched) = (best.by.row().keywords, best.pattern.text().to_owned());
            found.push(Found { peer, by, matched, rank: best.length, length: Some(best.length) });
        }
        found
    }

    /// A call from a port that tells no calling number is taken by a peer with a destination-pattern (Cisco 14074, POTS
    /// calls with an empty calling number).
    fn by_any_destination(&self) -> Vec<Found<'a>> {
        let Some(Leg::Port(port)) = &self.call.leg else { return Vec::new() };
        let found = |peer: &'a DialPeer| {
            let pattern = peer.destination_pattern()?.value.text().to_owned();
            // Those of its own port first: the document's example has no other.
            let own = peer.port().is_some_and(|own| own.value == port.as_str());
            let by = Command::DestinationPattern.row().keywords;
            Some(Found { peer, by, matched: pattern, rank: usize::from(own), length: Some(0) })
        };
        self.peers(&[Command::DestinationPattern]).filter_map(found).collect()
    }

    fn by_port(&self) -> Vec<Found<'a>> {
        let Some(Leg::Port(port)) = &self.call.leg else { return Vec::new() };
        let on_port =
            self.peers(&[Command::Port]).filter(|peer| peer.port().is_some_and(|own| own.value == port.as_str()));
        let by = Command::Port.row().keywords;
        on_port.map(|peer| Found { peer, by, matched: port.clone(), rank: 0, length: None }).collect()
    }

    fn by_uri(&self, command: Command, kind: UriKind, notes: &mut Notes) -> Vec<Found<'a>> {
        let trunk = self.call.leg.as_ref().and_then(Leg::trunk);
        let uri = trunk.and_then(|trunk| trunk.uri(kind, &self.call.called.digits, &self.call.calling.digits));
        let mut found = Vec::new();
        for peer in self.peers(&[command]) {
            let Some(class) = peer.settings.text(command) else { continue };
            let by = command.row().keywords;
            match class_takes(self.gateway.plan, class.value, kind, uri.as_ref()) {
                UriMatch::No => {}
                UriMatch::Yes(part) => {
                    let matched = class.value.to_owned();
                    found.push(Found { peer, by, matched, rank: part as usize, length: None });
                }
                UriMatch::Unknown(why) => {
                    let text = format!(
                        "whether dial-peer {} takes it by `{by} {}` is not known: {why}",
                        peer.tag, class.value
                    );
                    notes.say(Stage::Inbound, text, Some(class.span));
                }
            }
        }
        found
    }
}

/// Whether calls may come in on `peer`.
pub(super) fn takes_inbound(peer: &DialPeer) -> bool {
    let permission = peer.settings.text(Command::Permission).map_or("both", |permission| permission.value);
    matches!(permission, "both" | "term")
}
