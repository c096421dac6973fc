//! What would break a loop: each change is made, and the proof is run again, before it is named.

use std::collections::BTreeSet;

use crate::analysis::loops::Witness;
use crate::analysis::{Claim, Cure, Verdict};
use crate::call::{Event, cause_of_status};
use crate::model::{Network, Place, Unassigned, read_onto};
use crate::source::Source;
use crate::syntax::tree::Tree;

/// The most changes that are tried.
const TRIED: usize = 12;

/// A change that may break a loop.
struct Change {
    at: String,
    change: String,
    network: Network,
}

/// The changes that break the loop of `witness`, each with the claims that it costs. `again` checks a network, and says what
/// is then known of its loops, and of its other claims.
pub(super) fn cures(
    network: &Network,
    witness: &Witness,
    holding: &[Claim],
    again: &dyn Fn(&Network) -> (Verdict, Vec<Claim>),
) -> Vec<Cure> {
    let mut cures = Vec::new();
    for change in changes(network, witness).into_iter().take(TRIED) {
        let (loops, claims) = again(&change.network);
        if loops != Verdict::Proved {
            continue;
        }
        let holds = |claim: &&Claim| claim.verdict == Verdict::Proved;
        let kept: BTreeSet<&str> = claims.iter().filter(holds).map(|claim| claim.claim.as_str()).collect();
        let lost = holding.iter().filter(holds).filter(|claim| !kept.contains(claim.claim.as_str()));
        let costs = lost.map(|claim| claim.claim.clone()).collect();
        cures.push(Cure { at: change.at, change: change.change, costs });
    }
    // What costs nothing first.
    cures.sort_by_key(|cure| cure.costs.len());
    cures
}

/// The changes that touch the way of the loop.
fn changes(network: &Network, witness: &Witness) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut seen = BTreeSet::new();
    let hops = &witness.journey.hops;
    for (index, hop) in hops.iter().enumerate() {
        match &hop.event {
            Event::Offered(gateway, tag) => {
                let kind = network.gateways.get(*gateway).and_then(|site| site.plan.peers.get(tag));
                let kind = kind.map_or("voip", |peer| peer.kind.keyword());
                let failed = hops.get(index + 1..).into_iter().flatten().find(|next| next.depth <= hop.depth + 1);
                let status = match failed.map(|next| &next.event) {
                    Some(Event::Rejected(status) | Event::Exhausted(status)) => Some(*status),
                    _ => None,
                };
                if let Some(status) = status {
                    add(
                        &mut changes,
                        &mut seen,
                        network,
                        *gateway,
                        &format!("dial-peer voice {tag} {kind}\n huntstop\n"),
                    );
                    let cause = cause_of_status(status);
                    let word = cause.keyword().map_or_else(|| cause.0.to_string(), str::to_owned);
                    add(&mut changes, &mut seen, network, *gateway, &format!("no voice hunt {word}\n"));
                }
            }
            Event::Arrives(Place::System(system)) if hop.at != Place::System(*system) => {
                if let Some(change) =
                    system_change(network, *system, hop.at).filter(|one| seen.insert(one.change.clone() + &one.at))
                {
                    changes.push(change);
                }
            }
            _ => {}
        }
    }
    changes
}

/// Lines of IOS on a gateway.
fn add(changes: &mut Vec<Change>, seen: &mut BTreeSet<String>, network: &Network, gateway: usize, lines: &str) {
    let Some(site) = network.gateways.get(gateway) else { return };
    if !seen.insert(format!("{gateway} {lines}")) {
        return;
    }
    let tree = Tree::parse(&Source::new("change", lines.to_owned()));
    let reading = read_onto(site.plan.clone(), &tree);
    let mut changed = network.clone();
    if let Some(site) = changed.gateways.get_mut(gateway) {
        site.plan = reading.plan;
    }
    changes.push(Change { at: site.id.clone(), change: lines.trim_end().to_owned(), network: changed });
}

/// A system that no longer sends calls there.
fn system_change(network: &Network, index: usize, to: Place) -> Option<Change> {
    let system = network.systems.get(index)?;
    let mut changed = network.clone();
    let name = network.name(to);
    let own = changed.systems.get_mut(index)?;
    let change = if system.unassigned == Unassigned::Route(to) {
        own.unassigned = Unassigned::Reject(404);
        format!("answer 404 to unassigned numbers instead of sending them to {name}")
    } else if system.routes.iter().any(|route| route.to.contains(&to)) {
        let from: Vec<Place> =
            network.places().filter(|place| !matches!(place, Place::Gateway(_) | Place::Public)).collect();
        for route in own.routes.iter_mut().filter(|route| route.to.contains(&to)) {
            let open = route.from.take().unwrap_or_else(|| network.places().collect());
            route.from = Some(open.into_iter().filter(|place| from.contains(place)).collect());
        }
        format!("keep calls from gateways off its route to {name} (`from`: the calling search space of the trunk)")
    } else if system.forward.as_ref().is_some_and(|forward| forward.to == to) {
        own.forward = None;
        format!("do not forward calls to phones that are not registered to {name}")
    } else {
        return None;
    };
    Some(Change { at: system.id.clone(), change, network: changed })
}
