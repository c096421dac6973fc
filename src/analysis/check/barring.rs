//! The lines that keep calls from one trunk off a dial-peer: class of restriction.

use crate::call::{Call, Replies, Traveller};
use crate::model::{Address, Site, Tag};
use crate::syntax::argument::SessionTarget;
use crate::syntax::commands::Command;

/// The list of the dial-peer, which calls with the other list may not use.
const NAME: &str = "no-return";
/// The list of the calls.
const RETURNING: &str = "returning";

/// The lines after which `number`, which came in on this trunk, is no longer offered to the dial-peer `tag`, which leads back
/// to where it came from; `None` where it does not, or where that cannot be said in few lines.
pub(super) fn lines(
    traveller: &Traveller<'_>,
    gateway: usize,
    contact: usize,
    number: &str,
    tag: Tag,
) -> Option<String> {
    let site = traveller.network().gateways.get(gateway)?;
    let peer = site.plan.peers.get(&tag)?;
    let from = site.contacts.get(contact)?;
    let call = Call::to(number).on(Traveller::leg(Some(from)));
    let trace = traveller.gateway(gateway)?.trace(&call, &Replies::default()).ok()?;
    let listed = |tag: Tag, command| site.plan.peers.get(&tag).is_some_and(|peer| peer.settings.get(command).is_some());
    // Calls to somewhere else may be what the gateway is for.
    let returns = site.destinations(peer).iter().any(|to| site.place_of(to) == Some(from.place));
    if !returns || listed(tag, Command::CorlistOutgoing) {
        return None;
    }
    let lists = format!(
        "dial-peer cor custom\n name {NAME}\n name {RETURNING}\n!\ndial-peer cor list {NAME}\n member {NAME}\n!\n\
         dial-peer cor list {RETURNING}\n member {RETURNING}\n!\n"
    );
    let kind = peer.kind.keyword();
    let outgoing = format!(" corlist outgoing {NAME}\n");
    let inbound = trace.inbound.as_ref().and_then(|inbound| inbound.peer);
    // A dial-peer that other trunks come in on too must not be restricted: theirs are other calls.
    let shared = inbound.is_some_and(|own| {
        let others = site.contacts.iter().filter(|contact| contact.place != from.place);
        others.into_iter().any(|other| {
            let call = Call::to(number).on(Traveller::leg(Some(other)));
            let trace = traveller.gateway(gateway).and_then(|gateway| gateway.trace(&call, &Replies::default()).ok());
            trace.and_then(|trace| trace.inbound?.peer) == Some(own)
        })
    });
    let inbound = match inbound {
        Some(inbound) if shared => {
            let settings = &site.plan.peers.get(&inbound)?.settings;
            if settings.get(Command::TranslationProfileIncoming).is_some() {
                return None;
            }
            inbound_peer(site, &from.at, from.sip)?
        }
        Some(inbound) if listed(inbound, Command::CorlistIncoming) => return None,
        Some(inbound) if inbound == tag => {
            return Some(format!("{lists}dial-peer voice {tag} {kind}\n corlist incoming {RETURNING}\n{outgoing}"));
        }
        Some(inbound) => {
            let kind = site.plan.peers.get(&inbound)?.kind.keyword();
            format!("dial-peer voice {inbound} {kind}\n corlist incoming {RETURNING}\n!\n")
        }
        None => inbound_peer(site, &from.at, from.sip)?,
    };
    Some(format!("{lists}{inbound}dial-peer voice {tag} {kind}\n{outgoing}"))
}

/// A dial-peer that takes the calls from an address, where none does yet.
fn inbound_peer(site: &Site, at: &Address, sip: bool) -> Option<String> {
    let Address::Target(SessionTarget::Ipv4(host, _)) = at else { return None };
    if !sip || site.release.as_ref().is_some_and(|release| !release.has_incoming_via()) {
        return None;
    }
    let free = (1000..=Tag::MAXIMUM).filter_map(Tag::new).find(|tag| !site.plan.peers.contains_key(tag))?;
    let class = (1..=u16::MAX).find(|class| !site.plan.uri_classes.contains_key(&format!("{class} sip")))?;
    Some(format!(
        "voice class uri {class} sip\n host ipv4:{host}\n!\n\
         dial-peer voice {free} voip\n corlist incoming {RETURNING}\n session protocol sipv2\n incoming uri via {class}\n!\n"
    ))
}
