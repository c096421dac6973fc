//! What is wrong with emergency calls, on each leg that users call on.

use super::Facts;
use crate::analysis::{EmergencyFault, emergency_faults};
use crate::call::{Attempt, Call, Traveller, address_of};
use crate::lint::policy::Emergency;
use crate::model::{Address, DialPeer, Place};
use crate::syntax::commands::Command;

/// A fault of calls to an emergency number.
#[derive(Clone, Debug)]
pub struct EmergencyTrouble {
    /// The number.
    pub number: Emergency,
    /// What is wrong.
    pub fault: EmergencyFault,
    /// Where the calls come from, in words; nothing where no trunk of users is known.
    pub from: Vec<String>,
}

/// A leg that calls come in on.
struct UserLeg {
    name: Option<String>,
    call: Call,
    /// Whether users surely call on it. Nothing says of a session target that it is not a provider.
    sure: bool,
}

/// What is wrong with emergency calls; nothing where no number is known.
pub(super) fn troubles(facts: &Facts<'_, '_>) -> Vec<EmergencyTrouble> {
    let mut found: Vec<EmergencyTrouble> = Vec::new();
    for number in numbers(facts) {
        let legs: Vec<(UserLeg, Vec<EmergencyFault>)> = legs(facts, &number.dialled)
            .into_iter()
            .map(|leg| {
                let faults = faults(facts, &leg, &number);
                (leg, faults)
            })
            .collect();
        // Of legs that may be those of providers, one on which all is well may be the only one that users call on.
        let some_reach_it = legs.iter().any(|(leg, faults)| !leg.sure && faults.is_empty());
        let counts = legs.into_iter().filter(|(leg, _)| leg.sure || !some_reach_it);
        for (from, fault) in
            counts.flat_map(|(leg, faults)| faults.into_iter().map(move |fault| (leg.name.clone(), fault)))
        {
            let known = found.iter_mut().find(|one| one.number == number && one.fault == fault);
            if let Some(known) = known {
                known.from.extend(from);
            } else {
                found.push(EmergencyTrouble { number: number.clone(), fault, from: from.into_iter().collect() });
            }
        }
    }
    found
}

/// What is wrong with calls to a number on a leg.
fn faults(facts: &Facts<'_, '_>, leg: &UserLeg, number: &Emergency) -> Vec<EmergencyFault> {
    let is_public = |attempt: &Attempt| reaches(facts, attempt);
    let mut faults = emergency_faults(facts.gateway(), &leg.call, &number.sent, &is_public);
    faults.retain(|fault| !is_no_fault(facts, fault));
    faults
}

/// The emergency numbers, each once: those of the settings say what is sent, those of the network are sent as they are.
fn numbers(facts: &Facts<'_, '_>) -> Vec<Emergency> {
    let of_network = facts.network().emergency.iter();
    let of_network = of_network.map(|number| Emergency { dialled: number.clone(), sent: number.clone() });
    let mut numbers: Vec<Emergency> = Vec::new();
    for number in facts.policy().emergency.iter().cloned().chain(of_network) {
        if numbers.iter().all(|known| known.dialled != number.dialled) {
            numbers.push(number);
        }
    }
    numbers
}

/// The legs that users call on: trunks that do not lead to the public network, phones at ports and of the router itself; a
/// call on no leg where there is none of these.
fn legs(facts: &Facts<'_, '_>, dialled: &str) -> Vec<UserLeg> {
    let mut legs = Vec::new();
    let told = facts.is_described() || facts.shows_public();
    let own = &facts.policy().trusted;
    for contact in &facts.site().contacts {
        let is_port = matches!(contact.at, Address::Port(_) | Address::TrunkGroup(_));
        let is_provider = !facts.is_described() && !own.is_empty() && !is_port && !facts.is_trusted(&contact.at);
        if contact.place == Place::Public && !facts.is_trusted(&contact.at)
            || facts.is_public(&contact.at)
            || is_provider
        {
            continue;
        }
        let at = contact.at.to_string();
        let system = facts.network().name(contact.place);
        let name = if system == at { at } else { format!("{system} ({at})") };
        let sure = told || is_port || facts.is_trusted(&contact.at);
        legs.push(UserLeg { name: Some(name), call: Call::to(dialled).on(Traveller::leg(Some(contact))), sure });
    }
    if facts.plan().others(Command::EphoneDn).next().is_some() {
        // Phones under `ephone-dn` send digit by digit (Cisco 14074).
        let call = Call { overlap: true, ..Call::to(dialled) };
        legs.push(UserLeg { name: Some("a phone of this router".to_owned()), call, sure: true });
    }
    if legs.is_empty() {
        legs.push(UserLeg { name: None, call: Call::to(dialled), sure: true });
    }
    legs
}

/// Whether an attempt reaches the public network, or may: where nothing shows one, any dial-peer may lead there that does not
/// lead to a system of one's own.
fn reaches(facts: &Facts<'_, '_>, attempt: &Attempt) -> bool {
    match address_of(&attempt.target, attempt.protocol) {
        Some(address) => may_be_public(facts, &address),
        None => !shows_ways(facts),
    }
}

fn may_be_public(facts: &Facts<'_, '_>, address: &Address) -> bool {
    facts.is_public(address) || (!shows_ways(facts) && is_open(facts, address))
}

/// Whether what leads to the public network can be told from what does not.
fn shows_ways(facts: &Facts<'_, '_>) -> bool {
    facts.is_described() || (facts.shows_public() && facts.policy().trusted.is_empty())
}

/// Whether nothing says that a far end is a system of one's own or a phone.
fn is_open(facts: &Facts<'_, '_>, address: &Address) -> bool {
    matches!(address, Address::Target(_)) && !facts.is_trusted(address)
}

/// Whether that is no fault of this configuration: no call comes in on the leg, or CUCM routes its calls; or the text is a
/// fragment that shows no way to the public network.
fn is_no_fault(facts: &Facts<'_, '_>, fault: &EmergencyFault) -> bool {
    match fault {
        EmergencyFault::NotFollowed(_) => true,
        EmergencyFault::NoPeer => {
            let leads = |peer: &DialPeer| {
                let takes = facts.plan().called_patterns(peer).next().is_some();
                takes && !peer.shutdown() && facts.targets(peer).iter().any(|at| may_be_public(facts, at))
            };
            let told = facts.is_described() || facts.shows_public() || !facts.policy().trusted.is_empty();
            !(facts.gateway().is_complete() || (told && facts.plan().peers.values().any(leads)))
        }
        EmergencyFault::Refused(_)
        | EmergencyFault::Unusable(_)
        | EmergencyFault::Elsewhere { .. }
        | EmergencyFault::Rewritten { .. }
        | EmergencyFault::Waits(_) => false,
    }
}

impl EmergencyTrouble {
    /// Where the calls come from, for a sentence: ` from A and B`.
    pub fn from_where(&self) -> String {
        const NAMED: usize = 3;
        let shown = self.from.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>();
        match (shown.as_slice(), self.from.len().saturating_sub(NAMED)) {
            ([], _) => String::new(),
            ([one], _) => format!(" from {one}"),
            ([most @ .., last], 0) => format!(" from {} and {last}", most.join(", ")),
            (all, more) => format!(" from {} and {more} more", all.join(", ")),
        }
    }
}
