//! A call on its way in: who may call, what is done to its numbers before and after the inbound dial-peer is chosen, and
//! what that peer means for it.

use std::net::IpAddr;

use super::cause::Cause;
use super::digits::stripped_digits;
use super::gateway::Gateway;
use super::inbound::Inbound;
use super::leg::Leg;
use super::notes::{Notes, Stage};
use super::passage::{Blocked, Change, Party, Passage, Place, Point};
use super::profile::Assumption;
use crate::model::{DialPeer, Id, Object, PeerKind, Release};
use crate::source::Located;
use crate::syntax::argument::{SessionTarget, hunt_cause};
use crate::syntax::commands::Command;

impl Gateway<'_> {
    /// Whether the gateway takes calls from where this leg comes from: from 15.1(2)T only from session targets, servers of
    /// groups, and the trusted list (CUBE guide, toll-fraud prevention).
    pub(crate) fn trusts(&self, leg: Option<&Leg>, notes: &mut Notes) -> bool {
        let checks = self.plan.voice_service.flag(Command::TrustedAuthenticate)
            && self.profile.release().is_none_or(Release::has_trusted_list);
        let Some(target) = leg.and_then(Leg::trunk).and_then(|trunk| trunk.address.as_ref()).filter(|_| checks) else {
            return true;
        };
        let address = match target {
            SessionTarget::Ipv4(address, _) => IpAddr::V4(*address),
            SessionTarget::Ipv6(address, _) => IpAddr::V6(*address),
            SessionTarget::Dns(..) | SessionTarget::Other(_) => {
                let text =
                    format!("the address of {target} is taken to be one that may call: only addresses are trusted");
                notes.say(Stage::Arrival, text, None);
                return true;
            }
        };
        if self.targets().hold(address) || self.is_listed(address) {
            return true;
        }
        notes.refused(Stage::Arrival, "voice service voip", &self.plan.voice_service);
        let named = &self.targets().named;
        if self.is_complete() && named.is_empty() {
            return false;
        }
        let text = match named.first() {
            Some(name) => format!("{address} is taken to be an address of {name}: it is no other session target"),
            None => format!("{address} is taken to be in a trusted list elsewhere: it is no session target here"),
        };
        notes.say(Stage::Arrival, text, None);
        true
    }

    fn is_listed(&self, address: IpAddr) -> bool {
        self.plan.trusted().any(|(network, length)| contains(network, length, address))
    }

    /// What is done to the numbers before the inbound dial-peer is looked for (command reference, `rule`: the first of
    /// three points).
    pub(super) fn before_inbound(&self, leg: &Leg, passage: &mut Passage, notes: &mut Notes) -> Result<(), Blocked> {
        let named = if let Leg::Peer(tag, _) = leg { self.peer(*tag) } else { None };
        match leg {
            Leg::Peer(..) if named.is_some_and(|peer| peer.kind == PeerKind::Pots) => {
                let port = named.and_then(DialPeer::port);
                port.map_or(Ok(()), |port| self.trunk_incoming(port.value, passage, notes))
            }
            Leg::Port(port) => self.trunk_incoming(port, passage, notes),
            Leg::Peer(..) | Leg::Sip(_) | Leg::SipLine(_) | Leg::H323(_) => {
                for group in self.plan.others(Command::SourceGroup) {
                    let text = format!("whether the call belongs to voice source-group {} is not known", group.id);
                    notes.say(Stage::Incoming, text, Some(group.span));
                }
                let service = &self.plan.voice_service;
                notes.unmodelled(Stage::Incoming, "voice service voip", service, Command::TranslationProfileIncoming);
                self.voip_incoming(leg, "before", passage, notes)
            }
        }
    }

    /// The global translation of calls that come in by IP, if it is assumed to be applied `now`.
    fn voip_incoming(&self, leg: &Leg, now: &str, passage: &mut Passage, notes: &mut Notes) -> Result<(), Blocked> {
        let globals = &self.plan.globals;
        let lines = [Command::VoipIncomingProfile, Command::VoipIncomingRule];
        if lines.iter().all(|command| globals.span(*command).is_none()) {
            return Ok(());
        }
        notes.assume(Assumption::VoipIncoming);
        if !self.profile.is(Assumption::VoipIncoming, now) {
            return Ok(());
        }
        let by_uri = self.is_routed_by_uri(leg);
        let place = Place { by_uri, ..Place::new(Point::VoipIncoming, "voip-incoming", Stage::Incoming) };
        self.profile_of(place, globals, Command::VoipIncomingProfile, passage, notes)?;
        self.old_tables(place, globals, Command::VoipIncomingRule, passage, notes)
    }

    /// The profile of the controller, else that of the voice port, else that of its trunk group (Cisco 64020: the earlier
    /// overrides the later).
    fn trunk_incoming(&self, port: &str, passage: &mut Passage, notes: &mut Notes) -> Result<(), Blocked> {
        let objects = self.plan.port_objects(port);
        for object in objects.members() {
            notes.unread(Stage::Arrival, &format!("the objects of port {port}"), &object.settings);
        }
        for line in objects.voice_ports.iter().filter_map(|object| object.settings.text(Command::Connection)) {
            connect(&line, passage, notes);
        }
        if let Some(name) = self.controller_profile(Command::TranslationProfileController, port) {
            return self.apply_profile(trunk_place("voice service pots"), &name, passage, notes);
        }
        let command = Command::TranslationProfileIncoming;
        for object in objects.voice_ports.iter().chain(&objects.trunk_groups) {
            let is_port = objects.voice_ports.iter().any(|port| port.id == object.id);
            let title =
                if is_port { format!("voice-port {}", object.id) } else { format!("trunk group {}", object.id) };
            if object.settings.span(command).is_some() {
                return self.profile_of(trunk_place(&title), &object.settings, command, passage, notes);
            }
            self.old_tables(trunk_place(&title), &object.settings, Command::TranslateNumber, passage, notes)?;
        }
        Ok(())
    }

    /// The profile that `voice service pots` applies to calls of this port's controller:
    /// `translation-profile incoming controller T1 0/0/0 NAME`.
    pub(crate) fn controller_profile(&self, command: Command, port: &str) -> Option<Located<&str>> {
        let slot = port.split(':').next().unwrap_or_default();
        let services = self.plan.others(Command::VoiceServicePots);
        let mut lines = services.flat_map(|service| service.settings.all(command));
        lines.find_map(|line| {
            let mut words = line.value.argument.as_text()?.split(' ');
            let name = words.next_back()?;
            words.any(|word| word == slot).then(|| Located::new(name, line.span))
        })
    }

    /// A port call that tells no calling number and that a destination-pattern took has the explicit digits of that pattern
    /// as its calling number (Cisco 14074, POTS calls with an empty calling number).
    pub(super) fn fill_calling(inbound: &Inbound, peer: &DialPeer, leg: &Leg, passage: &mut Passage) {
        let by_pattern = inbound.by == Command::DestinationPattern.row().keywords;
        if !matches!(leg, Leg::Port(_)) || !passage.calling.digits.is_empty() || !by_pattern {
            return;
        }
        let Some(pattern) = peer.destination_pattern() else { return };
        let front = pattern.value.text().trim_start_matches('^').chars().take(stripped_digits(pattern.value)).collect();
        let before = passage.calling.clone();
        passage.calling.digits = front;
        let after = passage.calling.clone();
        let by = format!("no calling number: the digits of destination-pattern {} are taken", pattern.value);
        let point = Point::InboundPeer;
        passage.changes.push(Change { point, party: Party::Calling, by, applied: true, before, after });
    }

    /// `call-block translation-profile incoming`: only its reject rules count (Cisco 64020).
    pub(super) fn call_block(&self, peer: &DialPeer, passage: &Passage, notes: &mut Notes) -> Result<(), Blocked> {
        let object = format!("dial-peer {}, call-block", peer.tag);
        let place = Place::new(Point::CallBlock, &object, Stage::Incoming);
        // It blocks or does nothing: what its rules would make of the numbers is thrown away.
        let mut copy = passage.clone();
        self.profile_of(place, &peer.settings, Command::CallBlockProfile, &mut copy, notes)
    }

    /// What is done to the numbers once the inbound dial-peer is chosen.
    pub(super) fn after_inbound(
        &self,
        leg: &Leg,
        peer: Option<&DialPeer>,
        passage: &mut Passage,
        notes: &mut Notes,
    ) -> Result<(), Blocked> {
        if let Some(peer) = peer {
            let object = format!("dial-peer {}", peer.tag);
            let by_uri = self.is_routed_by_uri(leg) && peer.kind != PeerKind::Pots;
            let place = Place { by_uri, ..Place::new(Point::InboundPeer, &object, Stage::Incoming) };
            self.profile_of(place, &peer.settings, Command::TranslationProfileIncoming, passage, notes)?;
        }
        let is_pots = matches!(leg, Leg::Port(_)) || peer.is_some_and(|peer| peer.kind == PeerKind::Pots);
        if is_pots {
            for service in self.plan.others(Command::VoiceServicePots) {
                let place = Place::new(Point::PotsService, "voice service pots", Stage::Incoming);
                self.profile_of(place, &service.settings, Command::TranslationProfileIncoming, passage, notes)?;
            }
        } else {
            self.voip_incoming(leg, "after", passage, notes)?;
        }
        Ok(())
    }

    /// Says what the inbound dial-peer means for the call.
    pub(super) fn say_inbound(&self, leg: &Leg, inbound: Option<&Inbound>, peer: Option<&DialPeer>, notes: &mut Notes) {
        let Some(inbound) = inbound else { return };
        if let Some(peer) = peer {
            notes.unread(Stage::Inbound, &format!("dial-peer {}", peer.tag), &peer.settings);
            notes.unmodelled(
                Stage::Inbound,
                &format!("dial-peer {}", peer.tag),
                &peer.settings,
                Command::CarrierIdSource,
            );
            self.say_granted_on(peer, Stage::Inbound, notes);
        } else {
            let text = "dial-peer 0: any codec, voice activity detection on, no dtmf-relay, no application, and none of \
                        your translations, restrictions or groups";
            notes.say(Stage::Inbound, text, None);
            let by_carrier = self
                .peers_with(&[Command::CarrierIdSource])
                .find_map(|peer| peer.settings.span(Command::CarrierIdSource));
            if let Some(span) = by_carrier {
                let text = "whether a dial-peer takes it by `carrier-id source` is not modelled";
                notes.say(Stage::Inbound, text, Some(span));
            }
        }
        if !inbound.ties.is_empty() {
            let binds = [Command::SipBindControl, Command::SipBindAll];
            let tags = inbound.ties.iter().copied().chain(inbound.peer);
            let peers: Vec<_> = tags.filter_map(|tag| self.peer(tag)).collect();
            if peers.iter().any(|peer| binds.iter().any(|bind| peer.settings.span(*bind).is_some())) {
                let text =
                    "these peers are bound to interfaces: which of them takes the call depends on where it comes in";
                notes.say(Stage::Inbound, text, None);
            }
        }
        self.say_unread_criteria(leg, notes);
    }

    /// Whether the digits of a call that comes in here arrive one by one.
    pub(crate) fn is_overlap(&self, leg: &Leg, peer: Option<&DialPeer>, notes: &mut Notes) -> bool {
        let port = match leg {
            Leg::Port(port) => Some(port.as_str()),
            Leg::Peer(..) => peer.and_then(DialPeer::port).map(|port| port.value),
            Leg::Sip(_) | Leg::SipLine(_) | Leg::H323(_) => return false,
        };
        if peer.is_some_and(|peer| peer.kind != PeerKind::Pots) {
            return false;
        }
        let interfaces = port.map(|port| self.plan.port_objects(port).interfaces).unwrap_or_default();
        if let Some(span) = interfaces.iter().find_map(|object| object.settings.applied(Command::IsdnOverlap)) {
            notes.say(Stage::Arrival, "the digits arrive one by one: `isdn overlap-receiving`", Some(span));
            return true;
        }
        if let Some(port) = port.filter(|port| !self.plan.has_d_channel(port)) {
            let line = self.is_line(port);
            if line {
                notes.say(Stage::Arrival, "the digits arrive one by one: the port is no trunk with a D channel", None);
            }
            return line;
        }
        if peer.is_some_and(DialPeer::direct_inward_dial) {
            return false;
        }
        notes.assume(Assumption::PriInbound);
        let overlap = self.profile.is(Assumption::PriInbound, "as-configured");
        let text = if overlap {
            "without direct-inward-dial the caller hears a second dial tone: the number is what he dials then"
        } else {
            "there is no direct-inward-dial: older releases then give a second dial tone, and the digits arrive one by one"
        };
        notes.say(Stage::Inbound, text, None);
        overlap
    }

    /// Whether a port tells no number when a call begins: it has neither a D channel nor a `connection`, nor is it for
    /// direct inward dial (Cisco 14074).
    pub(crate) fn is_line(&self, port: &str) -> bool {
        let connection = |object: &&Object<Id>| object.settings.span(Command::Connection).is_some();
        let own = |peer: &&DialPeer| peer.port().is_some_and(|own| own.value == port) && !peer.shutdown();
        !self.plan.has_d_channel(port)
            && !self.plan.port_objects(port).voice_ports.iter().any(connection)
            && !self.peers_with(&[Command::Port]).filter(own).any(DialPeer::direct_inward_dial)
    }

    /// The cause of calls from ports that no dial-peer takes, where they are ended: `dial-peer no-match disconnect-cause`.
    pub(crate) fn no_match_cause(&self) -> Option<Cause> {
        let cause = self.plan.globals.integer(Command::DialPeerNoMatch)?;
        u8::try_from(cause.value).ok().map(Cause)
    }

    /// Whether calls that are not trusted get no answer: `silent-discard untrusted`, the default from 15.3(3)M on (command
    /// reference).
    pub(super) fn discards(&self, notes: &mut Notes) -> bool {
        let has = self.profile.release().is_none_or(Release::discards_silently);
        let silent = has && self.plan.voice_service.flag(Command::SilentDiscard);
        if silent {
            notes.say(
                Stage::Outcome,
                "a SIP caller gets no answer at all: `silent-discard untrusted` is the default",
                None,
            );
        }
        silent
    }

    /// Whether a call that comes in here is routed by its URI, so that the called number is not translated on the way in (CUBE
    /// guide, domain-based routing).
    fn is_routed_by_uri(&self, leg: &Leg) -> bool {
        self.routes_by_uri() && matches!(leg, Leg::Sip(_) | Leg::SipLine(_) | Leg::Peer(..))
    }

    /// Whether calls that come in on `peer` go out by a dial-peer group.
    pub(crate) fn routes_by_group(&self, peer: &DialPeer) -> bool {
        let group = peer.settings.integer(Command::DestinationDpg);
        let group = group.and_then(|number| self.plan.peer_groups.get(&number.value));
        group.is_some_and(|group| !group.settings.flag(Command::Shutdown))
    }

    /// The servers of the group of a dial-peer, by address.
    pub(crate) fn server_names(&self, tag: crate::model::Tag) -> Vec<String> {
        let number = self.peer(tag).and_then(|peer| peer.settings.integer(Command::SessionServerGroup));
        let Some(group) = number.and_then(|number| self.server_group(number.value)) else { return Vec::new() };
        group.servers().map(|server| server.address.to_string()).collect()
    }
}

