//! Calls of a provider that go back to a provider by a catch-all.

use std::collections::{BTreeMap, HashMap};

use super::{CatchAll, Facts, Reach};
use crate::analysis::coverage::Hunt;
use crate::analysis::loops::{Graph, Node};
use crate::automaton::{Dfa, OverBudget};
use crate::model::{Address, DialPeer, DialPeerGroup, Place, Tag};

/// A trunk of a provider, by its place among those of the gateway.
struct Incoming<'n> {
    contact: usize,
    /// The dial-peer that shows that calls come in on it, where nobody said so.
    evidence: Option<&'n DialPeer>,
}

/// What goes back by one dial-peer.
#[derive(Debug)]
pub struct Back<'n> {
    /// The numbers, as they arrive.
    pub numbers: Dfa,
    /// The trunks that the calls come in on.
    pub from: Vec<usize>,
    /// The dial-peer that shows that calls come in there, where nobody said so.
    pub evidence: Option<&'n DialPeer>,
}

impl<'n> Facts<'_, 'n> {
    /// By catch-all, the calls of a provider that it sends back to a provider.
    pub fn back(&self) -> &BTreeMap<usize, Back<'n>> {
        self.back.get_or_init(|| back(self))
    }
}

fn back<'n>(facts: &Facts<'_, 'n>) -> BTreeMap<usize, Back<'n>> {
    let trunks = incoming(facts);
    // Most gateways have none, and then nobody has to know where all numbers go.
    let graph = if trunks.is_empty() { None } else { facts.graph() };
    let mut back: BTreeMap<usize, Back<'_>> = BTreeMap::new();
    let Some(graph) = graph else { return back };
    // Many trunks may have the same hunts.
    let mut known: HashMap<(*const Hunt, bool), Vec<Reach>> = HashMap::new();
    for incoming in trunks {
        // What takes more states than the budget is not judged.
        let _ = collect(facts, graph, &incoming, &mut known, &mut back);
    }
    back
}

/// The trunks that calls of a provider come in on: those that somebody described, else those for which there is evidence.
fn incoming<'n>(facts: &Facts<'_, 'n>) -> Vec<Incoming<'n>> {
    let contacts = facts.site().contacts.iter().enumerate();
    if facts.is_described() {
        let of_provider = contacts.filter(|(_, one)| one.place == Place::Public && !facts.is_trusted(&one.at));
        return of_provider.map(|(contact, _)| Incoming { contact, evidence: None }).collect();
    }
    let mut ways: Vec<Address> = Vec::new();
    let members = facts.plan().peer_groups.values().flat_map(DialPeerGroup::members);
    let members = members.filter_map(|member| facts.plan().peers.get_index_of(&Tag::new(member.value.tag)?));
    // Which numbers come in is not told: behind an access digit, none may.
    let plain = facts.catch_alls().iter().filter(|one| one.is_plain());
    let mut peers: Vec<usize> = plain.map(|one| one.peer).chain(members).collect();
    peers.sort_unstable();
    peers.dedup();
    for peer in peers.into_iter().filter_map(|peer| facts.peer(peer)) {
        ways.extend(trunks(facts, peer));
    }
    let is_way = |at: &Address| ways.iter().any(|way| way.is_same(at));
    let candidates = contacts.filter(|(_, one)| !facts.is_trusted(&one.at) && is_way(&one.at));
    candidates
        .filter_map(|(contact, one)| Some(Incoming { contact, evidence: Some(facts.comes_in(&one.at)?) }))
        .collect()
}

/// The trunks that a dial-peer leads to; of a trunk group its ports.
fn trunks(facts: &Facts<'_, '_>, peer: &DialPeer) -> Vec<Address> {
    let each = facts.targets(peer).iter().flat_map(|address| match address {
        Address::TrunkGroup(name) => facts.plan().trunk_group_ports(name).into_iter().map(Address::Port).collect(),
        Address::Port(_) | Address::Target(_) => vec![address.clone()],
    });
    each.collect()
}

fn collect<'n>(
    facts: &Facts<'_, 'n>,
    graph: &Graph<'_, 'n>,
    incoming: &Incoming<'n>,
    known: &mut HashMap<(*const Hunt, bool), Vec<Reach>>,
    back: &mut BTreeMap<usize, Back<'n>>,
) -> Result<(), OverBudget> {
    let index = facts.index();
    let (Some(contact), Some(coverage)) = (facts.site().contacts.get(incoming.contact), graph.coverages().get(index))
    else {
        return Ok(());
    };
    let told = facts.is_described() && facts.site().dids.is_some();
    for (arrival, hunts) in graph.arrivals_at(index, Some(incoming.contact)) {
        let by_group = arrival.peer.is_some_and(|peer| facts.gateway().routes_by_group(peer));
        let reaches = known.entry((hunts.as_ptr(), by_group)).or_insert_with(|| {
            let found = facts.reaches_all(hunts, arrival.peer, |peer| !facts.is_described() || facts.leads_out(peer));
            // Of numbers that nobody told, none is taken to begin with an access digit.
            let plain = |reach: &Reach| told || by_group || facts.catch_all(reach.peer).is_some_and(CatchAll::is_plain);
            found.into_iter().filter(plain).collect()
        });
        for reach in reaches.iter() {
            let Some(peer) = facts.peer(reach.peer) else { continue };
            let leads_back = facts.is_described() || trunks(facts, peer).iter().any(|to| to.is_same(&contact.at));
            if !leads_back {
                continue;
            }
            let arriving = facts.arriving(coverage, arrival, reach)?;
            let numbers = if told {
                let (at, from) = (Place::Gateway(index), Place::Public);
                let node = Node { at, from, contact: Some(incoming.contact), hunts: None };
                arriving.intersection(&graph.delivered(node)?)?
            } else {
                facts.usual(&arriving)?
            };
            if numbers.is_empty() {
                continue;
            }
            let entry = back.entry(reach.peer).or_insert_with(|| Back {
                numbers: Dfa::empty(),
                from: Vec::new(),
                evidence: incoming.evidence,
            });
            entry.numbers = entry.numbers.union(&numbers)?.minimised_if_small();
            if !entry.from.contains(&incoming.contact) {
                entry.from.push(incoming.contact);
            }
        }
    }
    Ok(())
}
