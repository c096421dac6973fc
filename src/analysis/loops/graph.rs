//! A network as a graph: places, each with the trunk that a call came in on, and what leads from one to the next. In a gateway
//! calls first come to where it looks for a dial-peer; trunks of which the calls may use the same peers share that.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::failures::Failures;
use super::systems::{Onward, SystemSets};
use crate::analysis::coverage::{Arrival, Coverage, Gaps, Hunt, Path, WayId};
use crate::automaton::{Dfa, OverBudget};
use crate::call::Traveller;
use crate::model::{Network, Place};
use crate::number::Form;

/// Somewhere that a call can be, and how it came there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Node {
    /// Where it is.
    pub at: Place,
    /// Where it came from; for a system the system itself where its own user calls.
    pub from: Place,
    /// The trunk, where it came to a gateway.
    pub contact: Option<usize>,
    /// The hunts of which one is taken, where a gateway looks for a dial-peer.
    pub hunts: Option<usize>,
}

/// Place of a node in the graph.
pub type NodeId = usize;

/// What leads from one node to another.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Where it leads.
    pub to: NodeId,
    /// Whether it is taken only when something else has failed.
    pub failure: bool,
    pub(super) how: How,
}

/// An edge that leads out of a gateway, taken apart.
#[derive(Clone, Copy, Debug)]
pub struct Out<'g, 'n> {
    /// What the gateway does with all numbers.
    pub coverage: &'g Coverage<'g, 'n>,
    /// How calls come in.
    pub arrival: &'g Arrival<'n>,
    /// The classes of numbers that take it, as they are routed.
    pub classes: &'g [usize],
    /// What is done to them on the way out.
    pub way: WayId,
    /// What has failed before: the way out, and the system that it led to.
    pub failed: &'g [(WayId, Place)],
}

/// Which numbers take an edge, and what becomes of them.
#[derive(Clone, Debug)]
pub(super) enum How {
    /// These.
    Path(Path),
    /// At a gateway that takes one of some hunts: the numbers of some classes, which go out in a way.
    Gateway { hunts: usize, classes: Arc<[usize]>, way: WayId, failed: Arc<Failed> },
    /// From the public network to a gateway whose DIDs are not told: those that it sends on to a system first.
    Inside { gateway: usize, contact: usize },
}

/// What has failed before: the way out, and the system that it led to.
pub(super) type Failed = Vec<(WayId, Place)>;

/// Which classes go to which place in which way, behind which failures; and whether only behind a failure.
type Taken = BTreeMap<(Place, WayId, Failed), (Vec<usize>, bool)>;

/// The hunts at a gateway of calls that may use the same peers.
#[derive(Debug)]
pub(super) struct Hunts {
    pub(super) gateway: usize,
    /// By class.
    list: Arc<[Hunt]>,
    /// The arrivals that lead to them; of those on which the same is done, one.
    arrivals: Vec<usize>,
}

/// The graph of a network.
#[derive(Debug)]
pub struct Graph<'t, 'n> {
    traveller: &'t Traveller<'n>,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// Per node what leads from it.
    pub edges: Vec<Vec<Edge>>,
    /// The nodes at which calls begin.
    pub origins: Vec<NodeId>,
    coverages: Vec<Coverage<'t, 'n>>,
    arrivals: Vec<(Arrival<'n>, Arc<[Hunt]>)>,
    /// By gateway and trunk, the arrivals.
    arrivals_of: HashMap<(usize, Option<usize>), Vec<usize>>,
    /// The hunts at all gateways, each list once.
    pub(super) hunts: Vec<Hunts>,
    ids: HashMap<Node, NodeId>,
    failures: Failures,
    pub(super) systems: SystemSets,
    gaps: Gaps,
}

impl<'t, 'n> Graph<'t, 'n> {
    /// The graph of the network of `traveller`.
    ///
    /// # Errors
    /// A set of numbers takes more states than the budget.
    pub fn new(traveller: &'t Traveller<'n>) -> Result<Self, OverBudget> {
        let gateways = (0..traveller.network().gateways.len()).filter_map(|index| traveller.gateway(index));
        let coverages: Result<_, OverBudget> =
            gateways.map(|gateway| Ok(Coverage::new(gateway, gateway.table()?))).collect();
        let coverages = coverages?;
        let mut graph = Self {
            traveller,
            nodes: Vec::new(),
            edges: Vec::new(),
            origins: Vec::new(),
            coverages,
            arrivals: Vec::new(),
            arrivals_of: HashMap::new(),
            hunts: Vec::new(),
            ids: HashMap::new(),
            failures: Failures::of(traveller),
            systems: SystemSets::new(traveller)?,
            gaps: Gaps::default(),
        };
        graph.grow()?;
        Ok(graph)
    }