/// The cause that `call-block disconnect-cause incoming` gives.
pub(crate) fn block_cause(peer: &DialPeer) -> Option<Cause> {
    let keyword = peer.settings.text(Command::CallBlockCause)?;
    hunt_cause(keyword.value).map(Cause)
}

/// `connection plar N` sends every call from its port to N.
fn connect(line: &Located<&str>, passage: &mut Passage, notes: &mut Notes) {
    let words: Vec<_> = line.value.split(' ').collect();
    match words.as_slice() {
        ["plar", "opx", number, ..] | ["plar", number, ..] => {
            passage.rewrite(Point::TrunkIncoming, format!("connection {}", line.value), (*number).to_owned());
        }
        _ => notes.say(Stage::Arrival, format!("`connection {}` is not modelled", line.value), Some(line.span)),
    }
}

/// A translation that is configured on `object` for calls that come in on a port.
fn trunk_place(object: &str) -> Place<'_> {
    Place::new(Point::TrunkIncoming, object, Stage::Incoming)
}

/// Whether a network holds an address.
fn contains(network: IpAddr, length: u8, address: IpAddr) -> bool {
    let bits = |address: IpAddr| match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()) << 96, true),
        IpAddr::V6(address) => (address.to_bits(), false),
    };
    let ((network, one), (address, other)) = (bits(network), bits(address));
    let mask = u128::MAX.checked_shl(128 - u32::from(length)).unwrap_or(0);
    one == other && (network ^ address) & mask == 0
}
