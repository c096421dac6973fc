//! Whether calls come in whose digits arrive one by one.

use super::Facts;
use crate::call::{Leg, Notes};
use crate::model::{Address, PeerKind};
use crate::source::Span;
use crate::syntax::commands::Command;

/// Where such calls come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DigitByDigit {
    /// In words: `port 0/1/0`.
    pub from: String,
    /// What shows it.
    pub span: Span,
    /// What it is there, for a label.
    pub label: &'static str,
}

impl Facts<'_, '_> {
    /// The first place that shows that calls come in digit by digit: a phone at a port, phones of the router itself (Cisco
    /// 14074), `isdn overlap-receiving`, or a dial-peer that takes calls of a trunk without `direct-inward-dial`.
    pub fn digit_by_digit(&self) -> Option<&DigitByDigit> {
        self.digits.get_or_init(|| find(self)).as_ref()
    }
}

fn find(facts: &Facts<'_, '_>) -> Option<DigitByDigit> {
    let ports = facts.site().contacts.iter().filter_map(|contact| match &contact.at {
        Address::Port(port) => Some((port, facts.is_public(&contact.at))),
        Address::Target(_) | Address::TrunkGroup(_) => None,
    });
    for (port, public) in ports {
        let interfaces = facts.plan().port_objects(port).interfaces;
        if let Some(span) = interfaces.iter().find_map(|object| object.settings.applied(Command::IsdnOverlap)) {
            return Some(DigitByDigit { from: format!("port {port}"), span, label: "digits arrive one by one" });
        }
        let peers = || facts.plan().peers.values().filter(|peer| peer.kind == PeerKind::Pots && !peer.shutdown());
        let own = peers().find(|peer| peer.port().is_some_and(|own| own.value == port));
        if let Some(peer) = own.filter(|_| !public && facts.gateway().is_line(port)) {
            return Some(DigitByDigit {
                from: format!("port {port}"),
                span: peer.port().map_or(peer.span, |own| facts.argument(own.span, own.value)),
                label: "a phone dials digit by digit",
            });
        }
        let takes = peers().find(|peer| {
            let here = peer.port().is_none_or(|own| own.value == port);
            here && peer.incoming_called_number().is_some() && !peer.direct_inward_dial()
        });
        let leg = Leg::Port(port.clone());
        let overlap = |peer| facts.gateway().is_overlap(&leg, Some(peer), &mut Notes::default());
        if let Some(peer) = takes.filter(|peer| overlap(peer)) {
            let label = "without `direct-inward-dial` the caller dials on digit by digit";
            return Some(DigitByDigit { from: format!("port {port}"), span: facts.incoming_span(peer), label });
        }
    }
    let phone = facts.plan().others(Command::EphoneDn).next()?;
    Some(DigitByDigit {
        from: "a phone of this router".to_owned(),
        span: phone.span,
        label: "phones dial digit by digit",
    })
}
