//! One dial-peer is tried: which numbers it sends where, what comes back, and whether hunting goes on.

use std::fmt;
use std::sync::Arc;

use super::cause::{Cause, cause_of_status};

use super::eligible::protocol;
use super::gateway::Gateway;
use super::hunting::{CauseMaps, GroupStop, HuntRule};
use super::leg::{Leg, Trunk};
use super::notes::{Notes, Stage};
use super::passage::{Blocked, Change, Passage};
use super::profile::Assumption;
use super::reply::{Replies, Reply};
use super::select::Ranked;
use super::servers::{Destination, Tried, Turn};
use super::translate::PartyNumber;
use crate::model::{DialPeer, PeerKind, Tag};
use crate::source::Span;
use crate::syntax::argument::SessionTarget;
use crate::syntax::commands::Command;
use crate::syntax::pattern::NumberPattern;

/// A dial-peer that was tried, or one server of its group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Its tag.
    pub tag: Tag,
    /// The peers that could be tried at this place, this one among them; just this one where there is no tie.
    pub rank: Arc<[Tag]>,
    /// The servers of its group that could be tried at this place, as their targets, this one among them; just its target
    /// where there is no choice.
    pub servers: Arc<[String]>,
    /// What was done to the numbers on the way out.
    pub changes: Vec<Change>,
    /// The called number that is sent.
    pub called: PartyNumber,
    /// The calling number that is sent.
    pub calling: PartyNumber,
    /// Where it is sent: `ipv4:192.0.2.10`, `port 0/0/0:23`.
    pub target: String,
    /// `SIP`, `H.323` or `POTS`.
    pub protocol: &'static str,
    /// Whether the reply was given, not taken for granted.
    pub given: bool,
    /// The SIP status that came back, or that was given for a peer of another protocol; 200 where the call was answered.
    pub status: Option<u16>,
    /// The cause of the failure; `None` where the call was answered, or no document says which.
    pub cause: Option<Cause>,
    /// The `set sip-status` line that made the status this cause.
    pub mapped_by: Option<Span>,
    /// What follows.
    pub then: Then,
}

/// What follows an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Then {
    /// The call is answered.
    Answered,
    /// The next server of the group is tried.
    NextServer,
    /// The next dial-peer is tried, if there is one.
    Continues(Onward),
    /// Hunting stops.
    Stops(Stop),
}

/// Why hunting goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onward {
    /// The cause does not stop it.
    Cause(HuntRule),
    /// The server group tries no further server, but that ends only the group (CUBE guide, server groups).
    GroupEnds(GroupStop),
}

/// Why hunting stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// `huntstop` on the dial-peer.
    Huntstop(Span),
    /// The cause.
    Cause(HuntRule),
    /// A SIP 480, which the profile has stop it.
    Sip480,
    /// A `huntstop` line of the server group, which the profile has stop it.
    ServerGroup,
    /// A rule of an outgoing translation blocks the call.
    Blocked(Blocked),
}

impl Attempt {
    /// An attempt that is answered.
    pub(super) fn of(peer: &DialPeer, passage: &Passage, target: String) -> Self {
        Self {
            tag: peer.tag,
            rank: Arc::from([peer.tag]),
            servers: Arc::from([target.clone()]),
            changes: passage.changes.clone(),
            called: passage.called.clone(),
            calling: passage.calling.clone(),
            target,
            protocol: shown_protocol(peer),
            given: false,
            status: None,
            cause: None,
            mapped_by: None,
            then: Then::Answered,
        }
    }

    /// Whether the call was answered there.
    pub fn is_answered(&self) -> bool {
        self.then == Then::Answered
    }

    /// The other peers that could be tried at its place.
    pub fn ties(&self) -> impl Iterator<Item = Tag> + '_ {
        self.rank.iter().copied().filter(|tag| *tag != self.tag)
    }

    /// The other servers of its group that could be tried at its place.
    pub fn tied_servers(&self) -> impl Iterator<Item = &str> {
        self.servers.iter().map(String::as_str).filter(|server| *server != self.target)
    }
}

