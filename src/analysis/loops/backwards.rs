//! Edges read backwards: the numbers that take them to where they should come out.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use indexmap::IndexMap;

use super::graph::{Edge, Failed, Graph, How, NodeId, Out};
use crate::analysis::coverage::{Coverage, Hunt, Path, Step, WayId};
use crate::automaton::{Dfa, OverBudget, Target};
use crate::model::Place;

/// An edge, and the set that it should lead into.
type Lead<'g> = (&'g Edge, Arc<Dfa>);

/// The numbers that lead from nodes into sets, with what was found before: many trunks lead to the same, and most sets stay
/// the same from one round to the next.
#[derive(Debug)]
pub(super) struct Backwards<'g, 't, 'n> {
    graph: &'g Graph<'t, 'n>,
    /// The empty set: of sets that are asked about, no other holds nothing.
    pub(super) nothing: Arc<Dfa>,
    /// Per node the edges and sets that were last asked about, and the answer.
    last: HashMap<NodeId, (Vec<Lead<'g>>, Arc<Dfa>)>,
    /// By the steps of a path and where its set is, that set and the answer.
    paths: HashMap<(Vec<usize>, *const Dfa), [Arc<Dfa>; 2]>,
    /// By gateway and classes, their numbers.
    domains: HashMap<(usize, Vec<usize>), Arc<Dfa>>,
    /// By where they are, two sets and their union.
    unions: HashMap<[*const Dfa; 2], [Arc<Dfa>; 3]>,
}

impl<'g, 't, 'n> Backwards<'g, 't, 'n> {
    /// Nothing is found yet.
    pub(super) fn new(graph: &'g Graph<'t, 'n>) -> Self {
        let nothing = Arc::new(Dfa::empty());
        let (last, paths, domains, unions) = (HashMap::new(), HashMap::new(), HashMap::new(), HashMap::new());
        Self { graph, nothing, last, paths, domains, unions }
    }

    /// Whether a set is the empty one.
    pub(super) fn is_nothing(&self, set: &Arc<Dfa>) -> bool {
        Arc::ptr_eq(set, &self.nothing)
    }

    /// The same set, as the empty one where no number of it can be dialled.
    fn kept(&self, set: Arc<Dfa>) -> Arc<Dfa> {
        if super::is_void(&set) { Arc::clone(&self.nothing) } else { set }
    }

    /// The numbers that take an edge of `node` that is `taken` to where they are in its set of `sets`.
    pub(super) fn leading(
        &mut self,
        node: NodeId,
        sets: &[Arc<Dfa>],
        taken: impl Fn(&Edge) -> bool,
    ) -> Result<Arc<Dfa>, OverBudget> {
        let edges = self.graph.edges.get(node).into_iter().flatten().filter(|edge| taken(edge));
        let target = |edge: &Edge| sets.get(edge.to).filter(|set| !self.is_nothing(set)).cloned();
        let edges: Vec<_> = edges.filter_map(|edge| Some((edge, target(edge)?))).collect();
        if let Some((last, answer)) = self.last.get(&node)
            && last.len() == edges.len()
            && last.iter().zip(&edges).all(|(one, two)| std::ptr::eq(one.0, two.0) && Arc::ptr_eq(&one.1, &two.1))
        {
            return Ok(Arc::clone(answer));
        }
        let mut parts = self.pre_images(&edges)?;
        parts.retain(|part| !part.is_empty());
        let mut seen = HashSet::new();
        parts.retain(|part| seen.insert(Arc::as_ptr(part)));
        let answer = match parts.len() {
            1 => parts.swap_remove(0),
            _ => Arc::new(Dfa::union_all(parts.iter().map(|part| (**part).clone()))?.minimised_if_small()),
        };
        let answer = self.kept(answer);
        self.last.insert(node, (edges, Arc::clone(&answer)));
        Ok(answer)
    }

    /// What is in either.
    pub(super) fn union(&mut self, one: &Arc<Dfa>, other: &Arc<Dfa>) -> Result<Arc<Dfa>, OverBudget> {
        if Arc::ptr_eq(one, other) || self.is_nothing(other) {
            return Ok(Arc::clone(one));
        }
        if self.is_nothing(one) {
            return Ok(Arc::clone(other));
        }
        let key = [Arc::as_ptr(one), Arc::as_ptr(other)];
        if let Some([.., union]) = self.unions.get(&key) {
            return Ok(Arc::clone(union));
        }
        let union = Arc::new(one.union(other)?.minimised());
        let union = if union.equals(one) { Arc::clone(one) } else { union };
        self.unions.insert(key, [Arc::clone(one), Arc::clone(other), Arc::clone(&union)]);
        Ok(union)
    }

    /// Forgets paths and unions: the sets of the last round.
    pub(super) fn next_round(&mut self) {
        self.paths.clear();
        self.unions.clear();
    }

    fn along(&mut self, path: &Path, target: &Arc<Dfa>) -> Result<Arc<Dfa>, OverBudget> {
        let steps = path.identity();
        if steps.is_empty() {
            return Ok(Arc::clone(target));
        }
        let key = (steps, Arc::as_ptr(target));
        if let Some([_, answer]) = self.paths.get(&key) {
            return Ok(Arc::clone(answer));
        }
        let answer = Arc::new(path.pre_image(target)?);
        self.paths.insert(key, [Arc::clone(target), Arc::clone(&answer)]);
        Ok(answer)
    }

