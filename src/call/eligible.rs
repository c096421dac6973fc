//! Whether a call may go out on a dial-peer that matches it.

use std::collections::BTreeSet;
use std::fmt;

use super::gateway::Gateway;
use super::notes::{Notes, Stage};
use super::profile::Assumption;
use crate::model::{DialPeer, Id, PeerKind, Release, ServerGroup, is_mgcp};
use crate::syntax::argument::{SessionTarget, Statement};
use crate::syntax::commands::Command;
use crate::syntax::secrets::shown;

/// Why a dial-peer takes no part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Barred {
    /// It is shut down.
    ShutDown,
    /// It is of a type that dialc does not model.
    Kind(String),
    /// `permission` does not let calls go out on it.
    Permission(String),
    /// It has nothing that leads anywhere, so it is down (Cisco 211306, dial-peer states).
    NoTarget,
    /// It has nothing that matches outbound calls, so it is down.
    NoPattern,
    /// IOS refuses the line that says where it leads.
    Refused(String),
    /// Its port is under MGCP: CUCM routes its calls, and no dial-peer of it matches anything (Cisco 211306).
    Mgcp,
    /// It needs `session protocol sipv2`.
    NotSip,
    /// H.323 was removed in this release.
    H323Removed(Release),
    /// Its server group is missing, shut down or empty.
    ServerGroup(u32, &'static str),
    /// Its target is the gateway's `sip-server`, and there is none.
    NoSipServer,
    /// Its port, or all of its trunk group, is shut down.
    PortDown(String),
    /// Class of restriction: the inbound list lacks these members.
    Restricted(Vec<String>),
    /// It takes calls of the first type of number only, and the call's number is of the second.
    NumberingType(String, Option<String>),
    /// Calls between these protocols are not allowed.
    NotAllowed(&'static str, &'static str),
}

impl fmt::Display for Barred {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ShutDown => f.write_str("it is shut down"),
            Self::Kind(kind) => write!(f, "dialc does not model dial-peers of type {}", kind.escape_debug()),
            Self::Permission(permission) => write!(f, "`permission {permission}` lets no call go out on it"),
            Self::NoTarget => {
                f.write_str("it leads nowhere: it has no session target, server group, port or trunk group")
            }
            Self::NoPattern => f.write_str("it is down: it has no destination-pattern, map or URI"),
            Self::NotSip => f.write_str("a server group needs `session protocol sipv2`"),
            Self::H323Removed(release) => write!(f, "it speaks H.323, which {release} does not have"),
            Self::ServerGroup(number, why) => write!(f, "voice class server-group {number} {why}"),
            Self::NoSipServer => f.write_str("its target is `sip-server`, and `sip-ua` names none"),
            Self::PortDown(what) => write!(f, "{what} is shut down"),
            Self::Refused(line) => write!(f, "it leads nowhere: IOS would refuse its `{line}`"),
            Self::Mgcp => f.write_str("its port is under MGCP: CUCM routes its calls"),
            Self::Restricted(missing) => {
                write!(f, "class of restriction: the inbound list has no member {}", missing.join(", "))
            }
            Self::NumberingType(wanted, given) => {
                write!(f, "it takes numbers of type {wanted} only, and ")?;
                match given {
                    Some(given) => write!(f, "this one is of type {given}"),
                    None => f.write_str("the call tells none, which is taken for unknown"),
                }
            }
            Self::NotAllowed(from, to) => write!(f, "`allow-connections {from} to {to}` is not configured"),
        }
    }
}

/// What of a call decides which dial-peers it may use.
pub(crate) struct Caller<'a> {
    /// The dial-peer that the call came in on.
    pub(crate) peer: Option<&'a DialPeer>,
    /// The protocol that it came in by, where that was IP.
    pub(crate) protocol: Option<&'static str>,
    /// The type of the called number.
    pub(crate) number_type: Option<String>,
}

