//! What systems and the public network do with all numbers.

use std::collections::BTreeMap;

use super::failures::Failures;
use crate::analysis::coverage::Path;
use crate::automaton::{Change, Dfa, OverBudget, compile, expression};
use crate::call::{Traveller, cause_of_status};
use crate::model::{FrontChange, Network, Own, Place, RouteMatch, Site, System, Unassigned};
use crate::number::{Digits, Form, Interval, NumberSet, Rewriting, Symbol};

/// Where a system sends some numbers.
#[derive(Clone, Debug)]
pub(super) struct Onward {
    /// Which, and what it does to them.
    pub(super) path: Path,
    /// Where to.
    pub(super) to: Place,
    /// Whether only when another way has failed.
    pub(super) failure: bool,
}

/// The numbers of the systems of a network.
#[derive(Debug)]
pub(super) struct SystemSets {
    /// Per system the numbers that may be its own, and those that may not be.
    own: Vec<(Dfa, Dfa)>,
    /// Per ring the numbers that begin it.
    rings: Vec<Dfa>,
    /// Per system the numbers that calls may fail with there; `None`: any.
    failing: Vec<Option<Dfa>>,
    /// The same of the public network, which accepts all but the DIDs.
    public: Option<Dfa>,
    all: Dfa,
}

/// The most rounds in which the numbers that fail are looked for.
const ROUNDS: usize = 6;

/// These symbols; a character that is none is left out: it was refused where it was read.
fn symbols(text: &str) -> Vec<Symbol> {
    text.chars().filter_map(Symbol::new).collect()
}

/// The same as steps over sets of numbers.
fn changed(path: Path, change: &FrontChange) -> Path {
    let path = if change.strip > 0 { path.change(Change::Strip(change.strip)) } else { path };
    if change.prefix.is_empty() { path } else { path.change(Change::Prefix(symbols(&change.prefix))) }
}

/// The numbers of `dids` in `form`; those that are too short for it are left out.
pub(super) fn written(dids: &NumberSet, form: Form) -> Result<Dfa, OverBudget> {
    let single = |interval| [interval].into_iter().collect::<NumberSet>().written(form);
    let parts = dids.intervals().filter_map(single);
    let all: NumberSet = parts.flat_map(|part| part.intervals().collect::<Vec<_>>()).collect();
    Dfa::of_numbers(&all, form.has_plus())
}

/// Those of `dids` that have this form in the network: a national form is one of a country.
fn that_have(network: &Network, dids: &NumberSet, form: Form) -> NumberSet {
    let Form::National(digits) = form else { return dids.clone() };
    let mut found = NumberSet::new();
    let of_length = |site: &&Site| site.country_code.len() == usize::from(digits);
    for site in network.gateways.iter().filter(of_length) {
        let Ok(code) = site.country_code.parse::<u64>() else { continue };
        let beginning = dids.lengths().filter_map(|length| {
            let rest = 10_u64.checked_pow(u32::from(length.checked_sub(digits)?))?;
            Some(Interval { length, first: code.checked_mul(rest)?, last: code.checked_add(1)?.checked_mul(rest)? - 1 })
        });
        found = found.union(&dids.intersection(&beginning.collect()));
    }
    found
}

/// These DIDs in all forms that somebody may write.
pub(super) fn all_forms(network: &Network, dids: &NumberSet) -> Result<Dfa, OverBudget> {
    let forms = network.forms();
    let of = |form: &Form| written(&that_have(network, dids, *form), *form);
    let parts: Vec<Dfa> = forms.iter().map(of).collect::<Result<_, _>>()?;
    Dfa::union_all(parts)
}

