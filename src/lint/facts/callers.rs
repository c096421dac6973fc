//! Calls by IP that no dial-peer takes by where they come from, nor by the number that is called.

use std::collections::{HashMap, HashSet};

use super::Facts;
use crate::analysis::loops::Node;
use crate::automaton::{Dfa, OverBudget, compile};
use crate::call::{Criterion, TAKES_BY_URI, Traveller, UriMatch, class_takes};
use crate::model::{Address, Contact, DialPeer, Id, PeerKind, Place, System, Unassigned};
use crate::syntax::argument::SessionTarget;
use crate::syntax::commands::Command;

/// Such calls.
#[derive(Clone, Debug)]
pub struct Unclaimed {
    /// The trunks that they surely come in on, or one of these, by their places among those of the gateway. Never empty.
    pub from: Vec<usize>,
    /// The numbers that are called.
    pub numbers: Dfa,
    /// Who takes them then.
    pub callers: Callers,
}

/// Which dial-peers take calls by the number that calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Callers {
    /// None.
    Nobody,
    /// Some do by their destination-pattern; one of them, by its place in the plan.
    Some(usize),
    /// This one takes every calling number, by its destination-pattern.
    All(usize),
}

/// The most trunks of which it is looked at who calls whom.
const TRUNKS: usize = 64;

/// What makes a class of URIs depend on the number.
const OF_NUMBER: [Command; 3] = [Command::UriPattern, Command::UriUserId, Command::UriPhone];

impl<'n> Facts<'_, 'n> {
    /// The calls by IP that no dial-peer takes by their URIs or their called number, where it is sure that there are some. Only
    /// of whole configurations: a fragment may leave dial-peers out.
    pub fn unclaimed(&self) -> Option<&Unclaimed> {
        self.unclaimed.get_or_init(|| find(self).unwrap_or_default()).as_ref()
    }

    /// The trunk at this place among those of the gateway.
    pub fn contact(&self, at: usize) -> Option<&'n Contact> {
        self.site().contacts.get(at)
    }
}

fn find(facts: &Facts<'_, '_>) -> Result<Option<Unclaimed>, OverBudget> {
    let plan = facts.plan();
    let translated = [Command::VoipIncomingProfile, Command::VoipIncomingRule];
    let is_whole = facts.gateway().is_complete() && translated.iter().all(|line| plan.globals.span(*line).is_none());
    let contacts = &facts.site().contacts;
    if !is_whole || contacts.len() > TRUNKS || plan.peers.values().any(takes_by_caller) {
        return Ok(None);
    }
    let mut hit: HashSet<u32> = HashSet::new();
    let taken: Vec<bool> = contacts.iter().map(|contact| is_taken(facts, contact, &mut hit)).collect();
    let open: Vec<usize> = (0..contacts.len()).filter(|at| taken.get(*at) == Some(&false)).collect();
    let Some(leg) = open.first().and_then(|at| contacts.get(*at)).map(|contact| Traveller::leg(Some(contact))) else {
        return Ok(None);
    };
    let peers: Vec<_> = facts.gateway().inbound_peers(&leg).collect();
    let told = if facts.is_described() {
        described(facts, &open)?
    } else if knows_callers(facts, &peers, &hit) {
        only_callers(facts, &open)?
    } else {
        None
    };
    let Some((from, numbers)) = told else { return Ok(None) };
    // That only the `+` keeps a number from an inbound dial-peer is reported elsewhere.
    let claimed = claimed(facts, &peers)?;
    let numbers = numbers.difference(&claimed)?.difference(&super::plus::twins(&claimed)?)?;
    let numbers = numbers.intersection(&Dfa::plain_numbers())?;
    Ok((!numbers.is_empty()).then(|| Unclaimed { from, numbers, callers: callers(facts, &peers) }))
}

/// Whether a dial-peer takes calls by the calling number, as somebody meant it to.
fn takes_by_caller(peer: &DialPeer) -> bool {
    let lines = [Command::AnswerAddress, Command::IncomingCallingMap, Command::CarrierIdSource];
    peer.kind == PeerKind::Voip && !peer.shutdown() && lines.iter().any(|line| peer.settings.span(*line).is_some())
}

