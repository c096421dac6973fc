//! Do shared DIDs reach their systems in order, and what does each answer lead to?

use std::collections::BTreeMap;

use crate::analysis::coverage::{Hunt, Turn};
use crate::analysis::loops::Graph;
use crate::analysis::{Answers, Claim, Verdict};
use crate::automaton::{Dfa, OverBudget};
use crate::call::{Case, End, Entry};
use crate::model::{Network, Own, Place, Unassigned};
use crate::number::{Form, NumberSet};

/// A block of DIDs, and the systems that share it.
#[derive(Clone, Debug)]
pub struct Shared {
    /// What people call it.
    pub name: String,
    /// The gateway that they are delivered to.
    pub gateway: usize,
    /// The DIDs, as digits of E.164.
    pub dids: NumberSet,
    /// The systems that have them now, first tried first; empty where no order is asked for.
    pub order: Vec<usize>,
}

/// What an answer can be, as it is shown: a SIP status; no reply is a timer that runs out (cause 102, which a 408 becomes).
const ANSWERS: [(&str, u16); 9] = [
    ("403", 403),
    ("404", 404),
    ("408", 408),
    ("480", 480),
    ("486", 486),
    ("500", 500),
    ("503", 503),
    ("603", 603),
    ("no reply", 408),
];

/// A kind of hunt that some numbers of a block meet.
struct Met {
    hunt: Hunt,
    witness: String,
    contact: usize,
    /// Which of the arrivals on that trunk.
    arrival: usize,
}

/// What does not hold, for which numbers.
struct Fault {
    reason: String,
    witness: Option<String>,
    numbers: Dfa,
}

/// The claims about a block, and what the answers of its systems lead to.
///
/// # Errors
/// The numbers take more states than the budget.
pub fn shared(graph: &Graph<'_, '_>, block: &Shared) -> Result<(Vec<Claim>, Option<Answers>), OverBudget> {
    let network = graph.network();
    let Some(site) = network.gateways.get(block.gateway) else { return Ok((Vec::new(), None)) };
    let form = site.delivers.unwrap_or(Form::E164);
    let numbers = block.dids.written(form).map(|numbers| Dfa::of_numbers(&numbers, form.has_plus())).transpose()?;
    let names: Vec<&str> = block.order.iter().map(|system| network.name(Place::System(*system))).collect();
    let claim = match names.as_slice() {
        [] => format!("{}: every DID reaches a system", block.name),
        [only] => format!("{}: every DID reaches {only}", block.name),
        [first, rest @ ..] => {
            format!("{}: every DID is offered to {first}, then to {}", block.name, rest.join(", then to "))
        }
    };
    let Some(numbers) = numbers else {
        let reason = "a DID has fewer digits than are delivered".to_owned();
        return Ok((vec![Claim::failed(claim, Verdict::Violated, reason)], None));
    };
    let (met, mut fault) = met(graph, block, &numbers)?;
    let mut failing = Vec::new();
    for one in &met {
        if let Err(reason) = in_order(graph, block, &one.hunt) {
            let set = one.numbers(graph, block, &numbers)?;
            failing.push(set.clone());
            fault.get_or_insert_with(|| Fault { reason, witness: Some(one.witness.clone()), numbers: set });
        }
    }
    let ordered = match fault {
        Some(Fault { reason, witness, numbers: first }) => {
            let all = Dfa::union_all(failing.into_iter().chain([first]))?;
            Claim { numbers: Some(all.count()), ..Claim::failed(claim, Verdict::Violated, reason).shown_by(witness) }
        }
        None => Claim { numbers: Some(numbers.count()), ..Claim::proved(claim) },
    };
    let mut claims = vec![ordered];
    if !block.order.is_empty() {
        claims.push(unassigned(graph, block, &met, &numbers)?);
    }
    let told = met.first().filter(|one| !block.order.is_empty() && !by_chance(graph, block, &one.hunt));
    let answers = told.map(|one| answers(graph, block, &one.hunt));
    Ok((claims, answers))
}

