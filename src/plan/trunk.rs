//! The side of the public network: the inbound dial-peer of its trunk, and what `voice service voip` must allow.

use std::collections::BTreeSet;
use std::net::IpAddr;

use super::PlanContext;
use super::internal;
use super::peers::media;
use super::tags::Tags;
use super::uri_class::{self, MAXIMUM_HOSTS};
use crate::diagnostic::Report;
use crate::model::{DialPeer, DialPlan, PeerKind, Settings, Tag};
use crate::spec::{Access, Host, Protocol, SipTrunk};
use crate::syntax::argument::{Argument, parse};
use crate::syntax::commands::{Command, Shape};

/// Adds the inbound dial-peer, where the spec asks for one.
pub(super) fn inbound_peer(context: &PlanContext<'_>, tags: &mut Tags<'_>, plan: &mut DialPlan, report: &mut Report) {
    let pstn = &context.spec.gateway.pstn;
    let Some(inbound) = &pstn.inbound_peer else { return };
    let mut settings = Settings::default();
    settings.set(Command::Description, Argument::text("from the PSTN"));
    let kind = match &pstn.access.value {
        Access::Pri { port } => {
            any_called_number(&mut settings);
            settings.set(Command::DirectInwardDial, Argument::Flag);
            settings.set(Command::Port, Argument::name(port.value.clone()));
            PeerKind::Pots
        }
        Access::Sip(trunk) => {
            settings.write(Command::SessionProtocol, "sipv2");
            let hosts = hosts(trunk);
            // By where a call comes from, calls of other systems are not taken for the provider's.
            if context.release.has_incoming_via() && hosts.len() <= MAXIMUM_HOSTS {
                let class = uri_class::add(context, "pstn", hosts, plan, report);
                if let Some(class) = class {
                    settings.set(Command::IncomingUriVia, Argument::name(class));
                }
            } else {
                any_called_number(&mut settings);
            }
            media(&mut settings, trunk.codec.as_ref(), &trunk.dtmf_relay, trunk.vad.as_ref());
            PeerKind::Voip
        }
    };
    let given = inbound.value.tag.as_ref();
    let number = tags.settle(given, &settings, report);
    if let Some(tag) = number.and_then(Tag::new) {
        plan.peers.insert(tag, DialPeer { settings, ..DialPeer::new(tag, kind) });
    }
}

/// Takes a call whatever its called number, but not one without: `T` alone would also take that (Cisco 211306).
fn any_called_number(settings: &mut Settings) {
    if let Ok(pattern) = parse(Shape::Pattern, ".") {
        settings.set(Command::IncomingCalledNumber, pattern);
    }
}

/// The hosts that calls of the trunk come from, as a URI class writes them.
fn hosts(trunk: &SipTrunk) -> Vec<String> {
    let mut hosts: Vec<String> = trunk.targets.iter().map(|target| uri_class::host(&target.value)).collect();
    for address in &trunk.addresses {
        let host = uri_class::address_host(address.value);
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    hosts
}

/// `voice service voip` for a SIP trunk and for internal calls: calls that come in by IP and go out by IP must be allowed, and only the trusted
/// list lets calls in from an address that no peer sends to (from 15.1(2)T).
pub(super) fn voice_service(context: &PlanContext<'_>) -> Settings {
    let mut settings = Settings::default();
    if let Access::Sip(trunk) = &context.spec.gateway.pstn.access.value {
        let addresses = addresses(trunk);
        if context.release.has_trusted_list() && !addresses.is_empty() {
            settings.set(Command::TrustedList, Argument::Flag);
        }
        for address in addresses.iter().filter(|_| context.release.has_trusted_list()) {
            let command = if address.is_ipv4() { Command::TrustedIpv4 } else { Command::TrustedIpv6 };
            settings.write(command, &address.to_string());
        }
        let protocols: BTreeSet<&str> = active_protocols(context).map(Protocol::keyword).collect();
        for protocol in protocols.into_iter().rev() {
            settings.write(Command::AllowConnections, &format!("sip to {protocol}"));
        }
    }
    if internal::asked(context).is_some() {
        settings.write(Command::AllowConnections, "sip to sip");
    }
    settings
}

/// The addresses that calls of the trunk come from.
fn addresses(trunk: &SipTrunk) -> Vec<IpAddr> {
    let mut addresses: Vec<IpAddr> = Vec::new();
    let targets = trunk.targets.iter().filter_map(|target| match &target.value.host {
        Host::Address(address) => Some(*address),
        Host::Name(_) => None,
    });
    for address in targets.chain(trunk.addresses.iter().map(|address| address.value)) {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    addresses
}

/// The protocols of the systems that share any block.
fn active_protocols<'a>(context: &'a PlanContext<'_>) -> impl Iterator<Item = Protocol> + 'a {
    let order = context.spec.sharing.iter().flat_map(|share| &share.order);
    order.filter_map(|id| context.spec.system(&id.value)).map(|system| system.protocol.value)
}
