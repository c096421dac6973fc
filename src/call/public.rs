//! The public network: which numbers it brings back to a gateway, and how they arrive.

use super::journey::Traveller;
use super::leg::Call;
use super::reply::Replies;
use crate::model::{Place, Site};
use crate::number::{Digits, Form, NumberSet};

impl Traveller<'_> {
    /// Whether the gateway sends calls to `number` from this trunk of the public network to something else first: such a
    /// number is a DID of it, where none are told. Of several dial-peers of one rank any may be the first.
    pub fn is_inside(&self, gateway: usize, contact: usize, number: &str) -> bool {
        let (Some(site), Some(router)) = (self.network().gateways.get(gateway), self.gateway(gateway)) else {
            return false;
        };
        let call = Call::to(number).on(Self::leg(site.contacts.get(contact)));
        let Ok(trace) = router.trace(&call, &Replies::default()) else { return false };
        let first = trace.selection.iter().filter_map(|selection| selection.hunt.first()).flatten();
        let peers = first.filter_map(|one| site.plan.peers.get(&one.tag));
        let mut places = peers.flat_map(|peer| site.destinations(peer)).filter_map(|address| site.place_of(&address));
        places.any(|place| place != Place::Public)
    }

    /// Where the public network takes a call: to the gateway whose DID it is, and the number there.
    pub fn delivered(&self, number: &str, trunk: usize) -> Option<(usize, usize, String)> {
        for (index, site) in self.network().gateways.iter().enumerate() {
            let contacts: Vec<usize> = site.contacts_of(Place::Public).collect();
            let Some(&contact) = contacts.get(trunk % contacts.len().max(1)) else { continue };
            match &site.dids {
                Some(dids) => {
                    let Some(did) = self.public_did(number, dids) else { continue };
                    let form = site.delivers.unwrap_or(Form::E164);
                    return Some((index, contact, written(did, form)?));
                }
                None if self.is_inside(index, contact, number) => return Some((index, contact, number.to_owned())),
                None => {}
            }
        }
        None
    }

    /// The DID of a number that the public network is given: with `+`, with or without the country code.
    fn public_did(&self, number: &str, dids: &NumberSet) -> Option<Digits> {
        let digits = number.strip_prefix('+').unwrap_or(number);
        let parsed = |text: &str| {
            let value = text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))?;
            let did = Digits { length: u8::try_from(text.len()).ok()?, value };
            dids.contains(did).then_some(did)
        };
        let national = || {
            let has_code = |site: &&Site| !site.country_code.is_empty() && !number.is_empty();
            let sites = self.network().gateways.iter().filter(has_code);
            sites.into_iter().find_map(|site| parsed(&format!("{}{number}", site.country_code)))
        };
        parsed(digits).or_else(national)
    }
}

/// A DID in the form in which it is written.
pub fn written(did: Digits, form: Form) -> Option<String> {
    let digits = did.to_string();
    match form {
        Form::PlusE164 => Some(format!("+{digits}")),
        Form::E164 => Some(digits),
        Form::National(country) => digits.get(usize::from(country)..).map(str::to_owned),
        Form::Last(length) => digits.get(digits.len().checked_sub(length.into())?..).map(str::to_owned),
    }
}