impl Then {
    /// Whether the next dial-peer is tried.
    pub fn continues(&self) -> bool {
        matches!(self, Self::NextServer | Self::Continues(_))
    }
}

impl fmt::Display for GroupStop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Status => "server groups do not hunt at this status",
            Self::Assumed => "server groups are assumed not to hunt at this status",
            Self::Line(_) => "`huntstop` of the server group covers this status",
        })
    }
}

/// What an attempt needs to know of the call.
pub(super) struct Offer<'c> {
    pub(super) called: &'c PartyNumber,
    pub(super) calling: &'c PartyNumber,
    pub(super) replies: &'c Replies,
    /// Whether the peers come out of a dial-peer group, so that their patterns matched nothing.
    pub(super) by_group: bool,
    /// Which of several servers of one rank is tried first.
    pub(super) chance: usize,
    /// Where the call came from.
    pub(super) leg: Option<&'c Leg>,
}

/// What holds until the cause is looked at.
const GOES_ON: HuntRule = HuntRule { stops: false, line: None };

impl Gateway<'_> {
    /// Tries `candidate`: an attempt for each server of its group, one where it has none.
    pub(super) fn attempt(&self, candidate: &Ranked, offer: &Offer<'_>, notes: &mut Notes) -> Tried {
        let nothing = Tried { attempts: Vec::new(), others: Vec::new(), turn: Turn::First };
        let Some(peer) = self.peer(candidate.tag) else { return nothing };
        let stage = Stage::Attempt(peer.tag);
        let object = format!("dial-peer {}", peer.tag);
        notes.unread(stage, &object, &peer.settings);
        notes.unmodelled(stage, &object, &peer.settings, Command::CarrierIdTarget);
        self.say_granted_on(peer, stage, notes);
        say_dots(peer, candidate, notes);
        say_protocol(peer, notes);
        let mut passage = Passage::new(offer.called.clone(), offer.calling.clone());
        let sent = self.outgoing(peer, candidate, offer, &mut passage, notes);
        let destinations = self.destinations(peer, notes);
        say_return(peer, &destinations, offer.leg, notes);
        if let Err(blocked) = sent {
            let text =
                "no document says what a call gets that an outgoing translation rejects, nor whether hunting goes on";
            notes.say(stage, text, None);
            let target = destinations.first().map(|one| one.text.clone()).unwrap_or_default();
            let then = Then::Stops(Stop::Blocked(blocked));
            return Tried { attempts: vec![Attempt { then, ..Attempt::of(peer, &passage, target) }], ..nothing };
        }
        self.try_servers(peer, &passage, &destinations, (offer.replies, offer.chance), notes)
    }

    /// Fills in what the far end does.
    pub(super) fn reply(
        &self,
        attempt: &mut Attempt,
        peer: &DialPeer,
        server: &str,
        replies: &Replies,
        notes: &mut Notes,
    ) {
        let down = self.is_down(peer);
        let given = replies.of(peer.tag, server);
        attempt.given = given.is_some();
        let maps = CauseMaps::of(self.plan, Some(peer));
        let is_sip = attempt.protocol == "SIP";
        let (status, cause) = match given {
            // Without the status check a port that is down is tried, and fails (command reference, `dial-peer outbound
            // status-check`).
            _ if down => (None, Some(Cause::NO_CIRCUIT)),
            None | Some(Reply::Answer) => (Some(200), None),
            Some(Reply::Status(status)) => {
                if is_sip && matches!(status, 401 | 407) {
                    let text = "a 401 or 407 is answered with credentials first, where there are any";
                    notes.say(Stage::Attempt(peer.tag), text, None);
                }
                if !is_sip {
                    let text =
                        format!("{} gives no SIP status: the cause that {status} maps to is taken", attempt.protocol);
                    notes.say(Stage::Attempt(peer.tag), text, None);
                }
                let set = maps.set_cause(status).filter(|_| is_sip);
                attempt.mapped_by = set.map(|line| line.span);
                (Some(status), Some(set.map_or(cause_of_status(status), |line| line.value)))
            }
            Some(Reply::Cause(cause)) => (None, Some(cause)),
        };
        (attempt.status, attempt.cause) = (status, cause);
        attempt.then = if cause.is_some() { Then::Continues(Onward::Cause(GOES_ON)) } else { Then::Answered };
    }

    /// What follows when `peer` has failed.
    pub(super) fn after(&self, peer: &DialPeer, attempt: &Attempt, onward: Onward, notes: &mut Notes) -> Then {
        if let Some(span) = peer.settings.span(Command::Huntstop).filter(|_| peer.huntstop()) {
            return Then::Stops(Stop::Huntstop(span));
        }
        let Some(cause) = attempt.cause else { return Then::Answered };
        let rule = self.stops.rule(cause);
        if attempt.protocol == "SIP" && attempt.status == Some(480) && rule.line.is_none() {
            notes.assume(Assumption::Sip480);
            if self.profile.is(Assumption::Sip480, "stops") {
                return Then::Stops(Stop::Sip480);
            }
        }
        if rule.line.is_none() {
            notes.assume(Assumption::HuntStopsOn);
        }
        if let Onward::GroupEnds(GroupStop::Line(_)) = onward {
            notes.assume(Assumption::ServerGroupHuntstop);
            if self.profile.is(Assumption::ServerGroupHuntstop, "ends-hunting") {
                return Then::Stops(Stop::ServerGroup);
            }
        }
        match onward {
            _ if rule.stops => Then::Stops(Stop::Cause(rule)),
            Onward::Cause(_) => Then::Continues(Onward::Cause(rule)),
            Onward::GroupEnds(_) => Then::Continues(onward),
        }
    }
}

