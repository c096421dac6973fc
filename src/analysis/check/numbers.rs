//! Claims about single numbers: emergency numbers, and pairs that ring together.

use super::story::story;
use crate::analysis::loops::Graph;
use crate::analysis::{Claim, EmergencyFault, Verdict, emergency_faults};
use crate::call::{Attempt, Call, Case, End, Entry, Event, Gateway, Traveller, address_of};
use crate::model::{Own, Place, Ring, Site};

/// Whether an emergency number reaches the public network first, as it was dialled, from every trunk that users call on.
pub(super) fn emergency(graph: &Graph<'_, '_>, number: &str) -> Claim {
    let network = graph.network();
    let mut reached = 0;
    for (index, site) in network.gateways.iter().enumerate() {
        let Some(gateway) = graph.traveller().gateway(index) else { continue };
        for (contact, from) in site.contacts.iter().enumerate().filter(|(_, one)| one.place != Place::Public) {
            let leg = Traveller::leg(Some(from));
            let name = network.name(from.place);
            match emergency_on(gateway, site, &Call::to(number).on(leg), number) {
                Ok(true) => reached += 1,
                Ok(false) => {}
                Err(reason) => {
                    let claim = format!("{number} reaches the public network untouched");
                    let reason = format!("called from {name} ({}), {reason}", from.at);
                    let entry = Entry {
                        to: Place::Gateway(index),
                        from: from.place,
                        contact: Some(contact),
                        called: number.to_owned(),
                        calling: String::new(),
                    };
                    let hops = story(network, &graph.traveller().follow(&entry, &Case::default()));
                    let failed = Claim::failed(claim, Verdict::Violated, reason);
                    return Claim { hops, ..failed.shown_by(Some(number.to_owned())) };
                }
            }
        }
    }
    if reached == 0 {
        // From a spec alone that is all that can be said: its configuration has no way out.
        return Claim::proved(format!("no dial-peer takes {number} away from the public network"));
    }
    Claim::proved(format!("{number} reaches the public network untouched"))
}

/// Whether a call goes to the public network first, with this number; `false` where no dial-peer takes it.
fn emergency_on(gateway: &Gateway<'_>, site: &Site, call: &Call, number: &str) -> Result<bool, String> {
    let is_public = |attempt: &Attempt| {
        let address = address_of(&attempt.target, attempt.protocol);
        address.and_then(|address| site.place_of(&address)) == Some(Place::Public)
    };
    for fault in emergency_faults(gateway, call, number, &is_public) {
        return Err(match fault {
            EmergencyFault::NotFollowed(message) => format!("it cannot be followed: {message}"),
            EmergencyFault::Refused(_) => "the gateway rejects it".to_owned(),
            EmergencyFault::NoPeer => return Ok(false),
            EmergencyFault::Unusable(_) => "no dial-peer that matches it can be used".to_owned(),
            EmergencyFault::Elsewhere { tag, target } => format!("dial-peer {tag} takes it, to {target}"),
            EmergencyFault::Rewritten { tag, sent } => {
                let sent = if sent.is_empty() { "no digits" } else { &sent };
                format!("dial-peer {tag} sends {sent} instead of {number}")
            }
            // What a phone dials is taken to be routed as if all digits came at once.
            EmergencyFault::Waits(_) => continue,
        });
    }
    Ok(true)
}

/// Whether a second number that rings with another reaches its own system, and comes back to neither.
pub(super) fn ring(graph: &Graph<'_, '_>, ring: &Ring) -> Claim {
    let network = graph.network();
    let traveller = graph.traveller();
    let ringer = Place::System(ring.system);
    let name = network.name(ringer).to_owned();
    let claim = format!("{} rings {} with {}, and the call comes back to neither", name, ring.dials, ring.called);
    let (first, second) = (traveller.key(&ring.called), traveller.key(&ring.dials));
    let witness = Some(ring.dials.clone());
    if first == second {
        let reason = format!("as {name} dials them, both are the same number");
        return Claim::failed(claim, Verdict::Violated, reason).shown_by(witness);
    }
    let Some(to) = network.systems.get(ring.system).and_then(|system| system.outbound) else {
        return Claim::failed(claim, Verdict::Unknown, format!("where calls of {name} go is not told"));
    };
    let contact = match to {
        Place::Gateway(index) => network.gateways.get(index).and_then(|site| site.contacts_of(ringer).next()),
        Place::System(_) | Place::Public => None,
    };
    let others = (0..network.systems.len()).filter(|index| *index != ring.system);
    let unknown = others.filter(|index| network.systems.get(*index).is_some_and(|one| one.own == Own::Unknown));
    let mut case = Case::default();
    case.owned.insert((ring.system, first));
    case.owned.extend(unknown.map(|index| (index, second.clone())));
    let entry = Entry { to, from: ringer, contact, called: ring.dials.clone(), calling: String::new() };
    let journey = traveller.follow(&entry, &case);
    let back =
        journey.hops.iter().any(|hop| hop.at == ringer && matches!(hop.event, Event::Answered | Event::Rings(_)));
    let reason = match &journey.end {
        End::Taken(place) if *place == ringer || back => format!("it comes back to {name}"),
        End::Taken(Place::Public) => "it goes out to the public network".to_owned(),
        End::Taken(_) => return Claim::proved(claim),
        End::Failed(status) => format!("it reaches nobody: {status}"),
        End::Loops | End::Grows => "it loops".to_owned(),
        End::Unknown(why) => return Claim::failed(claim, Verdict::Unknown, why.clone()).shown_by(witness),
    };
    let failed = Claim::failed(claim, Verdict::Violated, reason).shown_by(witness);
    Claim { hops: story(network, &journey), ..failed }
}