impl<'a> Gateway<'a> {
    /// Why a call may not go out on `peer`; `None` where it may.
    pub(crate) fn barred(&self, peer: &DialPeer, caller: &Caller<'_>, notes: &mut Notes) -> Option<Barred> {
        if peer.shutdown() {
            return Some(Barred::ShutDown);
        }
        let permission = peer.settings.text(Command::Permission).map_or("both", |permission| permission.value);
        // `orig` is for outbound calls, `term` for inbound ones (Cisco 211306, dial-peer permissions).
        if !matches!(permission, "both" | "orig") {
            return Some(Barred::Permission(permission.to_owned()));
        }
        let leads = match &peer.kind {
            PeerKind::Pots => self.barred_pots(peer),
            PeerKind::Voip => self.barred_voip(peer, caller, notes),
            PeerKind::Other(kind) => Some(Barred::Kind(kind.clone())),
        };
        leads.or_else(|| self.restricted(peer, caller, notes)).or_else(|| numbering_type(peer, caller))
    }

    fn barred_pots(&self, peer: &DialPeer) -> Option<Barred> {
        let Some(port) = peer.port() else {
            let group = peer.settings.first_words(Command::Trunkgroup).next();
            return if group.is_none() { Some(no_target(peer, Command::Port)) } else { self.checked(peer) };
        };
        if !self.plan.port_objects(port.value).mgcp().is_empty() || hands_to_mgcp(peer) {
            return Some(Barred::Mgcp);
        }
        self.checked(peer)
    }

    /// What is down, where the gateway looks: `dial-peer outbound status-check pots`, the default.
    fn checked(&self, peer: &DialPeer) -> Option<Barred> {
        let checks = self.plan.globals.flag(Command::DialPeerStatusCheck);
        self.down(peer).filter(|_| checks).map(Barred::PortDown)
    }

    /// Whether calls on a POTS peer fail since its port, or each of its trunk groups, is down.
    pub(crate) fn is_down(&self, peer: &DialPeer) -> bool {
        peer.kind == PeerKind::Pots && self.down(peer).is_some()
    }

    /// The port or the trunk groups of a POTS peer, where no call can go out on them.
    pub(super) fn down(&self, peer: &DialPeer) -> Option<String> {
        if let Some(port) = peer.port() {
            return self.plan.is_port_down(port.value).then(|| format!("port {}", port.value));
        }
        let groups: Vec<_> = peer.settings.first_words(Command::Trunkgroup).collect();
        let down = !groups.is_empty() && groups.iter().all(|name| self.plan.is_trunk_group_down(name));
        down.then(|| format!("every port of trunk group {}", groups.join(", ")))
    }

    fn barred_voip(&self, peer: &DialPeer, caller: &Caller<'_>, notes: &mut Notes) -> Option<Barred> {
        let protocol = protocol(peer);
        if let Some(number) = peer.settings.integer(Command::SessionServerGroup) {
            if protocol != "sip" {
                return Some(Barred::NotSip);
            }
            if let Some(why) = self.server_group_fault(number.value) {
                return Some(Barred::ServerGroup(number.value, why));
            }
        } else {
            match peer.session_target().map(|target| target.value) {
                None => return Some(no_target(peer, Command::SessionTarget)),
                Some(SessionTarget::Other(word)) if word == "sip-server" && self.sip_server(peer).is_none() => {
                    return Some(Barred::NoSipServer);
                }
                Some(_) => {}
            }
        }
        let release = self.profile.release().filter(|release| protocol == "h323" && !release.has_h323());
        if let Some(release) = release {
            return Some(Barred::H323Removed(release.clone()));
        }
        self.not_allowed(caller.protocol?, protocol, notes)
    }