/// The block with the systems that its numbers are offered to now, where all are offered to the same several.
///
/// # Errors
/// The numbers take more states than the budget.
pub(super) fn inferred(graph: &Graph<'_, '_>, block: &Shared) -> Result<Option<Shared>, OverBudget> {
    let network = graph.network();
    let Some(site) = network.gateways.get(block.gateway) else { return Ok(None) };
    let form = site.delivers.unwrap_or(Form::E164);
    let Some(numbers) = block.dids.written(form) else { return Ok(None) };
    let (met, _) = met(graph, block, &Dfa::of_numbers(&numbers, form.has_plus())?)?;
    let order = |one: &Met| {
        let mut order: Vec<usize> = Vec::new();
        for turns in one.hunt.iter() {
            let found: Vec<Place> = turns.iter().flat_map(|turn| places(network, block.gateway, *turn)).collect();
            match found.as_slice() {
                [Place::System(system)] if order.last() == Some(system) => {}
                [Place::System(system)] => order.push(*system),
                _ => break,
            }
        }
        order
    };
    let mut orders = met.iter().map(order);
    let Some(first) = orders.next().filter(|first| first.len() > 1) else { return Ok(None) };
    let same = orders.all(|other| other == first);
    Ok(same.then(|| Shared { order: first, ..block.clone() }))
}

/// Whether chance decides between places.
fn by_chance(graph: &Graph<'_, '_>, block: &Shared, hunt: &Hunt) -> bool {
    hunt.iter().any(|turns| {
        let mut found: Vec<Place> =
            turns.iter().flat_map(|turn| places(graph.network(), block.gateway, *turn)).collect();
        found.sort_unstable();
        found.dedup();
        found.len() > 1
    })
}

impl Met {
    /// The numbers of the block that meet this kind of hunt.
    fn numbers(&self, graph: &Graph<'_, '_>, block: &Shared, numbers: &Dfa) -> Result<Dfa, OverBudget> {
        let arrival = graph.arrivals_at(block.gateway, Some(self.contact)).nth(self.arrival);
        let (Some((arrival, hunts)), Some(coverage)) = (arrival, graph.coverages().get(block.gateway)) else {
            return Ok(Dfa::empty());
        };
        let classes: Vec<usize> = (0..hunts.len()).filter(|class| hunts.get(*class) == Some(&self.hunt)).collect();
        arrival.path.pre_image(&coverage.numbers(&classes)?)?.intersection(numbers)
    }
}

/// The kinds of hunts that the numbers of a block meet, and the first number that meets none.
fn met(graph: &Graph<'_, '_>, block: &Shared, numbers: &Dfa) -> Result<(Vec<Met>, Option<Fault>), OverBudget> {
    let network = graph.network();
    let (mut met, mut fault) = (Vec::new(), None);
    let (Some(site), Some(coverage)) = (network.gateways.get(block.gateway), graph.coverages().get(block.gateway))
    else {
        return Ok((met, fault));
    };
    let contacts: Vec<usize> = site.contacts_of(Place::Public).collect();
    if contacts.is_empty() {
        let reason = format!("no trunk of {} leads to the public network", site.id);
        fault = Some(Fault { reason, witness: numbers.plain_witness(), numbers: numbers.clone() });
    }
    for contact in contacts {
        let mut rest = numbers.clone();
        for (index, (arrival, hunts)) in graph.arrivals_at(block.gateway, Some(contact)).enumerate() {
            rest = rest.difference(&arrival.path.domain()?)?;
            let mut seen: Vec<Hunt> = Vec::new();
            for (class, witness) in coverage.reached(arrival, hunts, numbers)? {
                let Some(hunt) = hunts.get(class) else { continue };
                if !seen.contains(hunt) {
                    seen.push(hunt.clone());
                    met.push(Met { hunt: hunt.clone(), witness, contact, arrival: index });
                }
            }
        }
        if let Some(refused) = rest.witness().filter(|_| fault.is_none()) {
            let reason = "it is refused before a dial-peer is looked for".to_owned();
            fault = Some(Fault { reason, witness: Some(refused), numbers: rest });
        }
    }
    Ok((met, fault))
}