    /// The numbers of some classes.
    fn numbers(&mut self, gateway: usize, classes: Vec<usize>) -> Result<Arc<Dfa>, OverBudget> {
        let key = (gateway, classes);
        if let Some(known) = self.domains.get(&key) {
            return Ok(Arc::clone(known));
        }
        let Some(coverage) = self.graph.coverages().get(gateway) else { return Ok(Arc::clone(&self.nothing)) };
        let numbers = Arc::new(coverage.numbers(&key.1)?);
        self.domains.insert(key, Arc::clone(&numbers));
        Ok(numbers)
    }

    /// The numbers that take each of `edges` and come to be in its set; edges on which the same is done are taken together.
    fn pre_images(&mut self, edges: &[Lead<'g>]) -> Result<Vec<Arc<Dfa>>, OverBudget> {
        let mut parts = Vec::new();
        let mut alike = Alike::new();
        for (edge, target) in edges {
            match &edge.how {
                How::Path(path) => parts.push(self.along(path, target)?),
                How::Gateway { hunts, classes, way, failed } => {
                    let gateway = self.graph.hunts.get(*hunts).map_or(0, |hunts| hunts.gateway);
                    let key = (gateway, *way, &**failed, Arc::as_ptr(target));
                    alike.entry(key).or_insert_with(|| (target, Vec::new())).1.extend(classes.iter());
                }
                How::Inside { gateway, contact } => {
                    parts.push(Arc::new(self.graph.inside(*gateway, *contact)?.intersection(target)?));
                }
            }
        }
        let mut targets: HashMap<*const Dfa, Target<'_>> = HashMap::new();
        for ((gateway, way, failed, id), (target, classes)) in alike {
            let target = targets.entry(id).or_insert_with(|| Target::new(target));
            let numbers = self.numbers(gateway, classes)?;
            parts.push(Arc::new(self.graph.through(gateway, numbers, way, failed, target)?));
        }
        Ok(parts)
    }
}

/// Edges of a gateway on which the same is done to numbers, and which lead into one set.
type Alike<'e> = IndexMap<(usize, WayId, &'e Failed, *const Dfa), (&'e Arc<Dfa>, Vec<usize>)>;

impl Graph<'_, '_> {
    /// The numbers that take `edge` and come to be in `target`.
    ///
    /// # Errors
    /// That takes more states than the budget.
    pub fn pre_image(&self, edge: &Edge, target: &Dfa) -> Result<Dfa, OverBudget> {
        let parts = Backwards::new(self).pre_images(&[(edge, Arc::new(target.clone()))])?;
        Dfa::union_all(parts.into_iter().map(Arc::unwrap_or_clone))
    }

    /// Those of `numbers` that go out in a way and come to be in `target`, behind these failures.
    fn through(
        &self,
        gateway: usize,
        numbers: Arc<Dfa>,
        way: WayId,
        failed: &Failed,
        target: &Target<'_>,
    ) -> Result<Dfa, OverBudget> {
        let Some(coverage) = self.coverages().get(gateway) else { return Ok(Dfa::empty()) };
        let out = Path::new().then(Step::Within(numbers)).join(coverage.way(way)).leading_to(target)?;
        self.failing(coverage, failed, out)
    }

    /// The numbers, as they are routed, that get out of a gateway there, whatever class they are of.
    ///
    /// # Errors
    /// That takes more states than the budget.
    pub fn let_out(&self, out: &Out<'_, '_>) -> Result<Dfa, OverBudget> {
        self.failing(out.coverage, out.failed, out.coverage.way(out.way).domain()?)
    }

    /// Those of some numbers, as they are routed, that fail wherever they were sent before.
    ///
    /// # Errors
    /// That takes more states than the budget.
    pub fn failing(
        &self,
        coverage: &Coverage<'_, '_>,
        failed: &[(WayId, Place)],
        mut numbers: Dfa,
    ) -> Result<Dfa, OverBudget> {
        for (before, place) in failed {
            if let Some(failing) = self.systems.failing(*place) {
                numbers = Path::new().within(numbers).join(coverage.way(*before)).pre_image(failing)?;
            }
        }
        Ok(numbers)
    }

    /// The numbers that the gateway sends on to a system first when they come from this trunk of the public network.
    ///
    /// # Errors
    /// That takes more states than the budget.
    pub fn inside(&self, gateway: usize, contact: usize) -> Result<Dfa, OverBudget> {
        let (Some(site), Some(coverage)) = (self.network().gateways.get(gateway), self.coverages().get(gateway)) else {
            return Ok(Dfa::empty());
        };
        let mut parts = Vec::new();
        for (arrival, hunts) in self.arrivals_at(gateway, Some(contact)) {
            let leads_in = |tag| {
                let peer = site.plan.peers.get(&tag);
                let places = peer.into_iter().flat_map(|peer| site.destinations(peer));
                places.into_iter().any(|at| site.place_of(&at).is_some_and(|place| place != Place::Public))
            };
            let mut known = HashMap::new();
            let mut first = |hunt: &Hunt| {
                let rank = hunt.first();
                rank.is_some_and(|rank| {
                    rank.iter().any(|turn| *known.entry(turn.tag).or_insert_with(|| leads_in(turn.tag)))
                })
            };
            let classes: Vec<usize> = (0..hunts.len()).filter(|&at| hunts.get(at).is_some_and(&mut first)).collect();
            parts.push(arrival.path.pre_image(&coverage.numbers(&classes)?)?);
        }
        Dfa::union_all(parts)
    }
}