/// Whether a dial-peer takes the calls of a trunk, or may, by their URIs; a port always has its own. The dial-peers are added to
/// `hit`.
fn is_taken(facts: &Facts<'_, '_>, contact: &Contact, hit: &mut HashSet<u32>) -> bool {
    let leg = Traveller::leg(Some(contact));
    let (Address::Target(target), Some(trunk)) = (&contact.at, leg.trunk()) else { return true };
    let mut taken = matches!(target, SessionTarget::Other(_));
    for criterion in facts.gateway().criteria(&leg) {
        let Criterion::Uri(command, kind) = criterion else { continue };
        let uri = trunk.uri(*kind, "", "");
        for peer in facts.gateway().inbound_peers_with(&leg, &[*command]) {
            let Some(class) = peer.settings.text(*command) else { continue };
            let of_number = ["sip", "tel"].iter().any(|kind| {
                let class = facts.plan().uri_classes.get(&format!("{} {kind}", class.value));
                class.is_some_and(|class| OF_NUMBER.iter().any(|line| class.settings.span(*line).is_some()))
            });
            if of_number || class_takes(facts.plan(), class.value, *kind, uri.as_ref()) != UriMatch::No {
                hit.insert(peer.tag.number());
                taken = true;
            }
        }
    }
    taken
}

/// The called numbers that dial-peers take on the way in.
fn claimed<'n>(facts: &Facts<'_, 'n>, peers: &[&'n DialPeer]) -> Result<Dfa, OverBudget> {
    let (own, map) = (Some(Command::IncomingCalledNumber), Some(Command::IncomingCalledMap));
    let patterns: Vec<_> = peers.iter().flat_map(|peer| facts.gateway().patterns(peer, own, map)).collect();
    compile::numbers_of_any(patterns.iter().map(|(_, pattern)| pattern.as_ref()))
}

fn callers(facts: &Facts<'_, '_>, peers: &[&DialPeer]) -> Callers {
    let with_pattern = peers.iter().filter(|peer| peer.destination_pattern().is_some());
    let places: Vec<usize> = with_pattern.filter_map(|peer| facts.plan().peers.get_index_of(&peer.tag)).collect();
    let takes_all = |place: &&usize| facts.catch_all(**place).is_some_and(super::CatchAll::is_plain);
    match (places.iter().find(takes_all), places.first()) {
        (Some(all), _) => Callers::All(*all),
        (None, Some(first)) => Callers::Some(*first),
        (None, None) => Callers::Nobody,
    }
}

/// Whether nobody but the far ends of dial-peers calls: no phone, no port without a dial-peer, no host that only a class of URIs
/// names.
fn knows_callers(facts: &Facts<'_, '_>, peers: &[&DialPeer], hit: &HashSet<u32>) -> bool {
    let plan = facts.plan();
    let is_known = |port: &str| facts.site().place_of(&Address::Port(port.to_owned())).is_some();
    let ports = plan.others(Command::VoicePortHeader).filter(|port| !port.settings.flag(Command::Shutdown));
    let by_uri = |peer: &&&DialPeer| TAKES_BY_URI.iter().any(|line| peer.settings.span(*line).is_some());
    plan.peer_makers().next().is_none()
        && ports.into_iter().all(|port| matches!(&port.id, Id::Name(name) if is_known(name)))
        && peers.iter().filter(by_uri).all(|peer| hit.contains(&peer.tag.number()))
}