    /// Calls from VoIP to VoIP need `allow-connections` (command reference).
    fn not_allowed(&self, from: &'static str, to: &'static str, notes: &mut Notes) -> Option<Barred> {
        let written = self.plan.voice_service.statements(Command::AllowConnections).any(
            |line| matches!(line.value, Statement::Connection { from: one, to: other } if (*one, *other) == (from, to)),
        );
        if written {
            return None;
        }
        notes.assume(Assumption::VoipToVoip);
        let needed = match self.profile.value(Assumption::VoipToVoip) {
            "allowed" => false,
            "as-configured" => true,
            _ => self.is_complete(),
        };
        if !needed {
            let text = format!("`allow-connections {from} to {to}` is taken to be configured elsewhere");
            notes.say(Stage::Selection, text, None);
        }
        needed.then_some(Barred::NotAllowed(from, to))
    }

    /// What keeps a server group from being used (CUBE guide, server groups).
    fn server_group_fault(&self, number: u32) -> Option<&'static str> {
        let Some(group) = self.server_group(number) else { return Some("is missing") };
        if group.settings.flag(Command::Shutdown) {
            return Some("is shut down");
        }
        group.servers().next().is_none().then_some("has no server")
    }

    pub(super) fn server_group(&self, number: u32) -> Option<&'a ServerGroup> {
        self.plan.other(Command::ServerGroup, &Id::Number(number))
    }

    /// What `session target sip-server` stands for: that of the peer's tenant, else of the gateway.
    pub(super) fn sip_server(&self, peer: &DialPeer) -> Option<&'a str> {
        self.plan.sip_server(peer)
    }

    /// Class of restriction (Cisco 211306): the inbound list must have every member of the outbound one; where either is
    /// missing, nothing is restricted.
    fn restricted(&self, peer: &DialPeer, caller: &Caller<'_>, notes: &mut Notes) -> Option<Barred> {
        let mut list = |peer: &DialPeer, command| {
            let name = peer.settings.text(command)?;
            let list = self.plan.cor_lists.get(name.value);
            if list.is_none() {
                let text = format!("there is no dial-peer cor list {}: it restricts nothing", name.value);
                notes.say(Stage::Selection, text, Some(name.span));
            }
            list
        };
        let needed: BTreeSet<&str> = list(peer, Command::CorlistOutgoing)?.members();
        let has = list(caller.peer?, Command::CorlistIncoming)?.members();
        let missing: Vec<_> = needed.difference(&has).map(|member| (*member).to_owned()).collect();
        (!missing.is_empty()).then_some(Barred::Restricted(missing))
    }
}

/// What is said of a peer that leads nowhere: whether IOS refuses the line that should say where.
fn no_target(peer: &DialPeer, command: Command) -> Barred {
    match peer.settings.get(command) {
        Some(line) => Barred::Refused(shown(&line.value.line())),
        None => Barred::NoTarget,
    }
}

/// Whether a peer hands its port to MGCP: `service mgcpapp`.
pub(super) fn hands_to_mgcp(peer: &DialPeer) -> bool {
    let lines = [Command::Service, Command::Application].map(|command| peer.settings.all(command));
    lines.into_iter().flatten().any(|line| line.value.argument.as_text().is_some_and(is_mgcp))
}

/// `numbering-type` filters and adds no weight (Cisco 211306). A call that tells no type is of type unknown (inferred).
fn numbering_type(peer: &DialPeer, caller: &Caller<'_>) -> Option<Barred> {
    let wanted = peer.settings.text(Command::NumberingType)?.value;
    let given = caller.number_type.as_deref().unwrap_or("unknown");
    (wanted != given).then(|| Barred::NumberingType(wanted.to_owned(), caller.number_type.clone()))
}

/// The protocol that a VoIP peer speaks: `sip`, or `h323`, which is the default (command reference, `session protocol`).
pub(crate) fn protocol(peer: &DialPeer) -> &'static str {
    let written = peer.settings.text(Command::SessionProtocol).map(|protocol| protocol.value);
    if written == Some("sipv2") { "sip" } else { "h323" }
}
