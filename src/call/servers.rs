//! The far ends of a dial-peer: its one target, or the servers of a group, and which of these are tried.

use std::net::IpAddr;
use std::sync::Arc;

use super::attempt::{Attempt, Onward, Then};
use super::cause::status_of_cause;
use super::gateway::Gateway;
use super::hunting::{group_stop, is_open_in_group};
use super::notes::{Notes, Stage};
use super::passage::Passage;
use super::profile::Assumption;
use super::reply::Replies;
use crate::model::{DialPeer, PeerKind, Server, ServerGroup, Settings};
use crate::syntax::argument::SessionTarget;
use crate::syntax::commands::Command;

/// One place that a peer sends calls to.
pub(super) struct Destination {
    pub(super) text: String,
    /// How replies name it.
    pub(super) name: String,
    /// The lines of the server group that it belongs to.
    pub(super) group: Option<Settings>,
    /// Servers are tried by this, the lower first; those that have the same in any order.
    pub(super) rank: u32,
}

impl Gateway<'_> {
    /// Where `peer` sends calls: the servers of its group by rank, or its one target.
    pub(super) fn destinations(&self, peer: &DialPeer, notes: &mut Notes) -> Vec<Destination> {
        let stage = Stage::Attempt(peer.tag);
        let one = |text: String| vec![Destination { name: String::new(), text, group: None, rank: 0 }];
        if peer.kind == PeerKind::Pots {
            let groups = peer.settings.all(Command::Trunkgroup).iter();
            let groups: Vec<_> = groups.map(|line| line.value.line()).collect();
            return one(peer.port().map_or_else(|| groups.join(", "), |port| format!("port {}", port.value)));
        }
        if peer.settings.span(Command::SipOptionsKeepalive).is_some()
            || peer.settings.span(Command::MonitorProbe).is_some()
        {
            notes.say(stage, "its keepalive is taken to be answered: otherwise the peer is not used", None);
        }
        if let Some(group) = peer.settings.integer(Command::SessionServerGroup)
            && let Some(group) = self.server_group(group.value)
        {
            notes.unread(stage, &format!("voice class server-group {}", group.id), &group.settings);
            return servers(group, stage, notes);
        }
        let Some(target) = peer.session_target() else { return one(String::new()) };
        match target.value {
            SessionTarget::Other(word) if word == "sip-server" => {
                one(format!("sip-server {}", self.sip_server(peer).unwrap_or_default()))
            }
            SessionTarget::Other(word) => {
                let text = format!("where `session target {word}` leads is not in the configuration");
                notes.say(stage, text, Some(target.span));
                one(word.clone())
            }
            SessionTarget::Dns(name, _) if name.contains('$') => {
                notes.say(
                    stage,
                    "the name of its target is made of the number or the URI of the call",
                    Some(target.span),
                );
                one(target.value.to_string())
            }
            SessionTarget::Ipv4(..) | SessionTarget::Ipv6(..) | SessionTarget::Dns(..) => one(target.value.to_string()),
        }
    }

    /// Tries the far ends of `peer` in turn. Those of one rank are tried one after the other up to the first that ends the
    /// group, beginning at the one at the place `chance`; where another of them would end it in another way, that is kept.
    pub(super) fn try_servers(
        &self,
        peer: &DialPeer,
        passage: &Passage,
        destinations: &[Destination],
        (replies, chance): (&Replies, usize),
        notes: &mut Notes,
    ) -> Tried {
        let mut attempts: Vec<Attempt> = Vec::new();
        let last_rank = destinations.last().map(|one| one.rank);
        for rank in destinations.chunk_by(|one, other| one.rank == other.rank) {
            let names: Arc<[String]> = rank.iter().map(|one| one.text.clone()).collect();
            let mut answers = |last: bool| -> Vec<Attempt> {
                let first = chance.checked_rem(rank.len()).unwrap_or(0);
                let turns = rank.iter().cycle().skip(first).take(rank.len());
                let answer = |one: &Destination| Attempt {
                    servers: Arc::clone(&names),
                    ..self.answer(peer, passage, one, replies, last, notes)
                };
                turns.map(answer).collect()
            };
            let mut tried = answers(false);
            if let Some(end) = tried.iter().position(|one| one.then != Then::NextServer) {
                let others = tried.split_off(end + 1).into_iter().filter(|one| one.then != Then::NextServer).collect();
                attempts.append(&mut tried);
                return Tried { attempts, others, turn: Turn::First };
            }
            if last_rank == rank.first().map(|one| one.rank) {
                // All have failed, so any of them may have been the last.
                let mut ends = answers(true);
                tried.truncate(ends.len().saturating_sub(1));
                attempts.append(&mut tried);
                attempts.extend(ends.pop());
                return Tried { attempts, others: ends, turn: Turn::Last };
            }
            attempts.append(&mut tried);
        }
        Tried { attempts, others: Vec::new(), turn: Turn::First }
    }

    /// What one far end does with a call, and what follows; `last`: no other server is left to try.
    pub(super) fn answer(
        &self,
        peer: &DialPeer,
        passage: &Passage,
        destination: &Destination,
        replies: &Replies,
        last: bool,
        notes: &mut Notes,
    ) -> Attempt {
        let mut attempt = Attempt::of(peer, passage, destination.text.clone());
        self.reply(&mut attempt, peer, &destination.name, replies, notes);
        let group = destination.group.as_ref().filter(|_| !attempt.is_answered());
        let within = group.and_then(|group| self.within_group(group, &attempt, last, notes));
        attempt.then = within.unwrap_or(attempt.then);
        if let Then::Continues(onward) = attempt.then {
            attempt.then = self.after(peer, &attempt, onward, notes);
        }
        attempt
    }

    /// Whether a server group goes on to its next server. A cause that came without a status counts as the status that stands
    /// for it, unless the profile has the group go on.
    fn within_group(&self, group: &Settings, attempt: &Attempt, last: bool, notes: &mut Notes) -> Option<Then> {
        let next = (!last).then_some(Then::NextServer);
        let Some(status) = attempt.status.or(attempt.cause.map(status_of_cause)) else { return next };
        let stop = group_stop(group, status, &self.profile);
        let open = is_open_in_group(group, status);
        if attempt.status.is_none() && (stop.is_some() || open) {
            notes.assume(Assumption::ServerGroupCause);
            if self.profile.is(Assumption::ServerGroupCause, "continues") {
                return next;
            }
        }
        if open {
            notes.assume(Assumption::ServerGroupStatus);
        }
        match stop {
            Some(stop) => Some(Then::Continues(Onward::GroupEnds(stop))),
            None => next,
        }
    }
}