/// The ways in which the public network delivers DIDs to a gateway: from the form that a caller writes to the one that
/// arrives.
pub(super) fn deliveries(network: &Network, site: &Site, dids: &NumberSet) -> Result<Vec<Path>, OverBudget> {
    let to = site.delivers.unwrap_or(Form::E164);
    let countries = network.gateways.iter().filter_map(|site| u8::try_from(site.country_code.len()).ok());
    let mut forms: Vec<Form> = countries.filter(|digits| *digits > 0).map(Form::National).collect();
    forms.extend([Form::PlusE164, Form::E164]);
    let mut paths = Vec::new();
    for form in forms {
        let mut changes: BTreeMap<Rewriting, Vec<Interval>> = BTreeMap::new();
        for interval in that_have(network, dids, form).intervals() {
            let single: NumberSet = [interval].into_iter().collect();
            for (rewriting, numbers) in single.changes(form, to).unwrap_or_default() {
                changes.entry(rewriting).or_default().extend(numbers.intervals());
            }
        }
        for (rewriting, numbers) in changes {
            let path = Path::new().within(Dfa::of_numbers(&numbers.into_iter().collect(), form.has_plus())?);
            paths.push(match rewriting {
                Rewriting::Same => path,
                Rewriting::Strip(symbols) => path.change(Change::Strip(symbols)),
                Rewriting::Add(front) => path.change(Change::Prefix(symbols(&front))),
            });
        }
    }
    Ok(paths)
}

impl SystemSets {
    /// Those of a network.
    pub(super) fn new(traveller: &Traveller<'_>) -> Result<Self, OverBudget> {
        let network = traveller.network();
        let all_forms = |dids: &NumberSet| all_forms(network, dids);
        let mut own = Vec::new();
        for system in &network.systems {
            own.push(match &system.own {
                Own::Unknown => (Dfa::all(), Dfa::all()),
                Own::All => (Dfa::all(), Dfa::empty()),
                Own::Known { dids, extensions } => {
                    let mine = extensions.iter().map(|text| exactly(text)).collect::<Result<Vec<_>, _>>()?;
                    let mine = Dfa::union_all(mine.into_iter().chain([all_forms(dids)?]))?;
                    let others = mine.complement();
                    (mine, others)
                }
            });
        }
        let mut rings = Vec::new();
        for ring in &network.rings {
            let did = network.did(&ring.called, traveller.dids());
            rings.push(match did {
                Some(did) => all_forms(&[did].into_iter().collect())?,
                None => exactly(&ring.called)?,
            });
        }
        let told = network.gateways.iter().all(|site| site.dids.is_some());
        let public = told.then(|| all_forms(traveller.dids())).transpose()?;
        let mut sets =
            Self { own, rings, public, failing: vec![Some(Dfa::empty()); network.systems.len()], all: Dfa::all() };
        sets.find_failing(network)?;
        Ok(sets)
    }

    /// The numbers that calls to a place may fail with; `None`: any.
    pub(super) fn failing(&self, place: Place) -> Option<&Dfa> {
        match place {
            Place::System(index) => self.failing.get(index)?.as_ref(),
            Place::Public => self.public.as_ref(),
            Place::Gateway(_) => None,
        }
    }

    /// The least sets: a call fails where the system rejects it, or where all that it is sent to fails.
    fn find_failing(&mut self, network: &Network) -> Result<(), OverBudget> {
        for round in 0..=ROUNDS {
            let mut changed = false;
            for (index, system) in network.systems.iter().enumerate() {
                let Some(Some(before)) = self.failing.get(index) else { continue };
                let now = self.fails_at(index, system)?;
                let grows = now.as_ref().is_none_or(|now| !now.equals(before));
                changed = changed || grows;
                // What is not found in so many rounds is taken for any.
                let now = now.filter(|_| !(grows && round == ROUNDS));
                self.failing.get_mut(index).into_iter().for_each(|slot| slot.clone_from(&now));
            }
            if !changed {
                break;
            }
        }
        Ok(())
    }