/// The places that a dial-peer leads to.
fn places(network: &Network, gateway: usize, turn: Turn) -> Vec<Place> {
    let Some(site) = network.gateways.get(gateway) else { return Vec::new() };
    let peer = site.plan.peers.get(&turn.tag);
    let mut places = Vec::new();
    for address in peer.into_iter().flat_map(|peer| site.destinations(peer)) {
        places.extend(site.place_of(&address).filter(|place| !places.contains(place)));
    }
    places
}

/// Whether a hunt offers calls to the systems of a block in their order, each after a failure of the one before.
fn in_order(graph: &Graph<'_, '_>, block: &Shared, hunt: &Hunt) -> Result<(), String> {
    let network = graph.network();
    let name = |place: Place| network.name(place).to_owned();
    let mut position = 0;
    for turns in hunt.iter() {
        let mut found: Vec<Place> = turns.iter().flat_map(|turn| places(network, block.gateway, *turn)).collect();
        found.sort_unstable();
        found.dedup();
        let place = match found.as_slice() {
            [] => continue,
            [one] => *one,
            several => {
                let several: Vec<String> = several.iter().map(|place| name(*place)).collect();
                return Err(format!("which of {} is tried first is left to chance", several.join(" and ")));
            }
        };
        if block.order.is_empty() {
            let is_system = matches!(place, Place::System(_) | Place::Gateway(_));
            return if is_system { Ok(()) } else { Err("it goes back to the public network".to_owned()) };
        }
        let wanted = block.order.get(position).map(|system| Place::System(*system));
        let before = position.checked_sub(1).and_then(|at| block.order.get(at)).map(|system| Place::System(*system));
        if Some(place) == wanted {
            position += 1;
        } else if Some(place) != before {
            match wanted {
                // Behind the last system: whether that loops is another claim.
                None => return Ok(()),
                Some(wanted) => return Err(format!("it is offered to {} before {}", name(place), name(wanted))),
            }
        }
        if position < block.order.len() {
            falls_through(graph, block, turns, place)?;
        }
    }
    match block.order.get(position) {
        Some(missing) if position == 0 => Err(format!("no dial-peer offers it to {}", name(Place::System(*missing)))),
        Some(missing) => Err(format!("it is never offered to {}", name(Place::System(*missing)))),
        None if block.order.is_empty() => Err("no dial-peer takes it".to_owned()),
        None => Ok(()),
    }
}

/// Whether what a system answers to numbers that are not its own leads to the next.
fn falls_through(graph: &Graph<'_, '_>, block: &Shared, turns: &[Turn], place: Place) -> Result<(), String> {
    let network = graph.network();
    let name = network.name(place);
    let Place::System(index) = place else { return Ok(()) };
    let (Some(system), Some(coverage)) = (network.systems.get(index), graph.coverages().get(block.gateway)) else {
        return Ok(());
    };
    let statuses: Vec<u16> = match system.unassigned {
        Unassigned::Reject(status) => vec![status],
        Unassigned::Announcement => {
            return Err(format!("{name} plays an announcement for numbers that are not its own: nobody else is tried"));
        }
        Unassigned::Route(_) => graph.failures().at(place).collect(),
    };
    if system.own == Own::All {
        return Ok(());
    }
    for turn in turns {
        if let Some(status) = statuses.iter().find(|status| !coverage.goes_on(*turn, **status)) {
            let tag = turn.tag;
            return Err(format!("a {status} of {name} on dial-peer {tag} ends the call: nobody else is tried"));
        }
    }
    Ok(())
}