    /// The network.
    pub fn network(&self) -> &'n Network {
        self.traveller.network()
    }

    /// The DIDs of the network in all forms.
    ///
    /// # Errors
    /// That takes more states than the budget.
    pub fn dids(&self) -> Result<Dfa, OverBudget> {
        super::systems::all_forms(self.network(), self.traveller.dids())
    }

    /// The DIDs that the public network delivers at a node, as they arrive.
    ///
    /// # Errors
    /// That takes more states than the budget.
    pub fn delivered(&self, node: Node) -> Result<Dfa, OverBudget> {
        let (Place::Gateway(index), Place::Public) = (node.at, node.from) else { return Ok(Dfa::empty()) };
        match self.network().gateways.get(index).map(|site| (site.dids.as_ref(), site.delivers)) {
            Some((Some(dids), form)) => super::systems::written(dids, form.unwrap_or(Form::E164)),
            Some((None, _)) => self.inside(index, node.contact.unwrap_or_default()),
            None => Ok(Dfa::empty()),
        }
    }

    /// Who can follow a call through it.
    pub fn traveller(&self) -> &'t Traveller<'n> {
        self.traveller
    }

    /// What each gateway does with all numbers.
    pub fn coverages(&self) -> &[Coverage<'t, 'n>] {
        &self.coverages
    }

    /// What is not followed, and what answers rest on.
    pub fn gaps(&self) -> Gaps {
        let mut gaps = self.gaps.clone();
        self.coverages.iter().for_each(|coverage| gaps.extend(coverage.gaps()));
        gaps
    }

    /// The statuses that a place can fail calls with.
    pub fn failures(&self) -> &Failures {
        &self.failures
    }

    /// The arrivals of calls at a gateway on a trunk, each with its hunts by class.
    pub fn arrivals_at(&self, gateway: usize, contact: Option<usize>) -> impl Iterator<Item = (&Arrival<'n>, &[Hunt])> {
        let known = self.arrivals_of.get(&(gateway, contact)).into_iter().flatten();
        known.filter_map(|index| self.arrivals.get(*index)).map(|(arrival, hunts)| (arrival, &**hunts))
    }

    /// How many dial-peers, or servers of a group, of one rank there are at most.
    pub(super) fn most_tied(&self) -> usize {
        let hunts = self.hunts.iter().flat_map(|hunts| hunts.list.iter());
        let peers = hunts.flat_map(|hunt| hunt.iter()).map(Vec::len);
        let servers = self.coverages.iter().map(|coverage| coverage.gateway().most_tied_servers());
        peers.chain(servers).max().unwrap_or(1)
    }

