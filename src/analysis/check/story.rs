//! A journey in words.

use crate::analysis::ShownHop;
use crate::call::{Event, Journey};
use crate::model::{Network, Place};

/// The hops of a journey as people read them.
pub fn story(network: &Network, journey: &Journey) -> Vec<ShownHop> {
    let shown = |(index, hop): (usize, &crate::call::Hop)| ShownHop {
        system: network.name(hop.at).to_owned(),
        number: hop.number.clone(),
        event: event(network, journey, index, &hop.event),
        depth: hop.depth,
    };
    journey.hops.iter().enumerate().map(shown).collect()
}

fn event(network: &Network, journey: &Journey, index: usize, event: &Event) -> String {
    let hop = journey.hops.get(index);
    match event {
        Event::Arrives(from) if hop.is_some_and(|hop| hop.at == *from) => "a user calls".to_owned(),
        Event::Arrives(from) => format!("comes from {}", network.name(*from)),
        Event::Offered(gateway, tag) => {
            let again = hop.is_some_and(|hop| is_retry(journey, index, hop.depth));
            let way = format!("{} dial-peer {tag}", network.name(Place::Gateway(*gateway)));
            if again { format!("hunting goes on: offered by {way}") } else { format!("offered by {way}") }
        }
        Event::Answered => match hop.map(|hop| hop.at) {
            Some(Place::Public) => "is accepted".to_owned(),
            Some(Place::Gateway(_) | Place::System(_)) | None => "is answered".to_owned(),
        },
        Event::Announced => "the caller hears an announcement".to_owned(),
        Event::Rejected(status) => format!("answers {status}"),
        Event::Forwarded => "the phone is not registered: the call is forwarded".to_owned(),
        Event::Rings(number) => format!("also rings {number}"),
        Event::Exhausted(status) => format!("has no further dial-peer: {status}"),
        Event::Returns(since) => {
            let first = journey.hops.get(*since);
            let from = match first.map(|hop| &hop.event) {
                Some(Event::Arrives(from)) => format!(" from {}", network.name(*from)),
                _ => String::new(),
            };
            format!("is open here already, with the same number{from}: this is hop {} again", since + 1)
        }
        Event::Grows => "the number has more digits than a router dials, and grows on".to_owned(),
    }
}

/// Whether a gateway offers a call again: a leg of the same depth was closed before, out of the same gateway.
fn is_retry(journey: &Journey, index: usize, depth: usize) -> bool {
    let before = journey.hops.iter().take(index).rev().take_while(|hop| hop.depth >= depth);
    before.into_iter().any(|hop| hop.depth == depth && matches!(hop.event, Event::Offered(..)))
}