/// Where numbers end that no system has.
fn unassigned(graph: &Graph<'_, '_>, block: &Shared, met: &[Met], numbers: &Dfa) -> Result<Claim, OverBudget> {
    let text = format!("{}: a number that no system has ends at an announcement or a clean reject", block.name);
    let network = graph.network();
    let mut failed: Option<Claim> = None;
    let mut failing = Vec::new();
    // What hunts of the same places lead to is the same.
    let mut known: Vec<(Vec<Vec<Place>>, bool)> = Vec::new();
    for one in met {
        let ways: Vec<Vec<Place>> = one
            .hunt
            .iter()
            .map(|turns| turns.iter().flat_map(|turn| places(network, block.gateway, *turn)).collect())
            .collect();
        let ends = known.iter().find(|(other, _)| *other == ways).map(|(_, ends)| *ends);
        let ends = ends.unwrap_or_else(|| {
            let claim = ending(graph, block, one, &text);
            let ends = claim.is_none();
            failed = failed.take().or(claim);
            known.push((ways, ends));
            ends
        });
        if !ends {
            failing.push(one.numbers(graph, block, numbers)?);
        }
    }
    Ok(match failed {
        Some(failed) => Claim { numbers: Some(Dfa::union_all(failing)?.count()), ..failed },
        None => Claim { numbers: Some(numbers.count()), ..Claim::proved(text) },
    })
}

/// The claim that fails with a number that no system has; `None` where it ends as it should.
fn ending(graph: &Graph<'_, '_>, block: &Shared, one: &Met, claim: &str) -> Option<Claim> {
    let entry = Entry {
        to: Place::Gateway(block.gateway),
        from: Place::Public,
        contact: Some(one.contact),
        called: one.witness.clone(),
        calling: String::new(),
    };
    let journey = graph.traveller().follow(&entry, &Case::default());
    let reason = match &journey.end {
        End::Taken(Place::Public) => "it goes back to the public network".to_owned(),
        End::Taken(_) | End::Failed(_) => return None,
        End::Loops | End::Grows => "it loops".to_owned(),
        End::Unknown(why) => {
            let failed = Claim::failed(claim, Verdict::Unknown, why.clone());
            return Some(failed.shown_by(Some(one.witness.clone())));
        }
    };
    let failed = Claim::failed(claim, Verdict::Violated, reason).shown_by(Some(one.witness.clone()));
    Some(Claim { hops: super::story::story(graph.network(), &journey), ..failed })
}

/// What the answers of each system of a block lead to.
fn answers(graph: &Graph<'_, '_>, block: &Shared, hunt: &Hunt) -> Answers {
    let network = graph.network();
    let name = |system: &usize| network.name(Place::System(*system)).to_owned();
    let systems: Vec<String> = block.order.iter().map(name).collect();
    let mut turns: BTreeMap<usize, Turn> = BTreeMap::new();
    for turn in hunt.iter().flatten() {
        for place in places(network, block.gateway, *turn) {
            if let Some(position) = block.order.iter().position(|system| Place::System(*system) == place) {
                turns.insert(position, *turn);
            }
        }
    }
    let coverage = graph.coverages().get(block.gateway);
    let row = |(shown, status): &(&str, u16)| {
        let leads = |position: usize| match (turns.get(&position), coverage) {
            (Some(turn), Some(coverage)) if coverage.goes_on(*turn, *status) => match systems.get(position + 1) {
                Some(next) => format!("{next} is tried"),
                None => "nobody is left: the caller gets it".to_owned(),
            },
            (Some(_), Some(_)) => "hunting stops: the caller gets it".to_owned(),
            _ => "is never asked".to_owned(),
        };
        ((*shown).to_owned(), (0..systems.len()).map(leads).collect())
    };
    let rows = ANSWERS.iter().map(row).collect();
    Answers { blocks: vec![block.name.clone()], systems, rows }
}
