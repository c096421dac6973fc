//! What a change of a spec does to the DIDs that it moves: one wave of a migration.
//!
//! A DID lives on the systems whose `numbers` have it, by the old spec; where no system's do, on the first that it is offered to
//! of those that may have it. It is moved without a way back where none of these is tried any more, and another system is. That
//! a system is tried no more on which it does not live is what the last wave of a migration is for.

use std::collections::HashMap;

use super::compared::{OWN, PATTERNS, ways};
use super::{Move, Step, Subject};
use crate::analysis::difference::calls::{Difference, Origin};
use crate::automaton::{Dfa, Extent, OverBudget, compile};
use crate::call::Traveller;
use crate::model::{Network, Own, Place};
use crate::number::{Form, NumberSet, grouped};
use crate::syntax::pattern::MatchPattern;

/// Numbers that are moved from one system to others, and where calls come from that show it.
struct Moved {
    from: usize,
    to: Vec<usize>,
    numbers: Dfa,
    origin: Origin,
}

/// The systems of one spec, as its dial-peers lead to them.
struct Systems<'a> {
    network: &'a Network,
    /// By the name of a far end.
    by_target: HashMap<String, usize>,
}

impl<'a> Systems<'a> {
    fn new(network: &'a Network, traveller: &Traveller<'_>) -> Self {
        let mut by_target = HashMap::new();
        if let Some((gateway, site)) = traveller.gateway(OWN).zip(network.gateways.get(OWN)) {
            for peer in gateway.plan().peers.values() {
                let places = site.destinations(peer).into_iter().find_map(|address| site.place_of(&address));
                if let Some(Place::System(system)) = places {
                    by_target.extend(gateway.far_ends(peer).into_iter().map(|target| (target, system)));
                }
            }
        }
        Self { network, by_target }
    }

    /// The systems at far ends, each once.
    fn at(&self, targets: &[String]) -> Vec<usize> {
        let mut systems = Vec::new();
        for system in targets.iter().filter_map(|target| self.by_target.get(target)) {
            if !systems.contains(system) {
                systems.push(*system);
            }
        }
        systems
    }

    fn name(&self, system: usize) -> String {
        self.network.name(Place::System(system)).to_owned()
    }

    /// Whether a system is one of another spec: it is called alike, or is at one of its addresses.
    fn is(&self, system: usize, other: &Self, theirs: usize) -> bool {
        let addresses = |all: &'a Network, system| {
            let contacts = all.gateways.get(OWN).map(|site| site.contacts.as_slice()).unwrap_or_default();
            contacts.iter().filter(move |contact| contact.place == Place::System(system))
        };
        self.name(system) == other.name(theirs)
            || addresses(self.network, system).any(|one| {
                let contacts = other.network.gateways.get(OWN).map(|site| site.contacts.as_slice()).unwrap_or_default();
                contacts.iter().any(|two| two.place == Place::System(theirs) && two.at.is_same(&one.at))
            })
    }
}

/// The DIDs of a spec as they arrive, and by system those that it says live there; `None` where it does not say.
struct Homes {
    dids: Dfa,
    told: Vec<Option<Dfa>>,
}

impl Homes {
    /// `None` where a DID cannot arrive so.
    fn new(network: &Network) -> Result<Option<Self>, OverBudget> {
        let Some(site) = network.gateways.get(OWN) else { return Ok(None) };
        let (Some(all), form) = (site.dids.as_ref(), site.delivers.unwrap_or(Form::E164)) else { return Ok(None) };
        let arriving =
            |dids: &NumberSet| dids.written(form).map(|numbers| Dfa::of_numbers(&numbers, form.has_plus())).transpose();
        let Some(dids) = arriving(all)? else { return Ok(None) };
        let mut told = Vec::new();
        for system in &network.systems {
            told.push(match &system.own {
                Own::Unknown => None,
                Own::All => Some(dids.clone()),
                Own::Known { dids: listed, extensions } => {
                    let mut own = vec![arriving(&listed.intersection(all))?.unwrap_or_else(Dfa::empty)];
                    let ends = extensions.iter().filter_map(|digits| MatchPattern::parse(&format!("{digits}$")).ok());
                    for end in ends {
                        own.push(compile::rule(&end)?.intersection(&dids)?);
                    }
                    Some(Dfa::union_all(own)?)
                }
            });
        }
        Ok(Some(Self { dids, told }))
    }

    /// The numbers that live on a system of which that is told.
    fn on(&self, system: usize) -> Dfa {
        self.told.get(system).cloned().flatten().unwrap_or_else(Dfa::empty)
    }

    fn is_told(&self, system: usize) -> bool {
        self.told.get(system).is_some_and(Option::is_some)
    }
}

