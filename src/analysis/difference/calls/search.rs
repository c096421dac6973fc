//! The search for numbers that are treated differently.

use std::collections::HashMap;
use std::rc::Rc;

use super::Difference;
use super::class::{Before, Class, class, ended};
use super::origin::{Incoming, Origin};
use super::sent::Sent;
use super::treatment::{Treatment, Treatments, taken_apart};
use crate::analysis::coverage::{Coverage, Gaps, Hunt, Path};
use crate::automaton::{Dfa, Extractor, OverBudget};
use crate::call::takes_by;
use crate::model::{DialPeer, Settings};
use crate::syntax::commands::Command;

/// Numbers that are treated differently, and what becomes of them on both sides.
#[derive(Clone)]
struct Found {
    class: Class,
    first: bool,
    steps: Rc<(Treatment, Treatment)>,
    numbers: Dfa,
}

/// Numbers of a treatment by their number, each treatment once.
#[derive(Default)]
struct Known {
    ids: HashMap<Treatment, usize>,
    list: Vec<Rc<Treatment>>,
}

impl Known {
    fn id(&mut self, treatment: Treatment) -> usize {
        let list = &mut self.list;
        *self.ids.entry(treatment).or_insert_with_key(|treatment| {
            list.push(Rc::new(treatment.clone()));
            list.len() - 1
        })
    }

    fn get(&self, id: usize) -> Rc<Treatment> {
        self.list.get(id).cloned().unwrap_or_default()
    }
}

/// The search.
pub(super) struct Search<'c, 'g, 'p, 'h, 'q> {
    before: &'c Coverage<'g, 'p>,
    after: &'c Coverage<'h, 'q>,
    /// Only numbers that are routed as one of these are looked at.
    only: &'c Dfa,
    treatments: (Treatments<'c, 'g, 'p>, Treatments<'c, 'h, 'q>),
    known: Known,
    sent: &'c mut Sent,
    /// By where two lists of hunts are: what differs for numbers as they are routed.
    routed: HashMap<(usize, usize), Rc<Vec<Found>>>,
    found: Vec<(Found, Vec<Origin>)>,
    /// Of calls to which nothing is done on the way in: by where two lists of hunts are, the places of what was found.
    plain: HashMap<(usize, usize), Vec<usize>>,
    uncertain: Vec<Origin>,
    /// Whether the lines that choose dial-peers for calls that come in are others.
    inbound_differs: bool,
}

impl<'c, 'g, 'p, 'h, 'q> Search<'c, 'g, 'p, 'h, 'q> {
    pub(super) fn new(
        (before, after): (&'c Coverage<'g, 'p>, &'c Coverage<'h, 'q>),
        only: &'c Dfa,
        sent: &'c mut Sent,
    ) -> Self {
        Self {
            before,
            after,
            only,
            treatments: (Treatments::new(before), Treatments::new(after)),
            known: Known::default(),
            sent,
            routed: HashMap::new(),
            found: Vec::new(),
            plain: HashMap::new(),
            uncertain: Vec::new(),
            inbound_differs: inbound_lines(before) != inbound_lines(after),
        }
    }

