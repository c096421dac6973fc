//! A network as a picture: its places, what leads from one to another, and which numbers go that way.

mod numbers;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use numbers::{Gathered, Known};

use super::loops::{Edge, Graph, Witness};
use super::report::{Arrow, Picture, PictureKind};
use crate::call::{Event, Hop, Journey};
use crate::model::{Network, Place};

/// The most sets of numbers that are made for what leads on from one place; where it takes more, numbers are only counted.
const MUCH: usize = 200;

/// What is one arrow: from here to there, at once or after a failure.
type Way = (Place, Place, bool);

impl Picture {
    /// The picture of a network, with the way of a call that loops. An arrow tells the numbers as they are called where it
    /// begins: the greatest patterns, or none where these take more states than the budget. Where that would take long, it
    /// only tells how many numbers the gateway routes this way.
    pub fn of(graph: &Graph<'_, '_>, witness: Option<&Witness>) -> Self {
        let mut ways: BTreeMap<Way, Vec<&Edge>> = BTreeMap::new();
        for (node, edges) in graph.nodes.iter().zip(&graph.edges) {
            for edge in edges {
                // Within a gateway nothing is drawn.
                let Some(to) = graph.nodes.get(edge.to).filter(|to| to.hunts.is_none()) else { continue };
                ways.entry((node.at, to.at, edge.failure)).or_default().push(edge);
            }
        }
        let looping = witness.map(|witness| taken(&witness.journey, &ways)).unwrap_or_default();
        let places = places(graph.network(), &ways);
        let index = |place: Place| places.iter().position(|known| *known == place);
        let mut known = Known::default();
        let gathered: Vec<Gathered<'_, '_>> =
            ways.values().map(|edges| Gathered::of(graph, edges, &mut known)).collect();
        let mut sizes: BTreeMap<Place, usize> = BTreeMap::new();
        ways.keys().zip(&gathered).for_each(|((from, ..), own)| *sizes.entry(*from).or_default() += own.size());
        let arrow = |(way, numbers): (&Way, &Gathered<'_, '_>)| {
            let much = sizes.get(&way.0).is_some_and(|size| *size > MUCH);
            let (patterns, more) = numbers.said(graph, &known, much).unwrap_or_default();
            let (from, to) = (index(way.0)?, index(way.1)?);
            Some(Arrow { from, to, patterns, more, failure: way.2, looping: looping.contains(way) })
        };
        let arrows = ways.keys().zip(&gathered).filter_map(arrow).collect();
        let named = |place: &Place| (graph.network().name(*place).to_owned(), kind(*place));
        Self { places: places.iter().map(named).collect(), arrows }
    }
}

fn kind(place: Place) -> PictureKind {
    match place {
        Place::Gateway(_) => PictureKind::Gateway,
        Place::System(_) => PictureKind::System,
        Place::Public => PictureKind::Public,
    }
}

/// The gateways, the systems, and the public network where something leads there or comes from there.
fn places(network: &Network, ways: &BTreeMap<Way, Vec<&Edge>>) -> Vec<Place> {
    let mut places: Vec<Place> = (0..network.gateways.len()).map(Place::Gateway).collect();
    places.extend((0..network.systems.len()).map(Place::System));
    let leads = network.gateways.iter().any(|site| site.contacts_of(Place::Public).next().is_some());
    if leads || ways.keys().any(|(from, to, _)| [from, to].contains(&&Place::Public)) {
        places.push(Place::Public);
    }
    places
}

/// The ways that a call goes, of those that there are.
fn taken(journey: &Journey, ways: &BTreeMap<Way, Vec<&Edge>>) -> BTreeSet<Way> {
    let mut taken = BTreeSet::new();
    for (index, hop) in journey.hops.iter().enumerate() {
        let Some(from) = origin(hop) else { continue };
        let failure = is_retry(journey.hops.get(..index).unwrap_or_default(), hop.depth);
        let ways_between = [(from, hop.at, failure), (from, hop.at, !failure)];
        taken.extend(ways_between.into_iter().find(|way| ways.contains_key(way)));
    }
    taken
}

/// Where a call comes from at a hop.
fn origin(hop: &Hop) -> Option<Place> {
    match hop.event {
        Event::Arrives(from) => Some(from),
        Event::Offered(gateway, _) => Some(Place::Gateway(gateway)),
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

/// Whether a leg at this depth was closed already since the one around it was opened.
fn is_retry(before: &[Hop], depth: usize) -> bool {
    let since = before.iter().rev().take_while(|hop| hop.depth >= depth);
    since.into_iter().any(|hop| hop.depth == depth && origin(hop).is_some())
}