/// What became of a call at the far ends of a dial-peer.
pub(super) struct Tried {
    /// What was tried, in turn.
    pub(super) attempts: Vec<Attempt>,
    /// The other servers of the rank that could have been the one after which no further server is tried.
    pub(super) others: Vec<Attempt>,
    /// When they would have had to be tried for that.
    pub(super) turn: Turn,
}

/// The turn of a server among those of one rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    First,
    Last,
}

/// The servers of a group by rank.
fn servers(group: &ServerGroup, stage: Stage, notes: &mut Notes) -> Vec<Destination> {
    let mut servers: Vec<_> = group.servers().collect();
    let round_robin =
        group.settings.text(Command::ServerHuntScheme).is_some_and(|scheme| scheme.value == "round-robin");
    if round_robin {
        notes.say(stage, "the servers take turns: which is tried first depends on the call before", None);
    } else {
        servers.sort_by_key(|server| server.preference);
        let tied = servers.windows(2).any(|pair| matches!(pair, [one, other] if one.preference == other.preference));
        if tied {
            notes.say(stage, "servers of one preference are tried in an order that the router chooses", None);
        }
    }
    let destination = |server: Server| {
        let target = match server.address {
            IpAddr::V4(address) => SessionTarget::Ipv4(address, server.port),
            IpAddr::V6(address) => SessionTarget::Ipv6(address, server.port),
        };
        let name = server.address.to_string();
        let rank = if round_robin { 0 } else { server.preference };
        Destination { text: target.to_string(), name, group: Some(group.settings.clone()), rank }
    };
    servers.into_iter().map(destination).collect()
}