/// What a change moves.
#[derive(Default)]
pub(super) struct Moves {
    /// The numbers without a way back.
    pub(super) unguarded: Vec<Move>,
    /// How many these are, each once.
    pub(super) total: Option<Extent>,
    /// On numbers of which it is not known whether they are among these.
    pub(super) notes: Vec<String>,
}

/// What a change moves: the numbers without a way back, and notes on those of which it is not known.
///
/// # Errors
/// The numbers take more states than the budget.
pub(super) fn moves(
    found: &[Difference],
    (old, new): (&Subject<'_>, &Subject<'_>),
    travellers: (&Traveller<'_>, &Traveller<'_>),
) -> Result<Moves, OverBudget> {
    let (Some(before), Some(after)) = (old.spec, new.spec) else { return Ok(Moves::default()) };
    let Some(homes) = Homes::new(before)? else { return Ok(Moves::default()) };
    let (before, after) = (Systems::new(before, travellers.0), Systems::new(after, travellers.1));
    let (mut moved, mut unsure) = (Vec::new(), Vec::new());
    let told_of = Dfa::union_all(homes.told.iter().flatten().cloned())?;
    for one in found {
        let (mine, others) = (before.at(&one.before), after.at(&one.after));
        let is_tried = |system: usize| others.iter().any(|other| before.is(system, &after, *other));
        if others.is_empty() || mine.iter().all(|system| is_tried(*system)) {
            continue;
        }
        let origin = one.from.first().unwrap_or(&Origin::Anywhere);
        let numbers = one.numbers.intersection(&homes.dids)?;
        let keep = |list: &mut Vec<Moved>, from: usize, numbers: Dfa| {
            add(list, Moved { from, to: others.clone(), numbers, origin: origin.clone() })
        };
        let kept = (0..homes.told.len()).filter(|system| is_tried(*system)).map(|system| homes.on(system));
        let kept = Dfa::union_all(kept)?;
        let gone = |system: &usize| !is_tried(*system);
        for system in mine.iter().filter(|system| gone(system)) {
            keep(&mut moved, *system, numbers.intersection(&homes.on(*system))?.difference(&kept)?)?;
        }
        let rest = numbers.difference(&told_of)?;
        let candidates: Vec<usize> = mine.iter().copied().filter(|system| !homes.is_told(*system)).collect();
        match candidates.as_slice() {
            [first, ..] if gone(first) => keep(&mut moved, *first, rest)?,
            [_, more @ ..] => {
                for system in more.iter().filter(|system| gone(system)) {
                    keep(&mut unsure, *system, rest.clone())?;
                }
            }
            [] => {}
        }
    }
    let all = Dfa::union_all(moved.iter().map(|one| one.numbers.clone())).ok();
    let unguarded = moved.iter().filter_map(|one| told(one, (&before, &after), travellers)).collect();
    let notes = unsure.iter().filter_map(|one| note(one, &before)).collect();
    Ok(Moves { unguarded, total: all.map(|all| all.extent()), notes })
}

/// Adds numbers to those that are moved likewise, each once.
fn add(list: &mut Vec<Moved>, one: Moved) -> Result<(), OverBudget> {
    if one.numbers.is_empty() {
        return Ok(());
    }
    match list.iter_mut().find(|known| (known.from, &known.to) == (one.from, &one.to)) {
        Some(known) => known.numbers = known.numbers.union(&one.numbers)?,
        None => list.push(one),
    }
    Ok(())
}

/// What is moved, with a number that shows it.
fn told(
    moved: &Moved,
    (before, after): (&Systems<'_>, &Systems<'_>),
    travellers: (&Traveller<'_>, &Traveller<'_>),
) -> Option<Move> {
    let witness = moved.numbers.plain_witness()?;
    let readable = moved.numbers.readable(PATTERNS);
    let (was, is, _): (Vec<Step>, Vec<Step>, _) = ways(travellers, &moved.origin, &witness);
    Some(Move {
        from: before.name(moved.from),
        to: moved.to.iter().map(|system| after.name(*system)).collect(),
        count: moved.numbers.count(),
        patterns: readable.patterns,
        more: readable.more,
        before: was,
        after: is,
        witness,
    })
}

/// What is said of numbers that may live on a system that they are not offered to any more.
fn note(unsure: &Moved, before: &Systems<'_>) -> Option<String> {
    let (witness, system) = (unsure.numbers.plain_witness()?, before.name(unsure.from));
    let count = grouped(unsure.numbers.count().numbers);
    Some(format!(
        "{count} DIDs are not offered to {system} any more (e.g. {witness}): which of them live there the old spec does not say; \
         `numbers` of its systems would"
    ))
}
