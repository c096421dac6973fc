//! Is a running-config left alone by what is added to it, but for the shared DIDs?

use std::collections::BTreeSet;

use crate::analysis::loops::Graph;
use crate::analysis::{Claim, Verdict};
use crate::automaton::{Dfa, OverBudget, compile};
use crate::call::{Gateway, Profile, Traveller, pattern_on};
use crate::model::{DialPlan, Place, Tag};
use crate::number::{Form, NumberSet};

/// What a running-config was before something was added to it.
#[derive(Clone, Debug)]
pub struct Before<'a> {
    /// Its dial plan.
    pub plan: &'a DialPlan,
    /// What is assumed of its router.
    pub profile: Profile,
    /// The gateway that it is of.
    pub gateway: usize,
}

/// Whether all numbers but `dids` go where they went before, and come in as they did.
///
/// # Errors
/// The numbers take more states than the budget.
pub(super) fn untouched(graph: &Graph<'_, '_>, before: &Before<'_>, dids: &NumberSet) -> Result<Claim, OverBudget> {
    let claim = "numbers outside the plan are treated as before".to_owned();
    let Some(site) = graph.network().gateways.get(before.gateway) else { return Ok(Claim::proved(claim)) };
    let new: BTreeSet<Tag> = site
        .plan
        .peers
        .iter()
        .filter(|(tag, peer)| before.plan.peers.get(*tag) != Some(*peer))
        .map(|(tag, _)| *tag)
        .collect();
    let form = site.delivers.unwrap_or(Form::E164);
    let shared = match dids.written(form) {
        Some(numbers) => Dfa::of_numbers(&numbers, form.has_plus())?,
        None => Dfa::empty(),
    };
    // No complete number begins with another; what is delivered shorter may be the beginning of anything.
    let whole = is_complete(form, dids, site.country_code.len());
    let shared = if whole { shared.union(&shared.prolonged())? } else { shared };
    let patterns_of = |plan: &DialPlan, wanted: &dyn Fn(Tag) -> bool| {
        let peers = plan.peers.values().filter(|peer| wanted(peer.tag) && !peer.shutdown());
        let patterns = peers.flat_map(|peer| plan.called_patterns(peer));
        let patterns: Vec<_> =
            patterns.map(|pattern| pattern_on(&before.profile, pattern.value).into_owned()).collect();
        compile::numbers_of_any(&patterns)
    };
    let taken = patterns_of(&site.plan, &|tag| new.contains(&tag))?.difference(&shared)?;
    let routed = patterns_of(before.plan, &|_| true)?;
    // What concerns numbers with other symbols only is no number that anybody dials.
    let touched = taken.intersection(&routed)?.intersection(&Dfa::plain_numbers())?;
    if let Some(witness) = touched.plain_witness() {
        let reason = "a dial-peer of the plan takes it too, and another one took it before".to_owned();
        let failed = Claim::failed(claim, Verdict::Violated, reason).shown_by(Some(witness));
        return Ok(Claim { numbers: Some(touched.count()), ..failed });
    }
    if let Some((from, reason)) = inbound(graph, before)? {
        return Ok(Claim::failed(claim, Verdict::Violated, format!("calls from {from} {reason}")));
    }
    Ok(Claim::proved(claim))
}

/// Whether DIDs in this form are whole numbers: with the area code at least, where the country code is known.
fn is_complete(form: Form, dids: &NumberSet, country_code: usize) -> bool {
    let whole = |length: u8| usize::from(length).saturating_sub(country_code);
    match form {
        Form::PlusE164 | Form::E164 | Form::National(_) => true,
        Form::Last(digits) => dids.intervals().all(|interval| usize::from(digits) >= whole(interval.length)),
    }
}

/// A trunk whose calls come in otherwise than before, as far as routing goes.
fn inbound(graph: &Graph<'_, '_>, before: &Before<'_>) -> Result<Option<(String, String)>, OverBudget> {
    let Some(site) = graph.network().gateways.get(before.gateway) else { return Ok(None) };
    let gateway = Gateway::new(before.plan, before.profile.clone());
    let mut old = crate::analysis::coverage::Coverage::new(&gateway, gateway.table()?);
    let confined = |contact: &crate::model::Contact| matches!(contact.place, Place::System(_));
    for (index, contact) in site.contacts.iter().enumerate() {
        let leg = Traveller::leg(Some(contact));
        let then = old.arrivals(&leg)?;
        let now: Vec<_> = graph.arrivals_at(before.gateway, Some(index)).collect();
        // Calls from a system of the plan may be confined by it.
        if confined(contact) && now.len() != then.len() {
            continue;
        }
        let same = now.len() == then.len();
        let mut differs = !same;
        for ((arrival, _), other) in now.iter().zip(&then) {
            differs = differs || !arrival.path.domain()?.equals(&other.path.domain()?);
        }
        if differs {
            let name = graph.network().name(contact.place).to_owned();
            return Ok(Some((name, format!("({}) come in on other dial-peers than before", contact.at))));
        }
    }
    Ok(None)
}