    /// Compares what becomes of calls from one place.
    pub(super) fn compare(
        &mut self,
        origin: &Origin,
        old: &[Incoming<'p>],
        new: &[Incoming<'q>],
    ) -> Result<(), OverBudget> {
        let plain = plainly(old, new);
        if let Some(places) = plain.and_then(|key| self.plain.get(&key)) {
            for place in places {
                self.found.get_mut(*place).into_iter().for_each(|(_, from)| from.push(origin.clone()));
            }
            return Ok(());
        }
        let mut found = Vec::new();
        for one in old {
            for other in partners(one, new) {
                let both = one.numbers.intersection(&other.numbers)?;
                if !both.is_empty() {
                    self.pair(one, other, &both, &mut found)?;
                }
            }
        }
        let (mine, others) = (all(old)?, all(new)?);
        let nobody: Incoming<'_> =
            Incoming { arrival: None, path: Path::new(), numbers: Dfa::empty(), hunts: [].into() };
        for one in old {
            self.apart(one, &nobody, &one.numbers.difference(&others)?, &mut found)?;
        }
        for other in new {
            self.apart(&nobody, other, &other.numbers.difference(&mine)?, &mut found)?;
        }
        let certain = old.iter().all(Incoming::is_certain) && new.iter().all(Incoming::is_certain);
        if !certain && (!found.is_empty() || self.inbound_differs) {
            self.uncertain.push(origin.clone());
        }
        let places = found.into_iter().map(|one| self.add(one, origin)).collect();
        if let Some(key) = plain {
            self.plain.insert(key, places);
        }
        Ok(())
    }

    /// Compares calls to numbers that come in on one side and on the other.
    fn pair(
        &mut self,
        old: &Incoming<'p>,
        new: &Incoming<'q>,
        numbers: &Dfa,
        found: &mut Vec<Found>,
    ) -> Result<(), OverBudget> {
        let moved = self.sent.apart(&old.path, &new.path, numbers)?;
        let same = numbers.difference(&moved)?;
        for one in self.routed(old, new)?.iter() {
            let numbers = old.path.pre_image(&one.numbers)?.intersection(&same)?;
            if !numbers.is_empty() {
                found.push(Found { numbers, ..one.clone() });
            }
        }
        self.apart(old, new, &moved, found)
    }

    /// What differs for numbers as they are routed, where these are the same on both sides.
    fn routed(&mut self, old: &Incoming<'p>, new: &Incoming<'q>) -> Result<Rc<Vec<Found>>, OverBudget> {
        let key = (old.hunts.as_ptr().addr(), new.hunts.as_ptr().addr());
        if let Some(known) = self.routed.get(&key) {
            return Ok(Rc::clone(known));
        }
        let (mine, others) = (self.ids_before(&old.hunts), self.ids_after(&new.hunts));
        let mut groups: Vec<(usize, usize)> = Vec::new();
        let mut labels: HashMap<(usize, usize), u32> = HashMap::new();
        let beside = self.before.table().beside(self.after.table(), |one, other| {
            let pair = (*mine.get(one)?, *others.get(other)?);
            if pair.0 == pair.1 {
                return None;
            }
            Some(*labels.entry(pair).or_insert_with(|| {
                groups.push(pair);
                u32::try_from(groups.len() - 1).unwrap_or(u32::MAX)
            }))
        })?;
        let extractor = Extractor::new(&beside);
        let mut found = Vec::new();
        for (label, (one, other)) in groups.into_iter().enumerate() {
            let numbers = extractor.numbers(&[label + 1]).intersection(self.only)?;
            if numbers.is_empty() {
                continue;
            }
            let nothing = Path::new();
            self.steps(one, other, (&nothing, &nothing), &numbers, &mut found)?;
        }
        let found = Rc::new(found);
        self.routed.insert(key, Rc::clone(&found));
        Ok(found)
    }

    /// Compares calls to numbers that are routed as different numbers.
    fn apart(
        &mut self,
        old: &Incoming<'_>,
        new: &Incoming<'_>,
        numbers: &Dfa,
        found: &mut Vec<Found>,
    ) -> Result<(), OverBudget> {
        if numbers.is_empty() {
            return Ok(());
        }
        let (mine, others) = (self.ids_before(&old.hunts), self.ids_after(&new.hunts));
        let mine = parts(self.before, &old.path, &groups(&mine), numbers)?;
        let others = parts(self.after, &new.path, &groups(&others), numbers)?;
        // Numbers that do not come in on a side have no treatment there.
        let none = self.known.id(Treatment::new());
        let rest = |parts: &[(usize, Dfa)]| {
            let known = Dfa::union_all(parts.iter().map(|(_, numbers)| numbers.clone()))?;
            numbers.difference(&known)
        };
        let (of_mine, of_others) = ((none, rest(&mine)?), (none, rest(&others)?));
        for (one, mine) in mine.iter().chain([&of_mine]).filter(|(_, numbers)| !numbers.is_empty()) {
            for (other, others) in others.iter().chain([&of_others]) {
                let both = mine.intersection(others)?;
                if !both.is_empty() {
                    self.steps(*one, *other, (&old.path, &new.path), &both, found)?;
                }
            }
        }
        Ok(())
    }

    /// Compares what becomes of numbers of two treatments.
    fn steps(
        &mut self,
        old: usize,
        new: usize,
        before: Before<'_>,
        numbers: &Dfa,
        found: &mut Vec<Found>,
    ) -> Result<(), OverBudget> {
        let (old, new) = (self.known.get(old), self.known.get(new));
        for (part, mine) in taken_apart(&old, before.0, numbers, self.sent)? {
            let mine = ended(mine);
            for (part, others) in taken_apart(&new, before.1, &part, self.sent)? {
                let others = ended(others);
                for (class, first, numbers) in class(&mine, &others, before, &part, self.sent)? {
                    found.push(Found { class, first, steps: Rc::new((mine.clone(), others.clone())), numbers });
                }
            }
        }
        Ok(())
    }

    /// By class, the treatment of these hunts of the gateway before the change.
    fn ids_before(&mut self, hunts: &[Hunt]) -> Vec<usize> {
        let (treatments, known) = (&mut self.treatments.0, &mut self.known);
        ids(hunts, |hunt| known.id(treatments.of(hunt)))
    }

    /// The same for the gateway behind the change.
    fn ids_after(&mut self, hunts: &[Hunt]) -> Vec<usize> {
        let (treatments, known) = (&mut self.treatments.1, &mut self.known);
        ids(hunts, |hunt| known.id(treatments.of(hunt)))
    }

    /// Keeps what was found, and says where; what is so from several places is kept once.
    fn add(&mut self, found: Found, origin: &Origin) -> usize {
        let same = |(known, _): &(Found, Vec<Origin>)| {
            (known.class, known.first) == (found.class, found.first)
                && known.steps == found.steps
                && known.numbers.equals(&found.numbers)
        };
        let place = self.found.iter().position(same).unwrap_or(self.found.len());
        match self.found.get_mut(place) {
            Some((_, from)) if !from.contains(origin) => from.push(origin.clone()),
            Some(_) => {}
            None => self.found.push((found, vec![origin.clone()])),
        }
        place
    }

    /// What was found, the most important first.
    pub(super) fn found(self, gaps: &mut Gaps) -> Vec<Difference> {
        for origin in self.uncertain {
            gaps.unsupported(format!(
                "which dial-peer calls from {origin} come in on depends on more than the number that is called"
            ));
        }
        let difference = |(found, from): (Found, Vec<Origin>)| Difference {
            class: found.class,
            first: found.first,
            before: targets(&found.steps.0),
            after: targets(&found.steps.1),
            numbers: found.numbers,
            from,
        };
        let mut found: Vec<Difference> = self.found.into_iter().map(difference).collect();
        found.sort_by_cached_key(|one| (one.class, one.numbers.witness().map(|witness| (witness.len(), witness))));
        found
    }
}

/// The far ends of the steps in turn.
fn targets(steps: &Treatment) -> Vec<String> {
    steps.iter().flat_map(|step| step.targets()).map(str::to_owned).collect()
}

/// Where the lists of hunts of calls are that come in in one way on both sides, all of them, unchanged.
fn plainly(old: &[Incoming<'_>], new: &[Incoming<'_>]) -> Option<(usize, usize)> {
    let ([one], [other]) = (old, new) else { return None };
    let is_plain = |way: &Incoming<'_>| way.is_certain() && way.path.steps().is_empty();
    (is_plain(one) && is_plain(other)).then(|| (one.hunts.as_ptr().addr(), other.hunts.as_ptr().addr()))
}

/// The ways in on the other side with which one is compared: where it depends on more than the number which is taken, the one
/// whose dial-peers do the same.
fn partners<'a, 'q>(one: &Incoming<'_>, others: &'a [Incoming<'q>]) -> Vec<&'a Incoming<'q>> {
    let certain = one.is_certain() && others.iter().all(Incoming::is_certain);
    let like: Vec<_> = others.iter().filter(|other| !certain && one.is_like(other)).collect();
    if like.is_empty() { others.iter().collect() } else { like }
}

/// The lines that choose dial-peers for calls that come in, in any order.
fn inbound_lines(coverage: &Coverage<'_, '_>) -> Vec<String> {
    let plan = coverage.gateway().plan();
    let classes = plan.uri_classes.values().map(|class| &class.settings);
    let maps = plan.pattern_maps.values().map(|map| &map.settings);
    let of = |settings: &Settings| settings.iter().map(|(_, line)| line.value.line()).collect::<Vec<_>>().join("\n");
    let lines = |peer: &DialPeer| {
        let own = peer
            .settings
            .iter()
            .filter(|(command, _)| INBOUND.contains(command) || takes_by().any(|one| one == *command));
        own.map(|(_, line)| line.value.line()).collect::<Vec<_>>().join("\n")
    };
    let mut all: Vec<String> = classes.chain(maps).map(of).chain(plan.peers.values().map(lines)).collect();
    all.sort_unstable();
    all
}

/// The lines that choose a dial-peer for calls that come in beside those that are there for it, or say what it does to them.
const INBOUND: [Command; 4] =
    [Command::Shutdown, Command::DestinationPattern, Command::Port, Command::TranslationProfileIncoming];

/// The numbers that come in in some way.
fn all(incoming: &[Incoming<'_>]) -> Result<Dfa, OverBudget> {
    Dfa::union_all(incoming.iter().map(|one| one.numbers.clone()))
}

/// By class, what `id` says of its hunt; it is asked once for each hunt.
fn ids(hunts: &[Hunt], mut id: impl FnMut(&Hunt) -> usize) -> Vec<usize> {
    let mut known: HashMap<(usize, usize), usize> = HashMap::new();
    let key = |hunt: &Hunt| (hunt.as_ptr().addr(), hunt.len());
    hunts.iter().map(|hunt| *known.entry(key(hunt)).or_insert_with(|| id(hunt))).collect()
}

/// The classes of each treatment.
fn groups(ids: &[usize]) -> Vec<(usize, Vec<usize>)> {
    let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut places: HashMap<usize, usize> = HashMap::new();
    for (class, id) in ids.iter().enumerate() {
        let place = *places.entry(*id).or_insert_with(|| {
            groups.push((*id, Vec::new()));
            groups.len() - 1
        });
        groups.get_mut(place).into_iter().for_each(|(_, classes)| classes.push(class));
    }
    groups
}

/// The numbers of `numbers` that come to the classes of each group, where there are any: groups are asked about together, and
/// by halves where there are some.
fn parts(
    coverage: &Coverage<'_, '_>,
    path: &Path,
    groups: &[(usize, Vec<usize>)],
    numbers: &Dfa,
) -> Result<Vec<(usize, Dfa)>, OverBudget> {
    let classes: Vec<usize> = groups.iter().flat_map(|(_, classes)| classes.iter().copied()).collect();
    if classes.is_empty() {
        return Ok(Vec::new());
    }
    let path_of = Path::new().within(numbers.clone()).join(path);
    let met = path_of.pre_image(&coverage.numbers(&classes)?)?.intersection(numbers)?;
    if met.is_empty() {
        return Ok(Vec::new());
    }
    if let [(id, _)] = groups {
        return Ok(vec![(*id, met)]);
    }
    let (first, second) = groups.split_at(groups.len() / 2);
    let mut found = parts(coverage, path, first, &met)?;
    found.extend(parts(coverage, path, second, &met)?);
    Ok(found)
}
