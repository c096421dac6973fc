//! Every number of a small universe, followed through a network in every case.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use dialc::analysis::loops::Node;
use dialc::call::{Case, End, Entry, Journey, Traveller};
use dialc::model::{Network, Own, Place};

/// All numbers of at most `longest` symbols over 0, 1, 2, and those with a `+` in front.
pub(super) fn universe(longest: usize) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut last = all.clone();
    for _ in 0..longest {
        last = last.iter().flat_map(|number| ["0", "1", "2"].map(|digit| format!("{number}{digit}"))).collect();
        all.extend(last.iter().cloned());
    }
    let plus: Vec<String> =
        all.iter().filter(|number| number.len() < longest).map(|number| format!("+{number}")).collect();
    all.into_iter().chain(plus).collect()
}

/// How a call at `node` begins.
pub(super) fn entry(node: Node, called: &str) -> Entry {
    let Node { at: to, from, contact } = node;
    Entry { to, from, contact, called: called.to_owned(), calling: String::new() }
}

pub(super) fn goes_round(journey: &Journey) -> bool {
    matches!(journey.end, End::Loops | End::Grows)
}

/// What of ownership a journey asked for, in turn.
fn asked(traveller: &Traveller<'_>, journey: &Journey) -> Vec<(usize, String)> {
    let systems = &traveller.network().systems;
    let mut all: Vec<(usize, String)> = Vec::new();
    for hop in &journey.hops {
        let Place::System(index) = hop.at else { continue };
        let key = (index, traveller.key(&hop.number));
        if systems[index].own == Own::Unknown && !all.contains(&key) {
            all.push(key);
        }
    }
    all
}

/// How many trunks there are at most between two places.
pub(super) fn trunks(network: &Network) -> usize {
    let of = |site: &dialc::model::Site| network.places().map(|place| site.contacts_of(place).count()).max();
    network.gateways.iter().filter_map(of).max().unwrap_or(1).max(1)
}

/// Systems and the numbers that live there.
type Owned = BTreeSet<(usize, String)>;

/// The journeys of a call in all cases that differ: whoever owns the numbers that it takes on its way, whether phones are
/// registered, each trunk, and each of so many peers of one rank first. Ends at the first that `found` takes.
pub(super) fn cases(
    traveller: &Traveller<'_>,
    entry: &Entry,
    ties: usize,
    mut found: impl FnMut(&Case, &Journey) -> bool,
) -> Option<(Case, Journey)> {
    let network = traveller.network();
    let forwards = network.systems.iter().any(|system| system.forward.is_some());
    for (trunk, chance) in (0..trunks(network)).flat_map(|trunk| (0..ties).map(move |chance| (trunk, chance))) {
        for unregistered in [false, true] {
            if unregistered && !forwards {
                continue;
            }
            // Ownership that is decided; what a journey asks beyond is branched on.
            let mut open: Vec<(Owned, Owned)> = vec![Default::default()];
            let mut followed = 0;
            while let Some((owned, mut decided)) = open.pop() {
                let case = Case { owned: owned.clone(), unregistered, trunk, chance };
                let journey = traveller.follow(entry, &case);
                if found(&case, &journey) {
                    return Some((case, journey));
                }
                followed += 1;
                if followed > 64 {
                    break;
                }
                for key in asked(traveller, &journey) {
                    if decided.insert(key.clone()) {
                        let mut owned = owned.clone();
                        owned.insert(key);
                        open.push((owned, decided.clone()));
                    }
                }
            }
        }
    }
    None
}

/// A journey for people.
pub(super) fn story(network: &Network, entry: &Entry, case: &Case, journey: &Journey) -> String {
    let mut text = format!(
        "{} from {} to {} on trunk {:?}\n{case:?}\n",
        entry.called,
        network.name(entry.from),
        network.name(entry.to),
        entry.contact
    );
    for hop in journey.hops.iter().take(40) {
        let name = network.name(hop.at);
        writeln!(text, "{:depth$}{name} {}: {:?}", "", hop.number, hop.event, depth = hop.depth * 2).unwrap();
    }
    writeln!(text, "{:?}", journey.end).unwrap();
    text
}