/// Says where a pattern has more dots than a dial-peer supports: 15 (Cisco 211306).
fn say_dots(peer: &DialPeer, candidate: &Ranked, notes: &mut Notes) {
    let dots = candidate.pattern.as_ref().map_or(0, NumberPattern::dots);
    if dots > 15 {
        let text = format!("its pattern has {dots} dots: a dial-peer supports 15");
        notes.say(Stage::Attempt(peer.tag), text, peer.settings.span(Command::DestinationPattern));
    }
}

/// Says where a dial-peer speaks a protocol that is neither SIP nor H.323, which is what `cisco` stands for (command
/// reference, `session protocol`).
fn say_protocol(peer: &DialPeer, notes: &mut Notes) {
    let written = peer.settings.text(Command::SessionProtocol);
    if let Some(protocol) = written.filter(|protocol| !matches!(protocol.value, "cisco" | "sipv2")) {
        let text = format!("`session protocol {}` is not modelled: H.323 is taken", protocol.value);
        notes.say(Stage::Attempt(peer.tag), text, Some(protocol.span));
    }
}

/// Says where a call is offered to where it came from.
fn say_return(peer: &DialPeer, destinations: &[Destination], leg: Option<&Leg>, notes: &mut Notes) {
    let back = match leg {
        Some(Leg::Port(port)) => peer.port().is_some_and(|own| own.value == port.as_str()),
        Some(leg) => leg.trunk().and_then(Trunk::host).is_some_and(|host| {
            let host_of = |target: &SessionTarget| Trunk::at(target.clone()).host();
            let own = peer.session_target().and_then(|target| host_of(target.value));
            own.as_ref() == Some(&host) || destinations.iter().any(|one| one.name == host)
        }),
        None => false,
    };
    if back {
        let text = "this is where the call came from: if it is sent here again, it loops";
        notes.say(Stage::Attempt(peer.tag), text, None);
    }
}

pub(super) fn shown_protocol(peer: &DialPeer) -> &'static str {
    match peer.kind {
        PeerKind::Voip if protocol(peer) == "sip" => "SIP",
        PeerKind::Voip => "H.323",
        PeerKind::Pots | PeerKind::Other(_) => "POTS",
    }
}
