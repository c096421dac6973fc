//! What is taken for granted of a call: lines that are read, are not followed, and could change its numbers or refuse it.
//!
//! docs/reading.md, "What is taken for granted", lists the commands.

use super::gateway::Gateway;
use super::leg::Leg;
use super::notes::{Notes, Stage};
use crate::model::{DialPeer, Id, Object, PeerKind, Settings};
use crate::source::{Located, Span};
use crate::syntax::commands::Command;
use crate::syntax::secrets::shown;

/// Commands that refuse calls while the router is short of resources.
const LIMITS: [&str; 4] = ["call threshold", "call spike", "call denial", "call filter"];

/// Headers of a request that tell who calls whom and from where.
const HEADERS: [&str; 10] = [
    "SIP-Req-URI",
    "SIP-Req-URL",
    "To",
    "From",
    "Via",
    "Diversion",
    "Referred-By",
    "P-Asserted-Identity",
    "P-Preferred-Identity",
    "Remote-Party-ID",
];

/// A line that applies a `voice class sip-profiles`: the object that it stands in, and how it is written.
type Applied = (String, Located<String>);

impl Gateway<'_> {
    /// Names what could refuse a call before anything is done with it, or change it before its inbound dial-peer is chosen
    /// (Cisco 211306: incoming SIP profiles are applied before matching).
    pub(super) fn say_granted(&self, leg: Option<&Leg>, notes: &mut Notes) {
        for command in LIMITS {
            let mut lines = self.plan.globals.verbatim().iter();
            if let Some(line) = lines.find(|line| line.value.text.starts_with(command)) {
                let text = format!(
                    "the router is taken to have the resources for the call: `{}` may refuse it",
                    shown(&line.value.text)
                );
                notes.say(Stage::Arrival, text, Some(line.span));
            }
        }
        let by_sip = match leg {
            Some(Leg::Sip(_) | Leg::SipLine(_)) => true,
            Some(Leg::Peer(tag, _)) => self.peer(*tag).is_some_and(is_sip),
            Some(Leg::Port(_) | Leg::H323(_)) | None => false,
        };
        let Some(leg) = leg.filter(|_| by_sip) else { return };
        let own = match leg {
            Leg::Peer(tag, _) => self.peer(*tag).into_iter().collect(),
            Leg::Port(_) | Leg::Sip(_) | Leg::SipLine(_) | Leg::H323(_) => {
                self.inbound_peers_with(leg, &[Command::SipProfiles, Command::SipTenant]).collect::<Vec<_>>()
            }
        };
        let applied = own.into_iter().filter(|peer| is_sip(peer)).flat_map(|peer| self.applied(peer, true));
        for (object, line) in applied.chain(in_service(&self.plan.voice_service, true)) {
            if self.changes_numbers(&line.value) {
                let text = format!(
                    "`{}` of {object} is not followed: it may change numbers and URIs before the inbound dial-peer is chosen",
                    line.value
                );
                notes.say(Stage::Arrival, text, Some(line.span));
            }
        }
    }

    /// Names what could refuse a call on `peer`, or change its numbers once more on their way out.
    pub(super) fn say_granted_on(&self, peer: &DialPeer, stage: Stage, notes: &mut Notes) {
        if let Some(limit) = peer.settings.integer(Command::MaxConn) {
            let text = format!(
                "dial-peer {} is taken to be below its `max-conn {}`: at it the call fails, and a SIP caller gets a 503",
                peer.tag, limit.value
            );
            notes.say(stage, text, Some(limit.span));
        }
        if stage != Stage::Attempt(peer.tag) {
            return;
        }
        for (object, line) in calling_lines(&format!("dial-peer {}", peer.tag), &peer.settings)
            .chain(calling_lines("voice service voip", &self.plan.voice_service))
        {
            let text = format!("`{}` of {object} is not modelled: it may change the calling number", line.value);
            notes.say(stage, text, Some(line.span));
        }
        if !is_sip(peer) {
            return;
        }
        // The profile of the dial-peer goes before that of its tenant, and that before the global one (Cisco 211306).
        let applied = self.applied(peer, false).next();
        let applied = applied.or_else(|| in_service(&self.plan.voice_service, false).next());
        if let Some((object, line)) = applied.filter(|(_, line)| self.changes_numbers(&line.value)) {
            let text = format!("`{}` of {object} is not followed: it may change the numbers that are sent", line.value);
            notes.say(stage, text, Some(line.span));
        }
    }

    /// The profiles that a dial-peer applies itself, or its tenant.
    fn applied<'p>(&'p self, peer: &'p DialPeer, inbound: bool) -> impl Iterator<Item = Applied> {
        let tenant = peer.settings.integer(Command::SipTenant);
        let tenant = tenant.and_then(|tenant| self.plan.other(Command::TenantClass, &Id::Number(tenant.value)));
        let own = peer.settings.all(Command::SipProfiles).iter();
        let own = own.map(move |line| (format!("dial-peer {}", peer.tag), Located::new(line.value.line(), line.span)));
        let tenant = tenant.into_iter().flat_map(|tenant: &Object<Id>| {
            profiles(&tenant.settings).map(move |line| (format!("voice class tenant {}", tenant.id), line))
        });
        own.chain(tenant).filter(move |(_, line)| is_inbound(&line.value) == inbound)
    }

    /// Whether the profile that is applied like this changes a header of a call that tells numbers, as far as is known.
    fn changes_numbers(&self, applied: &str) -> bool {
        let number = applied.split(' ').find_map(|word| word.parse().ok());
        let Some(number) = number else { return false };
        let class = self.plan.other(Command::SipProfilesClass, &Id::Number(number));
        class.is_none_or(|class| class.settings.verbatim().iter().any(|line| touches_numbers(&line.value.text)))
    }
}