    /// What an edge out of a gateway is made of, for each way in that leads to it; nothing where it begins elsewhere.
    pub fn outs<'g>(&'g self, edge: &'g Edge) -> impl Iterator<Item = Out<'g, 'n>> {
        let (known, coverage, classes, way, failed) = match &edge.how {
            How::Gateway { hunts, classes, way, failed } => {
                let hunts = self.hunts.get(*hunts);
                let coverage = hunts.and_then(|hunts| self.coverages.get(hunts.gateway));
                (hunts.map(|hunts| hunts.arrivals.as_slice()), coverage, &**classes, *way, failed.as_slice())
            }
            How::Path(_) | How::Inside { .. } => (None, None, &[][..], 0, &[][..]),
        };
        let arrivals = known.unwrap_or_default().iter().filter_map(|index| self.arrivals.get(*index));
        arrivals.filter_map(move |(arrival, _)| Some(Out { coverage: coverage?, arrival, classes, way, failed }))
    }

    /// The number of the node, a new one where there is none yet.
    fn node(&mut self, node: Node) -> NodeId {
        if let Some(&id) = self.ids.get(&node) {
            return id;
        }
        self.nodes.push(node);
        self.ids.insert(node, self.nodes.len() - 1);
        self.nodes.len() - 1
    }

    /// The nodes that a call from `from` to `to` comes to: one for each trunk.
    fn nodes_to(&mut self, from: Place, to: Place) -> Vec<NodeId> {
        match to {
            Place::Gateway(index) => {
                let site = self.network().gateways.get(index);
                let mut contacts: Vec<_> = site.into_iter().flat_map(|site| site.contacts_of(from)).map(Some).collect();
                if contacts.is_empty() {
                    contacts.push(None);
                }
                contacts.into_iter().map(|contact| self.node(Node { at: to, from, contact, hunts: None })).collect()
            }
            Place::System(_) => vec![self.node(Node { at: to, from, contact: None, hunts: None })],
            Place::Public => vec![self.node(Node { at: to, from: to, contact: None, hunts: None })],
        }
    }

    /// All nodes that calls can come to: they begin at any trunk of a gateway, with the users of a system, and on the public
    /// network.
    fn grow(&mut self) -> Result<(), OverBudget> {
        let network = self.network();
        for (index, site) in network.gateways.iter().enumerate() {
            for (contact, to) in site.contacts.iter().enumerate() {
                let node = Node { at: Place::Gateway(index), from: to.place, contact: Some(contact), hunts: None };
                let id = self.node(node);
                self.origins.push(id);
            }
        }
        for index in 0..network.systems.len() {
            let own = Place::System(index);
            let id = self.node(Node { at: own, from: own, contact: None, hunts: None });
            self.origins.push(id);
        }
        let public = self.node(Node { at: Place::Public, from: Place::Public, contact: None, hunts: None });
        self.origins.push(public);
        while let Some(node) = self.nodes.get(self.edges.len()).copied() {
            let edges = match node.at {
                Place::Gateway(index) => match node.hunts {
                    Some(hunts) => self.out_of_hunts(hunts),
                    None => self.out_of_gateway(index, node)?,
                },
                Place::System(index) => self.out_of_system(index, node)?,
                Place::Public => self.out_of_public()?,
            };
            self.edges.push(edges);
        }
        Ok(())
    }

    fn out_of_gateway(&mut self, index: usize, node: Node) -> Result<Vec<Edge>, OverBudget> {
        let Some(site) = self.network().gateways.get(index) else { return Ok(Vec::new()) };
        let leg = Traveller::leg(node.contact.and_then(|contact| site.contacts.get(contact)));
        let Some(coverage) = self.coverages.get_mut(index) else { return Ok(Vec::new()) };
        let mut edges = Vec::new();
        for arrival in coverage.arrivals(&leg)? {
            let Some(coverage) = self.coverages.get_mut(index) else { continue };
            let hunts = coverage.hunts(&leg, &arrival);
            let list = self.hunts_with(index, &hunts, &arrival);
            let to = self.node(Node { at: node.at, from: node.at, contact: None, hunts: Some(list) });
            edges.push(Edge { to, failure: false, how: How::Path(arrival.path.clone()) });
            self.arrivals_of.entry((index, node.contact)).or_default().push(self.arrivals.len());
            self.arrivals.push((arrival, hunts));
        }
        Ok(edges)
    }

    /// The number of these hunts, to which the next arrival leads.
    fn hunts_with(&mut self, gateway: usize, list: &Arc<[Hunt]>, arrival: &Arrival<'_>) -> usize {
        let next = self.arrivals.len();
        let Some(at) = self.hunts.iter().position(|known| Arc::ptr_eq(&known.list, list)) else {
            self.hunts.push(Hunts { gateway, list: Arc::clone(list), arrivals: vec![next] });
            return self.hunts.len() - 1;
        };
        let (arrivals, steps) = (&self.arrivals, arrival.path.identity());
        let same = |index: &usize| arrivals.get(*index).is_some_and(|(other, _)| other.path.identity() == steps);
        if let Some(known) = self.hunts.get_mut(at)
            && !known.arrivals.iter().any(same)
        {
            known.arrivals.push(next);
        }
        at
    }

    fn out_of_hunts(&mut self, hunts: usize) -> Vec<Edge> {
        let Some(Hunts { gateway, list, .. }) = self.hunts.get(hunts) else { return Vec::new() };
        let (gateway, list) = (*gateway, Arc::clone(list));
        let mut edges = Vec::new();
        for ((place, way, failed), (classes, failure)) in self.taken(gateway, &list) {
            let (classes, failed): (Arc<[usize]>, _) = (classes.into(), Arc::new(failed));
            for to in self.nodes_to(Place::Gateway(gateway), place) {
                let (classes, failed) = (Arc::clone(&classes), Arc::clone(&failed));
                edges.push(Edge { to, failure, how: How::Gateway { hunts, classes, way, failed } });
            }
        }
        edges
    }

    /// Which classes go to which place in which way; and whether that is so only behind a failure, for all of them.
    fn taken(&mut self, gateway: usize, hunts: &[Hunt]) -> Taken {
        let mut taken = Taken::new();
        let (Some(site), Some(coverage)) = (self.network().gateways.get(gateway), self.coverages.get(gateway)) else {
            return taken;
        };
        let mut places: HashMap<usize, (Vec<Place>, bool)> = HashMap::new();
        // Many classes share a hunt.
        let mut classes_of: HashMap<*const Vec<crate::analysis::coverage::Turn>, Vec<usize>> = HashMap::new();
        let mut order = Vec::new();
        for (class, hunt) in hunts.iter().enumerate().filter(|(_, hunt)| !hunt.is_empty()) {
            let known = classes_of.entry(hunt.as_ptr()).or_insert_with(|| {
                order.push(hunt);
                Vec::new()
            });
            known.push(class);
        }
        for hunt in order {
            let classes = classes_of.get(&hunt.as_ptr()).map(Vec::as_slice).unwrap_or_default();
            let mut failed = Failed::new();
            for (rank, turns) in hunt.iter().enumerate() {
                let mut all_go_on = true;
                let mut failing = Failed::new();
                for turn in turns {
                    let (leads, goes_on) = places.entry(turn.peer).or_insert_with(|| {
                        let peer = site.plan.peers.get(&turn.tag);
                        // A port that is down fails before anybody is asked.
                        if peer.is_some_and(|peer| coverage.gateway().is_down(peer)) {
                            return (Vec::new(), coverage.goes_on(*turn, 503));
                        }
                        let mut leads: Vec<Place> = Vec::new();
                        for address in peer.into_iter().flat_map(|peer| site.destinations(peer)) {
                            leads.extend(site.place_of(&address).filter(|place| !leads.contains(place)));
                        }
                        let statuses: std::collections::BTreeSet<u16> =
                            leads.iter().flat_map(|place| self.failures.at(*place)).collect();
                        let goes_on = statuses.into_iter().any(|status| coverage.goes_on(*turn, status));
                        (leads, goes_on)
                    });
                    all_go_on = all_go_on && *goes_on;
                    if let [place] = leads.as_slice()
                        && self.systems.failing(*place).is_some()
                    {
                        failing.push((turn.way, *place));
                    }
                    for place in leads.iter() {
                        let key = (*place, turn.way, failed.clone());
                        let entry = taken.entry(key).or_insert_with(|| (Vec::new(), true));
                        entry.0.extend(classes);
                        entry.1 = entry.1 && rank > 0;
                    }
                }
                if !all_go_on {
                    break;
                }
                failed.extend(failing);
                failed.sort_unstable();
                failed.dedup();
            }
        }
        for (classes, _) in taken.values_mut() {
            classes.sort_unstable();
            classes.dedup();
        }
        taken
    }

    fn out_of_system(&mut self, index: usize, node: Node) -> Result<Vec<Edge>, OverBudget> {
        let network = self.network();
        let Some(system) = network.systems.get(index) else { return Ok(Vec::new()) };
        let mut edges = Vec::new();
        for Onward { path, to, failure } in self.systems.onward(index, system, network, node.from, &self.failures)? {
            for to in self.nodes_to(node.at, to) {
                edges.push(Edge { to, failure, how: How::Path(path.clone()) });
            }
        }
        Ok(edges)
    }

    fn out_of_public(&mut self) -> Result<Vec<Edge>, OverBudget> {
        let network = self.network();
        let mut edges = Vec::new();
        for (index, site) in network.gateways.iter().enumerate() {
            let contacts: Vec<usize> = site.contacts_of(Place::Public).collect();
            let paths = match &site.dids {
                Some(dids) => Some(super::systems::deliveries(network, site, dids)?),
                None => None,
            };
            for contact in contacts {
                let node = Node { at: Place::Gateway(index), from: Place::Public, contact: Some(contact), hunts: None };
                let to = self.node(node);
                match &paths {
                    Some(paths) => {
                        edges.extend(paths.iter().map(|path| Edge {
                            to,
                            failure: false,
                            how: How::Path(path.clone()),
                        }));
                    }
                    None => edges.push(Edge { to, failure: false, how: How::Inside { gateway: index, contact } }),
                }
            }
        }
        Ok(edges)
    }
}
