//! Which dial-peers calls can get to that come in one way, first or after failures, and with which numbers.

use std::collections::{BTreeMap, HashMap};

use super::Facts;
use crate::analysis::coverage::{Arrival, Coverage, Hunt, Turn, WayId};
use crate::automaton::{Dfa, OverBudget};
use crate::model::Place;

/// What has failed before: the way out, and the one place that it led to.
type Failed = Vec<(WayId, Place)>;

/// How calls get to a dial-peer.
#[derive(Clone, Debug)]
pub struct Reach {
    /// Its place in the plan.
    pub peer: usize,
    /// The classes of numbers that get there, as they are routed.
    pub classes: Vec<usize>,
    failed: Failed,
}

/// Each hunt once, with its classes.
fn each(hunts: &[Hunt]) -> Vec<(&Hunt, Vec<usize>)> {
    let mut places: HashMap<*const Vec<Turn>, usize> = HashMap::new();
    let mut each: Vec<(&Hunt, Vec<usize>)> = Vec::new();
    for (class, hunt) in hunts.iter().enumerate().filter(|(_, hunt)| !hunt.is_empty()) {
        let at = *places.entry(hunt.as_ptr()).or_insert(each.len());
        if at == each.len() {
            each.push((hunt, Vec::new()));
        }
        each.get_mut(at).into_iter().for_each(|(_, classes)| classes.push(class));
    }
    each
}

impl Facts<'_, '_> {
    /// How calls of these hunts get to the dial-peers that are `wanted`.
    pub fn reaches(&self, hunts: &[Hunt], wanted: &dyn Fn(&Turn) -> bool) -> Vec<Reach> {
        let mut found: BTreeMap<(usize, Failed), Vec<usize>> = BTreeMap::new();
        let mut after: HashMap<usize, (bool, Option<Place>)> = HashMap::new();
        for (hunt, classes) in each(hunts) {
            // Behind the last that is wanted nothing is looked at.
            let Some(last) = hunt.iter().rposition(|rank| rank.iter().any(wanted)) else { continue };
            let mut failed = Failed::new();
            for rank in hunt.iter().take(last + 1) {
                for turn in rank.iter().filter(|turn| wanted(turn)) {
                    found.entry((turn.peer, failed.clone())).or_default().extend(&classes);
                }
                let mut all_go_on = true;
                for turn in rank {
                    let (goes_on, place) = *after.entry(turn.peer).or_insert_with(|| self.after(*turn));
                    all_go_on = all_go_on && goes_on;
                    failed.extend(place.map(|place| (turn.way, place)));
                }
                if !all_go_on {
                    break;
                }
                failed.sort_unstable();
                failed.dedup();
            }
        }
        let reach = |((peer, failed), classes)| Reach { peer, classes, failed };
        found.into_iter().map(reach).collect()
    }

    /// Whether hunting goes on when a call fails on a dial-peer, as its far end may fail it; and that far end, where there is
    /// just one.
    fn after(&self, turn: Turn) -> (bool, Option<Place>) {
        let Some(peer) = self.peer(turn.peer) else { return (false, None) };
        if self.gateway().is_down(peer) {
            return (self.goes_on(turn.tag, 503), None);
        }
        let places = self.places(peer);
        let Some(graph) = self.graph() else { return (self.may_go_on(turn.tag), None) };
        let mut statuses = places.iter().flat_map(|place| graph.failures().at(*place));
        let goes_on = statuses.any(|status| self.goes_on(turn.tag, status));
        let one = if let [place] = places.as_slice() { Some(*place) } else { None };
        (goes_on, one)
    }

    /// The numbers with which calls that come in by `arrival` get there, as they arrive.
    ///
    /// # Errors
    /// They take more states than the budget.
    pub fn arriving(
        &self,
        coverage: &Coverage<'_, '_>,
        arrival: &Arrival<'_>,
        reach: &Reach,
    ) -> Result<Dfa, OverBudget> {
        let numbers = coverage.numbers(&reach.classes)?;
        let numbers = match self.graph() {
            Some(graph) => graph.failing(coverage, &reach.failed, numbers)?,
            None => numbers,
        };
        arrival.path.pre_image(&numbers)
    }
}