    /// The numbers that may fail at a system, as far as that is known of the others.
    fn fails_at(&self, index: usize, system: &System) -> Result<Option<Dfa>, OverBudget> {
        let Some((mine, others)) = self.own.get(index) else { return Ok(Some(Dfa::empty())) };
        let mut parts = Vec::new();
        if let Some(forward) = &system.forward {
            parts.push(changed(Path::new().within(mine.clone()), &forward.change).pre_image(self.any(forward.to))?);
        }
        let mut rest = others.clone();
        for route in &system.routes {
            let takes = route_numbers(&route.matching)?;
            let mut failed = takes.intersection(others)?;
            for to in &route.to {
                failed = failed.intersection(&changed(Path::new(), &route.change).pre_image(self.any(*to))?)?;
                // Behind a cause that stops it, the rest of the list is not tried.
                if !system.stops.is_empty() {
                    break;
                }
            }
            parts.push(failed);
            if route.from.is_none() {
                rest = rest.difference(&takes)?.minimised_if_small();
            }
        }
        match system.unassigned {
            Unassigned::Reject(_) => parts.push(rest),
            Unassigned::Route(to) => parts.push(rest.intersection(self.any(to))?),
            Unassigned::Announcement => {}
        }
        let all = Dfa::union_all(parts)?.minimised_if_small();
        Ok(if all.complement().is_empty() { None } else { Some(all) })
    }

    /// The same, with all numbers for any.
    fn any(&self, place: Place) -> &Dfa {
        self.failing(place).unwrap_or(&self.all)
    }

    /// Where a system sends calls from `from`.
    pub(super) fn onward(
        &self,
        index: usize,
        system: &System,
        network: &Network,
        from: Place,
        failures: &Failures,
    ) -> Result<Vec<Onward>, OverBudget> {
        let Some((mine, others)) = self.own.get(index) else { return Ok(Vec::new()) };
        let mut onward = Vec::new();
        if let Some(forward) = &system.forward {
            let path = changed(Path::new().within(mine.clone()), &forward.change);
            onward.push(Onward { path, to: forward.to, failure: false });
        }
        for (ring, begins) in network.rings.iter().zip(&self.rings).filter(|(ring, _)| ring.system == index) {
            if let Some(to) = system.outbound {
                let path = Path::new().within(mine.intersection(begins)?);
                onward.push(Onward { path: path.change(Change::Replace(symbols(&ring.dials))), to, failure: false });
            }
        }
        let mut rest = others.clone();
        for route in system.routes_for(from) {
            let takes = route_numbers(&route.matching)?;
            let mut numbers = takes.intersection(&rest)?;
            rest = rest.difference(&takes)?.minimised_if_small();
            for (turn, to) in route.to.iter().enumerate() {
                let path = changed(Path::new().within(numbers.clone()), &route.change);
                onward.push(Onward { path, to: *to, failure: turn > 0 });
                if let Some(failing) = self.failing(*to) {
                    let fails = changed(Path::new(), &route.change).pre_image(failing)?;
                    numbers = numbers.intersection(&fails)?.minimised_if_small();
                }
                let goes_on = |status| !system.stops.contains(&cause_of_status(status).0);
                if !failures.at(*to).any(goes_on) {
                    break;
                }
            }
        }
        // What its users dial and no route takes goes where all their calls go.
        let outbound = system.outbound.filter(|_| from == Place::System(index));
        let unassigned = match system.unassigned {
            Unassigned::Route(to) => Some(to),
            Unassigned::Reject(_) | Unassigned::Announcement => None,
        };
        if let Some(to) = outbound.or(unassigned) {
            onward.push(Onward { path: Path::new().within(rest), to, failure: false });
        }
        Ok(onward)
    }
}

/// The numbers that a route takes.
fn route_numbers(matching: &RouteMatch) -> Result<Dfa, OverBudget> {
    match matching {
        RouteMatch::Pattern(pattern) => compile::body(pattern),
        RouteMatch::Expression(text) => expression(text.as_str()),
    }
}

/// One number.
fn exactly(text: &str) -> Result<Dfa, OverBudget> {
    let number = symbols(text);
    let digits = text.strip_prefix('+').unwrap_or(text);
    let value = digits.parse::<u64>().ok().filter(|_| digits.len() <= 18);
    match (value, u8::try_from(digits.len())) {
        (Some(value), Ok(length)) => {
            Dfa::of_numbers(&[Digits { length, value }].into_iter().collect(), text.starts_with('+'))
        }
        (None, _) | (_, Err(_)) => {
            let cube = crate::automaton::Cube::new(number.into_iter().map(crate::number::SymbolSet::of).collect());
            compile::cubes(&cube.into_iter().collect::<Vec<_>>())
        }
    }
}
