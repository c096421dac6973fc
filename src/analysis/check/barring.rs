//! The lines that keep calls from one trunk off a dial-peer: class of restriction.

use crate::call::{Call, Replies, Traveller};
use crate::model::{Address, Site, Tag};
use crate::syntax::argument::SessionTarget;
use crate::syntax::commands::Command;

/// The list of the dial-peer, which calls with the other list may not use.
const NAME: &str = "no-return";
/// The list of the calls.
const RETURNING: &str = "returning";

/// The lines after which `number`, which came from this trunk of `site`, is no longer offered to the dial-peer `tag`; `None`
/// where that cannot be said in few lines.
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
    if listed(tag, Command::CorlistOutgoing) {
        return None;
    }
    let lists = format!(
        "dial-peer cor custom\n name {NAME}\n name {RETURNING}\n!\ndial-peer cor list {NAME}\n member {NAME}\n!\n\
         dial-peer cor list {RETURNING}\n member {RETURNING}\n!\n"
    );
    let inbound = match trace.inbound.as_ref().and_then(|inbound| inbound.peer) {
        Some(inbound) if listed(inbound, Command::CorlistIncoming) => return None,
        Some(inbound) => {
            let kind = site.plan.peers.get(&inbound)?.kind.keyword();
            format!("dial-peer voice {inbound} {kind}\n corlist incoming {RETURNING}\n!\n")
        }
        None => inbound_peer(site, &from.at, from.sip)?,
    };
    let kind = peer.kind.keyword();
    Some(format!("{lists}{inbound}dial-peer voice {tag} {kind}\n corlist outgoing {NAME}\n"))
}

/// A dial-peer that takes the calls from an address, where none does yet.
fn inbound_peer(site: &Site, at: &Address, sip: bool) -> Option<String> {
    let Address::Target(SessionTarget::Ipv4(host, _)) = at else { return None };
    if !sip {
        return None;
    }
    let free = (1000..=Tag::MAXIMUM).filter_map(Tag::new).find(|tag| !site.plan.peers.contains_key(tag))?;
    let class = (1..=u16::MAX).find(|class| !site.plan.uri_classes.contains_key(&format!("{class} sip")))?;
    Some(format!(
        "voice class uri {class} sip\n host ipv4:{host}\n!\n\
         dial-peer voice {free} voip\n corlist incoming {RETURNING}\n session protocol sipv2\n incoming uri via {class}\n!\n"
    ))
}