/// The numbers of dial-peers that only these trunks can call, with the trunks. A trunk does not call itself.
fn only_callers(facts: &Facts<'_, '_>, open: &[usize]) -> Result<Option<(Vec<usize>, Dfa)>, OverBudget> {
    let contacts = &facts.site().contacts;
    // By where dial-peers lead.
    let mut known: HashMap<usize, Option<Vec<usize>>> = HashMap::new();
    let mut found: Option<Vec<usize>> = None;
    let mut classes = Vec::new();
    for order in facts.orders() {
        for (_, one) in order.iter() {
            let from = known.entry(facts.far_ends().set(one.peer)).or_insert_with(|| {
                let targets = facts.peer(one.peer).map_or(&[][..], |peer| facts.targets(peer));
                let calls = |contact: &&Contact| targets.iter().all(|target| !target.is_same(&contact.at));
                let from: Vec<usize> =
                    contacts.iter().enumerate().filter(|(_, one)| calls(one)).map(|(at, _)| at).collect();
                (!from.is_empty() && !targets.is_empty() && from.iter().all(|at| open.contains(at))).then_some(from)
            });
            let Some(from) = from else { continue };
            if found.get_or_insert_with(|| from.clone()) == from {
                classes.extend(&order.classes);
                break;
            }
        }
    }
    found.map(|from| Ok((from, facts.numbers(&classes)?))).transpose()
}

/// The trunks among these of systems that send calls here, and of providers, with the numbers that they bring.
fn described(facts: &Facts<'_, '_>, open: &[usize]) -> Result<Option<(Vec<usize>, Dfa)>, OverBudget> {
    let (mut from, mut numbers) = (Vec::new(), Vec::new());
    for at in open {
        let Some(contact) = facts.contact(*at) else { continue };
        let here = Place::Gateway(facts.index());
        match contact.place {
            Place::Public if facts.site().dids.is_some() => {
                let node = Node { at: here, from: Place::Public, contact: Some(*at), hunts: None };
                let Some(graph) = facts.graph() else { continue };
                numbers.push(graph.delivered(node)?);
            }
            Place::System(index) if facts.network().systems.get(index).is_some_and(|system| sends(system, here)) => {
                let leads_on = |peer: usize| {
                    facts.peer(peer).is_some_and(|peer| !facts.targets(peer).iter().any(|to| to.is_same(&contact.at)))
                };
                let orders = facts.orders().iter().filter(|order| order.iter().any(|(_, one)| leads_on(one.peer)));
                let classes: Vec<usize> = orders.flat_map(|order| order.classes.iter().copied()).collect();
                numbers.push(facts.numbers(&classes)?);
            }
            Place::Public | Place::System(_) | Place::Gateway(_) => continue,
        }
        from.push(*at);
    }
    let numbers = Dfa::union_all(numbers)?;
    Ok((!from.is_empty()).then_some((from, numbers)))
}

/// Whether a system sends calls to a place.
fn sends(system: &System, to: Place) -> bool {
    system.outbound == Some(to)
        || system.routes.iter().any(|route| route.to.contains(&to))
        || system.unassigned == Unassigned::Route(to)
        || system.forward.as_ref().is_some_and(|forward| forward.to == to)
}

impl Unclaimed {
    /// The trunks, for a sentence: ` ipv4:192.0.2.20 and 1 more trunk`.
    pub fn from_where(&self, facts: &Facts<'_, '_>) -> String {
        let first = self.from.first().and_then(|at| facts.contact(*at));
        let first = first.map_or_else(String::new, |contact| contact.at.to_string());
        match self.from.len() {
            0 | 1 => first,
            2 => format!("{first} and 1 more trunk"),
            count => format!("{first} and {} more trunks", count - 1),
        }
    }

    /// Whether anybody may call: they come from the public network, as somebody described it.
    pub fn is_of_strangers(&self, facts: &Facts<'_, '_>) -> bool {
        let public = |at: &usize| facts.contact(*at).is_some_and(|contact| contact.place == Place::Public);
        facts.is_described() && self.from.iter().any(public)
    }

    /// A dial-peer that leads to the first of the trunks.
    pub fn leads_back<'n>(&self, facts: &Facts<'_, 'n>) -> Option<&'n DialPeer> {
        let contact = facts.contact(*self.from.first()?)?;
        facts.plan().peers.values().find(|peer| facts.targets(peer).iter().any(|to| to.is_same(&contact.at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_that_send_calls_here_are_known() {
        let here = Place::Gateway(0);
        let mut system = System::silent("cucm".to_owned());
        assert!(!sends(&system, here));
        system.unassigned = Unassigned::Route(here);
        assert!(sends(&system, here) && !sends(&system, Place::Public));
    }
}
