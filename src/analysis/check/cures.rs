//! What would break a loop: each change is made, and the proof is run again, before it is named.

use std::collections::BTreeSet;

use super::barring;
use crate::analysis::loops::Witness;
use crate::analysis::{Claim, Cure, Verdict};
use crate::call::{Cause, Event, Hop, Traveller, cause_of_status};
use crate::model::{Network, Place, System, Unassigned, read_onto};
use crate::source::Source;
use crate::syntax::tree::Tree;

/// The most changes that are tried.
const TRIED: usize = 16;

/// A change that may break a loop.
struct Change {
    at: String,
    text: String,
    network: Network,
}

/// The changes that break the loop of `witness`, each with the claims that it costs. `again` checks a network, and says what
/// is then known of its loops, and of its other claims.
pub(super) fn cures(
    traveller: &Traveller<'_>,
    witness: &Witness,
    holding: &[Claim],
    again: &dyn Fn(&Network) -> (Verdict, Vec<Claim>),
) -> Vec<Cure> {
    let mut cures = Vec::new();
    for change in changes(traveller, witness).into_iter().take(TRIED) {
        let (loops, claims) = again(&change.network);
        if loops != Verdict::Proved {
            continue;
        }
        let holds = |claim: &&Claim| claim.verdict == Verdict::Proved;
        let broken: BTreeSet<&str> =
            claims.iter().filter(|claim| !holds(claim)).map(|claim| claim.claim.as_str()).collect();
        let lost = holding.iter().filter(holds).filter(|claim| broken.contains(claim.claim.as_str()));
        let costs = lost.map(|claim| claim.claim.clone()).collect();
        cures.push(Cure { at: change.at, change: change.text, costs });
    }
    // What costs nothing first.
    cures.sort_by_key(|cure| cure.costs.len());
    cures
}

/// The changes that touch the way of the loop: those of a line first.
fn changes(traveller: &Traveller<'_>, witness: &Witness) -> Vec<Change> {
    let network = traveller.network();
    let hops = &witness.journey.hops;
    let mut found: Vec<Option<Change>> = Vec::new();
    let mut barred = Vec::new();
    for (index, hop) in hops.iter().enumerate() {
        match &hop.event {
            Event::Offered(gateway, tag) => {
                let kind = network.gateways.get(*gateway).and_then(|site| site.plan.peers.get(tag));
                let kind = kind.map_or("voip", |peer| peer.kind.keyword());
                let failed = hops.get(index + 1..).into_iter().flatten().find(|next| next.depth <= hop.depth + 1);
                if let Some(cause) = failed.and_then(failure) {
                    found.push(typed(network, *gateway, &format!("dial-peer voice {tag} {kind}\n huntstop\n")));
                    let word = cause.keyword().map_or_else(|| cause.0.to_string(), str::to_owned);
                    found.push(typed(network, *gateway, &format!("no voice hunt {word}\n")));
                }
                let lines = came_in(hops, index).and_then(|(from, number)| {
                    let site = network.gateways.get(*gateway)?;
                    let contacts: Vec<usize> = site.contacts_of(from).collect();
                    let contact = contacts.get(witness.case.trunk % contacts.len().max(1))?;
                    barring::lines(traveller, *gateway, *contact, number, *tag)
                });
                barred.extend(lines.map(|lines| typed(network, *gateway, &lines)));
            }
            Event::Arrives(Place::System(system)) if hop.at != Place::System(*system) => {
                let before = index.checked_sub(1).and_then(|before| hops.get(before));
                found.push(before.and_then(failure).and_then(|cause| stopping(network, *system, hop.at, cause)));
                found.extend(no_longer(network, *system, hop.at).into_iter().map(Some));
            }
            Event::Arrives(_)
            | Event::Answered
            | Event::Announced
            | Event::Rejected(_)
            | Event::Forwarded
            | Event::Rings(_)
            | Event::Exhausted(_)
            | Event::Returns(_)
            | Event::Grows => {}
        }
    }
    let mut seen = BTreeSet::new();
    let all = found.into_iter().chain(barred).flatten();
    all.filter(|one| seen.insert(format!("{} {}", one.at, one.text))).collect()
}