/// The profiles that apply to all calls by SIP.
fn in_service(service: &Settings, inbound: bool) -> impl Iterator<Item = Applied> {
    let lines = profiles(service).filter(move |line| is_inbound(&line.value) == inbound);
    lines.map(|line| ("voice service voip".to_owned(), line))
}

/// The lines of a tenant, or of the service, that apply a profile.
fn profiles(settings: &Settings) -> impl Iterator<Item = Located<String>> {
    let lines = settings.verbatim().iter().map(|line| Located::new(line.value.text.trim().to_owned(), line.span));
    lines.filter(|line| line.value.starts_with("sip-profiles "))
}

fn is_inbound(applied: &str) -> bool {
    applied.ends_with(" inbound")
}

/// Whether a line of a profile changes a header that tells numbers, of the request that a call begins with.
fn touches_numbers(line: &str) -> bool {
    let mut words = line.split_ascii_whitespace().skip_while(|word| *word != "request");
    let method = words.nth(1).unwrap_or_default();
    matches!(method, "INVITE" | "ANY") && words.any(|word| HEADERS.contains(&word))
}

/// The lines that set or strip the calling number of calls out; those that say only what is shown of it are none.
fn calling_lines<'a>(
    object: &str,
    settings: &'a Settings,
) -> impl Iterator<Item = (String, Located<String>)> + use<'a> {
    let own = settings.all(Command::Clid).iter().map(|line| (line.value.line(), line.span));
    let kept = settings.verbatim().iter().map(|line| (line.value.text.trim().to_owned(), line.span));
    let object = object.to_owned();
    let changes = |line: &str| {
        let rest = line.strip_prefix("clid ").unwrap_or_default();
        ["network-number", "network-provided", "second-number", "override"].iter().any(|word| rest.starts_with(word))
            || rest == "strip"
    };
    own.chain(kept)
        .filter(move |(line, _): &(String, Span)| changes(line))
        .map(move |(line, span)| (object.clone(), Located::new(line, span)))
}

fn is_sip(peer: &DialPeer) -> bool {
    peer.kind == PeerKind::Voip && super::eligible::protocol(peer) == "sip"
}