/// The cause with which a leg fails at a hop.
fn failure(hop: &Hop) -> Option<Cause> {
    match hop.event {
        Event::Rejected(status) | Event::Exhausted(status) => Some(cause_of_status(status)),
        Event::Arrives(_)
        | Event::Offered(..)
        | Event::Answered
        | Event::Announced
        | Event::Forwarded
        | Event::Rings(_)
        | Event::Returns(_)
        | Event::Grows => None,
    }
}

/// Where the call that a gateway offers at this hop came from, and its number there.
fn came_in(hops: &[Hop], index: usize) -> Option<(Place, &str)> {
    let depth = hops.get(index)?.depth;
    let above = hops.get(..index)?.iter().rev().find(|hop| hop.depth < depth)?;
    match above.event {
        Event::Arrives(from) => Some((from, &above.number)),
        Event::Offered(gateway, _) => Some((Place::Gateway(gateway), &above.number)),
        Event::Answered
        | Event::Announced
        | Event::Rejected(_)
        | Event::Forwarded
        | Event::Rings(_)
        | Event::Exhausted(_)
        | Event::Returns(_)
        | Event::Grows => None,
    }
}

/// Lines of IOS on a gateway.
fn typed(network: &Network, gateway: usize, lines: &str) -> Option<Change> {
    let site = network.gateways.get(gateway)?;
    let tree = Tree::parse(&Source::new("change", lines.to_owned()));
    let reading = read_onto(site.plan.clone(), &tree);
    let mut changed = network.clone();
    changed.gateways.get_mut(gateway)?.plan = reading.plan;
    Some(Change { at: site.id.clone(), text: lines.trim_end().to_owned(), network: changed })
}

/// A system that tries no further way of a list after a cause.
fn stopping(network: &Network, index: usize, to: Place, cause: Cause) -> Option<Change> {
    let system = network.systems.get(index)?;
    let is_later = |route: &crate::model::Route| route.to.iter().skip(1).any(|one| *one == to);
    if !system.routes.iter().any(is_later) {
        return None;
    }
    let mut changed = network.clone();
    changed.systems.get_mut(index)?.stops.insert(cause.0);
    // The service parameters of CUCM, whose routes are by closest match.
    let change = match cause.0 {
        1 if !system.first_match => {
            "set the service parameter Stop Routing on Unallocated Number Flag to True".to_owned()
        }
        17 if !system.first_match => "set the service parameter Stop Routing on User Busy Flag to True".to_owned(),
        _ => format!("try no further way of a list after cause {cause}"),
    };
    Some(Change { at: system.id.clone(), text: change, network: changed })
}

/// A system that no longer sends calls there, by each of what makes it do so.
fn no_longer(network: &Network, index: usize, to: Place) -> Vec<Change> {
    let Some(system) = network.systems.get(index) else { return Vec::new() };
    let name = network.name(to);
    let mut all = Vec::new();
    let mut change = |text: String, apply: &dyn Fn(&mut System)| {
        let mut network = network.clone();
        network.systems.get_mut(index).into_iter().for_each(apply);
        all.push(Change { at: system.id.clone(), text, network });
    };
    if system.forward.as_ref().is_some_and(|forward| forward.to == to) {
        change(format!("do not forward calls for phones that are not registered to {name}"), &|own| own.forward = None);
    }
    if system.unassigned == Unassigned::Route(to) {
        change(format!("answer 404 to unassigned numbers instead of sending them to {name}"), &|own| {
            own.unassigned = Unassigned::Reject(404);
        });
    }
    if system.routes.iter().any(|route| route.to.contains(&to)) {
        let text =
            format!("keep calls from gateways off its route to {name} (`from`: the calling search space of the trunk)");
        change(text, &|own| {
            for route in own.routes.iter_mut().filter(|route| route.to.contains(&to)) {
                let mut open = route.from.take().unwrap_or_else(|| network.places().collect());
                open.retain(|place| matches!(place, Place::System(_)));
                route.from = Some(open);
            }
        });
    }
    all
}
